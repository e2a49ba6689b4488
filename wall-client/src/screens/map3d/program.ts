// A WebGL program from its two shaders, with its uniforms by name, for layers that draw with a few lines of their own
// in the map's context.

export class Program {
  readonly #gl: WebGL2RenderingContext;
  readonly #program: WebGLProgram;
  readonly #uniforms = new Map<string, WebGLUniformLocation | null>();
  #isProven = false;

  /** `places`: of attributes, where one vertex array is to serve several programs; the others are given theirs. */
  constructor(
    gl: WebGL2RenderingContext,
    vertex: string,
    fragment: string,
    places: Readonly<Record<string, number>> = {},
  ) {
    this.#gl = gl;
    this.#program = gl.createProgram();
    for (const [kind, source] of [
      [gl.VERTEX_SHADER, vertex],
      [gl.FRAGMENT_SHADER, fragment],
    ] as const) {
      const shader = gl.createShader(kind);
      if (!shader) return; // a lost context makes none; the map begins anew
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(this.#program, shader);
      gl.deleteShader(shader);
    }
    for (const [name, place] of Object.entries(places)) gl.bindAttribLocation(this.#program, place, name);
    gl.linkProgram(this.#program);
  }

  /** Throws where the shaders are no program. */
  use(): void {
    if (!this.#isProven) this.#prove();
    // biome-ignore lint/correctness/useHookAtTopLevel: WebGL's, no hook of React's
    this.#gl.useProgram(this.#program);
  }

  /** Null where the shader has no such uniform: WebGL takes that in silence. */
  at(name: string): WebGLUniformLocation | null {
    const known = this.#uniforms.get(name);
    if (known !== undefined) return known;
    const found = this.#gl.getUniformLocation(this.#program, name);
    this.#uniforms.set(name, found);
    return found;
  }

  /** The numbers of an attribute, `size` of them, in the bound vertex array from the bound buffer; by floats. */
  attribute(name: string, size: number, { stride = 0, offset = 0, divisor = 0 } = {}): void {
    const gl = this.#gl;
    const place = gl.getAttribLocation(this.#program, name);
    if (place < 0) return;
    gl.enableVertexAttribArray(place);
    gl.vertexAttribPointer(place, size, gl.FLOAT, false, stride * 4, offset * 4);
    gl.vertexAttribDivisor(place, divisor);
  }

  /** A whole number an instance from the bound buffer, in the bound vertex array. */
  index(name: string): void {
    const gl = this.#gl;
    const place = gl.getAttribLocation(this.#program, name);
    if (place < 0) return;
    gl.enableVertexAttribArray(place);
    gl.vertexAttribIPointer(place, 1, gl.UNSIGNED_INT, 0, 0);
    gl.vertexAttribDivisor(place, 1);
  }

  close(): void {
    this.#gl.deleteProgram(this.#program);
  }

  /** At the first use, not when made: the answer waits for the driver, which by then has compiled beside the page. */
  #prove(): void {
    const gl = this.#gl;
    if (!gl.isContextLost() && !gl.getProgramParameter(this.#program, gl.LINK_STATUS))
      throw new Error(gl.getProgramInfoLog(this.#program) ?? 'shader');
    this.#isProven = true;
  }
}
