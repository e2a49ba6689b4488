"""Glyphs of real plates: cut in memory out of labelled crops, so that synthetic plates carry the true shapes.

Nothing of it is ever written to a file.
"""

from __future__ import annotations

import cv2
import numpy as np

from layouts import LOOKS

BASE_WIDTH, BASE_HEIGHT = 48, 96
_LOOK = LOOKS["blue"]
# The plate's width in px that crops are brought to: two thirds of a px per mm.
SCALE = 0.667
MARGIN = 6  # px kept around a glyph's box while it is found


def ink_of(rgb: np.ndarray) -> np.ndarray:
    """float32 [h,w], 0 = ground, 1 = ink, whichever of the two is the brighter."""
    x = rgb.reshape(-1, 3).astype(np.float32)
    centre = x.mean(axis=0)
    _, _, axes = np.linalg.svd((x - centre)[:: max(1, len(x) // 2000)], full_matrices=False)
    line = (x - centre) @ axes[0]
    low, high = np.percentile(line, [8, 92])
    ink = np.clip((line - low) / max(high - low, 1e-3), 0, 1)
    if ink.mean() > 0.5:  # the ground is the larger part of a plate
        ink = 1 - ink
    return ink.reshape(rgb.shape[:2]).astype(np.float32)


def column_pattern(width: int, scale: float, left: float) -> np.ndarray:
    """float32 [width]: +1 where a glyph's box is, -1 between, for a plate `scale` px per mm starting at `left` px."""
    pattern = -np.ones(width, np.float32)
    for x, _, w, _ in _LOOK.boxes:
        a, b = round(left + x * scale), round(left + (x + w) * scale)
        pattern[max(a, 0) : max(b, 0)] = 1
    return pattern


def fitted(ink: np.ndarray) -> tuple[float, float, float] | None:
    """Where the layout lies in the crop: px per mm, left edge px, how well it fits. None when nowhere."""
    h, w = ink.shape
    profile = ink[round(h * 0.25) : round(h * 0.75)].mean(axis=0)
    # Contrast between a gap and its neighbours is what counts, not the mean ink of a glyph.
    profile = np.minimum(profile / max(float(np.percentile(profile, 60)), 1e-3), 1.0)
    profile = profile - profile.mean()
    best: tuple[float, float, float] | None = None
    for scale in np.linspace(w / 440 * 0.84, w / 440 * 1.06, 23):
        for left in np.arange(-0.05 * w, w - 440 * scale + 0.05 * w, 1.0):
            pattern = column_pattern(w, float(scale), float(left))
            pattern = pattern - pattern.mean()
            norm = float(np.sqrt((pattern**2).sum() * (profile**2).sum())) + 1e-6
            fit = float((pattern * profile).sum()) / norm
            if best is None or fit > best[2]:
                best = (float(scale), float(left), fit)
    return best


def rows_of(ink: np.ndarray) -> tuple[int, int]:
    """First and last row of the characters."""
    h = ink.shape[0]
    profile = ink.mean(axis=1)
    level = 0.45 * float(np.percentile(profile, 75))
    middle = h // 2
    top = middle
    while top > 0 and profile[top - 1] > level:
        top -= 1
    bottom = middle
    while bottom < h - 1 and profile[bottom + 1] > level:
        bottom += 1
    return top, bottom + 1


def cut(rgb: np.ndarray, number: str) -> list[tuple[str, np.ndarray]]:
    """(character, uint8 [96,48]) of a single-row seven-character crop; empty when the layout is not found."""
    if len(number) != 7:
        return []
    width = round(440 * SCALE)
    crop = cv2.resize(rgb, (width, round(140 * SCALE)), interpolation=cv2.INTER_CUBIC)
    ink = ink_of(crop)
    place = fitted(ink)
    if place is None or place[2] < 0.5:
        return []
    scale, left, _ = place
    top, bottom = rows_of(ink[:, max(0, round(left + 15 * scale)) : round(left + 425 * scale)])
    if not 0.5 * 90 * scale < bottom - top < 1.35 * 90 * scale:
        return []
    found = []
    for character, (x, _, w, _) in zip(number, _LOOK.boxes, strict=True):
        a, b = round(left + (x - 3) * scale), round(left + (x + w + 3) * scale)
        if a < 0 or b > width or top < 1 or bottom > crop.shape[0] - 1:
            continue
        glyph = ink[top:bottom, a:b]
        found.append((character, np.round(cv2.resize(glyph, (BASE_WIDTH, BASE_HEIGHT), interpolation=cv2.INTER_AREA) * 255).astype(np.uint8)))
    return found


def bank(crops: list[tuple[np.ndarray, str]], most: int = 60) -> dict[str, np.ndarray]:
    """character -> uint8 [n,96,48]: the mean shape, sharpened, and the `most` glyphs nearest to it."""
    piles: dict[str, list[np.ndarray]] = {}
    for rgb, number in crops:
        for character, glyph in cut(rgb, number):
            piles.setdefault(character, []).append(glyph)
    return {character: chosen(np.stack(pile), most, ord(character) > 0x2E80) for character, pile in piles.items() if len(pile) >= 3}


def chosen(pile: np.ndarray, most: int, han: bool) -> np.ndarray:
    """The glyphs of a character that agree with one another; wrong labels and bad cuts fall away."""
    flat = pile.reshape(len(pile), -1).astype(np.float32)
    centred = flat - flat.mean(axis=1, keepdims=True)
    unit = centred / (np.linalg.norm(centred, axis=1, keepdims=True) + 1e-6)
    likeness = unit @ np.median(unit, axis=0)
    order = np.argsort(-likeness)
    # One of three is left out: blurred, tilted or wrongly cut.
    kept = order[: max(2, min(most, round(len(order) * 0.66)))]
    glyphs = [pile[i] for i in kept]
    if len(kept) >= 6:
        mean = pile[kept].astype(np.float32).mean(axis=0)
        low, high = np.percentile(mean, [10, 90])
        # From soft to nearly as sharp as the press made it; many fine strokes would run together.
        for slope in (1.2, 1.8, 2.4) if han else (1.5, 3.0, 6.0):
            sharp = np.clip(((mean - low) / max(high - low, 1.0) - 0.5) * slope + 0.5, 0, 1)
            glyphs += [np.round(sharp * 255).astype(np.uint8)] * max(1, len(kept) // 6)
    return np.stack(glyphs)
