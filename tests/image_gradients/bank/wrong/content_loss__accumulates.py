"""Adds to the loss of the call before.
Caught by: test_arguments_stay_as_they_were
"""

losses = []


def content_loss(content_weight, content_current, content_original):
    loss = content_weight * ((content_current - content_original) ** 2).sum()
    losses.append(loss)
    return sum(losses[-2:])
