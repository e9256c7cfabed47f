import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

const gateway = process.env['HUE_GATEWAY'] ?? 'http://127.0.0.1:8000';

export default defineConfig({
  plugins: [svelte()],
  build: {
    target: 'es2022',
    manifest: true,
    assetsInlineLimit: 0,
    rollupOptions: { input: { citizen: 'index.html', ops: 'ops/index.html' } },
  },
  server: { proxy: { '/v1': { target: gateway, changeOrigin: false } } },
});
