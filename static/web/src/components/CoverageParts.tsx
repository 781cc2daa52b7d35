import type { ComponentProps } from 'preact';
import { usualView } from '../coverage/view';
import { t } from '../i18n';
import { useLoad } from '../load';
import { coverage, screen } from '../state';
import { Failed } from './Failed';

// Everything about coverage comes with a file of its own, when it is first looked at.
const usePart = <K extends keyof typeof import('../coverage/parts')>(name: K, wanted = true) =>
  useLoad(`coverage ${name} ${wanted}`, async () => (wanted ? (await import('../coverage/parts'))[name] : undefined));

/** The view of coverage in the panel. */
export function CoverageView() {
  const part = usePart('Coverage');
  if (part.state === 'failed') return <Failed message={part.message} again={part.again} />;
  if (!part.value || !coverage.value) return <p class="note">{t('loading')}</p>;
  return <part.value view={coverage.value} />;
}

/** The zones in turn, for a screen on a wall. */
export function ScreenView() {
  const part = usePart('Screen');
  if (part.state === 'failed') return <Failed message={part.message} again={part.again} />;
  return part.value ? <part.value view={coverage.value ?? usualView} /> : null;
}

/** The rates on the card of a zone, grid or belt. */
export function CoverageCard(props: ComponentProps<typeof import('../coverage/parts').Card>) {
  const part = usePart('Card');
  if (part.state === 'failed') return <Failed message={part.message} again={part.again} />;
  return part.value ? <part.value {...props} /> : null;
}

/** The colors of the map, in its legend. */
export function CoverageLegend() {
  const wanted = coverage.value !== undefined || screen.value;
  const part = usePart('Legend', wanted);
  return wanted && part.value ? <part.value over /> : null;
}

/** The ranking on paper. */
export function CoveragePrinted() {
  const wanted = coverage.value !== undefined;
  const part = usePart('Printed', wanted);
  return wanted && part.value ? <part.value /> : null;
}
