# Code that takes all memory, processes, disk or output.
# How to read this file: attacks.py.
# ruff: noqa
# fmt: off

# %% fork bomb
# kind: timeout
# says: the process limit was reached: 64
# limits: call_s=4
# fast
import os
def f(x):
    while True:
      try: os.fork()
      except OSError: pass

# %% fork bomb in a cell
# notes: process limit was reached
# limits: cell_s=4
import os
while True:
  try: os.fork()
  except OSError: pass

# %% fork bomb left behind
# kind: passed timeout
# fast
import os
def f(x):
    if os.fork() == 0:
      while True:
        try: os.fork()
        except OSError: pass
    return x + 1

# %% thread bomb
# kind: property
# says: can't start new thread
# limits: call_s=10
import threading, time
def f(x):
    n = 0
    try:
      while True: threading.Thread(target=time.sleep, args=(9e4,), daemon=True).start(); n += 1
    except RuntimeError as e: return [n, str(e)]

# %% tensor of 400 GB
# kind: raised
# says: DefaultCPUAllocator|not enough memory
# limits: call_s=10
# fast
import torch
def f(x):
    return torch.ones(10**11)

# %% list of tensors
# kind: memory raised
# says: MiB of memory|not enough|allocate
# limits: memory_mib=600 call_s=10 cell_s=10
# fast
import torch
def f(x):
    k = []
    while True: k.append(torch.ones(10**7))

# %% list of strings
# kind: memory raised
# limits: memory_mib=600 call_s=10 cell_s=10
def f(x):
    k = []
    while True: k.append('x' * 10**6 + str(len(k)))

# %% shared maps
# kind: memory
# limits: memory_mib=600 call_s=10 cell_s=10
# fast
import mmap
def f(x):
    k = []
    while True:
      m = mmap.mmap(-1, 10**8); m.write(b'x' * 10**8); k.append(m)

# %% memory of children
# kind: memory
# limits: memory_mib=600 call_s=10 cell_s=10
import os, time
def f(x):
    for _ in range(8):
      if os.fork() == 0:
        b = bytearray(10**8)
        for i in range(0, 10**8, 4096): b[i] = 1
        time.sleep(60)
    time.sleep(60)

# %% memory of a thread's children
# kind: memory
# limits: memory_mib=600 call_s=10 cell_s=10
import os, threading, time
def f(x):
    def t():
      for _ in range(8):
        if os.fork() == 0:
          b = bytearray(10**8)
          for i in range(0, 10**8, 4096): b[i] = 1
          time.sleep(60)
      time.sleep(60)
    threading.Thread(target=t).start(); time.sleep(60)

# %% memory of nobody: memfd
# kind: raised
# says: PermissionError
# limits: call_s=10
import os
def f(x):
    k = []
    while True:
      k.append(os.memfd_create('m')); os.write(k[-1], b'x' * 10**7)

# %% memory in a cell
# notes: Cell 4 was left out: .* MiB of memory|^$
# limits: memory_mib=600 call_s=10 cell_s=10
k = []
while True: k.append('x' * 10**6 + str(len(k)))

# %% /dev/shm filled
# kind: raised
# says: No space left
# limits: call_s=10
# in docker-root: output
# in docker-user: raised
def f(x):
    for i in range(400):
      with open(f'/dev/shm/f{i}', 'wb') as h: h.write(b'x' * (20 << 20))
    return x + 1

# %% /dev/shm left full
# limits: call_s=10
# in docker-user: raised
# fast
def f(x):
    with open('/dev/shm/left', 'wb') as h: h.write(b'x' * (20 << 20))
    return x + 1

# %% one large file
# kind: raised
# says: File too large
# limits: call_s=10
# fast
def f(x):
    with open('big', 'wb') as h:
      for _ in range(10000): h.write(b'x' * (1 << 20))

# %% many large files
# kind: raised
# says: No space left|No such
# limits: call_s=10
# in docker-root: output
# in docker-user: output
def f(x):
    for i in range(1000):
      with open(f'b{i}', 'wb') as h: h.write(b'x' * (30 << 20))

# %% many small files
# kind: raised output timeout
# limits: call_s=10
def f(x):
    for i in range(60000): open(f'b{i}', 'wb').close()

# %% deep folders
# kind: passed output raised
# limits: call_s=10
import os
def f(x):
    for i in range(1500): os.mkdir('d'); os.chdir('d')
    return x + 1

# %% files nobody may delete
import os
def f(x):
    os.makedirs('a/b'); open('a/b/c', 'w').close(); os.chmod('a/b', 0); os.chmod('a', 0)
    return x + 1

# %% prints a gigabyte
# limits: call_s=10
# fast
def f(x):
    s = 'x' * (1 << 20)
    for _ in range(1000): print(s)
    return x + 1

# %% writes a gigabyte to descriptor 1
# kind: output
# says: more than 8 MiB were printed
# limits: call_s=10
# fast
import os
def f(x):
    s = b'x' * (1 << 20)
    for _ in range(1000): os.write(1, s)
    return x + 1

# %% writes a gigabyte to descriptor 2
# kind: output
# limits: call_s=10
import os
def f(x):
    s = b'x' * (1 << 20)
    for _ in range(1000): os.write(2, s)
    return x + 1

# %% prints a gigabyte in a cell
# fast
s = 'x' * (1 << 20)
for _ in range(1000): print(s)

# %% writes a gigabyte in a cell
# notes: Cell 4 was left out: more than 8 MiB were printed
import os
s = b'x' * (1 << 20)
for _ in range(1000): os.write(1, s)

# %% a million short prints in a cell
# limits: cell_s=20
for i in range(10**6): print(i)

# %% gigabyte tensor comes back
# kind: raised memory timeout
# limits: call_s=10
import torch
def f(x):
    return torch.zeros(2**28)

# %% three million numbers come back
# kind: raised
# says: too long to send
# limits: call_s=10
def f(x):
    return list(range(3_000_000))
