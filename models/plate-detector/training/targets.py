"""Which cell of which level answers for which plate."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from labels import Plate
from net import STRIDES

MOST_PLATES = 16
# Columns of a plate's row: box (4), corners (8), exact, rows, colour.
COLUMNS = 15
NOTHING, IGNORED = -1, -2
# Widths of boxes in px that each level answers for; between 52 and 76 both do.
REACH = {8: (0.0, 76.0), 16: (52.0, 1e9)}


def cells(width: int, height: int) -> NDArray[np.float32]:
    """[cells,3]: centre x, y in px and stride; level 8 first, row by row."""
    rows = []
    for stride in STRIDES:
        ys, xs = np.mgrid[0 : height // stride, 0 : width // stride]
        centres = (np.stack([xs.ravel(), ys.ravel()], 1) + 0.5) * stride
        rows.append(np.concatenate([centres, np.full((len(centres), 1), stride)], 1))
    return np.concatenate(rows).astype(np.float32)


def assign(plates: list[Plate], grid: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Plates [MOST_PLATES, COLUMNS] in px, and for each cell of grid the plate's row, NOTHING or IGNORED."""
    table = np.zeros((MOST_PLATES, COLUMNS), np.float32)
    owner = np.full(len(grid), NOTHING, np.int64)
    x, y, stride = grid.T
    plates = sorted(plates, key=lambda plate: -plate.width())
    wanted = [plate for plate in plates if not plate.ignore][-MOST_PLATES:]
    for plate in plates:
        if plate.ignore:
            left, top, right, bottom = plate.box()
            edge = stride * 0.5
            inside = (x > left - edge) & (x < right + edge) & (y > top - edge) & (y < bottom + edge)
            owner[inside] = IGNORED
    for row, plate in enumerate(wanted):
        left, top, right, bottom = plate.box()
        w, h = right - left, bottom - top
        table[row] = [left, top, right, bottom, *plate.quad.ravel(), plate.exact, plate.rows, plate.colour]
        across = np.abs(x - (left + right) / 2) < np.maximum(0.25 * w, 0.7 * stride)
        down = np.abs(y - (top + bottom) / 2) < np.maximum(0.28 * h, 0.55 * stride)
        for level, (low, high) in REACH.items():
            if low <= w <= high:
                owner[across & down & (stride == level)] = row
    return table, owner
