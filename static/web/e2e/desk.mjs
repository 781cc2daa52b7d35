// A desk that edits: a file of the sample's Chuzhou, an account in it, and how it signs in.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binary, serve, visit } from './harness.mjs';

const records = new URL('../../../data/sample/CZ.geojson', import.meta.url).pathname;
export const password = 'correct horse battery staple';

/** Serves a file with the accounts desk-cz, who edits CZ, and desk-all, who administrates. stop() removes the file. */
export async function desk() {
  const folder = mkdtempSync(join(tmpdir(), 'beltmap-'));
  const db = join(folder, 'records.gpkg');
  const run = (args, input) => execFileSync(binary, [...args, '--db', db], { input, stdio: ['pipe', 'pipe', 'pipe'] });
  run(['import', records]);
  run(['user', 'add', 'desk-cz', '--role', 'editor', '--zones', 'CZ'], password);
  run(['user', 'add', 'desk-all', '--role', 'administrator', '--zones', '*'], password);
  const server = await serve('--db', db);
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  };
  return { ...server, stop };
}

/** Signs the page in through its dialog. */
export async function signIn(page, account = 'desk-cz', secret = password) {
  await page.getByTestId('account').click();
  await page.getByTestId('sign-in-account').fill(account);
  await page.getByTestId('sign-in-password').fill(secret);
  await page.keyboard.press('Enter');
}

/** Visits as a desk that is signed in already. */
export function visitAs(browser, server, path, { account = 'desk-cz', ...options } = {}) {
  const prepare = async (context) => {
    const answer = await context.request.post(`${server.url}/api/session`, { data: { account, password } });
    assert.ok(answer.ok(), `signing in: ${answer.status()}`);
  };
  return visit(browser, server, path, { ...options, prepare });
}
