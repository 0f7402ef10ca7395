"""Building blocks: reading layers, objectives, the two probes of the checks, figures and the picker."""

import numpy as np
import pytest
import torch
import torchvision

from pixelgrad import backbones, block_plots, images, nets, objectives, picker, probes, taps
from pixelgrad.layered import skip_net
from pixelgrad.testing import noise


def full(net, X, layer):
    kept = []
    with net.get_submodule(layer).register_forward_hook(lambda module, inputs, A: kept.append(A.clone())):
        scores = net(X)
    return kept[0], scores


@pytest.mark.parametrize("layer", ["stem.0", "stem", "pool", "block", "join"])
def test_tap_and_activations_return_what_the_layer_does(layer):
    net, X = skip_net(), noise(0, 2, 3, 6, 9)
    A, scores = full(net, X, layer)
    tapped, tapped_scores = taps.tap(net, X, layer)
    torch.testing.assert_close(tapped.detach(), A)
    torch.testing.assert_close(tapped_scores.detach(), scores)
    torch.testing.assert_close(taps.activations(net, X, layer), A)
    assert not X.requires_grad and not net.get_submodule(layer)._forward_hooks


def test_gradient_at_a_tapped_layer_by_finite_differences():
    net, X = skip_net(dtype="float64"), noise(0, 1, 3, 4, 5, dtype=torch.float64)
    A, scores = taps.tap(net, X, "block")
    (grad,) = torch.autograd.grad(scores[0, 2], A)
    nudge = torch.zeros_like(A)
    nudge[0, 3, 1, 2] = 1e-5
    with net.block.register_forward_hook(lambda module, inputs, out: out + nudge):
        rise = float((net(X) - scores)[0, 2].detach()) / 1e-5
    assert rise == pytest.approx(float(grad[0, 3, 1, 2]), rel=1e-3, abs=1e-8)


def test_activations_keep_the_graph_and_skip_the_rest():
    net, X = skip_net(), noise(0, 2, 3, 6, 9).requires_grad_()
    ran = []
    with net.head.register_forward_hook(lambda *_: ran.append(1)):
        A = taps.activations(net, X, "pool")
    assert A.requires_grad and ran == []
    with pytest.raises(AttributeError):
        taps.activations(net, X, "nowhere")


def test_four_layers_are_layers_of_the_embedded_backbone(tmp_path, monkeypatch):
    monkeypatch.setenv("PIXELGRAD_DATA", str(tmp_path))
    net = backbones.load("efficientnet_lite0", verbose=False)
    sides = [taps.activations(net, noise(0, 1, 3, 64, 64), layer).shape[2] for layer in taps.four_layers(net)]
    assert sides == sorted(sides, reverse=True) and len(set(sides)) == 4
    squeezenet = torchvision.models.squeezenet1_1(weights=None).eval()
    for layer in taps.LAYERS["squeezenet1_1"]:
        assert (taps.activations(squeezenet, noise(0, 1, 3, 64, 64), layer) < 0).any()  # no rectifier yet
    with pytest.raises(ValueError, match="no layers are chosen for Sequential"):
        taps.four_layers(nets.conv_net())


def test_objectives_are_sums_of_what_each_image_maximises():
    net, X = skip_net(dtype="float64"), noise(0, 2, 3, 6, 9, dtype=torch.float64)
    A, scores = full(net, X, "block")  # (2, 6, 3, 5)
    assert float(objectives.classes([1, 3])(net, X)) == pytest.approx(float(scores[0, 1] + scores[1, 3]))
    assert float(objectives.channels("block", [5, 0])(net, X)) == pytest.approx(float(A[0, 5].mean() + A[1, 0].mean()))
    assert float(objectives.neurons("block", [5, 0])(net, X)) == pytest.approx(float(A[0, 5, 1, 2] + A[1, 0, 1, 2]))
    assert float(objectives.neurons("block", [5, 0], (2, 4))(net, X)) == pytest.approx(float(A[0, 5, 2, 4] + A[1, 0, 2, 4]))
    v = noise(1, 2, 6, dtype=torch.float64)
    mean = sum((A[n].mean(dim=(1, 2)) @ v[n]) / v[n].norm() for n in range(2))
    assert float(objectives.directions("block", 7 * v)(net, X)) == pytest.approx(float(mean))


def test_objectives_are_built_again_from_their_spec():
    net, X = skip_net(), noise(0, 1, 3, 6, 9)
    objective = objectives.neurons("block", [2], (1, 1))
    name, kwargs = objective._spec
    module, function = name.split(":")
    assert module == "pixelgrad.objectives"
    assert torch.equal(getattr(objectives, function)(**kwargs)(net, X), objective(net, X))
    assert objective.state_dict() == {}


def test_probes_count_images_and_score_a_neuron():
    net = probes.counted_net(seed=4)
    for n in (2, 5, 1):
        net(noise(0, n, 1, 4, 5))
    assert (net.largest(), net.total()) == (5, 8) and probes.counted_net().largest() == 0
    x, plain = noise(0, 1, 1, 4, 5), nets.conv_net(channels=1, seed=4)
    assert torch.equal(net(x), plain(x))
    assert torch.equal(probes.neuron_score()(plain, x, 2), plain(x)[0, 2])


def test_vivid_raises_the_contrast_and_keeps_what_is_flat():
    pale = 0.01 * noise(0, 3, 8, 9)
    assert images.vivid(pale).shape == (8, 9, 3)
    assert images.vivid(pale).std() > 3 * (images.deprocess(pale) / 255).std()
    np.testing.assert_allclose(images.vivid(torch.zeros(1, 3, 4, 4)), 0.5)


def picture(seed):
    return noise(seed, 3, 8, 8)


def test_figures_have_their_panels_and_titles():
    photo = np.random.default_rng(0).integers(0, 256, (24, 24, 3), dtype=np.uint8)
    shown = [picture(0), picture(1)]
    made = [
        (block_plots.feature_rows({"a": (shown, ["1", "2"]), "b": (shown[:1], ["3"])}, "Rows"), 4),
        (block_plots.dictionary(photo, (0.9, 0.1), {"4 x 4": (4, shown, ["1", "2"])}, "Words"), 3),
        (block_plots.signed_maps(photo, {"4 x 4": noise(0, 4, 4), "flat": torch.zeros(2, 2)}, "Signed"), 3),
        (block_plots.group_figure(photo, noise(0, 2, 4, 4).abs(), shown, ["a", "b"], "Groups"), 6),
    ]
    for figure, panels in made:
        assert len(figure.axes) == panels and figure.get_suptitle() and figure.get_size_inches()[0] <= 6


def test_cell_of_the_position_is_marked():
    photo = np.zeros((24, 24, 3), np.uint8)
    figure = block_plots.dictionary(photo, (0.9, 0.1), {"4": (4, [picture(0)], ["x"])}, "Words")
    (cell,) = figure.axes[0].patches
    assert (cell.get_x(), cell.get_y(), cell.get_width()) == (-0.5, 17.5, 6)  # row 3, column 0 of 4 x 4


def test_picker_draws_the_place_that_the_sliders_say():
    drawn = []
    box = picker.pick(lambda row, column: drawn.append((row, column)), 7, 5, start=(2, 3))
    row, column, _ = box.children
    assert drawn == [] and (row.max, column.max) == (6, 4)
    row.value = 4
    column.value = 0
    assert drawn == [(4, 3), (4, 0)]


def test_picker_says_so_without_widgets(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "ipywidgets", None)
    assert "ipywidgets is not installed" in picker.pick(lambda row, column: None, 2, 2)
