// The analysis beside the coverage: its numbers are the API's, what it draws is on the map, a link restores it, and axe finds nothing.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { password, visitAs } from './desk.mjs';
import { accessibleInBothLights, binary, eventually, launch, phone, picture, ready, serve, visit } from './harness.mjs';

// A zone of 10 × 6 enterprises, the three columns in the west without an organization, with a belt; beside it a smaller one, better covered.
const stages = ['planned', 'construction', 'trial', undefined, undefined, 'production'];
function zone() {
  const features = [];
  const add = (collection, id, geometry, properties) =>
    features.push({
      type: 'Feature',
      collection,
      id,
      geometry,
      properties: { zone: 'ZZ', position_class: 'synthetic', ...properties },
    });
  const corners = [
    [118, 32],
    [118.06, 32],
    [118.06, 32.04],
    [118, 32.04],
    [118, 32],
  ];
  add('zones', 'ZZ', { type: 'Polygon', coordinates: [corners] }, { name_zh: '试验开发区', name_en: 'Test zone' });
  for (let x = 0; x < 10; x++) {
    for (let y = 0; y < 6; y++) {
      const id = `ZZ-E-${x}${y}`;
      const at = { type: 'Point', coordinates: [118.003 + x * 0.006, 32.003 + y * 0.006] };
      const members = x < 3 ? (y === 5 ? 4 : 2) : 5;
      add('enterprises', id, at, {
        name_zh: `试验企业 ${x}${y}`,
        name_en: `Test enterprise ${x}${y}`,
        industry: '家电',
        operating: true,
        employees: 40 + y,
        full_members: members,
        instructors: 0,
        surveyed_at: '2026-01-01',
        ...(stages[y] ? { project_stage: stages[y] } : {}),
        ...(y === 2 && x % 2 === 0 ? { belts: ['ZZ-B-1'] } : {}),
      });
      if (x < 3) continue;
      const covers = { name_zh: `试验支部 ${x}${y}`, level: 'branch', form: 'single', covers: [id] };
      add('organizations', `ZZ-O-${x}${y}`, at, covers);
    }
  }
  const axis = [
    [118, 32.015],
    [118.03, 32.015],
  ];
  add('belts', 'ZZ-B-1', { type: 'LineString', coordinates: axis }, { name_zh: '试验示范带', name_en: 'Test belt' });
  const moved = corners.map(([lon, lat]) => [lon + 0.07, lat]);
  const other = { zone: 'ZZB', name_zh: '比较开发区', name_en: 'Other zone' };
  add('zones', 'ZZB', { type: 'Polygon', coordinates: [moved] }, other);
  for (let x = 0; x < 10; x++) {
    const at = { type: 'Point', coordinates: [118.073 + x * 0.005, 32.02] };
    const made = { zone: 'ZZB', name_zh: `比较企业 ${x}`, industry: x < 8 ? '家电' : '汽车', operating: true };
    add('enterprises', `ZZB-E-${x}`, at, { ...made, surveyed_at: '2026-01-01', full_members: 3, instructors: 0 });
    if (x < 8)
      add('organizations', `ZZB-O-${x}`, at, {
        zone: 'ZZB',
        name_zh: `比较支部 ${x}`,
        level: 'branch',
        form: 'single',
        covers: [`ZZB-E-${x}`],
      });
  }
  add('centers', 'ZZ-C-1', { type: 'Point', coordinates: [118.05, 32.02] }, { name_zh: '试验阵地' });
  return JSON.stringify({ type: 'FeatureCollection', features });
}

let folder;
let server;
let browser;
let headers;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'beltmap-'));
  const [db, records] = ['records.gpkg', 'ZZ.geojson'].map((name) => join(folder, name));
  writeFileSync(records, zone());
  const run = (args, input) => execFileSync(binary, [...args, '--db', db], { input, stdio: ['pipe', 'pipe', 'pipe'] });
  run(['import', records]);
  run(['user', 'add', 'analyst', '--role', 'analyst', '--zones', '*'], password);
  server = await serve('--db', db);
  const answer = await fetch(`${server.url}/api/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ account: 'analyst', password }),
  });
  headers = { Cookie: answer.headers.get('Set-Cookie').split(';')[0] };
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true });
});

const asked = async (path) => {
  const answer = await fetch(server.url + path, { headers });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer;
};
const read = async (path) => (await asked(path)).json();
const open = (path, options) => visitAs(browser, server, path, { account: 'analyst', ...options });
/** What the analysis lays over the map. */
const laid = (page) =>
  page.evaluate(() => globalThis.beltmap.map.querySourceFeatures('analysis').map((f) => f.properties));
/** What is linked beside a view is there. */
const takes = async (page, name, formats) => {
  for (const format of formats)
    await asked(await page.getByTestId(`${name}-${format}`).evaluate((link) => link.pathname + link.search));
};
const sourceOf = (page) => page.getByTestId('analysis-source').evaluate((link) => link.pathname + link.search);

describe('the analysis', () => {
  it('is not offered to the public, which a link tells to sign in', async () => {
    const { page, done } = await visit(browser, server, '/?lang=en', { idle: false });
    assert.equal(await page.getByTestId('analysis-open').count(), 0);
    await page.goto(`${server.url}/?lang=en&analysis=gaps/zone/ZZ`);
    await ready(page, false);
    assert.match(await page.getByTestId('analysis').innerText(), /Sign in to see/);
    // What the API answers to everybody is open.
    await page.locator('[data-view=matrix]').click();
    await page.getByTestId('matrix').waitFor();
    assert.equal(await page.locator('[data-view]').count(), 3);
    assert.equal(await page.locator('[data-branch=due]').count(), 0, 'nothing that is told by members');
    await done();
  });

  it('ranks the gaps as the API does, each with its reason, record and place, to take away', async () => {
    const wanted = await read('/api/gaps?zone=ZZ');
    assert.equal(wanted.numberMatched, 18);
    const { page, done } = await open('/?lang=en');
    await page.getByTestId('analysis-open').click();
    const rows = page.getByTestId('gap-list').locator('[data-id]');
    await rows.first().waitFor();
    assert.deepEqual(await rows.evaluateAll((all) => all.map((row) => row.dataset.id)), [
      ...wanted.gaps.map((gap) => gap.id),
    ]);
    assert.match(await page.getByTestId('gap-counts').innerText(), /18 of 60 enterprises, 30%/);
    const first = await rows.first().innerText();
    assert.match(first, /4 full members, no instructor/);
    assert.match(first, /Nearest organization: 试验支部 35, .* straight/);
    await eventually(async () => assert.ok((await laid(page)).some((p) => p.kind === 'gap')));
    for (const [take, type] of [
      ['gaps-xlsx', /spreadsheetml/],
      ['gaps-csv', /text\/csv/],
    ]) {
      const href = await page.getByTestId(take).evaluate((link) => link.pathname + link.search);
      assert.match((await asked(href)).headers.get('Content-Type'), type);
    }
    assert.equal((await read(await sourceOf(page))).numberMatched, 18);
    await page.getByTestId('gaps-status').selectOption('eligible');
    await eventually(async () => assert.equal(await rows.count(), 3));
    assert.match(page.url(), /analysis=gaps&ask=status-eligible/);
    await rows.first().focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('detail').waitFor();
    await page.keyboard.press('Escape');
    await eventually(async () => assert.ok(await rows.first().evaluate((row) => row === document.activeElement)));
    await done();
  });

  it('draws hot spots with their method and significance, and shows what depends on units and distances', async () => {
    const wanted = await read('/api/gaps/hotspots?zone=ZZ');
    assert.ok(wanted.hotspots.length > 0);
    const { page, done } = await open('/?lang=en&analysis=hotspots/zone/ZZ');
    const rows = page.getByTestId('hotspots').locator('tbody tr');
    await rows.first().waitFor();
    assert.equal(await rows.count(), wanted.hotspots.length);
    assert.match(await page.getByTestId('hotspots-method').innerText(), /Kulldorff.*199 random permutations.*p ≤ 0.05/);
    await rows.first().getByRole('button').click();
    await eventually(async () => assert.ok((await laid(page)).some((p) => p.kind === 'hotspot' && !p.supposed)));
    await page.locator('[data-view=sensitivity]').click();
    await page.getByTestId('scales').waitFor();
    assert.match(await page.getByTestId('scales').innerText(), /70%\s+42 \/ 60/);
    await page.getByTestId('sensitivity-unit').selectOption({ label: 'Minutes on foot' });
    await eventually(async () => assert.match(await page.getByTestId('curve').innerText(), /5 min/));
    assert.match(await page.getByTestId('curve-means').innerText(), /As the crow flies\.$/);
    assert.match(await sourceOf(page), /minutes=5%2C10%2C15%2C20%2C30/);
    await takes(page, 'sensitivity', ['xlsx', 'csv']);
    await page.goBack();
    await page.goBack();
    await rows.first().waitFor();
    await takes(page, 'hotspots', ['xlsx', 'csv', 'geojson']);
    await done();
  });
});

describe('zones beside each other', () => {
  it('shows stages in step, zones that are alike and readiness with the numbers of the API, each with its record and its URL', async () => {
    const requested = new Set();
    const { page, done } = await open('/?lang=en&analysis=matrix/zone/ZZ');
    page.on('request', (request) => requested.add(request.url().slice(server.url.length)));
    /** The link of a view is what the page asked, whose answer it shows. */
    const answer = async (path) => {
      await eventually(async () => assert.equal(await sourceOf(page), path));
      return read(path);
    };
    const matrix = await answer('/api/matrix?zone=ZZ');
    for (const cell of matrix.cells) {
      const shown = page.locator(`[data-branch=${cell.branch_stage}] [data-project="${cell.project_stage ?? ''}"]`);
      const step = cell.in_step === null ? 'undecided' : cell.in_step ? 'inStep' : 'outOfStep';
      assert.equal(await shown.getAttribute('data-step'), step);
      assert.equal(Number.parseInt(await shown.innerText(), 10), cell.enterprises, JSON.stringify(cell));
    }
    const { numerator, denominator } = matrix.passport;
    assert.match(
      await page.getByTestId('matrix-sum').innerText(),
      new RegExp(`${numerator} of the ${denominator} that can be judged`),
    );
    const out = page.getByTestId('out-of-step').locator('[data-id]');
    assert.deepEqual(await out.evaluateAll((all) => all.map((one) => one.dataset.id)), [
      ...matrix.list.map((one) => one.id),
    ]);
    assert.ok(matrix.out_of_step > 0);
    await picture(page, 'analysis-matrix');
    await page.getByTestId('matrix-zones').selectOption('all');
    await answer('/api/matrix');
    assert.match(page.url(), /ask=zones-all/);

    await page.locator('[data-view=peers]').click();
    await page.getByTestId('peers-measure').selectOption('single');
    const peers = await answer('/api/peers?zone=ZZ&measure=single');
    assert.ok(requested.has('/api/peers?zone=ZZ&measure=single'), 'the same URL as the page asked');
    assert.equal(peers.leader, 'ZZB');
    assert.match(await page.getByTestId('peers-sum').innerText(), /Test zone: lagging among 2.*place 2/);
    const rows = page.locator('tr[data-peer]');
    assert.deepEqual(await rows.evaluateAll((all) => all.map((row) => row.dataset.peer)), ['ZZB', 'ZZ']);
    assert.match(await rows.last().innerText(), /70%\s+42 \/ 60\s+6$/);
    const gaps = page.getByTestId('peers-gaps').locator('[data-id]');
    assert.deepEqual(await gaps.evaluateAll((all) => all.map((one) => one.dataset.id)), [
      ...peers.gaps.list.map((gap) => gap.id),
    ]);
    assert.equal(await gaps.count(), peers.zone.to_reach_leader);
    await eventually(async () => assert.ok((await laid(page)).some((p) => p.kind === 'peer' && p.label === '1')));
    await rows.first().getByRole('button').click();
    await page.getByTestId('card-readiness').click();

    await page.getByTestId('readiness').waitFor();
    const ready = await answer('/api/readiness?zone=ZZB');
    for (const term of ready.terms) {
      const row = page.locator(`tr[data-term=${term.id}]`);
      const text = await row.locator('td').innerText();
      if (term.known) assert.ok(text.replaceAll(',', '').includes(String(term.count)), `${term.id}: ${text}`);
      else assert.match(text, /not known: no record/, term.id);
      const made = await row.locator('a').evaluate((link) => link.href);
      assert.equal(made, term.href);
    }
    for (const take of ['readiness-xlsx', 'readiness-csv'])
      await asked(await page.getByTestId(take).evaluate((link) => link.pathname + link.search));
    await page.goBack();
    await rows.first().waitFor();
    await done();
  });
});

describe('suggestions and scenarios', () => {
  it('suggests joint branches with terms and limits, and puts them into a scenario', async () => {
    const wanted = await read('/api/siting/joint-branches?zone=ZZ');
    assert.ok(wanted.branches.length > 0);
    const { page, done } = await open('/?lang=en&analysis=branches/zone/ZZ');
    const list = page.getByTestId('branches').locator('li.suggestion');
    await list.first().waitFor();
    assert.equal(await list.count(), wanted.branches.length);
    const text = await list.first().innerText();
    for (const limit of wanted.branches[0].limits) assert.ok(text.includes(limit.text_en), limit.id);
    for (const term of wanted.branches[0].terms)
      assert.ok(text.includes(`${term.label_en} ${term.value.toLocaleString('en')}`), term.id);
    await eventually(async () => assert.ok((await laid(page)).some((p) => p.kind === 'proposed' && p.supposed)));
    await list.first().getByRole('button', { name: 'Put into a scenario' }).click();
    await page.locator('[data-view=centers]').click();
    await page.getByTestId('sites').waitFor();
    await page.getByTestId('centers-reach').selectOption('metres-500');
    await page.waitForURL(/ask=metres-500/);
    const sites = await read('/api/siting/centers?zone=ZZ&metres=500');
    const rows = page.getByTestId('sites').locator('tbody tr');
    await eventually(async () => assert.equal(await rows.count(), sites.sites.length));
    await page.getByRole('button', { name: 'Put all into a scenario' }).click();
    await page.getByTestId('draft-open').click();
    const proposals = page.getByTestId('scenario-draft').locator('[data-state=applies]');
    await eventually(async () => assert.equal(await proposals.count(), 1 + sites.sites.length));
    await page.getByTestId('scenario-save').click();
    assert.match(await page.getByTestId('scenario-draft').innerText(), /Give a name/);
    await page.getByTestId('scenario-name').fill('First step');
    await page.getByTestId('scenario-name').press('Enter');
    await page.waitForURL(/scenario=S-/);
    await page.getByTestId('contrast').waitFor();
    await done();
  });

  it('shows a scenario of a link beside the facts and beside another, as the API has it, and deletes it', async () => {
    const keep = async (name, covers) => {
      const body = JSON.stringify({ name, zone: 'ZZ', proposals: [{ kind: 'branch', form: 'joint', covers }] });
      const answer = await fetch(`${server.url}/api/scenarios`, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': 'application/json' },
        body,
      });
      assert.equal(answer.status, 201, await answer.clone().text());
      return (await answer.json()).id;
    };
    const [two, three] = [
      await keep('Two', ['ZZ-E-00', 'ZZ-E-01']),
      await keep('Three', ['ZZ-E-10', 'ZZ-E-11', 'ZZ-E-12']),
    ];
    const { page, done } = await open(`/?lang=en&scenario=${two}`);
    const row = page.getByTestId('contrast').locator('tr[data-rate=organizational]');
    await row.waitFor();
    assert.match(await row.innerText(), /70%\s+42 \/ 60\s+73.3%\s+44 \/ 60/);
    assert.match(await page.getByTestId('scenario').innerText(), /no fact/);
    const changed = page.getByTestId('changed').locator('[data-id]');
    assert.deepEqual(await changed.evaluateAll((all) => all.map((e) => e.dataset.id)), ['ZZ-E-00', 'ZZ-E-01']);
    await eventually(async () => assert.ok((await laid(page)).some((p) => p.kind === 'changed' && p.supposed)));
    await page.getByTestId('scenario-against').selectOption(three);
    await eventually(async () => assert.match(await row.innerText(), /44 \/ 60\s+75%\s+45 \/ 60/));
    assert.match(page.url(), new RegExp(`scenario=${two}&against=${three}`));
    assert.equal(await changed.count(), 5);
    const csv = await page.getByTestId('scenario-csv').evaluate((link) => link.pathname + link.search);
    assert.match(await (await asked(csv)).text(), /ZZ-E-12/);
    assert.equal((await read(await sourceOf(page))).with.id, three);
    await accessibleInBothLights(page, 'two scenarios', (light) => picture(page, `analysis-scenario-${light}`));
    await page.getByTestId('scenario-delete').click();
    await page.getByTestId('scenario-delete').click();
    await page.getByTestId('scenario-list').locator(`[data-id="${three}"]`).waitFor();
    assert.equal(await page.getByTestId('scenario-list').locator(`[data-id="${two}"]`).count(), 0);
    await done();
  });
});

// The map beside the views is drawn above: without it these take a third of the time.
describe('axe finds nothing on the analysis', () => {
  let plain;
  before(async () => {
    plain = await launch({ webgl: false });
  });
  after(() => plain?.close());
  it('analysis=matrix, peers and readiness', async () => {
    const visited = { account: 'analyst', size: phone, webgl: false };
    const { page } = await visitAs(plain, server, '/?analysis=matrix/zone/ZZ&lang=en', visited);
    for (const view of ['matrix', 'peers', 'readiness']) {
      await page.locator(`[data-view=${view}]`).click();
      await page.getByTestId(view).waitFor();
      for (const more of await page.locator('.analysis details').all()) await more.locator('summary').click();
      await accessibleInBothLights(page, view, (light) => picture(page, `analysis-${view}-phone-${light}`));
      const over = await page.evaluate(() => {
        const { scrollWidth, scrollHeight } = document.documentElement;
        return [scrollWidth - innerWidth, scrollHeight - innerHeight];
      });
      assert.deepEqual(over, [0, 0], 'nothing runs out');
    }
    await page.context().close();
  });
  for (const [view, size, lang] of [
    ['analysis=gaps/zone/ZZ', undefined, 'zh'],
    ['analysis=hotspots/zone/ZZ', phone, 'en'],
    ['analysis=sensitivity/polygon&area=118,32,118.06,32,118.06,32.04,118,32.04', phone, 'zh'],
    ['analysis=branches/zone/ZZ', phone, 'en'],
    ['analysis=centers/zone/ZZ', undefined, 'zh'],
  ]) {
    it(view, async () => {
      const visited = { account: 'analyst', size, webgl: false };
      const { page, faults } = await visitAs(plain, server, `/?${view}&lang=${lang}`, visited);
      await page.getByTestId('analysis-source').waitFor();
      await accessibleInBothLights(page, view, (light) =>
        picture(page, `analysis-${view}-${light}`.replaceAll(/[^a-z]+/g, '-')),
      );
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing runs out');
      await page.context().close();
      assert.deepEqual(
        faults.filter((f) => !/WebGL/i.test(f)), // Chromium itself notes the missing WebGL
        [],
      );
    });
  }
});
