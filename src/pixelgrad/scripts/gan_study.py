"""Change one hyper-parameter of a GAN at a time, with the functions of your own notebook; one table and one plot.

examples:
  python -m pixelgrad.scripts.gan_study                              all settings, GAN.ipynb of this folder
  python -m pixelgrad.scripts.gan_study --only noise_dim d_lr        two of the hyper-parameters
  python -m pixelgrad.scripts.gan_study --functions mine.py --cache mine.json --out mine.png

The cells of the notebook that define functions and imports are run; figures, checks and long runs are not. Results are
kept in the cache and not computed again; settings are looked up by their values and the data, so remove the file after a
change of your functions.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pixelgrad import digits, gan_data, gan_plots, progress
from pixelgrad.gan_quality import Quality, imbalance
from pixelgrad.scripts import own

BASE: dict[str, Any] = {"batch_size": 64, "noise_dim": 96, "d_lr": 1e-3, "g_lr": 1e-3, "steps": 1200, "every": 100}
GRID: dict[str, tuple[Any, ...]] = {
    "batch_size": (16, 128),
    "noise_dim": (2, 16),
    "d_lr": (1e-4, 5e-3),
    "g_lr": (1e-4, 5e-3),
    "steps": (300, 2400),
    "every": (20, 400),
}
PUBLISHED = Path(__file__).parents[1] / "trained" / "gan_study.json"
NEEDED = ("candidate",)  # of the notebook or file


def settings(only: Sequence[str] = ()) -> list[dict[str, Any]]:
    """The common setting, then each change of it: all hyper-parameters and `changed`, the name of the one that differs."""
    changes = [(name, value) for name in only or GRID for value in GRID[name]]
    return [{**BASE, "changed": ""}, *({**BASE, name: value, "changed": name} for name, value in changes)]


def study(
    candidate: Callable[..., Quality], source: str, cache: str | Path | None = None, only: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Train `candidate(**hyper_parameters)` in every setting that the cache lacks; one row of plain numbers for each.

    source: name of the data, part of the key. A cache that cannot be read is an error, not an empty one.
    """
    file = Path(cache) if cache else None
    known: dict[str, Any] = json.loads(file.read_text("utf-8")) if file and file.exists() else {}
    rows = []
    for setting in progress.bar(settings(only), "settings", delay=0):
        key = _key(source, setting)
        if key not in known:
            start = time.perf_counter()
            with progress.silent():
                found = candidate(**{name: setting[name] for name in BASE})
            known[key] = {
                "score": found.score, "distance": found.distance, "imbalance": imbalance(found.histogram),
                "seconds": time.perf_counter() - start,
            }  # fmt: skip
            if file:
                _write(file, known)
        rows.append({**setting, **known[key]})
    return rows


def kept(source: str, cache: str | Path = "gan_study.json") -> list[dict[str, Any]]:
    """The rows that the cache has for this data; while there are none, those of the course's own solution. Says which.

    What the course's solution gave on scikit-learn's digits comes with the package, without seconds, which depend on the machine:
    `python docs/figures/gan_study.py` makes it.
    """
    for file, data, whose in ((Path(cache), source, f"yours, from {cache}"), (PUBLISHED, "digits", "the course's own, on digits")):
        known = json.loads(file.read_text("utf-8")) if file.exists() else {}
        rows = [{**setting, **known[key]} for setting in settings() if (key := _key(data, setting)) in known]
        if rows and not rows[0]["changed"]:
            print(f"Results: {whose}.")
            return rows
    raise FileNotFoundError(f"{PUBLISHED} is not there. Install pixelgrad again.")


def _key(source: str, setting: dict[str, Any]) -> str:
    return json.dumps({"data": source, **{name: setting[name] for name in BASE}}, sort_keys=True)


def _write(file: Path, known: dict[str, Any]) -> None:
    part = file.with_suffix(".part")
    part.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    part.replace(file)


def table(rows: Sequence[dict[str, Any]]) -> str:
    """The rows as text of at most 79 columns: what was changed to which value, and what came of it."""
    head = f"{'changed':14}{'value':>8}{'score':>8}{'distance':>10}{'imbalance':>11}"
    lines = [head + f"{'seconds':>9}" * any("seconds" in row for row in rows)]
    for row in rows:
        name = row["changed"]
        value = f"{row[name]:g}" if name else ""
        seconds = f"{row['seconds']:9.1f}" if "seconds" in row else ""
        numbers = f"{row['score']:8.2f}{row['distance']:10.2f}{row['imbalance']:11.2f}{seconds}"
        lines.append(f"{name or 'nothing':14}{value:>8}{numbers}")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Run the script; returns its exit code: 0 done, 1 something is not written yet or missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--functions", type=Path, default=Path("GAN.ipynb"), metavar="FILE", help="notebook or Python file")
    parser.add_argument("--only", nargs="+", choices=list(GRID), default=[], metavar="NAME", help=f"of {', '.join(GRID)}; all")
    parser.add_argument("--cache", type=Path, default=Path("gan_study.json"), metavar="FILE", help="results so far (gan_study.json)")
    parser.add_argument("--out", type=Path, default=Path("gan_study.png"), metavar="FILE", help="the picture (gan_study.png)")
    options = parser.parse_args(arguments)
    try:
        names = own.functions(options.functions, NEEDED)
        X, _, found = gan_data.load()
        names |= {"X": X, "net": digits.network(found)}  # the notebook's cells with the data are figures: not run
        if device := names.get("device"):
            names |= {"X": X.to(device), "net": names["net"].to(device)}
        rows = study(names["candidate"], found.source, options.cache, options.only)
    except NotImplementedError as error:
        print(f"{error or 'A function'} is not implemented yet.", file=sys.stderr)
        return 1
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print(table(rows))
    gan_plots.study(rows, "One hyper-parameter at a time").savefig(options.out)
    print(f"The plot is in {options.out}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
