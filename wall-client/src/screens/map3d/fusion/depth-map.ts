// How far an eye sees in every direction: one depth texture of as many layers as the eye has faces, drawn once.
// Viewshed and projected video both ask it whether a point is hidden.

import type { Program } from '../program.ts';
import type { BlockBuffers } from './block-buffers.ts';
import type { Sight } from './scene.ts';

/** Points along a face's side: 0.4 m at 200 m across 90°. */
const sizePx = 1024;

export class DepthMap {
  readonly #gl: WebGL2RenderingContext;
  readonly #texture: WebGLTexture;

  /** Draws it at once. To be called with no framebuffer of value bound: in the map's prerender. */
  constructor(gl: WebGL2RenderingContext, { eye, blocks }: Sight, program: Program, buffers: BlockBuffers) {
    this.#gl = gl;
    this.#texture = gl.createTexture();
    const target = gl.TEXTURE_2D_ARRAY;
    gl.bindTexture(target, this.#texture);
    gl.texStorage3D(target, 1, gl.DEPTH_COMPONENT24, sizePx, sizePx, eye.faces.length);
    for (const [name, value] of [
      [gl.TEXTURE_COMPARE_MODE, gl.COMPARE_REF_TO_TEXTURE],
      [gl.TEXTURE_COMPARE_FUNC, gl.LEQUAL],
      [gl.TEXTURE_MIN_FILTER, gl.LINEAR],
      [gl.TEXTURE_MAG_FILTER, gl.LINEAR],
      [gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE],
      [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE],
    ] as const)
      gl.texParameteri(target, name, value);
    const framebuffer = gl.createFramebuffer();
    gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
    gl.drawBuffers([gl.NONE]);
    gl.viewport(0, 0, sizePx, sizePx);
    // MapLibre leaves its own range behind, in which a depth map would be wrong.
    gl.depthRange(0, 1);
    gl.clearDepth(1);
    gl.enable(gl.DEPTH_TEST);
    gl.depthFunc(gl.LEQUAL);
    gl.depthMask(true);
    gl.disable(gl.CULL_FACE);
    gl.disable(gl.SCISSOR_TEST);
    gl.disable(gl.STENCIL_TEST);
    // A wall seen along its face must not shade itself.
    gl.enable(gl.POLYGON_OFFSET_FILL);
    gl.polygonOffset(1.5, 4);
    program.use();
    eye.faces.forEach((matrix, layer) => {
      gl.framebufferTextureLayer(gl.FRAMEBUFFER, gl.DEPTH_ATTACHMENT, this.#texture, 0, layer);
      gl.clear(gl.DEPTH_BUFFER_BIT);
      gl.uniformMatrix4fv(program.at('uMatrix'), false, matrix as number[]);
      for (const block of blocks) buffers.draw(block);
    });
    gl.disable(gl.POLYGON_OFFSET_FILL);
    gl.polygonOffset(0, 0);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.deleteFramebuffer(framebuffer);
  }

  bind(unit: number): void {
    this.#gl.activeTexture(this.#gl.TEXTURE0 + unit);
    this.#gl.bindTexture(this.#gl.TEXTURE_2D_ARRAY, this.#texture);
  }

  close(): void {
    this.#gl.deleteTexture(this.#texture);
  }
}
