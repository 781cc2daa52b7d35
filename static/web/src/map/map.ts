import { effect } from '@preact/signals';
import {
  type GeoJSONSource,
  type LngLatBoundsLike,
  Map as MapLibreMap,
  ScaleControl,
  setWorkerUrl,
  type VectorTileSource,
} from 'maplibre-gl';
import workerURL from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { getItem } from '../api';
import { located } from '../components/Position';
import { lang, t } from '../i18n';
import { revision } from '../live';
import type { Feature, Geometry } from '../records';
import {
  analysis,
  announced,
  camera,
  coverage,
  dark,
  failure,
  filters,
  hovered,
  mapState,
  selection,
  shownLayers,
  tileJSON,
  tileURL,
} from '../state';
import { formatRef, parseRef } from '../url';
import { type Box, boundsOf } from './bounds';
import { empty } from './expressions';
import { graticule } from './graticule';
import { drawMissingImages } from './images';
import { listen } from './interact';
import { followNames } from './names';
import { outlineURL, styleOf } from './style';
import { followTianditu, isTianditu } from './tianditu';

const anhui: Box = [114.9, 29.4, 119.7, 34.7];

/** Opens the map in its place and keeps it as the page's state says. Without WebGL the page goes on without it. */
export function openMap(container: HTMLElement): void {
  setWorkerUrl(workerURL);
  let map: MapLibreMap;
  const start = camera.value;
  try {
    map = new MapLibreMap({
      container,
      style: styleOf(tileURL.value, dark.value ? 'dark' : 'light', lang.value),
      ...(start
        ? { center: [start.lon, start.lat], zoom: start.zoom }
        : { bounds: (tileJSON.value?.bounds as LngLatBoundsLike) ?? anhui, fitBoundsOptions: { padding: padding() } }),
      minZoom: 3,
      maxZoom: 19,
      maxPitch: 0,
      dragRotate: false,
      pitchWithRotate: false,
      attributionControl: false,
      fadeDuration: 120,
      locale: { 'Map.Title': t('map') },
    });
  } catch {
    mapState.value = 'none';
    return;
  }
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  window.beltmap = { map };
  drawMissingImages(map);
  map.addControl(new ScaleControl({ maxWidth: 120 }), 'bottom-left');
  map.on('error', (event) => {
    // A tile that failed is asked for again when the map moves; the reader is told once, in words.
    if ('sourceId' in event) failure.value = t(isTianditu(event.sourceId) ? 'tiandituFailed' : 'tilesFailed');
  });
  map.on('idle', () => {
    mapState.value = 'idle';
  });
  map.once('style.load', () => follow(map, start !== undefined));
  listen(map);
}

/** Room for what lies over the map: the sheet on a phone, the cards at the left edge on a desk. */
export function padding(): { top: number; right: number; bottom: number; left: number } {
  const phone = matchMedia('(max-width: 899px)').matches;
  const sheet = document.querySelector('.panel')?.getBoundingClientRect();
  const bottom = phone && sheet ? Math.max(0, innerHeight - sheet.top) : 56;
  return phone
    ? { top: 104, right: 40, bottom: Math.min(bottom, innerHeight * 0.6) + 60, left: 40 }
    : { top: 80, right: 80, bottom: 72, left: document.querySelector('.cards') ? 320 : 80 };
}

function follow(map: MapLibreMap, restored: boolean): void {
  effect(() => {
    map.setGlobalStateProperty('theme', dark.value ? 'dark' : 'light');
  });
  effect(() => {
    map.setGlobalStateProperty('lang', lang.value);
    map.getCanvas().setAttribute('aria-label', `${t('map')}。${t('mapHint')}`);
  });
  let shownTiles = tileURL.value;
  effect(() => {
    const url = tileURL.value;
    if (url === shownTiles) return;
    shownTiles = url;
    mapState.value = 'loading';
    map.getSource<VectorTileSource>('belts')?.setTiles([url]);
  });
  effect(() => {
    for (const layer of map.getStyle().layers) show(map, layer.id, shownLayers.value);
    if (shownLayers.value.outline) map.getSource<GeoJSONSource>('outline')?.setData(outlineURL);
  });
  // The bounds come with the first answer; a link that says where to look is not overruled.
  let fitted = restored || Boolean(filters.value.zone || filters.value.belts || selection.value);
  effect(() => {
    const bounds = tileJSON.value?.bounds;
    if (fitted || !bounds) return;
    fitted = true;
    map.fitBounds(bounds as LngLatBoundsLike, { padding: padding(), animate: false, maxZoom: 14 });
  });
  followChanges(map);
  followTianditu(map);
  followNames(map);
  followPlace(map, restored);
  followView(map);
  followSight(map, restored);
  followMarks(map, restored);
}

// What others changed is drawn where it is, without a flicker: a tile stays until the next is there, and one that did not change is not sent again.
function followChanges(map: MapLibreMap): void {
  let drawn = revision.peek();
  effect(() => {
    if (revision.value === drawn) return;
    drawn = revision.value;
    map.refreshTiles('belts');
  });
}

// A layer's id begins with the name it is switched by.
function show(map: MapLibreMap, id: string, on: Readonly<Record<string, boolean>>): void {
  const name = /^[a-z]+/.exec(id)?.[0] ?? id;
  if (!(name in on)) return;
  const wanted = on[name] === false ? 'none' : 'visible';
  if ((map.getLayoutProperty(id, 'visibility') ?? 'visible') !== wanted)
    map.setLayoutProperty(id, 'visibility', wanted);
}

function followView(map: MapLibreMap): void {
  const moved = (): void => {
    const center = map.getCenter();
    camera.value = { lon: center.lng, lat: center.lat, zoom: map.getZoom() };
    const b = map.getBounds();
    map
      .getSource<GeoJSONSource>('graticule')
      ?.setData(graticule([b.getWest(), b.getSouth(), b.getEast(), b.getNorth()]));
  };
  map.on('moveend', moved);
  moved();
  addEventListener('beltmap:camera', () => {
    const to = camera.value;
    if (to) map.stop().jumpTo({ center: [to.lon, to.lat], zoom: to.zoom });
  });
  addEventListener('beltmap:zoom-in', () => map.zoomIn());
  addEventListener('beltmap:zoom-out', () => map.zoomOut());
  addEventListener('beltmap:fit', () => {
    map.fitBounds((tileJSON.value?.bounds as LngLatBoundsLike) ?? anhui, { padding: padding(), maxZoom: 14 });
  });
  addEventListener('beltmap:show', (event) => {
    const feature = (event as CustomEvent<Feature>).detail;
    if (feature.geometry) look(map, feature.geometry);
  });
}

/** Goes to what is looked into where it is not in sight, unless a link says where to look. */
function followSight(map: MapLibreMap, restored: boolean): void {
  let first = restored && (analysis.peek() ?? coverage.peek()?.area) !== undefined;
  addEventListener('beltmap:sight', (event) => {
    const { geometry } = (event as CustomEvent<Pick<Feature, 'geometry'>>).detail;
    if (!first && geometry && !inSight(map, geometry)) look(map, geometry);
    first = false;
  });
}

// Choosing a zone or a belt to filter by goes there.
function followPlace(map: MapLibreMap, restored: boolean): void {
  const place = (): string =>
    formatRef(
      filters.value.belts
        ? { collection: 'belts', id: filters.value.belts }
        : { collection: 'zones', id: filters.value.zone ?? '' },
    );
  // A link that names a zone but no place opens at the zone.
  let last = restored ? place() : 'zones/';
  effect(() => {
    const now = place();
    if (now === last) return;
    last = now;
    const ref = parseRef(now);
    if (!ref || ref.collection === 'province' || selection.value) return;
    getItem(ref.collection, ref.id).then(
      ({ geometry }) => geometry && look(map, geometry),
      () => undefined, // the list says that nothing matches
    );
  });
}

/** Moves the map so that a geometry is in the clear part of it. */
export function look(map: MapLibreMap, geometry: Geometry): void {
  const box = boundsOf(geometry);
  if (box) map.fitBounds(box, { padding: padding(), maxZoom: Math.max(15, map.getZoom()) });
}

function followMarks(map: MapLibreMap, restored: boolean): void {
  effect(() => {
    const at = hovered.value?.geometry;
    map.getSource<GeoJSONSource>('hovered')?.setData(at ? { type: 'Feature', properties: {}, geometry: at } : empty);
  });
  let first = restored;
  let known = revision.peek();
  effect(() => {
    const ref = selection.value;
    const refreshing = known !== revision.value;
    known = revision.value;
    const source = map.getSource<GeoJSONSource>('chosen');
    if (!ref || ref.collection === 'province') {
      source?.setData(empty);
      return;
    }
    const staying = first || refreshing;
    first = false;
    getItem(ref.collection, ref.id).then(
      ({ geometry, properties }) => {
        if (!selection.value || formatRef(selection.value) !== formatRef(ref)) return;
        const drawn = geometry && located(properties.position_class);
        source?.setData(drawn ? { type: 'Feature', properties: {}, geometry } : empty);
        if (!refreshing) announced.value = t('selected', { name: String(properties.name_zh ?? ref.id) });
        if (drawn && !staying && !inSight(map, geometry)) look(map, geometry);
      },
      () => {
        if (!refreshing) source?.setData(empty); // the card says what went wrong
      },
    );
  });
}

// In sight: inside the clear part of the map, and large enough to be seen.
function inSight(map: MapLibreMap, geometry: Geometry): boolean {
  const box = boundsOf(geometry);
  if (!box) return true;
  const p = padding();
  const { width, height } = map.getContainer().getBoundingClientRect();
  const [a, b] = [map.project([box[0], box[3]]), map.project([box[2], box[1]])];
  const inside = a.x >= p.left && a.y >= p.top && b.x <= width - p.right && b.y <= height - p.bottom;
  const large = geometry.type === 'Point' ? map.getZoom() >= 11 : Math.max(b.x - a.x, b.y - a.y) >= 48;
  return inside && large;
}
