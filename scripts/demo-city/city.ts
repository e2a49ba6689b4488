// The demo city 示范市 as files: GeoJSON layers that MapLibre's own worker tiles (small enough at 4×4 km),
// city.json that lists them, and places.json, where the simulator's cameras stand.
import { makeBlocks } from './blocks.ts';
import { buildingFeatures, makeBuildings } from './buildings.ts';
import { cityCentre, type Feature, toLonLat } from './geo.ts';
import { fixed } from './names.ts';
import { makePlaces } from './places.ts';
import { makePlan } from './plan.ts';
import { Random } from './random.ts';
import { makeJunctions, makeRoads, roadFeatures } from './roads.ts';
import { makeSpecial } from './special.ts';

/** Half of the area a camera may stand in, metres; the roads and the river run on a little further. */
const reachM = 2400;

export function makeCity(seed: number): Map<string, string> {
  // Streams of their own: adding a draw to one part must not move all the others.
  const stream = (part: number) => new Random(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(part, 0x85ebca6b));
  const plan = makePlan(stream(1));
  const blocks = makeBlocks(plan, stream(2));
  const roads = makeRoads(plan);
  const junctions = makeJunctions(plan);
  const special = makeSpecial(plan, blocks, stream(3));
  const buildings = [...makeBuildings(plan, blocks, stream(4)), ...special.buildings];
  const allRoads = [...roads, ...special.roads];
  const places = makePlaces(allRoads, junctions, special.gates, stream(5));

  const files = new Map<string, string>();
  const write = (name: string, features: Feature[]) =>
    files.set(`${name}.geojson`, `${JSON.stringify({ type: 'FeatureCollection', features })}\n`);
  write('land', special.land);
  write('water', special.water);
  write('roads', roadFeatures(allRoads));
  write('buildings', buildingFeatures(buildings));
  write('trees', special.trees);
  write('labels', special.labels);
  files.set('places.json', `${JSON.stringify(places, null, 1)}\n`);
  const about = {
    version: 1,
    name: fixed.city.zh,
    nameEn: fixed.city.en,
    seed,
    crs: 'WGS-84',
    centre: [cityCentre.lon, cityCentre.lat],
    bounds: [...toLonLat([-reachM, -reachM]), ...toLonLat([reachM, reachM])],
    layers: {
      land: 'land.geojson',
      water: 'water.geojson',
      roads: 'roads.geojson',
      buildings: 'buildings.geojson',
      trees: 'trees.geojson',
      labels: 'labels.geojson',
    },
    places: 'places.json',
    counts: { buildings: buildings.length, roads: allRoads.length, places: places.length },
  };
  files.set('city.json', `${JSON.stringify(about, null, 2)}\n`);
  return files;
}
