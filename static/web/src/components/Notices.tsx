import { number } from '../format';
import { t } from '../i18n';
import { announced, failure, mapState, painting, settings, shownLayers, shownTianditu } from '../state';
import { Icon } from './Icons';

/** The words that must stand on every map: the review number or what is in its place. */
export const reviewWords = (): string => {
  const number = settings.value?.map_review_number;
  return number ? t('reviewNumber', { number }) : t('internalUse');
};

/** Whose ground lies below, and under which review number of its own; empty without Tianditu's. */
export const tiandituWords = (): string => {
  const number = settings.value?.tianditu_review_number ?? '';
  return shownTianditu.value ? t('tiandituCredit', { number }) : '';
};

/** What must be said about where things are drawn; empty when positions are real. */
export const positionWords = (): string => {
  const s = settings.value;
  return s?.illustrative ? t('illustrative') : s?.synthetic ? t('synthetic') : '';
};

/** The lower left of the map. */
export function ReviewNumber() {
  const ground = tiandituWords();
  return (
    <div class="review">
      <p data-testid="review-number">{settings.value ? reviewWords() : ''}</p>
      {ground && (
        <p class="review-ground" data-testid="tianditu-credit">
          {ground}
          <span> · {t('tiandituPlatform')}</span>
        </p>
      )}
    </div>
  );
}

/** The lower right of the map: whose ground data it shows. */
export function GroundCredit() {
  const { towns, outline } = shownLayers.value;
  const from = [towns && 'GeoNames (CC BY 4.0)', outline && 'Natural Earth'].filter(Boolean);
  return from.length > 0 ? <p class="credit">© {from.join(' · ')}</p> : null;
}

/** Over the map: that positions are illustrative, that something failed, that there is no map. */
export function Banners() {
  const words = positionWords();
  return (
    <div class="banners">
      {words && (
        <p class="banner" data-testid="illustrative" role="note">
          <Icon name="info" size={18} />
          {words}
        </p>
      )}
      {failure.value && (
        <p class="banner bad" role="alert" data-testid="failure">
          <Icon name="warning" size={18} />
          {failure.value}
        </p>
      )}
      <Painting />
      <p class="hidden" role="status" aria-live="polite">
        {announced.value}
      </p>
    </div>
  );
}

/** That areas by the thousand are still being fetched or painted, and how many are. Its place is always there, so that a screen reader hears it fill. */
function Painting() {
  const now = mapState.value === 'none' ? undefined : painting.value;
  return (
    <div role="status" aria-live="polite" data-testid="painting">
      {now && (
        <p class="banner busy">
          {now.of === 0 ? t('fetching') : t('painting', { n: number(now.done), total: number(now.of) })}
        </p>
      )}
    </div>
  );
}

/** In the map's place when the browser cannot draw it. */
export function NoMap() {
  if (mapState.value !== 'none') return null;
  return (
    <div class="no-map" data-testid="no-webgl" role="note">
      <Icon name="info" size={28} />
      <p>{t('noWebGL')}</p>
    </div>
  );
}
