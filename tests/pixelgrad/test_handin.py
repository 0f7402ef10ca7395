"""The hand-in: nothing is written while something is wrong, every problem names its place, and the PDF is looked at again."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import homework
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_output
from pypdf import PdfReader, PdfWriter

from pixelgrad.handin import __main__ as handin
from pixelgrad.handin import paper
from pixelgrad.pdf import content

SCRIPT = Path(__file__).resolve().parents[2] / "collect_submission.sh"


def run(folder, *options):
    return handin.main([str(folder), "--name", "Ada Lovelace", *options])


def written(folder):
    return sorted(path.name for path in folder.glob("homework.*"))


def spoil(nb, what):
    """One thing wrong with a notebook."""
    by_id = {cell.id: cell for cell in nb.cells}
    if what == "not run":
        by_id["test_double"].execution_count = None
    elif what == "out of order":
        by_id["double"].execution_count = 7
    elif what == "given cell changed":
        by_id["test_double"].source = "print('all 4 properties hold')"
    elif what == "given cell deleted":
        nb.cells.remove(by_id["test_double"])
        by_id["given-1"].execution_count = 2
    elif what == "pasted twice":
        copy = nbformat.from_dict(by_id["why"])
        copy.id = "copy"
        nb.cells.append(copy)
    elif what == "figure cleared":
        by_id["given-1"].outputs = []
    elif what == "function renamed":
        by_id["double"].source = "def doubled(x):\n    return 2 * x"
    elif what == "not answered":
        by_id["why"].source = "*Your answer:*"
    elif what == "an error":
        by_id["given-1"].outputs = [new_output("error", ename="NameError", evalue="name 'plot' is not defined", traceback=[])]
    elif what == "not Python":
        by_id["double"].source = "def double(x:\n    return 2 * x"
    return nb


WRONG = {
    "not run": "First, cell 4 (test_double): the cell was not run",
    "out of order": "First, cell 3 (double): the cell was run as number 7, from top to bottom it is number 1",
    "given cell changed": "First, cell 4 (test_double): a given cell was changed",
    "given cell deleted": "First: the cell test_double was deleted",
    "pasted twice": "First, cell 8 (why): the cell is there twice",
    "figure cleared": "First, cell 5 (given-1): its figure is missing",
    "function renamed": "First: the function double is not defined",
    "not answered": "First, cell 7 (why): the question is not answered",
    "an error": "First, cell 5 (given-1): the cell stopped with NameError: name 'plot' is not defined",
    "not Python": "First, cell 3 (double): the cell is not valid Python",
}


def test_a_complete_homework_is_handed_in(tmp_path, capsys):
    homework.folder(tmp_path, ("First", "Second"))
    (tmp_path / "helper.py").write_text("x = 1")
    for rubbish in ("checks/test_double.py", ".secret/x.py", "pixelgrad-0.1-py3-none-any.whl", "__pycache__/a.py"):
        (tmp_path / rubbish).parent.mkdir(exist_ok=True)
        (tmp_path / rubbish).write_text("no")
    assert run(tmp_path) == 0
    assert "Everything is there" in capsys.readouterr().out
    with zipfile.ZipFile(tmp_path / "homework.zip") as archive:
        assert archive.namelist() == ["First.ipynb", "Second.ipynb", "helper.py", "handin_report.json"]
        assert archive.read("First.ipynb") == (tmp_path / "First.ipynb").read_bytes()
        report = json.loads(archive.read("handin_report.json"))
    assert report["forced"] is False and report["problems"] == [] and report["student"] == "Ada Lovelace"
    texts = [page.extract_text() for page in PdfReader(tmp_path / "homework.pdf").pages]
    assert len(texts) == 1 + 4 + 4 and "Opening" in texts[1] and "saturates" in texts[4] and "saturates" in texts[8]


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_named_and_nothing_is_written(tmp_path, capsys, what):
    homework.folder(tmp_path, First=spoil(homework.solved(), what))
    before = (tmp_path / "First.ipynb").read_bytes()
    assert run(tmp_path) == 1
    said = capsys.readouterr().out
    assert WRONG[what] in said and said.count("  1. ") == 1 and "  3. " not in said
    assert written(tmp_path) == [] and (tmp_path / "First.ipynb").read_bytes() == before


@pytest.mark.parametrize(("data", "said"), [
    ("", "its JSON is damaged"), ("{", "its JSON is damaged"), ("[]", "not a valid notebook"), ('{"cells": 3}', "not a valid notebook"),
    ('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code"}]}', "not a valid notebook"),
    (None, "is not there"),
])  # fmt: skip
def test_a_file_that_is_no_notebook_is_named(tmp_path, capsys, data, said):
    homework.folder(tmp_path)
    if data is None:
        (tmp_path / "First.ipynb").rename(tmp_path / "First (1).ipynb")
    else:
        (tmp_path / "First.ipynb").write_text(data)
    assert run(tmp_path) == 1
    out = capsys.readouterr().out
    assert said in out and (data is not None or "Rename First (1).ipynb to First.ipynb" in out)


def test_force_hands_in_and_says_so_inside(tmp_path, capsys):
    homework.folder(tmp_path, First=spoil(homework.solved(), "not answered"))
    assert run(tmp_path, "--force") == 3
    with zipfile.ZipFile(tmp_path / "homework.zip") as archive:
        report = json.loads(archive.read("handin_report.json"))
    assert report["forced"] is True and "not answered" in report["problems"][0]
    assert len(PdfReader(tmp_path / "homework.pdf").pages) == 5


def test_force_without_a_notebook_keeps_its_pages(tmp_path):
    homework.folder(tmp_path, ("First", "Second"))
    (tmp_path / "First.ipynb").unlink()
    assert run(tmp_path, "--force") == 3
    texts = [page.extract_text() for page in PdfReader(tmp_path / "homework.pdf").pages]
    assert len(texts) == 9 and "Opening" in texts[5] and "Opening" not in texts[1]


def test_check_writes_nothing(tmp_path):
    homework.folder(tmp_path)
    assert run(tmp_path, "--check") == 0
    assert written(tmp_path) == []


def test_too_large_a_hand_in_is_refused(tmp_path, capsys):
    nb = homework.solved()
    nb.cells[2].outputs = [new_output("stream", name="stdout", text="x" * (6 << 20))]
    homework.folder(tmp_path, First=nb)
    assert run(tmp_path) == 1
    assert "at most 5 are accepted" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["theory.pdf", "theory.md"])
def test_written_answers_come_first(tmp_path, name):
    homework.folder(tmp_path)
    if name.endswith(".pdf"):
        theirs = PdfWriter()
        theirs.add_blank_page(595, 842)
        theirs.write(tmp_path / name)
    else:
        (tmp_path / name).write_text("# Theory\n\nBecause of **convexity**.")
    assert run(tmp_path, "--answers", str(tmp_path / name)) == 0
    pages = PdfReader(tmp_path / "homework.pdf").pages
    assert len(pages) == 5 and ("convexity" in pages[0].extract_text()) == name.endswith(".md")


@pytest.mark.parametrize(("name", "data"), [("theory.pdf", b"no pdf"), ("theory.docx", b"PK"), ("missing.md", None)])
def test_answers_that_cannot_be_used_are_misuse(tmp_path, capsys, name, data):
    homework.folder(tmp_path)
    if data is not None:
        (tmp_path / name).write_bytes(data)
    assert run(tmp_path, "--answers", str(tmp_path / name)) == 2
    assert name in capsys.readouterr().err and written(tmp_path) == []


@pytest.mark.parametrize("text", [None, "{", "{}", '{"schema_version": 99}'])
def test_a_folder_without_a_usable_manifest_is_misuse(tmp_path, capsys, text):
    if text is not None:
        (tmp_path / "handin.json").write_text(text)
    assert run(tmp_path) == 2
    assert "handin.json" in capsys.readouterr().err


def test_same_files_give_the_same_zip_and_pdf(tmp_path):
    homework.folder(tmp_path)
    run(tmp_path)
    first = [(tmp_path / name).read_bytes() for name in written(tmp_path)]
    run(tmp_path)
    assert [(tmp_path / name).read_bytes() for name in written(tmp_path)] == first


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    (tmp_path / "homework.pdf").write_bytes(b"old")
    monkeypatch.setattr("os.replace", lambda *names: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        handin._write(tmp_path / "homework.pdf", b"new")
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]


# -- the PDF is looked at after it was written


def built(tmp_path, nb=None):
    homework.folder(tmp_path)
    asked = handin.manifest.read(tmp_path)
    notebooks = {"First": nb or homework.solved()}
    parts = paper.parts(tmp_path, asked, notebooks, None)
    return paper.pages.compose(parts, "Ada", "T"), parts, notebooks


def test_a_whole_pdf_passes(tmp_path):
    assert paper.verify(*built(tmp_path)) == []


def test_a_missing_page_a_missing_figure_and_a_missing_answer_are_named(tmp_path):
    pdf, parts, notebooks = built(tmp_path)
    writer = PdfWriter()
    for page in PdfReader(io.BytesIO(pdf)).pages[:-1]:
        writer.add_page(page)
    buffer = io.BytesIO()
    writer.write(buffer)
    assert "4 pages and should have 5" in paper.verify(buffer.getvalue(), parts, notebooks)[0].what
    section = parts[1].sections[1]
    section.content.files["more.png"] = b"another"
    section.content.items.append({"kind": "picture", "file": "more.png"})
    assert "1 of its figures" in paper.verify(pdf, parts, notebooks)[0].what
    section.content.items.pop()
    notebooks["First"].cells[-1].source = "Entirely different words which nobody printed anywhere"
    assert "words of the answer" in paper.verify(pdf, parts, notebooks)[0].what


def test_two_notebooks_may_have_a_question_of_one_name(tmp_path):
    """Each answer is looked for on the pages of its own notebook."""
    second = homework.solved("Second")
    second.cells[-1].source = "Entirely different words which stand in the second notebook alone"
    homework.folder(tmp_path, ("First", "Second"), Second=second)
    assert run(tmp_path) == 0


def test_an_answer_in_formulas_and_code_passes(tmp_path):
    nb = homework.solved()
    nb.cells[
        -1
    ].source = (
        "Since $\\nabla_\\theta L = \\mathbb{E}[x]$ the step `optimizer.step()` is *efficient*:\n\n1. first\n2. second fluffy offline"
    )
    assert paper.verify(*built(tmp_path, nb)) == []


# -- the script


def test_the_script_hands_in_from_anywhere(tmp_path):
    homework.folder(tmp_path)
    (tmp_path / SCRIPT.name).write_bytes(SCRIPT.read_bytes())
    environment = {"PYTHON": sys.executable, "PATH": "/usr/bin:/bin"}
    command = ["sh", str(tmp_path / SCRIPT.name), "--name", "Ada"]
    done = subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert written(tmp_path) == ["homework.pdf", "homework.zip"]


def test_the_script_says_what_to_install(tmp_path):
    (tmp_path / SCRIPT.name).write_bytes(SCRIPT.read_bytes())
    done = subprocess.run(["sh", str(tmp_path / SCRIPT.name)], env={"PATH": "/nowhere:/bin"}, capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "pip install -r requirements.txt" in done.stderr


def test_the_script_is_plain_posix_shell():
    text = SCRIPT.read_text()
    assert text.startswith("#!/bin/sh\n") and "[[" not in text and "function " not in text and " local " not in text


def test_a_cell_added_by_the_student_is_printed(tmp_path):
    nb = homework.solved()
    nb.cells.insert(3, new_code_cell("print('my own try')", execution_count=2))
    for number, cell in enumerate((cell for cell in nb.cells if cell.cell_type == "code"), 1):
        cell.execution_count = number
    homework.folder(tmp_path, First=nb)
    assert run(tmp_path) == 0
    assert "my own try" in PdfReader(tmp_path / "homework.pdf").pages[2].extract_text()


def test_the_word_list_undoes_ligatures():
    assert paper.plain_words("eﬃcient ﬁt, of\u200bfline") == ["efficient", "fit", "offline"]
    assert content.cut("a\x00b\tc", 5, 0) == "ab  c"
