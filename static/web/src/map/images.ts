import type { Map as MapLibreMap } from 'maplibre-gl';
import { starPath } from '../components/Mark';
import { collections, ground, type Mark, shapes, statuses } from '../generated/palette';

const ratio = 2; // drawn at twice the size: sharp on most screens, and alike on all

/** How well a position is known, as the edge of its point tells it. */
type Edge = 'known' | 'illustrative' | 'synthetic';

/** A color of the map: on light ground or on dark. */
type Theme = 'light' | 'dark';

/**
 * Draws the map's images when the style first asks for them. Their names say what they show:
 * "mark|theme|collection|status or -|stars or -|position class", "ring|theme|counts in 24ths|size" and "stack|theme|collection|width".
 */
export function drawMissingImages(map: MapLibreMap): void {
  map.setMissingStyleImageResolver((id) => {
    const image = drawImage(id);
    if (image && !map.hasImage(id)) map.addImage(id, image, { pixelRatio: ratio });
  });
}

export function drawImage(id: string): ImageData | undefined {
  const [kind, theme, ...rest] = id.split('|');
  if (theme !== 'light' && theme !== 'dark') return undefined;
  if (kind === 'mark') return drawMark(theme, rest);
  if (kind === 'ring') return drawRing(theme, (rest[0] ?? '').split(',').map(Number), Number(rest[1]));
  if (kind === 'stack') return drawStack(theme, rest[0] ?? '', Number(rest[1]));
  return undefined;
}

function canvas(width: number, height: number): CanvasRenderingContext2D | undefined {
  const element = document.createElement('canvas');
  element.width = width * ratio;
  element.height = height * ratio;
  const context = element.getContext('2d', { willReadFrequently: true }) ?? undefined;
  context?.scale(ratio, ratio);
  return context;
}

const pixels = (c: CanvasRenderingContext2D): ImageData => c.getImageData(0, 0, c.canvas.width, c.canvas.height);

const plate = (theme: Theme): string => (theme === 'dark' ? '#20262e' : '#ffffff');

function lookOf(collection: string, status: string): Mark {
  if (collection === 'enterprises') return statuses[status as keyof typeof statuses] ?? statuses.unknown;
  return collections[collection as keyof typeof collections] ?? collections.places;
}

// A record: its shape on a round plate whose edge tells how well the position is known, its stars below.
function drawMark(
  theme: Theme,
  [collection = '', status = '', stars = '', position = '']: readonly string[],
): ImageData | undefined {
  const look = lookOf(collection, status);
  const size = collection === 'enterprises' ? 24 : 30;
  const count = /^[1-5]$/.test(stars) ? Number(stars) : 0;
  const below = count > 0 ? 9 : 0;
  const c = canvas(size + 8, size + 2 * below);
  if (!c) return undefined;
  const edge: Edge = position === 'illustrative' || position === 'synthetic' ? position : 'known';
  c.translate(4, below);
  c.beginPath();
  c.arc(size / 2, size / 2, size / 2 - 1.5, 0, 2 * Math.PI);
  c.fillStyle = plate(theme);
  c.fill();
  c.lineWidth = 1.5;
  c.strokeStyle = look[theme];
  c.setLineDash({ known: [], illustrative: [3.4, 2], synthetic: [1, 2] }[edge]);
  c.stroke();
  c.setLineDash([]);
  shape(c, shapes[look.shape], look[theme], size * 0.26, size * 0.26, size * 0.48);
  for (let i = 0; i < count; i++)
    shape(c, starPath, look[theme], size / 2 - count * 3.5 + i * 7, size + 1, 7, plate(theme));
  return pixels(c);
}

function shape(
  c: CanvasRenderingContext2D,
  path: string,
  color: string,
  x: number,
  y: number,
  size: number,
  halo?: string,
): void {
  const drawn = new Path2D(path);
  c.save();
  c.translate(x, y);
  c.scale(size / 24, size / 24);
  if (halo) {
    c.strokeStyle = halo;
    c.lineWidth = 5;
    c.lineJoin = 'round';
    c.stroke(drawn);
  }
  c.fillStyle = color;
  c.fill(drawn, 'evenodd');
  c.restore();
}

/** The order of a ring's shares: that of the cluster's counts. */
export const ringOrder = ['single', 'joint', 'regional', 'work_only', 'none', 'unknown'] as const;

// A cluster of enterprises: a ring of their shares by status around a plate for the number.
function drawRing(theme: Theme, shares: readonly number[], size: number): ImageData | undefined {
  const c = canvas(size, size);
  const total = shares.reduce((sum, n) => sum + n, 0);
  if (!c || !(total > 0)) return undefined;
  const middle = size / 2;
  const width = Math.max(5, size * 0.14);
  disc(c, middle, middle - 0.5, ground[theme]);
  disc(c, middle, middle - 2, plate(theme));
  let from = -Math.PI / 2;
  c.lineWidth = width;
  ringOrder.forEach((name, i) => {
    const part = shares[i] ?? 0;
    if (part <= 0) return;
    const to = from + (2 * Math.PI * part) / total;
    c.beginPath();
    c.arc(middle, middle, middle - 2.5 - width / 2, from, to);
    c.strokeStyle = statuses[name][theme];
    c.stroke();
    // A gap of the plate's color parts neighbors whose colors are alike to some eyes.
    if (part < total) tick(c, middle, from, middle - 2.5 - width, middle - 2.5, plate(theme));
    from = to;
  });
  return pixels(c);
}

function tick(
  c: CanvasRenderingContext2D,
  middle: number,
  angle: number,
  inner: number,
  outer: number,
  color: string,
): void {
  c.save();
  c.beginPath();
  c.moveTo(middle + inner * Math.cos(angle), middle + inner * Math.sin(angle));
  c.lineTo(middle + outer * Math.cos(angle), middle + outer * Math.sin(angle));
  c.strokeStyle = color;
  c.lineWidth = 1.5;
  c.stroke();
  c.restore();
}

function disc(c: CanvasRenderingContext2D, middle: number, radius: number, color: string): void {
  c.beginPath();
  c.arc(middle, middle, radius, 0, 2 * Math.PI);
  c.fillStyle = color;
  c.fill();
}

// Several other records at one place: their shape and room for the number, as a small badge beside what lies under it.
function drawStack(theme: Theme, collection: string, width: number): ImageData | undefined {
  const height = 24;
  const c = canvas(width, height);
  if (!c) return undefined;
  const look = lookOf(collection, '');
  c.beginPath();
  c.roundRect(1.5, 1.5, width - 3, height - 3, height / 2 - 1.5);
  c.fillStyle = plate(theme);
  c.fill();
  c.lineWidth = 1.5;
  c.strokeStyle = look[theme];
  c.stroke();
  shape(c, shapes[look.shape], look[theme], 5.5, 5.5, 13);
  return pixels(c);
}
