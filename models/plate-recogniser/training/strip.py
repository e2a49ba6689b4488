"""From a rectified plate to the recogniser's input."""

from __future__ import annotations

import cv2
import numpy as np

from net import HEIGHT, WIDTH

# A double-row plate, rectified, is cut at `split` of its height. The upper row (its middle part: there is
# nothing beside its two characters) and the lower row stand side by side in the input.
DOUBLE: dict[str, object] = {
    "split": 0.4,
    "upperFrom": 0.125,
    "upperTo": 0.875,
    "upperWidth": 40,
    "lowerWidth": WIDTH - 40,
}


def fitted(picture: np.ndarray, width: int, height: int) -> np.ndarray:
    """uint8 [h,w,3] stretched to [height,width,3], averaged when it shrinks."""
    shrinks = picture.shape[0] > height or picture.shape[1] > width
    return cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)


def strip(plate: np.ndarray, rows: int = 1) -> np.ndarray:
    """A rectified plate, uint8 [h,w,3], as the recogniser takes it: uint8 [32,112,3]."""
    if rows == 1:
        return fitted(plate, WIDTH, HEIGHT)
    h, w = plate.shape[:2]
    cut = max(1, min(h - 1, round(h * 0.4)))
    left, right = round(w * 0.125), max(round(w * 0.875), round(w * 0.125) + 1)
    upper = fitted(plate[:cut, left:right], 40, HEIGHT)
    lower = fitted(plate[cut:], WIDTH - 40, HEIGHT)
    return np.concatenate([upper, lower], axis=1)
