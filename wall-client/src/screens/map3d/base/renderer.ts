// Whether this browser draws by the processor alone (no graphics card, a virtual machine, a test). The map is the
// same there but for what costs a processor most and is missed least: smoothed edges, most lit windows, and the little
// that shows through buildings.

let known: boolean | null = null;

/** Asked once per page: opening a context takes some milliseconds. */
export function drawsInSoftware(): boolean {
  known ??= ask();
  return known;
}

function ask(): boolean {
  const gl = document.createElement('canvas').getContext('webgl2');
  if (!gl) return true;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(info?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return isSoftware(name);
}

/** By what Chromium (SwiftShader), Mesa (llvmpipe, softpipe) and Windows (Basic Render Driver) call theirs. */
export const isSoftware = (renderer: string): boolean =>
  /swiftshader|llvmpipe|softpipe|basic render/i.test(renderer);
