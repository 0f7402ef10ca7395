"""Look at a network that a student's function has built, from outside: its tensors and what it makes of an input.

A check holds the network itself, or in the sealed grader only a handle whose methods can be called. Both answer
`state_dict` and a call with a batch; nothing else is asked of them, so names, containers and classes of layers are free.

Limits: a layer is known by the shape of its weight, so two layers of one shape are told apart by their order only.
"""

import torch
from torch import nn

from .testing import holds, noise, tensor


def layers(net, call):
    """[{"weight": ..., "bias": ..., ...}]: the tensors of each layer that has any, in the order of the network."""
    holds(net is not None and not isinstance(net, torch.Tensor | str | int | float | list | tuple | dict), call,
          "It returned no network. Does the function end with a return?")  # fmt: skip
    return grouped(_state(net, call))


def stirred(net, call, seed, by=0.2, lower=()):
    """Give every learned number of the network a push of its own; the layers as they then ought to be.

    What two layers share cannot take the numbers of both, so that it shows in the output. Biases of shape `lower` get 2 less:
    then an activation after them shows even where only the largest values count.
    """
    state = _state(net, call)
    for k, (name, value) in enumerate(state.items()):
        if value.is_floating_point() and not name.rpartition(".")[2].startswith("running_"):
            value += by * noise(seed + k, *value.shape, dtype=value.dtype) - 2.0 * (tuple(value.shape) == lower and name.endswith("bias"))
    _asked(call, "load_state_dict", lambda: net.load_state_dict(state))
    return grouped(state)


def _state(net, call):
    state = _asked(call, "state_dict", lambda: net.state_dict(destination={}))  # a plain dict crosses as data
    return {name: value.detach().cpu().clone() for name, value in state.items()}  # as it is now: a forward pass may move statistics


def grouped(state):
    """A state_dict as `layers` gives it; the tensors are those of the state_dict."""
    found = {}
    for name, value in state.items():
        prefix, _, kind = name.rpartition(".")
        found.setdefault(prefix, {})[kind] = value
    return list(found.values())


def parameters(found):
    """How many numbers can be learned: everything but the running statistics of normalisation."""
    learned = (value for layer in found for kind, value in layer.items() if not kind.startswith(("running_", "num_batches")))
    return sum(value.numel() for value in learned)


def sizes(found, shapes, count, call):
    """Assert the number of parameters, and that there is a layer for every shape of a weight; return these in order."""
    total = parameters(found)
    kinds = [tuple(layer["weight"].shape) for layer in found if "weight" in layer]
    for wanted in shapes:
        there = ", ".join(map(str, kinds)) or "none"
        holds(kinds.count(wanted) >= shapes.count(wanted), call, f"No layer has a weight of shape {wanted}; there are: {there}.")
    holds(total == count, call, f"The network has {total} parameters; expected {count}.")
    return arranged(found, shapes, call)


def arranged(found, shapes, call):
    """The layers with weights of these shapes, in this order, in float64. Refuses where one is missing."""
    left, chosen = list(found), []
    for wanted in shapes:
        layer = next((layer for layer in left if "weight" in layer and tuple(layer["weight"].shape) == wanted), None)
        holds(layer is not None and "bias" in layer, call, f"No layer has a bias and a weight of shape {wanted}.")
        left = [other for other in left if other is not layer]
        chosen.append({kind: value.double() if value.is_floating_point() else value for kind, value in layer.items()})
    return chosen


def answer(net, X, call, method="__call__"):
    """What the network, or a method of it, gives for a batch, whatever it is; says so if it does not take it."""
    named = "the network" if method == "__call__" else f"its {method}"
    ask = net if method == "__call__" else lambda X: getattr(net, method)(X)
    return _asked(call, f"{named} with an input of shape {tuple(X.shape)}", lambda: ask(X))


def output(net, X, call, what="output"):
    """What the network makes of a batch, float64."""
    return tensor(answer(net, X, call), call, what)


def mode(net, training, call):
    """Put the network into train or eval mode."""
    _asked(call, "train", lambda: net.train(training))


def _asked(call, what, ask):
    try:
        return ask()
    except Exception as error:
        if not isinstance(
            error, ArithmeticError | LookupError | RuntimeError | TypeError | ValueError | AttributeError | NotImplementedError
        ):
            raise  # the grader's own
        holds(False, call, f"Called {what}\nIt raised {type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}")


def linear(layer, X):
    """(N, in) -> (N, out)."""
    return X @ layer["weight"].T + layer["bias"]


def conv(layer, X):
    """A convolution without padding, stride 1."""
    return nn.functional.conv2d(X, layer["weight"], layer["bias"])


def upconv(layer, X):
    """A transposed convolution, stride 2, padding 1."""
    return nn.functional.conv_transpose2d(X, layer["weight"], layer["bias"], stride=2, padding=1)


def normalised(layer, X, training):
    """Batch normalisation with the statistics of X, or with those that the layer holds."""
    statistics = (None, None) if training else (layer["running_mean"], layer["running_var"])
    return nn.functional.batch_norm(X, *statistics, layer["weight"], layer["bias"], training=training)
