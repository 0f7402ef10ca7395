"""Hidden tests of ImagePool: what comes back is followed image by image, each marked by a number of its own.

Every call begins with the same dice, so what is about chance is asked for in one large batch. Accepted: any source of the
dice, any form of the memory behind `images`. Of 400 draws about half are new ones: between 30 % and 70 %, which chance leaves
once in 10^15 times. Not covered: one image more than `size`, which the same dice in every call hide half of the time, and whether
what comes back carries a graph: no graph leaves the worker.
"""

from itertools import pairwise

import pytest
import torch

from pixelgrad.testing import close, holds, shape, tensor


def made(student, *args):
    call = student.call("ImagePool", *args)
    holds(call.value is not None and not isinstance(call.value, torch.Tensor), call, "Expected a pool.")
    return call, call.value


def marked(first, n, size=(2, 3)):
    """n images, the values of which are their number, from `first` on."""
    return torch.arange(first, first + n, dtype=torch.float32).view(n, 1, 1, 1).expand(n, 3, *size).clone()


def asked(call, pool, batch):
    """The numbers of the images that come back for a batch; each must be whole."""
    try:
        found = pool.query(batch)
    except Exception as error:  # noqa: BLE001 - whatever the pool raises is its fault
        raise AssertionError(f"{call.text}\nquery raised {type(error).__name__}: {error}") from None
    shape(found, batch.shape, call, "batch from query")
    values = tensor(found, call, "batch from query").flatten(1)
    close(values, values[:, :1].expand_as(values), call, what="images, each of which had one value")
    return [round(float(value)) for value in values[:, 0]]


def followed(student, size, *batches):
    """Query batches of these sizes; the call, and [(given, returned)] of all images in order."""
    call, pool = made(student, size)
    pairs = []
    for n in batches:
        first = len(pairs) + 1
        pairs += zip(range(first, first + n), asked(call, pool, marked(first, n)), strict=True)
    return call, pairs


@pytest.mark.points(2)
@pytest.mark.hint("While fewer than `size` images are kept, keep the new one and return it.")
def test_first_images_come_back(student):
    """As long as the pool is not full, every image comes back as it is, one at a time and in batches."""
    for size, batches in ((5, (1, 1, 1, 1, 1)), (6, (3, 3)), (4, (4,))):
        call, pairs = followed(student, size, *batches)
        holds(all(given == back for given, back in pairs), call, f"Before the pool was full, {pairs} were given and came back.")


@pytest.mark.points(2)
@pytest.mark.hint("Once full: with probability 1/2 the new image, else a random one of the pool.")
def test_half_are_new_and_half_are_old(student):
    """Once the pool is full, about half of the images that come back are new ones."""
    call, pairs = followed(student, 5, 5, 400)
    later = pairs[5:]
    new = sum(given == back for given, back in later) / len(later)
    holds(0.3 < new < 0.7, call, f"{new:.0%} of the images that came back were new.")


@pytest.mark.points(2)
@pytest.mark.hint("An old image that is returned leaves the pool, and the new one takes its place; a new one that is returned is not kept.")
def test_nothing_is_returned_twice(student):
    """No image comes back a second time, but for those that filled the pool, and all that come back were given before."""
    call, pairs = followed(student, 4, 4, 200, 1, 1, 20)
    later = [back for _, back in pairs[4:]]
    twice = {back for back in later if later.count(back) > 1}
    holds(not twice, call, f"{len(twice)} images came back more than once.")
    holds(all(1 <= back <= given for given, back in pairs), call, "An image came back that was not given before.")


@pytest.mark.hint("Choose the old image at random among all of the pool, not always the first or the last.")
def test_old_ones_are_drawn_from_the_whole_pool(student):
    """Old images come back in no fixed order, and some of them long after they were given."""
    call, pairs = followed(student, 8, 8, 400)
    old = [(given, back) for given, back in pairs[8:] if back != given]
    holds(len(old) > 100, call, f"Only {len(old)} of 400 images that came back were old ones.")
    down = sum(one > two for (_, one), (_, two) in pairwise(old)) / len(old)
    holds(0.15 < down < 0.75, call, f"Old images came back in nearly their order ({down:.0%} of the steps lead back).")
    ages = sorted(given - back for given, back in old)
    holds(ages[-1] > 2.5 * 8 and ages[0] < 8, call, f"Old images were {ages[0]} to {ages[-1]} images old.")


@pytest.mark.hint("Go through the batch image by image; each has its own draw.")
def test_images_of_a_batch_are_drawn_by_themselves(student):
    """In a batch, new images and old ones are mixed."""
    call, pairs = followed(student, 6, 6, 60)
    new = sum(given == back for given, back in pairs[6:])
    holds(0 < new < 60, call, f"Of 60 images of a batch, {new} were new ones.")


@pytest.mark.hint("size=0 keeps nothing: return the batch. The default is 50.")
def test_size_of_the_pool(student):
    """A pool of size 0 returns what it gets; without a size, 50 images come back first, and then old ones too."""
    call, pairs = followed(student, 0, 120)
    holds(all(given == back for given, back in pairs), call, "A pool of size 0 returned an old image.")
    call, pool = made(student)
    first, later = asked(call, pool, marked(1, 50)), asked(call, pool, marked(51, 40))
    holds(first == list(range(1, 51)), call, "Not all of the first 50 images came back as they were.")
    holds(later != list(range(51, 91)), call, "After 50 images no old one came back, in 40 draws.")


@pytest.mark.hint("Make the list in __init__, not as a default argument or in the class: each pool has its own.")
def test_pools_are_apart(student):
    """A second pool begins empty and returns nothing of the first."""
    call, one = made(student, 3)
    asked(call, one, marked(1, 20))
    call, other = made(student, 3)
    holds(asked(call, other, marked(101, 3)) == [101, 102, 103], call, "The second pool was not empty.")
    backs = asked(call, other, marked(201, 40))
    holds(all(back > 100 for back in backs), call, "The second pool returned an image of the first.")
