"""Batches for training, made in one other process while the network learns from the last ones."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset

from clutter import badge, bare, sign
from labels import Picture, colour_index
from photographs import Cut
from samples import Composer, Sources
from targets import assign, cells

sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "synthetic"))

Batch = tuple[Tensor, Tensor, Tensor]


def draw_cuts(count: int, seed: int) -> list[Cut]:
    """Synthetic plates of every kind, once drawn; they differ again each time they are pasted."""
    from glyphs import Glyphs
    from plates import face

    rng, glyphs = np.random.default_rng(seed), Glyphs()
    faces = (face(rng, glyphs, scale=0.4) for _ in range(count))
    return [Cut(one.rgb, one.rows - 1, colour_index(one.colour)) for one in faces]


def draw_signs(count: int, seed: int) -> list[Picture]:
    """Boards and badges that are no plates; a fifth of them without text."""
    rng = np.random.default_rng(seed)
    return [(bare, sign, sign, badge, badge)[rng.integers(0, 5)](rng) for _ in range(count)]


class Batches(IterableDataset[Batch]):
    """Endless: pictures uint8 [N,3,H,W], plates [N,K,15], owners [N,cells] (see targets.assign)."""

    def __init__(self, sources: Sources, width: int, height: int, size: int, seed: int) -> None:
        self.composer = Composer(sources, width, height, seed)
        self.grid = cells(width, height)
        self.size = size

    def __iter__(self) -> Iterator[Batch]:
        cv2.setNumThreads(1)
        torch.set_num_threads(1)
        while True:
            pictures, tables, owners = [], [], []
            for _ in range(self.size):
                picture, plates = self.composer.sample()
                table, owner = assign(plates, self.grid)
                pictures.append(np.ascontiguousarray(picture.transpose(2, 0, 1)))
                tables.append(table)
                owners.append(owner)
            yield tuple(torch.from_numpy(np.stack(part)) for part in (pictures, tables, owners))  # type: ignore[misc]


def loader(batches: Batches, workers: int) -> DataLoader[Batch]:
    """Batches as they are, a few ahead."""
    ahead = 4 if workers else None
    return DataLoader(batches, batch_size=None, num_workers=workers, prefetch_factor=ahead)
