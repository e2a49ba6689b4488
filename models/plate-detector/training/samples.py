"""Composes one training picture after another from whatever sources there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from augment import spoil
from clutter import front, wall
from labels import Picture, Plate, Points
from paste import paste, random_quad
from photographs import Cut, Scene
from simulator import Frame

# A plate narrower than this in the network's input is neither asked for nor punished, px.
SMALLEST = 11.0
# The share of the simulator's views that look at a truck's two-row plate; half as many of what is pasted has two rows.
DOUBLES = 0.35
FLIP = np.array([1, 0, 3, 2])


@dataclass(frozen=True)
class Sources:
    """real, drawn: plates to paste; signs: what is pasted and is no plate."""

    scenes: Sequence[Scene]
    frames: Sequence[Frame]
    real: Sequence[Cut]
    drawn: Sequence[Cut]
    signs: Sequence[Picture]


def is_double(plate: Plate) -> bool:
    """A plate of two rows that can be seen."""
    return plate.rows == 1 and not plate.ignore


def covered(outline: Points, plate: Plate) -> bool:
    """Whether a picture of that outline hides any of the plate."""
    points = np.concatenate([plate.quad, plate.quad.mean(0, keepdims=True)])
    near = max(2.0, plate.height() / 2)
    return any(cv2.pointPolygonTest(outline, (float(x), float(y)), True) > -near for x, y in points)


class Composer:
    """Draws samples of one size; the same seed gives the same samples."""

    def __init__(self, sources: Sources, width: int, height: int, seed: int) -> None:
        self.sources = sources
        self.width, self.height = width, height
        self.rng = np.random.default_rng(seed)
        self.doubles = [cut for cut in (*sources.real, *sources.drawn) if cut.rows == 1]
        self.with_double = [frame for frame in sources.frames if any(is_double(plate) for plate in frame.plates)]

    def sample(self) -> tuple[Picture, list[Plate]]:
        """A picture [height,width,3] and its plates, in its px."""
        rng, kind = self.rng, self.rng.random()
        if kind < 0.5 and self.sources.scenes:
            picture, plates = self.view_of_scene(wide=rng.random() < 0.3)
            if rng.random() < 0.35:
                plates = self.swap(picture, plates)
        elif kind < 0.72 and self.sources.frames:
            picture, plates = self.view_of_frame()
            if rng.random() < 0.35:
                plates = self.swap(picture, plates)
        else:
            picture, plates = self.background()
            if rng.random() < 0.8:
                plates = self.strew(picture, plates, int(rng.integers(1, 4)))
        if rng.random() < 0.4:
            self.litter(picture, plates)
        if rng.random() < 0.9:
            picture = spoil(rng, picture)
        return picture, [self.judged(plate) for plate in plates if self.touches(plate)]

    def pick_width(self, largest: float = 240.0) -> float:
        """px a plate shall be wide: small ones more often than large ones."""
        return float(np.exp(self.rng.uniform(np.log(12.5), np.log(largest))))

    def view_of_scene(self, wide: bool, inner: bool = False) -> tuple[Picture, list[Plate]]:
        """Part of a photograph; wide: nearly all of it."""
        rng, scene = self.rng, self.sources.scenes[self.rng.integers(0, len(self.sources.scenes))]
        h, w = scene.pyramid[0].shape[:2]
        fit = min(self.width / w, self.height / h)
        wanted = [plate for plate in scene.plates if not plate.ignore]
        plate = wanted[rng.integers(0, len(wanted))] if wanted else None
        if wide or plate is None:
            scale = fit * rng.uniform(0.9, 1.5)
        else:
            scale = self.pick_width() / max(8.0, plate.width())
        scale = float(np.clip(scale, 0.75 * fit, 2.2))
        turn = rng.normal(0, 5) if all(p.exact for p in scene.plates) else rng.normal(0, 1.2)
        focus = None if rng.random() < 0.12 else plate
        return self.view(scene.pyramid, scene.plates, focus, scale, turn, inner)

    def view_of_frame(self) -> tuple[Picture, list[Plate]]:
        """Part of a simulator's picture; often one with a truck's two-row plate, of which few pictures have any."""
        rng = self.rng
        double = bool(self.with_double) and rng.random() < DOUBLES
        frames = self.with_double if double else self.sources.frames
        frame = frames[rng.integers(0, len(frames))]
        usual = 512 / frame.picture.shape[1]
        scale = usual if rng.random() < 0.35 else float(np.exp(rng.uniform(np.log(0.36), np.log(1.3))))
        large = [plate for plate in frame.plates if plate.width() * scale >= SMALLEST]
        large = [plate for plate in large if is_double(plate)] or large if double else large
        plate = large[rng.integers(0, len(large))] if large else None
        half = cv2.resize(frame.picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        return self.view([frame.picture, half], frame.plates, plate, scale, rng.normal(0, 1.5))

    def view(
        self,
        pyramid: list[Picture],
        plates: list[Plate],
        focus: Plate | None,
        scale: float,
        turn: float,
        inner: bool = False,
    ) -> tuple[Picture, list[Plate]]:
        """The pictures turned (degrees), scaled and moved so that `focus` stands somewhere in the view."""
        rng = self.rng
        h, w = pyramid[0].shape[:2]
        centre = focus.quad.mean(0) if focus is not None else rng.uniform(0, 1, 2) * (w, h)
        to = rng.uniform(0.06, 0.94, 2) * (self.width, self.height)
        if rng.random() < 0.75:  # show as much of the picture, and as little of nothing, as can be
            low = np.minimum(centre * scale, to)
            low = np.maximum(low, (self.width, self.height) - (np.array([w, h]) - centre) * scale)
            to = np.clip(low, 0.02 * self.width, 0.98 * self.width)
            to[1] = np.clip(low[1], 0.02 * self.height, 0.98 * self.height)
        flip = rng.random() < 0.35
        angle, stretch = np.radians(turn), np.exp(rng.normal(0, 0.07))
        linear = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        linear = linear @ np.diag([-stretch if flip else stretch, 1 / stretch]) * scale
        matrix = np.concatenate([linear, (to - linear @ centre)[:, None]], 1)
        level = int(np.clip(np.floor(np.log2(1 / scale)), 0, len(pyramid) - 1))
        source = pyramid[level]
        from_level = matrix.copy()
        from_level[:, 0] *= w / source.shape[1]
        from_level[:, 1] *= h / source.shape[0]
        size = (self.width, self.height)
        moved = [plate.moved(matrix) for plate in plates]
        if flip:
            moved = [replace(plate, quad=plate.quad[FLIP]) for plate in moved]
        edge = matrix @ np.array([[0, w, w, 0], [0, 0, h, h], [1, 1, 1, 1]], np.float64)
        spare = (edge.min(1) > 0.15 * np.array(size)).any() or (edge.max(1) < 0.85 * np.array(size)).any()
        if spare and not inner and rng.random() < 0.5:  # another picture where this one leaves room
            under, others = self.view_of_scene(wide=False, inner=True) if self.sources.scenes else self.background()
            flags = cv2.INTER_LINEAR
            cv2.warpAffine(source, from_level, size, under, flags=flags, borderMode=cv2.BORDER_TRANSPARENT)
            outline = edge.T.astype(np.float32)
            return under, moved + [plate for plate in others if not covered(outline, plate)]
        fill = (114, 114, 114) if rng.random() < 0.5 else tuple(int(v) for v in rng.integers(0, 256, 3))
        return cv2.warpAffine(source, from_level, size, flags=cv2.INTER_LINEAR, borderValue=fill), moved

    def background(self) -> tuple[Picture, list[Plate]]:
        """Something to paste on, with the plates it has of its own."""
        kind = self.rng.random()
        if kind < 0.45 and self.sources.scenes:
            return self.view_of_scene(wide=False)
        if kind < 0.55 and self.sources.frames:
            return self.view_of_frame()
        return wall(self.rng, self.width, self.height), []

    def any_cut(self) -> Cut:
        """A plate to paste: now and then one of two rows, else a real one as often as a drawn one."""
        if self.doubles and self.rng.random() < DOUBLES / 2:
            return self.doubles[self.rng.integers(0, len(self.doubles))]
        real, drawn = self.sources.real, self.sources.drawn
        pool = real if real and (not drawn or self.rng.random() < 0.5) else drawn
        return pool[self.rng.integers(0, len(pool))]

    def swap(self, picture: Picture, plates: list[Plate]) -> list[Plate]:
        """Other plates in the places of the picture's own."""
        swapped = []
        for plate in plates:
            if plate.ignore or (plate.rows == 1 and not self.doubles):
                swapped.append(plate)
                continue
            cut, middle = self.any_cut(), plate.quad.mean(0)
            if plate.rows == 1:
                cut = self.doubles[self.rng.integers(0, len(self.doubles))]
            quad = middle + (plate.quad - middle) * self.rng.uniform(1.0, 1.1)
            if cut.rows == 1 and plate.rows != 1:
                down = (quad[3] - quad[0] + quad[2] - quad[1]) / 2
                quad = quad + down * np.array([-0.3, -0.3, 0.3, 0.3])[:, None]
            paste(self.rng, picture, cut.picture, quad.astype(np.float32))
            swapped.append(Plate(quad.astype(np.float32), True, cut.rows, cut.colour))
        return swapped

    def strew(self, picture: Picture, plates: list[Plate], count: int) -> list[Plate]:
        """Adds plates, each on a vehicle's end or straight on the background."""
        for _ in range(count):
            cut, width = self.any_cut(), self.pick_width()
            middle = self.rng.uniform(0.05, 0.95, 2) * (self.width, self.height)
            aspect = self.rng.uniform(1.8, 2.2) if cut.rows == 1 else self.rng.uniform(2.9, 3.6)
            quad = random_quad(self.rng, (float(middle[0]), float(middle[1])), width, aspect)
            if not self.free(quad, plates, 0.3):
                continue
            if self.rng.random() < 0.5:
                self.put_vehicle(picture, middle, width, plates, cut)
            if self.rng.random() < 0.25:
                frame = middle + (quad - middle) * (1.08, 1.2)
                shade = np.full((8, 8, 3), self.rng.integers(0, 256), np.uint8)
                paste(self.rng, picture, shade, frame.astype(np.float32))
            paste(self.rng, picture, cut.picture, quad)
            plates = [*plates, Plate(quad, True, cut.rows, cut.colour)]
        return plates

    def put_vehicle(
        self, picture: Picture, middle: np.ndarray, width: float, plates: list[Plate], cut: Cut
    ) -> None:
        """A vehicle's end around the place of a plate `width` px wide; some are of the plate's own colour."""
        w, h = int(width * self.rng.uniform(2.6, 4.5)), int(width * self.rng.uniform(1.6, 3.2))
        left, top = int(middle[0] - w / 2), int(middle[1] - h * self.rng.uniform(0.6, 0.85))
        low = (max(0, left), max(0, top))
        high = (min(self.width, left + w), min(self.height, top + h))
        place = np.array([low, (high[0], low[1]), high, (low[0], high[1])], np.float32)
        if high[0] - low[0] > 4 and high[1] - low[1] > 4 and self.free(place, plates, 0.0):
            own = np.median(cut.picture.reshape(-1, 3), 0) * self.rng.uniform(0.7, 1.1)
            body = front(self.rng, w, h, own if self.rng.random() < 0.2 else None)
            picture[low[1] : high[1], low[0] : high[0]] = body[
                low[1] - top : high[1] - top, low[0] - left : high[0] - left
            ]

    def litter(self, picture: Picture, plates: list[Plate]) -> None:
        """Pastes signs and bare boards beside the plates."""
        for _ in range(self.rng.integers(1, 5)):
            board = self.sources.signs[self.rng.integers(0, len(self.sources.signs))]
            middle = self.rng.uniform(0, 1, 2) * (self.width, self.height)
            width = float(np.exp(self.rng.uniform(np.log(15), np.log(260))))
            aspect = board.shape[1] / board.shape[0]
            quad = random_quad(self.rng, (float(middle[0]), float(middle[1])), width, aspect)
            if self.rng.random() < 0.3:  # burnt into the picture
                half = np.array([width, width / aspect]) / 2
                quad = np.array([middle - half, middle + half * (1, -1), middle + half, middle + half * (-1, 1)])
                quad = quad.astype(np.float32)
            if self.free(quad, plates, 0.15):
                paste(self.rng, picture, board, quad)

    @staticmethod
    def free(quad: Points, plates: list[Plate], margin: float) -> bool:
        """Whether the quad's box, widened by that part of its size, meets no plate."""
        low, high = quad.min(0), quad.max(0)
        low, high = low - (high - low) * margin, high + (high - low) * margin
        for plate in plates:
            if (low < plate.quad.max(0)).all() and (high > plate.quad.min(0)).all():
                return False
        return True

    def touches(self, plate: Plate) -> bool:
        """Whether any of the plate can be in the picture."""
        left, top, right, bottom = plate.box()
        return right > 0 and bottom > 0 and left < self.width and top < self.height

    def judged(self, plate: Plate) -> Plate:
        """The plate, to be ignored when it is too small or too much of it lies outside."""
        left, top, right, bottom = plate.box()
        across = min(right, self.width) - max(left, 0.0)
        down = min(bottom, self.height) - max(top, 0.0)
        shown = across * down / max(1e-3, (right - left) * (bottom - top))
        return plate if shown >= 0.75 and plate.width() >= SMALLEST else replace(plate, ignore=True)
