// Tianditu's ground below the records: off until asked for, by way of our server, with its name and review number, the key nowhere.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { accessible, eventually, launch, phone, picture, serve, visit } from './harness.mjs';

const key = 'secret0key';
const number = 'GS（2025）1508号';
const folder = mkdtempSync(join(tmpdir(), 'beltmap-'));
const asked = [];
let service;
let server;
let browser;

before(async () => {
  service = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://tianditu');
    asked.push(pathname);
    const right = searchParams.get('tk') === key && searchParams.get('TILEMATRIXSET') === 'w';
    response.writeHead(right ? 200 : 403, { 'Content-Type': 'image/png' });
    response.end(right ? tiles[pathname.slice(1, 4)] : key);
  });
  await new Promise((resolve) => service.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${service.address().port}`;
  const file = join(folder, 'key');
  writeFileSync(file, key);
  server = await serve('--tianditu-key-file', file, '--tianditu-url', url, '--tianditu-dir', join(folder, 'tiles'));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  service?.close();
  rmSync(folder, { recursive: true });
});

describe('the ground of Tianditu', () => {
  it('is drawn when chosen and credited with its review number, and its key reaches no browser', async () => {
    const { page, done } = await visit(browser, server, '/');
    assert.deepEqual(asked, [], 'nothing is asked for by default');
    assert.equal(await page.getByTestId('tianditu-credit').count(), 0);
    const plain = await pixel(page);
    await page.getByTestId('layers').locator('summary').click();
    const choice = page.getByTestId('tianditu');
    await choice.getByRole('radio', { name: '地图' }).check();
    await eventually(async () => assert.deepEqual(await loaded(page), ['tianditu-vec', 'tianditu-cva']));
    await eventually(async () => {
      const [r, g, b] = await pixel(page);
      assert.ok(b - r > 20 && g > r, `${[r, g, b]} is bluer than ${plain}`);
    });
    assert.ok(asked.includes('/vec_w/wmts') && asked.includes('/cva_w/wmts'), 'both come by way of the server');
    const credit = await page.getByTestId('tianditu-credit').innerText();
    assert.ok(credit.includes('天地图') && credit.includes(number), credit);
    assert.ok((await page.getByTestId('print-sheet').textContent()).includes(number), 'it is printed, too');
    assert.ok(await page.getByTestId('review-number').isVisible(), 'ours stands beside it');
    assert.ok(await page.locator('[data-layer=towns]').isDisabled(), 'one set of place names');
    await accessible(page, 'Tianditu, desktop light');
    await picture(page, 'tianditu-desktop-light');
    assert.match(page.url(), /tianditu=vec,cva/);
    const got = await page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name));
    assert.ok(got.some((url) => url.includes('/ground/tianditu/vec/')));
    for (const url of new Set([server.url, ...got])) {
      const answer = await fetch(url);
      const headers = JSON.stringify([...answer.headers]);
      assert.ok(!`${url} ${headers} ${await answer.text()}`.includes(key), url);
    }
    assert.ok(!(await page.content()).includes(key));
    await done();
  });

  it('is restored from a link, in the dark and on a phone, its credit clear of the sheet, and goes away', async () => {
    const { page, done } = await visit(browser, server, '/?tianditu=img,cia&lang=en', { size: phone, dark: true });
    await eventually(async () => assert.deepEqual(await loaded(page), ['tianditu-img', 'tianditu-cia']));
    const credit = await page.getByTestId('tianditu-credit').boundingBox();
    const sheet = await page.getByTestId('sheet').boundingBox();
    assert.ok(credit.y + credit.height <= sheet.y && credit.x + credit.width <= phone.width, JSON.stringify(credit));
    await accessible(page, 'Tianditu, phone dark');
    await picture(page, 'tianditu-phone-dark');
    await page.getByTestId('layers').locator('summary').click();
    await page.getByRole('radio', { name: 'Off' }).check();
    await eventually(async () => assert.deepEqual(await loaded(page), []));
    assert.doesNotMatch(page.url(), /tianditu/);
    await done();
  });

  it('is not there without a key, whatever the link says', async () => {
    const keyless = await serve();
    try {
      const { page, done } = await visit(browser, keyless, '/?tianditu=vec,cva', { idle: false });
      await page.getByTestId('layers').locator('summary').click();
      await page.locator('[data-layer=towns]').waitFor();
      assert.equal(await page.locator('[data-testid^=tianditu]').count(), 0);
      assert.ok(await page.locator('[data-layer=towns]').isEnabled());
      await done();
    } finally {
      await keyless.stop();
    }
  });
});

/** Tianditu's sources on the map that have all tiles in view. */
function loaded(page) {
  return page.evaluate(() => {
    const { map } = globalThis.beltmap;
    const ids = map.getStyle().layers.map((layer) => layer.id);
    return ids.filter((id) => id.startsWith('tianditu-') && map.isSourceLoaded(id));
  });
}

/** The map's color at a place of the ground, far from the sample's records: [r, g, b]. */
function pixel(page) {
  return page.evaluate(() => {
    const { map } = globalThis.beltmap;
    const canvas = map.getCanvas();
    const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height });
    const context = copy.getContext('2d');
    map.redraw(); // the drawing buffer is gone after a frame
    context.drawImage(canvas, 0, 0);
    return [...context.getImageData(canvas.width - 60, canvas.height - 90, 1, 1).data].slice(0, 3);
  });
}

/** A tile of 256 × 256 pixels, one color all over: [r, g, b, a]. */
function tile(color) {
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const check = Buffer.alloc(4);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const head = Buffer.from([0, 0, 1, 0, 0, 0, 1, 0, 8, 6, 0, 0, 0]);
  const row = Buffer.from([0, ...Array.from({ length: 256 }, () => color).flat()]);
  const rows = deflateSync(Buffer.concat(Array.from({ length: 256 }, () => row)));
  const magic = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([magic, chunk('IHDR', head), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

const tiles = {
  vec: tile([120, 180, 250, 255]),
  img: tile([60, 80, 50, 255]),
  cva: tile([0, 0, 0, 0]),
  cia: tile([0, 0, 0, 0]),
};
