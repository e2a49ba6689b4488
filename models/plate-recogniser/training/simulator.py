"""Plates cut from the camera simulator's loops by their true corners, day and night."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from alphabet import normalised

# The same loops as the detector's training holds out.
HELD_OUT = ("day-2", "night-2", "own-04", "own-10", "own-15")
COLOURS = {"blue": "blue", "yellow": "yellow", "yellow-double": "yellow", "green": "green"}


@dataclass(frozen=True)
class Sighting:
    """A piece of a frame with a plate in it: rgb uint8 [h,w,3], the plate's corners float32 [4,2] px in it."""

    rgb: np.ndarray
    quad: np.ndarray
    number: str
    colour: str
    rows: int
    night: bool
    loop: str
    width: float


def content_dir() -> Path | None:
    """Where the simulator keeps its newest content; None when it never ran here."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "brightwall" / "simulator"
    versions = sorted(cache.glob("v*/manifest.json"), key=lambda file: file.stat().st_mtime)
    return versions[-1].parent if versions else None


def sightings(content: Path, every: int, least: float = 40.0) -> list[Sighting]:
    """Plates at least `least` px wide in every n-th frame of every loop."""
    found: list[Sighting] = []
    for loop in json.loads((content / "manifest.json").read_text())["loops"]:
        found += from_loop(content / loop["dir"], bool(loop["night"]), every, least)
    return found


def from_loop(folder: Path, night: bool, every: int, least: float) -> list[Sighting]:
    about = json.loads((folder / "loop.json").read_text())["streams"]["main"]
    width, height = about["width"], about["height"]
    size = width * height * 3
    truth = [json.loads(line) for line in (folder / "truth.jsonl").read_text().splitlines()]
    found: list[Sighting] = []
    with subprocess.Popen(
        ["ffmpeg", "-v", "error", "-threads", "1", "-i", str(folder / about["file"]),
         "-vf", f"select=not(mod(n\\,{every}))", "-fps_mode", "passthrough",
         "-f", "rawvideo", "-pix_fmt", "rgb24", "-"],
        stdout=subprocess.PIPE,
    ) as decoder:  # fmt: skip
        assert decoder.stdout is not None
        number = 0
        while len(data := decoder.stdout.read(size)) == size and number < len(truth):
            frame = np.frombuffer(data, np.uint8).reshape(height, width, 3)
            for vehicle in truth[number]["vehicles"]:
                one = sighting(frame, vehicle, night, folder.name, least)
                if one is not None:
                    found.append(one)
            number += every
    return found


def sighting(frame: np.ndarray, vehicle: dict, night: bool, loop: str, least: float) -> Sighting | None:
    """None when the plate is hidden, small or cut by the picture's edge."""
    corners = vehicle.get("plateCorners")
    if not corners or not vehicle["plateClear"]:
        return None
    quad = np.array(corners, np.float32).reshape(4, 2)
    width = float(np.linalg.norm(quad[1] - quad[0]))
    if width < least:
        return None
    h, w = frame.shape[:2]
    if quad.min() < 1 or quad[:, 0].max() > w - 2 or quad[:, 1].max() > h - 2:
        return None
    margin = width * 0.3
    left, top = np.floor(np.maximum(quad.min(axis=0) - margin, 0)).astype(int)
    right, bottom = np.ceil(np.minimum(quad.max(axis=0) + margin, (w, h))).astype(int)
    piece = np.ascontiguousarray(frame[top:bottom, left:right])
    kind = vehicle["plateKind"]
    rows = 2 if kind == "yellow-double" else 1
    moved = (quad - (left, top)).astype(np.float32)
    return Sighting(piece, moved, normalised(vehicle["plate"]), COLOURS[kind], rows, night, loop, width)


def rectified(one: Sighting, scale: float = 1.0) -> np.ndarray:
    """The plate to its true corners, uint8 [h,w,3]."""
    w = max(8, round(one.width * scale))
    h = max(6, round(float(np.linalg.norm(one.quad[3] - one.quad[0])) * scale))
    target = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    matrix = cv2.getPerspectiveTransform(one.quad - np.float32(0.5), target - np.float32(0.5))
    return cv2.warpPerspective(one.rgb, matrix, (w, h), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
