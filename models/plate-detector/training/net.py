"""The network: plain 3x3 convolutions, little at high resolution, much context at low resolution.

onnxruntime's CPU kernels run plain 3x3 convolutions over 16, 32, 48… channels close to the processor's
peak and depthwise ones at a fraction of it, so there are none of the latter here.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

STRIDES = (8, 16)
COLOURS = ("blue", "yellow", "green", "white", "black")
# Raw channels of one cell: score, centre (2), size (2), corners (8), two rows, colours (5).
CHANNELS = 1 + 2 + 2 + 8 + 1 + len(COLOURS)
# Where the corners of an upright plate lie in its box, as parts of its width and height.
UPRIGHT = (0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0)


class Conv(nn.Module):
    """Convolution, batch normalisation, ReLU. Normalisation is folded into the weights at export."""

    def __init__(self, cin: int, cout: int, kernel: int = 3, stride: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(cin, cout, kernel, stride, kernel // 2, bias=False)
        self.norm = nn.BatchNorm2d(cout, momentum=0.03)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.norm(self.conv(x)), inplace=True)


class First(Conv):
    """The first convolution, on bytes: the scale lies in its weights, so no pass over the picture is spent."""

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(self.norm(F.conv2d(x, self.conv.weight * (1 / 64), None, 2, 1)), inplace=True)


class Block(nn.Module):
    """Two convolutions beside a shortcut."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = Conv(channels, channels)
        self.second = Conv(channels, channels)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.second(self.first(x))


class PlateNet(nn.Module):
    """Picture [N,3,H,W] 0..255 (H, W multiples of 32) to raw maps [N,19,H/8,W/8] and [N,19,H/16,W/16]."""

    def __init__(self, c4: int = 32, c8: int = 48, c16: int = 80, c32: int = 128) -> None:
        super().__init__()
        self.stem = nn.Sequential(First(3, 16, 3, 2), Conv(16, c4, 3, 2))
        self.down8 = nn.Sequential(Conv(c4, c8, 3, 2), Block(c8))
        self.down16 = nn.Sequential(Conv(c8, c16, 3, 2), Block(c16))
        self.down32 = nn.Sequential(Conv(c16, c32, 3, 2), Block(c32))
        self.from32 = Conv(c32, c16, 1)
        self.mix16 = Conv(c16, c16)
        self.from16 = Conv(c16, c8, 1)
        self.mix8 = Conv(c8, c8)
        self.out8 = nn.Conv2d(c8, CHANNELS, 1)
        self.out16 = nn.Conv2d(c16, CHANNELS, 1)
        for out in (self.out8, self.out16):
            nn.init.normal_(out.weight, std=0.01)
            nn.init.zeros_(out.bias)
            nn.init.constant_(out.bias[:1], -5.0)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        s8 = self.down8(self.stem(x))
        s16 = self.down16(s8)
        s32 = self.down32(s16)
        p16 = self.mix16(s16 + F.interpolate(self.from32(s32), scale_factor=2.0, mode="nearest"))
        p8 = self.mix8(s8 + F.interpolate(self.from16(p16), scale_factor=2.0, mode="nearest"))
        return self.out8(p8), self.out16(p16)


def geometry(raw: Tensor) -> tuple[Tensor, Tensor]:
    """Boxes and corners of raw cells [N,19,...], in strides from the cell's centre.

    Returns left, top, right, bottom distances [N,4,...] and corners x,y [N,8,...]. Corners are learnt as
    places in the box, so a photograph that only has its box labelled teaches the corners' scale as well.
    """
    cx, cy = raw[:, 1:2], raw[:, 2:3]
    half_w = 2.0 * torch.exp(raw[:, 3:4].clamp(-4, 4))
    half_h = 0.7 * torch.exp(raw[:, 4:5].clamp(-4, 4))
    box = torch.cat([half_w - cx, half_h - cy, half_w + cx, half_h + cy], 1)
    upright = torch.tensor(UPRIGHT, dtype=raw.dtype, device=raw.device)
    parts = upright.view(1, 8, *([1] * (raw.dim() - 2))) + 0.25 * raw[:, 5:13]
    origin = torch.cat([cx - half_w, cy - half_h] * 4, 1)
    size = torch.cat([2 * half_w, 2 * half_h] * 4, 1)
    return box, origin + size * parts


def decode(raw: Tensor) -> Tensor:
    """Raw map [N,19,h,w] to the published one: probabilities, distances, corners (see io.json)."""
    box, corners = geometry(raw)
    score, rows = torch.sigmoid(raw[:, :1]), torch.sigmoid(raw[:, 13:14])
    return torch.cat([score, box.clamp_min(0), corners, rows, torch.softmax(raw[:, 14:], 1)], 1)


class Published(nn.Module):
    """What the ONNX file holds: bytes in, decoded maps out."""

    def __init__(self, net: PlateNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor]:
        """picture: uint8 [1,H,W,3] RGB."""
        level8, level16 = self.net(picture.permute(0, 3, 1, 2).float())
        return decode(level8), decode(level16)
