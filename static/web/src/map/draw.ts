import type { Map as MapLibreMap } from 'maplibre-gl';
import {
  type HexColor,
  TerraDraw,
  TerraDrawLineStringMode,
  TerraDrawPointMode,
  TerraDrawPolygonMode,
  TerraDrawSelectMode,
} from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import type { Shape } from '../edit/values';
import type { Geometry } from '../records';
import { dark } from '../state';
import { accent } from './expressions';

/** A geometry under the editor's hand on the map. */
export interface Drawing {
  /** Shows a geometry to be moved and reshaped; without one it begins to draw one. */
  show(shape: Shape, geometry: Geometry | null): void;
  stop(): void;
}

const modes = { point: 'point', line: 'linestring', polygon: 'polygon' } as const;

/** Begins drawing on the map and tells of every finished change. The map itself is left as it was when it stops. */
export function drawOn(map: MapLibreMap, changed: (geometry: Geometry) => void): Drawing {
  const ink = (dark.value ? accent.dark : accent.light) as HexColor;
  const [edge, wide]: [HexColor, number] = ['#ffffff', 3];
  const vertex = { draggable: true, deletable: true, midpoints: true };
  const draw = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: 7 }),
    modes: [
      new TerraDrawPointMode({
        styles: { pointColor: ink, pointWidth: 9, pointOutlineColor: edge, pointOutlineWidth: wide },
      }),
      new TerraDrawLineStringMode({
        styles: { lineStringColor: ink, lineStringWidth: wide, closingPointColor: ink, closingPointOutlineColor: edge },
      }),
      new TerraDrawPolygonMode({
        styles: {
          fillColor: ink,
          fillOpacity: 0.2,
          outlineColor: ink,
          outlineWidth: wide,
          closingPointColor: ink,
          closingPointOutlineColor: edge,
        },
      }),
      new TerraDrawSelectMode({
        flags: {
          point: { feature: { draggable: true } },
          linestring: { feature: { draggable: true, coordinates: vertex } },
          polygon: { feature: { draggable: true, coordinates: vertex } },
        },
        styles: {
          selectedPointColor: ink,
          selectedPointWidth: 10,
          selectedPointOutlineColor: edge,
          selectedPointOutlineWidth: wide,
          selectedLineStringColor: ink,
          selectedLineStringWidth: wide,
          selectedPolygonColor: ink,
          selectedPolygonFillOpacity: 0.2,
          selectedPolygonOutlineColor: ink,
          selectedPolygonOutlineWidth: wide,
          selectionPointColor: ink,
          selectionPointWidth: 7,
          selectionPointOutlineColor: edge,
          midPointColor: edge,
          midPointWidth: 5,
          midPointOutlineColor: ink,
          midPointOutlineWidth: 2,
        },
      }),
    ],
  });
  draw.start();
  draw.on('finish', (id, context) => {
    const feature = draw.getSnapshotFeature(id);
    if (!feature) return;
    changed(feature.geometry as Geometry);
    // What was drawn is at once ready to be moved. The mode may not change within its own event.
    if (context.action === 'draw') queueMicrotask(() => draw.enabled && take(id));
  });
  const take = (id: string | number): void => {
    draw.setMode('select');
    draw.selectFeature(id);
  };
  return {
    show(shape, geometry) {
      draw.clear();
      draw.setMode(geometry ? 'select' : modes[shape]);
      if (!geometry) return;
      const [added] = draw.addFeatures([
        { type: 'Feature', geometry: geometry as GeoJSON.Point, properties: { mode: modes[shape] } },
      ]);
      if (added?.valid && added.id !== undefined) take(added.id);
    },
    stop: () => draw.enabled && draw.stop(),
  };
}
