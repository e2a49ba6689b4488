// What one page may ask over its socket, from its transport to the plates it looks at.
import type { CoreToWall, MediaJson, WallToCore } from '@brightwall/protocol/wall-messages';
import type { DefaultEventsMap, Socket } from 'socket.io';
import type { SignedIn } from '../access/access.ts';
import type { Page, PageDtlsParameters, PageRtpCapabilities } from '../media/page.ts';
import type { PlateWatch } from './plate-watch.ts';
import { answer, wallRequests } from './wall-requests.ts';

export interface PageData {
  signedIn: SignedIn;
  token: string;
}
export type WallSocketConnection = Socket<WallToCore, CoreToWall, DefaultEventsMap, PageData>;

/** The pages that look at a camera's plates. */
export const plateRoom = (cameraId: string) => `plates:${cameraId}`;

/** `onBug` hears of failures that are no AppError. */
export function servePage(
  socket: WallSocketConnection,
  page: Page,
  plateWatch: PlateWatch,
  onBug: (error: unknown) => void,
): void {
  socket.on('openTransport', (request, reply) =>
    answer(reply, onBug, async () => {
      wallRequests.openTransport(request);
      const { transport, router } = await page.openTransport();
      return {
        transportId: transport.id,
        routerRtpCapabilities: json(router.rtpCapabilities),
        iceParameters: json(transport.iceParameters),
        iceCandidates: transport.iceCandidates.map(json),
        dtlsParameters: json(transport.dtlsParameters),
      };
    }),
  );
  socket.on('connectTransport', (request, reply) =>
    answer(reply, onBug, async () => {
      const { transportId, dtlsParameters } = wallRequests.connectTransport(request);
      await page.connectTransport(transportId, dtlsParameters as unknown as PageDtlsParameters);
      return null;
    }),
  );
  socket.on('consume', (request, reply) =>
    answer(reply, onBug, async () => {
      const { cameraId, profile, rtpCapabilities } = wallRequests.consume(request);
      const { consumer, transcoded } = await page.consume(
        cameraId,
        profile,
        rtpCapabilities as unknown as PageRtpCapabilities,
      );
      return {
        consumerId: consumer.id,
        producerId: consumer.producerId,
        rtpParameters: json(consumer.rtpParameters),
        transcoded,
      };
    }),
  );
  socket.on('resumeConsumer', (request, reply) =>
    answer(reply, onBug, async () => {
      await page.resumeConsumer(wallRequests.resumeConsumer(request).consumerId);
      return null;
    }),
  );
  socket.on('closeConsumer', (request, reply) =>
    answer(reply, onBug, async () => {
      page.closeConsumer(wallRequests.closeConsumer(request).consumerId);
      return null;
    }),
  );
  socket.on('watchPlates', (request, reply) =>
    answer(reply, onBug, async () => {
      const { cameraId, on } = wallRequests.watchPlates(request);
      const leaveRooms = () => {
        for (const room of socket.rooms) if (room.startsWith(plateRoom(''))) socket.leave(room);
      };
      leaveRooms();
      if (!on) {
        plateWatch.leave(socket.id);
        return null;
      }
      await plateWatch.watch(socket.id, cameraId);
      leaveRooms();
      if (socket.connected) socket.join(plateRoom(cameraId));
      else plateWatch.leave(socket.id);
      return null;
    }),
  );
}

function json(value: unknown): MediaJson {
  return value as MediaJson;
}
