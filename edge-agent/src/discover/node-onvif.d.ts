declare module 'node-onvif' {
  import type { Socket } from 'node:dgram';

  interface ProbedDevice {
    urn: string;
    name: string;
    xaddrs: string[];
    scopes: string[];
  }
  /** The module is one instance: one probe at a time. */
  const onvif: {
    _udp: Socket | null;
    startProbe(): Promise<ProbedDevice[]>;
  };
  export default onvif;
}
