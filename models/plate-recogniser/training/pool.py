"""A shared pool of ready samples that a second process renews without end while the trainer reads from it."""

from __future__ import annotations

import multiprocessing as mp
import os
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path

import numpy as np

from net import HEIGHT, WIDTH
from samples import Source

LONGEST = 8


class Pool:
    """`size` samples in shared memory: strips, targets, colours, weights."""

    def __init__(self, source: Source, size: int, seed: int, kept: Path | None = None) -> None:
        """kept: a file with an earlier run's pool of the same sources, to begin with."""
        self.size = size
        self.kept = kept
        self.memory = SharedMemory(create=True, size=size * (HEIGHT * WIDTH * 3 + LONGEST + 12))
        self.filled = mp.Value("q", 0)
        self.arrays = views(self.memory, size)
        if kept and kept.exists():
            self._take(kept)
        self.worker = mp.get_context("fork").Process(target=self._renew, args=(source, seed), daemon=True)
        self.worker.start()

    def _renew(self, source: Source, seed: int) -> None:
        import cv2

        os.nice(10)
        cv2.setNumThreads(1)
        rng = np.random.default_rng(seed)
        strips, targets, about = self.arrays
        made = self.filled.value
        while os.getppid() != 1:
            sample = source.sample(rng)
            place = made % self.size
            strips[place] = sample.strip
            targets[place] = 0
            targets[place, : len(sample.target)] = sample.target
            about[place] = (sample.colour, sample.weight, sample.rows)
            made += 1
            with self.filled.get_lock():
                self.filled.value = made

    def batch(self, rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """strips uint8 [count,32,112,3], targets int [count,8] (0 = none), about float32 [count,3]: colour, weight, rows."""
        ready = min(self.filled.value, self.size)
        places = rng.integers(0, ready, count)
        strips, targets, about = self.arrays
        return strips[places], targets[places].astype(np.int64), about[places]

    def _take(self, kept: Path) -> None:
        with np.load(kept) as old:
            count = min(self.size, len(old["about"]))
            for array, name in zip(self.arrays, ("strips", "targets", "about"), strict=True):
                array[:count] = old[name][:count]
        self.filled.value = count

    def close(self) -> None:
        self.worker.terminate()
        self.worker.join()
        if self.kept:
            strips, targets, about = (array[: min(self.filled.value, self.size)] for array in self.arrays)
            np.savez(self.kept, strips=strips, targets=targets, about=about)
        self.arrays = ()
        self.memory.close()
        self.memory.unlink()


def views(memory: SharedMemory, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    picture = HEIGHT * WIDTH * 3
    about = np.ndarray((size, 3), np.float32, memory.buf, 0)
    strips = np.ndarray((size, HEIGHT, WIDTH, 3), np.uint8, memory.buf, size * 12)
    targets = np.ndarray((size, LONGEST), np.uint8, memory.buf, size * (12 + picture))
    return strips, targets, about
