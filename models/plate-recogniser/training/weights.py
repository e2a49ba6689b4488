"""Weights back into the net: from a run's state, or from the published ONNX file to go on from it."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

from net import Recogniser, Residual


def load(net: Recogniser, file: Path) -> None:
    """file: state.pt or plate-recogniser.onnx."""
    if file.suffix == ".onnx":
        load_onnx(net, file)
    else:
        net.load_state_dict(torch.load(file, weights_only=True))


def load_onnx(net: Recogniser, file: Path) -> None:
    """The export folded each normalisation into its convolution; here the convolution gets the folded weights and
    the normalisation only the bias, so that the net computes the same and can learn on."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(file)).graph
    stored = {tensor.name: torch.from_numpy(numpy_helper.to_array(tensor).copy()) for tensor in graph.initializer}
    # Equal tensors are stored once and named by Identity nodes.
    for node in graph.node:
        if node.op_type == "Identity" and node.input[0] in stored:
            stored[node.output[0]] = stored[node.input[0]]
    folded = [node for node in graph.node if node.op_type == "Conv"]
    for (conv, norm), node in zip([*pairs(net), (net.characters, None)], folded, strict=True):
        weight, bias = stored[node.input[1]], stored[node.input[2]]
        conv.weight.data.copy_(weight)
        if norm is None:
            conv.bias.data.copy_(bias)
            continue
        norm.weight.data.fill_(1)
        norm.bias.data.copy_(bias)
        norm.running_mean.zero_()
        norm.running_var.fill_(1 - norm.eps)
    colour = {name.removeprefix("net."): tensor for name, tensor in stored.items() if name.startswith("net.colour")}
    net.load_state_dict(colour, strict=False)
    if not colour:
        raise SystemExit(f"{file} 不是本程序导出的模型 / was not exported by this program")


def pairs(net: Recogniser) -> list[tuple[nn.Conv2d, nn.BatchNorm2d]]:
    """Convolutions with their normalisation in the order of the graph."""
    found = []
    for part in (*net.low, *net.high):
        found.append((part.conv, part.norm) if isinstance(part, Residual) else (part[0], part[1]))
    return found
