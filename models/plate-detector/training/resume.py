"""Takes published weights up again, so that a site's own pictures can be added to what is known already."""

from __future__ import annotations

from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from net import Conv, First, PlateNet


def load_start(file: Path, pictures: Tensor) -> PlateNet:
    """A checkpoint (.pt), or a published .onnx with its normalisation fitted anew.

    pictures: uint8 [N,3,H,W] as in training; an .onnx has no statistics of its own any more.
    """
    net = PlateNet()
    if file.suffix != ".onnx":
        net.load_state_dict(torch.load(file, weights_only=True))
        return net
    unfold(net, file)
    refit(net, pictures)
    return net


def convolutions(net: PlateNet) -> list[Conv | nn.Conv2d]:
    """In the order they are run, which is their order in the file."""
    blocks = [*net.stem]
    for down in (net.down8, net.down16, net.down32):
        blocks += [down[0], down[1].first, down[1].second]
    return [*blocks, net.from32, net.mix16, net.from16, net.mix8, net.out8, net.out16]


def unfold(net: PlateNet, file: Path) -> None:
    """Weights and biases from the file; the normalisation changes nothing but adds the bias."""
    graph = onnx.load(str(file)).graph
    values = {one.name: torch.from_numpy(numpy_helper.to_array(one).copy()) for one in graph.initializer}
    copies = {node.output[0]: node.input[0] for node in graph.node if node.op_type == "Identity"}
    stored = [node for node in graph.node if node.op_type == "Conv"]
    for module, node in zip(convolutions(net), stored, strict=True):
        weight, bias = (values[copies.get(name, name)] for name in node.input[1:3])
        if isinstance(module, nn.Conv2d):
            module.weight.data, module.bias.data = weight, bias
            continue
        module.conv.weight.data = weight * 64 if isinstance(module, First) else weight
        module.norm.bias.data = bias
        module.norm.weight.data.fill_(1.0)
        module.norm.running_mean.zero_()
        module.norm.running_var.fill_(1.0 - module.norm.eps)


def refit(net: PlateNet, pictures: Tensor) -> None:
    """Gives every normalisation the mean and variance of what it sees, without changing what the network says."""
    seen: dict[Conv, Tensor] = {}
    layers = [module for module in net.modules() if isinstance(module, Conv)]

    def keep(layer: Conv, value: Tensor) -> None:
        seen[layer] = value.detach().transpose(0, 1).flatten(1).double()

    hooks = [
        layer.norm.register_forward_pre_hook(lambda _, inputs, layer=layer: keep(layer, inputs[0])) for layer in layers
    ]
    with torch.no_grad():
        net.eval()(pictures.float())
        for layer in layers:
            variance, mean = torch.var_mean(seen[layer], 1)
            norm = layer.norm
            norm.running_mean.copy_(mean)
            norm.running_var.copy_(variance)
            norm.weight.copy_(torch.sqrt(variance + norm.eps))
            norm.bias.add_(mean)
    for hook in hooks:
        hook.remove()
    net.train()
