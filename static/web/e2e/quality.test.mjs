// The view of data quality: its numbers are the API's, each opens its records, a link restores it, and axe finds nothing.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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
  ready,
  serve,
  visit,
} from './harness.mjs';

let server;
let browser; // draws the map
let plain; // for all that looks at none
before(async () => {
  [server, browser, plain] = await Promise.all([serve(), launch(), launch({ webgl: false })]);
});
after(async () => {
  await Promise.all([browser?.close(), plain?.close()]);
  await server?.stop();
});

const words = ({ numerator, denominator }) =>
  [numerator, denominator].map((n) => new Intl.NumberFormat('en').format(n)).join(' / ');
const lastOf = ({ items }) => `${items.at(-1).collection}/${items.at(-1).id}`;
const shownIn = (row) => row.locator('.share-number').innerText();

describe('data quality', () => {
  it('is reached from the overview and shows every measure with the numbers and definitions of the API', async () => {
    const report = await server.json('/api/quality');
    const { page, done } = await visit(plain, server, '/?lang=en');
    assert.equal(await page.getByTestId('counts-source').evaluate((link) => link.pathname), '/api/counts');
    await page.getByTestId('quality-open').click();
    await page.locator('tr[data-measure]').first().waitFor();
    assert.match(page.url(), /quality=all/);
    const text = await page.getByTestId('quality').innerText();
    const days = [report, await server.json('/api/quality')].map((one) => one.as_of.slice(0, 10)); // at midnight in China the day turns
    assert.ok(
      days.some((day) => text.includes(day)),
      `${text}: the date, one of ${days}`,
    );
    for (const { id, label_en, definition_en } of report.definitions) {
      const row = page.locator(`tr[data-measure="${id}"]`);
      assert.equal(await shownIn(row), words(report.total[id]), id);
      const text = await row.innerText();
      assert.ok(text.includes(label_en) && text.includes(definition_en), `${id} is defined`);
      if (report.total[id].denominator === 0) assert.match(text, /cannot be told/, 'no data is not 0');
      if (report.total[id].unknown > 0) assert.match(text, new RegExp(`${report.total[id].unknown} more unknown`));
    }
    assert.equal(await page.getByTestId('quality-source').evaluate((link) => link.pathname), '/api/quality');
    await done();
  });

  it('shows each measure by zone as the API does', async () => {
    const report = await server.json('/api/quality');
    const { page, done } = await visit(plain, server, '/?lang=en&quality=all');
    for (const { id } of report.definitions) {
      await page.locator(`tr[data-measure="${id}"]`).getByTestId('quality-measure').click();
      for (const { zone, figures } of report.zones) {
        const row = page.locator(`tr[data-zone="${zone ?? ''}"]`);
        assert.equal(await shownIn(row), words(figures[id]), `${id} of ${zone}`);
      }
      assert.equal(await shownIn(page.locator('tr[data-zone="*"]')), words(report.total[id]));
      await page.getByTestId('quality-back').click();
    }
    await done();
  });

  it('opens the records of a number by keyboard, selects one on the map, and comes back to the list', async () => {
    const report = await server.json('/api/quality');
    const measure = report.definitions
      .map((d) => d.id)
      .find((id) => id !== 'located' && report.total[id].numerator > 0);
    assert.ok(measure, 'the sample lacks something');
    const first = await server.json(`/api/quality/${measure}?limit=50`);
    const { page, done } = await visit(browser, server, `/?lang=en&quality=${measure}`);
    await page.locator('tr[data-zone="*"] button.share-number').focus();
    await page.keyboard.press('Enter');
    const items = page.getByTestId('quality-items');
    await items.locator('[data-id]').first().waitFor();
    assert.equal(await items.locator('[data-id]').count(), first.numberReturned);
    assert.match(await page.getByTestId('quality-count').innerText(), new RegExp(`^${first.numberMatched} in all`));
    const wanted = first.items.find((i) => i.collection !== 'facts');
    await items.locator(`[data-id="${wanted.id}"]`).click();
    await eventually(async () => assert.match(await page.getByTestId('detail').innerText(), new RegExp(wanted.id)));
    await eventually(async () =>
      assert.ok(
        await page.evaluate(
          () => globalThis.beltmap.map.queryRenderedFeatures({ layers: ['chosen-point', 'chosen-line'] }).length > 0,
        ),
        'the map marks it',
      ),
    );
    assert.match(page.url(), new RegExp(`quality=${measure}/.*sel=${wanted.collection}/${wanted.id}`));
    await page.keyboard.press('Escape');
    await items.waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.dataset.id), wanted.id, 'the focus comes back');
    await page.keyboard.press('Escape');
    await page.locator('tr[data-zone="*"]').waitFor();
    await page.goBack();
    await items.waitFor();
    await done();
  });

  it('turns the pages of a long list', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'beltmap-'));
    const file = join(folder, 'synthetic.gpkg');
    execFileSync(binary, ['generate', '--enterprises', '300', '--db', file]);
    const large = await serve('--db', file);
    try {
      const { definitions, total } = await large.json('/api/quality');
      const long = definitions.map((d) => d.id).find((id) => id !== 'located' && total[id].numerator > 50);
      assert.ok(long, 'something fills more than a page');
      const first = await large.json(`/api/quality/${long}?limit=50`);
      const second = await large.json(`/api/quality/${long}?limit=50&after=${lastOf(first)}`);
      const { page, done } = await visit(plain, large, `/?lang=en&quality=${long}/*`);
      const items = page.getByTestId('quality-items');
      const ids = () => items.locator('[data-id]').evaluateAll((rows) => rows.map((row) => row.dataset.id));
      for (const [turn, wanted] of [
        ['', first],
        ['quality-next', second],
        ['quality-prev', first],
      ]) {
        if (turn) await page.getByTestId(turn).click();
        await eventually(async () =>
          assert.deepEqual(
            await ids(),
            wanted.items.map((i) => i.id),
          ),
        );
      }
      await done();
    } finally {
      await large.stop();
      rmSync(folder, { recursive: true });
    }
  });

  it('takes the age of a stale survey from the reader and the link, and opens the records of no zone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'beltmap-'));
    const [db, csv] = ['records.gpkg', 'records.csv'].map((name) => join(folder, name));
    const [recent, old] = [200, 400].map((days) => new Date(Date.now() - days * 864e5).toISOString().slice(0, 10));
    writeFileSync(csv, `id,name_zh,lon,lat,surveyed_at\nN1,甲厂,118.3,32.3,${recent}\nN2,乙厂,118.4,32.4,${old}\n`);
    execFileSync(binary, ['import', csv, '--as', 'enterprises', '--db', db]);
    const zoneless = await serve('--db', db);
    try {
      const { page, done } = await visit(plain, zoneless, '/?lang=en&quality=stale&stale_days=300');
      const row = page.locator('tr[data-zone=""]');
      await eventually(async () => assert.equal(await shownIn(row), '1 / 2'));
      await page.getByTestId('stale-days').selectOption('180');
      await eventually(async () => assert.equal(await shownIn(row), '2 / 2'));
      assert.match(await page.locator('.quality-means').innerText(), /more than 180 days ago/);
      await row.locator('.share-number').click();
      const items = page.getByTestId('quality-items').locator('[data-id]');
      await eventually(async () => assert.equal(await items.count(), 2));
      assert.match(page.url(), /quality=stale\/~&stale_days=180/);
      const source = await page.getByTestId('quality-source').evaluate((link) => link.pathname + link.search);
      assert.equal((await zoneless.json(source)).numberMatched, 2);
      await page.getByTestId('stale-days').selectOption('365');
      await eventually(async () =>
        assert.deepEqual(await items.evaluateAll((r) => r.map((i) => i.dataset.id)), ['N2']),
      );
      await accessible(page, 'no zone, with a limit');
      await done();
    } finally {
      await zoneless.stop();
      rmSync(folder, { recursive: true });
    }
  });

  it('divides the located by class, each class a list of the page', async () => {
    const { total } = await server.json('/api/quality');
    const [name, n] = Object.entries(total.located.by_class)[0];
    const { page, done } = await visit(plain, server, '/?lang=en&quality=located/*');
    await page.locator(`[data-class="${name}"]`).click();
    await ready(page, false);
    await eventually(async () => assert.match(await page.getByTestId('count').innerText(), new RegExp(`^${n} in all`)));
    assert.match(page.url(), new RegExp(`position_class=${name}`));
    await done();
  });
});

// The map beside the view is the same for all of it: it is drawn for the first only, and the others take a third of the time.
describe('axe finds nothing on data quality', () => {
  for (const [look, options] of [
    ['desktop', { size: desktop, lang: 'zh' }],
    ['phone', { size: phone, lang: 'en' }],
  ]) {
    for (const view of ['all', 'never_surveyed', 'never_surveyed/*', 'located/*']) {
      it(`${view}, ${look}`, async () => {
        const path = `/?quality=${view}&lang=${options.lang}`;
        const { page, done } = await visit(view === 'all' ? browser : plain, server, path, { ...options, idle: false });
        await page.locator('.quality-table, .quality-items .note, [data-testid=quality-classes]').first().waitFor();
        await page.waitForLoadState('networkidle'); // the note may be that of loading
        await accessibleInBothLights(page, `${view}, ${look}`, (light) =>
          picture(page, `quality-${view}-${look}-${light}`.replaceAll(/[ /*]+/g, '-')),
        );
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing runs out');
        await done();
      });
    }
  }
});
