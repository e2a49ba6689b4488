// The lit windows of the tiles around, one draw call each. Its own few lines of WebGL: it shares the map's context
// and depth with the cameras' layer, and nothing else. One life per context.
import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibreMap } from 'maplibre-gl';
import { type LocalFrame, multiply } from '../geo.ts';
import { Program } from '../program.ts';
import type { WindowLights } from './window-lights.ts';

export interface LightTile {
  frame: LocalFrame;
  lights: WindowLights;
}

/** The first so many of a tile's lights; they are in no order, so that these are all over it. */
export interface ShownTile {
  tile: LightTile;
  count: number;
}

const vertex = /* glsl */ `#version 300 es
  in vec2 aCorner;
  in vec4 aAt;
  in vec4 aLook;
  uniform mat4 uMatrix;
  uniform float uCentreW;
  uniform float uStrength;
  out vec4 vColour;
  void main() {
    vec2 across = vec2(cos(aAt.w), sin(aAt.w)) * aCorner.x * aLook.x;
    vec4 clip = uMatrix * vec4(aAt.xy + across, aAt.z + aCorner.y * aLook.y, 1.0);
    // A window smaller than a pixel would flicker: it fades instead.
    float far = clip.w / uCentreW;
    float strength = aLook.w * uStrength * (1.0 - smoothstep(1.1, 2.6, far));
    gl_Position = strength < 0.02 ? vec4(2.0, 2.0, 2.0, 1.0) : clip;
    vec3 colour = mix(vec3(0.62, 0.82, 1.0), vec3(1.0, 0.79, 0.5), aLook.z);
    vColour = vec4(colour * strength * 0.8, strength * 0.8);
  }
`;

const fragment = /* glsl */ `#version 300 es
  precision mediump float;
  in vec4 vColour;
  out vec4 outColour;
  void main() { outColour = vColour; }
`;

interface Drawn {
  vao: WebGLVertexArrayObject;
  buffers: WebGLBuffer[];
}

export class LightsLayer implements CustomLayerInterface {
  readonly id = 'window-lights';
  readonly type = 'custom' as const;
  readonly renderingMode = '3d' as const;

  #map: MapLibreMap | null = null;
  #gl: WebGL2RenderingContext | null = null;
  #program: Program | null = null;
  #corners: WebGLBuffer | null = null;
  readonly #drawn = new Map<LightTile, Drawn>();
  #tiles: readonly ShownTile[] = [];
  #strength = 1;

  /** Nearest first; a tile no longer given frees its buffers. */
  handleTiles(tiles: readonly ShownTile[]): void {
    this.#tiles = tiles;
    this.#map?.triggerRepaint();
  }

  /** 0: all windows dark, as by day. */
  handleStrength(strength: number): void {
    this.#strength = strength;
    this.#map?.triggerRepaint();
  }

  onAdd(map: MapLibreMap, gl: WebGL2RenderingContext): void {
    this.#map = map;
    this.#gl = gl;
    this.#program = new Program(gl, vertex, fragment);
    this.#corners = buffer(gl, new Float32Array([-0.5, -0.5, 0.5, -0.5, -0.5, 0.5, 0.5, 0.5]));
  }

  onRemove(): void {
    for (const tile of [...this.#drawn.keys()]) this.#free(tile);
    this.#gl?.deleteBuffer(this.#corners);
    this.#program?.close();
    this.#map = this.#gl = this.#program = this.#corners = null;
  }

  render(_: unknown, args: CustomRenderMethodInput): void {
    const [map, gl, program] = [this.#map, this.#gl, this.#program];
    if (!map || !gl || !program || args.defaultProjectionData.projectionTransition > 0) return;
    const strength = this.#strength * Math.min(1, Math.max(0, (map.getZoom() - 14.4) / 1.2));
    for (const tile of this.#drawn.keys())
      if (!this.#tiles.some(shown => shown.tile === tile)) this.#free(tile);
    if (strength === 0 || this.#tiles.length === 0) return;
    program.use();
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.enable(gl.DEPTH_TEST);
    gl.depthFunc(gl.LEQUAL);
    gl.depthMask(false);
    gl.disable(gl.CULL_FACE);
    gl.disable(gl.STENCIL_TEST);
    gl.uniform1f(program.at('uStrength'), strength);
    const { lng: lon, lat } = map.getCenter();
    for (const [n, { tile, count }] of this.#tiles.entries()) {
      const { frame } = tile;
      const matrix = multiply(args.defaultProjectionData.mainMatrix, frame.toMercator());
      if (n === 0) {
        const [x, y] = frame.toLocal({ lon, lat });
        const w = (matrix[3] as number) * x + (matrix[7] as number) * y + (matrix[15] as number);
        gl.uniform1f(program.at('uCentreW'), w);
      }
      gl.uniformMatrix4fv(program.at('uMatrix'), false, matrix);
      gl.bindVertexArray(this.#vaoOf(gl, program, tile));
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, count);
    }
    gl.bindVertexArray(null);
  }

  #vaoOf(gl: WebGL2RenderingContext, program: Program, tile: LightTile): WebGLVertexArrayObject {
    const known = this.#drawn.get(tile);
    if (known) return known.vao;
    const vao = gl.createVertexArray();
    gl.bindVertexArray(vao);
    const attribute = (name: string, of: WebGLBuffer | null, size: number, divisor: number) => {
      gl.bindBuffer(gl.ARRAY_BUFFER, of);
      program.attribute(name, size, { divisor });
    };
    const buffers = [buffer(gl, tile.lights.at), buffer(gl, tile.lights.look)];
    attribute('aCorner', this.#corners, 2, 0);
    attribute('aAt', buffers[0] as WebGLBuffer, 4, 1);
    attribute('aLook', buffers[1] as WebGLBuffer, 4, 1);
    this.#drawn.set(tile, { vao, buffers });
    return vao;
  }

  #free(tile: LightTile): void {
    const drawn = this.#drawn.get(tile);
    this.#drawn.delete(tile);
    if (!drawn || !this.#gl) return;
    this.#gl.deleteVertexArray(drawn.vao);
    for (const each of drawn.buffers) this.#gl.deleteBuffer(each);
  }
}

function buffer(gl: WebGL2RenderingContext, data: Float32Array): WebGLBuffer {
  const made = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, made);
  gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
  return made;
}
