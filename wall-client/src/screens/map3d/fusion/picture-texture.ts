// The newest picture of a playing video on the graphics card.
import type { PictureSource } from './scene.ts';

export class PictureTexture {
  readonly #gl: WebGL2RenderingContext;
  readonly #texture: WebGLTexture;
  isFilled = false;

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
    this.#texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, this.#texture);
    for (const [name, value] of [
      [gl.TEXTURE_MIN_FILTER, gl.LINEAR],
      [gl.TEXTURE_MAG_FILTER, gl.LINEAR],
      [gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE],
      [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE],
    ] as const)
      gl.texParameteri(gl.TEXTURE_2D, name, value);
  }

  /** Where nothing is new the last picture stands. */
  take(source: PictureSource): void {
    const { video } = source;
    if (video.readyState < video.HAVE_CURRENT_DATA || video.videoWidth === 0) return;
    // After a lost context the picture that stands is not on the new card.
    const isFresh = source.takeFresh();
    if (this.isFilled && !isFresh) return;
    const gl = this.#gl;
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.#texture);
    // Three and MapLibre leave these as their own last upload had them.
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, video);
    this.isFilled = true;
  }

  bind(unit: number): void {
    this.#gl.activeTexture(this.#gl.TEXTURE0 + unit);
    this.#gl.bindTexture(this.#gl.TEXTURE_2D, this.#texture);
  }

  close(): void {
    this.#gl.deleteTexture(this.#texture);
  }
}
