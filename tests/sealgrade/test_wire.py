"""The wire format: everything sent comes back the same, and no bytes whatever do more than raise WireError."""

import pickle
import random

import msgpack
import numpy as np
import pytest
import torch

from sealgrade.engine import wire
from sealgrade.engine.wire import Handle, Spec, WireError


def there_and_back(value, trusted=False, opaque=None):
    return wire.decode(wire.unpack(wire.pack(wire.encode(value, opaque))), trusted=trusted)


@pytest.mark.parametrize(
    "value",
    [
        None, True, False, 0, -1, 2**63 - 1, -(2**63), 2**63, -(2**200), 1.5, float("inf"), "", "é\n", b"", b"\x00\xff", [], (), {},
        [1, [2, (3, {"a": {4}})]], {1: "a", "b": 2, (1, 2): None, None: True, 1.5: b"k"}, {1, "a", (2, 3)}, frozenset({1}),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_plain_data_comes_back_equal_and_of_the_same_type(value):
    back = there_and_back(value)
    assert back == value
    assert type(back) is (set if isinstance(value, frozenset) else type(value))


def test_bool_is_not_int():
    assert there_and_back([True, 1, 1.0]) == [True, 1, 1.0]
    assert [type(item) for item in there_and_back([True, 1, 1.0])] == [bool, int, float]


@pytest.mark.parametrize("name", wire.TORCH_DTYPES)
def test_every_torch_dtype_survives_bit_for_bit(name):
    bits = torch.randint(0, 2, (2, 3), generator=torch.Generator().manual_seed(0))
    value = bits.to(wire.TORCH_DTYPES[name])
    back = there_and_back(value)
    assert back.dtype == value.dtype and back.shape == value.shape and torch.equal(back, value)


def test_nan_keeps_its_bits():
    value = torch.tensor([float("nan"), -0.0, float("inf")])
    assert there_and_back(value).numpy().tobytes() == value.numpy().tobytes()


@pytest.mark.parametrize("name", wire.NUMPY_DTYPES)
def test_every_numpy_dtype_survives_as_array_and_as_scalar(name):
    value = np.arange(6).reshape(2, 3).astype(name)
    assert there_and_back(value).dtype == value.dtype
    assert np.array_equal(there_and_back(value), value)
    scalar = there_and_back(value[1, 2])
    assert type(scalar) is type(value[1, 2]) and scalar == value[1, 2]


@pytest.mark.parametrize("shape", [(), (0,), (3, 0, 2), (1,), (2, 3, 4, 5)])
def test_shapes_with_no_and_with_zero_dimensions(shape):
    assert there_and_back(torch.zeros(shape)).shape == torch.Size(shape)
    assert there_and_back(np.zeros(shape)).shape == shape


@pytest.mark.parametrize("trusted", [True, False])
def test_strides_are_kept_only_on_the_way_to_the_worker(trusted):
    """A hidden test of non-contiguous input tests nothing when it arrives packed; from a worker strides mean nothing."""
    value = torch.arange(24.0).reshape(2, 3, 4)[:, :, ::2].transpose(0, 1)
    back = there_and_back(value, trusted)
    assert torch.equal(back, value)
    assert back.is_contiguous() is not trusted


def test_a_single_value_cut_out_of_a_row_arrives():
    """Its stride is that of the row, which contiguous() leaves as it is."""
    value = torch.arange(6.0).view(2, 3)[:1, 1]
    assert value.shape == (1,) and value.stride() == (3,)
    assert torch.equal(wire.decode(wire.encode(value)), torch.tensor([1.0]))


def test_expanded_conjugate_and_gradient_carrying_tensors_arrive_as_values():
    assert torch.equal(there_and_back(torch.ones(1, 3).expand(4, 3), trusted=True), torch.ones(4, 3))
    value = torch.tensor([1 + 2j]).conj()
    assert torch.equal(there_and_back(value), torch.tensor([1 - 2j]))
    assert there_and_back(torch.ones(2, requires_grad=True) * 2).requires_grad is False
    assert there_and_back(torch.ones(2, requires_grad=True), trusted=True).requires_grad


def test_a_subclass_arrives_as_a_plain_tensor():
    class Liar(torch.Tensor):
        def __eq__(self, other):
            return True

    back = there_and_back(torch.zeros(2).as_subclass(Liar))
    assert type(back) is torch.Tensor and not (back == torch.ones(2)).any()


def test_a_spec_is_read_only_from_the_grader():
    spec = Spec("pixelgrad.nets:conv_net", {"channels": 3}, {"weight": torch.ones(2)}, False, ("weight",))
    back = there_and_back(spec, trusted=True)
    assert back.builder == spec.builder and back.kwargs == spec.kwargs and back.trainable == ("weight",)
    with pytest.raises(WireError, match="unknown node"):
        there_and_back(spec)


def test_an_unknown_object_becomes_a_handle_or_is_refused():
    assert there_and_back([object], opaque=lambda value: Handle(7, "a.B", "text")) == [Handle(7, "a.B", "text")]
    with pytest.raises(WireError, match="cannot send a"):
        wire.encode(object())


@pytest.mark.parametrize("length", [50, 10_000])
def test_nesting_is_bounded_on_both_sides(length):
    value = []
    for _ in range(length):
        value = [value]
    with pytest.raises(WireError, match="nested deeper"):
        wire.encode(value)
    node = ["list", []]
    for _ in range(50):
        node = ["list", [node]]
    with pytest.raises(WireError):
        wire.decode(node)


def test_long_lists_and_long_integers_are_refused_by_name():
    with pytest.raises(WireError, match="a list of 3000000 items is too long"):
        wire.encode([0] * 3_000_000)
    with pytest.raises(WireError, match="integer too long"):
        wire.decode(["int", "f" * 5000])


def test_a_frame_of_millions_of_tiny_lists_is_not_built():
    frame = b"\xdd\x00\x00\x00\x0a" + 10 * (b"\xdd\x00\x0f\x42\x40" + b"\x90" * 10**6)
    with pytest.raises(WireError):
        wire.unpack(frame)


def test_thousands_of_colliding_keys_are_refused():
    modulus = 2**61 - 1  # hash of an integer is its value modulo this
    pairs = [[["int", hex((k + 9) * modulus)], None] for k in range(2000)]
    with pytest.raises(WireError, match="keys that are not plain"):
        wire.decode(["dict", pairs])


@pytest.mark.parametrize(
    "node",
    [
        [],
        [1],
        ["tensor"],
        ["tensor", "float32", [2], b"\x00" * 4, False, None],
        ["tensor", "float32", [-1, -1], b"\x00" * 4, False, None],
        ["tensor", "object", [1], b"\x00" * 8, False, None],
        ["tensor", "float32", [True], b"\x00" * 4, False, None],
        ["tensor", "float32", "2", b"", False, None],
        ["tensor", "float32", [0] * 40, b"", False, None],
        ["tensor", "float32", [0, 10**30], b"", False, None],
        ["array", "object", [1], b"\x00" * 8, False],
        ["array", "float64", [1], "text", False],
        ["dict", [[1]]],
        ["dict", [[["list", []], 1]]],
        ["set", [["list", []]]],
        ["int", 5],
        ["int", "zz"],
        ["handle", 1],
        ["spec", "os:system", {}, {}, 0, []],
        ["pickle", b"."],
        {"a": 1},
        ["list", 5],
    ],
    ids=lambda node: str(node)[:40],
)
def test_malformed_nodes_raise_wire_error(node):
    with pytest.raises(WireError):
        wire.decode(node)


def test_random_bytes_never_raise_anything_else(monkeypatch):
    """Twenty thousand mutated frames: a value or WireError; nothing is unpickled on the way."""
    monkeypatch.setattr(pickle, "loads", lambda *_: pytest.fail("something was unpickled"))
    monkeypatch.setattr(pickle, "load", lambda *_: pytest.fail("something was unpickled"))
    rng = random.Random(20)
    value = {"x": torch.ones(2, 2), "y": [np.float32(1), (None, b"b")], "z": 2**70, "h": {1, 2}}
    good = bytearray(wire.pack(wire.encode(value)))
    for _ in range(20_000):
        frame = bytearray(good)
        for _ in range(rng.randint(1, 6)):
            frame[rng.randrange(len(frame))] = rng.randrange(256)
        try:
            wire.decode(wire.unpack(frame[: rng.randint(1, len(frame))] if rng.random() < 0.3 else frame))
        except WireError:
            pass


def test_a_pickle_is_no_frame():
    with pytest.raises(WireError, match="not msgpack"):
        wire.unpack(pickle.dumps({"a": 1}))
    with pytest.raises(WireError, match="not msgpack"):
        wire.unpack(msgpack.packb(msgpack.ExtType(5, b"x")))
