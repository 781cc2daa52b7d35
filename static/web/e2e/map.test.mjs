import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { drawn, eventually, launch, listed, onTiles, picture, ready, serve, visit } from './harness.mjs';

let server;
let browser;
before(async () => {
  server = await serve();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const ids = (features) => new Set(features.map((f) => f.properties.id));

describe('the map', () => {
  it('is drawn with the sample, and its tiles add up to the API’s counts', async () => {
    const { page, done } = await visit(browser, server);
    assert.ok((await drawn(page)).length > 10, 'features are rendered');
    const { collections } = await server.json('/api/counts');
    for (const name of ['enterprises', 'organizations', 'centers']) {
      assert.equal(await onTiles(page, name), collections[name].located, `${name} on the tiles and in the API`);
    }
    await picture(page, 'map');
    await done();
  });

  it('shows the 20 enterprises of Shanghai Road, and the belt as an axis', async () => {
    const { page, done } = await visit(
      browser,
      server,
      '/?belts=CZ-B-SHANGHAI-ROAD&list=enterprises&sel=belts/CZ-B-SHANGHAI-ROAD',
    );
    await eventually(async () => assert.equal(await listed(page), 20));
    await frame(page, 'belts', 'CZ-B-SHANGHAI-ROAD');
    assert.equal(await onTiles(page, 'enterprises'), 20);
    assert.ok(ids(await drawn(page, 'belts')).has('CZ-B-SHANGHAI-ROAD'), 'the axis is drawn');
    await picture(page, 'belt-shanghai-road');
    await done();
  });

  it('shows the 8 organizations of Nanshan Park, 3 + 1 + 3 rated and 1 unrated, and the belt as an area', async () => {
    const { page, done } = await visit(browser, server, '/?belts=NG-B-NANSHAN&list=organizations');
    await eventually(async () => assert.equal(await listed(page), 8));
    await frame(page, 'belts', 'NG-B-NANSHAN');
    assert.equal(await onTiles(page, 'organizations'), 8);
    assert.ok(ids(await drawn(page, 'belts')).has('NG-B-NANSHAN'), 'the area is drawn');
    for (const [stars, n] of [
      [5, 3],
      [4, 1],
      [3, 3],
      ['unrated', 1],
    ]) {
      const { numberMatched } = await server.json(
        `/api/collections/organizations/items?belts=NG-B-NANSHAN&stars=${stars}`,
      );
      assert.equal(numberMatched, n, `${stars} stars`);
    }
    await picture(page, 'belt-nanshan');
    await done();
  });

  it('hides and shows a layer, and keeps the province outline off until asked for', async () => {
    const { page, done } = await visit(browser, server);
    const box = page.locator('input[data-collection="enterprises"]');
    const outline = page.locator('input[data-layer="outline"]');
    await open(page, box);
    assert.equal(await outline.isChecked(), false, 'the outline is off');
    assert.ok((await drawn(page, 'enterprises')).length > 0);
    await box.uncheck();
    await eventually(async () => assert.equal((await drawn(page, 'enterprises')).length, 0));
    await box.check();
    await eventually(async () => assert.ok((await drawn(page, 'enterprises')).length > 0));
    await outline.check();
    await eventually(async () => assert.match(page.url(), /outline/));
    await picture(page, 'layers');
    await done();
  });

  it('filters list and tiles alike, and both say what the API says', async () => {
    const { page, done } = await visit(browser, server);
    for (const filter of ['status=single', 'status=unknown']) {
      const chip = page.locator(`button[data-filter="${filter}"]`);
      await chip.click();
      const { collections } = await server.json(`/api/counts?${filter}`);
      await eventually(async () => {
        assert.equal(await chip.getAttribute('aria-pressed'), 'true');
        assert.equal(await listed(page), collections.enterprises.matched);
        assert.equal(await onTiles(page, 'enterprises'), collections.enterprises.located);
      });
      await chip.click();
    }
    const { collections } = await server.json('/api/counts');
    await eventually(async () => assert.equal(await onTiles(page, 'enterprises'), collections.enterprises.located));
    await done();
  });

  it('restores camera, filter, selection, layers and language from its URL', async () => {
    const first = await visit(
      browser,
      server,
      '/?c=118.98,30.63&z=13&belts=NG-B-NANSHAN&list=organizations&sel=organizations/NG-O-003&layers=-grids&lang=en',
    );
    const { page } = first;
    const state = await page.evaluate(() => {
      const { map } = globalThis.beltmap;
      return {
        lng: map.getCenter().lng,
        lat: map.getCenter().lat,
        zoom: map.getZoom(),
        lang: document.documentElement.lang,
      };
    });
    assert.ok(
      Math.abs(state.lng - 118.98) < 0.01 && Math.abs(state.lat - 30.63) < 0.01 && Math.abs(state.zoom - 13) < 0.1,
      JSON.stringify(state),
    );
    assert.equal(state.lang, 'en');
    await page.getByTestId('detail').waitFor();
    await page.reload();
    await ready(page);
    await page.getByTestId('detail').waitFor();
    await eventually(() => assert.match(page.url(), /sel=organizations\/NG-O-003/));
    await first.done();
  });

  it('opens what lies under a click', async () => {
    const { page, done } = await visit(browser, server, '/?belts=CZ-B-SHANGHAI-ROAD');
    await frame(page, 'belts', 'CZ-B-SHANGHAI-ROAD', 15);
    const at = await page.evaluate(() => {
      const { map } = globalThis.beltmap;
      const canvas = map.getCanvas();
      const corner = canvas.getBoundingClientRect();
      for (const f of map.queryRenderedFeatures()) {
        if (f.sourceLayer !== 'enterprises' || f.properties.point_count) continue;
        const p = map.project(f.geometry.coordinates);
        const spot = { x: corner.left + p.x, y: corner.top + p.y, id: f.properties.id };
        if (document.elementFromPoint(spot.x, spot.y) === canvas) return spot; // not under a panel
      }
      return null;
    });
    assert.ok(at, 'an enterprise lies free');
    await page.mouse.click(at.x, at.y);
    await eventually(async () => assert.match(await page.getByTestId('detail').innerText(), new RegExp(at.id)));
    await done();
  });
});

/** Moves the camera to a record's geometry and waits for the tiles. */
async function frame(page, collection, id, zoom) {
  const { bbox, geometry } = await server.json(`/api/collections/${collection}/items/${id}`);
  const points = geometry.coordinates.flat(geometry.type === 'Polygon' ? 1 : 0);
  const box = bbox ?? [0, 1].flatMap((f) => [0, 1].map((i) => Math[f ? 'max' : 'min'](...points.map((p) => p[i]))));
  await page.evaluate(
    ([b, z]) =>
      new Promise((resolve) => {
        const { map } = globalThis.beltmap;
        map.once('idle', resolve);
        if (z) map.jumpTo({ center: [(b[0] + b[2]) / 2, (b[1] + b[3]) / 2], zoom: z });
        else
          map.fitBounds(
            [
              [b[0], b[1]],
              [b[2], b[3]],
            ],
            { padding: 100, animate: false },
          );
        map.triggerRepaint();
      }),
    [box, zoom],
  );
}

/** Opens the panel that holds a control, if it is closed. */
async function open(page, control) {
  if (await control.isVisible()) return;
  await page.getByTestId('layers').first().click();
  await control.waitFor();
}
