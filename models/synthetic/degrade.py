"""What a camera makes of a plate: view, distance, blur, light, noise, compression."""

from __future__ import annotations

import cv2
import numpy as np

Rng = np.random.Generator
Picture = np.ndarray  # uint8 [h,w,3] RGB
Quad = np.ndarray  # float32 [4,2] px: top left, top right, bottom right, bottom left


def shrunk(picture: Picture, width: int) -> Picture:
    """Area-averaged to `width` px when it is wider: warping alone would leave jagged strokes."""
    h, w = picture.shape[:2]
    if w <= width:
        return picture
    return cv2.resize(picture, (width, max(2, round(h * width / w))), interpolation=cv2.INTER_AREA)


def surroundings(rng: Rng, width: int, height: int) -> Picture:
    """What is around a plate: a bumper, a grille, a shadow."""
    base = rng.uniform(10, 220) + rng.normal(0, 12, (1, 1, 3))
    coarse = rng.normal(0, rng.uniform(5, 50), (int(rng.integers(2, 6)), int(rng.integers(2, 8)), 1))
    field = cv2.resize((base + coarse).astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.3:  # bars of a grille, or letters of a dealer's frame
        step = int(rng.integers(3, 12))
        field[:: step] *= np.float32(rng.uniform(0.3, 1.3))
    return np.clip(field, 0, 255).astype(np.uint8)


def seen(rng: Rng, plate: Picture, width: int, tilt: float = 1.0) -> tuple[Picture, Quad]:
    """The plate `width` px wide in a picture with something around it, in perspective. Gives the picture and corners.

    tilt: 1 = as cameras over a road see it (up to ~10 degrees), 0 = straight on.
    """
    small = shrunk(plate, round(width * 1.2))
    sh, sw = small.shape[:2]
    height = width * sh / sw * float(rng.uniform(0.85, 1.15))
    margin_x, margin_y = width * 0.22 + 2, height * 0.45 + 2
    pw, ph = round(width + 2 * margin_x), round(height + 2 * margin_y)
    angle = np.radians(float(np.clip(rng.normal(0, 3.5), -11, 11))) * tilt
    shear = float(np.clip(rng.normal(0, 0.09), -0.3, 0.3)) * tilt
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], np.float32) * (width / 2, height / 2)
    corners += rng.normal(0, 0.02 * tilt, (4, 2)) * (width * 0.5, height)
    corners[:, 0] += shear * corners[:, 1]
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = corners @ turn.T + (pw / 2, ph / 2)
    quad = corners.astype(np.float32)
    source = np.array([[0, 0], [sw, 0], [sw, sh], [0, sh]], np.float32)
    matrix = cv2.getPerspectiveTransform(source - 0.5, quad - 0.5)
    picture = surroundings(rng, pw, ph)
    cv2.warpPerspective(small, matrix, (pw, ph), dst=picture, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT)
    return picture, quad


def camera(rng: Rng, picture: Picture, width: float, strength: float = 1.0) -> Picture:
    """Blur, light, noise and JPEG of a plate that is `width` px wide. strength: 0 = a perfect camera."""
    x = picture.astype(np.float32)
    x = blurred(rng, x, width, strength)
    x = lit(rng, x, strength)
    if rng.random() < 0.6 * strength:
        sigma = abs(float(rng.normal(0, 6))) * strength + (float(rng.uniform(4, 22)) * strength if rng.random() < 0.15 else 0)
        noise = rng.standard_normal(x.shape[:2] + (1 if rng.random() < 0.5 else 3,), np.float32)
        x = x + noise * np.float32(sigma)
    out = np.clip(x, 0, 255).astype(np.uint8)
    if rng.random() < 0.6 * strength:
        quality = int(rng.integers(18, 92))
        ok, data = cv2.imencode(".jpg", out, [cv2.IMWRITE_JPEG_QUALITY, quality])
        if ok:
            out = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return out


def blurred(rng: Rng, x: np.ndarray, width: float, strength: float) -> np.ndarray:
    """Out of focus and moving, in measure with the plate's size."""
    unit = width / 100 * strength
    if rng.random() < 0.5:
        sigma = abs(float(rng.normal(0, 0.9))) * unit
        if sigma > 0.2:
            x = cv2.GaussianBlur(x, (0, 0), sigma)
    if rng.random() < 0.2:
        length = max(2, round(float(rng.uniform(1.5, 6)) * unit))
        if length > 2:
            kernel = np.zeros((length, length), np.float32)
            middle = (length - 1) / 2
            angle = float(rng.uniform(0, np.pi))
            dx, dy = np.cos(angle) * middle, np.sin(angle) * middle
            cv2.line(kernel, (round(middle - dx), round(middle - dy)), (round(middle + dx), round(middle + dy)), 1.0)
            x = cv2.filter2D(x, -1, kernel / kernel.sum())
    if rng.random() < 0.15 * strength:  # a camera that sharpens too much
        x = x + (x - cv2.GaussianBlur(x, (0, 0), 1.2)) * np.float32(rng.uniform(0.3, 2.0))
    return x


def lit(rng: Rng, x: np.ndarray, strength: float) -> np.ndarray:
    """Exposure, contrast, a cast of colour, night, glare, a shadow's edge."""
    h, w = x.shape[:2]
    x = np.clip(x, 0, 255)
    if rng.random() < 0.7 * strength:
        x = 255 * (x / 255) ** np.float32(np.exp(rng.normal(0, 0.35)))
    if rng.random() < 0.6 * strength:  # haze or a weak contrast
        level, keep = float(rng.uniform(20, 220)), float(rng.uniform(0.25, 1.0))
        x = level + (x - level) * keep
    if rng.random() < 0.15 * strength:  # night
        x = x * float(rng.uniform(0.1, 0.5)) + float(rng.uniform(0, 25))
    if rng.random() < 0.12 * strength:  # over-exposed
        x = x * float(rng.uniform(1.2, 2.2)) + float(rng.uniform(0, 40))
    if rng.random() < 0.5 * strength:
        x = x * (1 + rng.normal(0, 0.1, 3)).astype(np.float32) + rng.normal(0, 6, 3).astype(np.float32)
    if rng.random() < 0.06 * strength:  # infrared light, or a grey camera
        x = np.repeat(x.mean(axis=2, keepdims=True), 3, axis=2)
    if rng.random() < 0.12 * strength:  # a headlight's glare
        yy, xx = np.mgrid[0:h, 0:w].astype(np.float32)
        cx, cy, r = float(rng.uniform(-0.2, 1.2)) * w, float(rng.uniform(-0.5, 1.5)) * h, float(rng.uniform(0.2, 0.6)) * w
        x = x + (np.exp(-((xx - cx) ** 2 + (yy - cy) ** 2) / (2 * r * r)) * float(rng.uniform(40, 220)))[:, :, None]
    if rng.random() < 0.15 * strength:  # a shadow's edge
        a, b, c = rng.normal(0, 1, 3)
        yy, xx = np.mgrid[0:h, 0:w].astype(np.float32)
        side = ((xx / w - 0.5) * a + (yy / h - 0.5) * b + c * 0.2) > 0
        x = x * np.where(side, np.float32(rng.uniform(0.3, 0.8)), np.float32(1))[:, :, None]
    return np.clip(x, 0, 255).astype(np.float32)


def cut_out(rng: Rng, picture: Picture, quad: Quad, jitter: float = 0.03, upright: float = 0.3) -> Picture:
    """The plate as a reader gets it: rectified to corners found not quite rightly, or the upright box around it.

    jitter: standard deviation of a corner, as a part of the plate's height (and 40 % of it in x per width).
    """
    width = float(np.linalg.norm(quad[1] - quad[0]) + np.linalg.norm(quad[2] - quad[3])) / 2
    height = float(np.linalg.norm(quad[3] - quad[0]) + np.linalg.norm(quad[2] - quad[1])) / 2
    if rng.random() < upright:
        left, top = quad.min(axis=0)
        right, bottom = quad.max(axis=0)
        corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
        width, height = float(right - left), float(bottom - top)
    else:
        corners = quad.copy()
    corners = corners + rng.normal(0, jitter, (4, 2)) * (width * 0.35, height)
    grow_x, grow_y = rng.normal(0.01, 0.025), rng.normal(0.02, 0.05)
    centre = corners.mean(axis=0)
    corners = centre + (corners - centre) * (1 + grow_x, 1 + grow_y) + rng.normal(0, 0.012, 2) * (width, height)
    w, h = max(8, round(width)), max(6, round(height))
    target = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32) - 0.5, target - 0.5)
    return cv2.warpPerspective(picture, matrix, (w, h), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
