# Code that reads, connects, signals or writes where it must not; what it got comes back from `loot`.
# How to read this file: attacks.py.
# ruff: noqa
# fmt: off

# %% reads files
# loot: 'list': '(FileNotFoundError|PermissionError){2}'.*'walk': \[\], 'import': 'ModuleNotFoundError'
# with: reads
# fast
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

# %% reads processes
# loot: looked', 'at all
# with: reads
# fast
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

# %% searches its memory
# loot: searched', 0|PermissionError
# limits: memory_mib=2048
# with: reads
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

# %% network
# loot: refused', 11, \[\]
# with: reads
# fast
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

# %% signals and traces others
# loot: tried', \[\]
# with: reads
# fast
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

# %% kills everything it can
# limits: call_s=10
# in docker-root: passed died
# in docker-user: passed died
# fast
import os
def f(x):
    try: os.kill(-1, 9)
    except OSError: pass
    for p in [os.getppid(), *range(2, 40000)]:
      if p != os.getpid():
        try: os.kill(p, 9)
        except OSError: pass
    return x + 1

# %% stops the process it comes from
import os
def f(x):
    os.kill(os.getppid(), 19)
    return x + 1

# %% traces the process it comes from
import ctypes, os
def f(x):
    r = ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0)
    assert r == -1
    return x + 1

# %% escapes by system calls
# loot: tried', 17, \[\]
# with: reads
# fast
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

# %% writes outside its folder
# loot: tried', \[(?:'/proc/self/oom_score_adj')?\]
# with: reads
def loot():
    got = []
    for path in ('/etc/x', '/usr/x', '/x', FACTS['course'] + '/x', FACTS['repository'] + '/src/pixelgrad/x', os.path.dirname(os.__file__) + '/x', '/proc/sys/kernel/hostname', '/proc/self/oom_score_adj'):
        if 'Error' not in attempt(lambda: open(path, 'w').write('-1')): got.append(path)
    return ['tried', got]
