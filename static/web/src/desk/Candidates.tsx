import { useState } from 'preact/hooks';
import { Choice, length } from '../analysis/parts';
import { getJSON, getLinked } from '../api';
import { Failed } from '../components/Failed';
import { LayerSwatch, Stars } from '../components/Mark';
import { number, stars } from '../format';
import type { CollectionId } from '../generated/schema';
import { lang, nameOf, t } from '../i18n';
import { useLoad } from '../load';
import type { Feature } from '../records';
import { add, focusOn } from './acts';
import { current, opened, places, work } from './desk';
import type { Place } from './places';
import { say } from './words';

interface Candidate {
  readonly target: string;
  readonly name_zh: string;
  readonly name_en: string | null;
  readonly point: Place;
  readonly stars: number | null;
  readonly honors: readonly { readonly id: string; readonly name_zh: string; readonly name_en: string }[];
  readonly metres: number | null;
}

interface Found {
  readonly numberMatched: number;
  readonly candidates: readonly Candidate[];
}

const listed = 30;
const reaches = ['', '300', '800', '2000'] as const;

/** What may become a stop: by belt, stars, honors and alliance. */
export function Candidates() {
  const [open, setOpen] = useState(false);
  return (
    <details
      class="desk-candidates"
      data-testid="desk-candidates"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{say('candidates')}</summary>
      {open && <Choosing />}
    </details>
  );
}

function Choosing() {
  const zone = String(opened.value?.base.tour.values.zone ?? '');
  const [ask, setAsk] = useState<Readonly<Record<string, string>>>({});
  const set = (name: string) => (value: string) => setAsk({ ...ask, [name]: value });
  const belts = useNames('belts', zone);
  const alliances = useNames('alliances', zone);
  const query = new URLSearchParams(
    Object.entries({ zone, ...ask, limit: String(listed) }).filter(([, v]) => v !== ''),
  );
  if (!ask.belt) query.delete('metres');
  const path = `/api/tours/candidates?${query}`;
  const loaded = useLoad<Found>(`${path} ${lang.value}`, (signal) => getJSON(path, signal));
  const any = ['', say('anyStars')] as const;
  return (
    <>
      <div class="desk-form">
        <Choice
          label={say('belt')}
          value={ask.belt ?? ''}
          options={[['', say('anyBelt')], ...belts]}
          testid="candidates-belt"
          set={set('belt')}
        />
        {ask.belt && (
          <Choice
            label={say('within')}
            value={ask.metres ?? ''}
            options={reaches.map((m) => [m, m ? length(Number(m)) : say('participants')] as const)}
            testid="candidates-metres"
            set={set('metres')}
          />
        )}
        <Choice
          label={say('starsLeast')}
          value={ask.stars ?? ''}
          options={[any, ...['3', '4', '5'].map((n) => [n, stars(n)] as const)]}
          testid="candidates-stars"
          set={set('stars')}
        />
        <Choice
          label={say('honored')}
          value={ask.honor ?? ''}
          options={[any, ['any', t('yes')]]}
          testid="candidates-honor"
          set={set('honor')}
        />
        {alliances.length > 0 && (
          <Choice
            label={say('alliance')}
            value={ask.alliance ?? ''}
            options={[any, ...alliances]}
            testid="candidates-alliance"
            set={set('alliance')}
          />
        )}
      </div>
      {loaded.state === 'failed' && <Failed message={loaded.message} again={loaded.again} />}
      {loaded.value && (
        <>
          <p class="note" role="status">
            {say('found', { n: number(loaded.value.numberMatched), shown: loaded.value.candidates.length })}
          </p>
          <ul class="desk-found">
            {loaded.value.candidates.map((c) => (
              <One key={c.target} candidate={c} />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function One({ candidate: c }: { candidate: Candidate }) {
  const name = nameOf({ id: c.target, name_zh: c.name_zh, name_en: c.name_en });
  const at = work.value?.stops.findIndex((s) => s.values.target === c.target) ?? -1;
  const [collection = ''] = c.target.split('/');
  return (
    <li data-target={c.target}>
      <LayerSwatch collection={collection as CollectionId} size={18} />
      <span class="desk-candidate">
        <span>{name}</span>
        <small>
          {c.stars !== null && <Stars value={c.stars} />}
          {c.metres !== null && say('fromBelt', { far: length(c.metres) })}
          {c.honors.map((h) => (
            <span key={h.id}>{nameOf(h)}</span>
          ))}
        </small>
      </span>
      {at >= 0 && <small class="note">{say('already', { n: at + 1 })}</small>}
      <button
        type="button"
        class="desk-button"
        aria-label={say('addNamed', { name })}
        onClick={() => {
          places.value = { ...places.peek(), [c.target]: c.point };
          add(c);
          focusOn(current.value);
        }}
      >
        {say('add')}
      </button>
    </li>
  );
}

/** The belts or alliances of a zone, with their names. */
function useNames(collection: CollectionId, zone: string): readonly (readonly [string, string])[] {
  const found = useLoad(`${collection} ${zone} ${lang.value}`, (signal) =>
    getLinked(collection, 'zone', zone, 200, signal),
  );
  return (found.value?.features ?? []).map((f: Feature) => {
    const { name_zh, name_en } = f.properties;
    return [f.id, nameOf({ id: f.id, name_zh, name_en })] as const;
  });
}
