// What is known of every camera, where shaders find it by the camera's index: two textures of four floats a camera. As
// attributes it would be read in order, and what is not in sight could not be left out.
import type { CameraInstances } from './camera-instances.ts';

/** Cameras in a row; the shaders say the same (shaders.ts). */
export const rowBits = 10;
const perRow = 1 << rowBits;

export class InstanceTextures {
  readonly #gl: WebGL2RenderingContext;
  #place: WebGLTexture | null = null;
  #look: WebGLTexture | null = null;
  #rows = 0;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
  }

  /** Brings the instances from … to, and binds both to units 0 and 1; in a frame only. */
  bind({ place, look, count }: CameraInstances, from: number, to: number): void {
    const gl = this.#gl;
    const rows = Math.ceil(count / perRow);
    const isNew = rows > this.#rows;
    if (isNew) {
      this.close();
      // A quarter to spare: cameras come in parts.
      this.#rows = Math.ceil(rows * 1.25);
      this.#place = this.#made();
      this.#look = this.#made();
    }
    gl.bindBuffer(gl.PIXEL_UNPACK_BUFFER, null);
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    for (const [unit, texture, data] of [
      [0, this.#place, place],
      [1, this.#look, look],
    ] as const) {
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, texture);
      this.#bring(data, isNew ? 0 : from, isNew ? count : to);
    }
  }

  close(): void {
    this.#gl.deleteTexture(this.#place);
    this.#gl.deleteTexture(this.#look);
    this.#rows = 0;
  }

  /** Whole rows in one piece, what stands before and after in its own. */
  #bring(data: Float32Array, from: number, to: number): void {
    const gl = this.#gl;
    for (let at = from; at < to; ) {
      const x = at % perRow;
      const isWhole = x === 0 && to - at >= perRow;
      const height = isWhole ? Math.floor((to - at) / perRow) : 1;
      const width = isWhole ? perRow : Math.min(perRow - x, to - at);
      gl.texSubImage2D(
        gl.TEXTURE_2D,
        0,
        x,
        Math.floor(at / perRow),
        width,
        height,
        gl.RGBA,
        gl.FLOAT,
        data,
        at * 4,
      );
      at += width * height;
    }
  }

  #made(): WebGLTexture {
    const gl = this.#gl;
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA32F, perRow, this.#rows);
    for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
      gl.texParameteri(gl.TEXTURE_2D, filter, gl.NEAREST);
    return texture;
  }
}
