// What an agent may say, checked field by field before anything else sees it.
import { CameraId, CameraPlace, CameraReport } from '@brightwall/protocol/camera';
import {
  FeedUnitMessage,
  Hello,
  HlsInit,
  HlsPart,
  HlsStreamRef,
  PassageDelivery,
  Published,
  StateChange,
  type StreamEndReason,
  StreamStats,
  Thumbnail,
} from '@brightwall/protocol/edge-messages';
import { PlateStats, PlateView } from '@brightwall/protocol/plate-setup';
import { PicturePlates } from '@brightwall/protocol/read-picture';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';

const EndReason = Type.Unsafe<StreamEndReason>({
  enum: ['camera-lost', 'stalled', 'transcode-failed', 'stopped'],
});

export const messages = {
  hello: Compile(Hello),
  camera: Compile(CameraReport),
  state: Compile(StateChange),
  thumbnail: Compile(Thumbnail),
  stats: Compile(StreamStats),
  publishEnded: Compile(Type.Object({ publishId: Type.String({ maxLength: 64 }), reason: EndReason })),
  hlsInit: Compile(HlsInit),
  hlsPart: Compile(HlsPart),
  hlsEnded: Compile(Type.Object({ ...HlsStreamRef.properties, reason: EndReason })),
  feedUnit: Compile(FeedUnitMessage),
  feedEnded: Compile(Type.Object({ cameraId: CameraId, reason: EndReason })),
  passage: Compile(PassageDelivery),
  plateStats: Compile(PlateStats),
  plateView: Compile(PlateView),
};

export const publishedAnswer = Compile(Published);
export const picturePlatesAnswer = Compile(PicturePlates);

const checkPlace = Compile(CameraPlace);

/** A device that says nonsense of where it stands is a camera nobody has placed yet: no reason to refuse it, or a whole agent. */
export function forgetBadPlace(report: unknown): void {
  const placed = report as { place?: unknown } | null;
  if (typeof placed === 'object' && placed?.place != null && !checkPlace.Check(placed.place))
    placed.place = null;
}

/** The wire gives bytes as Buffer (a Uint8Array); anything else under that name is refused. */
export function hasBytes(data: unknown, maxBytes: number): data is Buffer {
  return Buffer.isBuffer(data) && data.length > 0 && data.length <= maxBytes;
}
