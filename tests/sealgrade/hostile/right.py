# Right answers in unusual forms: all of them earn full marks.
# How to read this file: attacks.py.
# ruff: noqa
# fmt: off

# %% numpy scalar
# fast
import numpy as np
def g(x): return np.int64(x.numel())

# %% numpy float
import numpy as np
def g(x): return np.float64(x.numel())

# %% float64 result
# fast
def f(x):
    return x.double() + 1

# %% numpy result
def f(x):
    return x.numpy() + 1

# %% non-contiguous result
# fast
def f(x):
    return (x + 1).t().contiguous().t()

# %% expanded result
def f(x):
    return (x + 1)[None].expand(4, 2, 3)[1]

# %% result with a gradient
def f(x):
    return (x + 1).requires_grad_() * 1

# %% warnings on stderr
# fast
import logging, sys, warnings
def f(x):
    warnings.warn('careful'); print('careful', file=sys.stderr); logging.warning('careful')
    return x + 1

# %% prints and progress
def f(x):
    for i in range(50): print(i, end='\r')
    return x + 1

# %% figure
# limits: call_s=10
get_ipython().run_line_magic('matplotlib', 'inline')
import matplotlib.pyplot as plt
plt.plot([1, 2]); plt.show()

# %% data loader with two workers
# limits: call_s=10
# in docker-user: raised
import torch
def f(x):
    from torch.utils.data import DataLoader, TensorDataset
    total = sum(b[0].sum().item() for b in DataLoader(TensorDataset(torch.arange(8.)), batch_size=2, num_workers=2, timeout=8))
    assert total == 28
    return x + 1

# %% process pool
# limits: call_s=10
# in docker-user: raised
import multiprocessing as mp
def f(x):
    with mp.get_context('fork').Pool(2) as p: assert p.map(abs, [-1, -2]) == [1, 2]
    return x + 1

# %% shell command
# fast
get_ipython().system('echo hello')
