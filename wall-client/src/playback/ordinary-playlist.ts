// An LL-HLS playlist as ordinary HLS (RFC 8216): whole segments, and nothing a reload could be held for.
// hls.js asks for held reloads wherever the core offers them, even with its low-latency mode switched off.
import Hls, {
  type LoaderCallbacks,
  type LoaderConfiguration,
  type PlaylistLoaderConstructor,
  type PlaylistLoaderContext,
} from 'hls.js';

const lowLatencyTags = /^#EXT-X-(?:SERVER-CONTROL|PART|PART-INF|PRELOAD-HINT):.*\n?/gm;

/** A stream so new that no segment is whole yet stays as it is: an empty playlist would be taken for an error. */
export function ordinaryPlaylist(text: string): string {
  return text.includes('#EXTINF:') ? text.replace(lowLatencyTags, '') : text;
}

/** The loader hls.js takes for everything, playlists too; its types say so only here. */
const HlsLoader = Hls.DefaultConfig.loader as unknown as PlaylistLoaderConstructor;

/** hls.js's own loader of playlists, given the ordinary ones. */
export class OrdinaryPlaylistLoader extends HlsLoader {
  override load(
    context: PlaylistLoaderContext,
    config: LoaderConfiguration,
    callbacks: LoaderCallbacks<PlaylistLoaderContext>,
  ): void {
    super.load(context, config, {
      ...callbacks,
      onSuccess: (response, ...more) => {
        const { data } = response;
        const ordinary = typeof data === 'string' ? { ...response, data: ordinaryPlaylist(data) } : response;
        callbacks.onSuccess(ordinary, ...more);
      },
    });
  }
}
