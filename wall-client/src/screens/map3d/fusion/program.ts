// A linked WebGL program with its uniforms by name. Attributes have fixed places, so that one vertex array serves all.

export const attributes = { aPosition: 0, aNormal: 1 } as const;

export class Program {
  readonly #gl: WebGL2RenderingContext;
  readonly #program: WebGLProgram;
  readonly #places = new Map<string, WebGLUniformLocation | null>();

  constructor(gl: WebGL2RenderingContext, vertex: string, fragment: string) {
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
    for (const [name, place] of Object.entries(attributes)) gl.bindAttribLocation(this.#program, place, name);
    gl.linkProgram(this.#program);
    if (!gl.isContextLost() && !gl.getProgramParameter(this.#program, gl.LINK_STATUS))
      throw new Error(gl.getProgramInfoLog(this.#program) ?? 'shader');
  }

  use(): void {
    // biome-ignore lint/correctness/useHookAtTopLevel: WebGL's, no hook of React's
    this.#gl.useProgram(this.#program);
  }

  /** Null where the shader has no such uniform: WebGL takes that in silence. */
  at(name: string): WebGLUniformLocation | null {
    if (!this.#places.has(name)) this.#places.set(name, this.#gl.getUniformLocation(this.#program, name));
    return this.#places.get(name) ?? null;
  }

  close(): void {
    this.#gl.deleteProgram(this.#program);
  }
}
