import type { PlateColour } from '@brightwall/protocol/plate';
import { type ColourProbabilities, patterns } from './grammar.ts';
import type { Reading } from './types.ts';

/** The detector's colour counts as one voice beside the recogniser's. The detector knows no yellow-green. */
export function withHint(colours: ColourProbabilities, hint: PlateColour): ColourProbabilities {
  if (hint === 'unknown') return colours;
  const { green = 0, 'yellow-green': yellowGreen = 0 } = colours;
  const mixed: ColourProbabilities = {};
  for (const [colour, p] of Object.entries(colours)) mixed[colour as PlateColour] = p / 2;
  if (hint === 'green' && green + yellowGreen > 0) {
    mixed.green = green / 2 + (0.5 * green) / (green + yellowGreen);
    mixed['yellow-green'] = yellowGreen / 2 + (0.5 * yellowGreen) / (green + yellowGreen);
  } else mixed[hint] = (mixed[hint] ?? 0) + 0.5;
  return mixed;
}

export function likeliestColour(
  colours: ColourProbabilities,
  hint: PlateColour,
  reading: Reading | null,
): PlateColour {
  const fits = reading ? patterns.filter(p => p.kind === reading.kind).flatMap(p => p.colours) : [];
  let best: PlateColour = 'unknown';
  let most = 0;
  for (const [colour, p] of Object.entries(withHint(colours, hint))) {
    // A number that only one colour carries says more than a tint at night.
    const weight = p * (fits.length === 0 || fits.includes(colour as PlateColour) ? 1 : 0.2);
    if (weight > most) {
      best = colour as PlateColour;
      most = weight;
    }
  }
  return best;
}
