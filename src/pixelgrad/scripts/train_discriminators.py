"""Train two discriminators, one alone and one against a generator, with the functions of your own notebook.

examples:
  python -m pixelgrad.scripts.train_discriminators --out mine                          CIFAR-10 if it is here, else digits
  python -m pixelgrad.scripts.train_discriminators --data digits --width 16 --steps 1500 --out mine
  python -m pixelgrad.scripts.train_discriminators --width 196 --steps 40000 --batch 128 --out mine --functions mine.py

Both see equally many real images. What was cut off goes on from its checkpoint, acgan_<kind>.pt in the folder, when the
same command is given again. On the CPU with one thread and one seed the same files come out again on one machine.
"""

import argparse
import json
import platform
import shlex
import sys
import time
from pathlib import Path
from typing import Any

import torch

from pixelgrad import acgan
from pixelgrad.acgan_training import Duel
from pixelgrad.device import default_device, mixed, seed_everything
from pixelgrad.scripts import own

NEEDED = ("ACGANDiscriminator", "ACGANGenerator", "step_alone", "step_against", "step_generator")
DECISIVE = ("width", "steps", "batch", "rate", "turn", "seed")


def checkpoint(kind: str, options: argparse.Namespace) -> Path:
    """Where a training that is cut off is kept."""
    return options.out / f"acgan_{kind}.pt"


def train(kind: str, names: dict[str, Any], found: acgan.Pictures, options: argparse.Namespace) -> Duel:
    """A trained pair; `alone` leaves its generator as it was."""
    seed_everything(options.seed)
    form = torch.channels_last if options.mixed else torch.contiguous_format
    D, G = (names[name](options.width).to(options.device, memory_format=form) for name in NEEDED[:2])
    duel = Duel(D, G, found, options.rate, every=options.every, checkpoint=checkpoint(kind, options))
    teach = names["step_generator"] if kind == "against" else None
    with mixed(options.device, options.mixed):
        duel.play(options.steps, names[f"step_{kind}"], teach, batch=options.batch, turn=options.turn)
    return duel


def write(kind: str, duel: Duel, names: dict[str, Any], facts: dict[str, Any], folder: Path) -> None:
    """Keep the weights, and measure what was kept: it is rounded to half precision."""
    stem = folder / f"acgan_{acgan.SETS[duel.found.source]}"
    acgan.keep(duel.D, Path(f"{stem}_{kind}.safetensors"))
    if kind == "against":
        acgan.keep(duel.G, Path(f"{stem}_generator.safetensors"))
    Path(f"{stem}.json").write_text(json.dumps(facts, indent=1) + "\n")
    net = acgan.trained(kind, names["ACGANDiscriminator"], duel.found.source, folder)
    facts[f"{kind}_test_accuracy"] = round(acgan.accuracy(net, duel.found.X_test, duel.found.y_test), 4)
    facts[f"{kind}_accuracy_by_step"] = {str(t): round(value, 4) for t, value in duel.reached.items()}
    Path(f"{stem}.json").write_text(json.dumps(facts, indent=1) + "\n")


def described(options: argparse.Namespace, found: acgan.Pictures) -> dict[str, Any]:
    """What decides the result: data, settings, the command, the machine."""
    settings = {name: getattr(options, name) for name in DECISIVE}
    words = [word for name, value in settings.items() for word in (f"--{name}", f"{value}")] + ["--mixed"] * options.mixed
    return {
        "data": found.source, "training_images": len(found.y_train), "test_images": len(found.y_test), **settings,
        "command": "python -m pixelgrad.scripts.train_discriminators " + shlex.join(["--data", found.source, *words]),
        "device": torch.device(options.device).type, "mixed": options.mixed, "threads": torch.get_num_threads(),
        "torch": torch.__version__, "machine": platform.machine(),
    }  # fmt: skip


def known(facts: dict[str, Any], folder: Path) -> dict[str, Any]:
    """With what the folder says of networks that were trained in the same way."""
    file = folder / f"acgan_{acgan.SETS[facts['data']]}.json"
    there = json.loads(file.read_text("utf-8")) if file.exists() else {}
    return {**there, **facts} if all(there.get(name) == value for name, value in facts.items()) else facts


def options_of(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--functions", type=Path, default=Path("DiscriminatorFeatures.ipynb"), metavar="FILE")
    parser.add_argument("--data", choices=sorted(acgan.SETS), help="the set; left out: the larger one that is here")
    parser.add_argument("--kinds", nargs="+", choices=acgan.KINDS, default=acgan.KINDS, help="which; left out: both")
    parser.add_argument("--width", type=int, default=32, help="channels of every layer (32; the original has 196)")
    parser.add_argument("--steps", type=int, default=4000)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=7e-4, help="the highest, of both Adams")
    parser.add_argument("--turn", type=int, default=2, help="steps of the discriminator for one of the generator")
    parser.add_argument("--every", type=int, default=250, help="steps between two measurements and checkpoints")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--device", default=default_device(), help="a GPU when there is one, else cpu")
    parser.add_argument("--mixed", action="store_true", help="bfloat16, channels-last; compare first: an H200 took 53 ms a step, else 47")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, help="the folder for weights and measurements")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Run the script; returns its exit code: 0 done, 1 something is not written yet or missing."""
    options = options_of(sys.argv[1:] if arguments is None else arguments)
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    try:
        names = own.functions(options.functions, NEEDED)
        found = acgan.load(*([options.data] if options.data else ()))
        facts = known(described(options, found), options.out)
        for kind in options.kinds:
            start, resumed = time.process_time(), checkpoint(kind, options).exists()
            duel = train(kind, names, found, options)
            facts[f"{kind}_processor_seconds"] = None if resumed else round(time.process_time() - start)
            write(kind, duel, names, facts, options.out)
            print(f"{kind}: right on {facts[f'{kind}_test_accuracy']:.1%} of {len(found.y_test)} test images")
    except NotImplementedError as error:
        print(f"{error or 'A function'} is not implemented yet.", file=sys.stderr)
        return 1
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
