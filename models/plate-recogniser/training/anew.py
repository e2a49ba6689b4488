"""Each pass sees a pool's samples anew: the pool renews more slowly than a trainer reads it."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional


def seen_anew(x: Tensor) -> Tensor:
    """float [N,3,32,112], 0..255: every sample cut out, focused and exposed a little otherwise. Same shape and scale."""
    return noisy(focused(moved(x)))


def moved(x: Tensor) -> Tensor:
    """Turned by up to about 2 degrees, sheared, stretched and shifted: what an imprecise corner does."""
    n = len(x)
    normal = torch.randn(n, 6, device=x.device)
    matrix = torch.zeros(n, 2, 3, device=x.device)
    matrix[:, 0, 0] = 1 + 0.02 * normal[:, 0]
    matrix[:, 1, 1] = 1 + 0.04 * normal[:, 1]
    matrix[:, 0, 1] = 0.015 * normal[:, 2]
    matrix[:, 1, 0] = 0.04 * normal[:, 3]
    matrix[:, 0, 2] = 0.015 * normal[:, 4]
    matrix[:, 1, 2] = 0.04 * normal[:, 5]
    grid = functional.affine_grid(matrix, list(x.shape), align_corners=False)
    return functional.grid_sample(x, grid, mode="bilinear", padding_mode="border", align_corners=False)


def focused(x: Tensor) -> Tensor:
    """From softer (amount -0.6) to sharpened (+1.2); a third of the samples stay as they are."""
    soft = functional.avg_pool2d(functional.pad(x, (1, 1, 1, 1), mode="replicate"), 3, 1)
    amount = torch.empty(len(x), 1, 1, 1, device=x.device).uniform_(-0.6, 1.2)
    amount *= torch.rand(len(x), 1, 1, 1, device=x.device) > 0.33
    return (x + amount * (x - soft)).clamp(0, 255)


def noisy(x: Tensor) -> Tensor:
    """Noise of up to 10 grey levels on a third of the samples."""
    strength = torch.rand(len(x), 1, 1, 1, device=x.device) * 10
    strength *= torch.rand(len(x), 1, 1, 1, device=x.device) < 0.33
    return x + strength * torch.randn_like(x)
