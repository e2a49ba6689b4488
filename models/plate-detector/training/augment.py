"""What a camera does to a picture: exposure, colour cast, night, fog, lamps, blur, noise, compression."""

from __future__ import annotations

import cv2
import numpy as np

from labels import Picture


def spoil(rng: np.random.Generator, picture: Picture) -> Picture:
    """The same picture through a worse camera."""
    picture = tones(rng, picture)
    if rng.random() < 0.06:
        picture = glare(rng, picture)
    if rng.random() < 0.25:
        picture = blurred(rng, picture)
    if rng.random() < 0.12:
        h, w = picture.shape[:2]
        part = rng.uniform(0.5, 0.9)
        small = cv2.resize(picture, (int(w * part), int(h * part)), interpolation=cv2.INTER_AREA)
        picture = cv2.resize(small, (w, h), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.35:
        picture = noisy(rng, picture)
    if rng.random() < 0.4:
        quality = int(rng.integers(25, 92))
        stored = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        picture = cv2.imdecode(stored, cv2.IMREAD_COLOR)
    return picture


def tones(rng: np.random.Generator, picture: Picture) -> Picture:
    """Brightness, contrast, gamma and colour cast by one table a channel; sometimes grey, fog or night."""
    ramp = np.arange(256, dtype=np.float32) / 255
    gamma = np.exp(rng.normal(0, 0.25))
    gain, lift = np.exp(rng.normal(0, 0.18)), rng.normal(0, 0.04)
    cast = np.exp(rng.normal(0, 0.07, 3))
    kind = rng.random()
    if kind < 0.10:
        gain *= rng.uniform(0.15, 0.5)
    elif kind < 0.16:
        lift, gain = lift + rng.uniform(0.1, 0.4), gain * rng.uniform(0.4, 0.7)
    table = np.stack([ramp**gamma * gain * channel + lift for channel in cast], 1)
    picture = cv2.LUT(picture, np.clip(table * 255, 0, 255).astype(np.uint8)[None])
    fade = rng.random()
    if fade < 0.25:
        grey = cv2.cvtColor(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
        keep = 0.0 if fade < 0.04 else rng.uniform(0.2, 1.5)
        picture = cv2.addWeighted(picture, keep, grey, 1 - keep, 0)
    return picture


def glare(rng: np.random.Generator, picture: Picture) -> Picture:
    """Lamps that shine into the camera."""
    h, w = picture.shape[:2]
    ys, xs = np.mgrid[0:h:4, 0:w:4].astype(np.float32)
    light = np.zeros(ys.shape, np.float32)
    for _ in range(rng.integers(1, 3)):
        size = rng.uniform(8, 50)
        apart = (xs - rng.uniform(0, w)) ** 2 + (ys - rng.uniform(0, h)) ** 2
        light += rng.uniform(100, 300) / (1 + apart / size**2) ** 1.5
    light = cv2.resize(light, (w, h))[..., None]
    return np.clip(picture + light, 0, 255).astype(np.uint8)


def blurred(rng: np.random.Generator, picture: Picture) -> Picture:
    """Out of focus, or moving."""
    if rng.random() < 0.5:
        return cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.4, 1.4))
    length = int(rng.integers(2, 7))
    kernel = np.zeros((length, length), np.float32)
    angle = rng.uniform(0, np.pi)
    reach = np.array([np.cos(angle), np.sin(angle)]) * length / 2
    centre = (length - 1) / 2
    start, end = np.round(centre - reach).astype(int), np.round(centre + reach).astype(int)
    cv2.line(kernel, tuple(map(int, start)), tuple(map(int, end)), 1.0)
    return cv2.filter2D(picture, -1, kernel / max(1.0, kernel.sum()))


NOISE = np.random.default_rng(7).standard_normal((1024, 1024)).astype(np.float32)


def noisy(rng: np.random.Generator, picture: Picture) -> Picture:
    """Sensor noise, cut from one large field of it: drawing it anew costs more than the network."""
    h, w = picture.shape[:2]
    rows = np.take(NOISE, np.arange(h) + int(rng.integers(0, 1024)), axis=0, mode="wrap")
    field = np.take(rows, np.arange(w * 3) + int(rng.integers(0, 1024)), axis=1, mode="wrap")
    noise = field.reshape(h, w, 3) * rng.uniform(2, 14)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)
