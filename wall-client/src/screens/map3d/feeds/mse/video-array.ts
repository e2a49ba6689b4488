// A texture array of playing videos, as the browser gives them: red, green, blue.
import { maxVideos, type VideoStore, videoPx } from './video-pictures.ts';

export class VideoArray implements VideoStore {
  readonly #gl: WebGL2RenderingContext;
  #texture: WebGLTexture | null = null;
  readonly #scaled = document.createElement('canvas').getContext('2d', { alpha: false });

  constructor(gl: WebGL2RenderingContext) {
    this.#gl = gl;
  }

  get bytes(): number {
    return this.#texture ? videoPx.width * videoPx.height * 4 * maxVideos : 0;
  }

  upload(layer: number, video: HTMLVideoElement): void {
    const gl = this.#gl;
    this.#texture ??= this.#made();
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, this.#texture);
    gl.bindBuffer(gl.PIXEL_UNPACK_BUFFER, null);
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    const { width, height } = videoPx;
    const picture = video.videoWidth === width && video.videoHeight === height ? video : this.#fitted(video);
    if (picture)
      gl.texSubImage3D(
        gl.TEXTURE_2D_ARRAY,
        0,
        0,
        0,
        layer,
        width,
        height,
        1,
        gl.RGBA,
        gl.UNSIGNED_BYTE,
        picture,
      );
  }

  bind(unit: number): void {
    this.#gl.activeTexture(this.#gl.TEXTURE0 + unit);
    this.#gl.bindTexture(this.#gl.TEXTURE_2D_ARRAY, this.#texture);
  }

  close(): void {
    this.#gl.deleteTexture(this.#texture);
    this.#texture = null;
  }

  /** Of another size: covering the layer, undistorted, as the shader does with other pictures. */
  #fitted(video: HTMLVideoElement): HTMLCanvasElement | null {
    const context = this.#scaled;
    if (!context || video.videoWidth === 0) return null;
    const { canvas } = context;
    const { width, height } = videoPx;
    if (canvas.width !== width) [canvas.width, canvas.height] = [width, height];
    const scale = Math.max(width / video.videoWidth, height / video.videoHeight);
    const [w, h] = [video.videoWidth * scale, video.videoHeight * scale];
    context.drawImage(video, (width - w) / 2, (height - h) / 2, w, h);
    return canvas;
  }

  #made(): WebGLTexture {
    const gl = this.#gl;
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, texture);
    gl.texStorage3D(gl.TEXTURE_2D_ARRAY, 1, gl.RGBA8, videoPx.width, videoPx.height, maxVideos);
    for (const side of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T])
      gl.texParameteri(gl.TEXTURE_2D_ARRAY, side, gl.CLAMP_TO_EDGE);
    for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
      gl.texParameteri(gl.TEXTURE_2D_ARRAY, filter, gl.LINEAR);
    return texture;
  }
}
