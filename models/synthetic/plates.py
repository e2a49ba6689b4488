"""Draws number plates: face(rng, glyphs) gives one, new from the press or old and dirty, seen straight on."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from glyphs import Alphabet, Glyphs
from layouts import KINDS, LOOKS, SHARES, Look
from numbers_of import number

Rng = np.random.Generator
_KINDS = list(SHARES)
_CHANCES = np.array([SHARES[kind] for kind in _KINDS]) / sum(SHARES.values())


@dataclass(frozen=True)
class Face:
    """rgb: uint8 [h,w,3], edge to edge; number without dots; colour as the recogniser names it; rows 1 or 2."""

    rgb: np.ndarray
    number: str
    kind: str
    colour: str
    rows: int


def face(rng: Rng, glyphs: Glyphs, kind: str | None = None, scale: float = 0.5, real: float = 0.5, text: str | None = None) -> Face:
    """One plate. scale: px per mm; real: the chance of real glyphs, where the bank has some."""
    kind = kind or str(_KINDS[int(rng.choice(len(_KINDS), p=_CHANCES))])
    if kind not in KINDS:
        raise ValueError(f"no such kind of plate: {kind}")
    look = LOOKS[kind]
    text = text or number(kind, rng)
    ink = ink_mask(rng, look, text, glyphs.alphabet(rng, real), scale)
    rgb = painted(rng, look, kind, ink, scale)
    return Face(weathered(rng, rgb, scale), text, kind, look.colour, look.rows)


def ink_mask(rng: Rng, look: Look, text: str, hand: Alphabet, scale: float) -> np.ndarray:
    """float32 [2,h,w]: ink of the ground's colour pair, and red ink; 0..1."""
    w, h = round(look.width * scale), round(look.height * scale)
    masks = np.zeros((2, h, w), np.float32)
    loose = float(rng.uniform(0, 1.5))
    grow = float(rng.uniform(0.93, 1.04))
    for i, (character, (x, y, bw, bh)) in enumerate(zip(text, look.boxes, strict=True)):
        mask = hand.mask(character, max(3, round(bw * scale * grow)), max(5, round(bh * scale * grow)))
        mask = mask[: h - 1, : w - 1]
        gh, gw = mask.shape
        left = round((x + bw / 2 + rng.normal(0, loose)) * scale - gw / 2)
        # A tail below the line (Q) hangs there; all else is centred.
        middle = (y * scale + gh / 2) if hand.natural and not hand.real and gh > bh * scale else (y + bh / 2) * scale
        top = round(middle + float(rng.normal(0, loose * 0.7)) * scale - gh / 2)
        left, top = min(max(left, 0), w - gw), min(max(top, 0), h - gh)
        glyph = mask.astype(np.float32) / 255
        layer = masks[1 if i in look.red else 0]
        spot = layer[top : top + gh, left : left + gw]
        np.maximum(spot, glyph, out=spot)
    if look.dot is not None and rng.random() < 0.93:
        centre = (round(look.dot[0] * scale * 8), round(look.dot[1] * scale * 8))
        cv2.circle(masks[0], centre, round(float(rng.uniform(4.5, 7)) * scale * 8), 1.0, -1, cv2.LINE_AA, 3)
    frame(rng, masks[0], look, scale)
    return masks


def frame(rng: Rng, layer: np.ndarray, look: Look, scale: float) -> None:
    """The line around the face; on some plates hidden by the holder."""
    if rng.random() < 0.2:
        return
    inset = float(rng.uniform(3, 8)) * scale
    h, w = layer.shape
    thick = max(1, round(float(rng.uniform(1.5, 4)) * scale))
    cv2.rectangle(layer, (round(inset), round(inset)), (round(w - 1 - inset), round(h - 1 - inset)), 1.0, thick, cv2.LINE_AA)


def painted(rng: Rng, look: Look, kind: str, ink: np.ndarray, scale: float) -> np.ndarray:
    """float32 [h,w,3], 0..255."""
    h, w = ink.shape[1:]
    top = np.array(look.ground[0], np.float32) + rng.normal(0, 12, 3)
    bottom = np.array(look.ground[1], np.float32) + rng.normal(0, 12, 3)
    if look.ground[0] == look.ground[1]:
        bottom = top + rng.normal(0, 6)
    t = np.linspace(0, 1, h, dtype=np.float32) ** np.float32(rng.uniform(0.7, 1.6))
    column = top[None, :] * (1 - t[:, None]) + bottom[None, :] * t[:, None]
    rgb = np.repeat(column[:, None, :], w, axis=1).astype(np.float32)
    if kind == "yellow-green":  # yellow where province and authority stand
        cut = round(float(rng.uniform(120, 132)) * scale)
        rgb[:, :cut] = np.array((240, 180, 30), np.float32) + rng.normal(0, 10, 3)
    dark = np.array(look.ink, np.float32) + rng.normal(0, 8, 3)
    red = np.array((200, 30, 30), np.float32) + rng.normal(0, 15, 3)
    for mask, colour in ((ink[0], dark), (ink[1], red)):
        if mask.any():
            rgb += mask[:, :, None] * (colour.astype(np.float32) - rgb)
    return rgb


def weathered(rng: Rng, rgb: np.ndarray, scale: float) -> np.ndarray:
    """Bolts, relief, fading, dirt, scratches. float32 in, uint8 out."""
    h, w = rgb.shape[:2]
    if rng.random() < 0.6:
        bolts(rng, rgb, scale)
    if rng.random() < 0.25:  # embossing catches the light on one side
        grey = rgb.mean(axis=2)
        rgb += ((grey - np.roll(grey, 1, axis=0)) * float(rng.uniform(-0.35, 0.35)))[:, :, None]
    if rng.random() < 0.3:  # faded
        rgb += (rgb.mean(axis=(0, 1)) - rgb) * float(rng.uniform(0, 0.5))
    if rng.random() < 0.35:  # dirt in patches
        patches = cv2.resize(rng.random((int(rng.integers(2, 6)), int(rng.integers(3, 12))), np.float32), (w, h), interpolation=cv2.INTER_CUBIC)
        cover = np.clip((patches - float(rng.uniform(0.5, 0.9))) * 3, 0, 1) * float(rng.uniform(0.2, 0.8))
        rgb += cover[:, :, None] * (np.array((105, 95, 80), np.float32) * float(rng.uniform(0.4, 1.6)) - rgb)
    if rng.random() < 0.1:
        a, b = rng.integers(0, (w, h)), rng.integers(0, (w, h))
        colour = tuple(float(c) for c in rng.uniform(40, 230, 3))
        cv2.line(rgb, (int(a[0]), int(a[1])), (int(b[0]), int(b[1])), colour, max(1, round(3 * scale)), cv2.LINE_AA)
    return np.clip(rgb, 0, 255).astype(np.uint8)


def bolts(rng: Rng, rgb: np.ndarray, scale: float) -> None:
    h, w = rgb.shape[:2]
    radius = max(1, round(float(rng.uniform(4, 9)) * scale))
    colour = tuple(float(c) for c in np.full(3, rng.uniform(40, 235)) + rng.normal(0, 10, 3))
    inset_x = float(rng.choice([0.13, 0.26])) + float(rng.normal(0, 0.01))
    inset_y = float(rng.uniform(0.06, 0.13))
    rows = (inset_y, 1 - inset_y) if rng.random() < 0.6 else (inset_y,)
    for y in rows:
        for x in (inset_x, 1 - inset_x):
            cv2.circle(rgb, (round(x * w), round(y * h)), radius, colour, -1, cv2.LINE_AA)
