"""Finds the corners of labelled boxes: python corners.py WEIGHTS --data DIR --out corners.json

The photographs are labelled with boxes only. A network that learnt corners on drawn and pasted plates says
where they are; what agrees with the box is used in the next round (train.py --corners), the rest is left out.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from evaluate import Found, find, iou
from labels import Picture, Plate
from measure import USUAL, load
from photographs import load_scenes

AGREES = 0.8
VIEWS = (1.0, 1.4, 0.8)


def corners_of(run: object, picture: Picture, plate: Plate) -> list[float] | None:
    """Eight numbers, px; the mean over views of several scales. None when the views do not agree with the box."""
    box = np.array(plate.box(), np.float32)
    quads = []
    for scale in VIEWS:
        left, top, part = view_around(picture, plate, scale)
        found: list[Found] = find(run, part, USUAL // 2, 0.2)  # type: ignore[arg-type]
        for one in found:
            quad = one.quad + np.array([left, top], np.float32)
            around = np.concatenate([quad.min(0), quad.max(0)])
            if iou(around, box) >= AGREES:
                quads.append(quad)
                break
    return np.mean(quads, 0).round(1).ravel().tolist() if len(quads) >= 2 else None


def view_around(picture: Picture, plate: Plate, scale: float) -> tuple[int, int, Picture]:
    """The part of the picture, six plates wide at scale 1, around the plate; and its left and top."""
    h, w = picture.shape[:2]
    middle, reach = plate.quad.mean(0), plate.width() * 3 / scale
    left, top = max(0, int(middle[0] - reach)), max(0, int(middle[1] - reach * 0.6))
    right, bottom = min(w, int(middle[0] + reach)), min(h, int(middle[1] + reach * 0.6))
    return left, top, np.ascontiguousarray(picture[top:bottom, left:right])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("weights", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    run, corners, boxes = load(args.weights), {}, 0
    for scene in load_scenes(args.data):
        for number, plate in enumerate(scene.plates):
            boxes += 1
            found = corners_of(run, scene.pyramid[0], plate)
            if found is not None:
                corners[f"{scene.name}#{number}"] = found
    args.out.write_text(json.dumps(corners))
    print(f"{len(corners)} of {boxes} boxes have corners")


if __name__ == "__main__":
    main()
