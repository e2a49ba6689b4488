"""Real crops from a data folder laid out as crops.csv and unlabelled/guesses.csv; checked, never copied."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from alphabet import COLOURS, INDEX, normalised

# `rare` and every other set named here is for evaluation alone.
NEVER_TRAINED = ("rare",)
HELD_OUT_EVERY = 5
# One number in so many is held out unless a run is told to see everything.
HELD_OUT_EVERY = 5
COLOUR_WORDS = {
    "blue": "blue", "yellow": "yellow", "yellow-double": "yellow", "green": "green", "yellow-green": "yellow-green",
    "white": "white", "white-police": "white", "white-army": "white", "black": "black",
}  # fmt: skip


@dataclass(frozen=True)
class Crop:
    """rgb uint8 [h,w,3]; number as the recogniser spells it; colour None when unknown; weight 0..1: how far it is trusted."""

    file: str
    rgb: np.ndarray
    number: str
    colour: str | None
    rows: int
    source: str
    weight: float


class BadData(SystemExit):
    """A data folder that cannot be used: one line in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")


def read_rgb(file: Path) -> np.ndarray | None:
    if not file.is_file():
        return None
    picture = cv2.imdecode(np.fromfile(file, np.uint8), cv2.IMREAD_COLOR)
    return None if picture is None or min(picture.shape[:2]) < 8 else np.ascontiguousarray(picture[..., ::-1])


def rows_of(file: Path, columns: tuple[str, ...]) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.DictReader(text)
            missing = [c for c in columns if c not in (reader.fieldnames or [])]
            if missing:
                names = "、".join(missing)
                raise BadData(f"{file} 缺少列：{names}", f"{file} lacks the columns {', '.join(missing)}")
            return list(reader)
    except UnicodeDecodeError:
        raise BadData(f"{file} 不是 UTF-8 文本", f"{file} is not UTF-8 text") from None


def load(data: Path, second: Path | None = None) -> list[Crop]:
    """Every crop with a number. `second`: second_opinion.py's file; guesses it contradicts are left out."""
    if not (data / "crops.csv").is_file():
        raise BadData(f"{data} 中没有 crops.csv", f"{data} has no crops.csv")
    crops: list[Crop] = []
    for line, row in enumerate(rows_of(data / "crops.csv", ("file", "plate", "colour", "set")), 2):
        number = normalised(row["plate"] or "")
        where = f"crops.csv:{line}"
        unknown = [c for c in number if c not in INDEX]
        if not 6 <= len(number) <= 8 or unknown:
            raise BadData(f"{where} 号牌号码不可识别：{row['plate']}", f"{where}: not a plate number: {row['plate']}")
        if row["colour"] not in COLOUR_WORDS:
            words = ", ".join(COLOUR_WORDS)
            raise BadData(f"{where} 颜色未知：{row['colour']}（可用 {words}）", f"{where}: unknown colour {row['colour']}")
        rgb = read_rgb(data / row["file"])
        if rgb is None:
            raise BadData(f"{where} 图片无法读取：{row['file']}", f"{where}: cannot read the picture {row['file']}")
        double = 2 if row["colour"] == "yellow-double" else 1
        crops.append(Crop(row["file"], rgb, number, COLOUR_WORDS[row["colour"]], double, row["set"], 1.0))
    return crops + guessed(data, second)


def guessed(data: Path, second: Path | None) -> list[Crop]:
    """Unlabelled crops with a machine's guess, trusted by its confidence."""
    table = data / "unlabelled" / "guesses.csv"
    if not table.is_file():
        return []
    agreed: dict[str, str] = {}
    if second is not None:
        agreed = {row["file"]: row["text"] for row in rows_of(second, ("file", "text"))}
    crops = []
    for row in rows_of(table, ("file", "guess", "colour", "confidence")):
        number = normalised(row["guess"] or "")
        if not 6 <= len(number) <= 8 or any(c not in INDEX for c in number):
            continue
        if second is not None and normalised(agreed.get(row["file"], "")) != number:
            continue
        rgb = read_rgb(table.parent / row["file"])
        if rgb is None:
            continue
        weight = 1.0 if second is not None else min(1.0, max(0.2, float(row["confidence"])))
        colour = COLOUR_WORDS.get(row["colour"])
        crops.append(Crop(row["file"], rgb, number, colour, 1, "unlabelled", weight))
    return crops


def held_out(number: str) -> bool:
    """A fifth of all numbers, by hash: the same whatever else is in the folder."""
    return hashlib.sha256(number.encode()).digest()[0] % HELD_OUT_EVERY == 0


def trainable(crops: list[Crop], everything: bool) -> list[Crop]:
    """What may be trained on: never a plate that stands in an evaluation set."""
    never = {c.number for c in crops if c.source in NEVER_TRAINED}
    return [
        c for c in crops
        if c.source not in NEVER_TRAINED and c.number not in never and (everything or not held_out(c.number))
    ]  # fmt: skip


def colour_index(colour: str | None) -> int:
    """-100 (torch's "do not count") when unknown."""
    return -100 if colour is None else COLOURS.index(colour)
