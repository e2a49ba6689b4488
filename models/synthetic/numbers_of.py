"""Random numbers of each kind of plate, by GA 36's grammar. They name no real vehicle on purpose."""

from __future__ import annotations

import numpy as np

PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "0123456789"
SERIAL = LETTERS + DIGITS
ARMY = "VKHBSLJNGCE"
ARMY_SECOND = "ABCDJKLMNPRTVY"

Rng = np.random.Generator


def pick(rng: Rng, characters: str) -> str:
    return characters[int(rng.integers(len(characters)))]


def serial(rng: Rng, length: int, letters: float) -> str:
    """`letters`: the chance of a letter in a place (real plates: about 0.2)."""
    return "".join(pick(rng, LETTERS if rng.random() < letters else DIGITS) for _ in range(length))


def number(kind: str, rng: Rng) -> str:
    """A number for one of layouts.KINDS, without dots."""
    head = pick(rng, PROVINCES) + pick(rng, LETTERS)
    # Letters oftener than on the road: a reader must know them all equally well.
    letters = float(rng.choice([0.15, 0.35, 0.6]))
    if kind in ("blue", "yellow", "yellow-double"):
        return head + serial(rng, 5, letters)
    if kind == "green":
        return head + pick(rng, "ABCDEFGHJK") + pick(rng, SERIAL) + serial(rng, 4, 0.05)
    if kind == "yellow-green":
        return head + serial(rng, 5, 0.02) + pick(rng, "ABCDEFGHJK")
    if kind == "coach":
        return head + serial(rng, 4, letters) + "学"
    if kind == "trailer":
        return head + serial(rng, 4, letters) + "挂"
    if kind == "police":
        return head + serial(rng, 4, 0.15) + "警"
    if kind == "army":
        return pick(rng, ARMY) + pick(rng, ARMY_SECOND) + serial(rng, 5, 0.0)
    if kind == "wj":
        return "WJ" + pick(rng, PROVINCES) + serial(rng, 4, 0.0) + pick(rng, "TDSHBXJ" + DIGITS)
    if kind == "harbour":
        return "粤Z" + serial(rng, 4, letters) + pick(rng, "港澳")
    if kind == "embassy":
        return serial(rng, 6, 0.0) + "使"
    if kind == "consulate":
        return head + serial(rng, 4, 0.0) + "领"
    if kind == "emergency":
        return pick(rng, PROVINCES) + pick(rng, "XS") + serial(rng, 4, 0.0) + "应急"
    raise ValueError(f"no such kind of plate: {kind}")
