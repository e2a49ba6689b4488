"""Writes the ONNX file and io.json, checks that onnxruntime gives what PyTorch gives."""

from __future__ import annotations

import copy
import hashlib
import json
import warnings
from pathlib import Path

import numpy as np
import torch

from alphabet import ALPHABET, CLASSES, COLOURS
from net import HEIGHT, STEPS, WIDTH, Published, Recogniser
from strip import DOUBLE

OPSET = 17


def export(net: Recogniser, out: Path, temperature: float, photographs: object) -> None:
    """Writes out/plate-recogniser.onnx and out/io.json. photographs: which were trained on, as bench/plates/seen.ts
    reads it."""
    out.mkdir(parents=True, exist_ok=True)
    file = out / "plate-recogniser.onnx"
    published = Published(copy.deepcopy(net).float().to(memory_format=torch.contiguous_format), temperature).eval()
    plates = torch.zeros(2, HEIGHT, WIDTH, 3, dtype=torch.uint8)
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            published,
            (plates,),
            str(file),
            dynamo=False,
            opset_version=OPSET,
            input_names=["plates"],
            output_names=["characters", "colour"],
            dynamic_axes={"plates": {0: "n"}, "characters": {0: "n"}, "colour": {0: "n"}},
        )
    difference = compare(published, file)
    if difference > 1e-2:
        raise SystemExit(f"onnxruntime differs from PyTorch by {difference}")
    (out / "io.json").write_text(json.dumps(contract(file, photographs), indent=2, ensure_ascii=False) + "\n")


def compare(published: Published, file: Path) -> float:
    """The largest difference between PyTorch and onnxruntime on three noisy plates."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    plates = np.random.default_rng(1).integers(0, 256, (3, HEIGHT, WIDTH, 3), np.uint8)
    theirs = session.run(None, {"plates": plates})
    with torch.no_grad():
        ours = published(torch.from_numpy(plates))
    return max(float(np.abs(a.numpy() - b).max()) for a, b in zip(ours, theirs, strict=True))


def contract(file: Path, photographs: object) -> dict[str, object]:
    """io.json: all that a program needs to run the weights."""
    data = file.read_bytes()
    return {
        "file": file.name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "input": {
            "name": "plates",
            "type": "uint8",
            "shape": ["N", HEIGHT, WIDTH, 3],
            "colourOrder": "RGB",
            "normalisation": "none: it is in the graph",
            "fit": "the plate rectified to its corners and stretched to the whole input, area-averaged when it shrinks",
            "doubleRow": DOUBLE,
        },
        "outputs": [
            {"name": "characters", "type": "float32", "shape": ["N", STEPS, CLASSES], "meaning": "CTC log-probabilities"},
            {"name": "colour", "type": "float32", "shape": ["N", len(COLOURS)], "meaning": "probabilities"},
        ],
        "blank": 0,
        "alphabet": ALPHABET,
        "colours": list(COLOURS),
        "spelling": "no dots or spaces; the letter O is written 0 and I is written 1, also in second place",
        # Of "heldOut": a plate is held out when the first byte of its spelling's SHA-256 divides by `every`.
        "photographs": photographs,
    }
