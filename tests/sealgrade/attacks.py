"""Hostile and broken submissions: what each does, and what its report must say.

Every submission starts with a right `f` (x + 1) and a right `g` (number of elements); an attack's cells come after and may
replace them. `FACTS` tells the attacker where everything is: places, process numbers, ports.
"""

from dataclasses import dataclass, field

ANY = ("", "property", "raised", "timeout", "memory", "output", "died", "tampering", "missing")
FAILS = ANY[1:]


@dataclass
class Attack:
    """`kind`, `says`: of the report on `f`. `g`: outcome of the other test. `notes`: found in the notes of the result."""

    name: str
    cells: list[str]
    kind: tuple[str, ...] = ("",)
    says: str = ""
    g: tuple[str, ...] = ("passed",)
    notes: str = ""
    loot: str = ""  # what the report on `loot` must show; the secret must be nowhere
    files: dict[str, str] = field(default_factory=dict)
    limits: dict[str, float] = field(default_factory=dict)
    fast: bool = False
    by_profile: dict[str, tuple[str, ...]] = field(default_factory=dict)  # kinds that differ


def body(*lines: str, before: str = "") -> list[str]:
    """One cell that defines `f` with these lines."""
    return [before + "\ndef f(x):\n" + "\n".join("    " + line for line in "\n".join(lines).split("\n"))]


TIMEOUT, RAISED, DIED, PROPERTY, TAMPERING = ("timeout",), ("raised",), ("died",), ("property",), ("tampering",)
TINY_MEMORY = {"memory_mib": 600, "call_s": 10.0, "cell_s": 10.0}
PATIENT = {"call_s": 10.0}

LOOPS = [
    Attack("loop", body("while True: pass"), TIMEOUT, "no answer within 1 seconds; it was interrupted at f, line 2", fast=True),
    Attack(
        "loop that swallows every exception",
        body("while True:\n  try: time.sleep(600)\n  except BaseException: pass", before="import time"), TIMEOUT, "no answer within 1 s",
    ),  # fmt: skip
    Attack("loop of products", body("a = torch.randn(1500, 1500)\nwhile True: a = a @ a", before="import torch"), TIMEOUT, fast=True),
    Attack("one long call in C", body("return sum(range(10**14))"), TIMEOUT, fast=True),
    Attack("sleep", body("time.sleep(1e6)", before="import time"), TIMEOUT, "interrupted at f"),
    Attack("deadlock", body("lock = threading.Lock(); lock.acquire(); lock.acquire()", before="import threading"), TIMEOUT),
    Attack("stops itself", body("os.kill(os.getpid(), signal.SIGSTOP)", before="import os, signal"), TIMEOUT, fast=True),
    Attack(
        "ignores signals and loops",
        body("for s in (2, 14, 15): signal.signal(s, signal.SIG_IGN)\nwhile True: pass", before="import signal"), TIMEOUT,
    ),  # fmt: skip
    Attack(
        "loop in __str__ of an exception", body("raise E", before="class E(Exception):\n  def __str__(self):\n    while True: pass"), TIMEOUT,
    ),  # fmt: skip
    Attack("loop in __repr__ of the result", body("return R()", before="class R:\n  def __repr__(self):\n    while True: pass"), TIMEOUT, fast=True),
    Attack(
        "child that keeps the channel open",
        body("if os.fork(): os._exit(0)\ntime.sleep(600)", before="import os, time"), ("timeout", "died"),
    ),  # fmt: skip
    Attack("cell that loops", ["while True: pass"], notes="Cell 4 was interrupted: no answer within 1.5 seconds", fast=True),
    Attack(
        "cell that loops and swallows interrupts", ["import time\nwhile True:\n  try: time.sleep(600)\n  except BaseException: pass"],
        notes="Cell 4 was left out: no answer within 1.5 seconds", fast=True,
    ),  # fmt: skip
    Attack("cell with a loop in C", ["sum(range(10**14))"], notes="Cell 4 was left out"),
    Attack("cell whose error loops", ["class E(Exception):\n  def __str__(self):\n    while True: pass\nraise E"], notes="Cell 4 was"),
    Attack("thread that never ends", ["import threading\ndef spin():\n  while True: pass\nthreading.Thread(target=spin, daemon=True).start()"]),
]

ENDS = [
    Attack("os._exit(0)", body("os._exit(0)", before="import os"), DIED, "exit code 0", fast=True),
    Attack("os._exit(3)", body("os._exit(3)", before="import os"), DIED, "exit code 3"),
    Attack("sys.exit", body("sys.exit(0)", before="import sys"), RAISED, "SystemExit: 0", fast=True),
    Attack("BaseException", body("raise E('x')", before="class E(BaseException): pass"), RAISED, "E: x .f, line"),
    Attack("KeyboardInterrupt", body("raise KeyboardInterrupt"), RAISED, "KeyboardInterrupt"),
    Attack("pytest.skip", body("pytest.skip('let me pass')", before="import pytest"), RAISED, "Skipped", fast=True),
    Attack("pytest.exit", body("pytest.exit('no more')", before="import pytest"), RAISED, "Exit"),
    Attack("exception that cannot be printed", body("raise E", before="class E(Exception):\n  def __str__(self): raise ValueError"), RAISED, "could not be printed"),
    Attack(
        "exception with lying texts",
        body("raise E", before="class S(str):\n  def __getitem__(self, i): return object()\nclass E(Exception):\n  def __str__(self): return S('a' * 5000)"), RAISED, "aaaa",
    ),  # fmt: skip
    Attack("exception with a broken surrogate", body(r"raise ValueError('\ud800')"), RAISED, "ValueError"),
    Attack("huge exception", body("raise ValueError('x' * 10**7)"), RAISED, "ValueError: xxx", limits=PATIENT),
    Attack("RecursionError", body("return f(x)"), RAISED, "RecursionError", fast=True),
    Attack(
        "recursion without a limit",
        body("return h(0)", before="import sys\nsys.setrecursionlimit(10**9)\ndef h(n): return [h(n + 1) for _ in (1,)]"), ("timeout", "memory", "died", "raised"),
    ),  # fmt: skip
    Attack("crash in __repr__ recursion", body("sys.setrecursionlimit(10**9)\nreturn repr(R())", before="import sys\nclass R:\n  def __repr__(self): return repr(self)"), ("died", "timeout", "memory"), fast=True, limits=PATIENT),
    Attack("segfault", body("ctypes.string_at(0)", before="import ctypes"), DIED, "SIGSEGV.*a crash in compiled code", fast=True),
    Attack("abort", body("os.abort()", before="import os"), DIED, "SIGABRT"),
    Attack("kills itself", body("os.kill(os.getpid(), 9)", before="import os"), DIED, "SIGKILL"),
    Attack("closes every descriptor", body("os.closerange(0, 1000); return x + 1", before="import os"), DIED, fast=True),
    Attack("closes every descriptor and loops", body("os.closerange(0, 1000)\nwhile True: pass", before="import os"), DIED, "closed its channel"),
    Attack("daemon left behind", body("if os.fork() == 0:\n  os.setsid()\n  if os.fork(): os._exit(0)\n  os.closerange(0, 1000)\n  time.sleep(600)\nreturn x + 1", before="import os, time"), fast=True),
    Attack("background processes", body("for _ in range(5): subprocess.Popen(['sleep', '600'], start_new_session=True)\nreturn x + 1", before="import subprocess")),
    Attack("atexit", ["import atexit, os, time\natexit.register(lambda: time.sleep(600))\natexit.register(os._exit, 1)"]),
    Attack("cell that ends the process", ["import os\nos._exit(0)"], notes="Cell 4 was left out: the process ended itself with exit code 0", fast=True),
    Attack("cell that crashes", ["import ctypes\nctypes.string_at(0)"], notes="Cell 4 was left out: the process was ended by SIGSEGV"),
    Attack("cell that exits politely", ["import sys\nsys.exit(3)"]),
    Attack("cell that skips", ["import pytest\npytest.skip('all', allow_module_level=True)"]),
    Attack("cell that forks and goes on", ["import os\nos.fork()"], notes="^$"),
    Attack("six lethal cells", [f"import os\nos._exit({n})" for n in range(6)], notes="Too many cells ended the process"),
]

BOMBS = [
    Attack("fork bomb", body("while True:\n  try: os.fork()\n  except OSError: pass", before="import os"), TIMEOUT, "the process limit was reached: 64", limits={"call_s": 4.0}, fast=True),
    Attack("fork bomb in a cell", ["import os\nwhile True:\n  try: os.fork()\n  except OSError: pass"], notes="process limit was reached", limits={"cell_s": 4.0}),
    Attack("fork bomb left behind", body("if os.fork() == 0:\n  while True:\n    try: os.fork()\n    except OSError: pass\nreturn x + 1", before="import os"), ("", "timeout"), fast=True),
    Attack("thread bomb", body("n = 0\ntry:\n  while True: threading.Thread(target=time.sleep, args=(9e4,), daemon=True).start(); n += 1\nexcept RuntimeError as e: return [n, str(e)]", before="import threading, time"), PROPERTY, "can't start new thread", limits=PATIENT),
    Attack("tensor of 400 GB", body("return torch.ones(10**11)", before="import torch"), RAISED, "DefaultCPUAllocator|not enough memory", limits=PATIENT, fast=True),
    Attack("list of tensors", body("k = []\nwhile True: k.append(torch.ones(10**7))", before="import torch"), ("memory", "raised"), "MiB of memory|not enough|allocate", limits=TINY_MEMORY, fast=True),
    Attack("list of strings", body("k = []\nwhile True: k.append('x' * 10**6 + str(len(k)))"), ("memory", "raised"), limits=TINY_MEMORY),
    Attack("shared maps", body("k = []\nwhile True:\n  m = mmap.mmap(-1, 10**8); m.write(b'x' * 10**8); k.append(m)", before="import mmap"), ("memory",), limits=TINY_MEMORY, fast=True),
    Attack("memory of children", body("for _ in range(8):\n  if os.fork() == 0:\n    b = bytearray(10**8)\n    for i in range(0, 10**8, 4096): b[i] = 1\n    time.sleep(60)\ntime.sleep(60)", before="import os, time"), ("memory",), limits=TINY_MEMORY),
    Attack("memory of a thread's children", body("def t():\n  for _ in range(8):\n    if os.fork() == 0:\n      b = bytearray(10**8)\n      for i in range(0, 10**8, 4096): b[i] = 1\n      time.sleep(60)\n  time.sleep(60)\nthreading.Thread(target=t).start(); time.sleep(60)", before="import os, threading, time"), ("memory",), limits=TINY_MEMORY),
    Attack("memory of nobody: memfd", body("k = []\nwhile True:\n  k.append(os.memfd_create('m')); os.write(k[-1], b'x' * 10**7)", before="import os"), RAISED, "PermissionError", limits=PATIENT),
    Attack("memory in a cell", ["k = []\nwhile True: k.append('x' * 10**6 + str(len(k)))"], notes="Cell 4 was left out: .* MiB of memory|^$", limits=TINY_MEMORY),
    Attack("/dev/shm filled", body("for i in range(400):\n  with open(f'/dev/shm/f{i}', 'wb') as h: h.write(b'x' * (20 << 20))\nreturn x + 1"), RAISED, "No space left", by_profile={"docker-root": ("output",), "docker-user": RAISED}, limits=PATIENT),
    Attack("/dev/shm left full", body("with open('/dev/shm/left', 'wb') as h: h.write(b'x' * (20 << 20))\nreturn x + 1"), by_profile={"docker-user": RAISED}, fast=True, limits=PATIENT),
    Attack("one large file", body("with open('big', 'wb') as h:\n  for _ in range(10000): h.write(b'x' * (1 << 20))"), RAISED, "File too large", fast=True, limits=PATIENT),
    Attack("many large files", body("for i in range(1000):\n  with open(f'b{i}', 'wb') as h: h.write(b'x' * (30 << 20))"), RAISED, "No space left|No such", by_profile={"docker-root": ("output",), "docker-user": ("output",)}, limits=PATIENT),
    Attack("many small files", body("for i in range(60000): open(f'b{i}', 'wb').close()"), ("raised", "output", "timeout"), limits=PATIENT),
    Attack("deep folders", body("for i in range(1500): os.mkdir('d'); os.chdir('d')\nreturn x + 1", before="import os"), ("", "output", "raised"), limits=PATIENT),
    Attack("files nobody may delete", body("os.makedirs('a/b'); open('a/b/c', 'w').close(); os.chmod('a/b', 0); os.chmod('a', 0)\nreturn x + 1", before="import os")),
    Attack("prints a gigabyte", body("s = 'x' * (1 << 20)\nfor _ in range(1000): print(s)\nreturn x + 1"), fast=True, limits=PATIENT),
    Attack("writes a gigabyte to descriptor 1", body("s = b'x' * (1 << 20)\nfor _ in range(1000): os.write(1, s)\nreturn x + 1", before="import os"), ("output",), "more than 8 MiB were printed", fast=True, limits=PATIENT),
    Attack("writes a gigabyte to descriptor 2", body("s = b'x' * (1 << 20)\nfor _ in range(1000): os.write(2, s)\nreturn x + 1", before="import os"), ("output",), limits=PATIENT),
    Attack("prints a gigabyte in a cell", ["s = 'x' * (1 << 20)\nfor _ in range(1000): print(s)"], fast=True),
    Attack("writes a gigabyte in a cell", ["import os\ns = b'x' * (1 << 20)\nfor _ in range(1000): os.write(1, s)"], notes="Cell 4 was left out: more than 8 MiB were printed"),
    Attack("a million short prints in a cell", ["for i in range(10**6): print(i)"], limits={"cell_s": 20.0}),
    Attack("gigabyte tensor comes back", body("return torch.zeros(2**28)", before="import torch"), ("raised", "memory", "timeout"), limits=PATIENT),
    Attack("three million numbers come back", body("return list(range(3_000_000))"), RAISED, "too long to send", limits=PATIENT),
]

CHANNEL = "import os, pickle, struct, msgpack, stat\ndef send(data):\n  for fd in range(3, 64):\n    try:\n      if stat.S_ISSOCK(os.fstat(fd).st_mode): os.write(fd, data)\n    except OSError: pass\ndef frame(b): return struct.pack('>I', len(b)) + b\n"
FORGERIES = [
    Attack("forged answer", body("send(frame(msgpack.packb({'id': 999, 'ok': True}))); return x + 1", before=CHANNEL), TAMPERING, "belongs to no question|more bytes", fast=True),
    Attack("answer in advance", body("send(frame(msgpack.packb({'id': 999, 'ok': True}))); os._exit(0)", before=CHANNEL), TAMPERING),
    Attack("garbage", body("send(b'\\x00\\x00\\x00\\x05hello'); return x + 1", before=CHANNEL), TAMPERING, "cannot be read|more bytes"),
    Attack("header of 4 GB", body("send(b'\\xff' * 4); return x + 1", before=CHANNEL), TAMPERING, "was announced", fast=True),
    Attack("half a frame", body("send(b'\\x00\\x00\\xff\\xffab'); os._exit(0)", before=CHANNEL), DIED),
    Attack("pickle bomb", body("send(frame(pickle.dumps(X()))); return x + 1", before=CHANNEL + "class X:\n  def __reduce__(self): return os._exit, (7,)\n"), TAMPERING, fast=True),
    Attack("sixty million empty lists", body("send(frame(b'\\xdd' + struct.pack('>I', 60) + 60 * (b'\\xdd' + struct.pack('>I', 10**6) + b'\\x90' * 10**6))); return x + 1", before=CHANNEL), TAMPERING, "more than 2000000 items|WireError|not msgpack", limits=PATIENT),
    Attack("lists in lists", body("send(frame(b'\\x91' * 10**6)); return x + 1", before=CHANNEL), TAMPERING),
    Attack("keys that collide", body("M = 2**61 - 1\npairs = [[['int', hex((k + 9) * M)], None] for k in range(100000)]\nsend(frame(msgpack.packb({'id': 4, 'ok': {'values': ['dict', pairs]}}))); return x + 1", before=CHANNEL), FAILS, limits=PATIENT),
    Attack("an extra frame after the answer", body("return x + 1", before=CHANNEL) + ["send(frame(msgpack.packb({'id': 5, 'ok': 'stale'})))"], ANY, notes="Cell 5 was left out"),
    Attack("answers with a wrong pid", ["import sealgrade.engine.worker as w\nw.Leader.fork = lambda self, fd: 1"], FAILS, "names no process", g=("failed",), fast=True),
    Attack("leader that names the grader", ["import sealgrade.engine.worker as w\nw.Leader.fork = lambda self, fd: FACTS['grader']"], FAILS, g=("failed",)),
    Attack("leader that does not fork", ["import sealgrade.engine.worker as w, time\nw.Leader.fork = lambda self, fd: time.sleep(600)"], DIED, "could not start a test", g=("failed",)),
    Attack("leader that raises", ["import sealgrade.engine.worker as w\nw.Leader.fork = lambda self, fd: 1 / 0"], DIED, "ZeroDivisionError", g=("failed",)),
    Attack("encoder replaced", ["import sealgrade.engine.wire as w\nw.encode = lambda *a, **k: 42\ndef f(x): return 0"], FAILS, g=("passed", "failed"), fast=True),
    Attack("perform replaced", ["import sealgrade.engine.worker as w\nw.perform = lambda *a, **k: {'values': [True]}\ndef f(x): return 0"], FAILS, g=("failed",)),
    Attack("answer replaced", ["import sealgrade.engine.worker as w\nw.Answerer.answer = lambda *a: {'ok': {'values': ['list', [['handle', 1, 'torch.Tensor', 'equal']]]}}"], FAILS, g=("failed",)),
    Attack("answer is no answer", ["import sealgrade.engine.worker as w\nw.Answerer.answer = lambda *a: {'ok': 5}"], TAMPERING, "an answer came that is not one", g=("failed",)),
    Attack("error is no error", ["import sealgrade.engine.worker as w\nw.Answerer.answer = lambda *a: {'raised': 5}"], TAMPERING, g=("failed",)),
    Attack("decoder replaced by a loop", ["import sealgrade.engine.wire as w\ndef loop(*a, **k):\n  while True: pass\nw.decode = loop"], TIMEOUT, g=("failed",)),
    Attack("channel closed in a cell", ["import os\nos.closerange(3, 100)"], notes="Cell 4 was left out"),
    Attack("outputs that are none", ["import sealgrade.engine.shell as s\ns.Shell.run = lambda *a: {'outputs': [{'output_type': 'stream'}], 'count': 1, 'error': ''}", "1"], notes="Cell 5 was left out: outputs came that are none"),
    Attack("outputs nested a thousand deep", ["import json\ndeep = '[' * 900 + ']' * 900\ndisplay({'application/json': json.loads(deep)}, raw=True)"], notes="^$|outputs came that are none"),
    Attack("broken surrogates in outputs", ["print('\\ud800')\ndisplay({'text/plain': '\\udfff'}, raw=True)"], fast=True),
    Attack("display of what JSON cannot hold", ["display({'text/plain': 'a', 'application/x': object()}, raw=True)\ndisplay({'application/json': float('nan')}, raw=True)"], notes=""),
]

LIES = [
    Attack("always equal", body("return E()", before="class E:\n  shape = (2, 3)\n  def __eq__(self, other): return True\n  def __hash__(self): return 0\n  def __bool__(self): return True"), PROPERTY, "not a tensor|could not be used", fast=True),
    Attack("lying tensor subclass", body("return torch.zeros(2, 3).as_subclass(T)", before="import torch\nclass T(torch.Tensor):\n  @classmethod\n  def __torch_function__(cls, f, types, args=(), kwargs=None): return True"), FAILS, fast=True),
    Attack("comparisons replaced", body("torch.allclose = torch.equal = torch.testing.assert_close = lambda *a, **k: True\ntorch.Tensor.__eq__ = lambda a, b: True\nreturn torch.zeros(2, 3)", before="import torch"), PROPERTY, "not x . 1", fast=True),
    Attack("comparisons replaced in a cell", ["import torch, numpy, numpy.testing, pytest\ntorch.allclose = torch.equal = torch.testing.assert_close = lambda *a, **k: True\ntorch.Tensor.__eq__ = lambda a, b: True\nnumpy.testing.assert_allclose = numpy.allclose = lambda *a, **k: True\npytest.fail = pytest.raises = lambda *a, **k: None\ndef f(x): return torch.zeros(2, 3)"], PROPERTY, fast=True),
    Attack("numpy array that lies", body("return np.zeros((2, 3)).view(A)", before="import numpy as np\nclass A(np.ndarray):\n  def __array_ufunc__(self, *a, **k): return True\n  def __eq__(self, o): return True"), FAILS),
    Attack("self-referential list", body("a = []; a.append(a); return a"), RAISED, "nested deeper", fast=True),
    Attack("deep nesting", body("a = []\nfor _ in range(10000): a = [a]\nreturn a"), RAISED, "nested deeper"),
    Attack("module, generator and lambda come back", body("return [torch.nn.Linear(1, 1), (i for i in range(3)), lambda: 0]", before="import torch"), PROPERTY),
    Attack("integer of ten thousand digits", body("return 10 ** 10000"), ("property", "raised", "tampering"), limits=PATIENT),
    Attack("not implemented", body("raise NotImplementedError('f')"), ("blank",), "f is not implemented yet", fast=True),
    Attack("not defined", ["del f"], ("missing",), "no function named f is defined"),
    Attack("a number for a function", ["f = 3"], ("missing",)),
]

SHELL = [
    Attack("input transformers replaced", ["get_ipython().input_transformers_post.append(lambda lines: ['raise SystemExit\\n'])", "f = None"], ("", "missing"), fast=True),
    Attack("transformer that raises", ["def t(lines): raise KeyError('t')\nget_ipython().input_transformer_manager.cleanup_transforms.insert(0, t)", "f = None"]),
    Attack("showtraceback replaced", ["get_ipython().showtraceback = lambda *a, **k: None\n1 / 0"], fast=True),
    Attack("run_cell replaced", ["get_ipython().run_cell = lambda *a, **k: None", "y = 1"], notes="Cell 5 was left out"),
    Attack("stdout replaced", ["import sys\nsys.stdout = sys.stderr = None", "y = 1"]),
    Attack("builtins removed", ["import builtins\nfor name in ('open', 'len', 'print', 'isinstance', 'type', 'str', 'getattr'): delattr(builtins, name)", "y = 1"], ANY, g=("passed", "failed")),
    Attack("modules emptied", ["import sys\nsys.modules.clear()", "y = 1"], ANY, g=("passed", "failed")),
    Attack(
        "files that shadow modules",
        ["def f(x):\n  import torch, numpy, pytest, wave\n  return x + 1"], ("", "raised"), fast=True,
        files={name: "import os\nos._exit(9)" for name in ("conftest.py", "torch.py", "numpy.py", "pytest.py", "sealgrade.py", "sitecustomize.py", "json.py", "test_arithmetic.py")},
    ),  # fmt: skip
    Attack("files with odd names", ["open('a/b/c.txt').read()"], files={"../out.py": "x", "/etc/out.py": "x", "a/b/c.txt": "kept", "n" * 300: "x", "a": "x", "": "x"}, notes="leads out of the folder"),
    Attack("files too large for the disk", ["1"], files={f"f{n}": "x" * (20 << 20) for n in range(5)}, notes="could not be put beside|^$"),
    Attack("folder deleted", ["import os, shutil\nshutil.rmtree('.', ignore_errors=True)", "!ls"]),
]

RIGHT = [
    Attack("numpy scalar", ["import numpy as np\ndef g(x): return np.int64(x.numel())"], fast=True),
    Attack("numpy float", ["import numpy as np\ndef g(x): return np.float64(x.numel())"]),
    Attack("float64 result", body("return x.double() + 1"), fast=True),
    Attack("numpy result", body("return x.numpy() + 1")),
    Attack("non-contiguous result", body("return (x + 1).t().contiguous().t()"), fast=True),
    Attack("expanded result", body("return (x + 1)[None].expand(4, 2, 3)[1]")),
    Attack("result with a gradient", body("return (x + 1).requires_grad_() * 1")),
    Attack("warnings on stderr", body("warnings.warn('careful'); print('careful', file=sys.stderr); logging.warning('careful')\nreturn x + 1", before="import logging, sys, warnings"), fast=True),
    Attack("prints and progress", body("for i in range(50): print(i, end='\\r')\nreturn x + 1")),
    Attack("figure", ["%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()"], limits=PATIENT),
    Attack("data loader with two workers", body("from torch.utils.data import DataLoader, TensorDataset\ntotal = sum(b[0].sum().item() for b in DataLoader(TensorDataset(torch.arange(8.)), batch_size=2, num_workers=2, timeout=8))\nassert total == 28\nreturn x + 1", before="import torch"), by_profile={"docker-user": RAISED}, limits=PATIENT),
    Attack("process pool", body("with mp.get_context('fork').Pool(2) as p: assert p.map(abs, [-1, -2]) == [1, 2]\nreturn x + 1", before="import multiprocessing as mp"), by_profile={"docker-user": RAISED}, limits=PATIENT),
    Attack("shell command", ["!echo hello"], fast=True),
]

READS = '''
import os, glob, re
def attempt(action):
    try: return str(action())[:300]
    except BaseException as error: return type(error).__name__
def slurp(path):
    with open(path, 'rb') as file: return file.read()
'''
SPY = [
    Attack("reads files", [READS + '''
def loot():
    found = {}
    course = FACTS['course']
    for path in [FACTS['hidden'], *(f'{course}/{n}' for n in ('gradebook.db', 'solutions.py', 'other.ipynb', 'course.toml'))]:
        found[os.path.basename(path)] = attempt(lambda: slurp(path))
        found['shell ' + os.path.basename(path)] = attempt(lambda: os.popen(f'cat {path} 2>/dev/null').read() or 'nothing')
        found['write ' + os.path.basename(path)] = attempt(lambda: open(path, 'a').write('x'))
    found['list'] = attempt(lambda: os.listdir(course)) + attempt(lambda: os.listdir(os.path.dirname(FACTS['hidden'])))
    found['walk'] = [p for p in glob.glob('/tmp/*/**', recursive=True) + glob.glob('/root/**/test_arith*', recursive=True) if 'arith' in p]
    found['import'] = attempt(lambda: __import__('test_arithmetic'))
    return found
'''], loot="'list': '(FileNotFoundError|PermissionError){2}'.*'walk': \\[\\], 'import': 'ModuleNotFoundError'", fast=True),
    Attack("reads processes", [READS + '''
def loot():
    found = []
    for pid in {FACTS['grader'], FACTS['me'], *FACTS['below'], 1, os.getppid()}:
        for name in ('environ', 'maps', 'mem', 'cwd', 'root', 'fd', 'exe', 'cmdline'):
            path = f'/proc/{pid}/{name}'
            for action in (lambda: slurp(path), lambda: os.listdir(path), lambda: os.readlink(path)):
                text = attempt(action)
                if 'a-hidden-value' in text or 'test_arith' in text or FACTS['course'] in text: found.append((path, text))
    found += [('environ', k) for k, v in os.environ.items() if 'a-hidden-value' in v]
    return ['looked', *found, 'at all'] if not found else found
'''], loot=r"looked', 'at all", fast=True),
    Attack("searches its memory", [READS + '''
def loot():
    import gc, sys
    found = set()
    word = re.compile(rb'a-hidden-value-[0-9]{4}')
    memory = open('/proc/self/mem', 'rb', 0)
    for line in open('/proc/self/maps'):
        span, mode = line.split()[:2]
        low, high = (int(v, 16) for v in span.split('-'))
        if mode.startswith('rw') and high - low < 1 << 29:
            try: memory.seek(low); data = memory.read(high - low)
            except (OSError, ValueError, OverflowError): continue
            found |= set(word.findall(data)) | set(re.findall(rb'def test_f_adds_on[e]', data))
    return ['searched', len(found)]
'''], loot=r"searched', 0|PermissionError", limits={"memory_mib": 2048}),
    Attack("network", [READS + '''
import ctypes, socket, urllib.request
libc = ctypes.CDLL(None, use_errno=True)
def connect(family, kind, address):
    with socket.socket(family, kind) as sock:
        sock.settimeout(0.3); sock.connect(address); return 'connected'
def loot():
    tries = {
        'tcp': lambda: connect(socket.AF_INET, socket.SOCK_STREAM, ('127.0.0.1', FACTS['port'])),
        'tcp6': lambda: connect(socket.AF_INET6, socket.SOCK_STREAM, ('::1', FACTS['port'])),
        'out': lambda: connect(socket.AF_INET, socket.SOCK_STREAM, ('1.1.1.1', 53)),
        'udp': lambda: connect(socket.AF_INET, socket.SOCK_DGRAM, ('127.0.0.1', FACTS['port'])),
        'raw': lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1), 'netlink': lambda: socket.socket(16, socket.SOCK_RAW, 0),
        'packet': lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW), 'vsock': lambda: connect(socket.AF_VSOCK, socket.SOCK_STREAM, (2, 5001)),
        'abstract': lambda: connect(socket.AF_UNIX, socket.SOCK_STREAM, FACTS['abstract']), 'url': lambda: urllib.request.urlopen('http://127.0.0.1').read(),
        'name': lambda: socket.gethostbyname('pypi.org'),
    }
    got = [name for name, action in tries.items() if attempt(action) not in ('PermissionError', 'OSError', 'ConnectionRefusedError', 'gaierror', 'URLError', 'FileNotFoundError')]
    return ['refused', len(tries), got]
'''], loot=r"refused', 11, \[\]", fast=True),
    Attack("signals and traces others", [READS + '''
import ctypes, signal
libc = ctypes.CDLL(None, use_errno=True)
def check(result):
    if result < 0: raise OSError(ctypes.get_errno(), 'refused')
    return result
def loot():
    got = []
    for pid in {FACTS['grader'], FACTS['me'], *FACTS['below']}:
        for name, action in {
            'signal': lambda: os.kill(pid, 0), 'kill': lambda: os.kill(pid, signal.SIGKILL), 'seize': lambda: check(libc.ptrace(0x4206, pid, 0, 0)),
            'attach': lambda: check(libc.ptrace(16, pid, 0, 0)), 'pidfd': lambda: signal.pidfd_send_signal(os.pidfd_open(pid), 0),
            'mem': lambda: open(f'/proc/{pid}/mem', 'r+b'), 'limit': lambda: __import__('resource').prlimit(pid, 7, (3, 3)), 'nice': lambda: os.setpriority(0, pid, 19),
        }.items():
            if attempt(action) not in ('PermissionError', 'ProcessLookupError', 'OSError', 'FileNotFoundError'): got.append((name, pid))
    return ['tried', got]
'''], loot=r"tried', \[\]", fast=True),
    Attack("kills everything it can", body("try: os.kill(-1, 9)\nexcept OSError: pass\nfor p in [os.getppid(), *range(2, 40000)]:\n  if p != os.getpid():\n    try: os.kill(p, 9)\n    except OSError: pass\nreturn x + 1", before="import os"), limits=PATIENT, by_profile={"docker-root": ("", "died"), "docker-user": ("", "died")}, fast=True),
    Attack("stops the process it comes from", body("os.kill(os.getppid(), 19)\nreturn x + 1", before="import os")),
    Attack("traces the process it comes from", body("r = ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0)\nassert r == -1\nreturn x + 1", before="import ctypes, os")),
    Attack("escapes by system calls", [READS + '''
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
def loot():
    calls = {'unshare user': lambda: libc.unshare(0x10000000), 'unshare all': lambda: libc.unshare(0x7e020000), 'mount': lambda: libc.mount(b'x', b'/tmp', b'tmpfs', 0, None),
        'chroot': lambda: libc.chroot(b'.'), 'setuid': lambda: libc.setuid(0) if os.getuid() else -1, 'clone user': lambda: libc.syscall(56, 0x10000000 | 17, 0, 0, 0, 0), 'clone3': lambda: libc.syscall(435, 0, 0),
        'io_uring': lambda: libc.syscall(425, 8, 0), 'bpf': lambda: libc.syscall(321, 0, 0, 0), 'keyctl': lambda: libc.syscall(250, 0, 0), 'perf': lambda: libc.syscall(298, 0, 0, -1, -1, 0),
        'memfd': lambda: libc.memfd_create(b'x', 0), 'userfaultfd': lambda: libc.syscall(323, 0), 'shmget': lambda: libc.shmget(0, 4096, 0o1600), 'mknod': lambda: libc.mknod(b'dev', 0o060600, 0x100),
        'personality': lambda: libc.personality(0x0040000), 'nproc': lambda: __import__('resource').setrlimit(6, (10**6, 10**6)) or 0}
    got = []
    for name, action in calls.items():
        try: result = action()
        except (OSError, ValueError): result = -1
        if name == 'clone user' and result == 0: os._exit(0)
        if result >= 0: got.append(name)
    return ['tried', len(calls), got]
'''], loot=r"tried', 17, \[\]", fast=True),
    Attack("writes outside its folder", [READS + '''
def loot():
    got = []
    for path in ('/etc/x', '/usr/x', '/x', FACTS['course'] + '/x', FACTS['repository'] + '/src/pixelgrad/x', os.path.dirname(os.__file__) + '/x', '/proc/sys/kernel/hostname', '/proc/self/oom_score_adj'):
        if 'Error' not in attempt(lambda: open(path, 'w').write('-1')): got.append(path)
    return ['tried', got]
'''], loot=r"tried', \[(?:'/proc/self/oom_score_adj')?\]"),
]

CATALOGUE = [*LOOPS, *ENDS, *BOMBS, *FORGERIES, *LIES, *SHELL, *RIGHT, *SPY]
