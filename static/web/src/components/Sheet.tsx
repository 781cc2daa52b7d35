import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../i18n';
import { Icon } from './Icons';

const heights = [25, 50, 90] as const;

/** The panel: beside the map on a desk, a sheet over its lower part on a phone, half open at first and never over the whole map. */
export function Sheet({ children }: { children: preact.ComponentChildren }) {
  const [at, setAt] = useState(1);
  const [dragged, setDragged] = useState<number | undefined>(undefined);
  const from = useRef<{ y: number; height: number; whole: number; moved: boolean } | undefined>(undefined);
  const height = dragged ?? heights[at] ?? 50;
  // What stands at the map's lower edge stands above the sheet.
  useEffect(() => {
    document.documentElement.style.setProperty('--sheet', `${height}%`);
    document.documentElement.dataset.sheet = String(heights[at]);
  }, [height, at]);

  const down = (event: PointerEvent): void => {
    if ((event.target as Element).closest('button')) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    const whole = (document.querySelector('.map-area')?.clientHeight ?? innerHeight) || 1;
    from.current = { y: event.clientY, height, whole, moved: false };
  };
  const move = (event: PointerEvent): void => {
    if (!from.current) return;
    const next = from.current.height + (100 * (from.current.y - event.clientY)) / from.current.whole;
    from.current.moved ||= Math.abs(event.clientY - from.current.y) > 4;
    setDragged(Math.max(12, Math.min(90, next)));
  };
  const up = (): void => {
    if (from.current?.moved && dragged !== undefined) {
      const gaps = heights.map((h) => Math.abs(h - dragged));
      setAt(gaps.indexOf(Math.min(...gaps)));
    }
    from.current = undefined;
    setDragged(undefined);
  };

  return (
    <aside id="panel" class="panel" data-testid="sheet" data-height={heights[at]} data-dragged={dragged !== undefined}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms */}
      <div
        class="grip"
        role="group"
        aria-label={t('sheet')}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
      >
        <button
          type="button"
          data-testid="sheet-down"
          aria-label={t('sheetDown')}
          disabled={at === 0}
          onClick={() => setAt(Math.max(0, at - 1))}
        >
          <Icon name="down" />
        </button>
        <span class="grip-bar" />
        <button
          type="button"
          data-testid="sheet-up"
          aria-label={t('sheetUp')}
          disabled={at === heights.length - 1}
          onClick={() => setAt(Math.min(heights.length - 1, at + 1))}
        >
          <Icon name="up" />
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
      <section class="panel-scroll" tabIndex={0} aria-label={t('list')}>
        {children}
      </section>
    </aside>
  );
}
