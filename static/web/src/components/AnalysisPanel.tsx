import type { AnalysisView } from '../analysis/view';
import { t } from '../i18n';
import { useLoad } from '../load';
import { session } from '../session';
import { analysis, filters } from '../state';
import { Failed } from './Failed';
import { Icon } from './Icons';

/** Opens the analysis, of the zone that is shown, for whom the API answers. */
export function AnalysisButton() {
  if (!session.value || session.value.role === 'public') return null;
  const { zone } = filters.value;
  return (
    <button
      type="button"
      class="row-link"
      data-testid="analysis-open"
      onClick={() => {
        analysis.value = { name: 'gaps', ask: {}, ...(zone ? { area: { kind: 'zone', id: zone } } : {}) };
      }}
    >
      {t('analysis')}
      <Icon name="forward" size={16} />
    </button>
  );
}

/** The analysis, which comes with files of its own when it is first opened. */
export function AnalysisPanel({ view }: { view: AnalysisView }) {
  const part = useLoad('analysis', async () => (await import('../analysis/Analysis')).Analysis);
  if (part.state === 'failed') return <Failed message={part.message} again={part.again} />;
  if (!part.value) return <p class="note">{t('loading')}</p>;
  return <part.value view={view} />;
}
