"""Measures a network on whole pictures: python measure.py CHECKPOINT|ONNX --data DIR [--fold A|B|all] [--pixels N]."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch

import simulator
from evaluate import Found, Run, find, runner, tally
from labels import Picture, Plate
from net import PlateNet
from photographs import fold_of, load_scenes

Item = tuple[str, Picture, list[Plate]]
USUAL = 512 * 288
THRESHOLDS = (0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6)


def fold_items(data: Path, fold: str) -> list[Item]:
    """Scenes of fold 'A' or 'B', or 'all'."""
    scenes = load_scenes(data)
    return [(s.name, s.pyramid[0], s.plates) for s in scenes if fold in ("all", fold_of(s.name))]


def simulator_items(content: Path, every: int = 25) -> list[Item]:
    """Frames of the held-out loops."""
    frames = simulator.load_frames(content, True, every)
    return [(f"{frame.loop}-{frame.number}", frame.picture, frame.plates) for frame in frames]


def measure(
    net: PlateNet | Run, items: list[Item], title: str, smallest: float = 0.0, pixels: int = USUAL
) -> str:
    """A table of recall, false positives and precision by threshold. smallest: px in the picture as it is."""
    run = runner(net) if isinstance(net, PlateNet) else net

    def find_in(picture: Picture) -> list[Found]:
        return find(run, picture, pixels, THRESHOLDS[0])

    result = tally(find_in, items, smallest)
    corner = f", corners off by {np.median(result.corner):.3f} plate heights" if result.corner else ""
    lines = [f"{title}: {result.pictures} pictures, {len(result.true)} plates, {pixels} px{corner}"]
    for threshold in THRESHOLDS:
        recall, false, precision = result.at(threshold)
        lines.append(f"  {threshold:.2f} recall {recall:.3f} false/picture {false:.3f} precision {precision:.3f}")
    lines.append("  never found: " + ", ".join(result.missed[:20]))
    return "\n".join(lines)


def load(file: Path) -> Run:
    """A checkpoint or an ONNX file."""
    if file.suffix == ".onnx":
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        return lambda picture: session.run(None, {"picture": picture})
    net = PlateNet()
    net.load_state_dict(torch.load(file, weights_only=True))
    return runner(net.eval())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("weights", type=Path)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--fold", choices=("A", "B", "all"), default="B")
    parser.add_argument("--pixels", type=int, default=USUAL)
    args = parser.parse_args()
    torch.set_num_threads(1)
    run = load(args.weights)
    if args.data:
        items = fold_items(args.data, args.fold)
        print(measure(run, items, f"scenes, fold {args.fold}", pixels=args.pixels))
    content = simulator.content_dir()
    if content:
        items = simulator_items(content)
        print(measure(run, items, "simulator, held-out loops", 14 * (1280 * 720 / args.pixels) ** 0.5, args.pixels))


if __name__ == "__main__":
    main()
