// What others change while the page is open, the page under a base path, and names that are markup.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { binary, drawn, eventually, launch, listed, serve, visit } from './harness.mjs';

const folder = mkdtempSync(join(tmpdir(), 'beltmap-'));
const file = join(folder, 'live.gpkg');
const markup = '<img src=x onerror=alert(1)>';
const interval = 1000; // ms after which the server has noticed what another process wrote
const running = [];
let browser;

/** A server that is stopped in the end, however its test ends. */
async function open(...args) {
  const server = await serve('--db', file, ...args);
  running.push(server);
  return server;
}

function place(rows) {
  const list = join(folder, 'enterprises.csv');
  writeFileSync(list, `id,name_zh,lon,lat,zone\n${rows.map((row) => row.join(',')).join('\n')}\n`);
  execFileSync(binary, ['import', list, '--db', file], { stdio: 'pipe' });
}

before(async () => {
  const zones = join(folder, 'zones.csv');
  writeFileSync(zones, 'id,name_zh,lon,lat,zone\nCZ,滁州开发区,118.31,32.30,CZ\n');
  execFileSync(binary, ['import', zones, '--db', file, '--as', 'zones'], { stdio: 'pipe' });
  place([['E-1', '甲厂', 118.31, 32.3, 'CZ']]);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  for (const server of running) await server.stop();
  rmSync(folder, { recursive: true });
});

const near = '?c=118.3100,32.3000&z=14';

describe('what others change', () => {
  it('shows on the map, in the list and in the open card within a second, and nothing that was open closes', async () => {
    const server = await open();
    const { page, done } = await visit(browser, server, `/${near}&sel=enterprises/E-1`);
    await page.waitForSelector('html[data-live=open]', { state: 'attached' });
    const card = page.getByTestId('detail').getByRole('heading', { level: 2 });
    assert.equal(await card.innerText(), '甲厂');
    assert.equal(await listed(page), 1);
    const view = page.url();
    place([
      ['E-1', '甲甲厂', 118.31, 32.3, 'CZ'],
      ['E-2', '乙厂', 118.314, 32.302, 'CZ'],
    ]);
    const began = Date.now();
    await eventually(async () => {
      assert.equal(await card.innerText(), '甲甲厂');
      assert.equal(await listed(page), 2);
    });
    const written = Date.now() - began;
    await eventually(async () => {
      const ids = (await drawn(page, 'enterprises')).map((f) => f.properties.id);
      assert.ok(ids.includes('E-2'), `drawn are ${ids}`);
    });
    const all = Date.now() - began;
    console.log(
      `the lists follow after ${written} ms, the map after ${all} ms, of which up to ${interval} ms until the server looks`,
    );
    assert.ok(written < interval + 1000, `${written} ms`);
    assert.ok(all < interval + 1000 + 1000, `${all} ms`); // a software renderer takes its time to draw
    assert.equal(page.url(), view, 'the view is as it was');
    await done();
  });

  it('is not listened for while nobody looks, and shown on coming back', async () => {
    const server = await open();
    const { page, done } = await visit(browser, server, `/${near}`);
    await page.waitForSelector('html[data-live=open]', { state: 'attached' });
    const hide = (hidden) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { value, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    await hide(true);
    await page.waitForSelector('html[data-live=quiet]', { state: 'attached' });
    const before = await listed(page);
    place([['E-3', '丙厂', 118.312, 32.301, 'CZ']]);
    await eventually(async () => assert.ok((await server.json('/api/collections/enterprises/items/E-3')).id));
    assert.equal(await listed(page), before, 'nothing is asked for meanwhile');
    await hide(false);
    await eventually(async () => assert.equal(await listed(page), before + 1));
    await done();
  });
});

describe('a name that is markup', () => {
  it('is text in the list, on the card and on the map', async () => {
    place([['E-M', markup, 118.308, 32.298, 'CZ']]);
    const server = await open();
    const { page, done } = await visit(browser, server, `/${near}&sel=enterprises/E-M`);
    let dialogs = 0;
    page.on('dialog', (dialog) => {
      dialogs++;
      return dialog.dismiss();
    });
    assert.equal(await page.getByTestId('detail').getByRole('heading', { level: 2 }).innerText(), markup);
    assert.ok((await page.getByTestId('list').textContent()).includes(markup));
    const at = await page.evaluate(() => {
      const { x, y } = globalThis.beltmap.map.project([118.308, 32.298]);
      const box = globalThis.beltmap.map.getCanvas().getBoundingClientRect();
      return [box.x + x, box.y + y];
    });
    await page.mouse.move(at[0] - 3, at[1]);
    await page.mouse.move(at[0], at[1]);
    await eventually(async () => assert.ok((await page.locator('.tip').innerText()).includes(markup)));
    assert.equal(await page.locator('img[src=x]').count(), 0);
    assert.equal(dialogs, 0);
    await done(); // no console error: the policy was not asked to hold anything back
  });
});

describe('the page under a base path', () => {
  it('finds its parts, the data and the tiles there, and follows changes', async () => {
    const server = await open('--base-path', '/map');
    const asked = [];
    const { page, done } = await visit(browser, server, `/map${near}`);
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    assert.equal(new URL(page.url()).pathname, '/map/');
    await page.waitForSelector('html[data-live=open]', { state: 'attached' });
    assert.ok((await listed(page)) > 0);
    await eventually(async () => assert.ok((await drawn(page, 'enterprises')).length > 0));
    await page.reload();
    await page.waitForSelector('html[data-map=idle]', { state: 'attached' });
    assert.ok(asked.length > 5 && asked.every((path) => path.startsWith('/map/')), `asked for ${asked}`);
    assert.equal((await fetch(`${server.url}/api/counts`)).status, 404, 'there is nothing beside it');
    await done();
  });
});
