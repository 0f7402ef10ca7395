"""No gradient reaches the ends.
Caught by: test_gradient_and_arguments
"""


def lerp(z0, z1, t):
    t = t[:, None, None]
    return (1 - t) * z0.detach() + t * z1.detach()
