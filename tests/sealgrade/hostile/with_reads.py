# ruff: noqa
# fmt: off
import os, glob, re
def attempt(action):
    try: return str(action())[:300]
    except BaseException as error: return type(error).__name__
def slurp(path):
    with open(path, 'rb') as file: return file.read()
