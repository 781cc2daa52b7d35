// What every browser test stands on: the built binary serving the sample, a real Chromium, and a page that is held to the house's
// rules: no console error, no request off the origin, no axe violation.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
/** The program under test. */
export const binary = process.env.BELTMAP ?? join(root, 'build/bin/beltmap');
const shots = join(root, 'test-results');
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// The shell is the same Chromium without its windows, which nobody sees here: a visit in it costs half.
const chromiums = [process.env.CHROMIUM, '/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];

export const desktop = { width: 1440, height: 900 };
/** A desktop's layout with half its pixels, each of which the processor draws. */
const small = { width: 1000, height: 640 };
export const phone = { width: 390, height: 844 };

const flags = [
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-gpu-compositing', // or the processor draws the page, too, as if it were a graphics card
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
];

/** Starts the binary on a free port; stop() ends it and fails if its log has an error. */
export async function serve(...args) {
  const server = spawn(binary, ['serve', '--listen', '127.0.0.1:0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  const url = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no address after 30 s:\n${log}`)), 30_000);
    const read = (chunk) => {
      log += chunk;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(log);
      if (found) {
        clearTimeout(timer);
        resolve(found[0]);
      }
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`the server ended with ${code}:\n${log}`)));
  });
  process.once('exit', () => server.kill());
  const json = async (path) => {
    const answer = await fetch(url + path);
    assert.ok(answer.ok, `${path}: ${answer.status}`);
    return answer.json();
  };
  const stop = async () => {
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.removeAllListeners('exit');
    server.once('exit', () => {});
    const code = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    await Promise.race([ended, code]);
    assert.doesNotMatch(log, /panic|level=ERROR|"level":"ERROR"/, 'the log is clean');
  };
  return { url, json, stop };
}

const mapless = new WeakSet();

/** A Chromium; without WebGL where asked, which a test should that looks at no map: a visit then takes a third of the time. */
export async function launch({ webgl = true } = {}) {
  const browser = await chromium.launch({
    executablePath: chromiums.find((path) => path && existsSync(path)),
    chromiumSandbox: false,
    args: webgl ? flags : [...flags.slice(2), '--disable-gpu', '--disable-3d-apis'],
  });
  if (!webgl) mapless.add(browser);
  return browser;
}

/** Opens a path, where there is a map in a small window if none else is asked for, and waits until lists are filled and, unless idle is false, the map is drawn. done() holds the visit to the rules and closes it. */
export async function visit(browser, server, path = '/', options = {}) {
  const {
    dark = false,
    webgl = !mapless.has(browser),
    size = webgl ? small : desktop,
    idle = webgl,
    locale = 'zh-CN',
    reducedMotion = 'reduce',
    prepare,
  } = options;
  const context = await browser.newContext({
    viewport: size,
    locale,
    reducedMotion,
    colorScheme: dark ? 'dark' : 'light',
    hasTouch: size === phone,
    isMobile: size === phone,
  });
  await prepare?.(context);
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.setDefaultNavigationTimeout(60_000); // of a machine that is busy with other tests
  const faults = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  context.on('request', (request) => {
    if (/^(https?|wss?):/.test(request.url()) && !request.url().startsWith(`${server.url}/`))
      faults.push(`off the origin: ${request.url()}`);
  });
  await page.goto(server.url + path);
  await ready(page, idle);
  const done = async () => {
    await context.close();
    const own = faults.filter((f) => webgl || !/WebGL/i.test(f)); // Chromium itself notes the missing WebGL
    assert.deepEqual(own, [], 'no console error and no request off the origin');
  };
  return { page, done, faults };
}

/** Waits until the lists are filled and, where there is a map, until it is idle. */
export async function ready(page, idle = true) {
  await page.waitForSelector('html[data-ready="true"]', { state: 'attached' });
  if (idle) await page.waitForSelector('html[data-map="idle"]', { state: 'attached', timeout: 60_000 });
}

/** The features of the map's own layers that are drawn now: [{layer, source, properties}]. */
export function drawn(page, sourceLayer) {
  return page.evaluate((wanted) => {
    const features = globalThis.beltmap.map.queryRenderedFeatures();
    return features
      .filter((f) => f.sourceLayer && (!wanted || f.sourceLayer === wanted))
      .map((f) => ({ layer: f.layer.id, sourceLayer: f.sourceLayer, properties: f.properties }));
  }, sourceLayer);
}

/** 0 violations of WCAG 2.0–2.2 A and AA and of axe's best practice. */
export async function accessible(page, screen) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource); // once a page: its second run is twice as fast
  const violations = await page.evaluate(async () => {
    const result = await globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return result.violations.map(
      (v) =>
        `${v.id} ×${v.nodes.length}: ${v.nodes
          .slice(0, 3)
          .map((n) => `${n.target} ${n.failureSummary}`)
          .join('; ')}`,
    );
  });
  assert.deepEqual(violations, [], `axe on ${screen}`);
}

/** The same by day and by night: the theme follows the system, so that one visit serves both. look is called in each. */
export async function accessibleInBothLights(page, screen, look = () => {}) {
  for (const light of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: light });
    await page.waitForSelector(`html[data-theme="${light}"]`, { state: 'attached' });
    await accessible(page, `${screen}, ${light}`);
    await look(light);
  }
}

/** With BELTMAP_PICTURES set, keeps a picture for a person to look at; it is no golden. */
export async function picture(page, name) {
  if (!process.env.BELTMAP_PICTURES) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`) });
}

/** Tries until the check stops throwing, for what the page does in its own time. */
export async function eventually(check, patience = 15_000) {
  const end = Date.now() + patience;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}

/** Adds up what the loaded tiles hold of a collection: a cluster counts for its records. The view must show all of them. */
export function onTiles(page, sourceLayer) {
  return page.evaluate((layer) => {
    const { map } = globalThis.beltmap;
    const source = Object.entries(map.getStyle().sources).find(([, s]) => s.type === 'vector')[0];
    const found = map.querySourceFeatures(source, { sourceLayer: layer });
    return found.reduce((sum, f) => sum + (f.properties.point_count ?? 1), 0);
  }, sourceLayer);
}

/** The number in the list's headline. */
export async function listed(page) {
  const text = await page.getByTestId('count').innerText();
  return Number(/[\d,]+/.exec(text)[0].replaceAll(',', ''));
}
