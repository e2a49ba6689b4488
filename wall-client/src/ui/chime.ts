// One short, soft tone. Browsers let a page sound once somebody has touched it; until then it is silent.

const toneHz = 660;
const lastsS = 0.35;
const loudness = 0.12;
/** More alerts than this make no more noise, ms. */
const everyMs = 2_000;

let context: AudioContext | null = null;
let lastMs = Number.NEGATIVE_INFINITY;

/** Waits for the first touch; the returned function stops waiting and ends the sound. */
export function readyChime(): () => void {
  const touch = () => {
    context ??= typeof AudioContext === 'undefined' ? null : new AudioContext();
    void context?.resume();
  };
  for (const kind of ['pointerdown', 'keydown'] as const) window.addEventListener(kind, touch);
  return () => {
    for (const kind of ['pointerdown', 'keydown'] as const) window.removeEventListener(kind, touch);
    void context?.close();
    context = null;
  };
}

/** False where it made no sound. */
export function chime(nowMs: number): boolean {
  if (context?.state !== 'running' || nowMs - lastMs < everyMs) return false;
  lastMs = nowMs;
  const tone = new OscillatorNode(context, { frequency: toneHz });
  const gain = new GainNode(context, { gain: 0 });
  const at = context.currentTime;
  gain.gain.linearRampToValueAtTime(loudness, at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.001, at + lastsS);
  tone.connect(gain).connect(context.destination);
  tone.start(at);
  tone.stop(at + lastsS);
  return true;
}
