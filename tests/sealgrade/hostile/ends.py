# Code that ends its process, crashes it, leaves it running, or raises what is hard to report.
# How to read this file: attacks.py.
# ruff: noqa
# fmt: off

# %% os._exit(0)
# kind: died
# says: exit code 0
# fast
import os
def f(x):
    os._exit(0)

# %% os._exit(3)
# kind: died
# says: exit code 3
import os
def f(x):
    os._exit(3)

# %% sys.exit
# kind: raised
# says: SystemExit: 0
# fast
import sys
def f(x):
    sys.exit(0)

# %% BaseException
# kind: raised
# says: E: x .f, line
class E(BaseException): pass
def f(x):
    raise E('x')

# %% KeyboardInterrupt
# kind: raised
# says: KeyboardInterrupt
def f(x):
    raise KeyboardInterrupt

# %% pytest.skip
# kind: raised
# says: Skipped
# fast
import pytest
def f(x):
    pytest.skip('let me pass')

# %% pytest.exit
# kind: raised
# says: Exit
import pytest
def f(x):
    pytest.exit('no more')

# %% exception that cannot be printed
# kind: raised
# says: could not be printed
class E(Exception):
  def __str__(self): raise ValueError
def f(x):
    raise E

# %% exception with lying texts
# kind: raised
# says: aaaa
class S(str):
  def __getitem__(self, i): return object()
class E(Exception):
  def __str__(self): return S('a' * 5000)
def f(x):
    raise E

# %% exception with a broken surrogate
# kind: raised
# says: ValueError
def f(x):
    raise ValueError('\ud800')

# %% huge exception
# kind: raised
# says: ValueError: xxx
# limits: call_s=10
def f(x):
    raise ValueError('x' * 10**7)

# %% RecursionError
# kind: raised
# says: RecursionError
# fast
def f(x):
    return f(x)

# %% recursion without a limit
# kind: timeout memory died raised
import sys
sys.setrecursionlimit(10**9)
def h(n): return [h(n + 1) for _ in (1,)]
def f(x):
    return h(0)

# %% crash in __repr__ recursion
# kind: died timeout memory
# limits: call_s=10
# fast
import sys
class R:
  def __repr__(self): return repr(self)
def f(x):
    sys.setrecursionlimit(10**9)
    return repr(R())

# %% segfault
# kind: died
# says: SIGSEGV.*a crash in compiled code
# fast
import ctypes
def f(x):
    ctypes.string_at(0)

# %% abort
# kind: died
# says: SIGABRT
import os
def f(x):
    os.abort()

# %% kills itself
# kind: died
# says: SIGKILL
import os
def f(x):
    os.kill(os.getpid(), 9)

# %% closes every descriptor
# kind: died
# fast
import os
def f(x):
    os.closerange(0, 1000); return x + 1

# %% closes every descriptor and loops
# kind: died
# says: closed its channel
import os
def f(x):
    os.closerange(0, 1000)
    while True: pass

# %% daemon left behind
# fast
import os, time
def f(x):
    if os.fork() == 0:
      os.setsid()
      if os.fork(): os._exit(0)
      os.closerange(0, 1000)
      time.sleep(600)
    return x + 1

# %% background processes
import subprocess
def f(x):
    for _ in range(5): subprocess.Popen(['sleep', '600'], start_new_session=True)
    return x + 1

# %% atexit
import atexit, os, time
atexit.register(lambda: time.sleep(600))
atexit.register(os._exit, 1)

# %% cell that ends the process
# notes: Cell 4 was left out: the process ended itself with exit code 0
# fast
import os
os._exit(0)

# %% cell that crashes
# notes: Cell 4 was left out: the process was ended by SIGSEGV
import ctypes
ctypes.string_at(0)

# %% cell that exits politely
import sys
sys.exit(3)

# %% cell that skips
import pytest
pytest.skip('all', allow_module_level=True)

# %% cell that forks and goes on
# notes: ^$
import os
os.fork()

# %% six lethal cells
# notes: Too many cells ended the process
import os
os._exit(0)
# --
import os
os._exit(1)
# --
import os
os._exit(2)
# --
import os
os._exit(3)
# --
import os
os._exit(4)
# --
import os
os._exit(5)
