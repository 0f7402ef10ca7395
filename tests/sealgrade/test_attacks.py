"""Every attack of the catalogue against the real engine, in every profile that this machine gives.

After each one the engine must still grade an honest submission in full, and nothing of the attack may be left.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from attacks import CATALOGUE, Attack
from profiles import EXPECTED, PROFILES, SECRET, unavailable

pytestmark = pytest.mark.alone

RUNNER = Path(__file__).with_name("profiles.py")


REPORTED = {  # what each profile cannot refuse, and says so
    "full": [], "user": [], "docker-root": ["unix socket by path"],
    "docker-user": ["see a hidden file's size", "unix socket by path", "change the mode of a sibling's folder"],
    "docker-old": [
        "unix socket by path", "read the grader's command line", "see other processes", "read /etc/passwd", "write /tmp",
        "abstract socket of the grader",
    ],
}  # fmt: skip


class Runner:
    """A process in a profile that runs attacks on request."""

    def __init__(self, profile: str) -> None:
        self.profile = profile
        command = [sys.executable, "-P", str(RUNNER), profile, "run"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            self.hello = self.read()
        except BaseException:
            self.close()
            raise

    def read(self) -> dict:
        line = self.process.stdout.readline()
        assert line, "the runner ended"
        answer = json.loads(line)
        assert "error" not in answer, answer["error"]
        return answer

    def ask(self, **request) -> dict:
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return self.read()

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


class Runners:
    """The runner of one profile at a time: each holds a warm engine."""

    def __init__(self) -> None:
        self.current: Runner | None = None

    def of(self, profile: str) -> Runner:
        if self.current is None or self.current.profile != profile:
            self.close()
            if reason := unavailable(profile):
                pytest.skip(f"PROFILE {profile} IS NOT TESTED HERE: {reason}")
            self.current = Runner(profile)
        return self.current

    def close(self) -> None:
        if self.current:
            self.current.close()
            self.current = None


@pytest.fixture(scope="module")
def runners():
    # not a parametrised fixture: pytest would start an engine anew for every attack
    runners = Runners()
    yield runners
    runners.close()


def cases() -> list:
    return [
        pytest.param(profile, attack, id=f"{profile}-{attack.name}", marks=[] if attack.fast and profile == "full" else [pytest.mark.slow])
        for profile in PROFILES
        for attack in CATALOGUE
    ]


@pytest.mark.parametrize("profile", [PROFILES[0], *(pytest.param(name, marks=pytest.mark.slow) for name in (*PROFILES[1:], "docker-old"))])
def test_every_profile_is_what_it_says_and_holds_every_guarantee(runners, profile):
    """The self-test's forbidden acts are all refused, in the profile that was asked for."""
    runner = runners.of(profile)
    assert runner.hello["hello"]["policy"]["profile"] == EXPECTED[runner.profile]
    assert runner.hello["hello"]["policy"]["namespaces"] == (runner.profile in ("full", "user"))
    assert runner.hello["hello"]["guarantees"] and not any(runner.hello["hello"]["guarantees"].values())
    assert runner.hello["hello"]["reported"] == REPORTED[profile]
    assert runner.ask(cells=[])["honest"] == {"f": "passed", "g": "passed"}


@pytest.mark.parametrize(("profile", "attack"), cases())
def test_attack(runners, profile: str, attack: Attack):
    runner = runners.of(profile)
    outcome = runner.ask(cells=attack.cells, files=attack.files, loot=bool(attack.loot), limits=attack.limits)
    f, g = outcome["tests"]["f"], outcome["tests"]["g"]
    kinds = attack.by_profile.get(runner.profile, attack.kind)
    assert f["kind"] in kinds, f"{f['kind']}: {f['message']} {outcome['notes']}"
    if runner.profile not in attack.by_profile:
        assert re.search(attack.says, f["message"]), f["message"]
    assert g["outcome"] in attack.g, g
    assert outcome["score"] == (f["outcome"] == "passed") + (g["outcome"] == "passed")
    assert re.search(attack.notes, " ".join(outcome["notes"])), outcome["notes"]
    if attack.loot:
        assert re.search(attack.loot, outcome["tests"]["loot"]["message"]), outcome["tests"]["loot"]
    assert SECRET not in json.dumps(outcome)
    assert outcome["honest"] == {"f": "passed", "g": "passed"}
    assert outcome["left"] == []


def test_catalogue_is_complete_and_names_are_unique():
    names = [attack.name for attack in CATALOGUE]
    assert len(names) == len(set(names)) >= 100
    assert sum(attack.fast for attack in CATALOGUE) >= len(CATALOGUE) // 3
