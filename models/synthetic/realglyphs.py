"""Glyphs of real plates: cut in memory out of labelled crops, so that synthetic plates carry the true shapes.

Nothing of it is ever written to a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

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


def fitted(ink: np.ndarray) -> tuple[float, float, float]:
    """Where the layout lies in the crop: px per mm, left edge px, how well it fits (1 = perfectly)."""
    h, w = ink.shape
    profile = ink[round(h * 0.25) : round(h * 0.75)].mean(axis=0)
    # Contrast between a gap and its neighbours is what counts, not the mean ink of a glyph.
    profile = np.minimum(profile / max(float(np.percentile(profile, 60)), 1e-3), 1.0)
    profile = profile - profile.mean()
    places, patterns = tried(w)
    fits = patterns @ profile / (float(np.sqrt((profile**2).sum())) + 1e-6)
    best = int(fits.argmax())
    return float(places[best][0]), float(places[best][1]), float(fits[best])


@lru_cache(maxsize=4)
def tried(width: int) -> tuple[list[tuple[float, float]], np.ndarray]:
    """All (px per mm, left edge) that are tried in a crop of this width, and their patterns, float32 [n,width] of
    mean 0 and length 1."""
    places: list[tuple[float, float]] = []
    for scale in np.linspace(width / 440 * 0.84, width / 440 * 1.06, 23):
        lefts = np.arange(-0.05 * width, width - 440 * scale + 0.05 * width, 1.0)
        places += [(float(scale), float(left)) for left in lefts]
    patterns = np.stack([column_pattern(width, *place) for place in places])
    patterns -= patterns.mean(axis=1, keepdims=True)
    return places, patterns / (np.linalg.norm(patterns, axis=1, keepdims=True) + 1e-6)


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


@dataclass(frozen=True)
class Place:
    """Where GA 36's layout lies in a crop brought to 293x93 px: px per mm, left edge, first and last row of glyphs."""

    scale: float
    left: float
    top: int
    bottom: int

    def box(self, i: int, margin: float = 3) -> tuple[int, int]:
        """First and last column of the i-th character."""
        x, _, w, _ = _LOOK.boxes[i]
        return round(self.left + (x - margin) * self.scale), round(self.left + (x + w + margin) * self.scale)


def enlarged(rgb: np.ndarray) -> np.ndarray:
    return cv2.resize(rgb, (round(440 * SCALE), round(140 * SCALE)), interpolation=cv2.INTER_CUBIC)


def place_of(rgb: np.ndarray) -> Place | None:
    """The layout of a single-row seven-character crop; None when it is not found."""
    crop = enlarged(rgb)
    ink = ink_of(crop)
    place = fitted(ink)
    if place[2] < 0.5:
        return None
    scale, left, _ = place
    top, bottom = rows_of(ink[:, max(0, round(left + 15 * scale)) : round(left + 425 * scale)])
    if not 0.5 * 90 * scale < bottom - top < 1.35 * 90 * scale or top < 1 or bottom > crop.shape[0] - 1:
        return None
    return Place(scale, left, top, bottom)


def cut(rgb: np.ndarray, number: str, place: Place) -> list[tuple[str, np.ndarray]]:
    """(character, uint8 [96,48]) of a crop, those that lie wholly in it."""
    ink = ink_of(enlarged(rgb))
    found = []
    for i, character in enumerate(number):
        a, b = place.box(i)
        if a < 0 or b > ink.shape[1]:
            continue
        glyph = cv2.resize(ink[place.top : place.bottom, a:b], (BASE_WIDTH, BASE_HEIGHT), interpolation=cv2.INTER_AREA)
        found.append((character, np.round(glyph * 255).astype(np.uint8)))
    return found


def transplanted(rng: np.random.Generator, rgb: np.ndarray, place: Place, changes: dict[int, np.ndarray]) -> np.ndarray:
    """The crop with other glyphs in some places, as blurred and as bright as its own.

    changes: place -> uint8 [96,48] of ink.
    """
    crop = enlarged(rgb).astype(np.float32)
    ink = ink_of(crop.astype(np.uint8))
    own = rgb.shape[1] / crop.shape[1]
    sigma = float(rng.uniform(0.35, 0.8)) / max(own, 0.15)
    h = place.bottom - place.top
    rows = slice(place.top, place.bottom)
    bright = np.array([crop[ink > 0.85].mean(axis=0)]) if (ink > 0.85).any() else crop.mean(axis=(0, 1))[None]
    for i, glyph in changes.items():
        a, b = place.box(i)
        a, b = max(a, 1), min(b, crop.shape[1] - 1)
        if b - a < 6:
            continue
        # The ground between the edges of the box, row by row, and the crop's own fine noise.
        around = np.concatenate([crop[rows, max(a - 3, 0) : a + 2], crop[rows, b - 2 : b + 3]], axis=1)
        dark = np.concatenate([ink[rows, max(a - 3, 0) : a + 2], ink[rows, b - 2 : b + 3]], axis=1)
        weight = np.clip(1 - dark, 0.02, 1)[:, :, None]
        ground = cv2.GaussianBlur((around * weight).sum(axis=1) / weight.sum(axis=1), (1, 9), 0)[:, None, :]
        mask = cv2.resize(glyph, (b - a, h), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        mask = cv2.GaussianBlur(mask, (0, 0), sigma)[:, :, None]
        crop[rows, a:b] = ground + mask * (bright[:, None, :] - ground)
    out = np.clip(crop, 0, 255).astype(np.uint8)
    return cv2.resize(out, (max(rgb.shape[1], 100), max(rgb.shape[0], 32)), interpolation=cv2.INTER_AREA)


def bank(crops: list[tuple[np.ndarray, str, Place]], most: int = 60) -> dict[str, np.ndarray]:
    """character -> uint8 [n,96,48]: the mean shape, sharpened, and the `most` glyphs nearest to it."""
    piles: dict[str, list[np.ndarray]] = {}
    for rgb, number, place in crops:
        for character, glyph in cut(rgb, number, place):
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
