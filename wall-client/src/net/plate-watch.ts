// Keeps the core told of the one camera whose plates this page watches being read.
import { AppError } from '@brightwall/protocol/errors';
import { useInstaller } from '../state/plates.ts';

type Ask = (request: { cameraId: string; on: boolean }) => Promise<unknown>;

export class PlateWatch {
  readonly #ask: Ask;
  readonly #stop: () => void;

  constructor(ask: Ask) {
    this.#ask = ask;
    this.#stop = useInstaller.subscribe((state, before) => {
      if (state.cameraId === before.cameraId) {
        // Somebody asked to try again.
        if (state.watch.kind === 'asking' && before.watch.kind === 'refused') this.#on();
        return;
      }
      // What the core answers to a farewell changes nothing here.
      if (before.cameraId !== null)
        void this.#ask({ cameraId: before.cameraId, on: false }).catch(() => undefined);
      this.#on();
    });
  }

  /** A new connection knows nothing of what the last one watched. */
  handleConnected(): void {
    this.#on();
  }

  close(): void {
    this.#stop();
  }

  #on(): void {
    const { cameraId } = useInstaller.getState();
    if (cameraId === null) return;
    const still = () => useInstaller.getState().cameraId === cameraId;
    this.#ask({ cameraId, on: true }).then(
      () => still() && useInstaller.setState({ watch: { kind: 'watching' } }),
      (error: unknown) =>
        still() &&
        useInstaller.setState({
          watch: { kind: 'refused', error: error instanceof AppError ? error : new AppError('internal') },
        }),
    );
  }
}
