import { Icon } from '../components/Icons';
import { codeLabel } from '../format';
import { say as label, t } from '../i18n';
import { select } from '../state';
import { parseRef } from '../url';
import { remove, set } from './acts';
import { editing } from './desk';
import { say } from './words';
import { type Stop, stopField, stopNames } from './work';

const clocks: ReadonlySet<string> = new Set(['opens', 'closes']);
const long: ReadonlySet<string> = new Set(['story_zh', 'story_en']);

/** What a desk sets of a stop; whoever only looks reads it. */
export function StopForm({ stop }: { stop: Stop }) {
  const ref = parseRef(String(stop.values.target ?? ''));
  return (
    <div class="desk-form" data-testid="desk-form">
      {editing.value ? stopNames.map((name) => <Input key={name} stop={stop} name={name} />) : <Read stop={stop} />}
      <p class="desk-form-foot">
        {ref && (
          <button type="button" class="row-link" onClick={() => select(ref)}>
            {t('detail')}
            <Icon name="forward" size={16} />
          </button>
        )}
        {editing.value && (
          <button type="button" class="row-link desk-remove" data-testid="desk-remove" onClick={() => remove(stop)}>
            <Icon name="trash" size={16} />
            {say('remove')}
          </button>
        )}
      </p>
    </div>
  );
}

function Read({ stop }: { stop: Stop }) {
  const told = stopNames.filter((name) => stop.values[name]);
  if (told.length === 0) return null;
  return (
    <dl class="fields">
      {told.map((name) => {
        const value = String(stop.values[name]);
        return (
          <div key={name}>
            <dt>{label(stopField(name).label)}</dt>
            <dd>{name === 'lunch' ? t(value === 'true' ? 'yes' : 'no') : codeLabel(stopField(name), value)}</dd>
          </div>
        );
      })}
    </dl>
  );
}

function Input({ stop, name }: { stop: Stop; name: string }) {
  const field = stopField(name);
  const value = String(stop.values[name] ?? '');
  const common = {
    name,
    value,
    onInput: (event: { currentTarget: { value: string } }) => set(stop, name, event.currentTarget.value),
  };
  const text = (
    <span>
      {label(field.label)}
      {field.unit && !field.label.zh.includes('(') && ` (${field.unit})`}
    </span>
  );
  if (field.codes || field.type === 'boolean') {
    const options = field.codes?.map((c) => [c.value, label(c.label)] as const) ?? [
      ['true', t('yes')] as const,
      ['false', t('no')] as const,
    ];
    return (
      <label>
        {text}
        <select {...common}>
          <option value="">{say('unknown')}</option>
          {options.map(([code, words]) => (
            <option key={code} value={code}>
              {words}
            </option>
          ))}
        </select>
      </label>
    );
  }
  if (long.has(name))
    return (
      <label class="desk-wide" lang={name === 'story_en' ? 'en' : 'zh-CN'}>
        {text}
        <textarea rows={3} {...common} />
      </label>
    );
  if (clocks.has(name))
    return (
      <label>
        {text}
        <input type="text" inputMode="text" placeholder="09:00" maxLength={5} {...common} />
      </label>
    );
  if (field.type === 'integer')
    return (
      <label>
        {text}
        <input type="number" min={1} inputMode="numeric" {...common} />
      </label>
    );
  return (
    <label class="desk-wide">
      {text}
      <input type="text" {...common} />
    </label>
  );
}
