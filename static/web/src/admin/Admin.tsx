import '../styles/admin.css';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../components/Icons';
import { t } from '../i18n';
import { administering } from '../session';
import { Audit } from './Audit';
import { Rules } from './Rules';
import { say } from './words';

/** What administrators look after, over the page. */
export function Admin() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const what = administering.value;
  if (!what) return null;
  return (
    <dialog
      ref={dialog}
      class="dialog admin"
      data-testid="admin"
      aria-labelledby="admin-title"
      onClose={() => {
        administering.value = undefined;
      }}
    >
      <header class="dialog-head">
        <h2 id="admin-title">{say(what)}</h2>
        <button type="button" class="quiet" aria-label={t('close')} onClick={() => dialog.current?.close()}>
          <Icon name="close" />
        </button>
      </header>
      {what === 'settings' ? <Rules /> : <Audit />}
    </dialog>
  );
}
