import { useEffect, useRef, useState } from 'preact/hooks';
import { getVersion } from '../api';
import { deleteRecord, done, editRecord, importing, undo } from '../edit/changes';
import { adding, draft, openNew } from '../edit/draft';
import { isEditable, shapesOf } from '../edit/values';
import type { CollectionId } from '../generated/schema';
import { nameOf, t } from '../i18n';
import { revision } from '../live';
import { useLoad } from '../load';
import type { Feature } from '../records';
import { mayEdit, session } from '../session';
import { announced, filters, list, mapState } from '../state';
import { Failed } from './Failed';
import { Icon } from './Icons';

/** Adds a record of the collection that the list shows, in the zone that is shown. */
export function AddButton() {
  if (!mayEdit()) return null;
  return (
    <button
      type="button"
      class="add"
      data-testid="add"
      onClick={() => openNew(isEditable(list.value) ? list.value : 'enterprises', zoneOfNew())}
    >
      <Icon name="plus" size={18} />
      {t('add')}
    </button>
  );
}

function zoneOfNew(): string {
  const zones = session.value?.zones ?? [];
  const own = zones.length === 1 && zones[0] !== '*' ? zones[0] : '';
  return filters.value.zone ?? own ?? '';
}

/** Adds a record at a place that is then chosen on the map, by pointer or by key: of what the list shows, if that is points. */
export function AddOnMap() {
  if (!mayEdit() || mapState.value === 'none' || draft.value) return null;
  return (
    <button
      type="button"
      data-testid="add-on-map"
      aria-label={t('addHere')}
      title={t('addHere')}
      aria-pressed={adding.value}
      onClick={() => {
        adding.value = !adding.value;
        announced.value = t(adding.value ? 'addHow' : 'addCanceled');
        if (adding.value) window.beltmap.map?.getCanvas().focus({ preventScroll: true });
      }}
    >
      <Icon name="addPin" />
    </button>
  );
}

/** What is to be done while the place of a new record is awaited; the map tells where it is. */
export function AddHint() {
  useEffect(() => {
    const placed = ({ detail }: CustomEvent<readonly [number, number]>): void => {
      const wanted = isEditable(list.value) && shapesOf(list.value).includes('point') ? list.value : 'enterprises';
      openNew(wanted, zoneOfNew(), { type: 'Point', coordinates: [...detail] });
    };
    addEventListener('beltmap:placed', placed as EventListener);
    return () => removeEventListener('beltmap:placed', placed as EventListener);
  }, []);
  return adding.value ? <p class="add-hint">{t('addHow')}</p> : null;
}

/** Imports a file. */
export function ImportButton() {
  if (!mayEdit()) return null;
  return (
    <button
      type="button"
      class="add"
      data-testid="import-open"
      onClick={() => {
        importing.value = true;
      }}
    >
      <Icon name="upload" size={18} />
      {t('import')}
    </button>
  );
}

/** On a record's card: edit and delete, for those who may. */
export function RecordTools({ collection, feature }: { collection: CollectionId; feature: Feature }) {
  const [error, setError] = useState('');
  const [asking, setAsking] = useState<string | undefined>(undefined);
  if (!isEditable(collection) || !mayEdit(feature.properties.zone ?? null)) return null;
  const failed = (err: Error): void => setError(err.message);
  const p = feature.properties;
  const name = nameOf({ id: feature.id, name_zh: p.name_zh, name_en: p.name_en });
  return (
    <>
      <button type="button" data-testid="edit" onClick={() => void editRecord(collection, feature.id).catch(failed)}>
        <Icon name="edit" size={16} />
        {t('edit')}
      </button>
      <button
        type="button"
        data-testid="delete"
        onClick={() =>
          void getVersion(collection, feature.id).then(({ feature: now, etag }) => {
            // What is deleted is what is shown: if somebody changed it, the card says so behind the question.
            if (JSON.stringify(now.properties) !== JSON.stringify(p)) revision.value++;
            setAsking(etag);
          }, failed)
        }
      >
        <Icon name="trash" size={16} />
        {t('delete')}
      </button>
      {error && (
        <span class="field-error" role="alert">
          {error}
        </span>
      )}
      {asking !== undefined && (
        <Ask
          question={t('deleteAsk', { name })}
          yes={t('delete')}
          no={t('keep')}
          onNo={() => setAsking(undefined)}
          onYes={() => {
            setAsking(undefined);
            deleteRecord(collection, feature.id, asking, name).catch(failed);
          }}
        />
      )}
    </>
  );
}

/** A question that must be answered before anything goes on. Escape is no. */
export function Ask(props: { question: string; yes: string; no: string; onYes: () => void; onNo: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      role="alertdialog"
      data-testid="ask"
      aria-labelledby="ask-title"
      onCancel={(event) => {
        event.preventDefault();
        props.onNo();
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <h2 id="ask-title">{props.question}</h2>
      <p class="dialog-buttons">
        <button type="button" autofocus data-testid="ask-no" onClick={props.onNo}>
          {props.no}
        </button>
        <button type="button" class="strong" data-testid="ask-yes" onClick={props.onYes}>
          {props.yes}
        </button>
      </p>
    </dialog>
  );
}

/** What was done last, with its undo, until it is dismissed or something else is done. */
export function DoneBar() {
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);
  const last = done.value;
  useEffect(() => {
    setError('');
    if (last) announced.value = last.words;
  }, [last]);
  return (
    <div class="done" data-testid="done" hidden={!last}>
      {last && (
        <>
          <p role={error ? 'alert' : undefined}>{error || last.words}</p>
          {last.versions.length > 0 && (
            <button
              type="button"
              data-testid="undo"
              disabled={busy}
              onClick={() => {
                setBusy(true);
                undo()
                  .catch((err: Error) => setError(err.message))
                  .finally(() => setBusy(false));
              }}
            >
              {t('undo')}
            </button>
          )}
          <button
            type="button"
            aria-label={t('close')}
            onClick={() => {
              done.value = undefined;
            }}
          >
            <Icon name="close" size={16} />
          </button>
        </>
      )}
    </div>
  );
}

/** Whether the panel is taken by a form or an import. */
export const working = (): boolean => draft.value !== undefined || importing.value;

/** The form or the import, which come with files of their own when they are first needed. */
export function Editor() {
  const what = draft.value ? 'form' : importing.value ? 'import' : '';
  const part = useLoad(`editor ${what}`, async () => {
    if (what === 'form') return { what, Part: (await import('../edit/Form')).Form };
    if (what === 'import') return { what, Part: (await import('../edit/Import')).Import };
    return undefined;
  });
  if (!what) return null;
  if (part.state === 'failed') return <Failed message={part.message} again={part.again} />;
  if (part.value?.what !== what) return <p class="note">{t('loading')}</p>;
  return <part.value.Part />;
}
