import '../styles/edit.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { getItems } from '../api';
import { Icon } from '../components/Icons';
import { fieldOf, isCollection, number, schemaOf, valueText } from '../format';
import { collections } from '../generated/schema';
import { say as label, lang, nameOf, t } from '../i18n';
import { revision } from '../live';
import { useLoad } from '../load';
import { mayEdit } from '../session';
import { filters } from '../state';
import { done, importing } from './changes';
import { commit, counted, drop, type Reading, type Step, type Upload, upload } from './upload';
import { say } from './words';

/** Takes a file, shows what it would change, and writes it once that is confirmed. */
export function Import() {
  const [how, setHow] = useState<Reading>({
    as: '',
    zone: filters.value.zone ?? '',
    crs: '',
    strict: false,
    replace_zone: false,
  });
  const [file, setFile] = useState<File | undefined>(undefined);
  const [dry, setDry] = useState<Upload | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.querySelector('h2')?.focus({ preventScroll: true }), []);
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    setFault('');
    setBusy(true);
    await act().catch((err: Error) => setFault(err.message));
    setBusy(false);
  };
  const forget = (): void => {
    if (dry) void drop(dry.id);
    setDry(undefined);
  };
  const close = (): void => {
    forget();
    importing.value = false;
  };
  const read = (): Promise<void> =>
    attempt(async () => {
      if (!file) throw new Error(say('importNoFile'));
      setDry(await upload(file, how));
      requestAnimationFrame(() => panel.current?.querySelector<HTMLElement>('[data-testid=import-report]')?.focus());
    });
  const write = (found: Upload): Promise<void> =>
    attempt(async () => {
      const { report } = await commit(found.id);
      done.value = { words: say('imported', { name: found.name }), versions: [report.batch] };
      importing.value = false;
      revision.value++;
    });
  return (
    <section class="edit" ref={panel} data-testid="import" aria-labelledby="import-title">
      <header class="edit-head">
        <h2 id="import-title" tabIndex={-1}>
          {t('import')}
        </h2>
        <button type="button" class="quiet" aria-label={t('close')} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {!dry && <Choose file={file} how={how} onFile={setFile} onHow={setHow} />}
      {dry && <Found dry={dry} />}
      <footer class="edit-foot">
        <p class="edit-fault" role="alert" data-testid="import-fault">
          {fault}
        </p>
        {dry ? (
          <>
            <button
              type="button"
              class="strong"
              data-testid="import-write"
              disabled={busy || changes(dry) === 0 || dry.outside.count > 0}
              onClick={() => void write(dry)}
            >
              {say('importWrite', { n: number(changes(dry)) })}
            </button>
            <button type="button" disabled={busy} onClick={forget}>
              {say('importOther')}
            </button>
          </>
        ) : (
          <>
            <button type="button" class="strong" data-testid="import-read" disabled={busy} onClick={() => void read()}>
              {say(busy ? 'importReading' : 'importRead')}
            </button>
            <button type="button" onClick={close}>
              {say('cancel')}
            </button>
          </>
        )}
      </footer>
    </section>
  );
}

const changes = ({ report: r }: Upload): number => r.added + r.changed + r.removed + r.stubs + r.amended;

interface ChooseProps {
  readonly file: File | undefined;
  readonly how: Reading;
  readonly onFile: (file: File | undefined) => void;
  readonly onHow: (how: Reading) => void;
}

function Choose({ file, how, onFile, onHow }: ChooseProps) {
  const [over, setOver] = useState(false);
  const zones = useLoad('zones', (signal) => getItems('zones', {}, 500, signal)).value?.features ?? [];
  const tick = (name: 'strict' | 'replace_zone') => (
    <label>
      <input
        type="checkbox"
        checked={how[name]}
        onChange={(event) => onHow({ ...how, [name]: event.currentTarget.checked })}
      />
      {say(name)}
    </label>
  );
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the input within takes the keys */}
      <div
        class="edit-drop"
        data-over={over}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          onFile(event.dataTransfer?.files[0]);
        }}
      >
        <label>
          <span>{say('importFile')}</span>
          <input
            type="file"
            data-testid="import-file"
            accept=".csv,.xlsx,.geojson,.json,.gpkg,.zip,.shp,.kml,.kmz"
            onChange={(event) => onFile(event.currentTarget.files?.[0])}
          />
        </label>
        {file && <b>{file.name}</b>}
      </div>
      <label class="edit-field">
        <span>{say('what')}</span>
        <select value={how.as} onChange={(event) => onHow({ ...how, as: event.currentTarget.value })}>
          <option value="">{say('asFile')}</option>
          {collections.map((c) => (
            <option key={c.id} value={c.id}>
              {label(c.label)}
            </option>
          ))}
        </select>
      </label>
      <label class="edit-field">
        <span>{say('importZone')}</span>
        <select value={how.zone} onChange={(event) => onHow({ ...how, zone: event.currentTarget.value })}>
          <option value="">{say('asFile')}</option>
          {zones
            .filter((zone) => mayEdit(zone.id))
            .map((zone) => (
              <option key={zone.id} value={zone.id}>
                {nameOf({ id: zone.id, name_zh: zone.properties.name_zh, name_en: zone.properties.name_en })}
              </option>
            ))}
        </select>
      </label>
      <label class="edit-field">
        <span>{say('importCRS')}</span>
        <input
          value={how.crs}
          spellcheck={false}
          autocomplete="off"
          onInput={(event) => onHow({ ...how, crs: event.currentTarget.value.trim() })}
        />
      </label>
      <div class="edit-ticks">
        {tick('strict')}
        {tick('replace_zone')}
      </div>
    </>
  );
}

const shownRows = 200;

/** The report of a dry run: how many, which rows, and what becomes of which record. */
function Found({ dry }: { dry: Upload }) {
  const { report } = dry;
  const rows = report.rows ?? [];
  const said = (one: { message_zh: string; message_en: string }): string =>
    lang.value === 'zh' ? one.message_zh : one.message_en;
  return (
    <div class="edit-report" tabIndex={-1} data-testid="import-report">
      <p class="note">{say('importDry', { name: dry.name })}</p>
      <table class="edit-counts">
        <caption class="hidden">{say('importCounts')}</caption>
        <tbody>
          {counted.map((name) => (
            <tr key={name} data-count={name}>
              <th scope="row">{say(name)}</th>
              <td>{number(report[name])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {dry.outside.count > 0 && (
        <p class="notice" role="alert">
          {say('importOutside', { n: number(dry.outside.count), records: dry.outside.records.join(' ') })}
        </p>
      )}
      {report.notes?.map((note) => (
        <p key={said(note)} class="note">
          {said(note)}
        </p>
      ))}
      {rows.length > 0 && (
        <details open>
          <summary>{say('importRows', { n: number(rows.length) })}</summary>
          <ul class="edit-rows">
            {rows.slice(0, shownRows).map((row) => (
              <li key={`${row.sheet} ${row.row} ${row.column} ${said(row)}`} data-severity={row.severity}>
                <b>{say(row.severity)}</b>{' '}
                {[row.sheet, row.row > 0 && say('row', { n: row.row }), row.column].filter(Boolean).join(' · ')}
                <br />
                {said(row)}
              </li>
            ))}
          </ul>
        </details>
      )}
      {dry.differences.length > 0 && (
        <details open={dry.differences.length <= 20}>
          <summary>{say('importDifferences', { n: number(dry.differences.length) })}</summary>
          <ul class="edit-rows">
            {dry.differences.map((step) => (
              <Difference key={`${step.collection}/${step.id}`} step={step} />
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function Difference({ step }: { step: Step }) {
  const of = (name: string, value: unknown): string => {
    const field = fieldOf(step.collection, name);
    if (field) return valueText(field, value);
    const shape = value as { type: string; coordinates?: readonly number[] } | null;
    return shape ? [shape.type, shape.coordinates?.join(', ')].filter(Boolean).join(' ') : t('unknown');
  };
  return (
    <li data-difference={step.id}>
      <b>{say(step.op)}</b> {isCollection(step.collection) && label(schemaOf(step.collection).label)} {step.id}
      {step.op === 'update' &&
        step.fields.map((f) => {
          const field = fieldOf(step.collection, f.field);
          return (
            <p key={f.field} class="note">
              {field ? label(field.label) : say('place')}: {of(f.field, f.before)} → {of(f.field, f.after)}
            </p>
          );
        })}
    </li>
  );
}
