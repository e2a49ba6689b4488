// Viewshed and projected video over the ground and the buildings: depth maps and pictures in `prerender`, one pass for
// each eye in `render`. Its own WebGL in the map's context, as window lights are. One life per context.
import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibreMap } from 'maplibre-gl';
import { type LocalFrame, multiply } from '../geo.ts';
import { Program } from '../program.ts';
import { attributes } from './attributes.ts';
import { BlockBuffers } from './block-buffers.ts';
import { DepthMap } from './depth-map.ts';
import { eyeOf } from './map-eye.ts';
import { PictureTexture } from './picture-texture.ts';
import { axesOf, foldsAt } from './pose.ts';
import { Probe, type ProbePoint } from './probe.ts';
import type { FusionScene, PictureSource, Sight } from './scene.ts';
import {
  depthFragment,
  depthVertex,
  overVertex,
  probeFragment,
  probeVertex,
  videoFragment,
  viewshedFragment,
} from './shaders.ts';

export interface FusionFacts {
  /** Cameras whose picture was drawn in the last frame. */
  projectors: number;
  /** Of those, how many had a picture. */
  texturesBound: number;
  /** Since the layer was made. */
  depthMapsRendered: number;
  viewshedDrawn: boolean;
}

/** Metres above the ground: what is drawn at 0 is the map's own. */
const groundZ = 0.12;
/** How much nearer to the map's eye than the buildings themselves: their outlines in the map's tiles are rounded. */
const nearerBy = 0.004;

interface Programs {
  depth: Program;
  viewshed: Program;
  video: Program;
  probe: Program;
}

export class FusionLayer implements CustomLayerInterface {
  readonly id = 'fusion';
  readonly type = 'custom' as const;
  readonly renderingMode = '3d' as const;
  readonly facts: FusionFacts = {
    projectors: 0,
    texturesBound: 0,
    depthMapsRendered: 0,
    viewshedDrawn: false,
  };

  readonly #frame: LocalFrame;
  #map: MapLibreMap | null = null;
  #gl: WebGL2RenderingContext | null = null;
  #programs: Programs | null = null;
  #buffers: BlockBuffers | null = null;
  #scene: FusionScene = { viewshed: null, projections: [] };
  readonly #depths = new Map<Sight, DepthMap>();
  readonly #pictures = new Map<PictureSource, PictureTexture>();
  #probes: { probe: Probe; done: (lit: Float32Array) => void }[] = [];

  constructor(frame: LocalFrame) {
    this.#frame = frame;
  }

  handleScene(scene: FusionScene): void {
    this.#scene = scene;
    this.#map?.triggerRepaint();
  }

  /** A picture has something new to show. */
  handlePicture(): void {
    this.#map?.triggerRepaint();
  }

  /** For each point how much of it the viewshed's eye sees, 0 … 1, and -1 outside of its view; in the next frame. */
  probe(points: readonly ProbePoint[]): Promise<Float32Array> {
    return new Promise(done => {
      this.#probes.push({ probe: new Probe(points), done });
      this.#map?.triggerRepaint();
    });
  }

  onAdd(map: MapLibreMap, gl: WebGL2RenderingContext): void {
    this.#map = map;
    this.#gl = gl;
    this.#programs = {
      depth: new Program(gl, depthVertex, depthFragment, attributes),
      viewshed: new Program(gl, overVertex, viewshedFragment, attributes),
      video: new Program(gl, overVertex, videoFragment, attributes),
      probe: new Program(gl, probeVertex, probeFragment, attributes),
    };
    this.#buffers = new BlockBuffers(gl);
  }

  onRemove(): void {
    this.#map = null;
    this.#scene = { viewshed: null, projections: [] };
    this.#free();
    this.#buffers?.close();
    for (const program of Object.values(this.#programs ?? {})) program.close();
    this.#gl = this.#programs = this.#buffers = null;
  }

  prerender(): void {
    const [gl, programs, buffers] = [this.#gl, this.#programs, this.#buffers];
    if (!gl || !programs || !buffers) return;
    this.#free();
    for (const sight of this.#sights()) {
      if (this.#depths.has(sight)) continue;
      this.#depths.set(sight, new DepthMap(gl, sight, programs.depth, buffers));
      this.facts.depthMapsRendered += 1;
    }
    for (const { picture } of this.#scene.projections) {
      const texture = this.#pictures.get(picture) ?? new PictureTexture(gl);
      this.#pictures.set(picture, texture);
      texture.take(picture);
    }
    this.#answer(gl, programs.probe);
  }

  render(_: unknown, args: CustomRenderMethodInput): void {
    const [gl, programs, buffers] = [this.#gl, this.#programs, this.#buffers];
    Object.assign(this.facts, { projectors: 0, texturesBound: 0, viewshedDrawn: false });
    // On the globe (far out) Mercator's plane is not where the ground is.
    if (!gl || !programs || !buffers || args.defaultProjectionData.projectionTransition > 0) return;
    const { viewshed, projections } = this.#scene;
    if (!viewshed && projections.length === 0) return;
    const plain = multiply(args.defaultProjectionData.mainMatrix, this.#frame.toMercator());
    const matrix = nearer(plain);
    const eye = eyeOf(plain) ?? [0, 0, 1e6];
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.enable(gl.DEPTH_TEST);
    gl.depthFunc(gl.LEQUAL);
    gl.depthMask(false);
    gl.disable(gl.CULL_FACE);
    gl.disable(gl.STENCIL_TEST);
    // Below the pictures: a picture shows by itself what its camera sees.
    if (viewshed) {
      programs.viewshed.use();
      gl.uniform3f(programs.viewshed.at('uMapEye'), ...eye);
      this.#draw(gl, programs.viewshed, viewshed, matrix, buffers);
      this.facts.viewshedDrawn = true;
    }
    for (const projection of projections) {
      const texture = this.#pictures.get(projection.picture);
      this.facts.projectors += 1;
      if (!texture?.isFilled) continue;
      this.facts.texturesBound += 1;
      const { video } = programs;
      const { pose } = projection;
      const { right, down, ahead } = axesOf(pose);
      video.use();
      texture.bind(1);
      gl.uniform1i(video.at('uPicture'), 1);
      gl.uniformMatrix3fv(
        video.at('uAxes'),
        false,
        [0, 1, 2].flatMap(i => [right[i], down[i], ahead[i]] as number[]),
      );
      gl.uniform2f(video.at('uFocal'), pose.focal, pose.focal * pose.aspect);
      gl.uniform3f(video.at('uLens'), pose.k1, pose.k2, Math.min(1e6, foldsAt(pose)));
      gl.uniform1f(video.at('uOpacity'), 0.94);
      gl.uniform3f(video.at('uMapEye'), ...eye);
      this.#draw(gl, video, projection.sight, matrix, buffers);
    }
    gl.activeTexture(gl.TEXTURE0);
  }

  #draw(
    gl: WebGL2RenderingContext,
    program: Program,
    sight: Sight,
    matrix: number[],
    buffers: BlockBuffers,
  ): void {
    this.#setEye(gl, program, sight);
    gl.uniformMatrix4fv(program.at('uMatrix'), false, matrix);
    buffers.drawGround(sight.eye.at, sight.eye.rangeM, groundZ);
    for (const block of sight.blocks) buffers.draw(block);
  }

  #setEye(gl: WebGL2RenderingContext, program: Program, sight: Sight): void {
    const { at, faces, rangeM } = sight.eye;
    this.#depths.get(sight)?.bind(0);
    gl.uniform1i(program.at('uDepth'), 0);
    gl.uniformMatrix4fv(program.at('uFaces'), false, faces.flat());
    gl.uniform1i(program.at('uFaceCount'), faces.length);
    gl.uniform3f(program.at('uEye'), ...at);
    gl.uniform1f(program.at('uRangeM'), rangeM);
  }

  #answer(gl: WebGL2RenderingContext, program: Program): void {
    const { viewshed } = this.#scene;
    if (!viewshed || this.#probes.length === 0) return;
    for (const { probe, done } of this.#probes) {
      program.use();
      this.#setEye(gl, program, viewshed);
      done(probe.ask(gl, program));
    }
    this.#probes = [];
  }

  *#sights(): Iterable<Sight> {
    if (this.#scene.viewshed) yield this.#scene.viewshed;
    for (const { sight } of this.#scene.projections) yield sight;
  }

  /** Lets go of what the scene has no more. */
  #free(): void {
    const sights = new Set(this.#sights());
    for (const [sight, depth] of this.#depths) {
      if (sights.has(sight)) continue;
      depth.close();
      this.#depths.delete(sight);
    }
    const pictures = new Set(this.#scene.projections.map(({ picture }) => picture));
    for (const [picture, texture] of this.#pictures) {
      if (pictures.has(picture)) continue;
      texture.close();
      this.#pictures.delete(picture);
    }
    this.#buffers?.keep(new Set([...sights].flatMap(({ blocks }) => blocks)));
  }
}

/**
 * The same picture, every point nearer to the eye by the same part of its way. Its depth row is a·w + b, where b is
 * the depth of the eye itself: adding a part of b moves depth alone.
 */
function nearer(matrix: number[]): number[] {
  const w = [3, 7, 11].map(i => Math.abs(matrix[i] as number));
  const largest = [3, 7, 11][w.indexOf(Math.max(...w))] as number;
  const a = (matrix[largest - 1] as number) / (matrix[largest] as number);
  const b = (matrix[14] as number) - a * (matrix[15] as number);
  const moved = [...matrix];
  moved[14] = (matrix[14] as number) + b * nearerBy;
  return moved;
}
