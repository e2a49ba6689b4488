import { useEffect, useState } from 'react';
import { type Area, fetchAreas } from '../../../net/area-file.ts';
import type { City } from '../../../net/base-map.ts';

/** The city's areas; null while they are not here, not wanted, or there are none. */
export function useAreas({ areas }: City, isWanted: boolean): readonly Area[] | null {
  const [known, setKnown] = useState<readonly Area[] | null>(null);
  useEffect(() => {
    if (!isWanted || areas === null || known) return;
    let isOpen = true;
    fetchAreas(areas).then(
      all => isOpen && setKnown(all),
      error => console.warn('areas:', error),
    );
    return () => {
      isOpen = false;
    };
  }, [areas, isWanted, known]);
  return known;
}
