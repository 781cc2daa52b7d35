import { defineConfig } from 'vitest/config';

// MapLibre and Preact change seldom and lie in files of their own, so that a change of the page rewrites only the small ones.
export default defineConfig({
  base: './', // the page finds its parts from wherever it is served
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'es2022',
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      // Tours' pages are written by the server, which looks for these entries by name; they share nothing with the page of the map.
      input: { index: 'index.html', tour: 'src/tour/tour.ts', 'tour-worker': 'src/tour/tour-worker.ts' },
      output: {
        codeSplitting: {
          groups: [
            { name: 'maplibre', test: /node_modules[\\/](maplibre-gl|@maplibre|@mapbox)[\\/].*\.m?js$/ },
            { name: 'preact', test: /node_modules[\\/](preact|@preact)[\\/]/ },
          ],
        },
      },
    },
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
