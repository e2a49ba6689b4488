// The layer of pictures over the cameras: one draw call whatever their number, a few lines of WebGL of its own in
// the map's context. One life per context; what it draws comes from outside and outlives it.
import type { CustomLayerInterface, CustomRenderMethodInput } from 'maplibre-gl';
import { link } from '../../base/link.ts';
import { drawsInSoftware } from '../../base/renderer.ts';
import type { View } from '../../pick.ts';
import { toneColour, tones } from '../../tone.ts';
import { VideoArray } from '../mse/video-array.ts';
import { boardM, maxBoardPx } from '../tiers/board-size.ts';
import { boardFragment, boardVertex } from './board-shaders.ts';
import { type BoardTable, floatsPerBoard } from './board-table.ts';
import { maxLiveBytes } from './live-pictures.ts';
import { PlaneArray } from './plane-array.ts';
import { maxThumbnailBytes } from './thumbnail-pages.ts';

export const boardsLayerId = 'camera-pictures';

export interface PictureArrays {
  thumbnails: PlaneArray;
  live: PlaneArray;
  videos: VideoArray;
}

export interface BoardsLayerTools {
  table: BoardTable;
  /** Of the frame being drawn; null while there is none. */
  view(): View | null;
  scale(): number;
  /** 0…1, how bright pictures are: a white sky must not glare over a dark city. */
  light(): number;
  /** Brings newer pictures to the card before they are drawn. */
  upload(to: PictureArrays): void;
}

interface Drawing extends PictureArrays {
  gl: WebGL2RenderingContext;
  program: WebGLProgram;
  uniforms: Map<string, WebGLUniformLocation | null>;
  vao: WebGLVertexArrayObject;
  buffers: WebGLBuffer[];
}

export class BoardsLayer implements CustomLayerInterface {
  readonly id = boardsLayerId;
  readonly type = 'custom' as const;
  readonly renderingMode = '3d' as const;
  /** Of the last frame; what bringing pictures to the card took is told apart (FeedFacts). */
  readonly facts = { drawCalls: 0, frameMs: 0 };

  readonly #tools: BoardsLayerTools;
  #drawing: Drawing | null = null;
  #version = -1;
  readonly #tones = new Float32Array(tones.flatMap(tone => rgb(toneColour[tone])));
  readonly #matrix = new Float32Array(16);

  constructor(tools: BoardsLayerTools) {
    this.#tools = tools;
  }

  get textureBytes(): number {
    return this.#arrays.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  get texturesBound(): number {
    return this.#arrays.filter(({ bytes }) => bytes > 0).length;
  }

  onAdd(_map: unknown, gl: WebGL2RenderingContext): void {
    const program = link(gl, boardVertex, boardFragment);
    const vao = gl.createVertexArray();
    const corners = gl.createBuffer();
    const boards = gl.createBuffer();
    gl.bindVertexArray(vao);
    const attribute = (name: string, size: number, stride: number, offset: number, divisor: number) => {
      const at = gl.getAttribLocation(program, name);
      gl.enableVertexAttribArray(at);
      gl.vertexAttribPointer(at, size, gl.FLOAT, false, stride * 4, offset * 4);
      gl.vertexAttribDivisor(at, divisor);
    };
    gl.bindBuffer(gl.ARRAY_BUFFER, corners);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
    attribute('aCorner', 2, 0, 0, 0);
    gl.bindBuffer(gl.ARRAY_BUFFER, boards);
    gl.bufferData(gl.ARRAY_BUFFER, this.#tools.table.data.byteLength, gl.DYNAMIC_DRAW);
    for (const [i, name] of ['aAt', 'aPicture', 'aSource'].entries())
      attribute(name, 4, floatsPerBoard, i * 4, 1);
    gl.bindVertexArray(null);
    this.#version = -1;
    this.#drawing = {
      gl,
      program,
      uniforms: new Map(),
      vao,
      buffers: [corners, boards],
      thumbnails: new PlaneArray(gl, maxThumbnailBytes),
      live: new PlaneArray(gl, maxLiveBytes),
      videos: new VideoArray(gl),
    };
  }

  onRemove(): void {
    const drawing = this.#drawing;
    this.#drawing = null;
    if (!drawing) return;
    const { gl, buffers, vao, program, thumbnails, live, videos } = drawing;
    for (const buffer of buffers) gl.deleteBuffer(buffer);
    gl.deleteVertexArray(vao);
    gl.deleteProgram(program);
    thumbnails.close();
    live.close();
    videos.close();
  }

  render(_: unknown, args: CustomRenderMethodInput): void {
    const view = this.#tools.view();
    const drawing = this.#drawing;
    this.facts.drawCalls = 0;
    if (!drawing || !view || args.defaultProjectionData.projectionTransition > 0) return;
    this.#tools.upload(drawing);
    const startedAt = performance.now();
    if (this.#tools.table.count > 0) this.#draw(drawing, view);
    this.facts.frameMs = performance.now() - startedAt;
  }

  #draw(drawing: Drawing, view: View): void {
    const { gl, program, vao, buffers, thumbnails, live, videos } = drawing;
    const { table, scale, light } = this.#tools;
    // biome-ignore lint/correctness/useHookAtTopLevel: WebGL's, no hook of React's
    gl.useProgram(program);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    // On top of all: a picture that a tower cut in two would show nothing. Its pointer says where the camera is.
    gl.disable(gl.DEPTH_TEST);
    gl.depthMask(false);
    gl.disable(gl.CULL_FACE);
    gl.disable(gl.STENCIL_TEST);
    const at = (name: string) => this.#uniform(drawing, name);
    if (drawing.uniforms.size === 0) this.#setConstants(drawing);
    this.#matrix.set(view.matrix);
    gl.uniformMatrix4fv(at('uMatrix'), false, this.#matrix);
    gl.uniform2f(at('uWindow'), view.width, view.height);
    gl.uniform1f(at('uScale'), scale());
    gl.uniform1f(at('uUnitPx'), view.unitPx);
    gl.uniform1f(at('uMetresPerPx'), view.metresPerPx);
    gl.uniform1f(at('uCentreW'), view.centreW);
    gl.uniform1f(at('uBoardPx'), boardM / view.metresPerPx);
    gl.uniform1f(at('uMaxBoardPx'), maxBoardPx * scale());
    gl.uniform1f(at('uLight'), light());
    gl.uniform4f(at('uLayers'), thumbnails.width, thumbnails.height, live.width, live.height);
    thumbnails.bind(0);
    live.bind(1);
    videos.bind(2);
    gl.bindVertexArray(vao);
    if (this.#version !== table.version) {
      this.#version = table.version;
      gl.bindBuffer(gl.ARRAY_BUFFER, buffers[1] as WebGLBuffer);
      gl.bufferSubData(gl.ARRAY_BUFFER, 0, table.data, 0, table.count * floatsPerBoard);
    }
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, table.count);
    gl.bindVertexArray(null);
    this.facts.drawCalls = 1;
  }

  /** What stays the same for a context's life. */
  #setConstants(drawing: Drawing): void {
    const { gl } = drawing;
    const at = (name: string) => this.#uniform(drawing, name);
    for (const [unit, name] of ['uThumbnails', 'uLive', 'uVideos'].entries()) gl.uniform1i(at(name), unit);
    gl.uniform3fv(at('uTones'), this.#tones);
    gl.uniform1i(at('uFine'), drawsInSoftware() ? 0 : 1);
  }

  get #arrays(): (PlaneArray | VideoArray)[] {
    return this.#drawing ? [this.#drawing.thumbnails, this.#drawing.live, this.#drawing.videos] : [];
  }

  #uniform({ gl, program, uniforms }: Drawing, name: string): WebGLUniformLocation | null {
    const known = uniforms.get(name);
    if (known !== undefined) return known;
    const found = gl.getUniformLocation(program, name);
    uniforms.set(name, found);
    return found;
  }
}

const rgb = (hex: string): [number, number, number] => [
  Number.parseInt(hex.slice(1, 3), 16) / 255,
  Number.parseInt(hex.slice(3, 5), 16) / 255,
  Number.parseInt(hex.slice(5, 7), 16) / 255,
];
