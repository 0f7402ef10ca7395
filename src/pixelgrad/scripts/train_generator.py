"""Train the course's own generator of digits, measure its samples, and keep weights and measurement.

examples:
  python -m pixelgrad.scripts.train_generator --out mine
  python -m pixelgrad.scripts.train_generator --steps 2000 --adversary 0 --seed 1 --out mine

It takes scikit-learn's digits, one thread and one seed: on one machine the same files come out again.
"""

import argparse
import json
import shlex
import sys
import time
from pathlib import Path

import torch
from safetensors.torch import save_file

from pixelgrad import digits, latents, vae

SAMPLES = 2000


def quality(net: torch.nn.Sequential, found: digits.Digits) -> dict[str, float | list[int]]:
    """What the shipped digit network reads in samples, and how far the test digits are from their reconstructions."""
    z = torch.randn(SAMPLES, vae.DIM, generator=torch.Generator().manual_seed(1))
    real = digits.unit(found.X_test)
    with torch.no_grad():
        images = net[1:](z)
        again = net[1:](net[0](vae.inner(real)).chunk(2, dim=1)[0])
    reader = digits.network(found, verbose=False)
    y, sure = latents.read(reader, images)
    _, sure_real = latents.read(reader, real)
    return {
        "samples": SAMPLES,
        "read_with_more_than_0.9": round(float((sure > 0.9).float().mean()), 4),
        "real_test_digits_read_with_more_than_0.9": round(float((sure_real > 0.9).float().mean()), 4),
        "mean_confidence": round(float(sure.mean()), 4),
        "read_as_0_to_9": torch.bincount(y, minlength=10).tolist(),
        "kinds_in_effect": round(latents.kinds(y), 2),
        "distance_to_nearest_training_digit": round(float(latents.to_nearest(images, found.X_train).mean()), 4),
        "distance_of_real_test_digits_to_nearest_training_digit": round(float(latents.to_nearest(real, found.X_train).mean()), 4),
        "rms_error_of_test_digits_reconstructed": round(float((again - real).square().mean().sqrt()), 4),
    }


def main(arguments: list[str] | None = None) -> int:
    """Run the script; returns its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=3000)
    parser.add_argument("--beta", type=float, default=2.0, help="weight of the divergence in the loss (2)")
    parser.add_argument("--adversary", type=float, default=20.0, help="weight of the discriminator in the second half (20)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, required=True, help="the folder for generator.safetensors and generator.json")
    options = parser.parse_args(arguments)
    torch.set_num_threads(1)
    found, start = digits.load("digits", verbose=False), time.perf_counter()
    net, losses = vae.train(found.X_train, steps=options.steps, beta=options.beta, adversary=options.adversary, seed=options.seed)
    seconds = time.perf_counter() - start
    kept = net[1:]
    facts = {
        "what": f"decoder of a variational autoencoder, {vae.DIM} latent numbers, {sum(p.numel() for p in kept.parameters())} parameters",
        "data": found.source,
        "training_images": len(found.y_train),
        "command": f"python -m pixelgrad.scripts.train_generator {shlex.join(arguments)}",
        "steps": options.steps, "beta": options.beta, "adversary": options.adversary, "seed": options.seed,
        "seconds": round(seconds, 1), "threads": 1,
        "loss_per_100_steps": [float(f"{loss:.5g}") for loss in losses],
        "quality": quality(net, found),
        "torch": torch.__version__,
    }  # fmt: skip
    options.out.mkdir(parents=True, exist_ok=True)
    place = options.out / "generator.safetensors"
    save_file({name: value.contiguous() for name, value in torch.nn.Sequential(*kept).state_dict().items()}, place)
    place.chmod(0o644)  # it is written for its owner alone
    (options.out / "generator.json").write_text(json.dumps(facts, indent=1) + "\n")
    told = facts["quality"]["read_with_more_than_0.9"]
    print(f"{seconds:.0f} s; {told:.1%} of {SAMPLES} samples are read with more than 0.9, {facts['quality']['kinds_in_effect']} kinds.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
