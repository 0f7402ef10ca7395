# Code that writes to the grader's channel, or replaces the worker's own functions.
# How to read this file: attacks.py.
# ruff: noqa
# fmt: off

# %% forged answer
# kind: tampering
# says: belongs to no question|more bytes
# with: channel
# fast
def f(x):
    send(frame(msgpack.packb({'id': 999, 'ok': True}))); return x + 1

# %% answer in advance
# kind: tampering
# with: channel
def f(x):
    send(frame(msgpack.packb({'id': 999, 'ok': True}))); os._exit(0)

# %% garbage
# kind: tampering
# says: cannot be read|more bytes
# with: channel
def f(x):
    send(b'\x00\x00\x00\x05hello'); return x + 1

# %% header of 4 GB
# kind: tampering
# says: was announced
# with: channel
# fast
def f(x):
    send(b'\xff' * 4); return x + 1

# %% half a frame
# kind: died
# with: channel
def f(x):
    send(b'\x00\x00\xff\xffab'); os._exit(0)

# %% pickle bomb
# kind: tampering
# with: channel
# fast
class X:
  def __reduce__(self): return os._exit, (7,)

def f(x):
    send(frame(pickle.dumps(X()))); return x + 1

# %% sixty million empty lists
# kind: tampering
# says: more than 2000000 items|WireError|not msgpack
# limits: call_s=10
# with: channel
def f(x):
    send(frame(b'\xdd' + struct.pack('>I', 60) + 60 * (b'\xdd' + struct.pack('>I', 10**6) + b'\x90' * 10**6))); return x + 1

# %% lists in lists
# kind: tampering
# with: channel
def f(x):
    send(frame(b'\x91' * 10**6)); return x + 1

# %% keys that collide
# kind: property raised timeout memory output died tampering missing
# limits: call_s=10
# with: channel
def f(x):
    M = 2**61 - 1
    pairs = [[['int', hex((k + 9) * M)], None] for k in range(100000)]
    send(frame(msgpack.packb({'id': 4, 'ok': {'values': ['dict', pairs]}}))); return x + 1

# %% an extra frame after the answer
# kind: passed property raised timeout memory output died tampering missing
# notes: Cell 5 was left out
# with: channel
def f(x):
    return x + 1
# --
send(frame(msgpack.packb({'id': 5, 'ok': 'stale'})))

# %% answers with a wrong pid
# kind: property raised timeout memory output died tampering missing
# says: names no process
# g: failed
# fast
import sealgrade.engine.worker as w
w.Leader.fork = lambda self, fd: 1

# %% leader that names the grader
# kind: property raised timeout memory output died tampering missing
# g: failed
import sealgrade.engine.worker as w
w.Leader.fork = lambda self, fd: FACTS['grader']

# %% leader that does not fork
# kind: died
# says: could not start a test
# g: failed
import sealgrade.engine.worker as w, time
w.Leader.fork = lambda self, fd: time.sleep(600)

# %% leader that raises
# kind: died
# says: ZeroDivisionError
# g: failed
import sealgrade.engine.worker as w
w.Leader.fork = lambda self, fd: 1 / 0

# %% encoder replaced
# kind: property raised timeout memory output died tampering missing
# g: passed failed
# fast
import sealgrade.engine.wire as w
w.encode = lambda *a, **k: 42
def f(x): return 0

# %% perform replaced
# kind: property raised timeout memory output died tampering missing
# g: failed
import sealgrade.engine.worker as w
w.perform = lambda *a, **k: {'values': [True]}
def f(x): return 0

# %% answer replaced
# kind: property raised timeout memory output died tampering missing
# g: failed
import sealgrade.engine.worker as w
w.Answerer.answer = lambda *a: {'ok': {'values': ['list', [['handle', 1, 'torch.Tensor', 'equal']]]}}

# %% answer is no answer
# kind: tampering
# says: an answer came that is not one
# g: failed
import sealgrade.engine.worker as w
w.Answerer.answer = lambda *a: {'ok': 5}

# %% error is no error
# kind: tampering
# g: failed
import sealgrade.engine.worker as w
w.Answerer.answer = lambda *a: {'raised': 5}

# %% decoder replaced by a loop
# kind: timeout
# g: failed
import sealgrade.engine.wire as w
def loop(*a, **k):
  while True: pass
w.decode = loop

# %% channel closed in a cell
# notes: Cell 4 was left out
import os
os.closerange(3, 100)

# %% outputs that are none
# notes: Cell 5 was left out: outputs came that are none
import sealgrade.engine.shell as s
s.Shell.run = lambda *a: {'outputs': [{'output_type': 'stream'}], 'count': 1, 'error': ''}
# --
1

# %% outputs nested a thousand deep
# notes: ^$|outputs came that are none
import json
deep = '[' * 900 + ']' * 900
display({'application/json': json.loads(deep)}, raw=True)

# %% broken surrogates in outputs
# fast
print('\ud800')
display({'text/plain': '\udfff'}, raw=True)

# %% display of what JSON cannot hold
display({'text/plain': 'a', 'application/x': object()}, raw=True)
display({'application/json': float('nan')}, raw=True)
