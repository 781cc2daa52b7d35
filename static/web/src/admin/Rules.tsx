import { useState } from 'preact/hooks';
import { ApiError } from '../api';
import { Failed } from '../components/Failed';
import { lang, t } from '../i18n';
import { revision } from '../live';
import { useLoad } from '../load';
import { announced } from '../state';
import { getRules, type Setting, setRule } from './admin';
import { say } from './words';

/** The settings: what holds, since when, and what would hold by default. */
export function Rules() {
  const loaded = useLoad(`rules ${lang.value}`, getRules);
  if (loaded.state === 'failed') return <Failed message={loaded.message} again={loaded.again} />;
  if (!loaded.value) return <p class="note">{t('loading')}</p>;
  return (
    <>
      <p class="note admin-hash">{say('hash', { hash: loaded.value.hash })}</p>
      <ul class="admin-rules">
        {loaded.value.settings.map((setting) => (
          <Rule key={setting.key} setting={setting} />
        ))}
      </ul>
    </>
  );
}

function Rule({ setting: s }: { setting: Setting }) {
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const [fault, setFault] = useState('');
  const id = `rule-${s.key}`;
  const label = lang.value === 'zh' ? s.label_zh : s.label_en;
  const value = typed ?? s.value;
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    setFault('');
    try {
      await setRule(s, value);
      setTyped(undefined);
      announced.value = say('saved', { name: label });
      revision.value++;
    } catch (err) {
      const lost = err instanceof ApiError && err.status === 412;
      setFault((err instanceof ApiError && err.fields.map((f) => f.message).join(' ')) || (err as Error).message);
      if (lost) revision.value++; // the value of somebody else is shown beside what was typed
      document.getElementById(id)?.focus();
      requestAnimationFrame(() => document.getElementById(`${id}-note`)?.scrollIntoView({ block: 'nearest' }));
    }
  };
  const common = {
    id,
    name: s.key,
    value,
    disabled: s.pinned,
    'aria-invalid': fault !== '',
    'aria-describedby': `${id}-error ${id}-note`,
  };
  return (
    <li data-setting={s.key}>
      <form onSubmit={save} noValidate>
        <label for={id}>{label}</label>
        {s.type === 'boolean' ? (
          <select {...common} onChange={(event) => setTyped(event.currentTarget.value)}>
            <option value="true">{t('yes')}</option>
            <option value="false">{t('no')}</option>
          </select>
        ) : (
          <input
            {...common}
            type="text"
            inputMode={s.type === 'integer' ? 'numeric' : s.type === 'number' ? 'decimal' : 'text'}
            autocomplete="off"
            spellcheck={false}
            placeholder={s.type === 'list' ? say('items') : undefined}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        <button type="submit" disabled={s.pinned || typed === undefined || typed === s.value}>
          {say('set')}
        </button>
        <p id={`${id}-error`} class="field-error" role="alert">
          {fault}
        </p>
        <p id={`${id}-note`} class="note">
          {s.pinned ? say('byPin') : s.version > 0 ? say('bySet', { n: s.version }) : say('byDefault')} ·{' '}
          {typed !== undefined && typed !== s.value && `${say('value')}: ${s.value || say('empty')} · `}
          {say('default', { value: s.default || say('empty') })} · {s.clause}
        </p>
      </form>
    </li>
  );
}
