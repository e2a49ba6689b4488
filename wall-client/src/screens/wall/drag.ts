// What is carried when a camera or a tile is dragged.
const cameraType = 'application/x-brightwall-camera';
const tileType = 'application/x-brightwall-tile';

export type Dragged = { kind: 'camera'; cameraId: string } | { kind: 'tile'; index: number };

export function startDrag(transfer: DataTransfer, dragged: Dragged): void {
  if (dragged.kind === 'camera') {
    transfer.setData(cameraType, dragged.cameraId);
    transfer.effectAllowed = 'copy';
  } else {
    transfer.setData(tileType, String(dragged.index));
    transfer.effectAllowed = 'move';
  }
}

/** Whether something of ours is over a tile; its content can only be read when it is dropped. */
export function isOurs(transfer: DataTransfer): boolean {
  return transfer.types.includes(cameraType) || transfer.types.includes(tileType);
}

export function readDrag(transfer: DataTransfer): Dragged | null {
  const cameraId = transfer.getData(cameraType);
  if (/^[0-9a-f]{16}$/.test(cameraId)) return { kind: 'camera', cameraId };
  const index = transfer.getData(tileType);
  return /^\d{1,2}$/.test(index) ? { kind: 'tile', index: Number(index) } : null;
}
