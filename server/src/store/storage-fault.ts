// What the storage of pictures answered, in words for whoever mends it.

/** `bucket`: the one that was asked. */
export function storageFault(error: unknown, bucket: string): string {
  const status = statusOf(error);
  const { name = '', code = name } = error as { name?: string; code?: string };
  // An answer to HEAD has no body, so that its error has no name of S3's.
  const which = name && name !== 'Unknown' && name !== 'UnknownError' ? name : `HTTP ${status}`;
  if (status === 404) return `没有存储桶 ${bucket} / there is no bucket ${bucket}`;
  if (isRefused(error)) return `密钥被拒绝（${which}） / the keys are refused (${which})`;
  if (status === undefined) return `存储没有应答（${code}） / the storage does not answer (${code})`;
  return `存储出错（${which}） / the storage fails (${which})`;
}

/** Of keys, signature or clock: trying again does not help. */
export function isRefused(error: unknown): boolean {
  return [400, 401, 403].includes(statusOf(error) ?? 0);
}

/** HTTP; undefined where nothing was answered. */
export function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;
}
