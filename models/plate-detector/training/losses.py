"""What the network is punished for."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from net import geometry
from targets import IGNORED


def flat(level8: Tensor, level16: Tensor) -> Tensor:
    """Raw maps of both levels as [N,cells,19], in the order of targets.cells."""
    return torch.cat([level8.flatten(2), level16.flatten(2)], 2).transpose(1, 2).float()


def overlaps(box: Tensor, truth: Tensor) -> tuple[Tensor, Tensor]:
    """IoU and GIoU of distance boxes [P,4] around the same centres."""
    least, most = torch.minimum(box, truth), torch.maximum(box, truth)
    meet = (least[:, 0] + least[:, 2]).clamp_min(0) * (least[:, 1] + least[:, 3]).clamp_min(0)
    area = (box[:, 0] + box[:, 2]) * (box[:, 1] + box[:, 3])
    true = (truth[:, 0] + truth[:, 2]) * (truth[:, 1] + truth[:, 3])
    union = (area + true - meet).clamp_min(1e-6)
    hull = ((most[:, 0] + most[:, 2]) * (most[:, 1] + most[:, 3])).clamp_min(1e-6)
    iou = meet / union
    return iou, iou - (hull - union) / hull


def loss(raw: Tensor, grid: Tensor, plates: Tensor, owner: Tensor) -> tuple[Tensor, dict[str, float]]:
    """raw [N,cells,19]; grid [cells,3] (centre px, stride); plates [N,K,15] px; owner [N,cells].

    Returns the sum to descend and its parts.
    """
    picture, cell = torch.nonzero(owner >= 0, as_tuple=True)
    count = max(1, len(cell))
    mine = plates[picture, owner[picture, cell]]
    centre, stride = grid[cell, :2], grid[cell, 2:]
    values = raw[picture, cell]
    box, corners = geometry(values)
    truth = torch.cat([centre - mine[:, :2], mine[:, 2:4] - centre], 1) / stride
    iou, giou = overlaps(box, truth)

    quality = torch.zeros_like(raw[..., 0])
    quality[picture, cell] = iou.detach().clamp(0.05, 1.0)
    logits = raw[..., 0]
    apart = (quality - torch.sigmoid(logits)).abs().pow(2)
    score = F.binary_cross_entropy_with_logits(logits, quality, reduction="none") * apart
    score = (score * (owner != IGNORED)).sum() / count

    true_corners = (mine[:, 4:12] - centre.repeat(1, 4)) / stride
    size = (truth[:, 1:2] + truth[:, 3:4]).clamp_min(0.3)
    miss = F.smooth_l1_loss(corners / size, true_corners / size, beta=0.05, reduction="none").mean(1)
    corner = (miss * mine[:, 12]).sum() / count

    rows, colour = mine[:, 13], mine[:, 14].long()
    two = F.binary_cross_entropy_with_logits(values[:, 13], rows.clamp_min(0), reduction="none")
    two = (two * (rows >= 0)).sum() / count
    hue = F.cross_entropy(values[:, 14:], colour, ignore_index=-1, reduction="sum") / count
    shape = (1 - giou).sum() / count
    total = score + 1.5 * shape + 1.5 * corner + 0.15 * two + 0.15 * hue
    parts = {"score": score, "box": shape, "corner": corner, "rows": two, "colour": hue}
    return total, {name: float(part.detach()) for name, part in parts.items()}
