"""Maximise the neurons of the digit network with the functions of your own notebook, from noise and from ones.

examples:
  python -m pixelgrad.scripts.input_opt                             all ten neurons, InputOptimization.ipynb of this folder
  python -m pixelgrad.scripts.input_opt --neuron 3 --steps 500      one neuron, a longer climb
  python -m pixelgrad.scripts.input_opt --lr 0.2 --seed 7 --out seven.png
  python -m pixelgrad.scripts.input_opt --functions mine.py         forward_neuron and maximise_neuron from a Python file

The cells of the notebook that define functions and imports are run; figures, checks and long runs are not.
"""

import argparse
import json
import runpy
import sys
from pathlib import Path
from typing import Any

import torch

from pixelgrad import digit_plots, digits, progress
from pixelgrad.device import seed_everything

WANTED = ("forward_neuron", "maximise_neuron")


def functions(path: Path) -> dict[str, Any]:
    """The names that a notebook or a Python file defines. Raises ValueError, which says what is missing."""
    if not path.is_file():
        raise ValueError(f"There is no {path}. Name your notebook: --functions FOLDER/InputOptimization.ipynb")
    names = runpy.run_path(str(path)) if path.suffix == ".py" else _run(path)
    if missing := [name for name in WANTED if not callable(names.get(name))]:
        raise ValueError(f"{path} does not define {' and '.join(missing)}.")
    return names


def _run(path: Path) -> dict[str, Any]:
    """Run the notebook's cells that are neither figures, nor long runs, nor checks."""
    names: dict[str, Any] = {"__name__": "notebook"}
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        marks = cell["metadata"]
        if cell["cell_type"] == "code" and "demo" not in marks.get("tags", []) and not marks.get("nbgrader", {}).get("grade"):
            exec(compile("".join(cell["source"]), f"{path.name}, {cell.get('id', 'a cell')}", "exec"), names)
    return names


def climb(names: dict[str, Any], net: Any, options: argparse.Namespace) -> dict[str, list[torch.Tensor]]:
    """The image of every neuron asked for, by the name of its start; prints the table of scores."""
    seed_everything(options.seed)
    starts = {"from noise": torch.randn(1, 1, digits.SIDE, digits.SIDE), "from ones": torch.ones(1, 1, digits.SIDE, digits.SIDE)}
    images: dict[str, list[torch.Tensor]] = {name: [] for name in starts}
    print("neuron  start            before     after")
    for neuron in progress.bar(options.neuron, "neurons"):
        for name, x0 in starts.items():
            x = names["maximise_neuron"](net, x0, neuron, options.steps, options.lr).detach()
            before, after = (float(net(image)[0, neuron]) for image in (x0, x))
            print(f"{neuron:6}  {name:12}{before:11.2f}{after:10.2f}")
            images[name].append(x)
    return images


def main(arguments: list[str] | None = None) -> int:
    """Run the script; returns its exit code: 0 done, 1 something is not written yet or missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--functions", type=Path, default=Path("InputOptimization.ipynb"), metavar="FILE", help="notebook or Python file")
    parser.add_argument("--neuron", type=int, nargs="+", choices=range(10), default=list(range(10)), metavar="K", help="0 to 9; all")
    parser.add_argument("--steps", type=int, default=200, help="steps of the ascent (200)")
    parser.add_argument("--lr", type=float, default=0.05, help="learning rate (0.05)")
    parser.add_argument("--seed", type=int, default=0, help="of the noise (0)")
    parser.add_argument("--out", type=Path, default=Path("input_opt.png"), metavar="FILE", help="the picture (input_opt.png)")
    options = parser.parse_args(arguments)
    try:
        names = functions(options.functions)
        images = climb(names, digits.network(digits.load()), options)
    except NotImplementedError as error:
        print(f"{error or 'A function'} is not implemented yet.", file=sys.stderr)
        return 1
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    captions = {name: [f"neuron {k}" for k in options.neuron] for name in images}
    figure = digit_plots.grey_rows(images, captions, f"{options.steps} steps of gradient ascent")
    figure.savefig(options.out)
    print(f"The pictures are in {options.out}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
