import { Icon } from '../components/Icons';
import { number } from '../format';
import { t } from '../i18n';

/** Turns the pages of a list that is longer than is drawn at once; nothing where it is not. */
export function Pages(props: {
  label: string;
  testid: string;
  page: number;
  size: number;
  total: number;
  turn: (page: number) => void;
}) {
  const { label, testid, page, size, total, turn } = props;
  if (total <= size) return null;
  const last = Math.ceil(total / size) - 1;
  return (
    <nav class="pager" aria-label={label} data-testid={testid}>
      <button type="button" disabled={page === 0} onClick={() => turn(page - 1)}>
        <Icon name="back" size={16} />
        {t('prev')}
      </button>
      <span>
        {t('page', { from: number(page * size + 1), to: number(Math.min(total, (page + 1) * size)) })} / {number(total)}
      </span>
      <button type="button" disabled={page >= last} onClick={() => turn(page + 1)}>
        {t('next')}
        <Icon name="forward" size={16} />
      </button>
    </nav>
  );
}
