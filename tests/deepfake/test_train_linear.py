"""Hidden tests of LinearClassifier and train_linear: sums by hand, and every step of Adam repeated.

While train_linear runs, LinearClassifier is a class of known first weights that remembers each batch. From the batches the
test repeats the training with PyTorch's Adam and compares the weights. Tolerance: 1e-3 of the largest weight change, a
hundred times what was seen. Accepted: a loss that is summed (Adam divides by its size), one shuffle for all epochs.
"""

import pytest
import torch
from torch.nn.functional import cross_entropy

from pixelgrad.learners import classifier_maker, linear_classifier
from pixelgrad.testing import close, holds, noise, shape, tensor, unchanged


def made(student, features, classes=2):
    """A new classifier of the student's, and the call that made it."""
    call = student.call("LinearClassifier", features, classes)
    holds(call.value is not None and not isinstance(call.value, torch.Tensor), call, "Expected a classifier.")
    return call, call.value


def scores(call, classifier, X):
    """What a classifier says of X; an error of its own is told as a failed property."""
    try:
        found = classifier(X)
    except Exception as error:  # noqa: BLE001 - whatever the classifier raises is its fault
        raise AssertionError(f"{call.text}\nCalled with {tuple(X.shape)}, it raised {type(error).__name__}: {error}") from None
    return tensor(found, call, "tensor of scores")


@pytest.mark.hint("torch.nn.Linear(features, classes): one score for each class, (N, classes).")
def test_one_score_per_class(student, seed):
    """Images (N, h, w, c) give scores (N, classes), also for N = 1 and for three classes."""
    for N, classes in ((1, 2), (4, 3)):
        call, classifier = made(student, 24, classes)
        shape(scores(call, classifier, noise(seed, N, 3, 4, 2)), (N, classes), call, "tensor of scores")


@pytest.mark.points(2)
@pytest.mark.hint("Only the linear layer: no softmax, sigmoid or relu, and no second layer with one between.")
def test_scores_are_linear(student, seed):
    """The scores of a + b are those of a plus those of b, less those of a black image; and they do depend on a."""
    call, classifier = made(student, 24)
    a, b, black = 10 * noise(seed, 3, 3, 4, 2), 10 * noise(seed + 1, 3, 3, 4, 2), torch.zeros(3, 3, 4, 2)
    found = [scores(call, classifier, X) for X in (a + b, a, b, black)]
    close(found[0] + found[3], found[1] + found[2], call, rtol=1e-4, atol=1e-4, what="sum of scores")
    holds(float((found[1] - found[3]).abs().max()) > 1e-3, call, "The scores do not depend on the image.")


@pytest.mark.hint("Flatten with X.flatten(1) or reshape(len(X), -1): as it is, without a permute, and without view.")
def test_values_are_flattened_in_order(student, seed):
    """An image (h, w, c) has the scores of its values in a row, also where it is not contiguous in memory."""
    call, classifier = made(student, 30)
    X = noise(seed, 4, 5, 2, 3).permute(0, 2, 1, 3)  # (4, 2, 5, 3)
    close(scores(call, classifier, X), scores(call, classifier, X.reshape(4, 30)), call, what="tensor of scores")


@pytest.mark.hint("Name the layer `dense`, self.dense = torch.nn.Linear(features, classes), with its bias.")
def test_the_layer_is_called_dense(student, seed):
    """Weight and bias of the layer `dense` give the scores."""
    call, classifier = made(student, 24, 3)
    try:
        weight, bias = (tensor(classifier.get_parameter(f"dense.{name}"), call, name) for name in ("weight", "bias"))
    except Exception:  # noqa: BLE001 - whatever it is, there is no such layer
        raise AssertionError(f"{call.text}\nIt has no layer `dense` with weight and bias.") from None
    X = noise(seed, 5, 3, 4, 2)
    shape(weight, (3, 24), call, "weight")
    close(scores(call, classifier, X), X.double().flatten(1) @ weight.T + bias, call, what="tensor of scores")


def task(seed, N, *size):
    """Images whose class shifts half of the values, all of class 0 first."""
    y = torch.arange(N) * 2 // N
    X = noise(seed, N, *size)
    X[..., 0] += 1.5 * (2.0 * y.view(-1, *[1] * (len(size) - 1)) - 1)
    return X, y


def trained(student, seed, X, y, **options):
    """Call train_linear; return the call, the maker of classifiers, and which image was in each batch."""
    bind, times = {"LinearClassifier": classifier_maker(seed)}, options.pop("times", 1)
    call = student.call("train_linear", X, y, bind=bind, after=("LinearClassifier",), times=times, **options)
    maker = call.after["LinearClassifier"]
    holds(maker.count() == times, call, f"It made {maker.count()} classifiers with LinearClassifier(features, classes); expected {times}.")
    batches = []
    for batch in maker.shown():
        gap = (tensor(batch, call).flatten(1)[:, None] - X.double().flatten(1)).abs().amax(dim=2)  # (n, N)
        holds(float(gap.amin(dim=1).max()) < 1e-6, call, "The classifier was shown something that is not in X.")
        batches.append(gap.argmin(dim=1))
    holds(batches, call, "The classifier was never shown an image with gradients on.")
    return call, maker, batches


def repeated(seed, X, y, batches, lr):
    """First and last weights (classes, features) and biases of the same training, with PyTorch's Adam."""
    net = linear_classifier(X[0].numel(), seed=seed).requires_grad_()
    first = [parameter.detach().clone() for parameter in net.parameters()]
    optimizer = torch.optim.Adam(net.parameters(), lr=lr)
    for batch in batches:
        optimizer.zero_grad()
        cross_entropy(net(X[batch]), y[batch]).backward()
        optimizer.step()
    return first, [parameter.detach() for parameter in net.parameters()]


def follows_adam(seed, call, classifier, X, y, batches, lr):
    """Assert that the classifier says what one does that took these steps."""
    _, (weight, bias) = repeated(seed, X, y, batches, lr)
    d = X[0].numel()
    probes = torch.cat([torch.zeros(1, d), torch.eye(d)]).view(d + 1, *X.shape[1:])
    expected = torch.cat([bias[None], weight.T + bias])
    close(scores(call, classifier, probes), expected, call, rtol=0, atol=0.02 * lr, what="weights, seen from the scores")


@pytest.mark.points(3)
@pytest.mark.hint("Each batch: scores, cross_entropy, zero_grad, backward, one step of torch.optim.Adam(parameters, lr=lr).")
def test_every_step_is_adams(student, seed):
    """From the first weights on, every batch moves them by one step of Adam on the cross-entropy, with the given rate."""
    X, y = task(seed, 12, 3, 2, 4)
    call, _, batches = trained(student, seed, X, y, epochs=3, batch_size=4, lr=0.05)
    follows_adam(seed, call, call.value, X, y, batches, 0.05)


@pytest.mark.points(2)
@pytest.mark.hint("Go through all images in every epoch, the last, smaller batch included; no image twice.")
def test_every_epoch_uses_every_image_once(student, seed):
    """Seven images in batches of three: three batches an epoch, of 3, 3 and 1, and each image once."""
    X, y = task(seed, 7, 2, 5, 3)
    call, _, batches = trained(student, seed, X, y, epochs=2, batch_size=3, lr=0.01)
    sizes = [len(batch) for batch in batches]
    holds(sizes == [3, 3, 1] * 2, call, f"The batches had {sizes} images.")
    for epoch in (torch.cat(batches[:3]), torch.cat(batches[3:])):
        holds(epoch.sort().values.tolist() == list(range(7)), call, f"An epoch used images {epoch.tolist()}.")


@pytest.mark.hint("Shuffle images and labels together: index both with torch.randperm(len(X)).")
def test_images_are_shuffled(student, seed):
    """The first epoch does not take 40 images in the order of X, nor in the opposite one."""
    X, y = task(seed, 40, 2, 1, 3)
    call, _, batches = trained(student, seed, X, y, epochs=1, batch_size=10)
    order = torch.cat(batches).tolist()
    holds(order not in (list(range(40)), list(range(40))[::-1]), call, "The images came in their order, all real ones first.")


@pytest.mark.hint("The defaults are epochs=5, batch_size=50 and lr=1e-3.")
def test_five_epochs_by_default(student, seed):
    """Without further arguments, 100 images make two batches in each of five epochs, with Adam's rate 0.001."""
    X, y = task(seed, 100, 1, 2, 3)
    call, _, batches = trained(student, seed, X, y)
    sizes = [len(batch) for batch in batches]
    holds(sizes == [50, 50] * 5, call, f"The batches had {sizes} images.")
    follows_adam(seed, call, call.value, X, y, batches, 1e-3)


@pytest.mark.hint("The classifier has X[0].numel() features and two classes, whatever the shape of X.")
def test_images_of_any_shape(student, seed):
    """Images (h, w, c) that are not contiguous, and rows of numbers, train alike."""
    X, y = task(seed, 10, 4, 2, 3)
    for images in (X.transpose(1, 2), X.flatten(1)):
        call, _, batches = trained(student, seed, images, y, epochs=1, batch_size=5, lr=0.05)
        follows_adam(seed, call, call.value, images, y, batches, 0.05)


@pytest.mark.hint("Make a new classifier and a new optimiser in every call, and change neither X nor y.")
def test_second_call_begins_anew(student, seed):
    """A second call trains another classifier from its first weights; X and y stay as they were."""
    X, y = task(seed, 8, 2, 3, 1)
    call, _, batches = trained(student, seed, X, y, epochs=2, batch_size=4, lr=0.05, times=2)
    unchanged(call, allow=("name LinearClassifier",))
    follows_adam(seed, call, call.value, X, y, batches, 0.05)
