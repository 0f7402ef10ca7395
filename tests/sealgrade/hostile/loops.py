# Code that does not come back, in Python, in C, in printing, in a call and in a cell.
# How to read this file: attacks.py.
# ruff: noqa
# fmt: off

# %% loop
# kind: timeout
# says: no answer within 1 seconds; it was interrupted at f, line 2
# fast
def f(x):
    while True: pass

# %% loop that swallows every exception
# kind: timeout
# says: no answer within 1 s
import time
def f(x):
    while True:
      try: time.sleep(600)
      except BaseException: pass

# %% loop of products
# kind: timeout
# fast
import torch
def f(x):
    a = torch.randn(1500, 1500)
    while True: a = a @ a

# %% one long call in C
# kind: timeout
# fast
def f(x):
    return sum(range(10**14))

# %% sleep
# kind: timeout
# says: interrupted at f
import time
def f(x):
    time.sleep(1e6)

# %% deadlock
# kind: timeout
import threading
def f(x):
    lock = threading.Lock(); lock.acquire(); lock.acquire()

# %% stops itself
# kind: timeout
# fast
import os, signal
def f(x):
    os.kill(os.getpid(), signal.SIGSTOP)

# %% ignores signals and loops
# kind: timeout
import signal
def f(x):
    for s in (2, 14, 15): signal.signal(s, signal.SIG_IGN)
    while True: pass

# %% loop in __str__ of an exception
# kind: timeout
class E(Exception):
  def __str__(self):
    while True: pass
def f(x):
    raise E

# %% loop in __repr__ of the result
# kind: timeout
# fast
class R:
  def __repr__(self):
    while True: pass
def f(x):
    return R()

# %% child that keeps the channel open
# kind: timeout died
import os, time
def f(x):
    if os.fork(): os._exit(0)
    time.sleep(600)

# %% cell that loops
# notes: Cell 4 was interrupted: no answer within 1.5 seconds
# fast
while True: pass

# %% cell that loops and swallows interrupts
# notes: Cell 4 was left out: no answer within 1.5 seconds
# fast
import time
while True:
  try: time.sleep(600)
  except BaseException: pass

# %% cell with a loop in C
# notes: Cell 4 was left out
sum(range(10**14))

# %% cell whose error loops
# notes: Cell 4 was
class E(Exception):
  def __str__(self):
    while True: pass
raise E

# %% thread that never ends
import threading
def spin():
  while True: pass
threading.Thread(target=spin, daemon=True).start()
