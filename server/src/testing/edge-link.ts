// For tests: an agent's own link to a core, which asks for nothing but that passages are stored.
import { systemClock } from '@brightwall/kit/clock';
import type { CameraReport } from '@brightwall/protocol/camera';
import { AppError } from '@brightwall/protocol/errors';
import { CoreLink } from '../../../edge-agent/src/uplink/core-link.ts';
import { edgeToken } from './test-core.ts';

export function edgeLink(url: string, cameras: CameraReport[]): CoreLink {
  const unused = async () => {
    throw new AppError('camera-unavailable');
  };
  return new CoreLink({
    ...{ url, agentId: 'edge-1', token: edgeToken, clock: systemClock },
    requests: {
      hello: () => ({ name: 'box', cameras }),
      ...{ publish: unused, startHls: unused, startFeed: unused, discover: unused, readPicture: unused },
      unpublish: () => {},
      stopHls: () => {},
      stopFeed: () => {},
      setPlateSetup: async () => {},
      watchPlates: () => {},
      wantThumbnails: () => {},
    },
  });
}
