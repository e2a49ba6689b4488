// Every change of the registry, told to the pages.
import type { Registry } from '../registry/registry.ts';
import type { WallSocket } from './wall-socket.ts';

export function follow(wall: WallSocket, { events }: Registry): void {
  events.on('camera', camera => wall.handleCamera(camera));
  events.on('cameraState', (cameraId, state) => wall.handleCameraState(cameraId, state));
  events.on('thumbnailTaken', (cameraId, takenMs) => wall.handleThumbnailTaken(cameraId, takenMs));
}
