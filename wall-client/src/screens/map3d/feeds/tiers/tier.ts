// What a camera is shown as, by what the eye can use of it. Coming up a tier takes more than staying in it, so
// that nothing flickers at a threshold.

export const tiers = ['icon', 'thumbnail', 'live'] as const;
export type Tier = (typeof tiers)[number];

/** CSS pixels at scale 1 from which a picture tells something, and from which its movement does. */
export const thumbnailPx = 60;
export const livePx = 160;
/** Share of the threshold down to which a tier is kept. */
export const keepShare = 0.85;

/** `px`: the picture's width on the screen at scale 1; `before`: what the camera is shown as now. */
export function tierOf(px: number, before: Tier): Tier {
  if (px >= livePx || (before === 'live' && px >= livePx * keepShare)) return 'live';
  if (px >= thumbnailPx || (before !== 'icon' && px >= thumbnailPx * keepShare)) return 'thumbnail';
  return 'icon';
}
