"""The PDF: what is printed, what hostile content does to it (nothing), and that every question keeps its pages."""

import base64
import io
import subprocess
import sys

import homework
import nbformat
import PIL.Image
import pytest
import typst
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from pypdf import PdfReader, PdfWriter

from pixelgrad import manifest
from pixelgrad.pdf import content, exporter, markup, pages, typeset


def made(cells, folder=None):
    """The PDF of some cells: its pages' text, its pictures, the notes."""
    section = pages.Section("whole", "Label", 0, content.content(cells, folder))
    reader = PdfReader(io.BytesIO(pages.compose([pages.Part("Title", [section])], "Ada", "Title")))
    return [page.extract_text() for page in reader.pages], sum(len(page.images) for page in reader.pages), section.content.notes


def text_of(*cells, folder=None):
    return "\n".join(made(list(cells), folder)[0])


def output(**data):
    return new_code_cell("1", outputs=[new_output("display_data", data={key.replace("_", "/", 1): value for key, value in data.items()})])


# -- what is printed


def test_text_mathematics_tables_lists_and_links_are_set():
    text = text_of(
        new_markdown_cell(
            "# Title\n\nWords with $x_i^2$, **bold** and [a link](https://example.org).\n\n| a | b |\n|--|--|\n| 7 | 8 |\n\n- one"
        )
    )
    assert all(word in text for word in ("Title", "Words with", "bold", "a link", "7", "8", "one"))
    assert "$" not in text and "**" not in text and "|--" not in text


def test_symbols_that_typst_has_renamed_are_set(tmp_path):
    names = "odot otimes ominus oplus oslash times cdot cap cup bigcap bigcup bigodot bigotimes bigoplus partial nabla setminus".split()
    text = ", ".join(rf"$a \{name} b$" for name in names) + r" and $x \text{ dot.circle sect } y$, `times.circle` and \$sect\$"
    (found,) = markup.to_typst([text])
    (tmp_path / "page.typ").write_text("#let inline_code = raw\n" + found)
    page = PdfReader(io.BytesIO(typst.compile(tmp_path / "page.typ"))).pages[0].extract_text()
    assert not [sign for sign in "⊙⊗⊖⊕∩∪" if sign not in page]
    assert "dot.circle sect" in page and "times.circle" in page and "$sect$" in page


def test_links_work():
    section = pages.Section("whole", "", 0, content.content([new_markdown_cell("[a](https://example.org/x) [b](file:///etc/passwd)")]))
    reader = PdfReader(io.BytesIO(pages.compose([pages.Part("T", [section])], "", "T")))
    targets = [note.get_object()["/A"]["/URI"] for note in reader.pages[0]["/Annots"]]
    assert targets == ["https://example.org/x"]


def test_code_and_outputs_are_printed():
    stream = new_output("stream", name="stdout", text="\x1b[31mred\x1b[0m plain")
    error = new_output("error", ename="ValueError", evalue="no", traceback=["\x1b[0;31mValueError\x1b[0m: no good"])
    text = text_of(new_code_cell("print('x')  # remark", outputs=[stream, error], execution_count=3))
    assert all(word in text for word in ("print('x')", "# remark", "red plain", "ValueError: no good")) and "\x1b" not in text


def test_ansi_colours_become_runs():
    item = content._coloured("\x1b[32mgreen\x1b[0m \x1b[1mbold\x1b[0m", "output")
    assert [(words, bool(colour), bold) for words, colour, bold in item["runs"]] == [
        ("green", True, False),
        (" ", False, False),
        ("bold", False, True),
    ]


def test_a_progress_bar_is_printed_as_it_ended():
    assert content._coloured("10%\r50%\r100%\ndone", "output")["runs"] == [["100%\ndone", None, False]]


def test_pandas_tables_are_set():
    table = "<div><style scoped>th {color: red}</style><table><thead><tr><th></th><th>loss</th></tr></thead>"
    table += "<tbody><tr><th>0</th><td>0.25</td></tr></tbody></table></div>"
    text = text_of(output(text_html=table, text_plain="   loss\n0  0.25"))
    assert "loss" in text and "0.25" in text and "color" not in text


def test_pictures_of_outputs_and_texts_are_there(tmp_path):
    (tmp_path / "mine.png").write_bytes(base64.b64decode(homework.png((1, 2, 3))))
    attached = new_markdown_cell("![a](attachment:a.png)", attachments={"a.png": {"image/png": homework.png((9, 9, 9))}})
    cells = [output(image_png=homework.png()), attached, new_markdown_cell("![mine](mine.png)")]
    assert made(cells, tmp_path)[1] == 3


def test_a_drawing_is_printed():
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text x="2" y="20">drawn</text></svg>'
    assert "drawn" in text_of(output(**{"image_svg+xml": svg}))


def test_long_output_is_cut_and_says_so():
    text = text_of(new_code_cell("1", outputs=[new_output("stream", name="stdout", text="\n".join(f"line {n}" for n in range(10_000)))]))
    assert "line 0" in text and "line 9999" in text and "lines are left out" in text and "line 5000" not in text


def test_a_line_without_end_wraps_inside_the_page():
    texts, _, _ = made([new_code_cell("x = '" + "y" * 3000 + "'")])
    assert "characters are left out" in "".join(texts) and len(texts) == 1


def test_tags_leave_cells_out():
    ignored = new_markdown_cell("secretword", metadata={"tags": ["pdf-ignore"]})
    quiet = new_code_cell("hiddencode", metadata={"tags": ["pdf-ignore-input"]}, outputs=[new_output("stream", name="stdout", text="kept")])
    text = text_of(ignored, quiet)
    assert "secretword" not in text and "hiddencode" not in text and "kept" in text


def test_accents_greek_and_cyrillic_are_printed():
    assert all(word in text_of(new_markdown_cell("Zoë Łukasz Αθήνα Москва")) for word in ("Zoë", "Łukasz", "Αθήνα", "Москва"))


def test_letters_without_a_font_are_named():
    missing = typeset.without_font("plain 你好")
    _, _, notes = made([new_markdown_cell("你好")])
    assert bool(missing) == any("PIXELGRAD_FONTS" in note for note in notes)


# -- what is hostile

ATTACKS = [
    '```{=typst}\n#read("/etc/passwd")\n```',
    '`#read("/etc/passwd")`{=typst}',
    '#read("/etc/passwd")',
    '$\\text{"#read("/etc/passwd")}$',
    '$#read("/etc/passwd")$',
    '\\#import "@preview/cetz:0.2.2"',
    '"#read("/etc/passwd")"',
    '[x](") #read("/etc/passwd") #link(")',
    '![") #read("/etc/passwd") #text("](a.png)',
    '```") #read("/etc/passwd")\ncode\n```',
    '<img src=\'") #read("/etc/passwd")\'>',
    '<script>document.location="https://example.org"</script> <iframe src="file:///etc/passwd"></iframe>',
    '|a|\n|--|\n|#include "/etc/passwd"|',
    '\\\\#read("/etc/passwd")',
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_of_a_text_is_run(attack):
    """The file is not read, and what stands beside it is still printed."""
    texts, _, _ = made([new_markdown_cell(attack), new_markdown_cell("still here")])
    assert "root:x" not in "".join(texts) and "still here" in "".join(texts)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_but_known_calls_leaves_pandoc(attack):
    (typst,) = markup.to_typst([attack])
    assert typst is None or markup.harmless(typst)


@pytest.mark.parametrize(
    "markup_of", ['#read("x")', 'a #import "y"', '\\\\#eval("1")', '#link("a")[#image("/etc/passwd")]', "#set page(width: 1pt)"]
)
def test_harmless_sees_other_calls(markup_of):
    assert not markup.harmless(markup_of)


@pytest.mark.parametrize("path", ["/etc/passwd", "../../../../../../etc/passwd"])
def test_markup_that_got_through_reads_nothing_outside(path):
    """The last wall alone: Typst's root is a folder with the notebook's own pictures; the text costs only itself."""
    found = content.Content(items=[{"kind": "markup", "text": f'#read("{path}")', "pictures": {}, "plain": "as typed"}])
    section = pages.Section("whole", "", 0, found)
    text = PdfReader(io.BytesIO(pages.compose([pages.Part("T", [section])], "", "T"))).pages[0].extract_text()
    assert "as typed" in text and "root:x" not in text and found.notes


@pytest.mark.parametrize("cell", [
    new_markdown_cell("![x](https://example.org/x.png)"),
    new_markdown_cell("![x](../../../etc/passwd)"),
    new_markdown_cell("![x](//example.org/x.png)"),
    new_markdown_cell("![x](file:///etc/passwd)"),
    new_markdown_cell("![x](missing.png)"),
    new_markdown_cell("![x](attachment:none.png)"),
    output(image_png="not base64 !"),
    output(image_png=base64.b64encode(b"\x89PNG\r\n\x1a\n broken").decode()),
    output(**{"image_svg+xml": '<svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>'}),
])  # fmt: skip
def test_pictures_from_elsewhere_and_damaged_ones_are_named(cell, tmp_path):
    texts, pictures, notes = made([cell, new_markdown_cell("still here")], tmp_path)
    assert pictures == 0 and notes and "still here" in "".join(texts)


def test_a_giant_picture_is_not_opened():
    data = base64.b64encode(_png_header(50_000, 50_000)).decode()
    _, pictures, notes = made([output(image_png=data)])
    assert pictures == 0 and "too many" in notes[0]


def _png_header(width, height):
    buffer = io.BytesIO()
    PIL.Image.new("1", (8, 8)).save(buffer, "PNG")
    raw = bytearray(buffer.getvalue())
    raw[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    import zlib

    raw[29:33] = zlib.crc32(bytes(raw[12:29])).to_bytes(4, "big")
    return bytes(raw)


def test_a_large_picture_is_made_smaller():
    found = content.content([output(image_png=homework.png(size=(4000, 100)))])
    assert PIL.Image.open(io.BytesIO(next(iter(found.files.values())))).width == content.SIDE


@pytest.mark.parametrize(
    "text",
    [
        "> " * 500 + "deep",
        "- " * 300 + "deep",
        "*" * 20_000,
        "[" * 20_000,
        "$" + "{" * 3000 + "}" * 3000 + "$",
        "```\nopen",
        "<!--",
        "\0\x07",
    ],
)
def test_odd_texts_cost_only_themselves(text):
    assert "still here" in text_of(new_markdown_cell(text), new_markdown_cell("still here"))


def test_an_open_fence_ends_with_its_cell():
    assert markup.to_typst(["```\nopen", "**bold**"])[1] == "#strong[bold]"


# -- the pages of a hand-in


def hand_in(tmp_path, **change):
    homework.folder(tmp_path, written_pages=0)
    (notebook,) = manifest.read(tmp_path).notebooks
    nb = homework.solved()
    for name, source in change.items():
        next(cell for cell in nb.cells if cell.id == name).source = source
    return exporter.of_hand_in(nb, tmp_path, notebook)


@pytest.mark.parametrize("length", [1, 400])
def test_every_question_is_on_its_pages_however_long_an_answer_is(tmp_path, length):
    part = hand_in(
        tmp_path, double="def double(x):\n" + "    x = x + 0\n" * length + "    return 2 * x", why=homework.ANSWER + " Again." * 5 * length
    )
    reader = PdfReader(io.BytesIO(pages.compose([part], "Ada", "T")))
    texts = [page.extract_text() for page in reader.pages]
    assert [section.placed[0] for section in part.sections] == [1, 2, 4]
    assert "Opening" in texts[0] and "Twice" in texts[1] and "Say why" in texts[3]
    assert (len(texts) > 4) == (length > 1)
    if length > 1:
        assert "continues on page" in texts[2] and "continued from page" in texts[-1] and homework.ANSWER.split()[0] in texts[3]
    else:
        assert "Left empty" in texts[2]


def test_pages_are_numbered_and_named(tmp_path):
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(pages.compose([hand_in(tmp_path)], "Ada Lovelace", "T"))).pages]
    for number, text in enumerate(texts, 1):
        assert f"{number} / {len(texts)}" in text and "Ada Lovelace" in text and "First" in text


def test_new_cells_stand_with_the_cell_before_and_lost_ids_do_no_harm(tmp_path):
    homework.folder(tmp_path)
    (notebook,) = manifest.read(tmp_path).notebooks
    nb = homework.solved()
    nb.cells.insert(4, new_code_cell("mine = 1"))
    for cell in nb.cells:
        cell.id = f"x{id(cell)}"
    found = {question.id: [cell.source for cell in cells] for question, cells in notebook.split(nb.cells)}
    assert "mine = 1" in found["double"] and found["why"] == ["## Why\n\nSay why.", homework.ANSWER] and len(found["opening"]) == 1


def test_a_pdf_of_the_students_own_is_drawn_on_its_pages():
    theirs = PdfWriter()
    theirs.add_blank_page(200, 900)
    theirs.add_blank_page(900, 200)
    buffer = io.BytesIO()
    theirs.write(buffer)
    part = pages.Part("Written", [pages.Section("written", "Written", 3, content.Content())], foreign=buffer.getvalue())
    whole = PdfReader(io.BytesIO(pages.compose([part], "Ada", "T")))
    assert part.sections[0].placed == [1, 2, 3] and "Left empty" in whole.pages[2].extract_text()
    assert all(page.mediabox.width == pytest.approx(595, abs=1) for page in whole.pages)


@pytest.mark.parametrize("data", [b"", b"not a pdf", b"%PDF-1.7\n%%EOF"])
def test_a_damaged_pdf_is_named(data):
    with pytest.raises(ValueError, match="PDF"):
        pages.readable(data)


def test_the_same_notebook_gives_the_same_bytes(tmp_path):
    homework.folder(tmp_path)
    (notebook,) = manifest.read(tmp_path).notebooks
    first, second = (pages.compose([exporter.of_hand_in(homework.solved(), tmp_path, notebook)], "Ada", "T") for _ in range(2))
    assert first == second


def test_nbconvert_knows_the_exporter(tmp_path):
    """As on the command line, in a folder that is no hand-in."""
    nbformat.write(new_notebook(cells=[new_markdown_cell("Hello *there*")]), tmp_path / "X.ipynb")
    command = [sys.executable, "-m", "nbconvert", "--to", "pixelgrad-pdf", "--PixelgradPDF.author=Ada", "X.ipynb"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    text = PdfReader(tmp_path / "X.pdf").pages[0].extract_text()
    assert "Hello there" in text and "Ada" in text
