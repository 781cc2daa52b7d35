import { polygonOf } from '../coverage/view';
import { boundsOf } from '../map/bounds';
import { degree } from './overlay';
import type { Area } from './view';

/** The widths of cells that are offered, in metres; a zone has no use for the last. */
export const cellWidths = [250, 500, 1000, 2000, 5000, 10_000] as const;
const usualWidth = 500;
/** So many cells the API takes. */
const mostCells = 1000;

/** How wide cells are at first: as by default, wider where the box around a drawn area might have too many of them. */
export function usualCell(area: Area): number {
  const box = area.kind === 'polygon' ? boundsOf(polygonOf(area.corners)) : undefined;
  if (!box) return usualWidth;
  const [west, south, east, north] = box;
  const tall = (north - south) * degree;
  const wide = (east - west) * degree * Math.cos((((north + south) / 2) * Math.PI) / 180);
  // Hexagons of such a width stand in rows √3/2 of it apart; those at the border stick out.
  const cells = (w: number): number => (wide / w + 2) * (tall / (w * 0.866) + 2);
  return cellWidths.find((w) => w >= usualWidth && cells(w) <= mostCells) ?? 10_000;
}
