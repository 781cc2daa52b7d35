// What the tour's page does once it is read: the page itself is whole without it.
import './tour.css';

const byID = (id: string): HTMLElement | null => document.getElementById(id);
const stops = [...document.querySelectorAll<HTMLElement>('.stop')];
const bar = byID('bar');
const put = (text: string, values: Record<string, string | number>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));

/** The day and the minutes since midnight where the tour is, whatever the phone's zone. */
function inShanghai(): { day: string; minutes: number } {
  const there = new Date(Date.now() + 8 * 3_600_000).toISOString();
  return { day: there.slice(0, 10), minutes: Number(there.slice(11, 13)) * 60 + Number(there.slice(14, 16)) };
}

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

let current = 0;

function choose(index: number, move: boolean): void {
  const stop = stops[index];
  if (!stop) return;
  current = index;
  stops.forEach((s, i) => {
    s.classList.toggle('current', i === index);
  });
  for (const mark of document.querySelectorAll<SVGElement>('.mark'))
    mark.classList.toggle('current', mark.dataset.seq === stop.dataset.seq);
  const [before, next, which] = [byID('before'), byID('next'), byID('which')];
  if (before) (before as HTMLButtonElement).disabled = index === 0;
  if (next) (next as HTMLButtonElement).disabled = index === stops.length - 1;
  if (which) which.textContent = `${index + 1}/${stops.length}`;
  if (move) {
    history.replaceState(null, '', `#${stop.id}`);
    stop.scrollIntoView({ block: 'start' });
    stop.focus({ preventScroll: true });
  }
}

/** The time there, and which stop is left next: on the tour's day, or on any if it has none. */
function tell(): void {
  const { day, minutes } = inShanghai();
  const [now, departure] = [byID('now'), byID('departure')];
  if (!bar || !now || !departure) return;
  now.textContent = clock(minutes);
  const date = document.body.dataset.date;
  const timed = stops.filter((s) => s.dataset.leave);
  const next = timed.find((s) => Number(s.dataset.leave) >= minutes);
  if (timed.length === 0 || (date && date !== day)) departure.textContent = date && date !== day ? date : '';
  else if (!next) departure.textContent = date ? (bar.dataset.over ?? '') : '';
  else
    departure.textContent = put(bar.dataset.departure ?? '', {
      stop: next.dataset.seq ?? '',
      time: clock(Number(next.dataset.leave)),
    });
}

function fromHash(): void {
  const index = stops.findIndex((s) => `#${s.id}` === location.hash);
  if (index >= 0) choose(index, false);
}

/** Draws a circle on the map, in its own units. */
function circle(map: SVGSVGElement, name: string, x: number, y: number, r: number): void {
  const c = document.createElementNS('http://www.w3.org/2000/svg', 'circle');
  for (const [key, value] of Object.entries({ class: name, cx: x, cy: y, r })) c.setAttribute(key, String(value));
  map.append(c);
}

/** Draws where the phone says it is. Nothing of it leaves the page. */
function found(position: GeolocationPosition): void {
  const { longitude, latitude, accuracy } = position.coords;
  const map = document.querySelector<SVGSVGElement>('#map');
  const [said, button] = [byID('found'), byID('where')];
  if (!map || !said || !button) return;
  const metres = (s: HTMLElement): number =>
    Math.hypot(
      (Number(s.dataset.lon) - longitude) * 111_320 * Math.cos((latitude * Math.PI) / 180),
      (Number(s.dataset.lat) - latitude) * 111_320,
    );
  const near = stops.filter((s) => s.dataset.lon).sort((a, b) => metres(a) - metres(b))[0];
  const x = (longitude - Number(map.dataset.lon)) * Number(map.dataset.kx);
  const y = (Number(map.dataset.lat) - latitude) * Number(map.dataset.ky);
  const { width, height } = map.viewBox.baseVal;
  const inside = x >= 0 && y >= 0 && x <= width && y <= height;
  for (const old of map.querySelectorAll('.me, .me-range')) old.remove();
  if (inside) {
    circle(map, 'me-range', x, y, (accuracy / 111_320) * Number(map.dataset.ky));
    circle(map, 'me', x, y, 7);
  }
  const values = {
    stop: near?.dataset.seq ?? '',
    metres: near ? Math.round(metres(near)) : '',
    accuracy: Math.round(accuracy),
  };
  said.textContent = put(button.dataset.at ?? '', values) + (inside ? '' : (button.dataset.outside ?? ''));
}

function locate(): void {
  const [said, button] = [byID('found'), byID('where')];
  navigator.geolocation.getCurrentPosition(
    found,
    () => {
      if (said && button) said.textContent = button.dataset.failed ?? '';
    },
    { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 },
  );
}

/** Keeps the page, in both languages, and its parts for when there is no network. */
async function keep(): Promise<void> {
  const { worker, scope, self } = document.body.dataset;
  if (!worker || !scope || !self || !('serviceWorker' in navigator)) return;
  await navigator.serviceWorker.register(worker, { scope });
  const ready = await navigator.serviceWorker.ready;
  const parts = [...document.querySelectorAll<HTMLLinkElement>('link[href]')].map((l) => l.href);
  const scripts = [...document.querySelectorAll<HTMLScriptElement>('script[src]')].map((s) => s.src);
  const pages = [self, `${self}?lang=en`, `${self}?lang=zh-CN`].map((p) => new URL(p, location.href).href);
  const channel = new MessageChannel();
  channel.port1.onmessage = () => {
    const kept = byID('kept');
    if (kept) kept.textContent = kept.dataset.said ?? '';
  };
  ready.active?.postMessage({ keep: [...pages, ...parts, ...scripts] }, [channel.port2]);
}

if (bar && stops.length > 0) {
  bar.hidden = false;
  byID('before')?.addEventListener('click', () => choose(current - 1, true));
  byID('next')?.addEventListener('click', () => choose(current + 1, true));
  for (const mark of document.querySelectorAll<SVGElement>('.mark'))
    mark.addEventListener('click', () => choose(Number(mark.dataset.seq) - 1, true)); // for pointers; the list has the same for all others
  choose(0, false);
  fromHash();
  addEventListener('hashchange', fromHash);
  tell();
  setInterval(tell, 10_000);
}
if (navigator.geolocation && document.querySelector('#map')) {
  document.querySelector('.find')?.removeAttribute('hidden');
  byID('where')?.addEventListener('click', locate);
}
keep().catch(() => {}); // without it the page works as long as there is a network
