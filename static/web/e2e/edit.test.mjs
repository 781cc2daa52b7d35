// Editing in the page: adding by click and by typed coordinates, moving, errors beside the field, links, a lost race, delete and undo.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { desk, password, visitAs } from './desk.mjs';
import { accessible, desktop, eventually, launch, phone, picture, visit } from './harness.mjs';

let server;
let browser;
let plain;
before(async () => {
  server = await desk();
  [browser, plain] = await Promise.all([launch(), launch({ webgl: false })]);
});
after(async () => {
  await Promise.all([browser?.close(), plain?.close()]);
  await server?.stop();
});

const noMap = { webgl: false, idle: false };
const item = (collection, id) => server.json(`/api/collections/${collection}/items/${id}`);
// Chromium itself notes the missing WebGL, and every refusal.
const honest = (faults) => faults.filter((f) => !/WebGL|status of 4\d\d/i.test(f));
const finish = async ({ page, faults }) => {
  page.on('dialog', (dialog) => dialog.accept());
  await page.context().close();
  assert.deepEqual(honest(faults), []);
};
const field = (page, name) => page.locator(`[name="${name}"]`);
const saved = (page) => page.getByTestId('edit-form').waitFor({ state: 'detached' });

/** The id of the record whose card is open. */
const shownId = (page) => eventually(async () => /sel=\w+\/([^&]+)/.exec(page.url())[1]);

/** Opens the form of a record from its card. */
async function editing(browserUsed, collection, id, options = noMap) {
  const opened = await visitAs(browserUsed, server, `/?lang=en&sel=${collection}/${id}`, options);
  await opened.page.getByTestId('edit').click();
  await opened.page.getByTestId('edit-form').waitFor();
  return opened;
}

/** Drags the map under a place, given in degrees, to another. */
async function drag(page, from, to) {
  const [a, b] = await page.evaluate(
    (places) => {
      const box = globalThis.beltmap.map.getCanvas().getBoundingClientRect();
      return places.map((place) => {
        const { x, y } = globalThis.beltmap.map.project(place);
        return { x: box.x + x, y: box.y + y };
      });
    },
    [from, to],
  );
  await page.mouse.move(a.x, a.y);
  await page.mouse.down();
  await page.mouse.move(b.x, b.y, { steps: 8 });
  await page.mouse.up();
}

const near = (a, b) => Math.abs(a[0] - b[0]) < 0.0005 && Math.abs(a[1] - b[1]) < 0.0005;

/** Adds a record of three vertices or more, drags the second by its handle and saves: it is elsewhere then, and its neighbors are where they were. */
async function reshape(page, collection, id, geometry) {
  const properties = { zone: 'CZ', name_zh: '改形', position_class: 'exact' };
  const status = await page.evaluate(
    async ([path, body]) =>
      (await fetch(path, { method: 'POST', body, headers: { 'Content-Type': 'application/geo+json' } })).status,
    [`/api/collections/${collection}/items`, JSON.stringify({ type: 'Feature', id, geometry, properties })],
  );
  assert.equal(status, 201);
  await page.goto(`${server.url}/?lang=en&c=118.35,32.288&z=13.5&sel=${collection}/${id}`);
  await page.getByTestId('edit').click();
  await page.waitForSelector('html[data-drawing="true"]', { state: 'attached' });
  const vertices = ({ type, coordinates }) => (type === 'Polygon' ? coordinates[0] : coordinates);
  const [before, to] = [vertices(geometry), [118.3535, 32.2925]];
  const typed = async () => (await field(page, 'coordinates').inputValue()).split('\n')[1].split(', ').map(Number);
  await eventually(async () => {
    await drag(page, await typed(), to); // from where it is: the map may have gone along a few pixels the time before
    assert.ok(near(await typed(), to));
  });
  await page.getByTestId('save').click();
  await saved(page);
  const now = vertices((await item(collection, id)).geometry);
  assert.equal(now.length, before.length);
  assert.ok(now.some((place) => near(place, to)) && !now.some((place) => near(place, before[1])), 'it has moved');
  for (const place of [before[0], before[2]])
    assert.ok(
      now.some((p) => near(p, place)),
      'the others stay',
    );
}

const shapes = [
  [
    'belts',
    'CZ-B-SHAPE',
    {
      type: 'LineString',
      coordinates: [
        [118.34, 32.28],
        [118.35, 32.29],
        [118.36, 32.285],
      ],
    },
  ],
  [
    'grids',
    'CZ-G-SHAPE',
    {
      type: 'Polygon',
      coordinates: [
        [
          [118.34, 32.28],
          [118.36, 32.28],
          [118.36, 32.295],
          [118.34, 32.295],
          [118.34, 32.28],
        ],
      ],
    },
  ],
];

describe('adding a record', () => {
  it('places an enterprise by a click, moves it by dragging, and draws an area', async () => {
    const opened = await visitAs(browser, server, '/?lang=en&c=118.35,32.29&z=13');
    const { page } = opened;
    await page.getByTestId('add').click();
    await page.waitForSelector('html[data-drawing="true"]', { state: 'attached' });
    await field(page, 'name_zh').fill('测试企业甲');
    const place = await page.evaluate(() => {
      const { x, y } = globalThis.beltmap.map.project([118.36, 32.28]);
      const box = globalThis.beltmap.map.getCanvas().getBoundingClientRect();
      return { x: box.x + x, y: box.y + y };
    });
    await page.mouse.move(place.x, place.y);
    await page.mouse.down();
    await page.mouse.up();
    await eventually(async () => assert.ok(Math.abs(Number(await field(page, 'lon').inputValue()) - 118.36) < 0.001));
    const typedPlace = () =>
      Promise.all(['lon', 'lat'].map(async (name) => Number(await field(page, name).inputValue())));
    await eventually(async () => {
      await drag(page, await typedPlace(), [118.3634, 32.2786]);
      assert.ok((await typedPlace())[0] > 118.3605);
    });
    const [lon] = await typedPlace();
    await picture(page, 'edit-add-desktop');
    await page.getByTestId('save').click();
    await saved(page);
    const made = await item('enterprises', await shownId(page));
    assert.ok(Math.abs(made.geometry.coordinates[0] - lon) < 1e-6);
    assert.deepEqual([made.properties.zone, made.properties.position_class], ['CZ', 'exact']);
    await page.getByTestId('detail-close').click();
    await page.getByTestId('add').click();
    await page.getByTestId('edit-what').selectOption('belts');
    await page.locator('[name=shape][value=polygon]').check();
    await page.waitForSelector('html[data-drawing="true"]', { state: 'attached' });
    await field(page, 'name_zh').fill('测试示范带');
    for (const [x, y] of [
      [420, 220],
      [580, 220],
      [580, 380],
      [420, 380],
      [420, 380],
    ]) {
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.up();
    }
    const typed = field(page, 'coordinates');
    await eventually(async () => assert.equal((await typed.inputValue()).split('\n').length, 4));
    await page.getByTestId('save').click();
    await saved(page);
    await eventually(async () => assert.equal((await item('belts', await shownId(page))).geometry.type, 'Polygon'));
    await finish(opened);
  });

  it('adds at a place that is chosen on the map, by pointer and by keyboard, and drags one vertex of an axis and of a polygon', async () => {
    const opened = await visitAs(browser, server, '/?lang=en&c=118.35,32.29&z=13');
    const { page } = opened;
    const button = page.getByTestId('add-on-map');
    await button.click();
    assert.equal(await button.getAttribute('aria-pressed'), 'true');
    await accessible(page, 'a place is awaited');
    await page.mouse.click(600, 420);
    await page.getByTestId('edit-form').waitFor();
    const at = await page.evaluate(() => {
      const box = globalThis.beltmap.map.getCanvas().getBoundingClientRect();
      return globalThis.beltmap.map.unproject([600 - box.x, 420 - box.y]).toArray();
    });
    assert.ok(Math.abs(Number(await field(page, 'lon').inputValue()) - at[0]) < 1e-4);
    assert.ok(Math.abs(Number(await field(page, 'lat').inputValue()) - at[1]) < 1e-4);
    await field(page, 'name_zh').fill('图上新增');
    await page.getByTestId('save').click();
    await saved(page);
    assert.equal((await item('enterprises', await shownId(page))).properties.position_class, 'exact');
    await page.getByTestId('detail-close').click();
    await button.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    assert.equal(await button.getAttribute('aria-pressed'), 'false', 'Esc takes it back');
    await button.focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter'); // the map has the focus: its center
    await page.getByTestId('edit-form').waitFor();
    const center = await page.evaluate(() => globalThis.beltmap.map.getCenter().toArray());
    assert.ok(Math.abs(Number(await field(page, 'lon').inputValue()) - center[0]) < 1e-4);
    await page.getByTestId('edit-close').click();
    await page.getByTestId('ask-yes').click();
    await saved(page);
    for (const [collection, id, geometry] of shapes) await reshape(page, collection, id, geometry);
    await finish(opened);
  });

  it('takes typed coordinates, with the keyboard alone, and says which line is wrong', async () => {
    const opened = await visitAs(plain, server, '/?lang=en', noMap);
    const { page } = opened;
    await page.getByTestId('add').focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('edit-what').selectOption('belts');
    await field(page, 'id').fill('CZ-B-TYPED');
    await field(page, 'name_zh').fill('键入的示范带');
    const typed = field(page, 'coordinates');
    await typed.fill('118.30, 32.30\nhere');
    assert.match(await page.locator('[data-error=geometry]').innerText(), /Line 2/);
    await page.getByTestId('save').click();
    assert.equal(await page.evaluate(() => document.activeElement.name), 'coordinates', 'the fault has the focus');
    await typed.fill('118.30, 32.30\n118.31，32.31');
    await page.keyboard.press('Tab');
    await page.getByTestId('save').focus();
    await page.keyboard.press('Enter');
    await saved(page);
    const made = await item('belts', 'CZ-B-TYPED');
    assert.deepEqual(made.geometry, {
      type: 'LineString',
      coordinates: [
        [118.3, 32.3],
        [118.31, 32.31],
      ],
    });
    await finish(opened);
  });
});

describe('editing a record', () => {
  it('shows beside the field what the server refuses, and saves what is corrected', async () => {
    const opened = await editing(plain, 'enterprises', 'CZ-E-002');
    const { page } = opened;
    await field(page, 'employees').fill('-5');
    await page.getByTestId('save').click();
    await eventually(async () => assert.match(await page.locator('[data-error=employees]').innerText(), /\w+/));
    assert.equal(await page.evaluate(() => document.activeElement.name), 'employees');
    await accessible(page, 'an error beside its field');
    await field(page, 'employees').fill('55');
    await page.getByTestId('save').click();
    await saved(page);
    assert.equal((await item('enterprises', 'CZ-E-002')).properties.employees, 55);
    await finish(opened);
  });

  it('links an organization to two enterprises and a belt to a participant', async () => {
    const opened = await visitAs(plain, server, '/?lang=en&list=organizations', noMap);
    const { page } = opened;
    await page.getByTestId('add').click();
    await field(page, 'id').fill('CZ-O-LINK');
    await field(page, 'name_zh').fill('测试联合党支部');
    const pick = async (box, id) => {
      await page.locator(box).fill(id);
      await page.locator(`[data-pick="${id}"]`).click();
      await page.locator(`[data-picked="${id}"]`).waitFor();
    };
    await pick('#edit-covers', 'CZ-E-003');
    await pick('#edit-covers', 'CZ-E-004');
    await page.getByTestId('save').click();
    await saved(page);
    assert.deepEqual((await item('organizations', 'CZ-O-LINK')).properties.covers, ['CZ-E-003', 'CZ-E-004']);
    await page.goto(`${server.url}/?lang=en&sel=belts/CZ-B-SHANGHAI-ROAD`);
    await page.getByTestId('edit').click();
    await page.locator('[data-picked="CZ-E-001"] button').click();
    await pick('#edit-participants', 'CZ-O-LINK');
    await page.getByTestId('save').click();
    await saved(page);
    assert.deepEqual((await item('organizations', 'CZ-O-LINK')).properties.belts, ['CZ-B-SHANGHAI-ROAD']);
    assert.deepEqual((await item('enterprises', 'CZ-E-001')).properties.belts, []);
    await finish(opened);
  });

  it('shows what somebody else changed meanwhile, and overwrites nothing unasked', async () => {
    const opened = await editing(plain, 'enterprises', 'CZ-E-005');
    const { page } = opened;
    await field(page, 'name_en').fill('My name');
    await field(page, 'employees').fill('7');
    const other = await page.context().newPage();
    await other.goto(`${server.url}/?lang=en&sel=enterprises/CZ-E-005`);
    await other.getByTestId('edit').click();
    await field(other, 'name_en').fill('Their name');
    await field(other, 'industry').fill('textiles');
    await other.getByTestId('save').click();
    await saved(other);
    await other.close();
    await page.getByTestId('save').click();
    const met = page.getByTestId('edit-met');
    await met.waitFor();
    assert.match(await met.locator('[data-met=name_en]').innerText(), /Their name[\s\S]*My name/);
    assert.match(await met.locator('[data-met=industry]').innerText(), /textiles/);
    assert.ok(await page.getByTestId('met-take').isDisabled(), 'where both changed it, the editor chooses');
    await accessible(page, 'a lost race');
    await picture(page, 'edit-race-desktop');
    await met.locator('[data-met=name_en] input[value=own]').check();
    await page.getByTestId('met-take').click();
    await page.getByTestId('save').click();
    await saved(page);
    const { properties } = await item('enterprises', 'CZ-E-005');
    assert.deepEqual([properties.name_en, properties.industry, properties.employees], ['My name', 'textiles', 7]);
    await finish(opened);
  });

  it('keeps what was typed over a reload and over the end of the session', async () => {
    const opened = await editing(plain, 'enterprises', 'CZ-E-006');
    const { page } = opened;
    await field(page, 'employees').fill('66');
    page.on('dialog', (dialog) => dialog.accept());
    await page.reload();
    await page.getByTestId('edit-form').waitFor();
    assert.equal(await field(page, 'employees').inputValue(), '66');
    await page.evaluate(() => fetch('/api/session', { method: 'DELETE' })); // as if elsewhere
    await page.getByTestId('save').click();
    await page.getByTestId('account-dialog').waitFor();
    await page.getByTestId('sign-in-password').fill(password);
    await page.keyboard.press('Enter');
    await page.getByTestId('account-dialog').waitFor({ state: 'detached' });
    assert.equal(await field(page, 'employees').inputValue(), '66');
    await page.getByTestId('save').click();
    await saved(page);
    assert.equal((await item('enterprises', 'CZ-E-006')).properties.employees, 66);
    await finish(opened);
  });

  it('deletes after asking, and takes it back', async () => {
    const opened = await visitAs(plain, server, '/?lang=en', noMap);
    const { page } = opened;
    await page.getByTestId('add').click();
    await field(page, 'id').fill('CZ-E-GONE');
    await field(page, 'name_zh').fill('将被删除');
    await page.getByTestId('save').click();
    await saved(page);
    await page.getByTestId('delete').click();
    await accessible(page, 'the question');
    await page.getByTestId('ask-yes').click();
    const gone = async () => (await fetch(`${server.url}/api/collections/enterprises/items/CZ-E-GONE`)).status === 404;
    await eventually(async () => assert.ok(await gone()));
    await page.getByTestId('undo').click();
    await eventually(async () => assert.ok(!(await gone())));
    await finish(opened);
  });
});

describe('the total of the members', () => {
  it('stands on the card of a zone and of a belt as the API gives it to the reader, and nowhere else', async () => {
    const opened = await visitAs(plain, server, '/?lang=en', noMap);
    const status = await opened.page.evaluate(
      async ([path, body]) =>
        (
          await fetch(path, {
            method: 'PATCH',
            body,
            headers: { 'Content-Type': 'application/merge-patch+json', 'If-Match': '*' },
          })
        ).status,
      ['/api/collections/organizations/items/CZ-O-001', JSON.stringify({ properties: { members: 7123 } })],
    );
    assert.equal(status, 200);
    const publicly = await visit(plain, server, '/?lang=en', noMap);
    for (const [reader, total] of [
      [opened, true],
      [publicly, false],
    ]) {
      const { page } = reader;
      const ask = () => page.evaluate(() => fetch('/api/members').then((r) => r.json()));
      const answer = await ask();
      for (const [collection, id, lang] of [
        ['zones', 'CZ', 'en'],
        ['zones', 'CZ', 'zh'],
        ['belts', 'CZ-B-SHANGHAI-ROAD', 'zh'],
      ]) {
        await page.goto(`${server.url}/?lang=${lang}&sel=${collection}/${id}`);
        const said = page.getByTestId('members');
        await said.waitFor();
        const text = await said.innerText();
        const given = answer[collection].find((one) => one.id === id);
        assert.equal(/7,123/.test(text), given.total === 7123, `${collection} ${total}: ${text}`);
        assert.ok(text.includes(given.total === null ? given[`reason_${lang}`] : '7,123'), text);
        const days = [given.as_of, (await ask()).as_of]; // at midnight in China the day turns
        assert.ok(
          days.some((day) => text.includes(day)),
          `${text}: the date, one of ${days}`,
        );
        assert.ok(text.includes(answer[`definition_${lang}`]), 'the definition');
        assert.ok(text.includes(String(answer.parameters.k)), 'the least that is published');
      }
      assert.equal(answer.zones.find((one) => one.id === 'CZ').total, total ? 7123 : null);
      await accessible(page, 'a total');
      await finish(reader);
    }
  });
});

describe('axe finds nothing on the form', () => {
  for (const [look, options] of [
    ['desktop light', { size: desktop, path: 'organizations/CZ-O-001' }],
    ['phone dark', { size: phone, dark: true, path: 'belts/CZ-B-SHANGHAI-ROAD' }],
  ]) {
    it(look, async () => {
      const opened = await visitAs(plain, server, `/?sel=${options.path}`, { ...noMap, ...options });
      const { page } = opened;
      await page.getByTestId('edit').click();
      await page.getByTestId('edit-form').waitFor();
      await page.waitForLoadState('networkidle');
      await accessible(page, look);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing runs out');
      await picture(page, `edit-form-${look.replace(' ', '-')}`);
      await finish(opened);
    });
  }
});
