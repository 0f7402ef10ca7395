# Code that breaks the notebook's shell, or brings files that shadow modules.
# How to read this file: attacks.py.
# ruff: noqa
# fmt: off

# %% input transformers replaced
# kind: passed missing
# fast
get_ipython().input_transformers_post.append(lambda lines: ['raise SystemExit\n'])
# --
f = None

# %% transformer that raises
def t(lines): raise KeyError('t')
get_ipython().input_transformer_manager.cleanup_transforms.insert(0, t)
# --
f = None

# %% showtraceback replaced
# fast
get_ipython().showtraceback = lambda *a, **k: None
1 / 0

# %% run_cell replaced
# notes: Cell 5 was left out
get_ipython().run_cell = lambda *a, **k: None
# --
y = 1

# %% stdout replaced
import sys
sys.stdout = sys.stderr = None
# --
y = 1

# %% builtins removed
# kind: passed property raised timeout memory output died tampering missing
# g: passed failed
import builtins
for name in ('open', 'len', 'print', 'isinstance', 'type', 'str', 'getattr'): delattr(builtins, name)
# --
y = 1

# %% modules emptied
# kind: passed property raised timeout memory output died tampering missing
# g: passed failed
import sys
sys.modules.clear()
# --
y = 1

# %% folder deleted
import os, shutil
shutil.rmtree('.', ignore_errors=True)
# --
get_ipython().system('ls')
