"""How well a net reads: exact numbers, numbers but for the province, colours, and what its probability is worth."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from alphabet import COLOURS, greedy
from net import Published, Recogniser
from photographs import Crop
from simulator import Sighting, rectified
from strip import strip


@dataclass(frozen=True)
class Case:
    strip: np.ndarray
    number: str
    colour: str | None
    file: str


@dataclass(frozen=True)
class Answer:
    """probability: of the whole number read, by CTC's sum over all alignments."""

    text: str
    probability: float
    colour: str


def of_crops(crops: list[Crop]) -> list[Case]:
    return [Case(strip(c.rgb, c.rows), c.number, c.colour, c.file) for c in crops]


def of_sightings(plates: list[Sighting]) -> list[Case]:
    return [Case(strip(rectified(p), p.rows), p.number, p.colour, p.loop) for p in plates]


def read(published: Published, cases: list[Case], size: int = 128) -> list[Answer]:
    answers: list[Answer] = []
    with torch.no_grad():
        for start in range(0, len(cases), size):
            strips = np.stack([c.strip for c in cases[start : start + size]])
            characters, colours = published(torch.from_numpy(strips))
            best = characters.argmax(2)
            for row, colour, log in zip(best, colours, characters, strict=True):
                text = greedy(row.tolist())
                answers.append(Answer(text, probability_of(log, row.tolist()), COLOURS[int(colour.argmax())]))
    return answers


def probability_of(log: torch.Tensor, best: list[int]) -> float:
    """log: [T,C] log-probabilities; best: the greedy classes."""
    target = [c for i, c in enumerate(best) if c != 0 and (i == 0 or best[i - 1] != c)]
    if not target:
        return 0.0
    loss = functional.ctc_loss(log[:, None, :], torch.tensor([target]), (log.shape[0],), (len(target),), reduction="sum")
    return float(torch.exp(-loss))


def scored(cases: list[Case], answers: list[Answer]) -> dict[str, float]:
    """n, exact %, but_province %, colour %, and among answers with probability >= 0.9: share % and right %."""
    if not cases:
        return {"n": 0}
    right = np.array([c.number == a.text for c, a in zip(cases, answers, strict=True)])
    tail = np.array([c.number[1:] == a.text[1:] for c, a in zip(cases, answers, strict=True)])
    known = [(c, a) for c, a in zip(cases, answers, strict=True) if c.colour is not None]
    sure = np.array([a.probability >= 0.9 for a in answers])
    percent = lambda x: round(100 * float(np.mean(x)), 1) if len(x) else float("nan")  # noqa: E731
    return {
        "n": len(cases),
        "exact": percent(right),
        "but_province": percent(tail),
        "colour": percent([c.colour == a.colour for c, a in known]),
        "sure": percent(sure),
        "sure_right": percent(right[sure]),
    }


def temperature_for(net: Recogniser, cases: list[Case]) -> float:
    """The temperature at which held-out numbers are likeliest; 1 when there is nothing to hold it to."""
    if len(cases) < 50:
        return 1.0
    best = (1e9, 1.0)
    with torch.no_grad():
        strips = torch.from_numpy(np.stack([c.strip for c in cases])).permute(0, 3, 1, 2).float()
        logits = torch.cat([net(part)[0] for part in strips.split(128)])
    from alphabet import encoded

    targets = [encoded(c.number) for c in cases]
    flat = torch.tensor([i for t in targets for i in t])
    lengths = torch.tensor([len(t) for t in targets])
    steps = torch.full((len(cases),), logits.shape[1])
    for temperature in np.arange(0.7, 2.55, 0.05):
        log = (logits / float(temperature)).log_softmax(2).transpose(0, 1)
        losses = functional.ctc_loss(log, flat, steps, lengths, reduction="none")
        # A few wrong labels must not decide.
        loss = float(losses.clamp(max=8).mean())
        best = min(best, (loss, float(temperature)))
    return round(best[1], 2)


def failures(cases: list[Case], answers: list[Answer]) -> list[str]:
    return [
        f"{c.file} {c.number} read {a.text or '-'} {a.probability:.2f}"
        for c, a in zip(cases, answers, strict=True) if c.number != a.text
    ]  # fmt: skip


def write_failures(file: Path, cases: list[Case], answers: list[Answer]) -> None:
    file.write_text("\n".join(failures(cases, answers)) + "\n", encoding="utf-8")
