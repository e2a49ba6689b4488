"""What is not a plate: shop signs, stickers, number boards, grilles, windows, empty frames, plain walls."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from labels import Picture

FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
)
HAN = (
    "东风大街中国银行超市便利店酒店宾馆餐厅药房手机维修汽车服务中心小学医院公司有限出租客运公交"
    "停车场入口出口禁止通行慢让停前方施工学校路口人民解放建设新华南北西城光明和平胜利电话欢迎光临"
)
WORDS = (
    "TOYOTA", "HONDA", "NISSAN", "JAC", "JINBEI", "CHANGAN", "BYD", "DONGFENG", "ISUZU", "HYUNDAI", "TAXI",
    "VOLVO", "MAZDA", "SUZUKI", "BUICK", "STOP", "CAMRY 2.4", "PASSAT 1.8T", "4WD", "SUPERMARKET", "CCTV",
    "HOTEL", "COFFEE", "BANK", "P", "EXIT", "LEXUS", "ELANTRA", "SANTANA", "JETTA", "VVT-i", "TURBO",
)  # fmt: skip
GROUNDS = (
    (20, 60, 160), (10, 90, 200), (220, 170, 20), (20, 120, 60), (235, 235, 235), (20, 20, 24), (180, 20, 20),
)  # fmt: skip


def saying(rng: np.random.Generator) -> str:
    """Text no plate carries: words, telephone numbers, dates and times, speed limits, long Chinese names."""
    kind = rng.integers(0, 6)
    if kind == 0:
        return "".join(rng.choice(list(HAN), rng.integers(2, 11)))
    if kind == 1:
        return "".join(rng.choice(list("0123456789"), rng.integers(8, 13)))
    if kind == 2:
        return str(rng.choice(WORDS))
    if kind == 3:
        year, month, day = rng.integers(2010, 2028), rng.integers(1, 13), rng.integers(1, 29)
        hour, minute, second = rng.integers(0, 24), rng.integers(0, 60), rng.integers(0, 60)
        return f"{year}-{month:02d}-{day:02d} {hour:02d}:{minute:02d}:{second:02d}"
    if kind == 4:
        return str(rng.choice([5, 15, 20, 40, 60, 80, 100, 120, 301, 27, 918]))
    return "".join(rng.choice(list(HAN), rng.integers(2, 5))) + str(rng.integers(1, 999)) + "号"


def sign(rng: np.random.Generator) -> Picture:
    """A board with text, 44-64 px high."""
    font_file = str(rng.choice([font for font in FONTS if Path(font).exists()]))
    text = saying(rng)
    font = ImageFont.truetype(font_file, 36)
    length = max(20, int(font.getlength(text)))
    pad = int(rng.integers(2, 24))
    ground = np.array(GROUNDS[rng.integers(0, len(GROUNDS))]) + rng.integers(-25, 26, 3)
    ground = np.clip(ground, 0, 255)
    ink = (255, 255, 255) if ground.mean() < 130 else (10, 10, 10)
    if rng.random() < 0.25:
        ink = tuple(int(v) for v in rng.integers(0, 256, 3))
    board = Image.new("RGB", (length + 2 * pad, 44 + int(rng.integers(0, 20))), tuple(int(v) for v in ground))
    draw = ImageDraw.Draw(board)
    draw.text((pad, int(rng.integers(-4, 4))), text, font=font, fill=ink)
    if rng.random() < 0.4:
        draw.rectangle((2, 2, board.width - 3, board.height - 3), outline=ink, width=2)
    return np.array(board)


def badge(rng: np.random.Generator) -> Picture:
    """Letters without a board, as badges and burnt-in times are: [h,w,4], the last channel their opacity."""
    font_file = str(rng.choice([font for font in FONTS if Path(font).exists()]))
    text = saying(rng)
    font = ImageFont.truetype(font_file, 36)
    ink = Image.new("L", (max(20, int(font.getlength(text))) + 8, 52), 0)
    ImageDraw.Draw(ink).text((4, 0), text, font=font, fill=255)
    mask = np.array(ink)
    shade = rng.uniform(120, 255) if rng.random() < 0.8 else rng.uniform(0, 60)
    letters = np.full((*mask.shape, 3), shade) + rng.normal(0, 12, 3)
    letters += np.linspace(rng.uniform(-60, 30), rng.uniform(-60, 30), mask.shape[0])[:, None, None]
    return np.concatenate([np.clip(letters, 0, 255).astype(np.uint8), mask[..., None]], 2)


def bare(rng: np.random.Generator) -> Picture:
    """Boards without text: an empty plate frame, a lamp, a grille, a vent, a window row."""
    h, w = int(rng.integers(24, 60)), int(rng.integers(60, 200))
    known = rng.random() < 0.7
    colour = np.array(GROUNDS[rng.integers(0, len(GROUNDS))]) if known else rng.integers(0, 256, 3)
    board = np.full((h, w, 3), colour, np.float32)
    kind = rng.integers(0, 5)
    if kind == 1:
        bars = (np.arange(h) // rng.integers(2, 7)) % 2
        board *= np.where(bars, 1.0, rng.uniform(0.2, 0.8))[:, None, None]
    elif kind == 2:
        bars = (np.arange(w) // rng.integers(2, 12)) % 2
        board *= np.where(bars, 1.0, rng.uniform(0.2, 0.8))[None, :, None]
    elif kind == 3:
        ys, xs = np.mgrid[-1 : 1 : h * 1j, -1 : 1 : w * 1j]
        board += (200 * np.exp(-3 * (xs**2 + ys**2)))[..., None]
    elif kind == 4:
        cv2.rectangle(board, (0, 0), (w - 1, h - 1), tuple(float(v) for v in rng.integers(0, 256, 3)), 3)
    return np.clip(board + rng.normal(0, 4, board.shape), 0, 255).astype(np.uint8)


def wall(rng: np.random.Generator, width: int, height: int) -> Picture:
    """A background of soft shades, boxes, stripes and grids."""
    low = rng.uniform(0, 255, (int(rng.integers(2, 7)), int(rng.integers(2, 8)), 3)).astype(np.float32)
    if rng.random() < 0.6:
        low = low.mean(2, keepdims=True) + rng.normal(0, 12, low.shape).astype(np.float32)
    picture = cv2.resize(low, (width, height), interpolation=cv2.INTER_CUBIC)
    if rng.random() < 0.5:
        picture *= rng.uniform(0.1, 0.7)
    picture = np.clip(picture, 0, 255).astype(np.uint8)
    for _ in range(rng.integers(3, 25)):
        x, y = int(rng.integers(-20, width)), int(rng.integers(-20, height))
        w, h = int(rng.integers(4, 160)), int(rng.integers(3, 90))
        colour = tuple(int(v) for v in rng.integers(0, 256, 3))
        kind = rng.integers(0, 4)
        if kind == 0:
            cv2.rectangle(picture, (x, y), (x + w, y + h), colour, -1)
        elif kind == 1:
            turn = float(rng.uniform(0, 180))
            cv2.ellipse(picture, (x, y), (w // 2, h // 2), turn, 0, 360, colour, -1)
        elif kind == 2:
            for step in range(x, x + w, int(rng.integers(4, 20))):
                cv2.line(picture, (step, y), (step, y + h), colour, int(rng.integers(1, 3)))
        else:
            end = (x + w * 2, y + int(rng.integers(-60, 60)))
            cv2.line(picture, (x, y), end, colour, int(rng.integers(1, 6)))
    return picture


def front(rng: np.random.Generator, width: int, height: int, colour: np.ndarray | None = None) -> Picture:
    """A vehicle's end as flat shapes: body, window, grille, lamps; the plate's place is its lower middle."""
    body = rng.integers(0, 256, 3) if rng.random() < 0.4 else np.full(3, rng.integers(5, 250))
    body = body if colour is None else np.clip(colour, 0, 255)
    picture = np.full((height, width, 3), body, np.uint8)
    dark = tuple(int(v) for v in (body * 0.35).astype(int))
    cv2.rectangle(picture, (width // 8, 0), (width * 7 // 8, height // 3), dark, -1)
    for row in range(height * 2 // 5, height * 3 // 5, int(rng.integers(3, 9))):
        cv2.line(picture, (width // 4, row), (width * 3 // 4, row), dark, int(rng.integers(1, 4)))
    lamp = tuple(int(v) for v in ((255, 250, 230), (200, 30, 20), (120, 120, 120))[rng.integers(0, 3)])
    for x in (width // 9, width - width // 9):
        size = (max(2, width // 12), max(2, height // 12))
        cv2.ellipse(picture, (x, height // 2), size, 0, 0, 360, lamp, -1)
    cv2.rectangle(picture, (0, height * 9 // 10), (width, height), (12, 12, 12), -1)
    return picture
