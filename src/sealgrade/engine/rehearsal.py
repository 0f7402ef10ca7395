"""What every worker and judge does with a call, done some times before the fork.

Python adapts its code to what it meets, in the memory of the code itself. Done once here, the forks begin with adapted code
and share it; otherwise each of them adapts its own copy, page by page.
"""

from typing import Any

import torch

from sealgrade.engine import calls, channel, proxy, wire, worker

ROUNDS = 24  # more than Python's counters need before it adapts
SMALL: dict[str, Any] = {"in_features": 4, "out_features": 2}


def _twice(X: Any, *rest: Any, **more: Any) -> Any:
    """In place of a student's function: something that is differentiable, where there is a network its scores."""
    return rest[0](X) if rest else 2 * X


def call() -> None:
    """Ask, answer and read the answer, in this process: tensors, numbers, text, containers, a network."""
    answerer = worker.Answerer({"twice": _twice})
    X = torch.ones(2, 4)
    network = wire.Spec("torch.nn:Linear", SMALL, dict(torch.nn.Linear(**SMALL).state_dict()), False, ())
    named = {"size": 3, "rate": 0.5, "names": ["a", "b"]}
    for args, kwargs, wrt in (([X], {}, (0,)), ([X.double().numpy()], named, ()), ([X, network], {}, (0,))):
        request = {
            "do": "call", "id": 1, "names": ["twice"], "args": wire.encode(proxy.outgoing(args)), "kwargs": wire.encode(kwargs),
            "bind": wire.encode({}), "wrt": list(wrt), "times": 2, "after": [0], "seed": 1,
        }  # fmt: skip
        request = wire.unpack(channel.frame(request)[4:], trusted=True)
        answer = wire.unpack(channel.frame({"id": 1, **answerer.answer(request)})[4:])
        fields = {key: wire.decode(node) for key, node in answer["ok"].items()}
        calls.describe_call("twice", fields["values"], kwargs)


def rehearse() -> None:
    """Whatever this draws is drawn from generators that every worker and judge seeds anew."""
    for _ in range(ROUNDS):
        call()
