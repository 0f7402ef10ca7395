"""Train the network of the digit notebooks, measure it, and keep weights and measurement.

examples:
  python -m pixelgrad.scripts.train_digits --out mine                     MNIST if the data folder has it, else scikit-learn's digits
  python -m pixelgrad.scripts.train_digits --data digits --out mine       scikit-learn's digits, whatever is there
  python -m pixelgrad.scripts.train_digits --epochs 60 --seed 1 --out mine
"""

import argparse
import json
import shlex
import sys
import time
from pathlib import Path

from safetensors.torch import save_file

from pixelgrad import digits
from pixelgrad.device import seed_everything

EPOCHS = {"digits": 60, "mnist": 3}


def main(arguments: list[str] | None = None) -> int:
    """Run the script; returns its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", choices=sorted(EPOCHS), help="the set to train on; left out: the larger one that is here")
    parser.add_argument("--epochs", type=float, help=f"passes over the training images; left out: {EPOCHS}")
    parser.add_argument("--noise", type=float, default=0.5, help="deviation of the noise added while training")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True, help="the folder for digits.safetensors and digits.json")
    options = parser.parse_args(arguments)
    seed_everything(options.seed)
    found = digits.load(*([options.data] if options.data else ()))
    epochs, start = options.epochs or EPOCHS[found.source], time.perf_counter()
    net = digits.train(found, epochs=epochs, noise=options.noise, seed=options.seed)
    facts = {
        "data": found.source,
        "training_images": len(found.y_train),
        "test_images": len(found.y_test),
        "test_accuracy": round(digits.accuracy(net, found.X_test, found.y_test), 4),
        "parameters": sum(parameter.numel() for parameter in net.parameters()),
        "epochs": epochs,
        "seed": options.seed,
        "command": f"python -m pixelgrad.scripts.train_digits {shlex.join(arguments)}",
    }
    options.out.mkdir(parents=True, exist_ok=True)
    save_file({name: value.contiguous() for name, value in net.state_dict().items()}, options.out / "digits.safetensors")
    (options.out / "digits.json").write_text(json.dumps(facts, indent=2) + "\n")
    seconds = time.perf_counter() - start
    print(f"Right on {facts['test_accuracy']:.2%} of {facts['test_images']} test images, after {seconds:.0f} s of training.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
