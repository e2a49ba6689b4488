// A page signed in to a city whose vehicles are known (driven-city.ts), at one of its screens.
import type { Page } from 'playwright-core';
import { launchChromium, newPage } from './browser.ts';
import { type DrivenCity, type DrivenVehicle, driveCity } from './driven-city.ts';
import { signIn } from './session.ts';
import { startSystem } from './system.ts';

export interface DrivenPage {
  readonly page: Page;
  readonly city: DrivenCity;
  /** The one that passed most gates. */
  readonly sought: DrivenVehicle;
  close(): Promise<void>;
}

/** `screen`: as in the address, "#/search". */
export async function openDrivenPage(screen: string): Promise<DrivenPage> {
  const ends: (() => unknown)[] = [];
  const close = async () => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const system = await startSystem(['--no-simulator']);
    ends.push(() => system.close());
    const city = await driveCity(system, { gates: 30, vehicles: 12 });
    ends.push(() => city.close());
    const browser = await launchChromium();
    ends.push(() => browser.close());
    const page = await newPage(browser, { viewport: { width: 1400, height: 720 } });
    await signIn(page, system, screen);
    const sought = [...city.vehicles].sort((a, b) => b.passages.length - a.passages.length)[0]!;
    return { page, city, sought, close };
  } catch (error) {
    await close();
    throw error;
  }
}
