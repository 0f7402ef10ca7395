"""Hidden tests of activation and forward: the derivative by finite differences, the network by hand and by einsum.

While forward runs, activation is another function than any usual one. Tolerance: 1e-10, double precision. Accepted: any
non-linearity, also one with a kink at 0.
"""

import numpy as np
import pytest

from pixelgrad.mlp_probes import bend, bent
from pixelgrad.testing import close, finite, holds, noise, shape, tensor, unchanged


def numbers(seed, *size):
    return noise(seed, *size).double().numpy()


def pair(call, value, what="h and its derivative"):
    fits = isinstance(value, list | tuple) and len(value) == 2
    holds(fits, call, f"Expected two arrays: {what}.")
    return value


def network(seed, D, H, K):
    """Parameters with no two sizes equal."""
    shapes = {"W1": (D, H), "b1": (H,), "W2": (H, K), "b2": (K,)}
    return {name: numbers(seed + k, *size) for k, (name, size) in enumerate(shapes.items())}


def run(student, params, x, *mask, **options):
    call = student.call("forward", params, x, *mask, bind={"activation": bend()}, **options)
    return call, *pair(call, call.value, "y and a")


def expected(params, x, mask=1.0):
    """y and a, written as sums."""
    a = np.einsum("nd,dh->nh", x, params["W1"]) + params["b1"][None, :]
    return np.einsum("nh,hk->nk", bent(a)[0] * mask, params["W2"]) + params["b2"][None, :], a


@pytest.mark.points(2)
@pytest.mark.hint("The second array is dh/da at the same places: for tanh it is 1 - h**2, for the logistic function h * (1 - h).")
def test_slope_is_the_derivative(student, seed):
    """The second array of activation is the derivative of the first, by central differences."""
    a = np.concatenate([np.linspace(-3.01, 3.02, 30), numbers(seed, 10)])
    call = student.call("activation", a)
    slope = pair(call, call.value)[1]
    high, low = (tensor(pair(call, student.activation(a + step))[0], call) for step in (1e-5, -1e-5))
    close(slope, (high - low) / 2e-5, call, rtol=1e-6, atol=1e-6, what="derivative")


@pytest.mark.hint("Choose a function that bends: with a linear one, ten units are no more than one.")
def test_activation_bends(student):
    """The derivative is not the same everywhere, so the function is not linear."""
    call = student.call("activation", np.linspace(-3.01, 3.02, 40))
    slope = tensor(pair(call, call.value)[1], call)
    holds(float(slope.max() - slope.min()) > 0.1, call, "The derivative is nearly the same everywhere.")


@pytest.mark.hint("Element by element: nothing in it may depend on other elements, as a softmax or a mean does.")
def test_activation_is_elementwise(student, seed):
    """An array of any shape gives two of that shape, and each element stands for itself."""
    a = numbers(seed, 3, 5, 2)
    call = student.call("activation", a)
    for value, what in zip(pair(call, call.value), ("h", "derivative"), strict=True):
        shape(value, a.shape, call, what)
    alone = student.call("activation", a[1:2, 2:3, 0])
    for value, single in zip(call.value, pair(alone, alone.value), strict=True):
        close(single, np.asarray(value)[1:2, 2:3, 0], alone, rtol=1e-10, atol=1e-12)


@pytest.mark.hint("np.exp(800) is infinite, and inf / inf is nan: use np.tanh, or np.logaddexp(0, a) for a softplus.")
def test_large_values_stay_finite(student):
    """At -800 and 800 both arrays are finite; the array given stays as it was."""
    call = student.call("activation", np.array([[-800.0, -30.0, 30.0, 800.0]]))
    for value, what in zip(pair(call, call.value), ("h", "derivative"), strict=True):
        finite(value, call, what)
    unchanged(call)


@pytest.mark.hint("One hidden unit: y = f(x w1 + b1) w2 + b2, with f from activation, and no activation at the output.")
def test_value_by_hand(student, seed):
    """One unit with weights 2 and 5, biases 1 and 3: y = 5 f(2 x + 1) + 3, f being the activation of the moment."""
    params = {"W1": np.array([[2.0]]), "b1": np.array([1.0]), "W2": np.array([[5.0]]), "b2": np.array([3.0])}
    x = np.array([[0.5 + seed % 5], [-0.25]])
    call, y, _ = run(student, params, x)
    inside = 2 * x + 1
    close(y, 5 * (np.sin(inside) + inside / 3) + 3, call, rtol=1e-10, atol=1e-11, what="y")


@pytest.mark.points(2)
@pytest.mark.hint("a = x @ W1 + b1, then activation(a), then y = h @ W2 + b2.")
def test_sizes_are_kept_apart(student, seed):
    """Networks with D, H, K of 2, 5, 3 and 1, 7, 2 agree with the definition, for 1, 4 and 6 inputs."""
    for N, D, H, K in ((4, 2, 5, 3), (1, 1, 7, 2), (6, 3, 4, 1)):
        params, x = network(seed + N, D, H, K), numbers(seed, N, D)
        call, y, _ = run(student, params, x)
        close(y, expected(params, x)[0], call, rtol=1e-10, atol=1e-11, what="y")


@pytest.mark.hint("The second array is a = x @ W1 + b1, before the activation: (N, H).")
def test_a_is_before_activation(student, seed):
    """The second array is linear in x: what goes into the activation."""
    params, x = network(seed, 2, 5, 3), numbers(seed + 9, 4, 2)
    call, _, a = run(student, params, x, 1 + numbers(seed + 8, 4, 5))
    close(a, expected(params, x)[1], call, rtol=1e-10, atol=1e-11, what="a")


@pytest.mark.hint("Multiply h by the mask, after the activation: 0 takes a unit out, 2 doubles it. None means no mask.")
def test_mask_multiplies_hidden_units(student, seed):
    """The factors act on the hidden units after activation, and differ for each input."""
    params, x = network(seed, 2, 5, 3), numbers(seed + 9, 4, 2)
    for mask in (np.abs(numbers(seed + 8, 4, 5)), np.tile([0.0, 2.0, 0.0, 1.0, 0.5], (4, 1)), np.zeros((4, 5))):
        call, y, _ = run(student, params, x, mask)
        close(y, expected(params, x, mask)[0], call, rtol=1e-10, atol=1e-11, what="y")


@pytest.mark.hint("Write h = h * mask and a + b1, not h *= mask or += on what was given; and keep nothing from call to call.")
def test_parameters_stay_as_they_were(student, seed):
    """A second call gives the same, and neither parameters nor inputs nor mask are changed."""
    params, x, mask = network(seed, 2, 5, 3), numbers(seed + 9, 4, 2), 1 + numbers(seed + 8, 4, 5)
    run(student, network(seed + 20, 2, 5, 3), x, mask)
    call, y, _ = run(student, params, x, mask, times=2)
    unchanged(call)
    close(y, expected(params, x, mask)[0], call, rtol=1e-10, atol=1e-11, what="y")
