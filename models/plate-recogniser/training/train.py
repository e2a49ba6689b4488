"""Trains the recogniser: python train.py --out DIR [--data DIR] [--smoke] [--seed N] [--minutes M] …

Without --everything a fifth of all numbers is held out, for honest figures; with it the net sees all that may be
trained on. A core's time, not steps, ends a run, and the learning rate follows it: what else the machine does then
makes a run longer, and not worse.
"""

from __future__ import annotations

import argparse
import copy
import math
import pickle
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import torch

import evaluate
import photographs
import simulator
import weights
from alphabet import CLASSES, COLOURS
from export import export
from glyphs_of import found_in
from losses import loss_of
from net import Published, Recogniser, parameters
from pool import Pool
from samples import Glyphs, Source


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with crops.csv (and unlabelled/guesses.csv)")
    parser.add_argument("--out", type=Path, required=True, help="where the weights, io.json and state go")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--smoke", action="store_true", help="two minutes, synthetic plates only")
    parser.add_argument("--minutes", type=float, default=30.0, help="of one core")
    parser.add_argument("--rate", type=float, default=2.5e-3, help="highest learning rate")
    parser.add_argument("--everything", action="store_true", help="train on the held-out fifth too")
    parser.add_argument("--continue-from", type=Path, help="a state.pt or the published .onnx to go on from")
    parser.add_argument("--temperature", type=float, help="taken as it is instead of being found on the held-out fifth")
    parser.add_argument("--second", type=Path, help="second_opinion.py's file")
    parser.add_argument("--pool", type=int, default=40000)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--cache", type=Path, help="a folder for the simulator's plates between runs")
    args = parser.parse_args()
    if args.smoke:
        args.minutes, args.pool, args.data = 1.2, 3000, None
    return args


def simulator_plates(cache: Path | None, smoke: bool) -> list[simulator.Sighting]:
    content = None if smoke else simulator.content_dir()
    if content is None:
        return []
    kept = cache / "simulator.pkl" if cache else None
    if kept and kept.exists():
        return pickle.loads(kept.read_bytes())
    plates = simulator.sightings(content, 6)
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(plates))
    return plates


class Sets:
    """Training material and evaluation sets."""

    def __init__(self, args: argparse.Namespace) -> None:
        crops = photographs.load(args.data, args.second) if args.data else []
        self.training = photographs.trainable(crops, args.everything)
        plates = simulator_plates(args.cache, args.smoke)
        self.plates = [p for p in plates if p.loop not in simulator.HELD_OUT]
        held = [c for c in crops if photographs.held_out(c.number)]
        self.evaluation = {
            "ccpd": evaluate.of_crops([c for c in held if c.source == "ccpd-crops"]),
            "street": evaluate.of_crops([c for c in held if c.source == "street"]),
            "rare": evaluate.of_crops([c for c in crops if c.source == "rare"]),
        }
        dark = [p for p in plates if p.loop in simulator.HELD_OUT]
        self.evaluation["sim-day"] = evaluate.of_sightings([p for p in dark if not p.night])
        self.evaluation["sim-night"] = evaluate.of_sightings([p for p in dark if p.night])
        if args.everything:
            self.evaluation["ccpd-all"] = evaluate.of_crops([c for c in crops if c.source == "ccpd-crops"])
            self.evaluation["street-all"] = evaluate.of_crops([c for c in crops if c.source == "street"])
        kept = args.cache / f"glyphs-{args.everything}.pkl" if args.cache else None
        glyphs, self.places = found_in(self.training, kept)
        self.glyphs = Glyphs(glyphs)
        print(f"{len(self.training)} crops, {len(self.plates)} simulator plates, "
              f"{len(self.glyphs.real)} characters cut from {len(self.places)} real plates", flush=True)  # fmt: skip


def rate_at(done: float, highest: float) -> float:
    """Warm-up over the first 3 %, then half a cosine down to 1 %."""
    if done < 0.03:
        return highest * (0.05 + 0.95 * done / 0.03)
    return highest * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1.0, (done - 0.03) / 0.97))))


def hint_at(done: float, args: argparse.Namespace) -> float:
    """Strong at first, gone after a fifth of the run; none for a net that already reads."""
    return 0.0 if args.continue_from else max(0.0, 1 - done / 0.2)


def averaged(slow: Recogniser, net: Recogniser, keep: float) -> None:
    """slow = keep * slow + (1 - keep) * net, statistics included."""
    with torch.no_grad():
        for a, b in zip(slow.state_dict().values(), net.state_dict().values(), strict=True):
            if a.dtype.is_floating_point:
                a.lerp_(b, 1 - keep)
            else:
                a.copy_(b)


def report(net: Recogniser, sets: Sets, temperature: float, log: Path, line: str) -> None:
    published = Published(net, temperature).eval()
    with log.open("a", encoding="utf-8") as file:
        for name, cases in sets.evaluation.items():
            if cases:
                answers = evaluate.read(published, cases)
                text = f"{line},{name}," + ",".join(f"{k}={v}" for k, v in evaluate.scored(cases, answers).items())
                print(text, flush=True)
                file.write(text + "\n")
                evaluate.write_failures(log.parent / f"failures-{name}.txt", cases, answers)


def pool_file(args: argparse.Namespace) -> Path | None:
    """Only a run that may see everything begins with what an earlier run made."""
    return args.cache / f"pool-{args.everything}.npz" if args.cache else None


def main() -> None:
    args = arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    sets = Sets(args)
    net = Recogniser().to(memory_format=torch.channels_last)
    if args.continue_from:
        weights.load(net, args.continue_from)
    print(f"{parameters(net)} parameters, {CLASSES} classes, {len(COLOURS)} colours", flush=True)
    pool = Pool(Source(sets.training, sets.plates, sets.glyphs, sets.places), args.pool, args.seed + 1, pool_file(args))
    try:
        net = trained(args, net, sets, pool, rng)
    finally:
        pool.close()
    net.eval()
    held = [case for name in ("ccpd", "street") for case in sets.evaluation[name]]
    temperature = args.temperature or (1.0 if args.everything else evaluate.temperature_for(net, held))
    report(net, sets, temperature, args.out / "figures.csv", f"end,seed={args.seed},temperature={temperature}")
    torch.save(net.state_dict(), args.out / "state.pt")
    export(net, args.out, temperature, trained_on(args))
    print(f"wrote {args.out / 'plate-recogniser.onnx'}", flush=True)


def trained_on(args: argparse.Namespace) -> object:
    """For io.json. A net that goes on from the published one has seen what that one saw."""
    if args.everything:
        return "all"
    if args.data or args.continue_from:
        return {"heldOut": {"by": "plate", "every": photographs.HELD_OUT_EVERY}}
    return "none"


def trained(args: argparse.Namespace, net: Recogniser, sets: Sets, pool: Pool, rng: np.random.Generator) -> Recogniser:
    slow = copy.deepcopy(net)
    optimiser = torch.optim.AdamW(net.parameters(), args.rate, weight_decay=0.02)
    while pool.filled.value < min(args.pool // 10, 2000):
        time.sleep(0.5)
    start = shown = saved = time.process_time()
    seconds = args.minutes * 60
    steps, mean = 0, 0.0
    while (done := (time.process_time() - start) / seconds) < 1:
        for group in optimiser.param_groups:
            group["lr"] = rate_at(done, args.rate)
        net.train()
        loss = loss_of(net, *pool.batch(rng, args.batch), hint_at(done, args))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        optimiser.step()
        steps += 1
        averaged(slow, net, min(0.998, steps / (steps + 10)))
        mean = loss.item() if steps == 1 else 0.99 * mean + 0.01 * loss.item()
        now = time.process_time()
        if now - shown > 20:
            shown = now
            rate = steps * args.batch / (now - start)
            print(f"{done:.0%} step {steps} loss {mean:.3f} {rate:.0f}/s pool {pool.filled.value}", flush=True)
        if now - saved > 300:
            saved = now
            report(slow.eval(), sets, 1.0, args.out / "progress.csv", f"{now - start:.0f}s")
            torch.save(slow.state_dict(), args.out / "state.pt")
    print(f"{steps} steps, {steps * args.batch} samples", flush=True)
    return slow


if __name__ == "__main__":
    sys.exit(main())
