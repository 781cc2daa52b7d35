import type { Map as MapLibreMap } from 'maplibre-gl';

declare global {
  interface Window {
    /** For tests and for those who script the page: the map, null where it cannot be drawn. */
    beltmap: { map: MapLibreMap | null };
  }
}
