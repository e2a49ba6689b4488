// Who drives where, when: each vehicle passes once per loop at the pace of its lane, so that the loop's
// end meets its beginning.
import { type Plate, randomPlate } from './plates.ts';
import { pick } from './random.ts';
import { buildVehicle, type VehicleModel } from './vehicle.ts';

/** 去向 away (we see the rear plate) or 来向 oncoming (the front plate). China drives on the right. */
export type Direction = 'away' | 'oncoming';

export interface TrafficVehicle {
  readonly id: string;
  readonly model: VehicleModel;
  readonly plate: Plate;
  readonly lane: number;
  readonly direction: Direction;
  readonly laneX: number;
  readonly speedMs: number;
  readonly enterS: number;
}

export interface Placed {
  readonly vehicle: TrafficVehicle;
  readonly x: number;
  /** Of the vehicle's rear middle. */
  readonly z: number;
}

const laneXs = [-5.25, -1.75, 1.75, 5.25];
const nearZ = -14;
const farZ = 150;
const innerTypes: readonly VehicleModel['type'][] = ['sedan', 'sedan', 'sedan', 'suv', 'suv', 'van'];
/** Buses and trucks keep to the outer lanes. */
const outerTypes: readonly VehicleModel['type'][] = ['sedan', 'suv', 'van', 'sedan', 'bus', 'truck'];

export function planTraffic(loopSeconds: number, density: number, random: () => number): TrafficVehicle[] {
  const vehicles: TrafficVehicle[] = [];
  laneXs.forEach((laneX, index) => {
    const direction: Direction = laneX > 0 ? 'away' : 'oncoming';
    const inner = Math.abs(laneX) < 3;
    const speedMs = (inner ? 12.5 : 9.5) + random() * 2;
    const wanted = Math.round((loopSeconds / (inner ? 3.2 : 4.4)) * density);
    const count = density === 0 ? 0 : Math.max(1, wanted);
    for (let i = 0; i < count; i++) {
      const type = pick(random, inner ? innerTypes : outerTypes);
      const heavy = type === 'bus' || type === 'truck';
      const model = buildVehicle(type, !heavy && random() < 0.32, random);
      vehicles.push({
        id: `v${String(vehicles.length + 1).padStart(2, '0')}`,
        model,
        plate: randomPlate(direction === 'away' ? model.plateKinds.rear : model.plateKinds.front, random),
        lane: index + 1,
        direction,
        laneX: laneX + (random() - 0.5) * 0.5,
        speedMs,
        // At most a fifth of the headway early or late: nobody touches the one before.
        enterS: ((i + 0.4 * (random() - 0.5)) * loopSeconds) / count + index * 0.7,
      });
    }
  });
  return vehicles;
}

/** All vehicles between the ends of the street at a moment of the loop, farthest first. */
export function placeTraffic(
  vehicles: readonly TrafficVehicle[],
  atS: number,
  loopSeconds: number,
): Placed[] {
  const placed: Placed[] = [];
  for (const vehicle of vehicles) {
    const passS = (farZ - nearZ) / vehicle.speedMs;
    const first = (((atS - vehicle.enterS) % loopSeconds) + loopSeconds) % loopSeconds;
    for (let runS = first; runS < passS; runS += loopSeconds) {
      const way = runS * vehicle.speedMs;
      const z = vehicle.direction === 'away' ? nearZ + way : farZ - way;
      placed.push({ vehicle, x: vehicle.laneX + 0.12 * Math.sin(runS * 0.9), z });
    }
  }
  const middle = (p: Placed) => p.z + (p.vehicle.direction === 'away' ? 0.5 : -0.5) * p.vehicle.model.length;
  return placed.sort((a, b) => middle(b) - middle(a));
}
