import '../styles/edit.css';
import '../styles/desk.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useReady } from '../analysis/parts';
import { at } from '../base';
import { Ask } from '../components/Editing';
import { Failed } from '../components/Failed';
import { Icon } from '../components/Icons';
import { lang, nameOf, t } from '../i18n';
import { endedAccount, session, signedIn } from '../session';
import { desk, mapState, selection, takeStop } from '../state';
import { addRecord } from './acts';
import { Board } from './Board';
import { Candidates } from './Candidates';
import { Differ } from './Differ';
import {
  editing,
  failed,
  followWork,
  meeting,
  open,
  opened,
  redo,
  showAll,
  step,
  table,
  undo,
  work,
  writes,
} from './desk';
import { StopList } from './StopList';
import { save, setStatus } from './saving';
import { Times } from './Times';
import { say } from './words';
import { workOf } from './work';

followWork();

/** A tour at the desk: what stops it has, when each is reached, and what is wrong with that. */
export function Desk({ id }: { id: string }) {
  const who = session.value;
  const top = useRef<HTMLElement>(null);
  // Once more when it is known whose desk it is.
  useEffect(() => void open(id), [id, who === undefined]);
  const now = opened.value?.base.tour.id === id ? opened.value : undefined;
  useReady(now !== undefined || failed.value !== '');
  useOnMap(now !== undefined);
  useEffect(() => {
    if (document.documentElement.dataset.ready === 'true' && !selection.value)
      top.current?.focus({ preventScroll: true });
  }, [id]);
  return (
    <section
      class="desk-view"
      data-testid="desk"
      aria-labelledby="desk-title"
      ref={top}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey) || isText(event.target)) return;
        const key = event.key.toLowerCase();
        if (key !== 'z' && key !== 'y') return;
        event.preventDefault();
        if (key === 'y' || event.shiftKey) redo();
        else undo();
      }}
    >
      <p class="desk-top">
        <button type="button" class="row-link" data-testid="desk-back" onClick={leave}>
          <Icon name="back" size={16} />
          {say('back')}
        </button>
        <span class="note">
          {say('title')} · {id}
        </span>
      </p>
      {failed.value ? (
        <Failed message={failed.value} again={() => void open(id)} />
      ) : !now ? (
        <p class="note">{t('loading')}</p>
      ) : (
        <>
          <Head />
          {meeting.value && <Differ met={meeting.value} />}
          <Times />
          <StopList />
          <Board />
          {editing.value && <Candidates />}
          {editing.value && <Foot />}
        </>
      )}
    </section>
  );
}

// What is typed has the browser's own undo.
const isText = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== 'checkbox');

/** Leaves the desk. What was done stays in the tab until it is saved. */
function leave(): void {
  desk.value = undefined;
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>('[data-testid=desk-open], [data-testid=list]')?.focus(),
  );
}

/** Numbered markers on the map, and "add as a stop" on the cards of what is clicked there. */
function useOnMap(there: boolean): void {
  const map = there && mapState.value !== 'none' && window.beltmap.map !== null;
  useEffect(() => {
    if (!map) return;
    let stop: (() => void) | undefined;
    let gone = false;
    void import('./marks').then(({ drawStops }) => {
      if (!gone) stop = drawStops();
    });
    return () => {
      gone = true;
      stop?.();
    };
  }, [map]);
  const takes = there && editing.value;
  useEffect(() => {
    takeStop.value = takes ? addRecord : undefined;
    return () => {
      takeStop.value = undefined;
    };
  }, [takes]);
}

function Head() {
  const now = opened.value;
  const [asking, setAsking] = useState<'published' | 'withdrawn' | undefined>(undefined);
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  if (!now) return null;
  const { tour } = now.base;
  const status = String(tour.values.status || 'draft') as 'draft' | 'published' | 'withdrawn';
  const name = nameOf(now.names);
  const other = lang.value === 'zh' ? now.names.name_en : now.names.name_zh;
  const turn = (to: 'published' | 'withdrawn'): void => {
    setAsking(undefined);
    setBusy(true);
    setFault('');
    setStatus(to)
      .catch((err: Error) => setFault(err.message))
      .finally(() => setBusy(false));
  };
  return (
    <header class="desk-head">
      <h2 id="desk-title">{name}</h2>
      {other && (
        <p class="other-name" lang={lang.value === 'zh' ? 'en' : 'zh-CN'}>
          {other}
        </p>
      )}
      <p class="desk-actions">
        <span class={`desk-status desk-${status}`} data-testid="desk-status">
          {say(`status${status}`)}
        </span>
        {status !== 'withdrawn' && (
          <a
            class="row-link"
            data-testid="desk-phone"
            href={at(`/t/${encodeURIComponent(tour.id)}`)}
            target="_blank"
            rel="noopener"
          >
            {say('phonePage')}
            <Icon name="forward" size={16} />
          </a>
        )}
        {mapState.value !== 'none' && (
          <button type="button" class="row-link" onClick={showAll}>
            <Icon name="fit" size={16} />
            {say('fit')}
          </button>
        )}
        {editing.value && (
          <button
            type="button"
            class="row-link"
            data-testid={status === 'published' ? 'desk-withdraw' : 'desk-publish'}
            disabled={busy || meeting.value !== undefined}
            onClick={() => setAsking(status === 'published' ? 'withdrawn' : 'published')}
          >
            {say(status === 'published' ? 'withdraw' : 'publish')}
          </button>
        )}
      </p>
      {!signedIn.value && endedAccount.value && <p class="notice">{say('ended')}</p>}
      {!editing.value && signedIn.value && <p class="note">{say('readOnly')}</p>}
      {editing.value && status === 'published' && <p class="note">{say('onPublished')}</p>}
      {fault && (
        <p class="field-error" role="alert">
          {fault}
        </p>
      )}
      {asking && (
        <Ask
          question={
            asking === 'withdrawn'
              ? say('withdrawAsk', { name })
              : say(writes.value.length > 0 ? 'publishAskUnsaved' : 'publishAsk', { name })
          }
          yes={say(asking === 'withdrawn' ? 'withdraw' : 'publish')}
          no={say(asking === 'withdrawn' ? 'withdrawNo' : 'publishNo')}
          onNo={() => setAsking(undefined)}
          onYes={() => turn(asking)}
        />
      )}
    </header>
  );
}

/** What can be taken back, what is not saved, and the way to save it: always in sight. */
function Foot() {
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const now = opened.value;
  if (!now || !work.value) return null;
  const { past, future } = now.steps;
  const n = writes.value.length;
  const [back, on] = [past.at(-1), future[0]];
  const store = (): void => {
    setBusy(true);
    setFault('');
    save()
      .catch((err: Error) => setFault(err.message))
      .finally(() => setBusy(false));
  };
  const turn = (name: 'undo' | 'redo', words: string, can: boolean, act: () => void) => (
    <button
      type="button"
      class="desk-turn"
      data-testid={`desk-${name}`}
      aria-label={words}
      title={words}
      aria-disabled={!can}
      onClick={act}
    >
      <Icon name={name} />
    </button>
  );
  return (
    <footer class="desk-foot">
      <p class="edit-fault" role="alert" data-testid="desk-fault">
        {fault}
      </p>
      {turn('undo', back ? say('undo', { what: back.words }) : say('undoNone'), back !== undefined, undo)}
      {turn('redo', on ? say('redo', { what: on.words }) : say('redoNone'), on !== undefined, redo)}
      <span class="note" data-testid="desk-unsaved">
        {n === 0 ? say('saveNone') : n === 1 ? say('unsavedOne') : say('unsaved', { n })}
      </span>
      {n > 0 && (
        <button type="button" class="quiet" onClick={() => step(say('stepBack'), workOf(now.base))}>
          {say('toSaved')}
        </button>
      )}
      <button
        type="button"
        class="strong"
        data-testid="desk-save"
        disabled={busy || n === 0 || meeting.value !== undefined}
        aria-busy={table.value === undefined}
        onClick={store}
      >
        {say(busy ? 'saving' : 'save')}
      </button>
    </footer>
  );
}
