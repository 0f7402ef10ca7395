"""The worked solutions on a GPU: the hidden tests, which work on the CPU, find the same answers there, and a training learns.

Tolerances are the hidden tests' own, 1e-5 of the largest value in float32 and 1e-6 in float64, with TF32 off, in which a
convolution has three digits. Needs nothing of the engine; skipped where torch sees no GPU. PIXELGRAD_TEST_DEVICE=cpu runs
the same on the CPU, to try the tests themselves.
"""

import copy
import dataclasses
import os
import tomllib
from pathlib import Path

import pytest
import torch

from pixelgrad import acgan, checks
from pixelgrad.scripts import own, train_discriminators
from pixelgrad.student import LocalStudent

ROOT = Path(__file__).resolve().parents[2]
DEVICE = torch.device(os.environ.get("PIXELGRAD_TEST_DEVICE", "cuda"))
COURSE = tomllib.loads((ROOT / "course.toml").read_text("utf-8"))
EXERCISES = [
    pytest.param(assignment["slug"], notebook["name"], exercise["id"], id=f"{assignment['slug']}-{exercise['id']}")
    for assignment in COURSE["assignment"]
    for notebook in assignment["notebook"]
    for exercise in notebook.get("exercise", [])
]
ON_THE_CPU = {"train_linear": "its classifier, as the notebook's images, is on the CPU"}
pytestmark = pytest.mark.skipif(DEVICE.type == "cuda" and not torch.cuda.is_available(), reason="no GPU here")


def moved(value, device):
    """A copy of an argument or result on a device; what is neither tensor nor network stays as it is."""
    if isinstance(value, torch.Tensor):
        return value.detach().to(device).requires_grad_(value.requires_grad)
    if isinstance(value, torch.nn.Module):
        made = copy.deepcopy(value).to(device)
        for part in made.modules():  # what a stand-in has been shown
            vars(part).update({name: moved(kept, device) for name, kept in vars(part).items() if type(kept) is list})
        return made
    if type(value) in (list, tuple):
        return type(value)(moved(item, device) for item in value)
    if isinstance(value, dict):
        return {key: moved(item, device) for key, item in value.items()}
    return value


class StudentOnTheDevice(LocalStudent):
    """Arguments go to the device before a call, what comes back is on the CPU again."""

    def _report(self, names, args, kwargs, bind=None, **options):
        args, kwargs, bind = (moved(part, DEVICE) for part in (args, kwargs, bind or {}))
        call = super()._report(names, args, kwargs, bind, **options)
        return dataclasses.replace(call, **{part: moved(getattr(call, part), "cpu") for part in ("values", "grads", "after")})


@pytest.mark.parametrize(("slug", "notebook", "exercise"), EXERCISES)
def test_the_worked_solution_agrees_with_the_cpu(slug, notebook, exercise, monkeypatch):
    if exercise in ON_THE_CPU:
        pytest.skip(ON_THE_CPU[exercise])
    monkeypatch.setattr(checks, "LocalStudent", StudentOnTheDevice)
    monkeypatch.setattr(torch.backends.cudnn, "allow_tf32", False)
    names = own.functions(ROOT / "source" / slug / f"{notebook}.ipynb", [])
    outcomes = checks.run([ROOT / "tests" / slug / f"test_{exercise}.py"], names)
    assert len(outcomes) >= 4, "the hidden tests were not collected"
    assert {outcome.name: str(outcome.error) for outcome in outcomes if outcome.error} == {}


@pytest.mark.parametrize("half", [False, True], ids=["float32", "bfloat16"])
def test_a_discriminator_learns_the_digits(half, tmp_path):
    names = own.functions(ROOT / "source" / "gan" / "DiscriminatorFeatures.ipynb", [])
    words = f"--width 16 --steps 150 --rate 5e-3 --device {DEVICE} --out".split()
    options = train_discriminators.options_of([*words, str(tmp_path), *["--mixed"] * half])
    found = acgan.load("digits", verbose=False)
    duel = train_discriminators.train("alone", names, found, options)
    assert acgan.accuracy(duel.D, found.X_test, found.y_test) > 0.6
