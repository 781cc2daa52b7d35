// The screens of administrators: the settings and the audit log.
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
const open = async (page, what) => {
  await page.getByTestId('account').click();
  await page.getByTestId(`open-${what}`).click();
  await page.getByTestId('admin').waitFor();
};

describe('administration', () => {
  it('is not offered to editors', async () => {
    const { page } = await visitAs(browser, server, '/', plain);
    await page.getByTestId('account').click();
    await page.getByTestId('sign-out').waitFor();
    assert.equal(await page.getByTestId('open-settings').count(), 0);
    await page.context().close();
  });

  it('sets a setting, says beside it what the server refuses, and finds it in the log', async () => {
    const { page } = await visitAs(browser, server, '/?lang=en', { ...plain, size: desktop, account: 'desk-all' });
    await open(page, 'settings');
    const rule = page.locator('[data-setting=privacy_k]');
    await rule.locator('input').fill('1');
    await rule.locator('button').click();
    await eventually(async () => assert.match(await rule.locator('.field-error').innerText(), /\w+/));
    await accessible(page, 'settings');
    await picture(page, 'admin-settings');
    await rule.locator('input').fill('7');
    await page.keyboard.press('Enter');
    await eventually(async () => assert.match(await rule.locator('.note').innerText(), /version 1.*Default: 5/));
    await page.keyboard.press('Escape');
    await open(page, 'audit');
    await page.getByTestId('audit').waitFor();
    await page.getByTestId('audit-action').selectOption('settings');
    const rows = page.locator('[data-testid=audit] tbody tr');
    await eventually(async () =>
      assert.deepEqual(await rows.evaluateAll((r) => r.map((e) => e.dataset.action)), ['settings']),
    );
    assert.match(await rows.first().innerText(), /desk-all[\s\S]*settings\/privacy_k/);
    await accessible(page, 'the audit log');
    await picture(page, 'admin-audit');
    await page.context().close();
  });

  it('fits a phone', async () => {
    const { page } = await visitAs(browser, server, '/', { ...plain, size: phone, dark: true, account: 'desk-all' });
    for (const what of ['settings', 'audit']) {
      await open(page, what);
      await page.locator('[data-setting], [data-testid=audit]').first().waitFor();
      await accessible(page, `${what} on a phone`);
      await picture(page, `admin-${what}-phone`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing runs out');
      await page.keyboard.press('Escape');
    }
    await page.context().close();
  });
});
