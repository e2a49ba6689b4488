"""Trains the plate detector and writes plate-detector.onnx and io.json.

train.py [--data DIR] [--smoke] [--out DIR] [--seed N] [--steps N] [--minutes N] [--fold A|all]
         [--from WEIGHTS] [--checkpoint FILE] [--corners FILE]

DIR holds scenes.json and crops.csv (see photographs.py); without it only drawn pictures are used.
"""

from __future__ import annotations

import argparse
import copy
import json
import math
import time
from pathlib import Path

import cv2
import numpy as np
import torch

import simulator
from batches import Batches, draw_cuts, draw_signs, loader
from export import export
from losses import flat, loss
from measure import fold_items, measure, simulator_items
from net import PlateNet
from photographs import HELD_OUT_EVERY, fold_of, load_cuts, load_scenes
from resume import load_start
from samples import Sources
from targets import cells

WIDTH, HEIGHT, BATCH = 320, 192, 24
THRESHOLD = 0.4


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="训练车牌检测模型 / Train the plate detector")
    parser.add_argument("--data", type=Path, help="照片目录 / folder with scenes.json, crops.csv")
    parser.add_argument("--smoke", action="store_true", help="两分钟试跑 / a trial of two minutes")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=5000)
    parser.add_argument("--rate", type=float, help="学习率 / peak; default 0.002, with --from 0.001")
    parser.add_argument("--fold", choices=("A", "all"), default="all", help="A: 留出 B 验证 / hold B out")
    parser.add_argument("--from", dest="start", type=Path, help="从此权重（.pt 或 .onnx）继续 / weights (.pt or .onnx) to go on from")
    parser.add_argument("--checkpoint", type=Path, help="检查点写到 / where to keep the checkpoint")
    parser.add_argument("--minutes", type=float, help="最长训练时间 / end after so long, sooner than --steps")
    parser.add_argument("--corners", type=Path, help="corners.py 的输出 / what corners.py wrote")
    parser.add_argument("--workers", type=int, default=1)
    return parser.parse_args()


def gather(args: argparse.Namespace) -> Sources:
    """All sources there are, without fold B's scenes and plates when it is held out."""
    scenes, cuts = [], []
    if args.data:
        corners = json.loads(args.corners.read_text()) if args.corners else None
        scenes = load_scenes(args.data, corners)
        if not scenes:
            print("没有 scenes.json 中的照片 / no photographs listed in scenes.json", flush=True)
        held = [scene for scene in scenes if args.fold == "A" and fold_of(scene.name) == "B"]
        scenes = [scene for scene in scenes if scene not in held]
        cuts = load_cuts(args.data, {text for scene in held for text in scene.texts})
    content = simulator.content_dir()
    every = 60 if args.smoke else 20
    frames = simulator.load_frames(content, False, every) if content else []
    print(f"scenes {len(scenes)}, crops {len(cuts)}, simulator frames {len(frames)}", flush=True)
    few = args.smoke
    drawn = draw_cuts(200 if few else 2500, args.seed)
    return Sources(scenes, frames, cuts, drawn, draw_signs(100 if few else 800, args.seed))


def rate_at(step: int, done: float, peak: float) -> float:
    """Warm-up over 200 steps, and a cosine down to a hundredth. done: the part of the training behind us."""
    return peak * min(1.0, (step + 1) / 200) * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * done)))


def average(mean: PlateNet, net: PlateNet, keep: float) -> None:
    """Moves the running mean of all weights and statistics."""
    with torch.no_grad():
        for old, new in zip(mean.state_dict().values(), net.state_dict().values(), strict=True):
            if old.dtype.is_floating_point:
                old.lerp_(new, 1 - keep)
            else:
                old.copy_(new)


def train(args: argparse.Namespace) -> PlateNet:
    """The averaged network after all steps."""
    batches = Batches(gather(args), WIDTH, HEIGHT, BATCH, args.seed)
    net = PlateNet()
    if args.start:
        first = Batches(batches.composer.sources, WIDTH, HEIGHT, 8 * BATCH, args.seed + 1)
        net = load_start(args.start, next(iter(first))[0])
    net = net.to(memory_format=torch.channels_last)
    mean = copy.deepcopy(net).eval()
    decayed = [p for p in net.parameters() if p.dim() > 1]
    plain = [p for p in net.parameters() if p.dim() <= 1]
    groups = [{"params": decayed, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0.0}]
    descent = torch.optim.AdamW(groups, lr=args.rate)
    grid = torch.from_numpy(cells(WIDTH, HEIGHT))
    started, sums = time.time(), {}
    for step, (pictures, plates, owner) in enumerate(loader(batches, args.workers)):
        done = step / args.steps
        if args.minutes:
            done = max(done, (time.time() - started) / 60 / args.minutes)
        if done >= 1:
            break
        for group in descent.param_groups:
            group["lr"] = rate_at(step, done, args.rate)
        pictures = pictures.to(torch.bfloat16).contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", torch.bfloat16):
            raw = flat(*net(pictures))
        total, parts = loss(raw, grid, plates, owner)
        descent.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 10.0)
        descent.step()
        average(mean, net, min(0.998, (step + 1) / (step + 10)))
        for name, part in parts.items():
            sums[name] = sums.get(name, 0.0) + part
        if (step + 1) % 100 == 0:
            said = " ".join(f"{name} {value / 100:.3f}" for name, value in sums.items())
            print(f"step {step + 1} {said} {(time.time() - started) / (step + 1) * 1e3:.0f} ms", flush=True)
            sums = {}
        if args.checkpoint and (step + 1) % 500 == 0:
            torch.save(mean.state_dict(), args.checkpoint)
    if args.checkpoint:
        torch.save(mean.state_dict(), args.checkpoint)
    return mean.to(memory_format=torch.contiguous_format).eval()


def main() -> None:
    args = arguments()
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    args.rate = args.rate or (1e-3 if args.start else 2e-3)
    if args.smoke:
        args.steps = min(args.steps, 60)
    net = train(args)
    if args.data and not args.smoke:
        seen = " (trained on)" if args.fold == "all" else ""
        print(measure(net, fold_items(args.data, "B"), "fold B" + seen))
    content = simulator.content_dir()
    if content and not args.smoke:
        print(measure(net, simulator_items(content), "simulator, held-out loops", smallest=14 * 2.5))
    held_out = {"heldOut": {"by": "file", "every": HELD_OUT_EVERY}}
    seen = "none" if not args.data else held_out if args.fold == "A" else "all"
    export(net, args.out, THRESHOLD, seen)
    print(f"written: {args.out}")


if __name__ == "__main__":
    main()
