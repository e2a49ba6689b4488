// All cameras in sight in four draw calls, however many they are: the bodies of the near, faintly, where a building hides
// them (a camera behind a tower can still be found), the ground they look over, the marks of all, and the bodies themselves.
// One life per context.

import { Program } from '../program.ts';
import { bodyGeometry, type Geometry, markGeometry, viewGeometry } from './camera-geometry.ts';
import type { CameraInstances } from './camera-instances.ts';
import { InstanceTextures } from './instance-textures.ts';
import { markFragment, markVertex } from './mark-shaders.ts';
import type { IndexList, SeenCameras } from './seen-cameras.ts';
import { bodyFragment, bodyVertex, viewFragment, viewVertex } from './shaders.ts';
import { toneColours } from './tone.ts';

/** How a frame is drawn; `matrix`: local metres → clip space. */
export interface CameraLook {
  matrix: Float32Array;
  unitPx: number;
  metresPerPx: number;
  centreW: number;
  /** A camera of fewer pixels a unit has a mark and no body. */
  bodyPx: number;
  /** Of the window, CSS pixels. */
  width: number;
  height: number;
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
  /** Which cameras are drawn, and for how many the card has room. */
  seen: WebGLBuffer;
  room: number;
}

export class CameraMeshes {
  readonly #gl: WebGL2RenderingContext;
  readonly #textures: InstanceTextures;
  readonly #body: Part;
  readonly #view: Part;
  readonly #mark: Part;
  #instances: CameraInstances | null = null;
  /** Changed since the last frame: instances from … to. */
  #from = Number.POSITIVE_INFINITY;
  #to = 0;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    this.#textures = new InstanceTextures(gl);
    this.#body = this.#part(new Program(gl, bodyVertex, bodyFragment), bodyGeometry());
    this.#view = this.#part(new Program(gl, viewVertex, viewFragment), viewGeometry());
    this.#mark = this.#part(new Program(gl, markVertex, markFragment), markGeometry());
  }

  /** Instances from … to changed since the last call. */
  setInstances(instances: CameraInstances, from = 0, to = instances.count): void {
    this.#instances = instances;
    this.#from = Math.min(this.#from, from);
    this.#to = Math.max(this.#to, to);
  }

  /** How many draw calls it took; `isOther`: other cameras are seen than the last time. */
  draw(look: CameraLook, seen: SeenCameras, isOther: boolean): number {
    const gl = this.#gl;
    const { all, bodies, views } = seen;
    if (isOther) {
      this.#bringSeen(this.#body, bodies);
      this.#bringSeen(this.#view, views);
      this.#bringSeen(this.#mark, all);
    }
    if (!this.#instances || all.count === 0) return 0;
    this.#textures.bind(this.#instances, this.#from, this.#to);
    this.#from = Number.POSITIVE_INFINITY;
    this.#to = 0;
    gl.enable(gl.DEPTH_TEST);
    gl.disable(gl.CULL_FACE);
    gl.disable(gl.STENCIL_TEST);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);

    gl.depthMask(false);
    gl.depthFunc(gl.GREATER);
    this.#begin(this.#body, look);
    gl.uniform1f(this.#body.program.at('uAlpha'), look.ghostAlpha);
    let calls = this.#draw(this.#body, bodies);

    gl.depthFunc(gl.LEQUAL);
    this.#begin(this.#view, look);
    const { program } = this.#view;
    gl.uniform2f(program.at('uFocus'), ...look.focus);
    gl.uniform1f(program.at('uNearM'), look.nearM);
    gl.uniform1f(program.at('uViews'), look.views);
    calls += this.#draw(this.#view, views);
    this.#begin(this.#mark, look);
    gl.uniform2f(this.#mark.program.at('uHalf'), look.width / 2, look.height / 2);
    calls += this.#draw(this.#mark, all);

    gl.disable(gl.BLEND);
    gl.depthMask(true);
    this.#body.program.use();
    gl.bindVertexArray(this.#body.vao);
    gl.uniform1f(this.#body.program.at('uAlpha'), 1);
    calls += this.#draw(this.#body, bodies);
    gl.bindVertexArray(null);
    return calls;
  }

  close(): void {
    const gl = this.#gl;
    for (const { program, vao, buffers } of [this.#body, this.#view, this.#mark]) {
      program.close();
      gl.deleteVertexArray(vao);
      for (const buffer of buffers) gl.deleteBuffer(buffer);
    }
    this.#textures.close();
  }

  #begin({ program, vao }: Part, look: CameraLook): void {
    const gl = this.#gl;
    program.use();
    gl.bindVertexArray(vao);
    gl.uniformMatrix4fv(program.at('uMatrix'), false, look.matrix);
    gl.uniform1i(program.at('uPlace'), 0);
    gl.uniform1i(program.at('uLook'), 1);
    gl.uniform3fv(program.at('uTones'), toneColours);
    gl.uniform1f(program.at('uUnitPx'), look.unitPx);
    gl.uniform1f(program.at('uMetresPerPx'), look.metresPerPx);
    gl.uniform1f(program.at('uCentreW'), look.centreW);
    gl.uniform1f(program.at('uBodyPx'), look.bodyPx);
    gl.uniform1i(program.at('uHovered'), look.hovered);
    gl.uniform1i(program.at('uSelected'), look.selected);
  }

  #draw({ indexes }: Part, { count }: IndexList): number {
    if (count === 0) return 0;
    this.#gl.drawElementsInstanced(this.#gl.TRIANGLES, indexes, this.#gl.UNSIGNED_SHORT, 0, count);
    return 1;
  }

  #bringSeen(part: Part, { indexes, count }: IndexList): void {
    const gl = this.#gl;
    gl.bindBuffer(gl.ARRAY_BUFFER, part.seen);
    if (count > part.room) {
      // A quarter to spare: the map moves.
      part.room = Math.ceil(count * 1.25);
      gl.bufferData(gl.ARRAY_BUFFER, part.room * indexes.BYTES_PER_ELEMENT, gl.DYNAMIC_DRAW);
    }
    gl.bufferSubData(gl.ARRAY_BUFFER, 0, indexes, 0, count);
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
    const seen = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, seen);
    program.index('aCamera');
    const indexes = gl.createBuffer();
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, indexes);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, index, gl.STATIC_DRAW);
    gl.bindVertexArray(null);
    return { program, vao, buffers: [...buffers, seen, indexes], indexes: index.length, seen, room: 0 };
  }
}
