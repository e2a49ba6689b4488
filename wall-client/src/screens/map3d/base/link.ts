// A WebGL program from its two shaders, for layers that draw with a few lines of their own.

/** On a lost context the program is there and draws nothing; the map begins anew then. */
export function link(
  gl: WebGL2RenderingContext,
  ...sources: [vertex: string, fragment: string]
): WebGLProgram {
  const program = gl.createProgram();
  sources.forEach((source, i) => {
    const shader = gl.createShader(i === 0 ? gl.VERTEX_SHADER : gl.FRAGMENT_SHADER);
    if (!shader) return;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  });
  gl.linkProgram(program);
  return program;
}
