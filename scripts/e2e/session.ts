// The first steps of a user: signing in, and replacing the password that the first run printed.
import type { Camera, CameraPage } from '@brightwall/protocol/camera';
import type { Page } from 'playwright-core';

/** What a user must know of a system to sign in. */
export interface SignInPlace {
  readonly url: string;
  readonly data: string;
  readonly firstRun: { readonly username: string; readonly password: string };
}

export const newPassword = 'Xueliang-2026';
/** Data folders of the systems whose first password has been replaced. */
const replaced = new Set<string>();

/** The password that signs in now. */
export const passwordOf = (system: SignInPlace): string =>
  isReplaced(system) ? newPassword : system.firstRun.password;

export const isReplaced = (system: SignInPlace): boolean => replaced.has(system.data);

/** Its first password has been replaced by the new one, on whichever way. */
export function handleReplaced(system: SignInPlace): void {
  replaced.add(system.data);
}

/** Fills in the form of the login screen and sends it. */
export async function submitLogin(page: Page, username: string, password: string): Promise<void> {
  await page.locator('input[autocomplete="username"]').fill(username);
  await page.locator('input[autocomplete="current-password"]').fill(password);
  await page.locator('button[type="submit"]').click();
}

/** Replaces the first password on the screen that asks for it. */
export async function replacePassword(page: Page, system: SignInPlace): Promise<void> {
  await page.locator('input[autocomplete="current-password"]').fill(system.firstRun.password);
  for (const field of await page.locator('input[autocomplete="new-password"]').all())
    await field.fill(newPassword);
  await page.locator('button[type="submit"]').click();
  handleReplaced(system);
  await connected(page);
}

/** From the login screen to the wall. `path` is what stands behind the address, e.g. "?transport=hls". */
export async function signIn(page: Page, system: SignInPlace, path = ''): Promise<void> {
  await page.goto(`${system.url}/${path}`);
  await submitLogin(page, system.firstRun.username, passwordOf(system));
  if (isReplaced(system)) return connected(page);
  await page.locator('input[autocomplete="new-password"]').first().waitFor();
  await replacePassword(page, system);
}

/** Resolves when the page hears the core. */
export async function connected(page: Page): Promise<void> {
  await page.locator('[data-connection="connected"]').waitFor();
}

/** The core's cameras, as the signed-in page may ask for them. */
export async function cameras(page: Page, system: SignInPlace): Promise<Camera[]> {
  return await allCameras(async path => {
    const answer = await page.request.get(system.url + path);
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()}`);
    return (await answer.json()) as CameraPage;
  });
}

/** All cameras by way of the core's parts of them; `ask` gets a path's answer. */
export async function allCameras(ask: (path: string) => Promise<CameraPage>): Promise<Camera[]> {
  const all: Camera[] = [];
  for (let next: string | null = ''; next !== null; ) {
    const part: CameraPage = await ask(`/api/cameras${next && `?after=${next}`}`);
    all.push(...part.cameras);
    next = part.next;
  }
  return all;
}
