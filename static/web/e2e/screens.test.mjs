// Every screen, light and dark, desktop and phone, Chinese and English: no axe violation, and a picture to look at.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { accessible, accessibleInBothLights, desktop, launch, phone, picture, serve, visit } from './harness.mjs';

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

const screens = {
  start: '/',
  'zone with a conflict': '/?zone=NG&sel=zones/NG',
  'belt on an axis': '/?belts=CZ-B-SHANGHAI-ROAD&sel=belts/CZ-B-SHANGHAI-ROAD',
  'organization in its tree': '/?list=organizations&sel=organizations/NG-O-003',
  'nothing found': '/?status=joint&zone=SX',
};
const looks = [
  { size: desktop, lang: 'zh', name: 'desktop zh' },
  { size: phone, lang: 'en', name: 'phone en' },
];

for (const { name: look, ...options } of looks) {
  describe(`axe finds nothing, light and dark: ${look}`, () => {
    for (const [name, path] of Object.entries(screens)) {
      it(name, async () => {
        const query = options.lang === 'en' ? `${path}${path.includes('?') ? '&' : '?'}lang=en` : path;
        // axe does not look at the canvas: where the picture does not need the map, none is drawn.
        const pictured = name === 'start' || name === 'belt on an axis';
        const { page, done } = await visit(pictured ? browser : plain, server, query, options);
        if (path.includes('sel=')) await page.getByTestId('detail').waitFor();
        await accessibleInBothLights(page, `${name}, ${look}`, async (light) => {
          if (pictured) await picture(page, `${name} ${look} ${light}`.replaceAll(' ', '-'));
        });
        await done();
      });
    }
  });
}

describe('axe finds nothing on the other screens', () => {
  it('search results', async () => {
    const { page, done } = await visit(plain, server);
    await page.getByTestId('search').fill('宁国');
    await page.getByTestId('search-results').locator('[data-id]').first().waitFor();
    await accessible(page, 'search results');
    await done();
  });

  it('more filters', async () => {
    const { page, done } = await visit(plain, server);
    await page.getByTestId('filters-more').click();
    await accessible(page, 'more filters');
    await picture(page, 'more-filters');
    await done();
  });

  it('layers and legend', async () => {
    const { page, done } = await visit(browser, server, '/', { idle: false });
    const box = page.locator('input[data-collection="enterprises"]');
    if (!(await box.isVisible())) await page.getByTestId('layers').first().click();
    await accessible(page, 'layers and legend');
    await done();
  });

  for (const path of ['/attribution', '/api/docs']) {
    it(path, async () => {
      const context = await plain.newContext();
      const page = await context.newPage();
      const answer = await page.goto(server.url + path);
      if (path !== '/attribution' && answer.status() === 404) throw new Error(`${path} is not there`);
      await accessible(page, path);
      await context.close();
    });
  }

  it('without WebGL', async () => {
    const { page, done } = await visit(plain, server);
    await page.getByTestId('no-webgl').waitFor();
    await accessible(page, 'without WebGL');
    await page.setViewportSize(phone);
    const [words, sheet] = await Promise.all(
      [page.locator('.no-map p'), page.getByTestId('sheet')].map((part) => part.boundingBox()),
    );
    assert.ok(words.y + words.height <= sheet.y, 'the words in place of the map stand above the sheet');
    await picture(page, 'without-webgl-phone');
    await done();
  });
});
