import { collections, type LayerMark, type Mark as Look, type Shape, shapes, statuses } from '../generated/palette';
import type { CollectionId } from '../generated/schema';
import type { Properties } from '../records';
import { dark } from '../state';

const tone = (look: Look): string => (dark.value ? look.dark : look.light);

/** One symbol of the map, drawn from the same path. */
export function Glyph({ shape, color, size = 20 }: { shape: Shape; color: string; size?: number }) {
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={shapes[shape]} fill={color} fill-rule="evenodd" />
    </svg>
  );
}

export function StatusMark({ status, size }: { status: string; size?: number }) {
  const look = statuses[status as keyof typeof statuses] ?? statuses.unknown;
  return <Glyph shape={look.shape} color={tone(look)} size={size ?? 20} />;
}

/** A collection's symbol as on the map: a point's shape, a belt's axis, an area's frame. */
export function LayerSwatch({ collection, size = 20 }: { collection: CollectionId; size?: number }) {
  if (collection === 'facts') return null;
  const look: LayerMark = collections[collection];
  const color = tone(look);
  if (collection === 'belts' || collection === 'tours') {
    return (
      <svg class="mark" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path
          d="M2 18C8 18 9 6 22 6"
          fill="none"
          stroke={color}
          stroke-width={collection === 'belts' ? 5 : 3}
          stroke-linecap="round"
          stroke-dasharray={look.dash?.join(' ')}
        />
      </svg>
    );
  }
  if (collection === 'zones' || collection === 'grids' || collection === 'ground') {
    return (
      <svg class="mark" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <rect
          x="3"
          y="4"
          width="18"
          height="16"
          fill={color}
          fill-opacity={look.fillOpacity + 0.08}
          stroke={color}
          stroke-width="2"
          stroke-dasharray={look.dash?.map((n) => n * 1.4).join(' ')}
        />
      </svg>
    );
  }
  return <Glyph shape={look.shape} color={color} size={size} />;
}

/** A record's symbol: an enterprise's tells its status. */
export function RecordMark({
  collection,
  properties,
  size,
}: {
  collection: CollectionId;
  properties: Properties;
  size?: number;
}) {
  if (collection === 'enterprises')
    return <StatusMark status={String(properties.status ?? 'unknown')} size={size ?? 20} />;
  return <LayerSwatch collection={collection} size={size ?? 20} />;
}

/** A ring of shares as clusters are drawn, for the legend. */
export function Ring({ parts, label }: { parts: readonly { color: string; share: number }[]; label: string }) {
  let turned = 0;
  const around = 2 * Math.PI * 15;
  return (
    <svg class="mark" width="44" height="44" viewBox="0 0 44 44" aria-hidden="true" focusable="false">
      <circle cx="22" cy="22" r="19" class="ring-ground" />
      {parts.map(({ color, share }) => {
        const offset = -turned * around;
        turned += share;
        return (
          <circle
            key={color}
            cx="22"
            cy="22"
            r="15"
            fill="none"
            stroke={color}
            stroke-width="6"
            stroke-dasharray={`${share * around} ${around}`}
            stroke-dashoffset={offset}
            transform="rotate(-90 22 22)"
          />
        );
      })}
      <text x="22" y="26.5" text-anchor="middle" class="ring-count">
        {label}
      </text>
    </svg>
  );
}

/** Stars as small plain shapes with their number, or the word for unrated. */
export function Stars({ value }: { value: unknown }) {
  const n = typeof value === 'number' ? value : 0;
  return (
    <span class="stars" aria-hidden="true">
      {Array.from({ length: n }, (_, i) => (
        <svg key={i} width="12" height="12" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <path d={starPath} fill="currentColor" />
        </svg>
      ))}
    </span>
  );
}

export const starPath = 'M12 1.8L15.1 8.6L22.5 9.5L17 14.5L18.5 21.8L12 18.2L5.5 21.8L7 14.5L1.5 9.5L8.9 8.6Z';
