"""nbgrader's own tests end with this project's configuration as they end without it.

Their assignments are not in course.toml, so what is proven is that such assignments keep nbgrader's stock behaviour: the
folder of every test lies inside a course that does not name it. Chosen are the commands whose steps the configuration
replaces. Left out for their time are generate_feedback and validate (no step of ours; put them into CHOSEN and they end alike
too), the exchange, the database, the formgrader's pages, and the preprocessors one by one.
"""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[2]
CHOSEN = ["autograde", "generate_assignment", "export"]
DIFFERENT: dict[str, str] = {}  # test -> why it must end differently with our configuration; empty is the aim
COURSE = '[course]\nname = "A course that names no assignment"\n'

pytestmark = pytest.mark.slow


def environment(folder, injected):
    """The environment of a run; `folder` holds everything that it writes."""
    folder.mkdir()
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "PYTEST"))}
    kept |= {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}", "TMPDIR": str(folder), "OMP_NUM_THREADS": "1"}
    if injected:
        (folder / "course.toml").write_text(COURSE)
        (folder / "config").mkdir()
        (folder / "config" / "nbgrader_config.py").write_bytes((ROOT / "nbgrader_config.py").read_bytes())
        kept["JUPYTER_CONFIG_PATH"] = str(folder / "config")
    return kept


def outcomes(folder, injected):
    """Test -> passed, failed, error or skipped, of one run of the chosen tests in a process of their own."""
    report = folder.with_suffix(".xml")
    modules = [f"nbgrader.tests.apps.test_nbgrader_{name}" for name in CHOSEN]
    words = ["-c", os.devnull, "--rootdir", str(folder), "-p", "no:cacheprovider", "-q", "-n", "2", "--junitxml", str(report)]
    command = [sys.executable, "-m", "pytest", *words, "--pyargs", *modules]
    done = subprocess.run(command, env=environment(folder, injected), cwd=folder, capture_output=True, text=True)
    assert report.is_file(), done.stdout[-2000:] + done.stderr[-2000:]
    found = {}
    for case in ElementTree.parse(report).iter("testcase"):
        kinds = [child.tag for child in case if child.tag in ("failure", "error", "skipped")]
        found[f"{case.get('classname')}.{case.get('name')}"] = kinds[0] if kinds else "passed"
    return found


SHOW = """
from nbgrader.apps import AutogradeApp
app = AutogradeApp.instance()
app.initialize(["--assignment", "none"])
print(app.config.Autograde)
"""


def test_configuration_is_in_force_where_the_tests_run(tmp_path):
    shown = {}
    for injected in (False, True):
        folder = tmp_path / str(injected)
        variables = environment(folder, injected)
        done = subprocess.run([sys.executable, "-c", SHOW], env=variables, cwd=folder, capture_output=True, text=True, check=True)
        shown[injected] = "SealedExecute" in done.stdout
    assert shown == {False: False, True: True}


def test_nbgraders_own_tests_end_as_they_do_in_stock(tmp_path):
    stock, ours = outcomes(tmp_path / "stock", False), outcomes(tmp_path / "ours", True)
    assert sum(outcome == "passed" for outcome in stock.values()) > 60  # or the comparison says nothing
    differing = {name: (stock.get(name), ours.get(name)) for name in {*stock, *ours} if stock.get(name) != ours.get(name)}
    assert {name: pair for name, pair in differing.items() if name not in DIFFERENT} == {}
    assert set(DIFFERENT) <= set(differing)
