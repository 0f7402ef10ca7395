"""The two ends of a call, grader's and worker's, joined without a process between them: names that a test binds."""

import pytest
import torch

from pixelgrad.nets import conv_net
from pixelgrad.standins import taped_trunk
from sealgrade.engine import wire
from sealgrade.engine.proxy import RemoteObject, Student
from sealgrade.engine.worker import Answerer
from sealgrade.errors import StudentRaised

NOTEBOOK = """
import torch

def look(x):
    return net(x)

def change(x):
    net[0].weight.data += x
"""


@pytest.fixture
def names():
    names = {}
    exec(NOTEBOOK, names)
    return names


@pytest.fixture
def student(names):
    """A proxy whose questions an Answerer answers; both directions go through msgpack, as in a run."""
    answerer = Answerer(names)
    one = Student(lambda: None, "test", 1, 1.0)
    one._ask = lambda request: wire.unpack(wire.pack(answerer.answer(wire.unpack(wire.pack(request)))))
    return one


def test_a_bound_network_stands_in_for_the_name(student, names):
    names["net"] = "the student's own"
    net, X = conv_net(seed=3), torch.randn(1, 3, 4, 5)
    call = student.call("look", X, bind={"net": net})
    torch.testing.assert_close(call.value, net(X))
    assert names["net"] == "the student's own"


def test_what_a_bound_object_remembers_can_be_asked_for(student):
    X = torch.randn(1, 3, 4, 5)
    call = student.call("look", X, bind={"net": taped_trunk()}, after=("net", 0))
    assert isinstance(call.after["net"], RemoteObject)
    ((moving, images),) = call.after["net"].seen()
    assert not moving
    torch.testing.assert_close(images[0], X)
    torch.testing.assert_close(call.after[0], X)


def test_a_change_of_a_bound_network_is_seen(student):
    call = student.call("change", 1.0, bind={"net": conv_net()})
    assert call.changed == ("name net: parameter 0.weight",)


def test_nothing_is_bound_by_default(student):
    with pytest.raises(StudentRaised, match="net"):
        student.look(torch.ones(1))
