"""Pastes flat things (plates, signs) into a picture in perspective, lit like the place they come to."""

from __future__ import annotations

import cv2
import numpy as np

from labels import Picture, Points


def random_quad(
    rng: np.random.Generator, centre: tuple[float, float], width: float, aspect: float
) -> Points:
    """Corners of a plate as a camera beside and above the road sees it. width in px before the turn."""
    half_w, half_h = 0.5, 0.5 / aspect
    flat = np.array([[-half_w, -half_h, 0], [half_w, -half_h, 0], [half_w, half_h, 0], [-half_w, half_h, 0]])
    wild = 1.0 if rng.random() < 0.7 else 2.0
    yaw, pitch, roll = np.radians(rng.normal(0, 1, 3) * (18, 12, 4) * wild)
    yaw, pitch = np.clip(yaw, -1.0, 1.0), np.clip(pitch, -0.75, 0.75)
    about_y = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    about_z = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    points = flat @ (about_z @ about_x @ about_y).T
    distance = rng.uniform(3, 12)
    points = points[:, :2] * (distance / (distance + points[:, 2:]))
    return (points * width + np.array(centre)).astype(np.float32)


def paste(rng: np.random.Generator, target: Picture, flat: Picture, quad: Points, lit: bool = True) -> None:
    """Draws `flat` over the quad of `target`, in place. lit: take on the brightness around it.

    A fourth channel of `flat` is its opacity."""
    margin = 3
    low = np.floor(quad.min(0)).astype(int) - margin
    high = np.ceil(quad.max(0)).astype(int) + margin
    left, top = max(0, low[0]), max(0, low[1])
    right, bottom = min(target.shape[1], high[0]), min(target.shape[0], high[1])
    if right - left < 2 or bottom - top < 2:
        return
    width = max(4.0, float(np.linalg.norm(quad[1] - quad[0])))
    shrink = width / flat.shape[1]
    if shrink < 0.75:
        size = (max(4, round(width * 1.2)), max(3, round(flat.shape[0] * shrink * 1.2)))
        flat = cv2.resize(flat, size, interpolation=cv2.INTER_AREA)
    h, w = flat.shape[:2]
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32) - 0.5
    matrix = cv2.getPerspectiveTransform(corners, (quad - (left, top) - 0.5).astype(np.float32))
    size = (right - left, bottom - top)
    warped = cv2.warpPerspective(flat, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = np.zeros((size[1], size[0]), np.uint8)
    shift = 4
    fixed = np.round((quad - (left, top) - 0.5) * (1 << shift)).astype(np.int32)
    cv2.fillConvexPoly(mask, fixed, 255, cv2.LINE_AA, shift)
    alpha = mask.astype(np.float32)[..., None] / 255
    if flat.shape[2] == 4:
        alpha *= warped[..., 3:].astype(np.float32) / 255
    place = target[top:bottom, left:right]
    light = warped[..., :3].astype(np.float32)
    if lit:
        around = float(place.mean())
        own = max(20.0, float(light.mean()))
        pull = rng.uniform(0.1, 0.9)
        light *= np.clip((around / own) ** pull * rng.uniform(0.75, 1.35), 0.12, 2.2)
        slope = np.linspace(1 + rng.normal(0, 0.12), 1 + rng.normal(0, 0.12), size[0], dtype=np.float32)
        light *= slope[None, :, None]
        if rng.random() < 0.12:
            light = shadow(rng, light)
    np.copyto(place, np.clip(place + (light - place) * alpha, 0, 255).astype(np.uint8))


def shadow(rng: np.random.Generator, light: np.ndarray) -> np.ndarray:
    """A straight shadow edge over the thing."""
    h, w = light.shape[:2]
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    angle = rng.uniform(0, np.pi * 2)
    side = (xs - w * rng.uniform(0.2, 0.8)) * np.cos(angle) + (ys - h * rng.uniform(0.2, 0.8)) * np.sin(angle)
    return light * np.where(side > 0, rng.uniform(0.3, 0.7), 1.0)[..., None].astype(np.float32)
