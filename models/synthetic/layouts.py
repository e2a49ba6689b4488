"""Where GA 36 puts the characters of each kind of plate, and its colours.

Sizes in millimetres. GA 36's own artwork was not at hand: glyph boxes and gaps are the field's common
knowledge (glyph 45x90, gap 12, the dot's gap 34 on 440x140), which photographs agree with.
"""

from __future__ import annotations

from dataclasses import dataclass

Box = tuple[float, float, float, float]
Rgb = tuple[int, int, int]


@dataclass(frozen=True)
class Look:
    """width, height in mm; colour: as the models name it; ground: top and bottom RGB; red: indices of red characters."""

    width: int
    height: int
    rows: int
    colour: str
    ground: tuple[Rgb, Rgb]
    ink: Rgb
    boxes: tuple[Box, ...]
    dot: tuple[float, float] | None
    red: tuple[int, ...] = ()


def single(count: int, width: int, glyph: float, gap: float, dot_gap: float, left: float, after: int = 2) -> tuple[tuple[Box, ...], tuple[float, float]]:
    """Boxes of `count` glyphs in one row, the wide gap after the `after`-th, and the dot in it."""
    boxes: list[Box] = []
    x = left
    dot_x = 0.0
    for i in range(count):
        boxes.append((x, 25.0, glyph, 90.0))
        x += glyph
        if i == after - 1:
            dot_x = x + dot_gap / 2
            x += dot_gap
        else:
            x += gap
    return tuple(boxes), (dot_x, 70.0)


def double(lower: int) -> tuple[tuple[Box, ...], tuple[float, float]]:
    """Two characters 80x60 above, five or so 65x110 below."""
    boxes: list[Box] = [(110.0, 15.0, 80.0, 60.0), (250.0, 15.0, 80.0, 60.0)]
    pitch = 80.0
    left = (440 - (lower * pitch - 15)) / 2
    boxes += [(left + i * pitch, 90.0, 65.0, 110.0) for i in range(lower)]
    return tuple(boxes), (220.0, 45.0)


BLUE: tuple[Rgb, Rgb] = ((24, 72, 190), (24, 72, 190))
YELLOW: tuple[Rgb, Rgb] = ((240, 176, 22), (240, 176, 22))
WHITE: tuple[Rgb, Rgb] = ((236, 236, 232), (236, 236, 232))
BLACK: tuple[Rgb, Rgb] = ((22, 22, 24), (22, 22, 24))
GREEN: tuple[Rgb, Rgb] = ((233, 245, 236), (60, 180, 105))
PALE_INK: Rgb = (250, 250, 250)
DARK_INK: Rgb = (16, 16, 16)

_seven, _dot = single(7, 440, 45, 12, 34, 15.5)
_eight, _dot8 = single(8, 480, 43, 9, 49, 15.5)
_wj, _dot_wj = single(8, 440, 42, 8, 26, 15.5, 3)
_embassy, _dot_embassy = single(7, 440, 45, 12, 34, 15.5, 3)
_emergency, _dot_emergency = single(8, 480, 43, 9, 49, 15.5)
_double, _dot_double = double(5)

LOOKS: dict[str, Look] = {
    "blue": Look(440, 140, 1, "blue", BLUE, PALE_INK, _seven, _dot),
    "yellow": Look(440, 140, 1, "yellow", YELLOW, DARK_INK, _seven, _dot),
    "coach": Look(440, 140, 1, "yellow", YELLOW, DARK_INK, _seven, _dot),
    "yellow-double": Look(440, 220, 2, "yellow", YELLOW, DARK_INK, _double, _dot_double),
    "trailer": Look(440, 220, 2, "yellow", YELLOW, DARK_INK, _double, _dot_double),
    "green": Look(480, 140, 1, "green", GREEN, DARK_INK, _eight, _dot8),
    "yellow-green": Look(480, 140, 1, "yellow-green", GREEN, DARK_INK, _eight, _dot8),
    "police": Look(440, 140, 1, "white", WHITE, DARK_INK, _seven, _dot, (6,)),
    "army": Look(440, 140, 1, "white", WHITE, DARK_INK, _seven, _dot, (0,)),
    "wj": Look(440, 140, 1, "white", WHITE, DARK_INK, _wj, _dot_wj, (0, 1)),
    "emergency": Look(480, 140, 1, "white", WHITE, DARK_INK, _emergency, _dot_emergency, (1, 6, 7)),
    "harbour": Look(440, 140, 1, "black", BLACK, PALE_INK, _seven, _dot),
    "embassy": Look(440, 140, 1, "black", BLACK, PALE_INK, _embassy, _dot_embassy, (6,)),
    "consulate": Look(440, 140, 1, "black", BLACK, PALE_INK, _seven, _dot, (6,)),
}
KINDS = tuple(LOOKS)
# How often each is drawn: the road's own shares would leave the scarce kinds unlearnt.
SHARES: dict[str, float] = {
    "blue": 0.34, "green": 0.2, "yellow": 0.1, "yellow-double": 0.08, "yellow-green": 0.04, "coach": 0.03,
    "trailer": 0.03, "police": 0.04, "harbour": 0.04, "army": 0.03, "wj": 0.02, "embassy": 0.02,
    "consulate": 0.015, "emergency": 0.015,
}  # fmt: skip
