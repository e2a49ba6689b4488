// The layer of pictures over the cameras: one draw call whatever their number, a few lines of WebGL of its own in
// the map's context. One life per context; what it draws comes from outside and outlives it.
import type { CustomLayerInterface, CustomRenderMethodInput } from 'maplibre-gl';
import { drawsInSoftware } from '../../base/renderer.ts';
import type { View } from '../../cameras/pick.ts';
import { toneColours } from '../../cameras/tone.ts';
import { Program } from '../../program.ts';
import { VideoArray } from '../mse/video-array.ts';
import { boardM, maxBoardPx } from '../tiers/board-size.ts';
import { boardFragment, boardVertex } from './board-shaders.ts';
import { type BoardTable, floatsPerBoard } from './board-table.ts';
import { maxLiveBytes } from './live-pictures.ts';
import { PlaneArray } from './plane-array.ts';
import { maxThumbnailBytes } from './thumbnails.ts';

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
  program: Program;
  /** Whether what stays the same for a context's life was told. */
  isTold: boolean;
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
    const program = new Program(gl, boardVertex, boardFragment);
    const vao = gl.createVertexArray();
    const corners = gl.createBuffer();
    const boards = gl.createBuffer();
    gl.bindVertexArray(vao);
    gl.bindBuffer(gl.ARRAY_BUFFER, corners);
    gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([0, 0, 1, 0, 0, 1, 1, 1]), gl.STATIC_DRAW);
    program.attribute('aCorner', 2);
    gl.bindBuffer(gl.ARRAY_BUFFER, boards);
    gl.bufferData(gl.ARRAY_BUFFER, this.#tools.table.data.byteLength, gl.DYNAMIC_DRAW);
    for (const [i, name] of ['aAt', 'aPicture', 'aSource'].entries())
      program.attribute(name, 4, { stride: floatsPerBoard, offset: i * 4, divisor: 1 });
    gl.bindVertexArray(null);
    this.#version = -1;
    this.#drawing = {
      gl,
      program,
      isTold: false,
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
    program.close();
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
    program.use();
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    // On top of all: a picture that a tower cut in two would show nothing. Its pointer says where the camera is.
    gl.disable(gl.DEPTH_TEST);
    gl.depthMask(false);
    gl.disable(gl.CULL_FACE);
    gl.disable(gl.STENCIL_TEST);
    const at = (name: string) => program.at(name);
    if (!drawing.isTold) this.#tellConstants(drawing);
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

  #tellConstants(drawing: Drawing): void {
    const { gl, program } = drawing;
    for (const [unit, name] of ['uThumbnails', 'uLive', 'uVideos'].entries())
      gl.uniform1i(program.at(name), unit);
    gl.uniform3fv(program.at('uTones'), toneColours);
    gl.uniform1i(program.at('uFine'), drawsInSoftware() ? 0 : 1);
    drawing.isTold = true;
  }

  get #arrays(): (PlaneArray | VideoArray)[] {
    return this.#drawing ? [this.#drawing.thumbnails, this.#drawing.live, this.#drawing.videos] : [];
  }
}
