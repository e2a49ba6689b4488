// All cameras in three draw calls, however many they are: the bodies, faintly, where a building hides them (a camera
// behind a tower can still be found), the ground they look over, and the bodies themselves. One life per context.

import { Program } from '../program.ts';
import { bodyGeometry, type Geometry, viewGeometry } from './camera-geometry.ts';
import type { CameraInstances } from './camera-instances.ts';
import { bodyFragment, bodyVertex, viewFragment, viewVertex } from './shaders.ts';
import { toneColours } from './tone.ts';

/** How a frame is drawn; `matrix`: local metres → clip space. */
export interface CameraLook {
  matrix: Float32Array;
  unitPx: number;
  metresPerPx: number;
  centreW: number;
  /** Indexes of instances, -1 for none. */
  hovered: number;
  selected: number;
  /** Around here views are shown, `nearM` far, `views` (0 … 1) strong. */
  focus: readonly [x: number, y: number];
  nearM: number;
  views: number;
  /** How strongly a hidden camera shows through. */
  ghostAlpha: number;
}

/** A program with a vertex array of what it draws for each camera. */
interface Part {
  program: Program;
  vao: WebGLVertexArrayObject;
  buffers: WebGLBuffer[];
  indexes: number;
}

export class CameraMeshes {
  readonly #gl: WebGL2RenderingContext;
  readonly #place: WebGLBuffer;
  readonly #look: WebGLBuffer;
  readonly #body: Part;
  readonly #view: Part;
  #instances: CameraInstances | null = null;
  /** What the card has of them: arrays of so many numbers. */
  #held = 0;
  /** Changed since the last frame: instances from … to. */
  #from = Number.POSITIVE_INFINITY;
  #to = 0;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    this.#place = gl.createBuffer();
    this.#look = gl.createBuffer();
    this.#body = this.#part(new Program(gl, bodyVertex, bodyFragment), bodyGeometry());
    this.#view = this.#part(new Program(gl, viewVertex, viewFragment), viewGeometry());
  }

  /** Instances from … to changed since the last call. */
  setInstances(instances: CameraInstances, from = 0, to = instances.count): void {
    this.#instances = instances;
    this.#from = Math.min(this.#from, from);
    this.#to = Math.max(this.#to, to);
  }

  /** How many draw calls it took. */
  draw(look: CameraLook): number {
    const gl = this.#gl;
    const count = this.#instances?.count ?? 0;
    if (count === 0) return 0;
    this.#bring();
    gl.enable(gl.DEPTH_TEST);
    gl.disable(gl.CULL_FACE);
    gl.disable(gl.STENCIL_TEST);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);

    gl.depthMask(false);
    gl.depthFunc(gl.GREATER);
    this.#begin(this.#body, look);
    gl.uniform1f(this.#body.program.at('uAlpha'), look.ghostAlpha);
    gl.drawElementsInstanced(gl.TRIANGLES, this.#body.indexes, gl.UNSIGNED_SHORT, 0, count);

    gl.depthFunc(gl.LEQUAL);
    this.#begin(this.#view, look);
    const { program } = this.#view;
    gl.uniform2f(program.at('uFocus'), ...look.focus);
    gl.uniform1f(program.at('uNearM'), look.nearM);
    gl.uniform1f(program.at('uViews'), look.views);
    gl.drawElementsInstanced(gl.TRIANGLES, this.#view.indexes, gl.UNSIGNED_SHORT, 0, count);

    gl.disable(gl.BLEND);
    gl.depthMask(true);
    this.#body.program.use();
    gl.bindVertexArray(this.#body.vao);
    gl.uniform1f(this.#body.program.at('uAlpha'), 1);
    gl.drawElementsInstanced(gl.TRIANGLES, this.#body.indexes, gl.UNSIGNED_SHORT, 0, count);
    gl.bindVertexArray(null);
    return 3;
  }

  close(): void {
    const gl = this.#gl;
    for (const { program, vao, buffers } of [this.#body, this.#view]) {
      program.close();
      gl.deleteVertexArray(vao);
      for (const buffer of buffers) gl.deleteBuffer(buffer);
    }
    gl.deleteBuffer(this.#place);
    gl.deleteBuffer(this.#look);
  }

  #begin({ program, vao }: Part, look: CameraLook): void {
    const gl = this.#gl;
    program.use();
    gl.bindVertexArray(vao);
    gl.uniformMatrix4fv(program.at('uMatrix'), false, look.matrix);
    gl.uniform3fv(program.at('uTones'), toneColours);
    gl.uniform1f(program.at('uUnitPx'), look.unitPx);
    gl.uniform1f(program.at('uMetresPerPx'), look.metresPerPx);
    gl.uniform1f(program.at('uCentreW'), look.centreW);
    gl.uniform1i(program.at('uHovered'), look.hovered);
    gl.uniform1i(program.at('uSelected'), look.selected);
  }

  /** Changed instances to the card; in a frame only, where the map expects its bindings to change. */
  #bring(): void {
    const gl = this.#gl;
    const instances = this.#instances as CameraInstances;
    const [from, to] = [this.#from * 4, this.#to * 4];
    if (from >= to) return;
    for (const [buffer, data] of [
      [this.#place, instances.place],
      [this.#look, instances.look],
    ] as const) {
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      if (data.length !== this.#held) gl.bufferData(gl.ARRAY_BUFFER, data, gl.DYNAMIC_DRAW);
      else gl.bufferSubData(gl.ARRAY_BUFFER, from * 4, data, from, to - from);
    }
    this.#held = instances.place.length;
    this.#from = Number.POSITIVE_INFINITY;
    this.#to = 0;
  }

  #part(program: Program, { attributes, index }: Geometry): Part {
    const gl = this.#gl;
    const vao = gl.createVertexArray();
    gl.bindVertexArray(vao);
    const buffers = Object.entries(attributes).map(([name, { data, size }]) => {
      const buffer = gl.createBuffer();
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
      program.attribute(name, size);
      return buffer;
    });
    for (const [name, buffer] of [
      ['aPlace', this.#place],
      ['aLook', this.#look],
    ] as const) {
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      program.attribute(name, 4, { divisor: 1 });
    }
    const indexes = gl.createBuffer();
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, indexes);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, index, gl.STATIC_DRAW);
    gl.bindVertexArray(null);
    return { program, vao, buffers: [...buffers, indexes], indexes: index.length };
  }
}
