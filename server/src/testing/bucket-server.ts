// For tests: an S3 server on a free port, which can go away and come back.
import S3rver from 's3rver';

export const bucket = 'passages';
/** The one pair that s3rver takes. */
export const bucketKeys = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

export interface BucketServer {
  readonly endpoint: string;
  stop(): Promise<void>;
  start(): Promise<void>;
}

export async function startBucketServer(directory: string): Promise<BucketServer> {
  let port = 0;
  let server: S3rver | null = null;
  const start = async () => {
    const options = { address: '127.0.0.1', silent: true, directory };
    server = new S3rver({ ...options, port, configureBuckets: [{ name: bucket, configs: [] }] });
    ({ port } = await server.run());
  };
  await start();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    start,
    async stop() {
      await server?.close();
      server = null;
    },
  };
}
