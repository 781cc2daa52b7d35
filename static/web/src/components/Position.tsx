import { codeLabel, fieldOf } from '../format';
import { t } from '../i18n';

const onMap = ['exact', 'street', 'zone', 'illustrative', 'synthetic'];

/** Whether a record of this position class is drawn on the map. */
export const located = (value: unknown): boolean => onMap.includes(String(value));

/** How well a record's position is known. In lists only what warns is said. */
export function PositionBadge({ value, short = false }: { value: unknown; short?: boolean }) {
  const name = String(value ?? 'unlocated');
  if (short && located(name)) return null;
  const label = codeLabel(fieldOf('enterprises', 'position_class'), name);
  return (
    <span class={`position position-${name}`} data-testid="position-class">
      {short ? label : t('positionIs', { class: label })}
    </span>
  );
}
