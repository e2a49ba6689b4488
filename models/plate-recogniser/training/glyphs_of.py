"""What is cut out of the crops that may be trained on: where their characters lie, and a bank of glyphs."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np

from photographs import Crop
from samples import Glyphs  # noqa: F401  (puts models/synthetic on the path)
from realglyphs import Place, bank, place_of

Found = tuple[dict[str, np.ndarray], dict[str, Place]]


def found_in(crops: list[Crop], kept: Path | None = None) -> Found:
    """character -> uint8 [n,96,48], and file -> where the layout lies. kept: where both lie between runs."""
    if kept and kept.exists():
        return pickle.loads(kept.read_bytes())
    places: dict[str, Place] = {}
    for crop in crops:
        place = place_of(crop.rgb) if crop.rows == 1 and len(crop.number) == 7 else None
        if place is not None:
            places[crop.file] = place
    glyphs = bank([(c.rgb, c.number, places[c.file]) for c in crops if c.file in places])
    if kept and crops:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps((glyphs, places)))
    return glyphs, places
