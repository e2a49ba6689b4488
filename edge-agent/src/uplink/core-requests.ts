// What the core asks of the edge over the link: each request is checked, passed to the wiring and answered.
import { CameraId } from '@brightwall/protocol/camera';
import {
  type CoreToEdge,
  type EdgeToCore,
  type Hello,
  HlsStreamRef,
  maxCamerasPerAgent,
  PlateSetupChange,
  type Published,
  PublishRequest,
} from '@brightwall/protocol/edge-messages';
import { AppError, type ErrorBody, type Reply } from '@brightwall/protocol/errors';
import { maxReadPictureBytes, type PicturePlates } from '@brightwall/protocol/read-picture';
import type { Socket } from 'socket.io-client';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';

/** What the wiring does when the core asks. Throws AppError for an expected failure. */
export interface CoreRequests {
  publish(request: PublishRequest): Promise<Published>;
  unpublish(publishId: string): void;
  startHls(ref: HlsStreamRef): Promise<void>;
  stopHls(ref: HlsStreamRef): void;
  setPlateSetup(change: PlateSetupChange): Promise<void>;
  watchPlates(cameraId: CameraId, on: boolean): void;
  startFeed(cameraId: CameraId): Promise<void>;
  stopFeed(cameraId: CameraId): void;
  wantThumbnails(cameraIds: readonly CameraId[]): void;
  readPicture(picture: Uint8Array): Promise<PicturePlates>;
  discover(): Promise<void>;
  hello(): Omit<Hello, 'version'>;
}

const checkPublish = Compile(PublishRequest);
const checkHlsRef = Compile(HlsStreamRef);
const checkSetup = Compile(PlateSetupChange);
const checkCamera = Compile(Type.Object({ cameraId: CameraId }));
const checkWanted = Compile(
  Type.Object({ cameraIds: Type.Array(CameraId, { maxItems: maxCamerasPerAgent }) }),
);
const checkWatch = Compile(Type.Object({ cameraId: CameraId, on: Type.Boolean() }));

/** Answers whatever comes by this socket, for as long as it lives. */
export function answerRequests(socket: Socket<CoreToEdge, EdgeToCore>, requests: CoreRequests): void {
  socket.on('publish', (request, reply) =>
    answer(reply, async () => requests.publish(checked(checkPublish.Check(request), request))),
  );
  socket.on('unpublish', (request, reply) =>
    answer(reply, async () => {
      requests.unpublish(String(request?.publishId));
      return null;
    }),
  );
  socket.on('startHls', (request, reply) =>
    answer(reply, async () => {
      await requests.startHls(checked(checkHlsRef.Check(request), request));
      return null;
    }),
  );
  socket.on('stopHls', (request, reply) =>
    answer(reply, async () => {
      requests.stopHls(checked(checkHlsRef.Check(request), request));
      return null;
    }),
  );
  socket.on('setPlateSetup', (change, reply) =>
    answer(reply, async () => {
      await requests.setPlateSetup(checked(checkSetup.Check(change), change));
      return null;
    }),
  );
  socket.on('watchPlates', (request, reply) =>
    answer(reply, async () => {
      const { cameraId, on } = checked(checkWatch.Check(request), request);
      requests.watchPlates(cameraId, on);
      return null;
    }),
  );
  socket.on('startFeed', (request, reply) =>
    answer(reply, async () => {
      await requests.startFeed(checked(checkCamera.Check(request), request).cameraId);
      return null;
    }),
  );
  socket.on('stopFeed', (request, reply) =>
    answer(reply, async () => {
      requests.stopFeed(checked(checkCamera.Check(request), request).cameraId);
      return null;
    }),
  );
  socket.on('wantThumbnails', (request, reply) =>
    answer(reply, async () => {
      requests.wantThumbnails(checked(checkWanted.Check(request), request).cameraIds);
      return null;
    }),
  );
  socket.on('readPicture', (request, reply) =>
    answer(reply, async () => {
      const picture: unknown = request?.picture;
      const isOne = picture instanceof Uint8Array && picture.length <= maxReadPictureBytes;
      return requests.readPicture(checked(isOne, picture as Uint8Array));
    }),
  );
  socket.on('discover', (_request, reply) =>
    answer(reply, async () => {
      await requests.discover();
      return null;
    }),
  );
}

function checked<T>(valid: boolean, request: T): T {
  if (!valid) throw new AppError('bad-request');
  return request;
}

async function answer<T>(
  reply: ((answer: Reply<T>) => void) | undefined,
  work: () => Promise<T>,
): Promise<void> {
  let result: { ok: true; value: T } | { ok: false; error: ErrorBody };
  try {
    result = { ok: true, value: await work() };
  } catch (error) {
    const known = error instanceof AppError ? error : new AppError('internal', String(error).slice(0, 200));
    result = { ok: false, error: known.toBody() };
  }
  if (typeof reply === 'function') reply(result);
}
