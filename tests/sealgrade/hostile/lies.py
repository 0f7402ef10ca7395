# Results that lie about themselves, and comparisons replaced by ones that agree.
# How to read this file: attacks.py.
# ruff: noqa
# fmt: off

# %% always equal
# kind: property
# says: not a tensor|could not be used
# fast
class E:
  shape = (2, 3)
  def __eq__(self, other): return True
  def __hash__(self): return 0
  def __bool__(self): return True
def f(x):
    return E()

# %% lying tensor subclass
# kind: property raised timeout memory output died tampering missing
# fast
import torch
class T(torch.Tensor):
  @classmethod
  def __torch_function__(cls, f, types, args=(), kwargs=None): return True
def f(x):
    return torch.zeros(2, 3).as_subclass(T)

# %% comparisons replaced
# kind: property
# says: not x . 1
# fast
import torch
def f(x):
    torch.allclose = torch.equal = torch.testing.assert_close = lambda *a, **k: True
    torch.Tensor.__eq__ = lambda a, b: True
    return torch.zeros(2, 3)

# %% comparisons replaced in a cell
# kind: property
# fast
import torch, numpy, numpy.testing, pytest
torch.allclose = torch.equal = torch.testing.assert_close = lambda *a, **k: True
torch.Tensor.__eq__ = lambda a, b: True
numpy.testing.assert_allclose = numpy.allclose = lambda *a, **k: True
pytest.fail = pytest.raises = lambda *a, **k: None
def f(x): return torch.zeros(2, 3)

# %% numpy array that lies
# kind: property raised timeout memory output died tampering missing
import numpy as np
class A(np.ndarray):
  def __array_ufunc__(self, *a, **k): return True
  def __eq__(self, o): return True
def f(x):
    return np.zeros((2, 3)).view(A)

# %% self-referential list
# kind: raised
# says: nested deeper
# fast
def f(x):
    a = []; a.append(a); return a

# %% deep nesting
# kind: raised
# says: nested deeper
def f(x):
    a = []
    for _ in range(10000): a = [a]
    return a

# %% module, generator and lambda come back
# kind: property
import torch
def f(x):
    return [torch.nn.Linear(1, 1), (i for i in range(3)), lambda: 0]

# %% integer of ten thousand digits
# kind: property raised tampering
# limits: call_s=10
def f(x):
    return 10 ** 10000

# %% not implemented
# kind: blank
# says: f is not implemented yet
# fast
def f(x):
    raise NotImplementedError('f')

# %% not defined
# kind: missing
# says: no function named f is defined
del f

# %% a number for a function
# kind: missing
f = 3
