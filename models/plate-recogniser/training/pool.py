"""A shared pool of ready samples that a second process renews without end while the trainer reads from it."""

from __future__ import annotations

import multiprocessing as mp
import os
from multiprocessing.shared_memory import SharedMemory

import numpy as np

from net import HEIGHT, WIDTH
from samples import Source

LONGEST = 8


class Pool:
    """`size` samples in shared memory: strips, targets, colours, weights."""

    def __init__(self, source: Source, size: int, seed: int) -> None:
        self.size = size
        self.memory = SharedMemory(create=True, size=size * (HEIGHT * WIDTH * 3 + LONGEST + 8))
        self.filled = mp.Value("q", 0)
        self.arrays = views(self.memory, size)
        self.worker = mp.get_context("fork").Process(target=self._renew, args=(source, seed), daemon=True)
        self.worker.start()

    def _renew(self, source: Source, seed: int) -> None:
        import cv2

        os.nice(5)
        cv2.setNumThreads(1)
        rng = np.random.default_rng(seed)
        strips, targets, about = self.arrays
        made = 0
        while os.getppid() != 1:
            sample = source.sample(rng)
            place = made % self.size
            strips[place] = sample.strip
            targets[place] = 0
            targets[place, : len(sample.target)] = sample.target
            about[place] = (sample.colour, sample.weight)
            made += 1
            with self.filled.get_lock():
                self.filled.value = made

    def batch(self, rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """strips uint8 [count,32,112,3], targets int [count,8] (0 = none), about float32 [count,2] (colour, weight)."""
        ready = min(self.filled.value, self.size)
        places = rng.integers(0, ready, count)
        strips, targets, about = self.arrays
        return strips[places], targets[places].astype(np.int64), about[places]

    def close(self) -> None:
        self.worker.terminate()
        self.worker.join()
        self.arrays = ()
        self.memory.close()
        self.memory.unlink()


def views(memory: SharedMemory, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    picture = HEIGHT * WIDTH * 3
    about = np.ndarray((size, 2), np.float32, memory.buf, 0)
    strips = np.ndarray((size, HEIGHT, WIDTH, 3), np.uint8, memory.buf, size * 8)
    targets = np.ndarray((size, LONGEST), np.uint8, memory.buf, size * (8 + picture))
    return strips, targets, about
