"""The bank of real glyphs from the crops that may be trained on."""

from __future__ import annotations

import numpy as np

from photographs import Crop
from samples import Glyphs  # noqa: F401  (puts models/synthetic on the path)
from realglyphs import bank


def glyph_bank(crops: list[Crop]) -> dict[str, np.ndarray]:
    """character -> uint8 [n,96,48]; empty without crops."""
    return bank([(c.rgb, c.number) for c in crops if c.rows == 1 and len(c.number) == 7])
