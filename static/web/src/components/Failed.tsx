import { t } from '../i18n';
import { Icon } from './Icons';

/** What went wrong, with a way to try again. */
export function Failed({ message, again }: { message: string; again: () => void }) {
  return (
    <div class="failed" role="alert">
      <Icon name="warning" />
      <p>{message}</p>
      <button type="button" onClick={again}>
        {t('retry')}
      </button>
    </div>
  );
}
