import { effect } from '@preact/signals';
import { type GeoJSONSource, type Map as MapLibreMap, Marker } from 'maplibre-gl';
import { ground } from '../generated/palette';
import { accent, empty, tone } from '../map/expressions';
import { announced } from '../state';
import { focusOn, move, stopName } from './acts';
import { conflictsAt } from './board';
import { current, editing, places, showAll, table, work } from './desk';
import { dropOn } from './places';
import { say } from './words';
import type { Stop } from './work';

const source = 'desk-legs';

/** Draws the stops as numbered markers with the legs between them, as long as the desk is open. A marker is dragged onto another, onto a leg or into the list. */
export function drawStops(): () => void {
  const map = window.beltmap.map;
  if (!map) return () => {};
  const markers = new Map<string, Marker>();
  let fitted = '';
  const stopLegs = drawLegs(map);
  const stopMarks = effect(() => {
    const stops = work.value?.stops ?? [];
    const there = new Set<string>();
    stops.forEach((stop, i) => {
      const at = places.value[String(stop.values.target ?? '')];
      if (!at) return;
      there.add(stop.id);
      let marker = markers.get(stop.id);
      if (!marker) {
        marker = new Marker({ element: element(map, stop.id) }).setLngLat([...at]).addTo(map);
        markers.set(stop.id, marker);
      } else marker.setLngLat([...at]);
      dress(marker.getElement(), stop, i);
    });
    for (const [id, marker] of markers)
      if (!there.has(id)) {
        marker.remove();
        markers.delete(id);
      }
    const whole = stops.length > 0 && stops.every((s) => String(s.values.target ?? '') in places.value);
    const tour = stops[0]?.id ?? '';
    if (whole && there.size > 0 && fitted === '') {
      fitted = tour;
      showAll();
    }
  });
  return () => {
    stopMarks();
    stopLegs();
    for (const marker of markers.values()) marker.remove();
  };
}

function dress(mark: HTMLElement, stop: Stop, i: number): void {
  const wrong = conflictsAt(table.value, stop.id).length > 0;
  mark.dataset.at = String(i);
  mark.classList.toggle('wrong', wrong);
  mark.classList.toggle('current', current.value === stop.id);
  mark.title = say(editing.value ? 'onMarker' : 'onMarkerOnly', { n: i + 1, name: stopName(stop) });
  const face = mark.firstElementChild;
  if (face) face.textContent = String(i + 1);
}

function element(map: MapLibreMap, id: string): HTMLElement {
  // For pointers: the list has the same for all others, and in its order.
  const mark = document.createElement('div');
  mark.setAttribute('aria-hidden', 'true');
  mark.className = 'desk-mark';
  mark.dataset.mark = id;
  mark.append(document.createElement('span'));
  // The map would be dragged along, or open what lies below.
  for (const name of ['mousedown', 'mousemove', 'touchstart', 'dblclick'] as const)
    mark.addEventListener(name, (event) => event.stopPropagation());
  mark.addEventListener('click', (event) => {
    event.stopPropagation();
    if (mark.dataset.dragged) return;
    current.value = id;
    focusOn(id);
  });
  mark.addEventListener('pointerdown', (event) => {
    if (event.button === 0 && editing.value) drag(map, mark, event);
  });
  return mark;
}

const least = 5; // pixels that make a drag of a click

function drag(map: MapLibreMap, mark: HTMLElement, start: PointerEvent): void {
  const face = mark.firstElementChild as HTMLElement;
  delete mark.dataset.dragged;
  mark.setPointerCapture(start.pointerId);
  const from = Number(mark.dataset.at);
  let to: number | undefined;
  const follow = (event: PointerEvent): void => {
    const [dx, dy] = [event.clientX - start.clientX, event.clientY - start.clientY];
    if (!mark.dataset.dragged && Math.hypot(dx, dy) < least) return;
    mark.dataset.dragged = 'true';
    face.style.transform = `translate(${dx}px, ${dy}px)`;
    const next = inList(event) ?? onMap(map, from, event);
    if (next !== to && next !== undefined) announced.value = say('dropInto', { n: next + 1 });
    to = next;
    point(to, from);
  };
  const end = (event: PointerEvent): void => {
    mark.removeEventListener('pointermove', follow);
    mark.removeEventListener('pointerup', end);
    mark.removeEventListener('pointercancel', end);
    face.style.transform = '';
    point(undefined, from);
    if (event.type === 'pointerup' && mark.dataset.dragged && to !== undefined) move(from, to);
    window.setTimeout(() => delete mark.dataset.dragged); // after the click that follows
  };
  mark.addEventListener('pointermove', follow);
  mark.addEventListener('pointerup', end);
  mark.addEventListener('pointercancel', end);
}

// The row of the list that the pointer is over.
function inList(event: PointerEvent): number | undefined {
  const row = document.elementsFromPoint(event.clientX, event.clientY).find((e) => e.closest('[data-stop]'));
  const li = row?.closest('[data-stop]');
  return li?.parentElement ? [...li.parentElement.children].indexOf(li) : undefined;
}

function onMap(map: MapLibreMap, from: number, event: PointerEvent): number | undefined {
  const box = map.getCanvas().getBoundingClientRect();
  const points = (work.value?.stops ?? []).map((s) => {
    const at = places.value[String(s.values.target ?? '')];
    return at ? map.project([...at]) : undefined;
  });
  return dropOn(from, { x: event.clientX - box.left, y: event.clientY - box.top }, points);
}

// Says by a mark on the list and on the map where the stop would go.
function point(to: number | undefined, from: number): void {
  document.querySelectorAll<HTMLElement>('[data-stop]').forEach((row, i) => {
    if (to === i && to !== from) row.dataset.mark = to < from ? 'before' : 'after';
    else delete row.dataset.mark;
  });
  for (const mark of document.querySelectorAll<HTMLElement>('.desk-mark'))
    mark.classList.toggle('aimed', to !== undefined && mark.dataset.at === String(to) && to !== from);
}

function drawLegs(map: MapLibreMap): () => void {
  const add = (): void => {
    if (map.getSource(source)) return;
    map.addSource(source, { type: 'geojson', data: empty });
    const round = { 'line-cap': 'round', 'line-join': 'round' } as const;
    map.addLayer({
      id: 'desk-leg-casing',
      type: 'line',
      source,
      layout: round,
      paint: { 'line-color': tone(ground), 'line-width': 7, 'line-opacity': 0.9 },
    });
    map.addLayer({
      id: 'desk-leg-line',
      type: 'line',
      source,
      paint: { 'line-color': tone(accent), 'line-width': 3, 'line-dasharray': [2, 1.4] },
    });
  };
  let gone = false;
  const stop = effect(() => {
    const points = (work.value?.stops ?? []).flatMap((s) => {
      const at = places.value[String(s.values.target ?? '')];
      return at ? [[...at]] : [];
    });
    const data: GeoJSON.Feature = {
      type: 'Feature',
      properties: {},
      geometry: { type: 'LineString', coordinates: points.length > 1 ? points : [] },
    };
    const draw = (): void => {
      if (gone) return;
      add();
      map.getSource<GeoJSONSource>(source)?.setData(points.length > 1 ? data : empty);
    };
    if (map.isStyleLoaded() || map.getSource(source)) draw();
    else map.once('idle', draw);
  });
  return () => {
    gone = true;
    stop();
    for (const id of ['desk-leg-line', 'desk-leg-casing']) if (map.getLayer(id)) map.removeLayer(id);
    if (map.getSource(source)) map.removeSource(source);
  };
}
