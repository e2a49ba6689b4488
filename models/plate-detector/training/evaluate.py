"""Finds plates in whole pictures and counts what was found, missed and made up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from labels import Picture, Plate
from net import STRIDES, PlateNet, decode

# Both levels' published maps [1,19,h,w] for a picture [1,H,W,3] uint8.
Run = Callable[[NDArray[np.uint8]], list[NDArray[np.float32]]]


@dataclass(frozen=True)
class Found:
    """px of the picture given."""

    score: float
    box: NDArray[np.float32]
    quad: NDArray[np.float32]
    rows: float
    colour: int


def runner(net: PlateNet) -> Run:
    """The network as evaluation wants it."""

    def run(picture: NDArray[np.uint8]) -> list[NDArray[np.float32]]:
        with torch.no_grad():
            levels = net(torch.from_numpy(picture).permute(0, 3, 1, 2).float())
            return [decode(level.float()).numpy() for level in levels]

    return run


def net_size(width: int, height: int, pixels: int) -> tuple[int, int]:
    """Sides of the network for a picture of this shape, multiples of 32, about `pixels` in all: what the
    reader in edge-agent does."""
    aspect = min(8.0, max(1 / 8, width / height))

    def side(length: float) -> int:
        return min(2048, max(32, int(length / 32 + 0.5) * 32))

    across = side((pixels * aspect) ** 0.5)
    return across, side(across / aspect)


def letterbox(picture: Picture, width: int, height: int) -> tuple[NDArray[np.uint8], float]:
    """Scaled to fit, at the top left, the rest 114; and the scale."""
    h, w = picture.shape[:2]
    scale = min(width / w, height / h)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    size = (max(1, round(w * scale)), max(1, round(h * scale)))
    canvas = np.full((height, width, 3), 114, np.uint8)
    canvas[: size[1], : size[0]] = cv2.resize(picture, size, interpolation=way)
    return canvas, scale


def iou(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    """Of two boxes left, top, right, bottom."""
    across = min(a[2], b[2]) - max(a[0], b[0])
    down = min(a[3], b[3]) - max(a[1], b[1])
    if across <= 0 or down <= 0:
        return 0.0
    meet = across * down
    return float(meet / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - meet))


def find(run: Run, picture: Picture, pixels: int, least: float, nms: float = 0.4) -> list[Found]:
    """Plates of score `least` and more, the surest first. pixels: how large a network to run."""
    width, height = net_size(picture.shape[1], picture.shape[0], pixels)
    canvas, scale = letterbox(picture, width, height)
    candidates: list[Found] = []
    for stride, maps in zip(STRIDES, run(canvas[None]), strict=True):
        ys, xs = np.nonzero(maps[0, 0] >= least)
        for y, x in zip(ys, xs, strict=True):
            cell = maps[0, :, y, x]
            centre = np.array([x + 0.5, y + 0.5], np.float32)
            box = np.concatenate([centre - cell[1:3], centre + cell[3:5]]) * stride / scale
            quad = (cell[5:13].reshape(4, 2) + centre) * stride / scale
            candidates.append(Found(float(cell[0]), box, quad, float(cell[13]), int(cell[14:].argmax())))
    candidates.sort(key=lambda found: -found.score)
    kept: list[Found] = []
    for found in candidates:
        if all(iou(found.box, other.box) < nms for other in kept):
            kept.append(found)
    return kept


@dataclass
class Tally:
    """scores: of the found truths (nan when missed) and of the false ones."""

    true: list[float]
    false: list[float]
    pictures: int
    corner: list[float]
    missed: list[str]

    def at(self, threshold: float) -> tuple[float, float, float]:
        """Recall, false positives a picture, precision, at a score threshold."""
        hit = sum(score >= threshold for score in self.true)
        false = sum(score >= threshold for score in self.false)
        precision = hit / max(1, hit + false)
        return hit / max(1, len(self.true)), false / max(1, self.pictures), precision


def tally(
    find_in: Callable[[Picture], list[Found]], items: list[tuple[str, Picture, list[Plate]]], smallest: float
) -> Tally:
    """items: name, picture, plates. A plate counts when legible and at least `smallest` px wide; the others
    neither count nor make what is found there false. IoU >= 0.5 locates."""
    result = Tally([], [], len(items), [], [])
    for name, picture, plates in items:
        left = find_in(picture)
        for plate in plates:
            box = np.array(plate.box(), np.float32)
            best = max(left, key=lambda found: iou(found.box, box), default=None)
            hit = best is not None and iou(best.box, box) >= 0.5
            if hit and best is not None:
                left = [found for found in left if found is not best]
            if plate.ignore or plate.width() < smallest:
                left = [found for found in left if iou(found.box, box) < 0.1]
                continue
            if best is None or not hit:
                result.true.append(float("nan"))
                result.missed.append(name)
                continue
            result.true.append(best.score)
            if plate.exact:
                error = np.linalg.norm(best.quad - plate.quad, axis=1).mean() / plate.height()
                result.corner.append(float(error))
        result.false += [found.score for found in left]
    return result
