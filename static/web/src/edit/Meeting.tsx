import { useState } from 'preact/hooks';
import { fieldOf, valueText } from '../format';
import { say as label } from '../i18n';
import type { Feature, Geometry } from '../records';
import {
  type Difference,
  type Draft,
  differences,
  draft,
  errors,
  type Meeting as Met,
  meeting,
  rebased,
} from './draft';
import { formatCoordinates, untyped } from './values';
import { say } from './words';

/** What somebody else changed while this was edited, field by field, and which of the two is kept. */
export function Meeting({ draft: d, meeting: met }: { draft: Draft; meeting: Met }) {
  const found = differences(d, met.theirs);
  // Where nothing was changed here, theirs is the obvious choice; where both were, nobody chooses but the editor.
  const [chosen, setChosen] = useState<Readonly<Record<string, 'theirs' | 'own'>>>(() =>
    Object.fromEntries(found.filter((one) => !one.both).map((one) => [one.name, 'theirs'])),
  );
  const take = (): void => {
    draft.value = rebased(d, met, chosen);
    meeting.value = undefined;
    errors.value = [];
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-testid=save]')?.focus());
  };
  return (
    <section class="edit-met" data-testid="edit-met" aria-labelledby="met-title">
      <h3 id="met-title" tabIndex={-1}>
        {say('metTitle')}
      </h3>
      <p>{say(found.length > 0 ? 'metWhat' : 'metOnlyHidden')}</p>
      {found.map((one) => (
        <Choice
          key={one.name}
          draft={d}
          theirs={met.theirs}
          difference={one}
          chosen={chosen[one.name]}
          onChoose={(side) => setChosen({ ...chosen, [one.name]: side })}
        />
      ))}
      <button
        type="button"
        class="strong"
        data-testid="met-take"
        disabled={found.some((one) => !chosen[one.name])}
        onClick={take}
      >
        {say('metTake')}
      </button>
    </section>
  );
}

function Choice(props: {
  draft: Draft;
  theirs: Feature;
  difference: Difference;
  chosen: 'theirs' | 'own' | undefined;
  onChoose: (side: 'theirs' | 'own') => void;
}) {
  const { draft: d, theirs, difference, chosen, onChoose } = props;
  const { name } = difference;
  const field = fieldOf(d.collection, name);
  const text = (value: unknown): string => (field ? valueText(field, value) : placeText(value as Geometry | null));
  const of = (feature: Feature | undefined): unknown =>
    field ? feature?.properties[name] : (feature?.geometry ?? null);
  const own = field ? untyped(field, d.values[name] ?? '') : d.geometry;
  return (
    <fieldset class="edit-choice" data-met={name}>
      <legend>{field ? label(field.label) : say('place')}</legend>
      <p class="note">{say('metBefore', { value: text(of(d.base)) })}</p>
      {(
        [
          ['theirs', of(theirs)],
          ['own', own],
        ] as const
      ).map(([side, value]) => (
        <label key={side}>
          <input
            type="radio"
            name={`met-${name}`}
            value={side}
            checked={chosen === side}
            onChange={() => onChoose(side)}
          />
          <b>{say(side === 'theirs' ? 'metTheirs' : 'metOwn')}</b>
          <span>{text(value)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function placeText(geometry: Geometry | null): string {
  if (!geometry) return say('noGeometry');
  if (geometry.type === 'Point') return formatCoordinates(geometry);
  return say('positions', { n: JSON.stringify(geometry).match(/\[-?[\d.]+,/g)?.length ?? 0 });
}
