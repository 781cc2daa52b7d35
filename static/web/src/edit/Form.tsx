import '../styles/edit.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError, getVersion } from '../api';
import { Ask } from '../components/Editing';
import { Icon } from '../components/Icons';
import { schemaOf } from '../format';
import type { CollectionId } from '../generated/schema';
import { say as label, nameOf, t } from '../i18n';
import { revision } from '../live';
import { dialogOpen, endedAccount, look, signedIn } from '../session';
import { select } from '../state';
import { done } from './changes';
import { change, close, type Draft, dirty, draft, errors, meeting, openNew, unreadable } from './draft';
import { ErrorOf, FieldInput } from './Fields';
import { Meeting } from './Meeting';
import { Participants } from './Participants';
import { Place } from './Place';
import { participate, save } from './save';
import { editable, formFields, isEditable } from './values';
import { say } from './words';

/** The form of the record that is being added or edited. */
export function Form() {
  const d = draft.value;
  const form = useRef<HTMLFormElement>(null);
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  useEffect(() => form.current?.querySelector('h2')?.focus({ preventScroll: true }), []);
  if (!d) return null;
  const leave = (): void => (dirty.value ? setAsking(true) : close());
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setFault('');
    if (unreadable.value) {
      form.current?.querySelector<HTMLElement>('.edit-place [aria-invalid=true]')?.focus();
      return;
    }
    setBusy(true);
    try {
      await store(d);
    } catch (err) {
      await explain(d, err);
      setFault(meeting.value ? '' : (err as Error).message); // the meeting says it better
      // The first field at fault, else the sentence, has the focus once it is drawn.
      requestAnimationFrame(() =>
        form.current?.querySelector<HTMLElement>('[aria-invalid=true], .edit-met h3, .edit-fault')?.focus(),
      );
    } finally {
      setBusy(false);
    }
  };
  const title = d.base ? say('editTitle', { name: nameOf({ ...d.base.properties, id: d.id }) }) : say('addTitle');
  return (
    <form
      class="edit"
      ref={form}
      data-testid="edit-form"
      aria-labelledby="edit-title"
      noValidate
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') leave();
      }}
    >
      <header class="edit-head">
        <div>
          <p class="kicker">
            {label(schemaOf(d.collection).label)}
            {d.id && d.base && ` · ${d.id}`}
          </p>
          <h2 id="edit-title" tabIndex={-1}>
            {title}
          </h2>
        </div>
        <button type="button" class="quiet" aria-label={t('close')} data-testid="edit-close" onClick={leave}>
          <Icon name="close" />
        </button>
      </header>
      {!signedIn.value && endedAccount.value && <Ended />}
      {meeting.value && <Meeting draft={d} meeting={meeting.value} />}
      {!d.base && <What draft={d} />}
      <Place draft={d} />
      {!d.base && <IdInput draft={d} />}
      {formFields(d.collection).map((field) => (
        <FieldInput key={`${d.collection} ${field.name}`} field={field} draft={d} />
      ))}
      {d.collection === 'belts' && <Participants draft={d} />}
      <footer class="edit-foot">
        <p class="edit-fault" role="alert" tabIndex={-1} data-testid="edit-fault">
          {errors.value.length > 0 ? say('fieldsWrong', { n: errors.value.length }) : fault}
          {errors.value.length > 0 && !shown(d) && ` ${fault}`}
        </p>
        <button type="submit" class="strong" data-testid="save" disabled={busy || meeting.value !== undefined}>
          {say(busy ? 'saving' : 'save')}
        </button>
        <button type="button" onClick={leave}>
          {say('cancel')}
        </button>
        {dirty.value && <span class="note">{say('unsaved')}</span>}
      </footer>
      {asking && (
        <Ask
          question={say('discard')}
          yes={say('discardYes')}
          no={say('discardNo')}
          onYes={close}
          onNo={() => setAsking(false)}
        />
      )}
    </form>
  );
}

// Whether every fault stands beside a field of the form.
const shown = (d: Draft): boolean =>
  errors.value.every(({ field }) => ['id', 'geometry', ...formFields(d.collection).map((f) => f.name)].includes(field));

/** Writes the draft and the participants it adds and removes, and shows the record. */
async function store(d: Draft): Promise<void> {
  const { id, versions } = await save(d);
  const made = [...versions];
  let failed = '';
  for (const [refs, joins] of [
    [d.joining, true],
    [d.leaving, false],
  ] as const) {
    for (const ref of refs) {
      try {
        made.push(...(await participate(ref, id, joins)));
      } catch (err) {
        failed = (err as Error).message;
      }
    }
  }
  const name = String(d.values.name_zh || id);
  const words = made.length > 0 ? t('saved', { name }) : say('unchangedRecord', { name });
  done.value = { words: failed ? say('partly', { message: failed }) : words, versions: made };
  close();
  revision.value++;
  select({ collection: d.collection, id });
}

/** Finds out what a refusal means for the form: fields at fault, a version of somebody else, a session that ended. */
async function explain(d: Draft, err: unknown): Promise<void> {
  if (!(err instanceof ApiError)) return;
  errors.value = err.fields;
  if (err.status === 401 || err.status === 403) {
    await look();
    if (endedAccount.value) dialogOpen.value = true;
  }
  if (err.status !== 412 && !(err.status === 404 && d.base)) return;
  try {
    const { feature, etag } = await getVersion(d.collection, d.id);
    meeting.value = { theirs: feature, etag };
  } catch (gone) {
    if (!(gone instanceof ApiError) || gone.status !== 404) return;
    change({ base: undefined, etag: '' });
    errors.value = [{ field: 'id', message: say('metGone') }];
  }
}

function Ended() {
  return (
    <div class="notice" role="alert" data-testid="edit-ended">
      <p>{say('ended')}</p>
      <button
        type="button"
        onClick={() => {
          dialogOpen.value = true;
        }}
      >
        {t('signIn')}
      </button>
    </div>
  );
}

/** Which collection a new record is of. What was filled in and fits stays. */
function What({ draft: d }: { draft: Draft }) {
  const turn = (next: string): void => {
    if (!isEditable(next) || next === d.collection) return;
    const { name_zh = '', name_en = '', zone = '' } = d.values;
    openNew(next, String(zone));
    if (draft.value) change({ values: { ...draft.value.values, name_zh, name_en } });
  };
  return (
    <label class="edit-field">
      <span>{say('what')}</span>
      <select data-testid="edit-what" value={d.collection} onChange={(event) => turn(event.currentTarget.value)}>
        {editable.map((id: CollectionId) => (
          <option key={id} value={id}>
            {label(schemaOf(id).label)}
          </option>
        ))}
      </select>
    </label>
  );
}

function IdInput({ draft: d }: { draft: Draft }) {
  const wrong = errors.value.some((e) => e.field === 'id');
  return (
    <div class="edit-field">
      <label for="edit-id">{say('idHint')}</label>
      <input
        id="edit-id"
        name="id"
        spellcheck={false}
        autocomplete="off"
        value={d.id}
        aria-invalid={wrong}
        aria-describedby="error-id"
        onInput={(event) => {
          change({ id: event.currentTarget.value.trim() });
          errors.value = errors.value.filter((e) => e.field !== 'id');
        }}
      />
      <ErrorOf name="id" />
    </div>
  );
}
