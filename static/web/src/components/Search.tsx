import { useEffect, useRef, useState } from 'preact/hooks';
import { aborted, search } from '../api';
import { schemaOf } from '../format';
import { nameOf, say, t } from '../i18n';
import type { Hit } from '../records';
import { select } from '../state';
import { Icon } from './Icons';
import { LayerSwatch } from './Mark';

const matchWords = { pinyin: 'matchPinyin', english: 'matchEnglish', id: 'matchId' } as const;

/** The search box: a combobox whose list is walked with the arrow keys. */
export function Search() {
  const [text, setText] = useState('');
  const [hits, setHits] = useState<readonly Hit[] | undefined>(undefined);
  const [error, setError] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const q = text.trim();

  useEffect(() => {
    setError('');
    setAt(-1);
    if (!q) {
      setHits(undefined);
      return;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      search(q, abort.signal).then(
        (answer) => setHits(answer.results),
        (err: unknown) => !aborted(err) && setError((err as Error).message),
      );
    }, 150);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [q]);

  const choose = (hit: Hit | undefined): void => {
    if (!hit) return;
    setOpen(false);
    input.current?.focus();
    select({ collection: hit.collection, id: hit.id });
  };
  const shown = open && q !== '' && (hits !== undefined || error !== '');
  const found = hits ?? [];
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length > 0) {
      event.preventDefault();
      setOpen(true);
      setAt((at + step + found.length + (at < 0 && step < 0 ? 1 : 0)) % found.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(found[Math.max(at, 0)]);
    } else if (event.key === 'Escape') {
      if (shown) setOpen(false);
      else setText('');
    }
  };

  return (
    // The search landmark, so that a screen reader finds it by name.
    <search
      class="search"
      aria-label={t('search')}
      onFocusOut={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOpen(false);
      }}
    >
      <Icon name="search" />
      <input
        ref={input}
        data-testid="search"
        type="text"
        role="combobox"
        aria-label={t('search')}
        aria-autocomplete="list"
        aria-expanded={shown}
        aria-controls="search-results"
        aria-activedescendant={shown && at >= 0 ? `hit-${at}` : undefined}
        placeholder={t('searchHint')}
        autocomplete="off"
        spellcheck={false}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setOpen(true);
        }}
        onClick={() => setOpen(true)}
        onKeyDown={onKeyDown}
      />
      {text !== '' && (
        <button
          type="button"
          class="quiet"
          aria-label={t('searchClear')}
          onClick={() => {
            setText('');
            input.current?.focus();
          }}
        >
          <Icon name="close" size={16} />
        </button>
      )}
      <div
        id="search-results"
        class="hits"
        role="listbox"
        aria-label={t('search')}
        data-testid="search-results"
        hidden={!shown || found.length === 0}
      >
        {found.map((hit, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox takes the keys
          <div
            key={`${hit.collection}/${hit.id}`}
            id={`hit-${i}`}
            role="option"
            tabIndex={-1}
            data-id={hit.id}
            aria-selected={i === at}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(hit)}
          >
            <LayerSwatch collection={hit.collection} />
            <span class="hit-name">{nameOf(hit)}</span>
            <span class="hit-what">
              {say(schemaOf(hit.collection).label)} · {hit.id}
              {hit.match in matchWords && ` · ${t(matchWords[hit.match as keyof typeof matchWords])}`}
            </span>
          </div>
        ))}
      </div>
      {shown && found.length === 0 && (
        <p class="hits hits-none" role="status">
          {error || t('searchNone', { q })}
        </p>
      )}
    </search>
  );
}
