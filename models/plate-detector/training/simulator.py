"""The camera simulator's loops: drawn street scenes with true corners, day and night."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from labels import Picture, Plate, colour_index

HELD_OUT = ("day-2", "night-2", "own-04", "own-10", "own-15")


@dataclass(frozen=True)
class Frame:
    """vehicles: for each plate, whose it is ('' when it cannot be seen)."""

    loop: str
    number: int
    picture: Picture
    plates: list[Plate]
    vehicles: list[str]


def content_dir() -> Path | None:
    """Where the simulator keeps its newest content; None when it never ran here."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "brightwall" / "simulator"
    versions = sorted(cache.glob("v*/manifest.json"), key=lambda file: file.stat().st_mtime)
    return versions[-1].parent if versions else None


def load_frames(content: Path, held_out: bool, every: int, stream: str = "main") -> list[Frame]:
    """Every n-th frame of the loops for training, or of those held out."""
    frames: list[Frame] = []
    for loop in json.loads((content / "manifest.json").read_text())["loops"]:
        if (loop["id"] in HELD_OUT) == held_out:
            frames += loop_frames(content / loop["dir"], every, stream)
    return frames


def loop_frames(folder: Path, every: int, stream: str = "main") -> list[Frame]:
    """Every n-th frame of one loop with the plates its truth file names."""
    about = json.loads((folder / "loop.json").read_text())["streams"]
    width, height = about[stream]["width"], about[stream]["height"]
    scale = width / about["main"]["width"]
    pace = about["main"]["fps"] / about[stream]["fps"]
    pictures = subprocess.run(
        ["ffmpeg", "-v", "error", "-threads", "1", "-i", str(folder / about[stream]["file"]),
         "-vf", f"select=not(mod(n\\,{every}))", "-fps_mode", "passthrough",
         "-f", "rawvideo", "-pix_fmt", "rgb24", "-"],
        check=True, capture_output=True,
    ).stdout  # fmt: skip
    truth = [json.loads(line) for line in (folder / "truth.jsonl").read_text().splitlines()]
    size = width * height * 3
    frames = []
    for index in range(len(pictures) // size):
        picture = np.frombuffer(pictures, np.uint8, size, index * size).reshape(height, width, 3)
        number = round(index * every * pace)
        if number < len(truth):
            plates, vehicles = read_truth(truth[number]["vehicles"], scale)
            frames.append(Frame(folder.name, number, picture.copy(), plates, vehicles))
    return frames


def read_truth(vehicles: list[dict], scale: float) -> tuple[list[Plate], list[str]]:
    """Hidden plates come back as ones to ignore: a corner of them may show."""
    plates, owners = [], []
    for vehicle in vehicles:
        corners = vehicle.get("plateCorners")
        if corners:
            quad = np.array(corners, np.float32).reshape(4, 2) * scale
            double = 1 if vehicle["plateKind"].endswith("double") else 0
            clear = bool(vehicle["plateClear"])
            plates.append(Plate(quad, True, double, colour_index(vehicle["plateKind"]), not clear))
            owners.append(vehicle["id"] if clear else "")
    return plates, owners
