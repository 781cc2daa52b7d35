import { useEffect, useRef, useState } from 'preact/hooks';
import { getJSON } from '../api';
import type { Typed } from '../edit/values';
import { codeLabel } from '../format';
import { say as label, lang } from '../i18n';
import { useLoad } from '../load';
import { stopName } from './acts';
import { type meeting, opened, settle, work } from './desk';
import { keyOf, type Met, type Side } from './merge';
import { say } from './words';
import { type Base, type Stop, stopField, tourField, workOf } from './work';

type Shown = NonNullable<typeof meeting.value>;

/** What others changed while the desk had the tour open, thing by thing, and which of the two is kept. Nothing of either is lost before that. */
export function Differ({ met }: { met: Shown }) {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), [met]);
  // Where nothing was changed here theirs is the obvious choice; where both were, nobody chooses but the desk.
  const [chosen, setChosen] = useState<Readonly<Record<string, Side>>>({});
  const all: Readonly<Record<string, Side>> = {
    ...Object.fromEntries(met.found.filter((m) => !m.both).map((m) => [keyOf(m), 'theirs' as const])),
    ...chosen,
  };
  return (
    <section class="edit-met" data-testid="desk-met" aria-labelledby="met-title">
      <h3 id="met-title" tabIndex={-1} ref={title}>
        {say('metTitle')}
      </h3>
      <p>{say('metWhat')}</p>
      <When now={met.now} />
      {met.found.map((one) => (
        <Choice
          key={keyOf(one)}
          met={one}
          now={met.now}
          chosen={all[keyOf(one)]}
          onChoose={(side) => setChosen({ ...chosen, [keyOf(one)]: side })}
        />
      ))}
      <button
        type="button"
        class="strong"
        data-testid="met-take"
        disabled={met.found.some((one) => !all[keyOf(one)])}
        onClick={() => settle(met.now, all)}
      >
        {say('metTake')}
      </button>
    </section>
  );
}

/** When the last of it was written. Who did it stands in the audit log, which is for administrators. */
function When({ now }: { now: Base }) {
  const version = Math.max(now.tour.version, ...now.stops.map((s) => s.version));
  const path = `/api/batches?limit=1&before=${version + 1}`;
  const loaded = useLoad<{ batches: readonly { version: number; time: string }[] }>(path, (signal) =>
    getJSON(path, signal),
  );
  const batch = loaded.value?.batches[0];
  if (batch?.version !== version) return null;
  const time = new Intl.DateTimeFormat(lang.value === 'zh' ? 'zh-CN' : 'en', {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: 'Asia/Shanghai',
  }).format(new Date(batch.time));
  return <p class="note">{say('metWhen', { time, version })}</p>;
}

function Choice(props: { met: Met; now: Base; chosen: Side | undefined; onChoose: (side: Side) => void }) {
  const { met, now, chosen, onChoose } = props;
  const sides = [
    ['theirs', say('metTheirs', { value: textOf(met, met.theirs, now) })],
    ['own', say('metOwn', { value: textOf(met, met.own, now) })],
  ] as const;
  // What others added stays, and what they made of the tour's status stays: one can take it out or change it after.
  const fixed = met.what === 'came' || met.what === 'status';
  return (
    <fieldset class="edit-choice" data-met={keyOf(met)}>
      <legend>{titleOf(met, now)}</legend>
      {met.what !== 'came' && <p class="note">{say('metBefore', { value: textOf(met, met.before, now) })}</p>}
      {sides.map(([side, words]) =>
        fixed ? (
          side === 'theirs' && <p key={side}>{words}</p>
        ) : (
          <label key={side}>
            <input
              type="radio"
              name={`met-${keyOf(met)}`}
              value={side}
              checked={chosen === side}
              onChange={() => onChoose(side)}
            />
            <span>{words}</span>
          </label>
        ),
      )}
    </fieldset>
  );
}

/** The stops by their ids, as any of the sides knows them. */
function named(now: Base): ReadonlyMap<string, Stop> {
  const base = opened.value?.base;
  const all = [...(base ? workOf(base).stops : []), ...(work.value?.stops ?? []), ...workOf(now).stops];
  return new Map(all.map((s) => [s.id, s]));
}

function titleOf(met: Met, now: Base): string {
  const stop = named(now).get(met.id);
  const name = stop ? stopName(stop) : met.id;
  switch (met.what) {
    case 'came':
    case 'went':
      return say(`met_${met.what}`, { name });
    case 'changed':
    case 'order':
    case 'status':
      return met.id ? `${name} · ${say(`met_${met.what}`)}` : say(`met_${met.what}`);
    default: {
      const of = met.id ? name : say('metWhole');
      return `${of} · ${label((met.id ? stopField(met.what) : tourField(met.what)).label)}`;
    }
  }
}

function textOf(met: Met, value: Typed, now: Base): string {
  if (met.what === 'order') {
    const stops = named(now);
    return (value as readonly string[])
      .map((id) => {
        const stop = stops.get(id);
        return stop ? stopName(stop) : id;
      })
      .join(' → ');
  }
  if (met.what === 'came' || met.what === 'went' || met.what === 'changed') return say(value ? 'metIn' : 'metOut');
  if (met.what === 'status') return value ? say(`status${value as 'draft'}`) : say('statusdraft');
  if (!value || value.length === 0) return say('unknown');
  return codeLabel(met.id ? stopField(met.what) : tourField(met.what), String(value));
}
