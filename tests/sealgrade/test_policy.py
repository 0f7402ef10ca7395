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
        ({"namespaces": True, "uid": False, "landlock_abi": 0}, True),
        ({"namespaces": False, "uid": True, "landlock_abi": 0}, True),
        ({"namespaces": False, "uid": False, "landlock_abi": 6}, True),
        ({"namespaces": False, "uid": False, "landlock_abi": 5}, False),
    ],
)
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


def test_the_self_test_can_tell_when_nothing_confines(tmp_path):
    """The acts that do no harm here, tried unconfined: they get through, and every act that is named exists."""
    (tmp_path / "hidden.py").write_text("x")
    place, me = str(tmp_path), os.getpid()
    targets = {
        "hidden": f"{place}/hidden.py", "course": place, "home": place, "grader": me, "zygote": me, "sibling": me,
        "port": 9, "own_uid": False, "abstract": "nobody", "unix": f"{place}/none", "sibling_scratch": place,
        "processes": 3, "outside": f"{place}/out", "shared": False,
    }  # fmt: skip
    groups = [selftest._files(targets), selftest._network(targets), selftest._processes(targets, None), selftest._bounds(targets)]
    acts = {name: act for group in groups for name, act in group.items()}
    assert set(acts) == {act for named in selftest.GUARANTEES.values() for act in named} | set(selftest.REPORTED)
    harmless = (
        "read hidden tests", "list hidden tests", "read the course folder", "write outside scratch", "unlimited processes",
        "see a hidden file's size", "read the grader's command line", "signal the grader", "memory outside processes",
    )  # fmt: skip
    assert all(acts[name]() for name in harmless)


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
