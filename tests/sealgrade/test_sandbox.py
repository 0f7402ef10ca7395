"""The grader's hold on a worker: what it makes of frames, exits, limits and leftovers. Whole workers are in test_attacks."""

import faulthandler
import os
import re
import resource
import signal
import socket
import struct
import subprocess
import sys
import time

import msgpack
import pytest

from sealgrade.engine import meters, sandbox, wire, worker
from sealgrade.engine.link import ZygoteLink, ended
from sealgrade.engine.proxy import Student
from sealgrade.engine.sandbox import Limits, Line, Watch, Worker, text_of
from sealgrade.errors import MachineError, Tampering, TimedOut, TooMuchOutput, WorkerDied

pytestmark = pytest.mark.alone

NO_POLICY = {"namespaces": True, "uid": False}


@pytest.fixture
def hold():
    """A Worker with no process behind it: the test speaks for it."""
    one = Worker.__new__(Worker)
    one.link, one.limits, one.uid = ZygoteLink(None, NO_POLICY), Limits(output_mib=1), 0
    one.watch, one.ids, one.ended, one.outer_pid = Watch(), 0, "", os.getpid()
    one.limits.memory_mib = 1 << 20
    ours, theirs = socket.socketpair()
    reader, writer = os.pipe()
    one.pipes = [reader]
    one.theirs, one.out = theirs, writer
    one.interrupts = []
    one.leader = Line(ours, lambda: one.interrupts.append(1), lambda: "it ended")
    yield one
    ours.close()
    theirs.close()
    for fd in (*one.pipes, writer):
        os.close(fd)


def frame(message):
    data = wire.pack(message)
    return struct.pack(">I", len(data)) + data


def test_an_answer_is_read_however_it_is_cut(hold):
    data = frame({"id": 1, "ok": "x" * 100})
    hold.theirs.sendall(data[:3])
    pid = os.fork()
    if pid == 0:
        for start in range(3, len(data), 40):
            time.sleep(0.01)
            hold.theirs.sendall(data[start : start + 40])
        os._exit(0)
    assert hold.receive(hold.leader, 2.0)["ok"] == "x" * 100
    os.waitpid(pid, 0)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xff" * 4, "was announced"), (struct.pack(">I", 5) + b"hello", "cannot be read|more bytes"), (frame([1]), "more bytes"),
        (frame({"id": 1}) + b"x", "more bytes"), (frame({"id": 2}), "no question"), (frame({}), "no question"),
    ],
)  # fmt: skip
def test_bytes_that_are_no_answer_are_tampering(hold, data, says):
    hold.theirs.sendall(data)
    with pytest.raises(Tampering, match=says):
        hold.ask(hold.leader, {"do": "x"}, 1.0)


def test_a_closed_channel_is_a_death_with_its_reason(hold):
    hold.theirs.shutdown(socket.SHUT_WR)
    with pytest.raises(WorkerDied, match="it ended"):
        hold.receive(hold.leader, 1.0)


def test_a_process_that_had_to_be_ended_is_asked_nothing_more(hold):
    """Its sockets and pipes are closed, and their numbers may be another's by now."""
    hold.ended = "it did not obey"
    hold.leader.sock.close()
    with pytest.raises(WorkerDied, match="had been ended: it did not obey"):
        hold.ask(hold.leader, {"do": "x"}, 1.0)
    student = Student(lambda: hold, "test_f", 0, 1.0)
    with pytest.raises(WorkerDied, match=r"could not start a test: .* had been ended"):
        student.f(1)


def test_past_the_limit_the_process_is_interrupted_and_its_late_answer_kept(hold):
    hold.leader.interrupt = lambda: hold.theirs.sendall(frame({"id": 1, "raised": "late"}))
    with pytest.raises(TimedOut, match=r"no answer within 0\.1 seconds") as caught:
        hold.ask(hold.leader, {"do": "x"}, 0.1)
    assert caught.value.late == {"id": 1, "raised": "late"}


def test_an_interrupt_without_effect_has_no_late_answer(hold, monkeypatch):
    monkeypatch.setattr(sandbox, "GRACE", 0.05)
    with pytest.raises(TimedOut) as caught:
        hold.ask(hold.leader, {"do": "x"}, 0.05)
    assert caught.value.late is None


def test_a_late_answer_to_another_question_does_not_count(hold):
    hold.leader.interrupt = lambda: hold.theirs.sendall(frame({"id": 99, "ok": 1}))
    with pytest.raises(TimedOut) as caught:
        hold.ask(hold.leader, {"do": "x"}, 0.05)
    assert caught.value.late is None


def test_output_is_drained_counted_and_bounded(hold):
    def flood() -> None:
        for _ in range(20):
            os.write(hold.out, b"x" * 60_000)
            hold.drain(hold.pipes)

    with pytest.raises(TooMuchOutput, match="more than 1 MiB were printed"):
        flood()
    assert 1 << 20 < hold.watch.printed < 2 << 20 and len(hold.watch.tail) == 4096


@pytest.mark.parametrize(
    ("action", "says"),
    [
        (lambda: os._exit(3), "exit code 3"),
        (lambda: os.kill(os.getpid(), signal.SIGSEGV), "SIGSEGV .*crash in compiled code"),
        (lambda: os.kill(os.getpid(), signal.SIGKILL), "SIGKILL .*killed"),
        (lambda: os.kill(os.getpid(), signal.SIGRTMIN + 3), "signal 37|SIGRT"),
    ],
)
def test_an_end_is_said_in_words(action, says):
    pid = os.fork()
    if pid == 0:
        faulthandler.disable()
        action()
    assert re.search(says, ended(os.waitpid(pid, 0)[1]))
    assert "closed its channel" in ended(None)


def test_an_exception_from_a_worker_is_one_line_whatever_it_is():
    assert text_of({"type": "E", "message": "m", "where": "f, line 1"}) == "E: m (f, line 1)"
    assert text_of(5) == "(an error that is not one)"


def test_limits_count_the_users_other_processes_only_when_asked():
    limits = Limits(processes=10)
    assert limits.rlimits(False)["NPROC"] == 10 < limits.rlimits(True)["NPROC"]
    assert set(limits.rlimits(False)) <= {name.removeprefix("RLIMIT_") for name in dir(resource)}


def test_a_gone_zygote_is_a_machine_error():
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    link = ZygoteLink(ours, NO_POLICY)
    theirs.close()
    with pytest.raises(MachineError, match="warm process has gone"):
        link.ask({"do": "reset"})
    ours.close()


def test_an_answer_to_an_earlier_judge_is_not_taken():
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    link = ZygoteLink(ours, NO_POLICY)
    link.renew(7)
    pack = msgpack.packb
    theirs.send(pack({"request": 1, "done": "stale"}))
    theirs.send(pack({"exit": 5, "status": 9}))
    theirs.send(pack({"request": (7 << 24) + 1, "done": "ours"}))
    assert link.ask({"do": "reset"})[0]["done"] == "ours" and link.exits == {5: 9}
    ours.close()
    theirs.close()


def test_interrupts_reach_student_code_only():
    handler = signal.getsignal(signal.SIGINT)
    try:
        worker.Interrupts.arm()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)  # between two requests: nothing happens
    finally:
        signal.signal(signal.SIGINT, handler)


# -- meters


def test_the_tree_holds_children_of_threads_too():
    script = "import os, threading, time\ndef t(): os.fork(); time.sleep(60)\nthreading.Thread(target=t).start(); time.sleep(60)"
    child = subprocess.Popen([sys.executable, "-c", script])
    end = time.monotonic() + 10
    while len(meters.tree(child.pid)[0]) < 2 and time.monotonic() < end:
        time.sleep(0.02)
    pids, threads = meters.tree(child.pid)
    assert len(pids) == 2 and threads >= 3
    assert meters.resident(pids) >= meters.pss(pids, 0) > 0
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    child.wait()


def test_disk_use_counts_blocks_files_and_nesting(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "f").write_bytes(b"x" * 10_000)
    (tmp_path / "away").symlink_to("/usr")
    used, files = meters.disk_used(str(tmp_path))
    assert used >= 10_000 and files == 3
    assert meters.disk_used(str(tmp_path / "a" / "f"))[0] >= 10_000
    place = tmp_path
    for _ in range(meters.DEEPEST + 2):
        place = place / "d"
        place.mkdir()
    assert meters.disk_used(str(tmp_path))[0] == meters.TOO_DEEP


def test_what_cannot_be_entered_is_removed_all_the_same(tmp_path):
    here = os.getcwd()
    top = tmp_path / "top"
    top.mkdir()
    os.chdir(top)
    for _ in range(1500):
        os.mkdir("d")
        os.chdir("d")
    os.chdir(here)
    (top / "closed").mkdir()
    (top / "closed").chmod(0)
    meters.remove(str(top))
    assert not top.exists()
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    meters.remove(str(link))
    assert tmp_path.exists() and not link.is_symlink()
