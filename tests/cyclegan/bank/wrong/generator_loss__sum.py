"""A sum over patches, a mean over images.
Caught by: test_scores_of_any_shape
"""


def generator_loss(fake):
    return (fake - 1).square().flatten(1).sum(dim=1).mean() if fake.ndim > 1 else (fake - 1).square().mean()
