import { getItems } from '../api';
import { codeLabel, stars } from '../format';
import type { Field } from '../generated/schema';
import { say as label, nameOf, t } from '../i18n';
import { useLoad } from '../load';
import { mayEdit } from '../session';
import { type Draft, errors, setValue } from './draft';
import { Picker } from './Picker';
import type { Typed } from './values';
import { say } from './words';

/** What the server says against a field, beside it. */
export function ErrorOf({ name }: { name: string }) {
  const found = errors.value.filter((e) => e.field === name);
  return (
    <p id={`error-${name}`} class="field-error" data-error={name}>
      {found.map((e) => e.message).join(' ')}
    </p>
  );
}

/** One field of a record, in the way that its type asks for. */
export function FieldInput({ field, draft: d }: { field: Field; draft: Draft }) {
  const id = `edit-${field.name}`;
  const value = d.values[field.name] ?? '';
  const several = Array.isArray(value) && (field.refers || field.codes);
  const unit = field.unit && !field.label.zh.includes('(') ? ` (${field.unit})` : '';
  const name = (
    <>
      {label(field.label)}
      {unit}
      {field.internal && <span class="edit-internal">{say('internal')}</span>}
    </>
  );
  return (
    <div class="edit-field" data-field={field.name}>
      {several ? <span id={`${id}-label`}>{name}</span> : <label for={id}>{name}</label>}
      <Input field={field} id={id} value={value} />
      <ErrorOf name={field.name} />
    </div>
  );
}

interface InputProps {
  readonly field: Field;
  readonly id: string;
  readonly value: Typed;
}

function Input({ field, id, value }: InputProps) {
  const common = {
    id,
    name: field.name,
    'aria-invalid': errors.value.some((e) => e.field === field.name),
    'aria-describedby': `error-${field.name}`,
  };
  if (field.refers === 'zones' && typeof value === 'string') return <ZoneChoice common={common} value={value} />;
  if (field.refers)
    return (
      <Picker
        id={id}
        label={`${id}-label`}
        collections={[field.refers]}
        chosen={(typeof value === 'string' ? [value] : value).flatMap((v) => (v ? [`${field.refers}/${v}`] : []))}
        single={typeof value === 'string'}
        invalid={common['aria-invalid']}
        describedBy={common['aria-describedby']}
        onChange={(refs) => {
          const ids = refs.map((ref) => ref.slice(ref.indexOf('/') + 1));
          setValue(field.name, typeof value === 'string' ? (ids.at(-1) ?? '') : ids);
        }}
      />
    );
  if (typeof value !== 'string') return <ListInput common={common} field={field} value={value} />;
  const options = optionsOf(field);
  if (options) {
    return (
      <select {...common} value={value} onChange={(event) => setValue(field.name, event.currentTarget.value)}>
        <option value="">{t('unknown')}</option>
        {options.map(([code, words]) => (
          <option key={code} value={code}>
            {words}
          </option>
        ))}
      </select>
    );
  }
  if (field.type === 'day')
    return (
      <input
        {...common}
        type="date"
        value={value}
        onInput={(event) => setValue(field.name, event.currentTarget.value)}
      />
    );
  return (
    <input
      {...common}
      type="text"
      inputMode={field.type === 'integer' ? 'numeric' : field.type === 'number' ? 'decimal' : 'text'}
      autocomplete="off"
      lang={field.name === 'name_en' ? 'en' : undefined}
      value={value}
      onInput={(event) => setValue(field.name, event.currentTarget.value)}
    />
  );
}

function optionsOf(field: Field): readonly (readonly [string, string])[] | undefined {
  if (field.type === 'boolean')
    return [
      ['true', t('yes')],
      ['false', t('no')],
    ];
  if (field.type === 'stars') return ['5', '4', '3', '2', '1', '0', 'unrated'].map((v) => [v, stars(v)] as const);
  return field.codes?.map((code) => [code.value, codeLabel(field, code.value)] as const);
}

interface Common {
  readonly id: string;
  readonly name: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string;
}

/** A list of codes is ticked, a list of words is written, one a line. */
function ListInput({ common, field, value }: { common: Common; field: Field; value: readonly string[] }) {
  if (!field.codes)
    return (
      <textarea
        {...common}
        rows={Math.min(6, value.length + 1)}
        placeholder={say('perLine')}
        value={value.join('\n')}
        onChange={(event) =>
          setValue(
            field.name,
            event.currentTarget.value.split('\n').filter((line) => line.trim()),
          )
        }
      />
    );
  return (
    // biome-ignore lint/a11y/useSemanticElements: its label stands where those of the other fields do
    <div class="edit-ticks" role="group" aria-labelledby={`${common.id}-label`}>
      {field.codes.map((code) => (
        <label key={code.value}>
          <input
            type="checkbox"
            checked={value.includes(code.value)}
            onChange={(event) => {
              const rest = value.filter((v) => v !== code.value);
              setValue(field.name, event.currentTarget.checked ? [...rest, code.value] : rest);
            }}
          />
          {label(code.label)}
        </label>
      ))}
    </div>
  );
}

/** The zones in which this editor may write, and the one that the record is in. */
function ZoneChoice({ common, value }: { common: Common; value: string }) {
  const zones = useLoad('zones', (signal) => getItems('zones', {}, 500, signal)).value?.features ?? [];
  const shown = zones.filter((zone) => zone.id === value || mayEdit(zone.id));
  return (
    <select {...common} value={value} onChange={(event) => setValue(common.name, event.currentTarget.value)}>
      <option value="">{t('unknown')}</option>
      {value && !shown.some((zone) => zone.id === value) && <option value={value}>{value}</option>}
      {shown.map((zone) => (
        <option key={zone.id} value={zone.id}>
          {nameOf({ id: zone.id, name_zh: zone.properties.name_zh, name_en: zone.properties.name_en })} · {zone.id}
        </option>
      ))}
    </select>
  );
}
