"""Glyphs to draw plates with: many fonts, thinner and thicker, and real ones cut out of labelled crops.

GA 36's own glyphs are in no free font, so no font may be learnt: every plate takes another one.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

Rng = np.random.Generator
Mask = np.ndarray  # uint8 [h,w], 255 = ink

# Debian packages: fonts-noto-cjk(-extra), fonts-wqy-zenhei, fonts-wqy-microhei, fonts-lxgw-wenkai, fonts-cwtex-heib,
# fonts-droid-fallback, fonts-roboto-unhinted, fonts-opendin, fonts-bebas-neue, fonts-lato, fonts-osifont,
# fonts-play, fonts-routed-gothic, fonts-b612, fonts-liberation, fonts-dejavu, fonts-urw-base35. Missing ones are skipped.
ROOT = Path("/usr/share/fonts")
HAN_FONTS = (
    ("opentype/noto/NotoSansCJK-Bold.ttc", 2),
    ("opentype/noto/NotoSansCJK-Medium.ttc", 2),
    ("opentype/noto/NotoSansCJK-Regular.ttc", 2),
    ("opentype/noto/NotoSansCJK-Black.ttc", 2),
    ("truetype/wqy/wqy-zenhei.ttc", 0),
    ("truetype/wqy/wqy-microhei.ttc", 0),
    ("truetype/droid/DroidSansFallbackFull.ttf", 0),
    ("truetype/lxgw-wenkai/LXGWWenKai-Bold.ttf", 0),
)
LATIN_FONTS = (
    ("opentype/noto/NotoSansCJK-Bold.ttc", 2),
    ("opentype/noto/NotoSansCJK-Medium.ttc", 2),
    ("truetype/roboto/unhinted/RobotoCondensed-Bold.ttf", 0),
    ("truetype/roboto/unhinted/RobotoCondensed-Medium.ttf", 0),
    ("truetype/roboto/unhinted/RobotoTTF/Roboto-Medium.ttf", 0),
    ("truetype/opendin/OSP-DIN.ttf", 0),
    ("opentype/bebas-neue/BebasNeue-Regular.otf", 0),
    ("opentype/bebas-neue/BebasNeue-Book.otf", 0),
    ("truetype/dejavu/DejaVuSansCondensed-Bold.ttf", 0),
    ("truetype/liberation/LiberationSansNarrow-Bold.ttf", 0),
    ("opentype/urw-base35/NimbusSansNarrow-Bold.otf", 0),
    ("truetype/lato/Lato-Bold.ttf", 0),
    ("truetype/osifont/osifont.ttf", 0),
    ("truetype/play/Play-Bold.ttf", 0),
    ("truetype/routed-gothic/routed-gothic-narrow.ttf", 0),
    ("truetype/wqy/wqy-zenhei.ttc", 0),
)
# The size in px that a glyph is kept at: two for each millimetre would be more than any camera sees.
BASE_WIDTH, BASE_HEIGHT = 48, 96


def is_han(character: str) -> bool:
    return ord(character) > 0x2E80


class Font:
    """One font's glyphs, each drawn once, its ink stretched to GA 36's box."""

    def __init__(self, file: Path, index: int) -> None:
        self.font = ImageFont.truetype(str(file), 120, index=index)
        self.kept: dict[str, Mask] = {}
        self.usual = self._ink("E").shape[1]

    def _ink(self, character: str) -> Mask:
        picture = Image.new("L", (220, 220), 0)
        ImageDraw.Draw(picture).text((40, 30), character, fill=255, font=self.font)
        mask = np.asarray(picture)
        rows, columns = np.where(mask > 40)
        if len(rows) == 0:
            return np.zeros((1, 1), np.uint8)
        return mask[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]

    def glyph(self, character: str) -> Mask | None:
        """uint8 [96,48]; None when the font has no such character."""
        kept = self.kept.get(character)
        if kept is None:
            ink = self._ink(character)
            # A 1 keeps its narrowness; all others fill the box.
            narrow = character == "1"
            width = max(10, round(BASE_WIDTH * min(1.0, 0.9 * ink.shape[1] / self.usual))) if narrow else BASE_WIDTH
            glyph = cv2.resize(ink, (width, BASE_HEIGHT), interpolation=cv2.INTER_AREA)
            left = (BASE_WIDTH - width) // 2
            kept = np.zeros((BASE_HEIGHT, BASE_WIDTH), np.uint8)
            kept[:, left : left + width] = glyph
            self.kept[character] = kept
        return kept if kept.any() else None


    def natural(self, character: str, width: float, height: float) -> Mask:
        """The glyph in its own proportions, as the simulator's SVG draws it: capitals as high as the box, each as
        wide as the font has it. uint8 [about height, any width]."""
        ink = self._ink(character)
        em, rise = (93, 93) if is_han(character) else (62 / 0.98, 74)
        h, w = (side / 1.2 for side in ink.shape)
        size = (max(2, round(w * width / em)), max(3, round(h * height / rise)))
        return cv2.resize(ink, size, interpolation=cv2.INTER_AREA)


class Glyphs:
    """The fonts that are installed and, when given, glyphs of real plates: character -> uint8 [n,96,48]."""

    def __init__(self, real: dict[str, np.ndarray] | None = None) -> None:
        self.han = self._fonts(HAN_FONTS)
        self.latin = self._fonts(LATIN_FONTS)
        if not self.han or not self.latin:
            raise SystemExit(
                "缺少字体：请安装 fonts-noto-cjk fonts-dejavu / Fonts are missing: install fonts-noto-cjk fonts-dejavu"
            )
        self.real = real or {}

    @staticmethod
    def _fonts(names: tuple[tuple[str, int], ...]) -> list[Font]:
        return [Font(ROOT / name, index) for name, index in names if (ROOT / name).exists()]

    def alphabet(self, rng: Rng, real: float) -> "Alphabet":
        """What one plate is written with. real: the chance that its glyphs come from real plates where there are some."""
        return Alphabet(self, rng, bool(self.real) and rng.random() < real)


class Alphabet:
    """One plate's hand: one font for provinces, one for the rest, one thickness."""

    def __init__(self, glyphs: Glyphs, rng: Rng, real: bool) -> None:
        self.glyphs = glyphs
        self.rng = rng
        self.real = real
        # The first font is the simulator's: it is taken oftener.
        first = rng.random() < 0.3
        self.natural = first and rng.random() < 0.7
        self.han = glyphs.han[0 if first else int(rng.integers(len(glyphs.han)))]
        self.latin = glyphs.latin[0 if first else int(rng.integers(len(glyphs.latin)))]
        self.weight = int(rng.choice([-3, -1, 0, 0, 0, 1, 3])) if not first else 0
        self.sharpness = float(rng.uniform(0.0, 1.0))

    def mask(self, character: str, width: int, height: int) -> Mask:
        """uint8 of ink, [height,width] but for glyphs in their own proportions."""
        if self.real and len(self.glyphs.real.get(character, ())) > 0:
            choices = self.glyphs.real[character]
            glyph = choices[int(self.rng.integers(len(choices)))]
            return cv2.resize(glyph, (width, height), interpolation=cv2.INTER_AREA)
        font = self.han if is_han(character) else self.latin
        if self.natural and not self.real:
            return font.natural(character, width, height)
        glyph = font.glyph(character)
        if glyph is None:
            glyph = (self.glyphs.han if is_han(character) else self.glyphs.latin)[0].glyph(character)
        if glyph is None:
            raise SystemExit(f"字体没有字符 {character} / No font has the character {character}")
        if self.weight != 0:
            kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (abs(self.weight) + 1, abs(self.weight) + 1))
            glyph = cv2.dilate(glyph, kernel) if self.weight > 0 else cv2.erode(glyph, kernel)
        return cv2.resize(glyph, (width, height), interpolation=cv2.INTER_AREA)
