"""Downloads of Canvas, Moodle and Gradescope through the real `nbgrader zip_collect`, kind and hostile."""

import contextlib
import io
import json
import tarfile
import warnings
import zipfile
from pathlib import PurePosixPath

import pytest
from jupyter_core.application import NoStart
from nbgrader.apps.nbgraderapp import NbGraderApp

from sealgrade import collect, lms, unpack
from sealgrade.collect import SafeExtractor, student_id

METADATA = """
submission_11:
  :submitters:
  - :name: Ada Lovelace
    :sid: '100'
    :email: ada@example.org
  :created_at: 2026-03-01 14:30:00.123000000 Z
  :score: !ruby/object:BigDecimal 18:0.1e2
submission_12:
  :submitters:
  - :name: Bob Hope
    :email: bob@example.org
  - :name: Cleo Finn
    :sid: '102'
"""


def notebook(mark):
    return json.dumps({"cells": [], "metadata": {"mark": mark}, "nbformat": 4, "nbformat_minor": 5})


def zipped(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def collected(course, files, name="submissions.zip", *, raw=None):
    """Run `nbgrader zip_collect sums` on one download. Returns path below submitted/ -> text."""
    archive = course.root / "downloaded" / "sums" / "archive"
    archive.mkdir(parents=True)
    (archive / name).write_bytes(zipped(files) if raw is None else raw)
    app = NbGraderApp.instance()
    with warnings.catch_warnings(), contextlib.suppress(NoStart):
        warnings.simplefilter("ignore")  # nbgrader's own
        try:
            app.initialize(["zip_collect", "sums", "--log-level=WARN"])
            app.start()
        finally:
            app.reset()
    root = course.root / "submitted"
    return {path.relative_to(root).as_posix(): path.read_text() for path in root.rglob("*") if path.is_file()}


def mark(text):
    return json.loads(text)["metadata"]["mark"]


def test_canvas(course):
    found = collected(
        course,
        {
            "lovelaceada_4321_98765_Sums.ipynb": notebook("ada"),
            "hopebob_LATE_4322_98766_Sums-2.ipynb": notebook("bob"),
            "finncleo_4323_98767_sums homework.ipynb": notebook("cleo"),
            "anon_a1B2c_98768_Sums (1).ipynb": notebook("hidden name"),
        },
    )
    assert {path: mark(text) for path, text in found.items()} == {
        "lovelaceada_4321/sums/Sums.ipynb": "ada",
        "hopebob_4322/sums/Sums.ipynb": "bob",
        "finncleo_4323/sums/sums homework.ipynb": "cleo",
        "anon_a1B2c/sums/Sums.ipynb": "hidden name",
    }


def test_moodle_with_folders_and_without(course):
    found = collected(
        course,
        {
            "Ada King Lovelace_77_assignsubmission_file_/Sums.ipynb": notebook("ada"),
            "José Ñandú_78_assignsubmission_file_Sums.ipynb": notebook("jose"),
            "Ada King Lovelace_77_assignsubmission_file_/lab/helper.py": "x = 1",
            "Ada King Lovelace_77_assignsubmission_onlinetext_/onlinetext.html": "hello",
        },
    )
    assert sorted(found) == [
        "Ada-King-Lovelace_77/sums/Sums.ipynb", "Ada-King-Lovelace_77/sums/lab/helper.py", "José-Ñandú_78/sums/Sums.ipynb",
    ]  # fmt: skip


def test_gradescope_with_times_of_hand_in(course):
    folder = "assignment_5_export"
    found = collected(
        course,
        {
            f"{folder}/submission_metadata.yml": METADATA,
            f"{folder}/submission_11/Sums.ipynb": notebook("ada"),
            f"{folder}/submission_12/week 1/Sums.ipynb": notebook("bob"),
        },
    )
    assert {path: mark(text) for path, text in found.items() if path.endswith(".ipynb")} == {
        "100/sums/Sums.ipynb": "ada",
        "102/sums/Sums.ipynb": "bob",  # the second member of bob's group
        "bob@example.org/sums/Sums.ipynb": "bob",
    }
    assert found["100/sums/timestamp.txt"].startswith("2026-03-01 14:30:00")


def test_a_roster_gives_the_students_their_ids_and_times(course):
    (course.root / "roster.csv").write_text('student_id,lms_id,name,submitted\nada,4321,,2026-03-02T09:00:00+02:00\nbob,,"Hope, Bob",\n')
    found = collected(course, {"lovelaceada_LATE_4321_9_Sums.ipynb": notebook("ada"), "hopebob_4322_9_Sums.ipynb": notebook("bob")})
    assert sorted(found) == ["ada/sums/Sums.ipynb", "ada/sums/timestamp.txt", "bob/sums/Sums.ipynb"]
    assert found["ada/sums/timestamp.txt"] == "2026-03-02 07:00:00"


def test_a_zip_inside_the_download_is_opened_and_rubbish_is_left_out(course):
    inner = zipped(
        {
            "lab/Sums.ipynb": notebook("ada"), "__MACOSX/lab/._Sums.ipynb": "rubbish", "lab/timestamp.txt": "1999-01-01 00:00:00",
            "lab/.ipynb_checkpoints/Sums-checkpoint.ipynb": notebook("old"),
        }
    )  # fmt: skip
    found = collected(course, {"lovelaceada_4321_98765_work.zip": inner})
    assert {path: mark(text) for path, text in found.items()} == {"lovelaceada_4321/sums/Sums.ipynb": "ada"}


def test_of_two_copies_the_later_one_is_taken(course):
    files = {f"lovelaceada_4321_{number}_Sums{again}.ipynb": notebook(again) for number, again in enumerate(("", "-1", "-3", "-2"))}
    assert {path: mark(text) for path, text in collected(course, files).items()} == {"lovelaceada_4321/sums/Sums.ipynb": "-3"}


def test_what_a_student_named_like_another_stays_the_students(course):
    """Names and metadata inside a submission are the student's own words."""
    evil = zipped({"hopebob_4322_1_Sums.ipynb": notebook("evil"), "submission_11/Sums.ipynb": notebook("evil"), lms.METADATA: METADATA})
    found = collected(course, {"lovelaceada_4321_98765_work.zip": evil, "hopebob_4322_98766_Sums.ipynb": notebook("bob")})
    assert mark(found["hopebob_4322/sums/Sums.ipynb"]) == "bob"
    assert {path.split("/")[0] for path in found} == {"hopebob_4322", "lovelaceada_4321"}


@pytest.mark.parametrize("name", ["../evil.ipynb", "/evil.ipynb", "..\\evil.ipynb", "a/../../evil.ipynb", "C:/evil.ipynb"])
def test_no_name_leads_out_of_the_folder(course, name):
    evil = zipped({name: notebook("evil"), "Sums.ipynb": notebook("good")})
    found = collected(course, {"lovelaceada_4321_1_work.zip": evil})
    assert list(found) == ["lovelaceada_4321/sums/Sums.ipynb"]
    assert list(course.root.parent.rglob("evil*")) == []


@pytest.mark.parametrize("content", [b"not a zip at all", b"PK\x03\x04 cut", b""], ids=["text", "cut", "empty"])
def test_a_broken_zip_of_one_student_stops_nobody_else(course, content):
    found = collected(course, {"lovelaceada_4321_1_work.zip": content, "hopebob_4322_2_Sums.ipynb": notebook("bob")})
    assert list(found) == ["hopebob_4322/sums/Sums.ipynb"]


def test_a_bomb_is_left_out_and_written_only_to_the_bound(course, monkeypatch):
    monkeypatch.setattr(SafeExtractor, "bounds", unpack.Bounds(file_bytes=1 << 20, student_bytes=4 << 20, student_files=20))
    bomb = zipped({"Sums.ipynb": b"0" * (8 << 20)})
    many = zipped({f"{number}.py": "" for number in range(50)})
    files = {"a_1_1_work.zip": bomb, "b_2_2_work.zip": many, "cleo_3_3_Sums.ipynb": notebook("cleo")}
    found = collected(course, files)
    assert "cleo_3/sums/Sums.ipynb" in found and not any(path.startswith("a_1/") for path in found)
    extracted = course.root / "downloaded/sums/extracted"
    assert sum(path.stat().st_size for path in extracted.rglob("*.ipynb")) < 1 << 20
    assert len(list(extracted.rglob("*.py"))) <= 20


def test_archives_in_archives_end_somewhere(course):
    nested = zipped({"Sums.ipynb": notebook("deep")})
    for depth in range(6):
        nested = zipped({f"level{depth}.zip": nested})
    found = collected(course, {"ada_1_1_work.zip": nested, "bob_2_2_Sums.ipynb": notebook("bob")})
    assert list(found) == ["bob_2/sums/Sums.ipynb"]


def test_tar_files_are_opened_and_links_in_them_are_not_followed(course, tmp_path):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as tar:
        link = tarfile.TarInfo("Sums.ipynb")
        link.type, link.linkname = tarfile.SYMTYPE, str(course.root / "course.toml")
        tar.addfile(link)
        data = notebook("ada").encode()
        info = tarfile.TarInfo("lab/Sums.ipynb")
        info.size = len(data)
        tar.addfile(info, io.BytesIO(data))
    found = collected(course, {"ada_1_1_work.tar.gz": stream.getvalue()})
    assert {path: mark(text) for path, text in found.items()} == {"ada_1/sums/Sums.ipynb": "ada"}


@pytest.mark.parametrize(
    ("text", "safe"),
    [("Ada Lovelace_7", "Ada-Lovelace_7"), ("../../etc", "etc"), ("", "unknown"), ("..", "unknown"), ("a/b", "a-b"), ("x" * 300, "x" * 80)],
)
def test_ids_are_safe_names_of_folders(text, safe):
    assert student_id(text) == safe


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("Sums-1.ipynb", "Sums.ipynb"),
        ("Sums (2).ipynb", "Sums.ipynb"),
        ("a/Sums-1 (1).ipynb", "Sums.ipynb"),
        ("Other-1.ipynb", "Other-1.ipynb"),
    ],
)
def test_marks_of_copies_are_taken_off_only_for_a_notebook_that_is_expected(path, name):
    assert lms.notebook_name(path, ["Sums"]) == name
    assert lms.notebook_name("Lab-1.ipynb", ["Lab-1"]) == "Lab-1.ipynb"


def test_a_time_of_hand_in_is_never_the_students_word():
    """Even where a course collects text files: nbgrader would take the file for the time of the submission."""
    assert collect._is_rubbish(PurePosixPath("ada_1_1_work/lab/timestamp.txt"))
    assert not collect._is_rubbish(PurePosixPath("ada_1_1_work/lab/notes.txt"))


def test_a_file_of_no_known_form_has_no_sender():
    assert lms.sender(PurePosixPath("homework/Sums.ipynb"), {}) is None


def test_yaml_of_a_stranger_makes_no_objects_and_names_no_other_folder(tmp_path):
    (tmp_path / lms.METADATA).write_text("submission_1: !!python/object/apply:os.system ['touch hit']\n")
    assert lms.gradescope_metadata(tmp_path) == {}
    (tmp_path / lms.METADATA).write_text("../../elsewhere:\n  :submitters: []\nsubmission_1:\n  :submitters: []\n")
    assert list(lms.gradescope_metadata(tmp_path)) == ["submission_1"]
    assert not (tmp_path / "hit").exists()


def test_a_download_that_cannot_be_read_is_an_error_not_an_empty_class(course):
    with pytest.raises(unpack.UNREADABLE):
        collected(course, {}, raw=b"not a zip")


def test_plugins_are_set_by_the_configuration(course):
    from traitlets.config import Config

    from sealgrade.nbgrader_steps import configure

    config = Config()
    configure(config)
    assert config.ZipCollectApp.collector_plugin is collect.AnyLms
    assert config.ZipCollectApp.extractor_plugin is collect.SafeExtractor
