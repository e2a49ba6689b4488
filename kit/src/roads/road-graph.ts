// The roads as a graph (road-graph.json beside the base map): nodes where they meet, edges with their own line.
import type { LocalFrame } from './local-frame.ts';
import { lengthOf, type Xy } from './plane.ts';

export interface RoadEdge {
  readonly from: number;
  readonly to: number;
  readonly lengthM: number;
  readonly name: string | null;
  readonly nameEn: string | null;
  readonly oneway: boolean;
  /** From `from` to `to`, metres on the plane. */
  readonly line: readonly Xy[];
}

export interface RoadGraph {
  readonly frame: LocalFrame;
  readonly nodes: readonly Xy[];
  readonly edges: readonly RoadEdge[];
  /** Indexes of the edges at each node, one-way ones at their start only. */
  readonly out: readonly (readonly number[])[];
}

/** A city of ten million has fewer; a file with more is no road graph. */
const most = { nodes: 500_000, edges: 1_000_000 };

const isPosition = (value: unknown): value is [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every(Number.isFinite);

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value ? value.slice(0, 120) : null;

/** Throws for what is no road graph. An edge without a line is straight. */
export function parseRoadGraph(body: unknown, frame: LocalFrame): RoadGraph {
  const file = body as { nodes?: unknown; edges?: unknown } | null;
  const { nodes: givenNodes, edges: givenEdges } = file ?? {};
  const isList = (value: unknown, limit: number): value is unknown[] =>
    Array.isArray(value) && value.length <= limit;
  if (!isList(givenNodes, most.nodes) || !isList(givenEdges, most.edges) || !givenNodes.every(isPosition))
    throw new Error('road-graph.json');
  const local = ([lon, lat]: [number, number]): Xy => frame.toLocal({ lon, lat });
  const nodes = givenNodes.map(local);
  const edges = givenEdges.map((given, i): RoadEdge => {
    const edge = (given ?? {}) as Record<string, unknown>;
    const [from, to] = [edge.from as number, edge.to as number];
    const [start, end] = [nodes[from], nodes[to]];
    if (!start || !end) throw new Error(`road-graph.json: ${i}`);
    const isLine = Array.isArray(edge.line) && edge.line.length >= 2 && edge.line.every(isPosition);
    const line = isLine ? (edge.line as [number, number][]).map(local) : [start, end];
    return {
      from,
      to,
      lengthM: lengthOf(line),
      name: textOf(edge.name),
      nameEn: textOf(edge.nameEn) ?? textOf(edge.name),
      oneway: edge.oneway === true,
      line,
    };
  });
  const out: number[][] = nodes.map(() => []);
  edges.forEach((edge, i) => {
    out[edge.from]!.push(i);
    if (!edge.oneway) out[edge.to]!.push(i);
  });
  return { frame, nodes, edges, out };
}
