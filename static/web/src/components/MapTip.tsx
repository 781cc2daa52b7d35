import { signal } from '@preact/signals';

/** What is under the pointer, in words, and where. */
export const tip = signal<
  { readonly x: number; readonly y: number; readonly title: string; readonly lines: readonly string[] } | undefined
>(undefined);

export function MapTip() {
  const shown = tip.value;
  if (!shown) return null;
  return (
    <div class="tip" aria-hidden="true" style={{ left: `${shown.x}px`, top: `${shown.y}px` }}>
      <b>{shown.title}</b>
      {shown.lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
    </div>
  );
}
