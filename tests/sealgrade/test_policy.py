"""Which layers are chosen, and that a machine without them is refused and not trusted silently."""

import os

import pytest

from sealgrade.engine import confine, linux, policy, selftest
from sealgrade.engine.policy import attempt, choose
from sealgrade.errors import MachineError


def test_an_attempt_says_why_it_failed_and_leaves_this_process_alone():
    assert attempt(lambda: None) == ""
    assert "no such layer" in attempt(lambda: (_ for _ in ()).throw(OSError("no such layer")))
    assert "status" in attempt(lambda: os.kill(os.getpid(), 9))


def test_without_linux_submissions_run_only_when_a_person_says_so(monkeypatch):
    monkeypatch.setattr(policy.platform, "system", lambda: "Darwin")
    with pytest.raises(MachineError, match="only be confined on Linux"):
        choose("auto", [])
    chosen = choose("auto", [], trust=True)
    assert chosen.profile == "none" and not chosen.landlock and set(chosen.missing) == set(policy.LAYERS)


def test_profile_none_is_never_chosen_by_chance():
    with pytest.raises(MachineError, match="was asked for") as caught:
        choose("none", [])
    assert "--trust-submissions" in caught.value.hint


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root")
def test_a_named_profile_that_cannot_be_had_is_an_error_with_the_reason(monkeypatch):
    monkeypatch.setattr(policy, "_namespaces", lambda userns: (_ for _ in ()).throw(OSError("refused here")))
    with pytest.raises(MachineError, match="refused here"):
        choose("full", ["/usr"])
    assert choose("auto", ["/usr"]).profile == "docker-root"


def test_a_policy_is_plain_data():
    assert policy.Policy("none").as_dict()["missing"] == {}


@pytest.mark.parametrize(
    ("chosen", "alone"),
    [
        ({"namespaces": True, "uid": False, "landlock_abi": 0}, True), ({"namespaces": False, "uid": True, "landlock_abi": 0}, True),
        ({"namespaces": False, "uid": False, "landlock_abi": 6}, True), ({"namespaces": False, "uid": False, "landlock_abi": 5}, False),
    ],
)  # fmt: skip
def test_a_worker_sweeps_only_where_it_reaches_nobody_else(chosen, alone):
    assert confine.reaches_only_itself(chosen) is alone


def test_an_act_without_a_result_counts_as_got_through():
    acts = [act for acts in selftest.GUARANTEES.values() for act in acts]
    assert len(acts) == len(set(acts)) and not set(acts) & set(selftest.REPORTED)
    assert len(acts) + len(selftest.REPORTED) >= 31
    refused = dict.fromkeys(acts, "")
    assert not any(selftest.judge(refused).values())
    for act in acts:
        broken = selftest.judge({key: value for key, value in refused.items() if key != act})
        assert [act] in broken.values()
    assert set(selftest.REMEDIES) == set(selftest.GUARANTEES)


def test_every_act_is_tried_and_most_get_through_where_nothing_confines(tmp_path):
    """The self-test can tell: here, unconfined, it must find what it is there to find."""
    (tmp_path / "hidden.py").write_text("x")
    targets = {
        "hidden": str(tmp_path / "hidden.py"), "course": str(tmp_path), "home": str(tmp_path), "grader": os.getpid(), "zygote": os.getppid(),
        "sibling": os.getppid(), "port": 9, "abstract": "nobody", "unix": str(tmp_path / "none"), "sibling_scratch": str(tmp_path), "processes": 3,
        "outside": str(tmp_path / "out"), "shared": True, "own_uid": False,
    }  # fmt: skip
    pid = os.fork()  # some acts change this process
    if pid == 0:
        results = {}
        try:
            results = selftest.attempt(targets | {"shared": False})
        finally:
            got = {act for act, text in results.items() if text}
            wanted = {"read hidden tests", "list hidden tests", "read the course folder", "write outside scratch", "unlimited processes", "see a hidden file's size"}
            everything = {act for acts in selftest.GUARANTEES.values() for act in acts} | set(selftest.REPORTED)
            os._exit(0 if wanted <= got and set(results) == everything else 1)
    assert os.waitpid(pid, 0)[1] == 0


def test_user_namespace_maps_the_caller(tmp_path):
    """The ids are asked for before the namespace is entered: inside, an unmapped user is nobody."""
    pid = os.fork()
    if pid == 0:
        try:
            if os.geteuid() == 0:
                confine.switch_uid(54_321)
            before = os.geteuid()
            linux.unshare_user()
            os._exit(0 if os.geteuid() == before else 1)
        except OSError:
            os._exit(2)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code == 2:
        pytest.skip("user namespaces are not allowed here")
    assert code == 0
