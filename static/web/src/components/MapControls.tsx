import { number, schemaOf } from '../format';
import { drawingOrder } from '../generated/palette';
import { say, t } from '../i18n';
import { counts, layers, settings, shownTianditu, tianditu, tileJSON } from '../state';
import { CoverageLegend } from './CoverageParts';
import { AddOnMap } from './Editing';
import { Icon } from './Icons';
import { LegendBody } from './Legend';
import { LayerSwatch } from './Mark';

const send = (name: string): boolean => dispatchEvent(new CustomEvent(`beltmap:${name}`));

/** The buttons over the map. */
export function MapButtons() {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
    <div class="map-buttons" role="group" aria-label={t('map')}>
      <button
        type="button"
        data-testid="zoom-in"
        aria-label={t('zoomIn')}
        title={t('zoomIn')}
        onClick={() => send('zoom-in')}
      >
        <Icon name="plus" />
      </button>
      <button
        type="button"
        data-testid="zoom-out"
        aria-label={t('zoomOut')}
        title={t('zoomOut')}
        onClick={() => send('zoom-out')}
      >
        <Icon name="minus" />
      </button>
      <button type="button" data-testid="fit" aria-label={t('mapFit')} title={t('mapFit')} onClick={() => send('fit')}>
        <Icon name="fit" />
      </button>
      <AddOnMap />
    </div>
  );
}

const wide = matchMedia('(min-width: 900px) and (min-height: 700px)');

/** Legend and layer switch: two folding cards at the map's left edge. */
export function MapCards() {
  return (
    <div class="cards">
      <details class="card" data-testid="layers">
        <summary>
          <Icon name="layers" size={18} />
          {t('layers')}
        </summary>
        <LayerSwitch />
      </details>
      <details class="card" data-testid="legend" open={wide.matches}>
        <summary>
          <Icon name="legend" size={18} />
          {t('legend')}
        </summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
        <section class="card-scroll" tabIndex={0} aria-label={t('legend')}>
          <CoverageLegend />
          <LegendBody />
        </section>
      </details>
    </div>
  );
}

function LayerSwitch() {
  const known = tileJSON.value?.vector_layers;
  const drawn = [...drawingOrder]
    .reverse()
    .filter((id) => !known || known.some((layer) => layer.id === id))
    .filter((id) => id !== 'ground' || (counts.value?.collections.ground?.located ?? 0) > 0);
  const toggle = (id: string) => (event: { currentTarget: HTMLInputElement }) => {
    layers.value = { ...layers.value, [id]: event.currentTarget.checked };
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key
    <section class="card-scroll" tabIndex={0} aria-label={t('layers')}>
      <ul class="switches">
        {drawn.map((id) => (
          <li key={id}>
            <label>
              <input type="checkbox" data-collection={id} checked={layers.value[id] !== false} onChange={toggle(id)} />
              <LayerSwatch collection={id} size={18} />
              <span>{say(schemaOf(id).label)}</span>
              <span class="quiet-count">
                {counts.value?.collections[id] && number(counts.value.collections[id]?.located ?? 0)}
              </span>
            </label>
          </li>
        ))}
      </ul>
      <h2>{t('ground')}</h2>
      <ul class="switches">
        {(['towns', 'graticule', 'outline'] as const).map((id) => (
          <li key={id}>
            <label>
              <input
                type="checkbox"
                data-layer={id}
                checked={layers.value[id] === true}
                disabled={id === 'towns' && shownTianditu.value?.names === true}
                onChange={toggle(id)}
              />
              <span>{t(id)}</span>
            </label>
          </li>
        ))}
      </ul>
      {settings.value?.tianditu && <TiandituSwitch />}
    </section>
  );
}

/** Which ground of Tianditu lies below, if any, and whether its names do. Both are chosen together at first. */
function TiandituSwitch() {
  const shown = tianditu.value;
  const choices = [
    [undefined, t('tiandituOff')],
    ['vec', t('tiandituVec')],
    ['img', t('tiandituImg')],
  ] as const;
  return (
    <fieldset class="switches" data-testid="tianditu">
      <legend>{t('tianditu')}</legend>
      {choices.map(([ground, label]) => (
        <label key={label}>
          <input
            type="radio"
            name="tianditu"
            value={ground ?? ''}
            checked={shown?.ground === ground}
            onChange={() => {
              tianditu.value = ground && { ground, names: shown?.names ?? true };
            }}
          />
          <span>{label}</span>
        </label>
      ))}
      {shown && (
        <label>
          <input
            type="checkbox"
            data-layer="tianditu-names"
            checked={shown.names}
            onChange={(event) => {
              tianditu.value = { ...shown, names: event.currentTarget.checked };
            }}
          />
          <span>{t('tiandituNames')}</span>
        </label>
      )}
    </fieldset>
  );
}
