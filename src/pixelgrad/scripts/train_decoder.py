"""Train the two autoencoders of `pixelgrad.decoders`: `python -m pixelgrad.scripts.train_decoder`.

Writes decoder_<kind>.safetensors and decoder_<kind>.json to the folder `trained`. One thread and one seed: on one
machine the same files come out again; another torch or processor may round otherwise.
"""

import argparse
import json
import platform
import time
from pathlib import Path

import torch
from safetensors.torch import save_file

from pixelgrad import decoders, patches, progress

RATE, BATCH, POOL = 2e-3, 32, 4000  # of Adam, at most; patches in a step; patches drawn beforehand


def pixels(n, part, seed):
    """(n, 3, H, W) float32 in [0, 1]"""
    return torch.from_numpy(patches.cut(n, part, seed)).permute(0, 3, 1, 2).float() / 255


def train(kind, steps, seed):
    """A trained autoencoder, its mean squared error every hundred steps, and that on patches it has not seen."""
    torch.manual_seed(seed)
    net, X = decoders.autoencoder(kind), pixels(POOL, "train", seed)
    optimiser = torch.optim.Adam(net.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    losses = []
    for _ in progress.bar(steps, kind):
        batch = X[torch.randint(len(X), (BATCH,))]
        loss = (net(batch) - batch).square().mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        losses.append(loss.item())
    with torch.no_grad():
        unseen = pixels(280, "test", seed + 1)
        error = (net(unseen) - unseen).square().mean().item()
    return net, [sum(losses[k : k + 100]) / len(losses[k : k + 100]) for k in range(0, steps, 100)], error


def write(kind, net, record, folder):
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / f"decoder_{kind}.safetensors"
    save_file(net.state_dict(), place)
    place.chmod(0o644)  # it is written for its owner alone
    (folder / f"decoder_{kind}.json").write_text(json.dumps(record, indent=1) + "\n")


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kinds", nargs="+", choices=decoders.KINDS, default=decoders.KINDS)
    parser.add_argument("--folder", type=Path, default=decoders.FOLDER)
    options = parser.parse_args(argv)
    torch.set_num_threads(1)
    for kind in options.kinds:
        start = time.perf_counter()
        net, losses, error = train(kind, options.steps, options.seed)
        record = {
            "what": f"autoencoder, {kind}: {sum(p.numel() for p in net.parameters())} parameters",
            "command": f"python -m pixelgrad.scripts.train_decoder --kinds {kind} --steps {options.steps} --seed {options.seed}",
            "data": [f"{package}: {name}" for package, name in patches.PHOTOS],
            "patches": f"{POOL} of {patches.SIDE}x{patches.SIDE} pixels, the left {patches.PARTS['train'][1]:.0%} of each photograph",
            "steps": options.steps, "seed": options.seed, "batch": BATCH, "optimiser": f"Adam, one cycle of the rate up to {RATE}",
            "loss": "mean squared error of pixels in [0, 1]", "loss_per_100_steps": [float(f"{loss:.5g}") for loss in losses],
            "loss_on_unseen_patches": float(f"{error:.5g}"), "seconds": round(time.perf_counter() - start, 1),
            "threads": 1, "torch": torch.__version__, "machine": platform.machine(),
        }  # fmt: skip
        write(kind, net, record, options.folder)
        print(f"{kind}: {record['seconds']} s, loss {losses[-1]:.5f}, on unseen patches {error:.5f}")


if __name__ == "__main__":
    main()
