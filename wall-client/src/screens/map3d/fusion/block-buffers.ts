// The buildings' blocks on the graphics card, each uploaded once however many eyes look at it, and one square of
// ground for each eye. One life per context.
import type { BuildingBlock } from '../base/building-tiles.ts';
import { attributes } from './attributes.ts';
import type { Vec3 } from './pose.ts';

interface Uploaded {
  vao: WebGLVertexArrayObject;
  buffers: WebGLBuffer[];
  count: number;
  type: number;
}

export class BlockBuffers {
  readonly #gl: WebGL2RenderingContext;
  readonly #blocks = new Map<BuildingBlock, Uploaded>();
  readonly #ground: Uploaded;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    this.#ground = this.#upload(
      new Float32Array(12),
      new Float32Array(12),
      new Uint16Array([0, 1, 2, 0, 2, 3]),
    );
  }

  draw(block: BuildingBlock): void {
    let uploaded = this.#blocks.get(block);
    if (!uploaded) {
      const { geometry } = block;
      const index = geometry.getIndex()?.array;
      uploaded = this.#upload(
        geometry.getAttribute('position').array as Float32Array,
        geometry.getAttribute('normal').array as Float32Array,
        index instanceof Uint16Array ? index : new Uint32Array(index ?? []),
      );
      this.#blocks.set(block, uploaded);
    }
    this.#draw(uploaded);
  }

  /** A square of ground that reaches `rangeM` around a point. */
  drawGround([x, y]: Vec3, rangeM: number, z: number): void {
    const gl = this.#gl;
    const r = rangeM;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#ground.buffers[0] as WebGLBuffer);
    const corners = [x - r, y - r, z, x + r, y - r, z, x + r, y + r, z, x - r, y + r, z];
    gl.bufferSubData(gl.ARRAY_BUFFER, 0, new Float32Array(corners));
    gl.bindBuffer(gl.ARRAY_BUFFER, this.#ground.buffers[1] as WebGLBuffer);
    gl.bufferSubData(gl.ARRAY_BUFFER, 0, new Float32Array([0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1]));
    this.#draw(this.#ground);
  }

  /** Frees what none of these needs. */
  keep(blocks: ReadonlySet<BuildingBlock>): void {
    for (const [block, uploaded] of this.#blocks) {
      if (blocks.has(block)) continue;
      this.#free(uploaded);
      this.#blocks.delete(block);
    }
  }

  close(): void {
    this.keep(new Set());
    this.#free(this.#ground);
  }

  #draw({ vao, count, type }: Uploaded): void {
    const gl = this.#gl;
    gl.bindVertexArray(vao);
    gl.drawElements(gl.TRIANGLES, count, type, 0);
    gl.bindVertexArray(null);
  }

  #upload(position: Float32Array, normal: Float32Array, index: Uint16Array | Uint32Array): Uploaded {
    const gl = this.#gl;
    const vao = gl.createVertexArray();
    gl.bindVertexArray(vao);
    const attribute = (place: number, data: Float32Array) => {
      const made = gl.createBuffer();
      gl.bindBuffer(gl.ARRAY_BUFFER, made);
      gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, 3, gl.FLOAT, false, 0, 0);
      return made;
    };
    const buffers = [attribute(attributes.aPosition, position), attribute(attributes.aNormal, normal)];
    const indexes = gl.createBuffer();
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, indexes);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, index, gl.STATIC_DRAW);
    gl.bindVertexArray(null);
    const type = index instanceof Uint16Array ? gl.UNSIGNED_SHORT : gl.UNSIGNED_INT;
    return { vao, buffers: [...buffers, indexes], count: index.length, type };
  }

  #free({ vao, buffers }: Uploaded): void {
    this.#gl.deleteVertexArray(vao);
    for (const each of buffers) this.#gl.deleteBuffer(each);
  }
}
