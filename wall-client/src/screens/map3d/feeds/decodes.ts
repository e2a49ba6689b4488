/** Whether the browser gives a page its decoders: it does so over HTTPS (and from this machine) only. */
export const decodesVideo = (): boolean => typeof VideoDecoder !== 'undefined';
