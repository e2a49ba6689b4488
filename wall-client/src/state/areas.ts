// The administration's areas for forms that ask where; fetched when a form first needs them.
import { create } from 'zustand';
import { type Area, fetchAreas } from '../net/area-file.ts';
import { fetchCity } from '../net/base-map.ts';
import type { WhereArea } from './where.ts';

/** Empty until they are here, and where the base map has none. */
export const useKnownAreas = create<{ areas: readonly Area[] }>(() => ({ areas: [] }));

let isAsked = false;

/** A failure leaves the forms without areas, and is tried again by the next. */
export function loadAreas(): void {
  if (isAsked) return;
  isAsked = true;
  ask().catch(error => {
    console.warn('areas:', error);
    isAsked = false;
  });
}

async function ask(): Promise<void> {
  const { areas } = await fetchCity(new AbortController().signal);
  if (areas) useKnownAreas.setState({ areas: await fetchAreas(areas) });
}

export const whereOfArea = ({ level, code, name, nameEn, ring }: Area): WhereArea => ({
  key: `area ${level} ${code} ${name}`,
  ...{ name, nameEn, ring },
});
