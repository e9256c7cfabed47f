// Reads /v1/stream by the eventsource package of npm, unchanged. Says each event as a JSON line; ends with its input.
import { createRequire } from 'node:module';

const { EventSource } = createRequire(process.env.MODULES)('eventsource');
const [url, token, type] = process.argv.slice(2);
const headers = { Authorization: `Bearer ${token}` };
const source = new EventSource(url, { fetch: (to, init) => fetch(to, { ...init, headers: { ...init.headers, ...headers } }) });
const say = (told) => process.stdout.write(JSON.stringify(told) + '\n');

source.addEventListener('open', () => say({ open: true }));
source.addEventListener('reset', () => say({ reset: true }));
source.addEventListener(type, (event) => say({ id: event.lastEventId, subject: JSON.parse(event.data).subject }));
setInterval(() => {}, 1_000); // while it waits to connect again nothing else keeps Node alive
process.stdin.on('end', () => process.exit(0)).resume();
