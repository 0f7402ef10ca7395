"""Hidden tests of weight_decay: by hand, and its gradient against differences of its loss. Tolerance: 1e-10."""

import numpy as np
import pytest

from pixelgrad.mlp import central_differences
from pixelgrad.testing import close, holds, noise, unchanged

SIZES = {"W1": (2, 5), "b1": (5,), "W2": (5, 3), "b2": (3,)}


def drawn(seed, sizes=SIZES):
    return {name: noise(seed + k, *size).double().numpy() for k, (name, size) in enumerate(sizes.items())}


def run(student, params, E, grads, decay, **options):
    call = student.call("weight_decay", params, E, grads, decay, **options)
    for value in call.values:
        fits = isinstance(value, list | tuple) and len(value) == 2 and isinstance(value[1], dict)
        holds(fits, call, "Expected the loss and a dictionary of gradients.")
        holds(set(value[1]) == set(grads), call, f"The gradients are called {sorted(map(str, value[1]))}; expected {sorted(grads)}.")
    return call, *call.value


def agrees(call, E_new, new, params, E, grads, decay):
    """Assert loss and gradients."""
    squares = sum((array**2).sum() for name, array in params.items() if name[0] == "W")
    close(E_new, np.array(E + decay / 2 * squares), call, rtol=1e-10, atol=1e-12, what="loss")
    for name, grad in grads.items():
        close(new[name], grad + decay * params[name] * (name[0] == "W"), call, rtol=1e-10, atol=1e-12, what=f"gradient of {name}")


@pytest.mark.hint("The penalty is decay / 2 times the sum of squares, added to E.")
def test_loss_by_hand(student, seed):
    """Weights 3, 4 and 12 with a decay of 0.5 add 0.25 * 169 to the loss; a bias of 100 adds nothing."""
    params = {"W1": np.array([[3.0, 4.0]]), "b1": np.array([100.0, 100.0]), "W2": np.array([[12.0]])}
    E = 1.0 + seed % 7
    call, E_new, _ = run(student, params, E, {name: np.zeros_like(array) for name, array in params.items()}, 0.5)
    close(E_new, np.array(E + 42.25), call, rtol=1e-10, what="loss")


@pytest.mark.points(2)
@pytest.mark.hint("The gradient of decay / 2 * w**2 is decay * w: add it to the gradient that is there.")
def test_gradient_belongs_to_the_loss(student, seed):
    """What is added to the gradients is the derivative of what is added to the loss, by central differences."""
    params, grads, decay = drawn(seed), drawn(seed + 20), 0.1 + seed % 3
    call, _, new = run(student, params, 1.0, grads, decay)
    slopes = central_differences(lambda p: decay / 2 * sum((p[k] ** 2).sum() for k in ("W1", "W2")), params, 1e-4)
    for name in params:
        close(np.asarray(new[name]) - grads[name], slopes[name], call, rtol=1e-6, atol=1e-6, what=f"added gradient of {name}")


@pytest.mark.hint("Only names that begin with W: the biases keep their gradients and cost nothing.")
def test_biases_are_left_alone(student, seed):
    """Large biases change neither the loss nor their gradients."""
    params, grads = drawn(seed), drawn(seed + 20)
    params |= {name: 50 + params[name] for name in ("b1", "b2")}
    call, E_new, new = run(student, params, 2.0, grads, 0.3)
    agrees(call, E_new, new, params, 2.0, grads, 0.3)


@pytest.mark.hint("Go through all names that begin with W, however many there are.")
def test_any_number_of_layers(student, seed):
    """Networks of one and of three layers are treated alike."""
    deep = {"W1": (1, 3), "b1": (3,), "W2": (3, 4), "b2": (4,), "W3": (4, 2), "b3": (2,)}
    for sizes in ({"W1": (4, 2), "b1": (2,)}, deep):
        params, grads = drawn(seed, sizes), drawn(seed + 20, sizes)
        call, E_new, new = run(student, params, 0.5, grads, 0.2)
        agrees(call, E_new, new, params, 0.5, grads, 0.2)


@pytest.mark.hint("Add to what was there: with decay=0 loss and gradients come back as they were.")
def test_no_decay_changes_nothing(student, seed):
    """A decay of 0 gives loss and gradients back, and one of 1 adds the weights themselves."""
    params, grads = drawn(seed), drawn(seed + 20)
    for decay in (0.0, 1.0):
        call, E_new, new = run(student, params, 3.0, grads, decay)
        agrees(call, E_new, new, params, 3.0, grads, decay)


@pytest.mark.points(2)
@pytest.mark.hint("Make new arrays: grads[name] += ... changes the gradients of the caller.")
def test_nothing_given_is_changed(student, seed):
    """A second call gives the same, and parameters and gradients stay as they were."""
    params, grads = drawn(seed), drawn(seed + 20)
    call, E_new, new = run(student, params, 3.0, grads, 0.4, times=2)
    unchanged(call)
    agrees(call, E_new, new, params, 3.0, grads, 0.4)
