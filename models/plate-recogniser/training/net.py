"""The recogniser: a small CNN that reads a plate's strip into CTC log-probabilities and a colour."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from alphabet import CLASSES, COLOURS

HEIGHT = 32
WIDTH = 112
STEPS = WIDTH // 4


def block(inputs: int, outputs: int, kernel: int | tuple[int, int] = 3, stride: int | tuple[int, int] = 1, pad: int | tuple[int, int] = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, pad, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Residual(nn.Module):
    """x + conv(x): lets the net be deeper at the same width without being harder to train."""

    def __init__(self, channels: int, kernel: int | tuple[int, int] = 3, pad: int | tuple[int, int] = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, kernel, 1, pad, bias=False)
        self.norm = nn.BatchNorm2d(channels)

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(x + self.norm(self.conv(x)))


class Recogniser(nn.Module):
    """float [N,3,32,112] (0..255, RGB) -> logits [N,28,C] for CTC, colour logits [N,6]."""

    def __init__(self) -> None:
        super().__init__()
        self.low = nn.Sequential(
            block(3, 24, 3, 2),  # 16x56
            block(24, 36),
            block(36, 64, 3, 2),  # 8x28
            Residual(64),
        )
        self.high = nn.Sequential(
            block(64, 96, 3, (2, 1)),  # 4x28
            Residual(96),
            block(96, 128, (4, 3), 1, (0, 1)),  # 1x28
            Residual(128, (1, 5), (0, 2)),
        )
        self.drop = nn.Dropout(0.15)
        self.characters = nn.Conv2d(128, CLASSES, 1)
        self.colour = nn.Sequential(nn.Linear(64, 32), nn.ReLU(inplace=True), nn.Linear(32, len(COLOURS)))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        # Each picture by its own light and contrast: night and glare look like noon to what follows.
        x = x - x.mean(dim=(1, 2, 3), keepdim=True)
        x = x / ((x * x).mean(dim=(1, 2, 3), keepdim=True) + 16.0).sqrt()
        low = self.low(x)
        logits = self.characters(self.drop(self.high(low)))
        colour = self.colour(low.mean(dim=(2, 3)))
        return logits[:, :, 0, :].transpose(1, 2), colour


class Published(nn.Module):
    """What is exported: bytes in, log-probabilities and colour probabilities out.

    `temperature` divides the logits: found on held-out plates, so that a probability means what it says.
    """

    def __init__(self, net: Recogniser, temperature: float) -> None:
        super().__init__()
        self.net = net
        self.temperature = temperature

    def forward(self, plates: Tensor) -> tuple[Tensor, Tensor]:
        """uint8 [N,32,112,3] RGB -> float32 [N,28,C] log-probabilities, float32 [N,6] probabilities."""
        characters, colour = self.net(plates.permute(0, 3, 1, 2).float())
        return (characters / self.temperature).log_softmax(2), colour.softmax(1)


def parameters(net: nn.Module) -> int:
    return sum(p.numel() for p in net.parameters())
