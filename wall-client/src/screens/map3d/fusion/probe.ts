// Asks the depth map about single points and reads the answers back: for the share an eye sees, and for tests.

import type { Program } from '../program.ts';
import { attributes } from './attributes.ts';
import type { Vec3 } from './pose.ts';

export interface ProbePoint {
  at: Vec3;
  normal: Vec3;
}

/** One row of pixels: no card is narrower than this. */
const most = 2048;

export class Probe {
  readonly #points: readonly ProbePoint[];

  /** At most 2048 points. */
  constructor(points: readonly ProbePoint[]) {
    if (points.length > most) throw new RangeError(`${points.length} > ${most}`);
    this.#points = points;
  }

  /** With the eye's uniforms set. 0 … 1 seen, -1 outside. */
  ask(gl: WebGL2RenderingContext, program: Program): Float32Array {
    const count = this.#points.length;
    const texture = gl.createTexture();
    gl.activeTexture(gl.TEXTURE1);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, count, 1);
    const framebuffer = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
    const vao = gl.createVertexArray();
    gl.bindVertexArray(vao);
    const buffers = (['at', 'normal'] as const).map((name, i) => {
      const made = gl.createBuffer();
      gl.bindBuffer(gl.ARRAY_BUFFER, made);
      gl.bufferData(
        gl.ARRAY_BUFFER,
        new Float32Array(this.#points.flatMap(point => point[name])),
        gl.STREAM_DRAW,
      );
      const place = i === 0 ? attributes.aPosition : attributes.aNormal;
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, 3, gl.FLOAT, false, 0, 0);
      return made;
    });
    gl.viewport(0, 0, count, 1);
    gl.disable(gl.BLEND);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.SCISSOR_TEST);
    gl.disable(gl.STENCIL_TEST);
    gl.colorMask(true, true, true, true);
    gl.uniform1f(program.at('uCount'), count);
    gl.drawArrays(gl.POINTS, 0, count);
    const pixels = new Uint8Array(count * 4);
    gl.readPixels(0, 0, count, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
    gl.bindVertexArray(null);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.deleteFramebuffer(framebuffer);
    gl.deleteTexture(texture);
    gl.deleteVertexArray(vao);
    for (const each of buffers) gl.deleteBuffer(each);
    return Float32Array.from({ length: count }, (_, i) => {
      const red = pixels[i * 4] as number;
      return red < 64 ? -1 : Math.max(0, red - 128) / 127;
    });
  }
}
