"""What is known of one plate in a picture."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from net import COLOURS

Picture = NDArray[np.uint8]  # [H,W,3] RGB
Points = NDArray[np.float32]  # [4,2] x,y px: top left, top right, bottom right, bottom left


@dataclass(frozen=True)
class Plate:
    """quad: its corners, or its box's where `exact` is false. rows, colour: -1 when unknown."""

    quad: Points
    exact: bool = True
    rows: int = -1
    colour: int = -1
    ignore: bool = False

    def box(self) -> tuple[float, float, float, float]:
        """px: left, top, right, bottom."""
        low, high = self.quad.min(0), self.quad.max(0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])

    def width(self) -> float:
        """px: mean of the two long sides."""
        top = np.linalg.norm(self.quad[1] - self.quad[0])
        return float(top + np.linalg.norm(self.quad[2] - self.quad[3])) / 2

    def height(self) -> float:
        """px: mean of the two short sides."""
        left = np.linalg.norm(self.quad[3] - self.quad[0])
        return float(left + np.linalg.norm(self.quad[2] - self.quad[1])) / 2

    def moved(self, matrix: NDArray[np.floating]) -> Plate:
        """After a 2x3 affine or 3x3 projective map of the picture.

        A box without corners stays upright: after a turn it is the box of the turned plate as far as that
        is known, so maps that turn are kept small for such plates.
        """
        points = np.concatenate([self.quad, np.ones((4, 1), np.float32)], 1) @ matrix.T
        if matrix.shape[0] == 3:
            points = points[:, :2] / points[:, 2:]
        return replace(self, quad=points.astype(np.float32))


def box_quad(left: float, top: float, right: float, bottom: float) -> Points:
    """The corners of an upright box."""
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


def colour_index(name: str) -> int:
    """-1 for an unknown name. Large new-energy plates are green too."""
    name = "green" if name in ("yellow-green", "green-yellow") else name.split("-")[0]
    return COLOURS.index(name) if name in COLOURS else -1
