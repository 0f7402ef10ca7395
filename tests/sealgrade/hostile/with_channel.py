# ruff: noqa
# fmt: off
import os, pickle, struct, msgpack, stat
def send(data):
  for fd in range(3, 64):
    try:
      if stat.S_ISSOCK(os.fstat(fd).st_mode): os.write(fd, data)
    except OSError: pass
def frame(b): return struct.pack('>I', len(b)) + b
