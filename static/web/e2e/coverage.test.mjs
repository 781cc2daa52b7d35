// The view of coverage: its numbers are the API's, rows and areas point at each other, a link restores it, an area is measured, a wall
// is served, and axe finds nothing.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import {
  accessible,
  accessibleInBothLights,
  binary,
  desktop,
  eventually,
  launch,
  phone,
  picture,
  serve,
  visit,
} from './harness.mjs';

let folder;
let server;
let sample;
let browser;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'beltmap-'));
  const file = join(folder, 'synthetic.gpkg');
  execFileSync(binary, ['generate', '--enterprises', '3000', '--db', file]);
  [server, sample, browser] = await Promise.all([serve('--internal', '--db', file), serve(), launch()]);
});
after(async () => {
  await browser?.close();
  await Promise.all([server?.stop(), sample?.stop()]);
  if (folder) rmSync(folder, { recursive: true });
});

const plain = (text) => text.replaceAll(/[\s,]/g, '');
const cells = (row) => row.locator('th, td').evaluateAll((all) => all.map((cell) => cell.innerText));
const percent = ({ rate }) =>
  rate === null ? 'no data' : `${new Intl.NumberFormat('en', { maximumFractionDigits: 1 }).format(rate * 100)}%`;
const part = (page, id) => page.locator(`tr[data-part="${id}"]`);
const painted = (page) =>
  page.evaluate(() => {
    const { map } = globalThis.beltmap;
    const layers = ['coverage:fill', 'coverage:hatch', 'coverage:discs'].filter((id) => map.getLayer(id));
    return Object.fromEntries(map.queryRenderedFeatures({ layers }).map((f) => [f.properties.id, f.properties.class]));
  });
const classOf = (rate) => (rate === null ? -1 : Math.min(4, Math.floor((rate * 100) / 20)));

/** The numbers of a row are those of an item. */
async function same(row, item, rate) {
  const [, enterprises, denominator, covered, unknown, shown] = await cells(row);
  const of = item[rate];
  assert.deepEqual(
    [enterprises, denominator, covered, unknown].map(plain),
    [item.enterprises, of.denominator, of.numerator, of.unknown].map(String),
    item.id,
  );
  assert.ok(plain(shown).startsWith(plain(percent(of))), `${item.id}: ${shown}`);
}

describe('coverage', () => {
  it('is reached from the overview and ranks the zones with the numbers of the API, in step with the map', async () => {
    const report = await server.json('/api/coverage?by=zone');
    const { page, done } = await visit(browser, server, '/?lang=en');
    await page.getByTestId('coverage-open').click();
    await part(page, report.items[0].id).waitFor();
    assert.match(page.url(), /coverage=zone/);
    const total = await page.getByTestId('coverage-total').innerText();
    assert.ok(total.includes(percent(report.total.organizational)), total);
    const rows = page.locator('tr[data-part]');
    const ids = await rows.evaluateAll((all) => all.map((row) => row.dataset.part));
    assert.equal(ids.length, report.items.length);
    const byId = new Map(report.items.map((item) => [item.id ?? '', item]));
    const ranked = ids.map((id) => byId.get(id).organizational.rate ?? -1);
    assert.deepEqual(
      ranked,
      [...ranked].sort((a, b) => b - a),
      'the highest rate first, no data last',
    );
    for (const id of [ids[0], ids[1], ids.at(-1)]) await same(part(page, id), byId.get(id), 'organizational');
    assert.equal(
      await page.getByTestId('coverage-source').evaluate((a) => a.pathname + a.search),
      '/api/coverage?by=zone',
    );
    const colors = await eventually(async () => {
      const now = await painted(page);
      assert.ok(Object.keys(now).length > report.items.length / 2, 'the zones are painted');
      return now;
    });
    for (const [id, shown] of Object.entries(colors))
      assert.equal(shown, classOf(byId.get(id).organizational.rate), id);
    assert.match(await page.getByTestId('coverage').getByTestId('coverage-legend').innerText(), /20–40%/);
    await picture(page, 'coverage-ranking');

    // A row points at its area, and an area at its row.
    await part(page, ids[2]).hover();
    await eventually(async () =>
      assert.ok(
        await page.evaluate(
          () => globalThis.beltmap.map.queryRenderedFeatures({ layers: ['hovered-line'] }).length > 0,
        ),
        'the area is outlined',
      ),
    );
    const [id, at] = await page.evaluate(() => {
      const { map } = globalThis.beltmap;
      const { width, height } = map.getContainer().getBoundingClientRect();
      const found = map
        .queryRenderedFeatures({ layers: ['coverage:discs'] })
        .map((f) => [f.properties.id, map.project(f.geometry.coordinates)])
        .find(([, p]) => p.x > 350 && p.x < width - 100 && p.y > 120 && p.y < height - 120);
      const box = map.getContainer().getBoundingClientRect();
      return [found[0], { x: box.x + found[1].x, y: box.y + found[1].y }];
    });
    await page.mouse.move(at.x, at.y);
    await eventually(async () => {
      const lit = await page.locator('tr.lit').getAttribute('data-part');
      assert.ok(lit, `a row is lit for ${id}`);
    });
    await page.getByTestId('coverage-rate').getByText('Work', { exact: true }).click();
    await eventually(() => same(part(page, ids[0]), byId.get(ids[0]), 'work'));
    await page.locator('button[data-sort=enterprises]').click();
    const sizes = await rows.evaluateAll((all) =>
      all.map((row) => Number(row.children[1].textContent.replaceAll(',', ''))),
    );
    assert.deepEqual(
      sizes,
      [...sizes].sort((a, b) => b - a),
    );

    // A row opens its card, with the same rates and the list to take away.
    await part(page, ids[0]).getByRole('button').click();
    const card = page.getByTestId('card-coverage');
    await card.locator('tr[data-rate=work]').waitFor();
    const [, denominator, covered] = await cells(card.locator('tr[data-rate=work]'));
    assert.deepEqual(
      [denominator, covered],
      [byId.get(ids[0]).work.denominator, byId.get(ids[0]).work.numerator].map(String),
    );
    const list = await page.getByTestId('card-file').evaluate((a) => a.pathname + a.search);
    assert.equal(list, `/api/gaps?zone=${ids[0]}&status=eligible&f=xlsx&lang=en`);
    assert.ok((await fetch(server.url + list)).ok);
    await picture(page, 'coverage-card');
    await done();
  });

  it('is restored by a link, zone, day and measure with it, grid by grid', async () => {
    const zone = (await server.json('/api/coverage?by=zone')).items[0].id;
    const path = `/api/coverage?by=grid&zone=${zone}&as_of=2026-01-01`;
    const report = await server.json(path);
    const { page, done } = await visit(
      browser,
      server,
      `/?lang=en&zone=${zone}&datetime=2026-01-01&coverage=grid&rate=single`,
    );
    const item = report.items.find((i) => i.single.denominator > 0);
    await same(part(page, item.id), item, 'single');
    assert.equal(await page.getByTestId('coverage-source').evaluate((a) => a.pathname + a.search), path);
    assert.match(await page.locator('.coverage .as-of').innerText(), /2026-01-01/);
    await eventually(async () => assert.equal((await painted(page))[item.id], classOf(item.single.rate)));
    // Which center serves which grid, and who is in none: with the records.
    const services = await server.json(`/api/service-grids?zone=${zone}&as_of=2026-01-01`);
    const { fix, fix_by: by } = services;
    await page.getByTestId('service-grids').locator('summary').click();
    await page.getByTestId('fix-table').waitFor();
    assert.match(
      await page.getByTestId('service-count').innerText(),
      new RegExp(`^${services.grids.length} grids: .* ${services.grids_unserved} without`),
    );
    assert.equal(await page.getByTestId('service-table').locator('tbody tr').count(), 50);
    await page.getByTestId('service-pages').getByRole('button', { name: 'Next' }).click();
    assert.deepEqual(await page.getByTestId('service-table').locator('tbody tr').count(), services.grids.length - 50);
    assert.ok(by.in_none > 0 && fix.length === by.in_none);
    assert.match(await page.getByTestId('grid-fix').innerText(), new RegExp(`in no grid ${by.in_none}`));
    const shown = await page
      .getByTestId('fix-table')
      .locator('tbody tr')
      .evaluateAll((all) => all.map((row) => row.dataset.part));
    assert.deepEqual(
      shown,
      fix.slice(0, 50).map((one) => one.id),
    );
    assert.equal(
      await page.getByTestId('services-source').evaluate((a) => a.pathname + a.search),
      `/api/service-grids?zone=${zone}&as_of=2026-01-01`,
    );
    for (const format of ['xlsx', 'csv', 'geojson']) {
      const href = await page.getByTestId(`services-${format}`).evaluate((a) => a.pathname + a.search);
      const file = await fetch(server.url + href);
      assert.equal(file.status, 200, href);
      if (format === 'geojson') assert.equal((await file.json()).features.length, services.grids.length);
      else await file.arrayBuffer();
    }
    await accessible(page, 'service grids');
    await picture(page, 'coverage-grids');
    await page.getByTestId('fix-table').getByRole('button').first().click();
    await page.getByTestId('detail').waitFor();
    assert.ok(page.url().includes(`sel=enterprises/${fix[0].id}`), page.url());
    await page.keyboard.press('Escape');
    await page.getByTestId('coverage-back').click();
    await page.goBack();
    await part(page, item.id).waitFor();
    await done();
  });

  it('measures an area that is typed or drawn, and goes through the quarters', async () => {
    const shape = [
      [116, 30],
      [119, 30],
      [119, 33],
    ];
    const sent = (path) =>
      fetch(server.url + path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/geo+json', 'Accept-Language': 'en' },
        body: JSON.stringify({ type: 'Polygon', coordinates: [[...shape, shape[0]]] }),
      });
    const [item] = (await (await sent('/api/coverage')).json()).items;
    assert.ok(item.enterprises > 0);
    const { page, done } = await visit(browser, server, '/?lang=en&coverage=class');
    await page.getByTestId('area-text').fill(shape.map((p) => p.join(', ')).join('\n'));
    await page.getByTestId('area-count').click();
    const rates = page.getByTestId('area-rates');
    const row = rates.locator('tr[data-rate=effective]');
    await row.waitFor();
    const [, denominator, covered, unknown] = await cells(row);
    assert.deepEqual(
      [denominator, covered, unknown].map(plain),
      [item.effective.denominator, item.effective.numerator, item.effective.unknown].map(String),
    );
    assert.match(page.url(), /area=116,30,119,30,119,33/);
    const paper = await page.getByTestId('printed-area').textContent();
    assert.ok(paper.includes(percent(item.effective)), `the printed sheet has them, too: ${paper}`);

    // From its rates one goes on to its gaps, in the order of the API, a page at a time, to take away.
    const { gaps, numberMatched } = await (await sent('/api/gaps')).json();
    assert.ok(gaps.length > 50, 'more than a page');
    await page.getByTestId('area-gaps').click();
    const listed = page.getByTestId('gap-list').locator('[data-id]');
    const ids = () => listed.evaluateAll((all) => all.map((one) => one.dataset.id));
    await listed.first().waitFor();
    assert.deepEqual(
      await ids(),
      gaps.slice(0, 50).map((gap) => gap.id),
    );
    assert.ok(plain(await page.getByTestId('gap-counts').innerText()).startsWith(`${numberMatched}of`));
    assert.equal((page.url().match(/area=/g) ?? []).length, 1, page.url());
    await page.getByTestId('gaps-next').click();
    await eventually(async () => assert.equal((await ids())[0], gaps[50].id));
    for (const [take, path] of [
      ['gaps-xlsx', '/api/gaps?f=xlsx&lang=en'],
      ['gaps-csv', '/api/gaps?f=csv'],
    ]) {
      const [file, direct] = await Promise.all([
        page.waitForEvent('download').then(async (download) => {
          assert.match(download.suggestedFilename(), /area\.(xlsx|csv)$/);
          return readFileSync(await download.path());
        }),
        sent(path).then(async (answer) => Buffer.from(await answer.arrayBuffer())),
        page.getByTestId(take).click(),
      ]);
      assert.ok(file.equals(direct), `${take}: ${file.length} and ${direct.length} bytes`);
    }
    await page.getByTestId('analysis-source').locator('summary').click();
    assert.match(await page.getByTestId('analysis-source').innerText(), /curl .*"Polygon".*\/api\/gaps'/s);
    await eventually(async () =>
      assert.ok(
        await page.evaluate(() =>
          globalThis.beltmap.map.querySourceFeatures('analysis').some((f) => f.properties.kind === 'area'),
        ),
        'the area is framed',
      ),
    );
    await picture(page, 'analysis-area');
    await page.locator('[data-view=hotspots]').click();
    await page.getByTestId('hotspots-method').waitFor();
    await page.locator('[data-view=sensitivity]').click();
    const scales = page.getByTestId('scales');
    await scales.waitFor();
    const { organizational: rate } = item;
    assert.ok(
      plain(await scales.innerText()).includes(`${rate.numerator}/${rate.denominator}`),
      'the rate of the area',
    );
    await page.getByTestId('analysis-back').click();
    await row.waitFor();

    await page.getByTestId('area-clear').click();
    await page.getByTestId('area-draw').click();
    await page.waitForSelector('html[data-drawing="true"]', { state: 'attached' });
    const box = await page.locator('.maplibregl-canvas').boundingBox();
    for (const [x, y] of [
      [380, 200],
      [560, 200],
      [560, 360],
      [380, 200],
    ]) {
      await page.mouse.move(box.x + x, box.y + y, { steps: 3 });
      await page.mouse.click(box.x + x, box.y + y);
    }
    await row.waitFor();
    assert.match(page.url(), /area=/);
    await picture(page, 'coverage-area');

    await page.getByTestId('coverage-time').locator('summary').click();
    const moments = page.locator('tr[data-day]');
    await moments.first().waitFor();
    const source = await page.getByTestId('series-source').evaluate((a) => a.pathname + a.search);
    const series = await server.json(source);
    const last = series.items.reduce((sum, i) => sum + i.points.at(-1).organizational.numerator, 0);
    assert.equal(plain((await cells(moments.last()))[1]).split('/')[0], String(last));
    await page.getByTestId('time-slider').focus();
    await page.keyboard.press('ArrowLeft');
    const day = await moments.nth(-2).getAttribute('data-day');
    await eventually(async () => assert.match(await page.locator('.coverage .as-of').innerText(), new RegExp(day)));
    assert.match(page.url(), new RegExp(`datetime=${day}`));
    await picture(page, 'coverage-time');

    // All grids of all zones: the ranking a page at a time, and every one of them on the map, which says how many already are.
    await page.evaluate(() => {
      const line = document.querySelector('[data-testid=painting]');
      globalThis.heard = [];
      new MutationObserver(() => globalThis.heard.push(line.textContent)).observe(line, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    });
    await page.getByTestId('coverage-by').selectOption('grid');
    const grids = (await server.json(`/api/coverage?by=grid&as_of=${day}`)).items;
    assert.ok(grids.length > 1500, 'more than pass through the page’s hands');
    const pages = page.getByTestId('coverage-pages');
    await pages.waitFor();
    await page.locator('[data-sort=enterprises]').click();
    const largest = [...grids].sort((a, b) => b.enterprises - a.enterprises);
    const firstRow = page.getByTestId('coverage-table').locator('tbody tr').first();
    await eventually(async () => assert.equal(await firstRow.getAttribute('data-part'), largest[0].id ?? ''));
    await pages.getByRole('button', { name: 'Next' }).click();
    await eventually(async () => assert.equal(await firstRow.getAttribute('data-part'), largest[200].id));
    assert.match(plain(await pages.innerText()), new RegExp(`201–400/${grids.length}`));
    await same(firstRow, largest[200], 'organizational');
    const there = await server.json(`/api/collections/grids/items/${largest.find((grid) => grid.id !== null).id}`);
    await page.evaluate((center) => {
      globalThis.beltmap.map.jumpTo({ center, zoom: 11 });
    }, there.geometry.coordinates[0][0]);
    const rateOf = new Map(grids.map((grid) => [grid.id, grid.organizational.rate]));
    await eventually(async () => {
      const seen = await page.evaluate(() =>
        globalThis.beltmap.map
          .queryRenderedFeatures({ layers: ['coverage:many-fill', 'coverage:many-hatch'] })
          .map(({ layer, properties }) => [
            properties.id,
            layer.id === 'coverage:many-hatch' ? null : properties.organizational,
          ]),
      );
      assert.ok(seen.length > 50, `${seen.length} grids are painted`);
      for (const [id, rate] of seen) assert.equal(rate, rateOf.get(id), id);
    }, 60_000);
    const heard = await eventually(async () => {
      const all = await page.evaluate(() => globalThis.heard);
      assert.equal(all.at(-1), '', 'nothing is said once all are painted');
      return all;
    }, 60_000);
    const all = new Intl.NumberFormat('en').format(rateOf.size - Number(rateOf.has(null)));
    assert.match(heard[0], /^Fetching the figures/);
    assert.ok(heard.includes(`Painting the map: 0 of ${all} grids`), heard.join('; '));
    await picture(page, 'coverage-many');
    await done();
  });

  it('keeps what is not known from 0, and what is stated beside it', async () => {
    const { page, done } = await visit(browser, sample, '/?lang=en&coverage=zone');
    assert.match(await part(page, 'CZ').innerText(), /no data\s+stated 71%/);
    await eventually(async () => assert.equal((await painted(page)).CZ, -1));
    assert.equal(await page.locator('option[value=size]').count(), 0, 'the public may not ask by size');
    await picture(page, 'coverage-sample');
    // Who stands near a belt and does not take part.
    await page.getByTestId('coverage-by').selectOption('belt');
    await page.getByTestId('coverage-corridor').selectOption('500');
    const near = page.locator('[data-corridor=CZ-B-SHANGHAI-ROAD]');
    await near.waitFor();
    const path = await page.getByTestId('coverage-source').evaluate((a) => a.pathname + a.search);
    assert.equal(path, '/api/coverage?by=belt&corridor=500');
    assert.match(page.url(), /coverage=belt&corridor=500/);
    const { corridor } = (await sample.json(path)).items.find((item) => item.id === 'CZ-B-SHANGHAI-ROAD');
    const [, within, taking, others] = await cells(near);
    assert.deepEqual(
      [within, taking, others].map((cell) => Number.parseInt(cell, 10)),
      [corridor.within, corridor.participating, corridor.not_participating].map((of) => of.enterprises),
    );
    assert.match(taking, /no data/);
    await eventually(async () =>
      assert.ok(
        await page.evaluate(
          () => globalThis.beltmap.map.queryRenderedFeatures({ layers: ['coverage:corridor'] }).length > 0,
        ),
        'the corridor is a band on the map',
      ),
    );
    for (const format of ['xlsx', 'csv', 'geojson']) {
      const file = await page.getByTestId(`coverage-${format}`).evaluate((a) => a.pathname + a.search);
      assert.ok((await fetch(sample.url + file)).ok, file);
    }
    // Which they are stands on the belt's card.
    await page.getByTestId('coverage-corridor').selectOption('1000');
    await near.getByRole('button').click();
    await page.getByTestId('beside').waitFor();
    const list = await page.getByTestId('beside-source').evaluate((a) => a.pathname + a.search);
    const { enterprises, within: counted } = await sample.json(list);
    assert.equal(list, '/api/coverage/corridor?belt=CZ-B-SHANGHAI-ROAD&corridor=1000');
    const rows = page.getByTestId('beside').locator('tbody tr');
    assert.deepEqual(
      await rows.evaluateAll((all) => all.map((row) => row.dataset.part)),
      enterprises.map((one) => one.id),
    );
    assert.ok(enterprises.length > 0 && enterprises.length < counted);
    await page.getByTestId('beside').scrollIntoViewIfNeeded();
    await accessible(page, 'who stands near a belt');
    await picture(page, 'coverage-beside');
    await page.getByTestId('beside-metres').selectOption('100');
    await eventually(async () => assert.equal(await rows.count(), 0));
    await done();
  });

  it('serves a wall: a zone at a time, large, with nothing to press', async () => {
    const report = await server.json('/api/coverage?by=zone');
    const { page, done } = await visit(browser, server, '/?lang=en&screen=1');
    const slide = page.getByTestId('slide');
    await slide.waitFor();
    const shown = async () => {
      const id = await slide.getAttribute('data-zone');
      return report.items.find((i) => i.id === id);
    };
    const first = await shown();
    const text = await slide.innerText();
    const days = [report, await server.json('/api/coverage?by=zone')].map((one) => one.passport.as_of); // at midnight in China the day turns
    assert.ok(text.includes(percent(first.organizational)) && days.some((day) => text.includes(day)), text);
    assert.ok(plain(text).includes(String(first.organizational.denominator)));
    assert.match(await page.getByTestId('review-number').innerText(), /\S/);
    assert.equal(await page.locator('button, select, input').filter({ visible: true }).count(), 0);
    await page.keyboard.press('ArrowRight');
    await eventually(async () => assert.notEqual((await shown()).id, first.id));
    await picture(page, 'coverage-screen');
    await accessibleInBothLights(page, 'the wall');
    await page.keyboard.press('Escape');
    await page.getByTestId('coverage-open').waitFor();
    await done();
  });
});

// The map beside it is drawn by the others, and without it these take a third of the time.
describe('axe finds nothing on coverage', () => {
  let plainBrowser;
  before(async () => {
    plainBrowser = await launch({ webgl: false });
  });
  after(() => plainBrowser?.close());
  for (const [look, size, lang] of [
    ['desktop', desktop, 'zh'],
    ['phone', phone, 'en'],
  ]) {
    it(look, async () => {
      const path = `/?lang=${lang}&coverage=zone&area=117,31.5,118.5,31.5,118.5,33`;
      const { page, faults } = await visit(plainBrowser, sample, path, { size, webgl: false });
      await page.getByTestId('area-rates').waitFor();
      assert.equal(await page.getByTestId('area-gaps').count(), 0, 'the public goes no further than the rates');
      await page.getByTestId('passport').first().locator('summary').click();
      await page.getByTestId('coverage-time').locator('summary').click();
      await page.locator('tr[data-day]').first().waitFor();
      await page.getByTestId('coverage-table').scrollIntoViewIfNeeded();
      await accessibleInBothLights(page, `coverage, ${look}`, (light) => picture(page, `coverage-${look}-${light}`));
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing runs out');
      await page.context().close();
      assert.deepEqual(
        faults.filter((f) => !/WebGL/i.test(f)), // Chromium itself notes the missing WebGL
        [],
      );
    });
  }
});
