// net → state: what the core says, into the stores; and playback's ports onto both.
import { systemClock } from '@brightwall/kit/clock';
import { fromColumns } from '@brightwall/protocol/camera-columns';
import { AppError } from '@brightwall/protocol/errors';
import { PlateWatch } from '../net/plate-watch.ts';
import { rest } from '../net/rest.ts';
import { WallSocket } from '../net/wall-socket.ts';
import { forcedPathOf } from '../playback/choose.ts';
import { PlaybackEngine } from '../playback/engine.ts';
import { playsH265 } from '../playback/hls-session.ts';
import { browserPosterTools } from '../playback/posters.ts';
import { analysing } from '../state/analysis.ts';
import { cameraPick } from '../state/camera-pick.ts';
import { CameraNews, streamKey, streamStats, thumbnails, useCameras } from '../state/cameras.ts';
import { rememberCase, theCase } from '../state/case.ts';
import { setConnected, setConnecting, setLost } from '../state/connection.ts';
import { forgetImports } from '../state/imports.ts';
import { mapWindows } from '../state/map-windows.ts';
import { forecasting } from '../state/next-cameras.ts';
import { odFlows } from '../state/od-flows.ts';
import { paced } from '../state/pace.ts';
import { ParkNews } from '../state/park.ts';
import { loadPassageView, passageView, rememberPassageView } from '../state/passage-view.ts';
import { PassageNews } from '../state/passages.ts';
import { pictureSearch } from '../state/picture-search.ts';
import { PlateNews } from '../state/plates.ts';
import { saving } from '../state/saved.ts';
import { searching } from '../state/search.ts';
import { sessionOf, setSession } from '../state/session.ts';
import { following } from '../state/track.ts';
import { loadLayout, rememberLayout } from '../state/wall-layout.ts';
import { rememberMuted, WatchNews } from '../state/watch.ts';
import { readyChime } from '../ui/chime.ts';

export interface Wired {
  readonly playback: PlaybackEngine;
  close(): void;
}

/** Passages and figures of plate reading are drawn this often at most, ms: faster than anybody reads. */
const plateNewsEveryMs = 250;
/** Who shows the park asks anew this often at most, ms: its lists come by REST. */
const parkNewsEveryMs = 1_000;
/** More cameras than these are told of their news this often, ms. */
const cityCameras = 5_000;
const cityNewsEveryMs = 200;

/** Connects a signed-in page to the core; `close` at sign-out leaves nothing behind. */
export function wire(username: string): Wired {
  // Hidden pages get no animation frames; their news is applied by a slow timer instead. So is that of a large
  // city: each time costs the more the more cameras there are, a hundred thousand some 10 ms.
  const news = new CameraNews(flush => {
    const isCity = useCameras.getState().cameras.size > cityCameras;
    if (document.hidden || isCity) setTimeout(flush, document.hidden ? 500 : cityNewsEveryMs);
    else requestAnimationFrame(flush);
  }, systemClock);
  const passages = new PassageNews(paced(systemClock, plateNewsEveryMs), () => systemClock.monotonicMs());
  const plates = new PlateNews(paced(systemClock, plateNewsEveryMs));
  const parkNews = new ParkNews(paced(systemClock, parkNewsEveryMs));
  const watchNews = new WatchNews(paced(systemClock, plateNewsEveryMs));
  setConnecting();
  const socket = new WallSocket({
    onConnected() {
      setConnected();
      parkNews.handleChanged();
      playback.handleConnected();
      plateWatch.handleConnected();
    },
    onLost: () => setLost(Date.now()),
    onRefused: () => void askWhoIsThere(),
  });
  const plateWatch = new PlateWatch(request => socket.ask('watchPlates', request));
  const playback = new PlaybackEngine({
    signal: {
      openTransport: () => socket.ask('openTransport', {}),
      connectTransport: (transportId, dtlsParameters) =>
        socket.ask('connectTransport', { transportId, dtlsParameters }),
      consume: request => socket.ask('consume', request),
      resumeConsumer: consumerId => socket.ask('resumeConsumer', { consumerId }),
      closeConsumer: consumerId => socket.ask('closeConsumer', { consumerId }),
    },
    facts: {
      camera: id => useCameras.getState().cameras.get(id),
      onCamera: (id, listener) =>
        useCameras.subscribe((state, before) => {
          if (state.cameras.get(id) !== before.cameras.get(id)) listener();
        }),
      thumbnailMs: id => thumbnails.get(id),
      onThumbnail: (id, listener) => thumbnails.subscribe(id, listener),
      streamStats: (id, profile) => streamStats.get(streamKey(id, profile)),
    },
    clock: systemClock,
    forced: forcedPathOf(location.search),
    abilities: { h265: playsH265(), webrtc: typeof RTCPeerConnection !== 'undefined' },
    posterTools: browserPosterTools,
  });

  socket.on('snapshot', (part, taken) => {
    news.handleSnapshot({ ...part, cameras: fromColumns(part.cameras) });
    taken();
  });
  socket.on('cameras', cameras => news.handleCameras(cameras));
  socket.on('cameraStates', changes => news.handleStates(changes));
  socket.on('thumbnailsTaken', taken => {
    for (const { cameraId, takenMs } of taken) thumbnails.set(cameraId, takenMs);
  });
  socket.on('streamStats', stats => streamStats.set(streamKey(stats.cameraId, stats.profile), stats));
  socket.on('consumerEnded', end => playback.handleConsumerEnded(end.consumerId, end.error));
  socket.on('newestPassages', newest => passages.handleNewest(newest));
  socket.on('passage', passage => passages.handlePassage(passage));
  socket.on('plateStats', stats => plates.handleStats(stats));
  // socket.io gives binary as an ArrayBuffer here, as a Buffer to the core.
  socket.on('plateView', view => plates.handleView({ ...view, jpeg: new Uint8Array(view.jpeg) }));
  socket.on('openWatchAlerts', alerts => watchNews.handleOpen(alerts));
  socket.on('watchAlert', news => watchNews.handleNews(news));
  socket.on('gateEvent', event => parkNews.handleEvent(event));
  socket.on('parkChanged', () => parkNews.handleChanged());
  socket.on('watchEntry', () => watchNews.handleEntry());
  socket.on('signedOut', () => setSession({ kind: 'signed-out', notice: 'ended-elsewhere' }));

  const onVisibility = () => playback.handleVisible(!document.hidden);
  document.addEventListener('visibilitychange', onVisibility);
  onVisibility();

  loadLayout(localStorage, username);
  const forgetLayout = rememberLayout(localStorage, username);
  loadPassageView(localStorage, username);
  const forgetPassageView = rememberPassageView(localStorage, username);
  const forgetCase = rememberCase(sessionStorage, username);
  const forgetMuted = rememberMuted(localStorage, username);
  const endChime = readyChime();
  socket.connect();

  return {
    playback,
    close() {
      document.removeEventListener('visibilitychange', onVisibility);
      forgetLayout();
      forgetPassageView();
      forgetCase();
      forgetMuted();
      endChime();
      watchNews.forget();
      parkNews.forget();
      cameraPick.leave();
      saving.forget();
      theCase.forget();
      searching.forget();
      pictureSearch.close();
      analysing.forget();
      odFlows.close();
      following.close();
      forecasting.close();
      plateWatch.close();
      playback.close();
      socket.close();
      news.forget();
      passages.forget();
      plates.forget();
      forgetImports();
      passageView.close();
      mapWindows.closeAll();
    },
  };
}

/** Asks the core who is signed in; where the core cannot be reached the page says so on the login screen. */
export async function askWhoIsThere(): Promise<void> {
  try {
    setSession(sessionOf(await rest.session()));
  } catch (error) {
    const notice = error instanceof AppError ? error : new AppError('internal');
    setSession({ kind: 'signed-out', notice: notice.code === 'not-signed-in' ? null : notice });
  }
}
