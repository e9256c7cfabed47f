// The service worker is built apart, after the pages: it lists their hashed files.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { defineConfig, type Manifest } from 'vite';

const dist = new URL('./dist/', import.meta.url);

/** Every file the citizen's entry can reach, pages loaded later included: the app must open offline. */
function citizenFiles(manifest: Manifest): string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (key: string): void => {
    const chunk = manifest[key];
    if (!chunk || seen.has(key)) return;
    seen.add(key);
    for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) found.add(`/${file}`);
    for (const next of [...(chunk.imports ?? []), ...(chunk.dynamicImports ?? [])]) visit(next);
  };
  visit('index.html');
  return [...found].sort();
}

function shell(): { files: string[]; version: string } {
  const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8')) as Manifest;
  const page = readFileSync(new URL('index.html', dist));
  const files = [
    '/index.html',
    '/theme.js',
    '/manifest.webmanifest',
    '/icons/icon.svg',
    ...citizenFiles(manifest),
  ];
  const version = createHash('sha256').update(page).update(files.join()).digest('hex').slice(0, 12);
  return { files, version };
}

export default defineConfig(() => ({
  publicDir: false as const,
  define: { __SHELL__: JSON.stringify(shell()) },
  build: {
    target: 'es2022',
    emptyOutDir: false,
    rollupOptions: {
      input: 'src/citizen/worker.ts',
      output: { format: 'iife' as const, entryFileNames: 'worker.js' },
    },
  },
}));
