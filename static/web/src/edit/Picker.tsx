import { useEffect, useState } from 'preact/hooks';
import { aborted, getItem, search } from '../api';
import { Icon } from '../components/Icons';
import { LayerSwatch } from '../components/Mark';
import { isCollection } from '../format';
import type { CollectionId } from '../generated/schema';
import { lang, nameOf } from '../i18n';
import { useLoad } from '../load';
import type { Hit } from '../records';
import { parseRef } from '../url';
import { say } from './words';

interface PickerProps {
  readonly id: string;
  /** The id of the element that names the list. */
  readonly label: string;
  readonly collections: readonly CollectionId[];
  /** The chosen records, as "collection/id". */
  readonly chosen: readonly string[];
  readonly single?: boolean;
  readonly invalid?: boolean;
  readonly describedBy?: string;
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Chooses records by searching for them. What is found are buttons below the box: Tab reaches each. */
export function Picker({ id, label, collections, chosen, single, invalid, describedBy, onChange }: PickerProps) {
  const [text, setText] = useState('');
  const [hits, setHits] = useState<readonly Hit[] | undefined>(undefined);
  const [error, setError] = useState('');
  const q = text.trim();
  useEffect(() => {
    setError('');
    setHits(undefined);
    if (!q) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      search(q, abort.signal, 50).then(
        ({ results }) => setHits(results.filter((hit) => collections.includes(hit.collection)).slice(0, 8)),
        (err: unknown) => !aborted(err) && setError((err as Error).message),
      );
    }, 200);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [q]);
  const add = (ref: string): void => {
    setText('');
    document.getElementById(id)?.focus();
    if (!chosen.includes(ref)) onChange(single ? [ref] : [...chosen, ref]);
  };
  return (
    <div class="picker">
      {chosen.length > 0 && (
        <ul class="picked" aria-labelledby={label}>
          {chosen.map((ref) => (
            <Picked key={ref} reference={ref} onRemove={() => onChange(chosen.filter((other) => other !== ref))} />
          ))}
        </ul>
      )}
      <input
        id={id}
        type="text"
        autocomplete="off"
        spellcheck={false}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        aria-label={single ? undefined : say('pick')}
        placeholder={say('pick')}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault(); // it would save the form
            const first = hits?.[0];
            if (first && !event.isComposing) add(`${first.collection}/${first.id}`);
          } else if (event.key === 'Escape' && text) {
            event.stopPropagation();
            setText('');
          }
        }}
      />
      <p class="hidden" role="status">
        {hits?.map(nameOf).join(' ')}
      </p>
      {(error || hits?.length === 0) && <p class="note">{error || say('pickNone')}</p>}
      {hits && hits.length > 0 && (
        <ul class="picker-hits">
          {hits.map((hit) => (
            <li key={`${hit.collection}/${hit.id}`}>
              <button type="button" data-pick={hit.id} onClick={() => add(`${hit.collection}/${hit.id}`)}>
                <LayerSwatch collection={hit.collection} size={16} />
                <span>{nameOf(hit)}</span>
                <span class="hit-what">{hit.id}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Picked({ reference, onRemove }: { reference: string; onRemove: () => void }) {
  const ref = parseRef(reference);
  const loaded = useLoad(`picked ${reference} ${lang.value}`, async (signal) =>
    ref && ref.collection !== 'province' ? getItem(ref.collection, ref.id, signal) : undefined,
  );
  const id = ref?.id ?? reference;
  const p = loaded.value?.properties;
  const name = nameOf({ id, name_zh: p?.name_zh, name_en: p?.name_en });
  return (
    <li data-picked={id}>
      {ref && isCollection(ref.collection) && <LayerSwatch collection={ref.collection} size={14} />}
      <span>{name}</span>
      <button type="button" class="quiet" aria-label={say('remove', { name })} onClick={onRemove}>
        <Icon name="close" size={14} />
      </button>
    </li>
  );
}
