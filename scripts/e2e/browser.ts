// Chromium as Debian ships it: no GPU, no service of its maker's, no network but the system's.
import { type Browser, chromium, type Page } from 'playwright-core';

const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--enable-unsafe-swiftshader',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--autoplay-policy=no-user-gesture-required',
];

/** `args` beside those every test needs; `proxy`: an HTTP proxy that everything goes through. */
export function launchChromium({
  args = [],
  proxy,
}: {
  args?: string[];
  proxy?: string;
} = {}): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_BIN ?? '/usr/bin/chromium',
    args: [...quiet, ...args],
    // Chromium leaves this machine's own addresses out of a proxy unless told not to.
    ...(proxy ? { proxy: { server: proxy, bypass: '<-loopback>' } } : {}),
  });
}

export interface PageOptions {
  readonly locale?: 'zh-CN' | 'en-US';
  readonly viewport?: { width: number; height: number; deviceScaleFactor?: number };
  /** Takes any certificate, as a wall does that has the core's authority installed. */
  readonly trusting?: boolean;
}

/** A page with a session of its own, where dialogs do not move: a button is where it will be. */
export async function newPage(browser: Browser, options: PageOptions = {}): Promise<Page> {
  const { locale = 'zh-CN', trusting = false } = options;
  const { deviceScaleFactor = 1, ...viewport } = options.viewport ?? { width: 1280, height: 720 };
  const context = await browser.newContext({
    locale,
    viewport,
    deviceScaleFactor,
    reducedMotion: 'reduce',
    ignoreHTTPSErrors: trusting,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  return page;
}
