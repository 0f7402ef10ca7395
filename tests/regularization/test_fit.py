"""Hidden tests of evaluate and fit: values by PyTorch, and every step of AdamW repeated.

The network gives other scores in training mode than in eval mode, and remembers each batch with the mode it was shown in.
While fit runs, evaluate is a pair of numbers that depend on weights and images. From the batches the test repeats the
training and compares weights: up to 2 % of the rate, as float32 gives a tenth of that.
"""

import pytest
import torch
from torch.nn.functional import cross_entropy

from pixelgrad.testing import close, holds, noise, tensor, unchanged
from pixelgrad.trial_probes import gauge, gauged, moody_net


def images(seed, N, classes=3):
    """X (N, 1, 4, 5) and labels, all of one class before the next."""
    return noise(seed, N, 1, 4, 5), torch.arange(N) * classes // N


def measured(student, net, X, y, *more, **options):
    call = student.call("evaluate", net, X, y, *more, **options)
    for value in call.values:
        holds(isinstance(value, list | tuple) and len(value) == 2, call, "Expected two numbers: the loss and the accuracy.")
    return call


def expected(net, X, y):
    """Loss and accuracy in eval mode, on everything at once, in double precision."""
    net = moody_net(seed=net._spec[1]["seed"], dtype="float64")
    scores = net(X.double())
    return float(cross_entropy(scores, y)), float((scores.argmax(dim=1) == y).double().mean())


def agrees(call, value, net, X, y):
    """Assert loss and accuracy."""
    loss, share = expected(net, X, y)
    close(value[0], torch.tensor(loss), call, rtol=1e-5, what="loss")
    close(value[1], torch.tensor(share), call, rtol=1e-6, atol=1e-6, what="accuracy")


@pytest.mark.points(2)
@pytest.mark.hint("Sum losses and right answers over all images, and divide by their number at the end.")
def test_every_image_counts_alike(student, seed):
    """Seven images in batches of three, the last of one, have the loss and the accuracy of all seven at once."""
    net, (X, y) = moody_net(seed=seed), images(seed + 1, 7)
    X[6] *= 20
    for size in (3, 7, 100):
        call = measured(student, net, X, y, size)
        agrees(call, call.value, net, X, y)


@pytest.mark.points(2)
@pytest.mark.hint("net.eval() before, and no gradients inside: with torch.no_grad().")
def test_measured_in_eval_mode(student, seed):
    """A network that is being trained is measured in eval mode and without gradients."""
    net, (X, y) = moody_net(seed=seed).train().requires_grad_(), images(seed + 1, 6)
    call = measured(student, net, X, y, 2, after=(0,))
    agrees(call, call.value, net, X, y)
    memory = call.after[0].get_submodule("0")
    holds(not any(memory.gradients_while_shown()), call, "Gradients were on while images were shown.")
    holds(memory.sizes() == [2, 2, 2], call, f"The batches had {memory.sizes()} images; expected no more than 2.")


@pytest.mark.hint("Remember net.training before, and put it back with net.train(...); change nothing else.")
def test_mode_is_put_back(student, seed):
    """A network in training mode is in training mode afterwards, one in eval mode in eval mode; nothing else changes."""
    X, y = images(seed + 1, 5)
    for training in (True, False):
        net = moody_net(seed=seed).train(training).requires_grad_()
        call = measured(student, net, X, y, times=2)
        unchanged(call)
        agrees(call, call.values[1], net, X, y)


def trained(student, net, train, val, **options):
    """Call fit; return the call, the history, and which image was in each batch."""
    call = student.call("fit", net, train, val, bind={"evaluate": gauge()}, after=(0,), **options)
    memory, X = call.after[0].get_submodule("0"), train[0]
    batches = []
    for batch in memory.trained_on():
        gap = (tensor(batch, call).flatten(1)[:, None] - X.double().flatten(1)).abs().amax(dim=2)  # (n, N)
        holds(float(gap.amin(dim=1).max()) < 1e-6, call, "The network was trained on something that is not in the training images.")
        batches.append(gap.argmin(dim=1))
    holds(batches, call, "The network was never shown an image with gradients on.")
    return call, memory, batches


def repeated(net, X, y, batches, *, lr, weight_decay=0.0):
    """The same training by PyTorch, in place."""
    optimizer = torch.optim.AdamW(net.parameters(), lr=lr, weight_decay=weight_decay)
    for batch in batches:
        optimizer.zero_grad()
        cross_entropy(net(X[batch]), y[batch]).backward()
        optimizer.step()


def follows(call, seed, X, y, batches, probes, **options):
    """Assert that the network after the call says what one does that took these steps."""
    net = moody_net(seed=seed).train().requires_grad_()
    repeated(net, X, y, batches, **options)
    found = call.after[0].eval()(probes)
    close(found, net.eval()(probes), call, rtol=1e-3, atol=1e-3, what="scores of the trained network")


@pytest.mark.points(3)
@pytest.mark.hint("Each batch: scores, cross_entropy, zero_grad, backward, one step of torch.optim.AdamW(parameters, lr, weight_decay).")
def test_every_step_is_adamws(student, seed):
    """Every batch moves the weights by one step of AdamW, with the rate and the weight decay that are given."""
    X, y = images(seed + 1, 12)
    for lr, decay in ((0.05, 0.0), (0.02, 3.0)):
        net = moody_net(seed=seed).train().requires_grad_()
        options = {"lr": lr, "weight_decay": decay}
        call, _, batches = trained(student, net, (X, y), images(seed + 2, 3), epochs=3, batch_size=4, **options)
        follows(call, seed, X, y, batches, noise(seed + 3, 9, 1, 4, 5), **options)


@pytest.mark.points(2)
@pytest.mark.hint("In every epoch all images, in new shuffled batches; the last may be smaller. The defaults: batch_size=32, no decay.")
def test_every_epoch_uses_every_image_once(student, seed):
    """Forty images make batches of 32 and 8, each image once an epoch, in an order that is new."""
    X, y = images(seed + 1, 40)
    call, _, batches = trained(student, moody_net(seed=seed).requires_grad_(), (X, y), images(seed + 2, 3), epochs=2, lr=0.01)
    holds([len(batch) for batch in batches] == [32, 8] * 2, call, f"The batches had {[len(batch) for batch in batches]} images.")
    epochs = [torch.cat(batches[k : k + 2]).tolist() for k in (0, 2)]
    for epoch in epochs:
        holds(sorted(epoch) == list(range(40)), call, f"An epoch used images {sorted(epoch)}.")
    holds(list(range(40)) not in epochs, call, "The images came in their order, one digit after the other.")
    holds(epochs[0] != epochs[1], call, "Both epochs used the same order.")
    follows(call, seed, X, y, batches, noise(seed + 3, 9, 1, 4, 5), lr=0.01)


@pytest.mark.hint("net.train() at the beginning of every epoch; the network may come, or be left by a measurement, in eval mode.")
def test_trained_in_training_mode(student, seed):
    """A network that comes in eval mode is in training mode for every step."""
    X, y = images(seed + 1, 6)
    call, memory, _ = trained(student, moody_net(seed=seed).requires_grad_(), (X, y), images(seed + 2, 3), epochs=2, lr=0.01, batch_size=3)
    shown = zip(memory.training_while_shown(), memory.gradients_while_shown(), strict=True)
    holds(all(training for training, grad in shown if grad), call, "The network was in eval mode in a step of the training.")


@pytest.mark.points(2)
@pytest.mark.hint("After every epoch append {'train': evaluate(net, *train), 'val': evaluate(net, *val)}.")
def test_history(student, seed):
    """The history has one entry per epoch: what evaluate says of both sets after it."""
    train, val = images(seed + 1, 6), images(seed + 2, 4)
    net = moody_net(seed=seed).train().requires_grad_()
    call, _, batches = trained(student, net, train, val, epochs=3, lr=0.05, batch_size=4)
    same = moody_net(seed=seed).train().requires_grad_()
    holds(isinstance(call.value, list | tuple) and len(call.value) == 3, call, "Expected a list with an entry for each of 3 epochs.")
    optimizer = torch.optim.AdamW(same.parameters(), lr=0.05, weight_decay=0.0)
    for k, row in enumerate(call.value):
        step(same, optimizer, *train, batches[2 * k : 2 * k + 2])
        holds(isinstance(row, dict) and {"train", "val"} <= set(row), call, "An entry has no 'train' or no 'val'.")
        for part, pair in (("train", train), ("val", val)):
            close(torch.tensor(row[part]), torch.tensor(gauged(same, *pair)), call, rtol=1e-4, what=f"entry {k}, {part!r},")


def step(net, optimizer, X, y, batches):
    for batch in batches:
        optimizer.zero_grad()
        cross_entropy(net(X[batch]), y[batch]).backward()
        optimizer.step()


@pytest.mark.hint("Train net itself, not a copy, on the training images only, and change neither images nor labels.")
def test_network_is_trained_in_place(student, seed):
    """The network that was given is trained; images and labels stay as they were."""
    train, val = images(seed + 1, 6), images(seed + 2, 4)
    call, _, _ = trained(student, moody_net(seed=seed).train().requires_grad_(), train, val, epochs=1, lr=0.05)
    holds(any("argument 0: parameter" in what for what in call.changed), call, "The weights of the network are what they were.")
    altered = [what for what in call.changed if "argument 1" in what or "argument 2" in what]
    holds(not [what for what in altered if "gradient" not in what], call, f"The call altered {', '.join(altered)}.")
