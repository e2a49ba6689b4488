"""Writes the ONNX file and io.json, checks that onnxruntime gives what PyTorch gives.

By hand: export.py CHECKPOINT --out DIR --threshold T --photographs JSON.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import json
import warnings
from pathlib import Path

import numpy as np
import torch

from net import COLOURS, PlateNet, Published

OPSET = 17


def export(net: PlateNet, out: Path, threshold: float, photographs: object = None) -> None:
    """Writes out/plate-detector.onnx and out/io.json.

    threshold: the score from which a cell is a plate. photographs: which were trained on, as
    bench/plates/seen.ts reads it.
    """
    out.mkdir(parents=True, exist_ok=True)
    file = out / "plate-detector.onnx"
    published = Published(folded(net)).eval()
    picture = torch.zeros(1, 288, 512, 3, dtype=torch.uint8)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            published,
            (picture,),
            str(file),
            dynamo=False,
            opset_version=OPSET,
            input_names=["picture"],
            output_names=["level8", "level16"],
            dynamic_axes={
                "picture": {1: "height", 2: "width"},
                "level8": {2: "height8", 3: "width8"},
                "level16": {2: "height16", 3: "width16"},
            },
        )
    difference = compare(published, file)
    if difference > 1e-2:
        raise SystemExit(f"onnxruntime differs from PyTorch by {difference}")
    said = contract(file, threshold) | {"photographs": photographs}
    (out / "io.json").write_text(json.dumps(said, indent=2) + "\n")


def folded(net: PlateNet) -> PlateNet:
    """A copy with the first convolution's normalisation in its weights; the others' is folded by PyTorch."""
    net = copy.deepcopy(net).eval()
    first = net.stem[0]
    gain = first.norm.weight / torch.sqrt(first.norm.running_var + first.norm.eps)
    conv = torch.nn.Conv2d(3, first.conv.out_channels, 3, 2, 1)
    conv.weight.data = (first.conv.weight * (gain / 64).view(-1, 1, 1, 1)).detach()
    conv.bias.data = (first.norm.bias - first.norm.running_mean * gain).detach()
    net.stem[0] = torch.nn.Sequential(conv, torch.nn.ReLU())
    return net


def compare(published: Published, file: Path) -> float:
    """The largest difference between PyTorch and onnxruntime on a noisy picture of another size."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    picture = np.random.default_rng(1).integers(0, 256, (1, 192, 320, 3), np.uint8)
    theirs = session.run(None, {"picture": picture})
    with torch.no_grad():
        ours = published(torch.from_numpy(picture))
    return max(float(np.abs(a.numpy() - b).max()) for a, b in zip(ours, theirs, strict=True))


def contract(file: Path, threshold: float) -> dict[str, object]:
    """io.json: all that a program needs to run the weights."""
    data = file.read_bytes()
    channels = {
        "0": "score, 0..1",
        "1-4": "distances left, top, right, bottom of the upright box from the cell's centre, in strides, >= 0",
        "5-12": "corner offsets x, y from the cell's centre, in strides: top left, top right, bottom right, "
        "bottom left of the plate itself",
        "13": "two rows, 0..1",
        "14-18": "colour probabilities: " + ", ".join(COLOURS),
    }
    return {
        "file": file.name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "input": {
            "name": "picture",
            "type": "uint8",
            "shape": [1, "H", "W", 3],
            "multipleOf": 32,
            "usual": [288, 512],
            "colourOrder": "RGB",
            "normalisation": "none: it is in the graph",
            "letterbox": "scaled to fit, at the top left, the rest 114",
        },
        "outputs": [
            {"name": "level8", "type": "float32", "shape": [1, 19, "H/8", "W/8"], "stride": 8},
            {"name": "level16", "type": "float32", "shape": [1, 19, "H/16", "W/16"], "stride": 16},
        ],
        "cellCentre": "((x + 0.5) * stride, (y + 0.5) * stride)",
        "channels": channels,
        "colours": list(COLOURS),
        "greenCounts": "small and large new-energy plates alike",
        "scoreThreshold": threshold,
        "nmsIou": 0.4,
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threshold", type=float, required=True)
    parser.add_argument("--photographs", type=json.loads, required=True)
    args = parser.parse_args()
    net = PlateNet()
    net.load_state_dict(torch.load(args.checkpoint, weights_only=True))
    export(net.eval(), args.out, args.threshold, args.photographs)


if __name__ == "__main__":
    main()
