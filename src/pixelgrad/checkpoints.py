"""Trainings that go on where they were cut off: everything that the rest of a training depends on, in one file.

Limits: the dice kept are those of the CPU; what is drawn on a GPU is drawn anew after an interruption.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch


def save(file: Path, owner: Any, parts: Sequence[str], **more: Any) -> None:
    """Write the state of the networks and optimisers that `owner` has under the names `parts`, the dice, and `more`.

    more: plain data and tensors only. What stood in the file before stays whole until then.
    """
    state = {name: getattr(owner, name).state_dict() for name in parts}
    torch.save({**state, **more, "dice": torch.get_rng_state()}, file.with_suffix(".part"))
    os.replace(file.with_suffix(".part"), file)


def resume(file: Path, owner: Any, parts: Sequence[str], device: torch.device) -> dict[str, Any]:
    """Put back what `save` wrote; returns the rest of it. Raises ValueError if it is of other networks."""
    state = torch.load(file, weights_only=True, map_location=device)
    try:
        for name in parts:
            getattr(owner, name).load_state_dict(state.pop(name))
    except (KeyError, RuntimeError, ValueError) as error:
        raise ValueError(f"{file} is a checkpoint of other networks: remove it, or name another file") from error
    torch.set_rng_state(state.pop("dice").cpu())
    return state
