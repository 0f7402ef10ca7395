"""Hostile and broken submissions: what each does (`hostile/*.py`), and what its report must say.

Every submission starts with a right `f` (x + 1) and a right `g` (number of elements); an attack's cells come after and may
replace them. `FACTS` tells the attacker where everything is: places, process numbers, ports. In the files:

    # %% name of the attack
    # kind: kinds of failure that the report on `f` may have, or passed      (absent: passed)
    # says: expression found in that report's message
    # g: outcomes that the other test may have                               (absent: passed)
    # notes: expression found in the notes of the result
    # loot: expression found in what `loot` brought back
    # limits: name=value ...
    # in PROFILE: kinds, where they differ there
    # with: file `with_NAME.py` put before the first cell
    # fast                                                                   (run by `make test`)
    code of a cell
    # --
    code of the next cell
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

HOSTILE = Path(__file__).with_name("hostile")
MEBIBYTE = "x" * (1 << 20)
SHADOWS = ("conftest", "torch", "numpy", "pytest", "sealgrade", "sitecustomize", "json", "test_arithmetic")


@dataclass
class Attack:
    name: str
    cells: list[str]
    kind: tuple[str, ...] = ("",)
    says: str = ""
    g: tuple[str, ...] = ("passed",)
    notes: str = ""
    loot: str = ""
    files: dict[str, str] = field(default_factory=dict)
    limits: dict[str, float] = field(default_factory=dict)
    by_profile: dict[str, tuple[str, ...]] = field(default_factory=dict)
    fast: bool = False


def kinds(text: str) -> tuple[str, ...]:
    return tuple("" if word == "passed" else word for word in text.split())


def read(section: str) -> Attack:
    """One attack from its text, which begins with its name."""
    name, *lines = section.strip().splitlines()
    attack, before = Attack(name, []), ""
    while lines and (found := re.fullmatch(r"# (fast|\w+|in [\w-]+)(?:: (.*))?", lines[0])) and lines[0] != "# --":
        key, value = found[1], found[2] or ""
        if key == "kind":
            attack.kind = kinds(value)
        elif key == "g":
            attack.g = tuple(value.split())
        elif key == "limits":
            pairs = (item.split("=") for item in value.split())
            attack.limits = {key: int(number) if number.isdigit() else float(number) for key, number in pairs}
        elif key == "with":
            before = (HOSTILE / f"with_{value}.py").read_text()
        elif key == "fast":
            attack.fast = True
        elif key.startswith("in "):
            attack.by_profile[key[3:]] = kinds(value)
        elif key in ("says", "notes", "loot"):
            setattr(attack, key, value)
        else:
            raise ValueError(f"{name}: {lines[0]}")
        lines = lines[1:]
    attack.cells = [cell.strip("\n") for cell in "\n".join(lines).split("# --\n")]
    attack.cells[0] = before + attack.cells[0]
    return attack


def catalogue() -> list[Attack]:
    families = sorted(path for path in HOSTILE.glob("*.py") if not path.stem.startswith("with_"))
    return [read(section) for path in families for section in path.read_text().split("# %% ")[1:]]


WITH_FILES = [
    Attack(
        "files that shadow modules",
        ["def f(x):\n  import torch, numpy, pytest, wave\n  return x + 1"],
        kind=("", "raised"),
        files={f"{name}.py": "import os\nos._exit(9)" for name in SHADOWS},
        fast=True,
    ),
    Attack(
        "files with odd names",
        ["open('a/b/c.txt').read()"],
        files={"../out.py": "x", "/etc/out.py": "x", "a/b/c.txt": "kept", "n" * 300: "x", "a": "x", "": "x"},
        notes="leads out of the folder",
    ),
    Attack(
        "files too large for the disk",
        ["1"],
        files={f"f{n}": 20 * MEBIBYTE for n in range(5)},
        notes="could not be put beside|^$",
    ),
]
CATALOGUE = [*catalogue(), *WITH_FILES]
