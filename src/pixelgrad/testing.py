"""What checks assert with: shapes, values, nothing altered, and data drawn from a seed.

Each helper raises an AssertionError for the student to read: what was called, what came back, what
was wrong with it. None of them ever shows an expected array.

Limits: values are compared in float64 (complex128) on the CPU; sparse and quantised tensors are not
supported.
"""

import numpy as np
import torch

from pixelgrad.calls import describe


class Unusable(AssertionError):
    """The result is of another kind or shape than promised, so its values were not looked at."""


def noise(seed, *shape, dtype=torch.float32):
    """Standard normal numbers from `seed` alone, the same in every dtype up to rounding."""
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(*shape, generator=generator, dtype=torch.float64).to(dtype)


def holds(condition, call, message):
    """Assert a condition; `message` says in a sentence what was expected of the call."""
    if not condition:
        raise AssertionError(_told(call, message))  # not assert: it must hold under python -O too


def tensor(value, call, what="result"):
    """The value as a detached float64 (complex128) tensor on the CPU, or a kind refusal."""
    if isinstance(value, torch.Tensor):
        pass
    elif isinstance(value, (np.ndarray, np.generic)):
        value = torch.as_tensor(np.array(value))  # a copy: negative strides are no error
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        value = torch.tensor(value, dtype=torch.float64)
    else:
        hint = " Does the function end with a return?" if value is None and what == "result" else ""
        raise Unusable(_told(call, f"The {what} is {describe(value)}; expected a tensor.{hint}"))
    return value.detach().cpu().to(torch.complex128 if value.is_complex() else torch.float64)


def shape(actual, expected_shape, call, what="result"):
    """Assert that a tensor or array came back and has the expected shape."""
    _same_shape(tensor(actual, call, what), expected_shape, call, what)


def close(actual, expected, call, rtol=1e-5, atol=None, what="result"):
    """Assert equal shapes, then |actual - expected| <= atol + rtol |expected| for every element.

    `atol` is 1e-5 of the largest expected value when not given: float32 sums in another order differ
    by about a tenth of that. A scalar may come back as (), (1,) or a Python number.
    """
    close_to_any(actual, [expected], call, rtol, atol, what)


def close_to_any(actual, candidates, call, rtol=1e-5, atol=None, what="result"):
    """Assert that the result is close to one of several right answers; report on the nearest."""
    found = tensor(actual, call, what).numpy()  # NumPy: on a few numbers it takes half of torch's time
    candidates = [tensor(torch.as_tensor(candidate), call).numpy() for candidate in candidates]
    if candidates[0].ndim == 0 and found.size == 1:
        found = found.reshape(())
    _same_shape(found, candidates[0].shape, call, what)
    _all_finite(found, call, what)
    misses = [_miss(found, candidate, rtol, atol) for candidate in candidates]
    beyond, gap = min(misses, key=lambda miss: miss[0].max() if miss[0].size else -1.0)
    if (beyond > 0).any():
        raise AssertionError(_told(call, _difference(found, beyond, gap, what)))


def close_where_sure(actual, expected, g, call, rtol=1e-5):
    """Assert equal shapes, then closeness wherever the sign of the gradient g, (N, C, H, W), is sure.

    A value of g below 1e-4 of its image's largest, but not 0, may get either sign from rounding.
    """
    shape(actual, expected.shape, call)
    sure = (g.abs() > 1e-4 * g.abs().amax(dim=(1, 2, 3), keepdim=True)) | (g == 0)
    close(tensor(actual, call)[sure], expected[sure], call, rtol)


def finite(actual, call, what="result"):
    """Assert that no element is nan or infinite."""
    _all_finite(tensor(actual, call, what).numpy(), call, what)


def within(actual, low, high, call, what="result"):
    """Assert low <= actual <= high elementwise; bounds may be numbers or broadcastable tensors."""
    found = tensor(actual, call, what).numpy()
    _all_finite(found, call, what)
    low, high = (torch.as_tensor(bound, dtype=torch.float64).numpy() for bound in (low, high))
    outside = int(((found < low) | (found > high)).sum())
    holds(outside == 0, call, f"{outside} of {found.size} values of the {what} lie outside the allowed range.")


def unchanged(call, allow=()):
    """Assert that the call altered nothing but what `allow` names.

    The `.grad` of a tensor passed as an argument is never counted: backward() leaves it there.
    """
    altered = [what for what in call.changed if what not in allow and not what.endswith(": gradient")]
    if altered:
        more = f" and {len(altered) - 3} more" if len(altered) > 3 else ""
        raise AssertionError(_told(call, f"The call altered (arguments count from 0): {'; '.join(altered[:3])}{more}."))


def _same_shape(found, expected_shape, call, what):
    if found.shape != (wanted := tuple(expected_shape)):
        raise Unusable(_told(call, f"The {what} has shape {tuple(found.shape)}; expected {wanted}."))


def _all_finite(found, call, what):
    finite = np.isfinite(found)
    if not finite.all():
        bad = int((~finite).sum())
        raise AssertionError(_told(call, f"{bad} of {found.size} values of the {what} are not finite (nan or inf)."))


def _told(call, message):
    return f"Called {call.text}\n{message}" if call is not None else message


def _miss(found, expected, rtol, atol):
    """How far each element is beyond its tolerance, and the plain differences."""
    sizes = np.abs(expected)
    if atol is None:
        atol = 1e-5 * (float(sizes.max(initial=0.0)) or 1.0)
    gap = np.abs(found - expected)
    return gap - (atol + rtol * sizes), gap


def _difference(found, beyond, gap, what):
    worst = int(beyond.argmax())
    value, size = found.flat[worst].item(), float(gap.flat[worst])
    shown = f"{value:.4g}" if abs(value) < size * 1e3 else f"{value:.9g}"
    if not found.ndim:
        return f"The {what} is off by {size:.3g}: {shown} came back."
    index = [int(i) for i in np.unravel_index(worst, found.shape)]
    return f"The {what} is off by up to {size:.3g}: {shown} came back at {index}. {int((beyond > 0).sum())} of {found.size} values differ."
