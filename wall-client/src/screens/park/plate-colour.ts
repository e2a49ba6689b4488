import type { PlateColour, PlateKind } from '@brightwall/protocol/plate';

const grounds: Partial<Record<PlateKind, PlateColour>> = {
  ...{ small: 'blue', large: 'yellow', trailer: 'yellow', training: 'yellow' },
  ...{ 'small-new-energy': 'green', 'large-new-energy': 'yellow-green', police: 'white', military: 'white' },
  ...{ 'armed-police': 'white', embassy: 'black', consulate: 'black', 'hong-kong': 'black', macao: 'black' },
};

/** The ground that a kind of plate has (domain of the field: GA 36). */
export const plateColour = (kind: PlateKind): PlateColour => grounds[kind] ?? 'unknown';
