"""perform(): what it reports of a call, on functions whose behaviour is plain to see."""

import ast
from pathlib import Path

import numpy as np
import pytest
import torch

import pixelgrad.calls
from pixelgrad.calls import PRINTED_LIMIT, describe, describe_call, describe_error, duplicate, perform
from pixelgrad.nets import conv_net


def test_imports_nothing_of_ours():
    """The twin in sealgrade must stand alone."""
    tree = ast.parse(Path(pixelgrad.calls.__file__).read_text("utf-8"))
    names = {
        node.module if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert not {name for name in names if name.split(".")[0] in {"pixelgrad", "sealgrade"}}


def test_values_of_every_call_on_the_same_objects():
    report = perform(lambda x: x.add_(1), [torch.zeros(2)], {}, times=3, after=(0,))
    assert [value.tolist() for value in report["values"]] == [[1, 1], [2, 2], [3, 3]]
    assert report["after"][0].tolist() == [3, 3]
    assert report["changed"] == ["argument 0"]


def test_gradient_of_the_sum():
    x, w = torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0])
    report = perform(lambda x, w: x**2 * w, [x, w], {}, wrt=(0, 1))
    assert report["grads"][0].tolist() == [6.0, 16.0]  # 2 x w
    assert report["grads"][1].tolist() == [1.0, 4.0]  # x ** 2
    assert report["changed"] == []
    assert x.grad is None


@pytest.mark.parametrize("function", [lambda x: x.detach(), lambda x: x.sum().item(), lambda x: None, lambda x: torch.ones(2)])
def test_no_gradient_is_none(function):
    assert perform(function, [torch.ones(2)], {}, wrt=(0,))["grads"] == {0: None}


def test_unused_argument_has_no_gradient():
    report = perform(lambda x, y: (2 * x, y), [torch.ones(2), torch.ones(2)], {}, wrt=(0, 1))
    assert report["grads"][0].tolist() == [2, 2]
    assert report["grads"][1] is None


def test_gradients_of_a_list_of_tensors():
    report = perform(lambda feats: feats[0].sum(), [[torch.ones(2), torch.ones(3)]], {}, wrt=(0,))
    assert report["grads"][0][0].tolist() == [1, 1]
    assert report["grads"][0][1] is None


def test_gradients_where_the_student_turned_them_off():
    def function(x):
        torch.set_grad_enabled(False)
        return x

    perform(function, [torch.ones(1)], {})
    assert torch.is_grad_enabled()


@pytest.mark.parametrize(
    ("alter", "expected"),
    [
        (lambda net: net.train(), "argument net: training mode"),
        (lambda net: net[0].weight.data.mul_(2), "argument net: parameter 0.weight"),
        (lambda net: net.requires_grad_()(torch.ones(1, 3, 4, 4)).sum().backward(), "argument net: gradient of 0.weight"),
        (lambda net: net.register_buffer("seen", torch.ones(1)), "argument net: buffer seen"),
    ],
)
def test_changes_of_a_network(alter, expected):
    assert expected in perform(alter, [], {"net": conv_net()})["changed"]


@pytest.mark.parametrize(
    ("value", "alter"),
    [
        (torch.ones(2), lambda x: x.mul_(2)),
        (torch.ones(2), lambda x: x.unsqueeze_(0)),
        (torch.tensor([0.0]), lambda x: x.neg_()),  # -0.0 equals 0.0, but not bit for bit
        (np.ones(2), lambda x: x.fill(0)),
        ([torch.ones(2)], lambda x: x[0].zero_()),
        ({"a": 1}, lambda x: x.update(a=2)),
        ([1, 2], lambda x: x.append(3)),
    ],
)
def test_changes_of_plain_arguments(value, alter):
    assert perform(alter, [value], {})["changed"] == ["argument 0"]


@pytest.mark.parametrize(
    "value",
    [
        torch.tensor([float("nan")]),
        np.array([np.nan]),
        torch.ones(2).bfloat16(),
        torch.zeros(0, 3),
        torch.tensor(1 + 2j).conj(),
        torch.ones(3, 1).expand(3, 4),
    ],
)
def test_nothing_changed(value):
    assert perform(lambda x: x, [value], {})["changed"] == []


def test_a_single_value_cut_out_of_a_row_is_an_argument_like_any_other():
    """Its stride is that of the row, which contiguous() leaves as it is."""
    value = torch.arange(6.0).view(2, 3)[:1, 1]
    assert perform(lambda x: x + 1, [value], {})["changed"] == []
    assert perform(lambda x: x.add_(1), [value.clone()], {})["changed"] == ["argument 0"]


def test_gradient_left_on_an_argument():
    report = perform(lambda x: x.requires_grad_().sum().backward(), [torch.ones(2)], {})
    assert report["changed"] == ["argument 0: gradient"]


def test_printed_text_is_caught_and_bounded(capsys):
    report = perform(lambda: print("x" * 10 * PRINTED_LIMIT), [], {})
    assert report["printed"] == "x" * PRINTED_LIMIT
    assert capsys.readouterr().out == ""


def test_errors_pass_through():
    with pytest.raises(ZeroDivisionError):
        perform(lambda: 1 / 0, [], {})


def test_duplicate_keeps_the_layout():
    sliced = torch.arange(24.0).view(4, 6)[::2, 1::2].requires_grad_()
    copy = duplicate(sliced)
    assert torch.equal(copy, sliced)
    assert (copy.stride(), copy.requires_grad, copy.is_leaf) == (sliced.stride(), True, True)
    assert torch.equal(duplicate(torch.ones(2, 1).expand(2, 3)), torch.ones(2, 3))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (torch.zeros(2, 3), "float32 (2, 3)"),
        (torch.tensor([1, 0]), "int64 [1, 0]"),
        (torch.tensor(0.5), "float32 0.5"),
        (np.zeros((2, 1)), "float64 (2, 1)"),
        (torch.zeros(9, dtype=torch.bool), "bool (9,)"),
        (None, "None"),
        ([1, 0.25], "[1, 0.25]"),
        ((1, "a"), "(1, 'a')"),
        (list(range(9)), "a list of 9"),
        ({}, "a dict of 0"),
        ("a" * 50, "'" + "a" * 36 + "..."),
        (conv_net(), "a network"),
        (object(), "a object"),
    ],
)
def test_describe(value, text):
    assert describe(value) == text


def test_describe_call():
    assert describe_call("f", [torch.zeros(2), 1], {"eps": 0.1}) == "f(float32 (2,), 1, eps=0.1)"


def test_describe_error_names_the_students_line():
    def wrong():
        return torch.ones(2) @ torch.ones(3)

    with pytest.raises(RuntimeError) as caught:
        wrong()
    told = describe_error(caught.value, wrong)
    assert told.startswith("RuntimeError: ")
    assert told.endswith("of the cell with wrong: return torch.ones(2) @ torch.ones(3)")


# -- names of the notebook that a call finds changed


def in_notebook(source, **names):
    exec(source, names)
    return names


def test_a_bound_name_stands_in_for_the_notebooks_own():
    names = in_notebook("def f(x):\n    return factor * x", factor=2)
    assert perform(names["f"], [3], {}, names=names, bind={"factor": 5})["values"] == [15]
    assert names["factor"] == 2


def test_a_bound_name_that_was_missing_is_missing_again():
    names = in_notebook("def f():\n    return net")
    assert perform(names["f"], [], {}, names=names, bind={"net": 1})["values"] == [1]
    assert "net" not in names


def test_names_come_back_after_an_error_and_after_a_change_of_mind():
    names = in_notebook("def f():\n    global a, kept\n    a, kept = 3, 4\n    1 / 0", a=1)
    with pytest.raises(ZeroDivisionError):
        perform(names["f"], [], {}, names=names, bind={"a": 2})
    assert (names["a"], names["kept"]) == (1, 4)  # other names keep what the function made of them


def test_a_bound_network_is_watched_and_can_be_asked_for():
    names = in_notebook("def f():\n    net[-1].bias.data += 1")
    net = conv_net()
    report = perform(names["f"], [], {}, names=names, bind={"net": net}, after=("net",))
    assert report["changed"] == ["name net: parameter 6.bias"]
    assert report["after"]["net"] is net
