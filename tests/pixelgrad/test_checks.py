"""check(): what a student reads, for a right, a wrong, a broken, an endless and an unwritten function."""

import random
import sys

import numpy as np
import pytest
import torch

from pixelgrad import checks
from pixelgrad.checks import CallFailed, LocalStudent, check

FILE = '''
import pytest
import torch
from pixelgrad.testing import close, noise, shape

pytestmark = pytest.mark.limit(0.3)

@pytest.mark.hint("Keep the shape.")
def test_shape_is_kept(student, seed):
    """The result has the shape of x."""
    call = student.call("double", noise(seed, 2, 3))
    shape(call.value, (2, 3), call)

@pytest.mark.points(3)
@pytest.mark.hint("Multiply by two.")
def test_values_are_doubled(student, seed):
    """Every value is doubled."""
    call = student.call("double", noise(seed, 2, 3))
    close(call.value, 2 * noise(seed, 2, 3), call)
'''


@pytest.fixture
def read(tmp_path, capsys):
    """Check a function given as source; return the lines a student would read."""
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "test_double.py").write_text(FILE, "utf-8")

    def read(source):
        namespace = {}
        exec(source, namespace)
        assert check("double", namespace, tmp_path) is None
        out, err = capsys.readouterr()
        assert err == ""
        return out.splitlines()

    return read


def test_right_function(read):
    assert read("def double(x): return 2 * x") == [
        "holds  The result has the shape of x.",
        "holds  Every value is doubled.",
        "All 2 properties hold.",
    ]


def test_wrong_values(read):
    lines = read("def double(x): return 3 * x")
    assert lines[:3] == [
        "holds  The result has the shape of x.",
        "fails  Every value is doubled.",
        "       Called double(float32 (2, 3)) -> float32 (2, 3)",
    ]
    assert lines[3].startswith("       The result is off by up to ")
    assert lines[-2:] == ["       Hint: Multiply by two.", "1 of 2 properties hold."]


def test_hint_of_a_wrong_shape_is_given_once(read):
    lines = read("def double(x): return (2 * x).sum(0)")
    assert [line for line in lines if "Hint" in line] == ["       Hint: Keep the shape."]


def test_error_in_the_students_code_is_told_once(read):
    lines = read("def double(x): return x @ x")
    assert sum("It raised RuntimeError: " in line for line in lines) == 1
    assert "       It raised RuntimeError again, as above." in lines
    assert not any("Traceback" in line or "Hint" in line for line in lines)


def test_unwritten_function_gives_one_line(read):
    assert read("def double(x): raise NotImplementedError('double')") == ["double is not implemented yet."]


def test_undefined_function_gives_one_line(read):
    assert read("") == ["double is not defined yet: run its cell first."]


def test_endless_loop_is_ended_and_not_waited_for_again(read):
    lines = read("def double(x):\n    while True:\n        try: x.sum()\n        except Exception: pass")
    assert "       It did not return within 0.3 seconds. Does every loop end?" in lines
    assert "       Not tried: double did not return in time above." in lines


def test_nothing_returned(read):
    lines = read("def double(x): print('hello')")
    assert "Does the function end with a return?" in " ".join(line.strip() for line in lines)


def test_lines_fit_the_page(read):
    lines = read("def double(x): raise ValueError('a very long message ' * 20)")
    assert max(map(len, lines)) <= 79


def test_missing_checks_are_said(tmp_path, capsys):
    check("nothing", {}, tmp_path)
    assert "no checks for 'nothing'" in capsys.readouterr().out


def test_names_of_the_calling_notebook_are_used(tmp_path, capsys):
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "test_double.py").write_text(FILE, "utf-8")
    exec(f"def double(x): return 2 * x\ncheck('double', folder={str(tmp_path)!r})", {"check": check})
    assert "All 2 properties hold." in capsys.readouterr().out


def test_dice_modules_and_settings_are_left_alone(read):
    torch.manual_seed(1)
    np.random.seed(1)
    random.seed(1)
    before = torch.get_rng_state(), random.getstate(), set(sys.modules), sys.path[:]
    read("def double(x): return 2 * x")
    assert torch.equal(torch.get_rng_state(), before[0])
    assert random.getstate() == before[1]
    assert not {name for name in set(sys.modules) - before[2] if "double" in name}
    assert sys.path == before[3]


def test_changed_check_file_is_read_again(read, tmp_path):
    read("def double(x): return 2 * x")
    (tmp_path / "checks" / "test_double.py").write_text(FILE.replace("Every value", "Each value"), "utf-8")
    assert "holds  Each value is doubled." in read("def double(x): return 2 * x")


def test_broken_check_is_not_the_students_fault(read, tmp_path):
    (tmp_path / "checks" / "test_double.py").write_text("import nothing_of_that_name", "utf-8")
    lines = read("def double(x): return 2 * x")
    assert lines[0] == "The checks of double could not run: a fault of the course, not yours."
    assert "nothing_of_that_name" in lines[1]


def test_own_folder_decides_between_two_problem_sets(tmp_path):
    for slug in ("alpha", "beta"):
        (tmp_path / "tests" / slug / "visible").mkdir(parents=True)
        (tmp_path / "tests" / slug / "visible" / "test_f.py").write_text("", "utf-8")
        (tmp_path / "source" / slug).mkdir(parents=True)
    found = checks.find("f", tmp_path / "source" / "beta")
    assert found == (tmp_path / "tests" / "beta" / "visible" / "test_f.py").resolve()


def test_arguments_are_copied():
    student, x = LocalStudent({"f": lambda x: x.zero_()}), torch.ones(4, 4)[:, ::2]
    call = student.call("f", x, after=(0,))
    assert call.changed == ("argument 0",)
    assert call.after[0].stride() == x.stride()
    assert torch.equal(x, torch.ones(4, 2))


def test_same_object_twice_stays_the_same():
    x = torch.ones(2)
    assert LocalStudent({"f": lambda a, b: a is b[0]}).f(x, [x])


def test_every_call_starts_from_the_same_dice():
    student = LocalStudent({"f": lambda: (torch.rand(1).item(), random.random(), np.random.rand())})
    assert student.f() == student.f()


def test_first_defined_name_is_called():
    student = LocalStudent({"f": None, "g": lambda: 1})
    assert student.call(["f", "g"]).text == "g() -> 1"
    with pytest.raises(CallFailed, match="f is not defined"):
        student.call(["f", "h"])


def test_names_of_the_notebook_are_bound_for_one_call():
    namespace = {"net": "the student's"}
    exec("def f():\n    return net", namespace)
    student, net = LocalStudent(namespace), torch.nn.Linear(1, 1)
    call = student.call("f", bind={"net": net}, after=("net",))
    assert call.value is call.after["net"] and call.value is not net  # a copy, as arguments are
    assert namespace["net"] == "the student's"


def test_a_check_shows_no_bar(capsys):
    from pixelgrad import progress

    student = LocalStudent({"f": lambda: [progress.bar(3, delay=0).disable, progress.in_notebook()]})
    assert student.f() == [True, False]
    assert capsys.readouterr().err == ""
    assert not progress.bar(3).disable


def test_a_cell_whose_input_is_missing_stops_kindly():
    with pytest.raises(NotImplementedError, match="G and D: made by a cell above"):
        checks.needs("G", "X", "D", namespace={"X": 1})
    checks.needs("X", namespace={"X": None})
