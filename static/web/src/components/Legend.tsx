import { codeLabel, fieldOf, schemaOf, stars } from '../format';
import { collections, statuses } from '../generated/palette';
import type { CollectionId } from '../generated/schema';
import { say, t } from '../i18n';
import { counts, dark, settings, shownLayers, shownStatuses, tileJSON } from '../state';
import { LayerSwatch, Ring, Stars, StatusMark } from './Mark';

const color = (look: { light: string; dark: string }): string => (dark.value ? look.dark : look.light);

/** Whether the map has and shows a layer. */
export const onMap = (id: CollectionId): boolean =>
  shownLayers.value[id] !== false &&
  (counts.value?.collections[id]?.located ?? (id === 'ground' ? 0 : 1)) > 0 &&
  (tileJSON.value?.vector_layers?.some((layer) => layer.id === id) ?? true);

/** What the signs of the map mean, drawn from the palette that the map is drawn from. */
export function LegendBody() {
  const ring = shownStatuses.value
    .slice(0, 4)
    .map((name, i) => ({ color: color(statuses[name]), share: [0.4, 0.25, 0.2, 0.15][i] ?? 0 }));
  const others = (
    ['centers', 'places', 'alliances', 'honors', 'programs', 'events', 'tours', 'zones', 'ground'] as const
  ).filter(onMap);
  return (
    <div class="legend-body">
      {onMap('enterprises') && (
        <section>
          <h2>{t('legendStatus')}</h2>
          <ul>
            {shownStatuses.value.map((name) => (
              <li key={name}>
                <StatusMark status={name} size={18} />
                {codeLabel(fieldOf('enterprises', 'status'), name)}
              </li>
            ))}
          </ul>
          <p class="legend-ring">
            <Ring parts={ring} label="20" />
            {t('legendRing')}
          </p>
          {settings.value?.class === 'internal' && (
            <p class="legend-ring">
              <StatusMark status="none" size={18} />
              {t('legendRingInternal')}
            </p>
          )}
        </section>
      )}
      {onMap('organizations') && (
        <section>
          <h2>{t('legendOrganizations')}</h2>
          <ul>
            <li>
              <LayerSwatch collection="organizations" size={18} />
              {say(schemaOf('organizations').label)}
            </li>
            <li>
              <Stars value={3} />
              {stars(3)}
            </li>
          </ul>
        </section>
      )}
      {(onMap('belts') || onMap('grids') || others.length > 0) && (
        <section>
          <h2>{t('legendOthers')}</h2>
          <ul>
            {onMap('belts') && (
              <li>
                <LayerSwatch collection="belts" size={18} />
                {t('legendBelts')}
              </li>
            )}
            {onMap('grids') && (
              <li>
                <LayerSwatch collection="grids" size={18} />
                {t('legendGrids')}
              </li>
            )}
            {others.map((id) => (
              <li key={id}>
                <LayerSwatch collection={id} size={18} />
                {say(schemaOf(id).label)}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2>{t('legendPosition')}</h2>
        <ul>
          <li>
            <PositionSample kind="known" />
            {t('positionKnown')}
          </li>
          <li>
            <PositionSample kind="illustrative" />
            {t('positionIllustrative')}
          </li>
          <li>
            <PositionSample kind="synthetic" />
            {t('positionSynthetic')}
          </li>
        </ul>
      </section>
    </div>
  );
}

/** A point's ground as it tells how well its position is known: full, dashed or dotted edge. */
function PositionSample({ kind }: { kind: 'known' | 'illustrative' | 'synthetic' }) {
  const dash = { known: undefined, illustrative: '4 2.6', synthetic: '1 2.6' }[kind];
  return (
    <svg class="mark position-sample" width="20" height="20" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <circle cx="12" cy="12" r="10" stroke-dasharray={dash} />
      <g transform="translate(6 6) scale(0.5)">
        <path d="M12 2A10 10 0 1 1 12 22A10 10 0 1 1 12 2Z" fill={color(collections.zones)} />
      </g>
    </svg>
  );
}
