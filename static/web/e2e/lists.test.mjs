import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { accessible, eventually, launch, listed, phone, picture, ready, serve, visit } from './harness.mjs';

let server;
let browser; // without a map, which few of these look at
let drawing;
before(async () => {
  [server, browser, drawing] = await Promise.all([serve(), launch({ webgl: false }), launch()]);
});
after(async () => {
  await Promise.all([browser?.close(), drawing?.close()]);
  await server?.stop();
});

describe('search', () => {
  let opened;
  before(async () => {
    opened = await visit(browser, server);
  });
  after(() => opened?.done());
  for (const [how, text, id] of [
    ['Chinese', '上海路', 'CZ-B-SHANGHAI-ROAD'],
    ['pinyin initials', 'nsyq', 'NG-B-NANSHAN'],
    ['English', 'Nanshan', 'NG-B-NANSHAN'],
    ['an id', 'NG-O-003', 'NG-O-003'],
  ]) {
    it(`finds a record by ${how}`, async () => {
      const { page } = opened;
      await page.goto(server.url); // nothing is chosen
      await ready(page, false);
      await page.getByTestId('search').fill(text);
      const hit = page.getByTestId('search-results').locator(`[data-id="${id}"]`);
      await hit.waitFor();
      if (id === 'NG-B-NANSHAN') await picture(page, `search-${how.split(' ')[0]}`);
      await hit.click();
      await page.getByTestId('detail').waitFor();
      await eventually(async () => assert.match(await page.getByTestId('detail').innerText(), new RegExp(id)));
    });
  }
});

describe('the detail card', () => {
  it('shows figures with source and qualifier, and marks the conflict of Ningguo’s 83 and 76 on both', async () => {
    const { page, done } = await visit(drawing, server, '/?sel=zones/NG');
    const detail = page.getByTestId('detail');
    await detail.waitFor();
    await detail.getByTestId('conflict').first().waitFor();
    const text = await detail.innerText();
    for (const said of ['83', '76', 'NG-005', 'NG-013']) assert.match(text, new RegExp(said));
    assert.ok((await detail.getByTestId('conflict').count()) >= 2, 'both sides are marked');
    await picture(page, 'detail-conflict');
    await done();
  });

  it('says more than and nearly as the source does', async () => {
    const { facts } = await server.json('/api/facts');
    const { page, done } = await visit(browser, server, '/?lang=en');
    for (const [qualifier, word] of [
      ['more_than', 'more than'],
      ['nearly', 'nearly'],
    ]) {
      const fact = facts.find((f) => f.qualifier === qualifier && f.subject.startsWith('zones/'));
      if (!fact) continue;
      await page.goto(`${server.url}/?lang=en&sel=${fact.subject}`);
      await page.getByTestId('detail').waitFor();
      await eventually(async () => assert.match(await page.getByTestId('detail').innerText(), new RegExp(`${word}`)));
    }
    await done();
  });

  it('names the illustrative position of an organization, and shows the tree it stands in', async () => {
    const { features } = await server.json('/api/collections/organizations/items?limit=1000');
    const child = features.find((f) => f.properties.parent);
    const parent = features.find((f) => f.id === child.properties.parent);
    const { page, done } = await visit(browser, server, `/?list=organizations&sel=organizations/${child.id}`);
    const detail = page.getByTestId('detail');
    await detail.getByTestId('org-tree').waitFor();
    assert.match(await detail.innerText(), /示意/);
    assert.match(
      await detail.getByTestId('org-tree').innerText(),
      new RegExp(parent.properties.name_zh),
      'the tree shows the parent',
    );
    const { features: enterprises } = await server.json('/api/collections/enterprises/items?status=joint&limit=1');
    const covered = enterprises[0] ?? (await server.json('/api/collections/enterprises/items?limit=1')).features[0];
    const { reason } = await server.json(`/api/collections/enterprises/items/${covered.id}`);
    await page.goto(`${server.url}/?list=enterprises&sel=enterprises/${covered.id}`);
    const why = detail.getByTestId('reason');
    await why.waitFor();
    const said = await why.innerText();
    for (const part of [reason.text_zh, reason.rule, reason.clause_zh])
      assert.ok(said.includes(part), `${part} in ${said}`);
    for (const record of reason.records) await why.locator(`[data-link="${record}"]`).waitFor();
    await page.getByTestId('detail-close').click();
    await eventually(async () => assert.equal(await detail.isVisible(), false));
    await done();
  });
});

describe('the page', () => {
  it('speaks Chinese first, English when asked, and remembers it in the link', async () => {
    const { page, done } = await visit(browser, server);
    assert.match(await page.evaluate(() => document.documentElement.lang), /^zh/);
    assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /党建示范带地图/);
    await page.getByTestId('language').click();
    await eventually(async () => assert.equal(await page.evaluate(() => document.documentElement.lang), 'en'));
    assert.match(await page.getByRole('heading', { level: 1 }).innerText(), /Belt/);
    const han = await page.evaluate(() =>
      [...document.querySelectorAll('button, label, h2, th, legend')]
        .filter((e) => !e.matches('[data-id], [data-filter^=industry]')) // names and lines of business are the data's own words
        .map((e) => e.innerText)
        .filter((s) => /[\u4e00-\u9fff]/.test(s) && s !== '中文'),
    );
    assert.deepEqual(han, [], 'no Chinese is left in the controls');
    await eventually(() => assert.match(page.url(), /lang=en/));
    await done();
  });

  it('turns dark by itself and when asked', async () => {
    const { page, done } = await visit(browser, server, '/', { dark: true });
    const look = () =>
      page.evaluate(() => [document.documentElement.dataset.theme, getComputedStyle(document.body).backgroundColor]);
    const [dark, night] = await look();
    assert.equal(dark, 'dark');
    await page.getByTestId('theme').click(); // auto → light
    await eventually(async () => {
      const [light, day] = await look();
      assert.equal(light, 'light');
      assert.notEqual(day, night);
    });
    await done();
  });

  it('says that positions are illustrative, and keeps a place for the map review number', async () => {
    const { page, done } = await visit(browser, server);
    assert.match(await page.getByTestId('illustrative').innerText(), /示意/);
    assert.match(await page.getByTestId('review-number').innerText(), /内部使用/);
    await done();
    const reviewed = await serve('--review-number', '皖S(2026)1号');
    const other = await visit(browser, reviewed);
    assert.match(await other.page.getByTestId('review-number').innerText(), /皖S\(2026\)1号/);
    await other.done();
    await reviewed.stop();
  });

  it('has a legend with every public status', async () => {
    const { page, done } = await visit(drawing, server);
    const legend = page.getByTestId('legend').first();
    const text = await legend.textContent();
    for (const label of ['单独组建', '联合组建', '区域或行业组织覆盖', '仅工作覆盖', '未建组织', '未知'])
      assert.ok(text.includes(label), label);
    await done();
  });

  it('is worked by keyboard alone: search, choose, read, close, filter', async () => {
    const { page, done } = await visit(browser, server);
    const active = () => page.evaluate(() => document.activeElement?.getAttribute('data-testid'));
    for (let i = 0; i < 12 && (await active()) !== 'search'; i++) await page.keyboard.press('Tab');
    assert.equal(await active(), 'search', 'Tab reaches the search');
    await page.keyboard.type('NG-O-003');
    await page.getByTestId('search-results').locator('[data-id="NG-O-003"]').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByTestId('detail').waitFor();
    await page.keyboard.press('Escape');
    await eventually(async () => {
      if (await page.getByTestId('detail').isVisible()) await page.keyboard.press('Escape');
      assert.equal(await page.getByTestId('detail').isVisible(), false);
    });
    const focused = await page.evaluate(() => document.activeElement !== document.body);
    assert.ok(focused, 'the focus goes back to something');
    await page.locator('button[data-filter="status=single"]').focus();
    await page.keyboard.press('Space');
    await eventually(() => assert.match(page.url(), /status=single/));
    await done();
  });

  it('prints with the map, the review number and the banner', async () => {
    const { page, done } = await visit(drawing, server);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => globalThis.dispatchEvent(new Event('beforeprint')));
    await page.locator('img.print-map').waitFor();
    assert.ok(
      await page.getByTestId('print-sheet').getByText('示意').first().isVisible(),
      'the words on positions are printed',
    );
    assert.ok(
      await page.getByTestId('print-sheet').getByText('内部使用').isVisible(),
      'the review number or its notice is printed',
    );
    await picture(page, 'print');
    const pdf = await page.pdf({ format: 'A3', landscape: true, printBackground: true });
    assert.ok(pdf.length > 20_000, `the print has ${pdf.length} bytes`);
    await done();
  });

  it('has a sheet on a phone that starts half open and leaves the map free', async () => {
    const { page, done } = await visit(drawing, server, '/', { size: phone });
    const sheet = await page.getByTestId('sheet').boundingBox();
    assert.ok(sheet.y > phone.height * 0.3 && sheet.y < phone.height * 0.75, `the sheet begins at ${sheet.y}`);
    assert.ok(
      await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
      'nothing runs out at the side',
    );
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('button, a, input, select')]
        .filter((e) => e.checkVisibility() && !e.closest('.maplibregl-ctrl'))
        .map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
        .filter(([, r]) => r.width > 0 && r.bottom > 0 && r.top < innerHeight && (r.height < 43.5 || r.width < 43.5))
        .map(([html, r]) => `${html} ${Math.round(r.width)}×${Math.round(r.height)}`),
    );
    assert.deepEqual(small, [], 'tap targets are at least 44 px');
    await picture(page, 'phone');
    await done();
  });

  it('lists what the API lists, page by page', async () => {
    const { page, done } = await visit(browser, server, '/?list=organizations');
    const { collections } = await server.json('/api/counts');
    assert.equal(await listed(page), collections.organizations.matched);
    assert.equal(
      await page.getByTestId('list').locator('[data-id]').count(),
      Math.min(50, collections.organizations.matched),
    );
    await done();
  });
});

describe('files of the list', () => {
  it('hold what the filters find: the CSV has a line for each, and one for its headers', async () => {
    const { page, done } = await visit(browser, server, '/?list=organizations&zone=NG', { idle: false });
    const { numberMatched } = await server.json('/api/collections/organizations/items?zone=NG&limit=1');
    await page.getByTestId('download').click();
    await accessible(page, 'the open menu of files');
    await picture(page, 'download-desktop');
    const saved = page.waitForEvent('download');
    await page.locator('a[data-format=csv]').click();
    const file = await saved;
    assert.match(file.suggestedFilename(), /\.csv$/);
    const text = await readFile(await file.path(), 'utf8');
    assert.equal(text.match(/\r\n/g).length, numberMatched + 1);
    assert.equal(await listed(page), numberMatched);
    assert.equal(await page.locator('#download-links').isVisible(), false, 'it folds up once a file is chosen');
    await done();
  });

  it('are worth a link in every format, in the page’s language, and none when nothing is found', async () => {
    const { page, done } = await visit(browser, server, '/?list=organizations&status=single&lang=en', { idle: false });
    const hrefs = await page
      .locator('.download-links a')
      .evaluateAll((links) => links.map((a) => a.pathname + a.search));
    assert.equal(hrefs.length, 4);
    for (const href of hrefs) {
      assert.doesNotMatch(href, /status=/, 'a filter that says nothing about the collection is not asked');
      assert.match(href, /lang=en/);
      const answer = await fetch(server.url + href);
      assert.equal(answer.status, 200, href);
      assert.match(answer.headers.get('content-disposition'), /^attachment/);
    }
    await page.goto(`${server.url}/?status=joint&zone=SX`);
    await ready(page, false);
    assert.equal(await page.getByTestId('download').count(), 0);
    await done();
  });

  it('are reached by keyboard, and on a dark phone by thumb', async () => {
    const { page, done } = await visit(browser, server, '/', { size: phone, dark: true, idle: false });
    const links = page.locator('.download-links');
    await page.getByTestId('download').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement?.dataset.format), 'csv');
    const sheet = await page.getByTestId('sheet').boundingBox();
    const box = await links.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= phone.width, `the links stand at ${box.x}, ${box.width} wide`);
    assert.ok(box.y >= sheet.y && box.y + box.height <= phone.height, `the links end at ${box.y + box.height}`);
    const heights = await links.locator('a').evaluateAll((all) => all.map((a) => a.getBoundingClientRect().height));
    assert.ok(Math.min(...heights) >= 44, `${heights}`);
    await accessible(page, 'the open menu of files, phone dark');
    await picture(page, 'download-phone');
    await page.keyboard.press('Escape');
    assert.equal(await links.isVisible(), false);
    assert.equal(await page.evaluate(() => document.activeElement?.dataset.testid), 'download');
    await done();
  });
});

describe('without WebGL', () => {
  it('says so, and lists, search, filters and details work', async () => {
    const { page, done } = await visit(browser, server);
    await page.getByTestId('no-webgl').waitFor();
    assert.ok((await page.getByTestId('list').locator('[data-id]').count()) > 0, 'the list is filled');
    await page.locator('button[data-filter="status=single"]').click();
    const { collections } = await server.json('/api/counts?status=single');
    await eventually(async () => assert.equal(await listed(page), collections.enterprises.matched));
    await page.getByTestId('search').fill('NG-O-003');
    await page.getByTestId('search-results').locator('[data-id="NG-O-003"]').click();
    await page.getByTestId('detail').waitFor();
    await picture(page, 'no-webgl');
    await done();
  });
});
