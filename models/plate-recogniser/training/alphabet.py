"""What the recogniser can say. Index 0 of the output is CTC's blank."""

from __future__ import annotations

PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "0123456789"
ENDINGS = "学警港澳挂使领应急"
ALPHABET = PROVINCES + LETTERS + DIGITS + ENDINGS
INDEX = {character: i + 1 for i, character in enumerate(ALPHABET)}
CLASSES = len(ALPHABET) + 1

COLOURS = ("blue", "yellow", "green", "yellow-green", "white", "black")


def normalised(number: str) -> str:
    """The number as the recogniser spells it: no dots or spaces, no letter O or I."""
    plain = "".join(c for c in number.upper() if c not in "·.• -")
    return plain.replace("O", "0").replace("I", "1")


def encoded(number: str) -> list[int]:
    """CTC targets (1..C-1); raises KeyError at a character outside the alphabet."""
    return [INDEX[c] for c in normalised(number)]


def greedy(best: list[int]) -> str:
    """The text of a row of T best classes: repeats merged, blanks dropped."""
    out: list[str] = []
    last = 0
    for index in best:
        if index not in (0, last):
            out.append(ALPHABET[index - 1])
        last = index
    return "".join(out)
