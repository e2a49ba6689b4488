// The areas' online rate as the map shows it: the ground in the colour of the rate, the rate in figures.
import { colours } from '../../../ui/theme.ts';
import { areaShape, pointShape, type Shape, shapeOf } from '../shapes/shape.ts';
import type { AreaRate } from './online-rate.ts';

/** 在线率 as operators of such networks judge it: 99 % is asked for, below 95 % somebody is called. */
export const rateSteps = [
  { from: 0.99, colour: colours.live },
  { from: 0.95, colour: colours.warn },
  { from: 0, colour: colours.fault },
] as const;

export const rateColour = (rate: number): string =>
  (rateSteps.find(({ from }) => rate >= from) ?? rateSteps[2]).colour;

/** "98.7 %"; never rounded up to a hundred. */
export const rateText = ({ live, cameras }: Pick<AreaRate, 'live' | 'cameras'>): string =>
  live === cameras ? '100 %' : `${(Math.floor((live / cameras) * 1000) / 10).toFixed(1)} %`;

/** Areas without cameras stay as they are. */
export const rateShape = (rates: readonly AreaRate[]): Shape =>
  shapeOf(
    rates
      .filter(({ cameras }) => cameras > 0)
      .flatMap(({ area, live, cameras }) => {
        const colour = rateColour(live / cameras);
        return [
          areaShape(area.ring, { colour, fill: 0.24, width: 1.5 }),
          pointShape(area.centre, { colour, radius: 3, label: rateText({ live, cameras }) }),
        ];
      }),
  );
