"""One training sample: synthetic, a real crop seen anew, or a plate of the simulator."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "synthetic"))

from alphabet import encoded  # noqa: E402
from degrade import camera, cut_out, seen  # noqa: E402
from glyphs import Glyphs  # noqa: E402
from layouts import LOOKS  # noqa: E402
from numbers_of import LETTERS, PROVINCES, SERIAL, pick  # noqa: E402
from photographs import Crop, colour_index  # noqa: E402
from plates import face  # noqa: E402
from realglyphs import BASE_HEIGHT, BASE_WIDTH, Place, ink_of, transplanted  # noqa: E402
from simulator import Sighting  # noqa: E402
from strip import strip  # noqa: E402

Rng = np.random.Generator
GROUNDS = ("blue", "yellow", "green", "police", "harbour")


@dataclass(frozen=True)
class Sample:
    """strip uint8 [32,112,3]; target 1..C-1; colour index or -100."""

    strip: np.ndarray
    target: list[int]
    colour: int
    weight: float
    rows: int


class Source:
    """All that samples are made of. real: chance of real glyphs on a synthetic plate."""

    def __init__(self, crops: list[Crop], plates: list[Sighting], glyphs: Glyphs, places: dict[str, Place], real: float = 0.65) -> None:
        self.glyphs = glyphs
        self.places = places
        self.real = real
        self.plates = plates
        self.piles = [pile for name in ("unlabelled", "street", "ccpd-crops") if (pile := [c for c in crops if c.source == name])]
        others = [c for c in crops if c.source not in ("unlabelled", "street", "ccpd-crops")]
        if others:  # a site's own pictures
            self.piles.append(others)
        # Each group of photographs counts alike at first, larger ones a little more.
        sizes = np.array([len(pile) for pile in self.piles], np.float64) ** 0.35
        self.chances = sizes / sizes.sum() if len(sizes) else sizes
        self.shares = np.array([0.5, 0.36 if self.piles else 0.0, 0.14 if plates else 0.0])
        self.shares /= self.shares.sum()

    def sample(self, rng: Rng) -> Sample:
        for _ in range(20):
            which = int(rng.choice(3, p=self.shares))
            one = (self.synthetic, self.photograph, self.simulated)[which](rng)
            # A picture that shows nothing teaches nothing.
            if float(one.strip.std()) > 5:
                return one
        return one

    def synthetic(self, rng: Rng) -> Sample:
        plate = face(rng, self.glyphs, real=self.real)
        width = round(float(np.exp(rng.uniform(np.log(42), np.log(170)))))
        tilt = float(rng.choice([0.4, 1.0]))
        picture, quad = seen(rng, plate.rgb, width, tilt)
        picture = camera(rng, picture, width, float(rng.choice([0.5, 0.8, 1.0])))
        cut = cut_out(rng, picture, quad, 0.03, 0.3 if plate.rows == 1 else 0.05)
        return Sample(strip(cut, plate.rows), encoded(plate.number), colour_index(plate.colour), 1.0, plate.rows)

    def photograph(self, rng: Rng) -> Sample:
        pile = self.piles[int(rng.choice(len(self.piles), p=self.chances))]
        crop = pile[int(rng.integers(len(pile)))]
        rgb, number, colour = crop.rgb, crop.number, crop.colour
        if rng.random() < 0.06:
            return Sample(strip(rgb, crop.rows), encoded(crop.number), colour_index(colour), crop.weight, crop.rows)
        if rng.random() < 0.4 and crop.file in self.places:
            rgb, number = self.renumbered(rng, crop, self.places[crop.file])
        if rng.random() < 0.25:
            rgb, colour = repainted(rng, rgb)
        own = min(rgb.shape[1], 150)
        width = round(float(np.exp(rng.uniform(np.log(min(48, own)), np.log(own * 1.15)))))
        picture, quad = seen(rng, rgb, width, float(rng.choice([0.15, 0.5, 0.8])))
        picture = camera(rng, picture, width, float(rng.choice([0.2, 0.45, 0.8])))
        cut = cut_out(rng, picture, quad, 0.02, 0.25 if crop.rows == 1 else 0.0)
        return Sample(strip(cut, crop.rows), encoded(number), colour_index(colour), crop.weight, crop.rows)

    def renumbered(self, rng: Rng, crop: Crop, place: Place) -> tuple[np.ndarray, str]:
        """Another number on the same plate: mostly the province, of which a folder of photographs has few."""
        hand = self.glyphs.alphabet(rng, self.real)
        hand.natural = False
        number = list(crop.number)
        changes: dict[int, np.ndarray] = {}
        for i in range(len(number)):
            if rng.random() < (0.85 if i == 0 else 0.2):
                number[i] = pick(rng, PROVINCES if i == 0 else LETTERS if i == 1 else SERIAL)
                changes[i] = hand.mask(number[i], BASE_WIDTH, BASE_HEIGHT)
        return transplanted(rng, crop.rgb, place, changes), "".join(number)

    def simulated(self, rng: Rng) -> Sample:
        one = self.plates[int(rng.integers(len(self.plates)))]
        rgb, quad = one.rgb, one.quad
        if rng.random() < 0.5:
            rgb = camera(rng, rgb, one.width, float(rng.choice([0.2, 0.5])))
        cut = cut_out(rng, rgb, quad, 0.03, 0.2 if one.rows == 1 else 0.0)
        return Sample(strip(cut, one.rows), encoded(one.number), colour_index(one.colour), 1.0, one.rows)


def repainted(rng: Rng, rgb: np.ndarray) -> tuple[np.ndarray, str]:
    """A real plate in another kind's colours: true glyphs and true blur on a scarce ground."""
    look = LOOKS[GROUNDS[int(rng.integers(len(GROUNDS)))]]
    ink = ink_of(rgb)
    grey = rgb.astype(np.float32).mean(axis=2)
    h = len(ink)
    t = np.linspace(0, 1, h, dtype=np.float32)[:, None, None]
    ends = [np.array(c, np.float32) + rng.normal(0, 14, 3).astype(np.float32) for c in (*look.ground, look.ink)]
    ground = ends[0] * (1 - t) + (ends[1] if look.ground[0] != look.ground[1] else ends[0]) * t
    out = ground + ink[:, :, None] * (ends[2] - ground)
    # The crop's own fine noise stays.
    out = out + ((grey - np.round(grey / 8) * 8) * 0.7)[:, :, None]
    return np.clip(out, 0, 255).astype(np.uint8), look.colour


