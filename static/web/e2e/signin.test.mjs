// Signing in and out: by keyboard, with the server's refusals beside the field, and with all that depends on who reads.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { desk, password, signIn, visitAs } from './desk.mjs';
import { accessible, desktop, eventually, launch, phone, picture, visit } from './harness.mjs';

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
// Chromium itself notes the missing WebGL, and every refusal.
const honest = (faults) => faults.filter((f) => !/WebGL|status of 4\d\d/i.test(f));

describe('signing in', () => {
  it('says what is missing or wrong beside the field, and then who it is and in which zones', async () => {
    const { page, faults } = await visit(browser, server, '/?lang=en', plain);
    assert.equal(await page.getByTestId('add').count(), 0, 'the public adds nothing');
    await page.getByTestId('account').focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.dataset.testid === 'sign-in-account');
    await page.keyboard.press('Enter');
    await eventually(async () =>
      assert.equal(await page.getByTestId('account-error').innerText(), 'Give the account.'),
    );
    await page.keyboard.press('Escape');
    await signIn(page, 'desk-cz', 'not the password');
    await eventually(async () => assert.match(await page.getByTestId('password-error').innerText(), /\w+/));
    assert.equal(await page.evaluate(() => document.activeElement.type), 'password', 'one can type again at once');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.getByTestId('add').waitFor();
    await page.getByTestId('account').click();
    const facts = await page.getByTestId('account-facts').innerText();
    for (const said of ['desk-cz', 'editor', 'CZ']) assert.match(facts, new RegExp(said));
    await page.context().close();
    assert.deepEqual(honest(faults), []);
  });

  it('shows what is internal, and no longer after signing out', async () => {
    const { page, faults } = await visitAs(browser, server, '/?lang=en&sel=enterprises/CZ-E-001', plain);
    const detail = page.getByTestId('detail');
    await eventually(async () => assert.match(await detail.innerText(), /Full members/i));
    await page.getByTestId('account').click();
    await page.getByTestId('sign-out').click();
    await eventually(async () => assert.doesNotMatch(await detail.innerText(), /Full members/i));
    assert.equal(await page.getByTestId('edit').count(), 0);
    assert.equal((await page.evaluate(() => fetch('/api/session').then((r) => r.json()))).role, 'public');
    await page.context().close();
    assert.deepEqual(honest(faults), []);
  });

  for (const [look, options] of [
    ['desktop light', { size: desktop }],
    ['phone dark', { size: phone, dark: true }],
  ]) {
    it(`axe finds nothing, ${look}`, async () => {
      const { page } = await visit(browser, server, '/', { ...plain, ...options });
      await signIn(page, 'desk-cz', 'not the password');
      await eventually(async () => assert.match(await page.getByTestId('password-error').innerText(), /.+/));
      await accessible(page, `signing in, ${look}`);
      await picture(page, `sign-in-${look.replace(' ', '-')}`);
      await page.getByTestId('sign-in-password').fill(password);
      await page.keyboard.press('Enter');
      await page.getByTestId('add').waitFor({ state: 'attached' });
      await page.getByTestId('account').click();
      await accessible(page, `signed in, ${look}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing runs out');
      await page.context().close();
    });
  }

  it('counts down how long a locked-out account must wait', async () => {
    const { page } = await visit(browser, server, '/?lang=en', plain);
    await signIn(page, 'desk-all', 'wrong');
    const waiting = () =>
      page.evaluate(() => /\d+/.exec(document.querySelector('[data-testid=sign-in-wait]')?.textContent ?? '')?.[0]);
    const button = page.getByTestId('sign-in');
    let seconds;
    for (let tries = 0; tries < 12 && !seconds; tries++) {
      await eventually(async () => assert.ok(await button.isEnabled()));
      await page.getByTestId('sign-in-password').fill('wrong');
      await page.keyboard.press('Enter');
      await eventually(async () => assert.equal(await page.getByTestId('sign-in-password').inputValue(), ''));
      seconds = await waiting();
    }
    assert.ok(Number(seconds) > 0, 'after some failures one must wait');
    await eventually(async () => assert.notEqual(await waiting(), seconds));
    await eventually(async () => assert.ok(await button.isEnabled()));
    await page.context().close();
  });
});
