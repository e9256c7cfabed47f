// What a first visit to the citizen's app downloads, fonts apart, compressed as the gateway sends it.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET_KIB = 55;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
const visit = (key, seen = new Set()) =>
  seen.has(key) ? seen : (manifest[key].imports ?? []).reduce((all, next) => visit(next, all), seen.add(key));
const files = [...visit('index.html')].flatMap((key) => [manifest[key].file, ...(manifest[key].css ?? [])]);
const kib = (name) => gzipSync(readFileSync(new URL(name, dist)), { level: 6 }).length / 1024;
const total = (end) => files.filter((name) => name.endsWith(end)).reduce((sum, name) => sum + kib(name), 0);
console.log(
  `citizen, first load: JS ${total('.js').toFixed(1)} KiB, CSS ${total('.css').toFixed(1)} KiB (gzip)`,
);
if (total('.js') > BUDGET_KIB) {
  console.error(`over the budget of ${BUDGET_KIB} KiB`);
  process.exit(1);
}
