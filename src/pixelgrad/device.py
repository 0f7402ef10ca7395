"""Where to compute, and how to compute the same thing twice."""

import contextlib
import random

import numpy as np
import torch


def default_device() -> torch.device:
    """`cuda` when torch sees a GPU, else `cpu`."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def mixed(device: torch.device | str, enabled: bool = True) -> contextlib.AbstractContextManager[None]:
    """Forward passes in the body in bfloat16 where torch holds that for safe; weights, losses and optimisers stay float32.

    bfloat16 has the range of float32, so gradients need no scaling. Limits: three digits only, so results differ by about 1 %;
    faster where a GPU's products take longest, slower on most CPUs and where starting kernels does. Disabled, the body is as
    it would be without. Weights are rounded anew for every use: torch would keep what it has rounded until the body ends, and
    a training in it would go on with its first weights.
    """
    return torch.autocast(torch.device(device).type, torch.bfloat16, enabled=enabled, cache_enabled=False)


def seed_everything(seed: int) -> None:
    """Seed the global generators of torch (all devices), NumPy and `random`.

    seed: int in [0, 2**32), NumPy's range; anything else raises ValueError.
    Not covered: operations that torch itself calls non-deterministic on a GPU.
    """
    np.random.seed(seed)  # library code still draws from this one
    if torch.accelerator.is_available():
        torch.manual_seed(seed)
    else:  # manual_seed would also note, with a stack trace, what to do with GPUs that may come up later: 2 ms a call
        torch.default_generator.manual_seed(seed)
    random.seed(seed)
