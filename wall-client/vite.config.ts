import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Where a running core answers while the wall is developed with `npx vite wall-client`.
const core = process.env.BRIGHTWALL_CORE ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Workers and pictures stay files of our own origin: a strict content policy allows no data: scripts.
    assetsInlineLimit: 0,
    // three.js and MapLibre load with the map only; their size is theirs.
    chunkSizeWarningLimit: 1600,
  },
  server: {
    proxy: {
      '/api': core,
      '/map': core,
      '/socket.io': { target: core, ws: true },
    },
  },
});
