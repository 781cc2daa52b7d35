// A tour at the desk: arranged by drag, by keyboard and from the map, with its times and conflicts; saved, published, withdrawn; and followed on a phone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { desk, visitAs } from './desk.mjs';
import { accessible, accessibleInBothLights, eventually, launch, phone, picture, visit } from './harness.mjs';

let server;
let browser; // with a map, which is dear to draw
let plain;
before(async () => {
  server = await desk();
  [browser, plain] = await Promise.all([launch(), launch({ webgl: false })]);
});
after(async () => {
  await Promise.all([browser?.close(), plain?.close()]);
  await server?.stop();
});

/** Visits without a map. Chromium itself notes that there is no WebGL, and that a request was refused. */
async function plainly(path, options, as = visitAs) {
  const visited = await as(plain, server, path, { webgl: false, idle: false, ...options });
  const done = () => {
    const { faults } = visited;
    faults.splice(0, faults.length, ...faults.filter((f) => !/WebGL|status of 4\d\d/i.test(f)));
    return visited.done();
  };
  return { ...visited, done };
}

const tour = 'CZ-T-001';
const stop = (n) => `${tour}-S0${n}`;
const row = (page, n) => page.locator(`[data-stop="${stop(n)}"]`);
const order = (page) =>
  page.locator('[data-stop]').evaluateAll((rows) => rows.map((r) => Number(r.dataset.stop.slice(-2))).join(' '));
const ordered = (page, want) => eventually(async () => assert.equal(await order(page), want));
const times = async (page) => (await page.locator('.desk-when').allInnerTexts()).map((t) => t.slice(0, 5));
const saved = async () => {
  const { features } = await server.json(`/api/collections/stops/items?tour=${tour}&limit=100`);
  features.sort((a, b) => a.properties.number - b.properties.number);
  return features.map((f) => Number(f.id.slice(-2))).join(' ');
};
const middle = async (locator) => {
  const box = await locator.boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, box };
};
async function drag(page, from, to) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 5 });
  await page.mouse.up();
}
/** At the end of the panel its foot covers nothing. */
const toEnd = (page) => page.locator('.panel-scroll').evaluate((panel) => panel.scrollTo(0, panel.scrollHeight));
const noScroll = (page) =>
  page.evaluate(() => {
    const panel = document.querySelector('.panel-scroll');
    return [document.documentElement.scrollWidth - innerWidth, panel.scrollWidth - panel.clientWidth];
  });

test('the numbers on the map are dragged, and what is clicked there becomes a stop', async () => {
  const size = { width: 960, height: 640 }; // each pixel is drawn by the processor
  const { page, done } = await visitAs(browser, server, `/?lang=en&sel=tours/${tour}`, { size });
  assert.match(await page.getByTestId('tour-phone').getAttribute('href'), /\/t\/CZ-T-001$/);
  await page.getByTestId('desk-open').click();
  await page.locator('.desk-mark').nth(4).waitFor();
  const mark = (n) => middle(page.locator(`[data-mark="${stop(n)}"]`));
  await eventually(async () => {
    const [a, b] = [await mark(1), await mark(2)];
    await drag(page, await mark(5), { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
    assert.equal(await order(page), '1 5 2 3 4');
  });
  await row(page, 4).scrollIntoViewIfNeeded();
  await drag(page, await mark(1), await middle(row(page, 4).locator('.desk-line')));
  await ordered(page, '5 2 3 4 1');
  const { geometry } = await server.json('/api/collections/enterprises/items/CZ-E-005');
  const spot = await page.evaluate(async (at) => {
    const { map } = globalThis.beltmap;
    const idle = new Promise((resolve) => map.once('idle', resolve));
    map.jumpTo({ center: at, zoom: 16 });
    await idle;
    const box = map.getCanvas().getBoundingClientRect();
    const { x, y } = map.project(at);
    return { x: box.x + x, y: box.y + y };
  }, geometry.coordinates);
  await page.mouse.click(spot.x, spot.y);
  await page.getByTestId('take-stop').click();
  await ordered(page, '5 2 3 4 1 6');
  await picture(page, 'desk-map');
  page.on('dialog', (dialog) => dialog.accept());
  await done();
});

test('a tour is arranged, saved, withdrawn and published', async () => {
  const { page, done } = await plainly(`/?lang=en&desk=${tour}`);
  const when = () => row(page, 1).locator('.desk-when').innerText();
  await eventually(async () => assert.equal(await when(), '09:00–09:20'));

  // By drag in the list, by key on the handle, by the buttons; the focus goes along.
  const handle = (n) => row(page, n).locator('[data-do=handle]');
  await handle(1).scrollIntoViewIfNeeded();
  const to = await middle(row(page, 2).locator('.desk-line'));
  await drag(page, await middle(handle(1)), { x: to.x, y: to.box.y + to.box.height });
  await ordered(page, '2 1 3 4 5');
  await eventually(async () => assert.match(await when(), /^09:2\d/, 'the times move'));
  await handle(2).press('ArrowDown');
  await ordered(page, '1 2 3 4 5');
  await row(page, 3).locator('[data-do=up]').press('Enter');
  await ordered(page, '1 3 2 4 5');
  assert.equal(await page.evaluate(() => document.activeElement.dataset.do), 'up');
  await row(page, 5).locator('.desk-name').click();
  await page.locator('[data-testid=desk-candidates] summary').click();
  await page.locator('[data-target="enterprises/CZ-E-005"] button').click();
  await ordered(page, '1 3 2 4 5 6');

  // Steps are taken back and done again, by button and by key.
  await page.getByTestId('desk-undo').click();
  await ordered(page, '1 3 2 4 5');
  await page.keyboard.press('Control+z');
  await ordered(page, '1 2 3 4 5');
  await page.getByTestId('desk-redo').click();
  await page.getByTestId('desk-redo').click();
  await ordered(page, '1 3 2 4 5 6');

  // Hours and room, groups and a late start: what is wrong stands beside the stop, and in the groups' board in words.
  await row(page, 2).locator('.desk-name').click();
  const set = (name, value) => page.locator(`[name="${name}"]`).fill(value);
  await set('capacity', '20');
  await set('closes', '10:00');
  await set('tour-start', '09:00');
  await set('tour-groups', '2');
  await set('tour-people', '60');
  await eventually(async () => {
    const kinds = await row(page, 2)
      .locator('[data-conflict]')
      .evaluateAll((all) => all.map((c) => c.dataset.conflict));
    assert.ok(kinds.includes('too_many') && kinds.includes('closed'), `${kinds}`);
  });
  assert.match(
    await page
      .locator(`[data-row="${stop(2)}"] td.wrong`)
      .first()
      .innerText(),
    /Too many: 30 people, room for 20/,
  );
  assert.match(
    await page
      .locator(`[data-row="${stop(1)}"] td`)
      .first()
      .innerText(),
    /with group 2/,
  );
  await page.getByTestId('desk-late').click();
  await eventually(async () =>
    assert.match(await page.getByTestId('desk-outcome').innerText(), /20 minutes late: Out at 09:20/),
  );
  await page.getByTestId('desk-late').click();

  // A search for the best order is ended, and then done: of two groups each has its own.
  const plans = '**/api/tours/plan';
  await page.route(plans, (route) =>
    route.request().headers().accept === 'text/event-stream' ? undefined : route.fallback(),
  );
  await page.getByTestId('desk-best').click();
  await page.getByTestId('desk-cancel').click();
  await page.getByTestId('desk-cancel').waitFor({ state: 'detached' });
  await page.unroute(plans);
  await set('tour-groups', '1');
  await page.getByTestId('desk-best').click();
  assert.match(await page.getByTestId('desk-verdict').innerText(), /no order ends earlier|Done at/);
  const best = await order(page);
  assert.notEqual(best, '1 3 2 4 5 6');

  // What others changed is said before anything is written, and nothing is lost.
  const path = `/api/collections/stops/items/${stop(2)}`;
  const items = `${server.url}${path}`;
  const tag = (await page.request.get(items)).headers().etag;
  const other = { 'If-Match': tag, 'Content-Type': 'application/merge-patch+json' };
  const patch = JSON.stringify({ properties: { capacity: 35, dwell: 25 } });
  assert.equal((await page.request.patch(items, { headers: other, data: patch })).status(), 200);
  const met = page.getByTestId('desk-met');
  await met.waitFor();
  await picture(page, 'desk');
  await toEnd(page);
  await accessibleInBothLights(page, 'the desk', (light) => picture(page, `desk-${light}`));
  assert.match(await met.innerText(), /Theirs: 35[\s\S]*Yours: 20/);
  await met.locator(`[data-met="${stop(2)} capacity"] input[value=own]`).check();
  await met.getByTestId('met-take').click();
  await page.getByTestId('desk-save').click();
  await eventually(async () => assert.match(await page.getByTestId('desk-unsaved').innerText(), /Nothing to save/));
  assert.equal(await saved(), best);
  const { properties: p } = await server.json(path);
  assert.deepEqual([p.capacity, p.dwell, p.closes], [20, 25, '10:00']);

  const link = async () => (await fetch(`${server.url}/t/${tour}`, { headers: { 'Accept-Language': 'en' } })).text();
  await page.getByTestId('desk-withdraw').click();
  await page.getByTestId('ask-yes').click();
  await page.getByTestId('desk-publish').waitFor();
  assert.match(await link(), /has been withdrawn/);
  await page.getByTestId('desk-publish').click();
  await page.getByTestId('ask-yes').click();
  await page.getByTestId('desk-withdraw').waitFor();
  assert.match(await link(), /id="stop-6"/);
  await done();
});

test('on a phone the list is arranged without scrolling sideways, and who may not edit looks only', async () => {
  const { page, done } = await plainly(`/?lang=en&desk=${tour}`, { size: phone });
  await page.getByTestId('sheet-up').click();
  const before = await order(page);
  await page.locator('[data-stop] [data-do=down]').first().tap();
  await eventually(async () => assert.notEqual(await order(page), before));
  assert.deepEqual(await noScroll(page), [0, 0]);
  await picture(page, 'desk-phone');
  await toEnd(page);
  await accessible(page, 'the desk on a phone');
  // What was done outlives a reload.
  page.on('dialog', (dialog) => dialog.accept());
  const moved = await order(page);
  await page.reload();
  await ordered(page, moved);
  await page.getByTestId('desk-undo').click();
  await ordered(page, before);
  await done();
  const looking = await plainly(`/?desk=${tour}`, { size: phone }, visit);
  await eventually(async () => assert.match((await times(looking.page))[0] ?? '', /^09:00/));
  assert.equal(await looking.page.locator('[data-do], [data-testid=desk-save]').count(), 0);
  await looking.done();
});

test('the phone page tells the time there and the next departure', async () => {
  const context = await plain.newContext({
    viewport: phone,
    locale: 'zh-CN',
    timezoneId: 'Europe/London',
    serviceWorkers: 'block',
  });
  const page = await context.newPage();
  await page.clock.install({ time: new Date('2026-11-26T09:05:30+08:00') });
  await page.goto(`${server.url}/t/${tour}`);
  const leaves = await page.locator('.stop[data-leave]').evaluateAll((all) => all.map((e) => Number(e.dataset.leave)));
  const clock = (n) => `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`;
  const said = async (n, seq) => {
    assert.equal(
      await page.locator('#now').innerText(),
      clock(n),
      'the time in Shanghai, wherever the phone thinks it is',
    );
    assert.equal(await page.locator('#departure').innerText(), `第 ${seq} 站 ${clock(leaves[seq - 1])} 出发`);
  };
  await said(9 * 60 + 5, 1);
  await page.clock.fastForward((leaves[0] - (9 * 60 + 5)) * 60_000); // the minute of the departure is still before it
  await said(leaves[0], 1);
  await page.clock.fastForward(60_000);
  await said(leaves[0] + 1, 2);
  await context.close();
});
