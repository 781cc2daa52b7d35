import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../api';
import { dirty } from '../edit/draft';
import { t } from '../i18n';
import { useLoad } from '../load';
import { administering, dialogOpen, endedAccount, providerPath, session, signIn, signOut } from '../session';
import { Icon } from './Icons';

/** In the header: signs in, or says as whom one is signed in. */
export function AccountButton() {
  const who = session.value;
  if (!who) return null;
  const label = who.account ? t('signedInAs', { account: who.account }) : t('signIn');
  return (
    <button
      type="button"
      class="account"
      data-testid="account"
      aria-label={label}
      title={label}
      aria-haspopup="dialog"
      onClick={() => {
        dialogOpen.value = true;
      }}
    >
      <Icon name="key" />
      <span class="account-name">{who.account || t('signIn')}</span>
    </button>
  );
}

/** The dialog that the button opens, and that is opened when a session ends in the middle of work. */
export function AccountDialog() {
  return dialogOpen.value ? <Opened /> : null;
}

/** The screens of administrators, which come with a file of their own. */
export function Administration() {
  const open = administering.value !== undefined;
  const part = useLoad(`admin ${open}`, async () => (open ? (await import('../admin/Admin')).Admin : undefined));
  const Admin = part.value;
  return open && Admin ? <Admin /> : null;
}

function Opened() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const close = (): void => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      class="dialog"
      data-testid="account-dialog"
      aria-labelledby="account-title"
      onClose={() => {
        dialogOpen.value = false;
      }}
    >
      <header class="dialog-head">
        <h2 id="account-title">{t(session.value?.account ? 'account' : 'signIn')}</h2>
        <button type="button" class="quiet" aria-label={t('close')} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {session.value?.account ? <Present close={close} /> : <SignIn close={close} />}
    </dialog>
  );
}

const roleWords = {
  public: 'rolePublic',
  viewer: 'roleViewer',
  analyst: 'roleAnalyst',
  editor: 'roleEditor',
  administrator: 'roleAdministrator',
} as const;

function Present({ close }: { close: () => void }) {
  const who = session.value;
  const [error, setError] = useState('');
  if (!who) return null;
  return (
    <>
      <dl class="fields" data-testid="account-facts">
        <div>
          <dt>{t('account')}</dt>
          <dd>{who.account}</dd>
        </div>
        <div>
          <dt>{t('role')}</dt>
          <dd>{t(roleWords[who.role])}</dd>
        </div>
        <div>
          <dt>{t('zones')}</dt>
          <dd>{who.zones.includes('*') ? t('allZones') : who.zones.join(' ') || t('none')}</dd>
        </div>
      </dl>
      {who.role === 'administrator' && (
        <p class="dialog-rows">
          {(['settings', 'audit'] as const).map((what) => (
            <button
              key={what}
              type="button"
              data-testid={`open-${what}`}
              onClick={() => {
                close();
                administering.value = what;
              }}
            >
              {t(what)}
              <Icon name="forward" size={16} />
            </button>
          ))}
        </p>
      )}
      {dirty.value && <p class="notice">{t('signOutLoses')}</p>}
      <p class="field-error" role="alert">
        {error}
      </p>
      <button
        type="button"
        class="strong"
        data-testid="sign-out"
        onClick={() => signOut().then(close, (err: Error) => setError(err.message))}
      >
        {t('signOut')}
      </button>
    </>
  );
}

function SignIn({ close }: { close: () => void }) {
  const [account, setAccount] = useState(endedAccount.value);
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState<{ field: 'account' | 'password'; message: string } | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const [wait, setWait] = useState(0);
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (wait <= 0) return;
    const timer = setTimeout(() => setWait(wait - 1), 1000);
    return () => clearTimeout(timer);
  }, [wait]);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const missing = account.trim() === '' ? 'account' : password === '' ? 'password' : undefined;
    if (missing) {
      setFault({ field: missing, message: t(missing === 'account' ? 'accountMissing' : 'passwordMissing') });
      (missing === 'account' ? first : second).current?.focus();
      return;
    }
    setBusy(true);
    try {
      await signIn(account.trim(), password);
      close();
    } catch (err) {
      setPassword('');
      setFault({ field: 'password', message: (err as Error).message });
      if (err instanceof ApiError) setWait(err.wait);
      second.current?.focus();
    } finally {
      setBusy(false);
    }
  };
  const describe = (field: 'account' | 'password') =>
    fault?.field === field ? { 'aria-invalid': true, 'aria-describedby': `${field}-error` } : {};
  const error = (field: 'account' | 'password') => (
    <p id={`${field}-error`} class="field-error" role="alert" data-testid={`${field}-error`}>
      {fault?.field === field && fault.message}
    </p>
  );
  return (
    <form class="sign-in" onSubmit={submit} noValidate>
      {endedAccount.value && <p class="notice">{t('sessionEnded')}</p>}
      <label>
        <span>{t('account')}</span>
        <input
          ref={first}
          data-testid="sign-in-account"
          autofocus={!endedAccount.value}
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          value={account}
          onInput={(event) => setAccount(event.currentTarget.value)}
          {...describe('account')}
        />
      </label>
      {error('account')}
      <label>
        <span>{t('password')}</span>
        <input
          ref={second}
          type="password"
          data-testid="sign-in-password"
          autofocus={Boolean(endedAccount.value)}
          autocomplete="current-password"
          value={password}
          onInput={(event) => setPassword(event.currentTarget.value)}
          {...describe('password')}
        />
      </label>
      {error('password')}
      {/* Spoken once, when the count begins: each second would talk over everything else. */}
      {wait > 0 && (
        <p class="notice" data-testid="sign-in-wait">
          {t('signInWait', { n: wait })}
        </p>
      )}
      <button type="submit" class="strong" data-testid="sign-in" disabled={busy || wait > 0}>
        {t('signIn')}
      </button>
      {session.value?.oidc && (
        <a class="provider" href={providerPath()}>
          {t('signInProvider')}
        </a>
      )}
    </form>
  );
}
