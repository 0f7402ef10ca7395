"""Hidden tests of backward: every number against central differences of the loss, values by hand.

While it runs, activation and forward are right ones of the checks. Tolerance: 1e-10; 1e-6 against differences, whose own
error is 1e-9. D, H, K and N are never equal.
"""

import numpy as np
import pytest

from pixelgrad.mlp import central_differences
from pixelgrad.mlp_probes import bend, passed, passing
from pixelgrad.testing import close, holds, noise, tensor, unchanged


def numbers(seed, *size):
    return noise(seed, *size).double().numpy()


def task(seed, N=4, D=2, H=5, K=3):
    """Parameters, inputs and targets."""
    shapes = {"W1": (D, H), "b1": (H,), "W2": (H, K), "b2": (K,)}
    params = {name: numbers(seed + k, *size) for k, (name, size) in enumerate(shapes.items())}
    return params, numbers(seed + 7, N, D), numbers(seed + 8, N, K)


def run(student, *args, **options):
    call = student.call("backward", *args, bind={"activation": bend(), "forward": passing()}, **options)
    return call, *pair(call, call.value, args[0])


def pair(call, value, params):
    """Loss and gradients, or a kind refusal."""
    fits = isinstance(value, list | tuple) and len(value) == 2 and isinstance(value[1], dict)
    holds(fits, call, "Expected the loss and a dictionary of gradients.")
    holds(set(value[1]) == set(params), call, f"The gradients are called {sorted(map(str, value[1]))}; expected {sorted(params)}.")
    return value


def loss(params, x, t, mask=None):
    return float(((passed(params, x, mask)[0] - t) ** 2).sum() / (2 * len(x)))


def agrees(call, grads, params, x, t, mask=None, only=None):
    """Assert that gradients are those of central differences."""
    slopes = central_differences(lambda p: loss(p, x, t, mask), params, 1e-5)
    scale = max(np.abs(slope).max() for slope in slopes.values())
    for name in only or params:
        close(grads[name], slopes[name], call, rtol=1e-6, atol=1e-7 * scale, what=f"gradient of {name}")


@pytest.mark.hint("E = sum of squares / (2 N): half, and the mean over the N inputs.")
def test_loss_by_hand(student, seed):
    """Outputs that miss the targets by 3 and by 4 have E = (9 + 16) / (2 * 2), as an average over inputs."""
    params, x, _ = task(seed, N=2, K=1)
    t = passed(params, x)[0] + np.array([[3.0], [-4.0]])
    call, E, _ = run(student, params, x, t)
    close(E, np.array(6.25), call, rtol=1e-10, what="loss")


@pytest.mark.hint("Delta_2 = (Y - T) / N; its sign makes a step against the gradient go towards the targets.")
def test_output_layer(student, seed):
    """The gradients of W2 and b2 agree with finite differences, for 1, 4 and 7 inputs."""
    for N in (1, 4, 7):
        params, x, t = task(seed + N, N=N)
        call, _, grads = run(student, params, x, t)
        agrees(call, grads, params, x, t, only=("W2", "b2"))


@pytest.mark.points(3)
@pytest.mark.hint("Delta_1 = (Delta_2 @ W2.T) * f'(a), with the derivative from activation, at a.")
def test_hidden_layer(student, seed):
    """The gradients of W1 and b1 agree with finite differences, for 1, 4 and 7 inputs."""
    for N in (1, 4, 7):
        params, x, t = task(seed + N, N=N)
        call, _, grads = run(student, params, x, t)
        agrees(call, grads, params, x, t, only=("W1", "b1"))


@pytest.mark.hint("Each gradient has the shape of its parameter: sum over the inputs for the biases, without keepdims.")
def test_shapes_of_the_gradients(student, seed):
    """Every gradient has the shape of its parameter, also with one output and one input number."""
    for D, H, K in ((2, 5, 3), (1, 10, 1), (3, 1, 2)):
        params, x, t = task(seed, 4, D, H, K)
        call, _, grads = run(student, params, x, t)
        agrees(call, grads, params, x, t)


@pytest.mark.points(2)
@pytest.mark.hint("The mask belongs into both: (H * M).T @ Delta_2, and Delta_1 = (Delta_2 @ W2.T) * M * f'(a).")
def test_mask_in_both_layers(student, seed):
    """With factors on the hidden units, all gradients and the loss are those of the masked network."""
    params, x, t = task(seed)
    for mask in (np.abs(numbers(seed + 5, 4, 5)) + 0.1, np.tile([0.0, 2.0, 0.0, 1.0, 3.0], (4, 1))):
        call, E, grads = run(student, params, x, t, mask)
        close(E, np.array(loss(params, x, t, mask)), call, rtol=1e-10, what="loss")
        agrees(call, grads, params, x, t, mask)


@pytest.mark.hint("A unit whose factor is 0 for every input must not learn: its gradients are exactly 0.")
def test_unit_that_is_out_learns_nothing(student, seed):
    """Where the mask is 0 for all inputs, the gradients of the unit's three weights are 0, and others' are not."""
    params, x, t = task(seed)
    call, _, grads = run(student, params, x, t, np.tile([1.0, 1.0, 0.0, 1.0, 1.0], (4, 1)))
    for name, row in (("W1", tensor(grads["W1"], call).T), ("b1", tensor(grads["b1"], call)), ("W2", tensor(grads["W2"], call))):
        holds(len(row) == 5, call, f"The gradient of {name} has the wrong shape.")
        holds(float(row[2].abs().max()) == 0, call, f"The gradient of {name} is not 0 for the unit that is out.")
        holds(float(row.abs().max()) > 0, call, f"The gradient of {name} is 0 everywhere.")


@pytest.mark.hint("Where the targets are met there is nothing to learn: E and all gradients are 0.")
def test_nothing_to_learn_at_the_targets(student, seed):
    """Where all targets are met, loss and gradients are 0."""
    params, x, _ = task(seed)
    call, E, grads = run(student, params, x, passed(params, x)[0])
    close(E, np.array(0.0), call, rtol=0, atol=1e-20, what="loss")
    for name in params:
        close(grads[name], np.zeros_like(params[name]), call, rtol=0, atol=1e-12, what=f"gradient of {name}")


@pytest.mark.hint("Return new arrays in a new dictionary; change nothing that was given; add nothing up from call to call.")
def test_second_call_gives_the_same(student, seed):
    """A second call gives the same, and parameters, inputs, targets and mask stay as they were."""
    params, x, t = task(seed)
    mask = 1 + numbers(seed + 5, 4, 5)
    call, E, grads = run(student, params, x, t, mask, times=2)
    unchanged(call)
    close(E, np.array(loss(params, x, t, mask)), call, rtol=1e-10, what="loss")
    agrees(call, grads, params, x, t, mask)
