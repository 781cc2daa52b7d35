import { useState } from 'preact/hooks';
import { Failed } from '../components/Failed';
import { lang, langTag, t } from '../i18n';
import { useLoad } from '../load';
import { type Entry, getEntries } from './admin';
import { actions, say, sayAction } from './words';

const isAction = (name: string): name is keyof typeof actions => name in actions;

/** The last entries of the audit log, of one account or action if asked for. */
export function Audit() {
  const [account, setAccount] = useState('');
  const [action, setAction] = useState('');
  const loaded = useLoad(`audit ${account} ${action} ${lang.value}`, (signal) => getEntries(account, action, signal));
  return (
    <>
      <p class="note">{say('last')}</p>
      <div class="admin-filters">
        <label>
          <span>{say('account')}</span>
          <input
            data-testid="audit-account"
            autocomplete="off"
            spellcheck={false}
            onChange={(event) => setAccount(event.currentTarget.value.trim())}
          />
        </label>
        <label>
          <span>{say('action')}</span>
          <select data-testid="audit-action" onChange={(event) => setAction(event.currentTarget.value)}>
            <option value="">{say('all')}</option>
            {(Object.keys(actions) as (keyof typeof actions)[]).map((name) => (
              <option key={name} value={name}>
                {sayAction(name)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {loaded.state === 'failed' && <Failed message={loaded.message} again={loaded.again} />}
      {!loaded.value && loaded.state === 'loading' && <p class="note">{t('loading')}</p>}
      {loaded.value?.length === 0 && <p class="note">{say('none')}</p>}
      {loaded.value && loaded.value.length > 0 && <Entries list={loaded.value} />}
    </>
  );
}

function Entries({ list }: { list: readonly Entry[] }) {
  const time = new Intl.DateTimeFormat(langTag(), {
    dateStyle: 'short',
    timeStyle: 'medium',
    timeZone: 'Asia/Shanghai',
  });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
    <section class="admin-scroll" tabIndex={0} aria-label={say('audit')}>
      <table data-testid="audit">
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">{say('time')}</th>
            <th scope="col">{say('account')}</th>
            <th scope="col">{say('action')}</th>
            <th scope="col">{say('object')}</th>
            <th scope="col">{say('result')}</th>
            <th scope="col">{say('address')}</th>
            <th scope="col">{say('change')}</th>
          </tr>
        </thead>
        <tbody>
          {list.map((entry) => (
            <tr key={entry.seq} data-action={entry.action}>
              <td>{entry.seq}</td>
              <td>{time.format(new Date(entry.time))}</td>
              <td>{entry.account || '–'}</td>
              <td>{isAction(entry.action) ? sayAction(entry.action) : entry.action}</td>
              <td>{entry.object}</td>
              <td>{entry.result}</td>
              <td>{entry.address}</td>
              <td>
                {(entry.before || entry.after) && (
                  <details>
                    <summary>{say('change')}</summary>
                    <p>
                      <b>{say('before')}</b> {entry.before || '–'}
                    </p>
                    <p>
                      <b>{say('after')}</b> {entry.after || '–'}
                    </p>
                  </details>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
