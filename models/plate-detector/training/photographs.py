"""Real photographs: street scenes with boxes, plate crops. Read from a folder, never copied into the project."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from labels import Picture, Plate, box_quad, colour_index

LARGEST_SIDE = 2000
HELD_OUT_EVERY = 4
# Boxes (px of the picture as it stands in the pyramid) of plates that scenes.json leaves out, seen by eye
# among what a first network found: neither plate nor background.
UNLABELLED = json.loads(Path(__file__).with_name("unlabelled.json").read_text())
# One scene in so many is held out in the honest run.
HELD_OUT_EVERY = 4


@dataclass(frozen=True)
class Scene:
    """pyramid: the picture at 1, 1/2, 1/4… so that a small view is cut without aliasing."""

    name: str
    pyramid: list[Picture]
    plates: list[Plate]
    texts: list[str]


@dataclass(frozen=True)
class Cut:
    """A picture that is one plate, edge to edge."""

    picture: Picture
    rows: int
    colour: int


def read_rgb(file: Path) -> Picture | None:
    """None when it cannot be read as a picture."""
    picture = cv2.imdecode(np.fromfile(file, np.uint8), cv2.IMREAD_COLOR)
    return None if picture is None else np.ascontiguousarray(picture[..., ::-1])


def fold_of(name: str) -> str:
    """'B' (held out in the honest run) for a quarter of the names, by hash: stable whatever else is there."""
    return "B" if hashlib.sha256(name.encode()).digest()[0] % HELD_OUT_EVERY == 0 else "A"


def pyramid_of(picture: Picture) -> list[Picture]:
    """Halves until 200 px."""
    levels = [picture]
    while min(levels[-1].shape[:2]) > 200:
        half = cv2.resize(levels[-1], None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        levels.append(half)
    return levels


def load_scenes(data: Path, corners: dict[str, list[list[float]]] | None = None) -> list[Scene]:
    """Scenes of data/scenes.json. corners: eight numbers a plate by 'name#number', px of the picture as it
    stands in the pyramid, as corners.py found them."""
    scenes: list[Scene] = []
    listed = data / "scenes.json"
    if not listed.exists():
        return scenes
    for name, boxes in sorted(json.loads(listed.read_text()).items()):
        picture = read_rgb(data / "scenes" / name)
        if picture is None:
            continue
        shrink = min(1.0, LARGEST_SIDE / max(picture.shape[:2]))
        if shrink < 1:
            picture = cv2.resize(picture, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        plates, texts = [], []
        for number, entry in enumerate(boxes):
            quad = box_quad(*entry["box"])
            found = (corners or {}).get(f"{name}#{number}")
            if found is not None:
                quad = np.array(found, np.float32).reshape(4, 2) / shrink
            colour = colour_index(entry.get("colour", ""))
            ignored = not entry.get("legible", True)
            plates.append(Plate(quad * shrink, found is not None, -1, colour, ignored))
            texts.append(entry.get("plate", ""))
        plates += [Plate(box_quad(*box), False, ignore=True) for box in UNLABELLED.get(name, [])]
        scenes.append(Scene(name, pyramid_of(picture), plates, texts))
    return scenes


def load_cuts(data: Path, without: set[str]) -> list[Cut]:
    """Crops for pasting, save the rare ones (they only measure) and the plates named in `without`."""
    cuts: list[Cut] = []
    listed = data / "crops.csv"
    if listed.exists():
        with listed.open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                if row["set"] != "rare" and row["plate"] not in without:
                    add_cut(cuts, data / row["file"], row["colour"])
    guesses = data / "unlabelled" / "guesses.csv"
    if guesses.exists():
        with guesses.open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                if row["guess"] not in without:
                    add_cut(cuts, guesses.parent / row["file"], row["colour"])
    return cuts


def add_cut(cuts: list[Cut], file: Path, colour: str) -> None:
    """Appends the crop; its rows are one when it is as wide as a single-row plate."""
    picture = read_rgb(file)
    if picture is not None:
        single = picture.shape[1] >= 2.4 * picture.shape[0]
        cuts.append(Cut(picture, 0 if single else 1, colour_index(colour)))
