"""One submission, one result: graded again, among others, alone, by root and by an ordinary user."""

import json

import pytest
from profiles import unavailable
from test_attacks import Runner

pytestmark = pytest.mark.alone

RANDOM = """
import random
import numpy as np
import torch
start = [random.random(), float(np.random.rand()), float(np.random.default_rng().random()), float(torch.rand(())), hash('text') % 1000]
net = torch.nn.Sequential(torch.nn.Linear(4, 8), torch.nn.Dropout(), torch.nn.Linear(8, 1))
optimizer = torch.optim.Adam(net.parameters())
for _ in range(5):
    optimizer.zero_grad()
    net(torch.randn(16, 4)).pow(2).sum().backward()
    optimizer.step()
print(start, [p.sum().item() for p in net.parameters()])
def f(x):
    drawn = [random.random(), np.random.rand(), np.random.default_rng().random(), torch.rand(()).item()]
    raise ValueError(repr([*drawn, net(torch.ones(4)).item()]))
"""
OTHER = "import torch, random\ntorch.manual_seed(5)\nrandom.seed(5)\ntorch.set_num_threads(2)\ndef f(x): return x + torch.rand(2, 3)"


def essence(outcome: dict) -> str:
    """Everything but the times."""
    tests = {key: {k: v for k, v in test.items() if k != "seconds"} for key, test in outcome["tests"].items()}
    return json.dumps([tests, outcome["cells"], outcome["notes"], outcome["score"]])


def test_the_same_notebook_gives_the_same_result_every_time(arena):
    first = arena.run([RANDOM], {})
    assert "ValueError" in first["tests"]["f"]["message"] and first["cells"][0]["outputs"], first["notes"]
    results = {essence(first)}
    for turn in range(8):
        if turn % 2:
            arena.run([OTHER, f"n = {turn}"], {})
        results.add(essence(arena.run([RANDOM], {})))
    assert len(results) == 1


def test_another_submission_gets_other_data(arena):
    """The seed is drawn from the notebook: constants cannot be hard-coded."""
    cell = "def f(x): raise ValueError(str(x.flatten().tolist()))"
    one, two = (arena.run([cell, f"n = {n}"], {})["tests"]["f"]["message"] for n in (1, 2))
    assert one != two


@pytest.mark.slow
def test_a_hundred_gradings_agree_as_root_and_as_an_ordinary_user(arena):
    """Half of them as we are, half under an ordinary user without namespaces; every third right after another submission."""
    if reason := unavailable("docker-user"):
        pytest.skip(f"PROFILE docker-user IS NOT TESTED HERE: {reason}")
    runner = Runner("docker-user")
    results = set()
    for turn in range(50):
        if turn % 3 == 0:
            arena.run([OTHER, f"n = {turn}"], {})
            runner.ask(do="run", cells=[OTHER, f"n = {turn}"], files={})
        results |= {essence(arena.run([RANDOM], {})), essence(runner.ask(do="run", cells=[RANDOM], files={}))}
    runner.close()
    assert len(results) == 1
