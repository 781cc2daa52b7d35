import { useEffect, useState } from 'preact/hooks';
import { number, schemaOf } from '../format';
import { lang, langTag, say, t } from '../i18n';
import { counts, dark, filters, list, paper } from '../state';
import { CoveragePrinted } from './CoverageParts';
import { filterLabel, filterWords } from './Filters';
import { LegendBody } from './Legend';
import { positionWords, reviewWords, tiandituWords } from './Notices';

const patience = 4000; // ms for the map to be drawn in the colors of paper

/** Prints: first the map is drawn for light ground, then the browser's dialog comes up. */
export async function printPage(): Promise<void> {
  const map = window.beltmap?.map;
  if (map && dark.value) {
    paper.value = true;
    await Promise.race([map.once('idle'), new Promise((done) => setTimeout(done, patience))]);
  }
  paper.value = true;
  window.print();
  paper.value = false;
}

/** The printed sheet: title, map, legend, what was filtered, the review number and the words on positions. Hidden on the screen. */
export function PrintSheet() {
  const [image, setImage] = useState('');
  useEffect(() => {
    const before = (): void => {
      const map = window.beltmap?.map;
      if (!map) return;
      // The drawing buffer is gone after a frame, so the picture is taken right after drawing one.
      map.redraw();
      setImage(map.getCanvas().toDataURL('image/png'));
    };
    addEventListener('beforeprint', before);
    return () => removeEventListener('beforeprint', before);
  }, []);
  lang.value;
  const words = filterWords();
  const matched = counts.value?.collections[list.value]?.matched;
  const day = new Intl.DateTimeFormat(langTag(), { dateStyle: 'long' }).format(new Date());
  return (
    <div class="print-sheet" data-testid="print-sheet" aria-hidden="true">
      <div class="print-head">
        <p class="print-title">{t('title')}</p>
        <p>
          {t('subtitle')} · {t('printed', { day })}
          {counts.value && ` · ${t('asOfDay', { day: counts.value.as_of.slice(0, 10) })}`}
        </p>
        {words.length > 0 && <p>{t('filtersShown', { list: words.join(' · ') })}</p>}
        {matched !== undefined && (
          <p>{t('listShown', { collection: say(schemaOf(list.value).label), n: number(matched) })}</p>
        )}
      </div>
      {image ? <img class="print-map" src={image} alt="" /> : <p class="print-map">{t('printNoMap')}</p>}
      <p class="print-words">
        <b>{reviewWords()}</b>
        {tiandituWords() && <b>{`${tiandituWords()} · ${t('tiandituPlatform')}`}</b>}
        {positionWords() && <b>{positionWords()}</b>}
        <span>GeoNames (CC BY 4.0){filters.value.zone ? ` · ${filterLabel('zone')} ${filters.value.zone}` : ''}</span>
      </p>
      <CoveragePrinted />
      <LegendBody />
    </div>
  );
}
