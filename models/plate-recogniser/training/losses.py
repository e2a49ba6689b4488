"""What a batch is trained for: CTC on the number, cross-entropy on the colour, and at first a hint of the layout."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional

from alphabet import CLASSES
from anew import seen_anew
from net import STEPS, WIDTH, Recogniser
from samples import LOOKS


def loss_of(net: Recogniser, strips: np.ndarray, targets: np.ndarray, about: np.ndarray, hint: float) -> torch.Tensor:
    """hint: how much the layout's own places of the characters count, beside CTC; see hinted."""
    x = seen_anew(torch.from_numpy(strips).permute(0, 3, 1, 2).float()).contiguous(memory_format=torch.channels_last)
    with torch.autocast("cpu", torch.bfloat16):
        characters, colours = net(x)
    log = characters.float().log_softmax(2).transpose(0, 1)
    lengths = torch.from_numpy((targets > 0).sum(1))
    steps = torch.full((len(strips),), STEPS)
    each = functional.ctc_loss(log, torch.from_numpy(targets), steps, lengths, reduction="none", zero_infinity=True)
    each = each / lengths.clamp(min=1)
    weights = torch.from_numpy(about[:, 1].copy())
    if hint > 0:
        each = each + hint * hinted(characters.float(), targets, about)
    # One wrong label or unreadable picture must not drive a whole batch.
    each = torch.where(each > 2, 2 + 0.3 * (each - 2), each)
    reading = (each * weights).sum() / weights.sum()
    colour = functional.cross_entropy(colours.float(), torch.from_numpy(about[:, 0].astype(np.int64)), label_smoothing=0.02)
    return reading + 0.1 * torch.nan_to_num(colour)


def places(count: int, rows: int) -> np.ndarray:
    """Which of the 28 steps each of `count` characters should be seen at on a plate that was cut out rightly."""
    look = LOOKS["yellow-double" if rows == 2 else "green" if count == 8 else "blue"]
    middles = np.array([x + w / 2 for x, _, w, _ in look.boxes[:count]])
    if rows == 1:
        part = middles / look.width
    else:
        upper, lower = (middles / 440 - 0.125) / 0.75 * 40 / WIDTH, 40 / WIDTH + middles / 440 * 72 / WIDTH
        part = np.where(np.arange(len(middles)) < 2, upper, lower)
    return np.clip(np.floor(part * STEPS), 0, STEPS - 1).astype(np.int64)


PLACES = {(count, rows): places(count, rows) for count, rows in ((6, 1), (7, 1), (8, 1), (6, 2), (7, 2))}


def hinted(characters: torch.Tensor, targets: np.ndarray, about: np.ndarray) -> torch.Tensor:
    """Cross-entropy at the places where the layout has the characters, [N]: without it CTC says nothing but blanks
    through its first hundred thousand samples."""
    steps = np.zeros_like(targets)
    for i, row in enumerate(targets):
        where = PLACES.get((int((row > 0).sum()), int(about[i, 2])))
        if where is not None:
            steps[i, : len(where)] = where
    seen = torch.from_numpy(targets)
    at = characters.gather(1, torch.from_numpy(steps)[:, :, None].expand(-1, -1, CLASSES))
    each = functional.cross_entropy(at.reshape(-1, CLASSES), seen.reshape(-1), reduction="none").view(seen.shape)
    return (each * (seen > 0)).sum(1) / (seen > 0).sum(1).clamp(min=1)
