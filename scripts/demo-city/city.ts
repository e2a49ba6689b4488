// The demo city 示范市 as files: city.json names the others. Layers as vector tiles (city.pmtiles), buildings as
// 3D Tiles, the administration's areas, the road graph, and where the simulator's cameras stand.
import { areasFile, labelAt, makeAreas } from './areas.ts';
import { makeBlocks } from './blocks.ts';
import { buildingFeatures, makeBuildings } from './buildings.ts';
import { cityCentre, pointFeature, polygonFeature, toLonLat } from './geo.ts';
import { fixed } from './names.ts';
import { makePlaces } from './places.ts';
import { makePlan } from './plan.ts';
import { Random } from './random.ts';
import { graphFile, makeJunctions, makeRoadGraph } from './road-graph.ts';
import { makeRoads, roadFeatures } from './roads.ts';
import { makeSpecial } from './special.ts';
import { writePmtiles } from './write/pmtiles.ts';
import { makeTileset } from './write/tileset.ts';
import { layerRules, makeVectorTiles, maxZoom, minZoom } from './write/vector-tiles.ts';

/** Half of the area a camera may stand in, metres; the roads and the river run on a little further. */
const reachM = 6000;
/** Half of what is drawn: the country, where only the river goes on, ends beyond the map's own limits. */
const drawnM = 11_000;

/** All parts of the city on the plane, before anything is written. */
export function planCity(seed: number) {
  // Streams of their own: adding a draw to one part must not move all the others.
  const stream = (part: number) => new Random(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(part, 0x85ebca6b));
  const plan = makePlan(stream(1));
  const blocks = makeBlocks(plan, stream(2));
  const special = makeSpecial(plan, blocks, stream(3));
  const roads = [...makeRoads(plan), ...special.roads];
  const graph = makeRoadGraph(roads);
  const buildings = [...makeBuildings(plan, blocks, stream(4)), ...special.buildings];
  const places = makePlaces(roads, makeJunctions(graph), special.gates, stream(5));
  return { plan, special, roads, graph, buildings, places, areas: makeAreas(plan) };
}

/** The city's files by path below its folder. */
export function makeCity(seed: number): Map<string, string | Uint8Array> {
  const { special, roads, graph, buildings, places, areas } = planCity(seed);
  const areaFeatures = areas.map(({ ring, level, code, name }) =>
    polygonFeature([ring], { level, code, name: name.zh, nameEn: name.en }),
  );
  const areaLabels = areas
    .filter(({ level }) => level !== 'city')
    .map(area =>
      pointFeature(labelAt(area), {
        kind: area.level,
        name: area.name.zh,
        nameEn: area.name.en,
        code: area.code,
      }),
    );
  const layers = {
    land: special.land,
    water: special.water,
    areas: areaFeatures,
    roads: roadFeatures(roads),
    buildings: buildingFeatures(buildings),
    trees: special.trees,
    labels: [...special.labels, ...areaLabels],
  };
  const square = (half: number): [number, number, number, number] => [
    ...toLonLat([-half, -half]),
    ...toLonLat([half, half]),
  ];
  const name = { name: fixed.city.zh, nameEn: fixed.city.en };
  const tiles = makeVectorTiles(layers, square(drawnM));
  const metadata = {
    ...name,
    type: 'baselayer',
    vector_layers: Object.entries(layerRules).map(([id, { from }]) => ({
      id,
      fields: {},
      minzoom: from,
      maxzoom: maxZoom,
    })),
  };
  const files = new Map<string, string | Uint8Array>();
  const centre: [number, number] = [cityCentre.lon, cityCentre.lat];
  files.set(
    'city.pmtiles',
    writePmtiles(tiles, { bounds: square(drawnM), centre: [...centre, 13], metadata }),
  );
  for (const [file, data] of makeTileset(buildings)) files.set(`3dtiles/${file}`, data);
  files.set('areas.json', JSON.stringify(areasFile(areas)));
  files.set('road-graph.json', JSON.stringify(graphFile(graph)));
  files.set('places.json', `[\n${places.map(place => JSON.stringify(place)).join(',\n')}\n]\n`);
  const about = {
    version: 2,
    ...name,
    seed,
    crs: 'WGS-84',
    centre,
    bounds: square(reachM),
    tiles: { file: 'city.pmtiles', minZoom, maxZoom },
    tileset: '3dtiles/tileset.json',
    areas: 'areas.json',
    roadGraph: 'road-graph.json',
    places: 'places.json',
    counts: {
      buildings: buildings.length,
      roads: roads.length,
      places: places.length,
      areas: areas.length,
      graphNodes: graph.nodes.length,
      graphEdges: graph.edges.length,
      vectorTiles: tiles.length,
    },
  };
  files.set('city.json', `${JSON.stringify(about, null, 2)}\n`);
  return files;
}
