// A texture array of pictures as planes, one byte a sample: in each layer luma on top, below it the two chromas
// side by side. It grows in layers with what it holds kept, and begins anew when a larger picture comes.

/** A part of a picture and where it goes, pixels of luma, all even. */
export interface PlaneMove {
  fromX: number;
  fromY: number;
  layer: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

export class PlaneArray {
  readonly #gl: WebGL2RenderingContext;
  readonly #maxBytes: number;
  /** Asked once: the answer may have to wait for the card. */
  readonly #maxLayers: number;
  #texture: WebGLTexture | null = null;
  #width = 0;
  #height = 0;
  #layers = 0;

  constructor(gl: WebGL2RenderingContext, maxBytes: number) {
    this.#gl = gl;
    this.#maxBytes = maxBytes;
    this.#maxLayers = gl.getParameter(gl.MAX_ARRAY_TEXTURE_LAYERS) as number;
  }

  /** Of a layer's luma, pixels. */
  get width(): number {
    return this.#width;
  }
  get height(): number {
    return this.#height;
  }
  get bytes(): number {
    return this.#layers * layerBytes(this.#width, this.#height);
  }

  /** How many layers of at least this size there can be. */
  limit(width: number, height: number): number {
    return Math.min(
      this.#maxLayers,
      Math.floor(this.#maxBytes / layerBytes(...this.#sizeFor(width, height))),
    );
  }

  /** Makes room; true when what was there is lost because the layers had to become larger. */
  fit(width: number, height: number, layers: number): boolean {
    const [toWidth, toHeight] = this.#sizeFor(width, height);
    const grows = toWidth > this.#width || toHeight > this.#height;
    if (!grows && layers <= this.#layers) return false;
    const limit = this.limit(width, height);
    const before = { texture: this.#texture, layers: grows ? 0 : this.#layers };
    const isLost = grows && this.#texture !== null;
    [this.#width, this.#height] = [toWidth, toHeight];
    this.#layers = Math.min(limit, Math.max(layers, before.layers * 2, 2));
    this.#texture = this.#made();
    if (before.texture) {
      this.#copy(before.texture, before.layers);
      this.#gl.deleteTexture(before.texture);
    }
    return isLost;
  }

  /** `planes`: I420 of this size (decode/i420.ts). */
  upload(layer: number, width: number, height: number, planes: Uint8Array): void {
    this.uploadParts(width, height, planes, [{ fromX: 0, fromY: 0, layer, x: 0, y: 0, width, height }]);
  }

  /** Parts of a picture, each to where it belongs. */
  uploadParts(width: number, height: number, planes: Uint8Array, moves: readonly PlaneMove[]): void {
    const gl = this.#gl;
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, this.#texture);
    gl.bindBuffer(gl.PIXEL_UNPACK_BUFFER, null);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    const luma = width * height;
    gl.pixelStorei(gl.UNPACK_ROW_LENGTH, width);
    for (const move of moves) this.#put(move, 1, planes, 0, width, 0, 0);
    gl.pixelStorei(gl.UNPACK_ROW_LENGTH, width / 2);
    for (const move of moves) {
      this.#put(move, 2, planes, luma, width, 0, this.#height);
      this.#put(move, 2, planes, luma + luma / 4, width, this.#width / 2, this.#height);
    }
    gl.pixelStorei(gl.UNPACK_ROW_LENGTH, 0);
  }

  /** One plane of a part; `share`: how many samples of luma lie on one of its own side. */
  #put(
    move: PlaneMove,
    share: 1 | 2,
    planes: Uint8Array,
    plane: number,
    width: number,
    x0: number,
    y0: number,
  ) {
    const gl = this.#gl;
    gl.texSubImage3D(
      gl.TEXTURE_2D_ARRAY,
      0,
      x0 + move.x / share,
      y0 + move.y / share,
      move.layer,
      move.width / share,
      move.height / share,
      1,
      gl.RED,
      gl.UNSIGNED_BYTE,
      planes,
      plane + (move.fromY / share) * (width / share) + move.fromX / share,
    );
  }

  bind(unit: number): void {
    this.#gl.activeTexture(this.#gl.TEXTURE0 + unit);
    this.#gl.bindTexture(this.#gl.TEXTURE_2D_ARRAY, this.#texture);
  }

  close(): void {
    this.#gl.deleteTexture(this.#texture);
    this.#texture = null;
    this.#width = this.#height = this.#layers = 0;
  }

  #sizeFor(width: number, height: number): [width: number, height: number] {
    // By sixteens: sizes that differ a little do not begin the array anew.
    const up = (px: number) => Math.ceil(px / 16) * 16;
    return [Math.max(this.#width, up(width)), Math.max(this.#height, up(height))];
  }

  #made(): WebGLTexture {
    const gl = this.#gl;
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D_ARRAY, texture);
    gl.texStorage3D(gl.TEXTURE_2D_ARRAY, 1, gl.R8, this.#width, (this.#height * 3) / 2, this.#layers);
    for (const side of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T])
      gl.texParameteri(gl.TEXTURE_2D_ARRAY, side, gl.CLAMP_TO_EDGE);
    for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
      gl.texParameteri(gl.TEXTURE_2D_ARRAY, filter, gl.LINEAR);
    return texture;
  }

  /** The first layers of an array of the same size into the bound one. */
  #copy(from: WebGLTexture, layers: number): void {
    const gl = this.#gl;
    const reading = gl.getParameter(gl.READ_FRAMEBUFFER_BINDING) as WebGLFramebuffer | null;
    const frame = gl.createFramebuffer();
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, frame);
    for (let layer = 0; layer < layers; layer += 1) {
      gl.framebufferTextureLayer(gl.READ_FRAMEBUFFER, gl.COLOR_ATTACHMENT0, from, 0, layer);
      gl.copyTexSubImage3D(gl.TEXTURE_2D_ARRAY, 0, 0, 0, layer, 0, 0, this.#width, (this.#height * 3) / 2);
    }
    gl.bindFramebuffer(gl.READ_FRAMEBUFFER, reading);
    gl.deleteFramebuffer(frame);
  }
}

const layerBytes = (width: number, height: number): number => (width * height * 3) / 2;
