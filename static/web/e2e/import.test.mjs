// Importing a file in the page: read, looked at, written, taken back.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { desk, visitAs } from './desk.mjs';
import { accessible, desktop, eventually, launch, phone, picture } from './harness.mjs';

let server;
let browser;
before(async () => {
  server = await desk();
  browser = await launch({ webgl: false });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const plain = { webgl: false, idle: false };
const file = (text) => ({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
const employees = async (id) => (await server.json(`/api/collections/enterprises/items/${id}`)).properties.employees;

async function read(page, text) {
  await page.getByTestId('import-open').click();
  await page.getByTestId('import-file').setInputFiles(file(text));
  await page.locator('[data-testid=import] select').first().selectOption('enterprises');
  await page.getByTestId('import-read').click();
  await page.getByTestId('import-report').waitFor();
}

describe('importing a file', () => {
  it('shows numbers, rows and differences before anything is written, then writes, and takes it back', async () => {
    const { page, faults } = await visitAs(browser, server, '/?lang=en', plain);
    const before = await employees('CZ-E-010');
    await read(
      page,
      'id,name_zh,zone,employees\nCZ-E-010,上海路示范带企业 10,CZ,1234\nCZ-E-NEW,新厂,CZ,7\nbad id!,坏行,CZ,x\n',
    );
    const count = (name) => page.locator(`[data-count=${name}] td`).innerText();
    assert.deepEqual([await count('added'), await count('changed'), await count('rejected')], ['1', '1', '1']);
    assert.match(await page.locator('[data-severity=error]').first().innerText(), /row 4/);
    assert.match(await page.locator('[data-difference=CZ-E-010]').innerText(), /1,234/);
    assert.equal(await employees('CZ-E-010'), before, 'nothing is written yet');
    await accessible(page, 'a dry run');
    await picture(page, 'import-desktop');
    await page.getByTestId('import-write').click();
    await page.getByTestId('import').waitFor({ state: 'detached' });
    assert.equal(await employees('CZ-E-010'), 1234);
    await page.getByTestId('undo').click();
    await eventually(async () => assert.equal(await employees('CZ-E-010'), before));
    await page.context().close();
    assert.deepEqual(
      faults.filter((f) => !/WebGL/.test(f)),
      [],
    );
  });

  it('names the records of other zones, and then writes nothing', async () => {
    const { page } = await visitAs(browser, server, '/?lang=en', { ...plain, size: phone, dark: true });
    await page.getByTestId('sheet-up').click();
    await read(page, 'id,name_zh,zone\nNG-E-900,外区厂,NG\n');
    assert.match(await page.locator('[data-testid=import] .notice').innerText(), /NG-E-900/);
    assert.ok(await page.getByTestId('import-write').isDisabled());
    await accessible(page, 'a dry run on a phone');
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing runs out');
    await picture(page, 'import-phone');
    await page.context().close();
  });

  it('says in a sentence why a file cannot be read', async () => {
    const { page } = await visitAs(browser, server, '/', { ...plain, size: desktop });
    await page.getByTestId('import-open').click();
    await page.getByTestId('import-read').click();
    await eventually(async () => assert.equal(await page.getByTestId('import-fault').innerText(), '请先选择文件。'));
    await page.getByTestId('import-file').setInputFiles({ ...file('x'), name: 'list.docx' });
    await page.getByTestId('import-read').click();
    await eventually(async () => assert.match(await page.getByTestId('import-fault').innerText(), /docx/));
    await accessible(page, 'choosing a file');
    await page.context().close();
  });
});
