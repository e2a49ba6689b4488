// What a page may ask over /wall, checked before it is answered.
import { CameraId } from '@brightwall/protocol/camera';
import { AppError, type Reply } from '@brightwall/protocol/errors';
import { ConsumeRequest, type MediaJson } from '@brightwall/protocol/wall-messages';
import { type Static, type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';

const Id = Type.String({ maxLength: 64 });
const Json = Type.Unsafe<MediaJson>({ type: 'object' });

export const wallRequests = {
  openTransport: check(Type.Object({})),
  connectTransport: check(Type.Object({ transportId: Id, dtlsParameters: Json })),
  consume: check(Type.Object({ ...ConsumeRequest.properties, rtpCapabilities: Json })),
  resumeConsumer: check(Type.Object({ consumerId: Id })),
  closeConsumer: check(Type.Object({ consumerId: Id })),
  watchPlates: check(Type.Object({ cameraId: CameraId, on: Type.Boolean() })),
};

function check<S extends TSchema>(schema: S): (value: unknown) => Static<S> {
  const validator = Compile(schema);
  return value => {
    if (validator.Check(value)) return value as Static<S>;
    const first = validator.Errors(value)[0];
    throw new AppError('bad-request', `${first?.instancePath || '/'} ${first?.message ?? ''}`);
  };
}

/** Answers with what `work` gives or throws; `onBug` hears of what is no AppError. */
export async function answer<T>(
  reply: unknown,
  onBug: (error: unknown) => void,
  work: () => Promise<T>,
): Promise<void> {
  let outcome: Reply<T>;
  try {
    outcome = { ok: true, value: await work() };
  } catch (error) {
    if (!(error instanceof AppError)) onBug(error);
    const known = error instanceof AppError ? error : new AppError('internal');
    outcome = { ok: false, error: known.toBody() };
  }
  if (typeof reply === 'function') (reply as (outcome: Reply<T>) => void)(outcome);
}
