// A child of the consumers bench: binds a UDP port, says which, and is then stopped by its parent, so
// that the kernel drops what arrives there. It stands for the network card that takes packets away.
import { createSocket } from 'node:dgram';
import { announceReady, closeOnSignal } from '@brightwall/kit/process';

const socket = createSocket('udp4');
closeOnSignal(async () => void socket.close());
socket.bind(0, '127.0.0.1', () => announceReady({ port: socket.address().port }));
