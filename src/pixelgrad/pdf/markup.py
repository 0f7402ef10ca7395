"""Text cells and HTML tables as Typst markup, by pandoc: each text is read by itself, and nothing in it is executed.

Three walls: pandoc runs with --sandbox and reads no raw Typst; safe.lua quotes code and pictures; `harmless` looks at what
came out. Typst then works in a folder that holds nothing but this notebook's own pictures. What does not pass is shown as typed.
"""

import re
import secrets
import subprocess
import tempfile
from pathlib import Path

import pypandoc

FORMATS = {"markdown": "gfm+tex_math_dollars", "html": "html-raw_html"}
SECONDS = 60
MAX_TEXT = 200_000  # characters of one text cell or table
DEEPEST = 40  # quotes and lists inside one another
ENVIRONMENT = re.compile(r"(?<![\\$])\\begin\{((?:align|equation|gather|multline|eqnarray)\*?)\}(.*?)\\end\{\1\}", re.DOTALL)
# What pandoc and safe.lua write after a hash sign.
CALLS = frozenset(
    "align block box code_block divider emph endnote enum figure footnote h heading highlight horizontalrule inline_code linebreak "
    "link list overline par picture quote raw scale smallcaps strike strong sub super table terms underline".split()
)
QUOTED = r'"(?:[^"\\]|\\.)*"'
WITH_STRINGS = re.compile(rf"#(?:picture|code_block|inline_code|link)\({QUOTED}(?:, {QUOTED})?")
PICTURE = re.compile(rf"#picture\(({QUOTED}), ")
# Names that pandoc writes and later versions of Typst have under another name only.
RENAMED = {"dot.circle": "dot.o", "minus.circle": "minus.o", "sect": "inter", "times.circle": "times.o"}
SYMBOL = re.compile(rf"{QUOTED}|(?<![\w.])(?:{'|'.join(map(re.escape, RENAMED))})(?!\w)")
FORMULA = re.compile(rf"\\.|{WITH_STRINGS.pattern}|\$(?:\\.|{QUOTED}|[^$\\\"])*\$", re.DOTALL)
HASH = re.compile(r"\\.|#([\w-]*)", re.DOTALL)


def to_typst(texts: list[str], kind: str = "markdown") -> list[str | None]:
    """Each text as Typst markup; None for a text that cannot be set, which is then to be shown as it is.

    One pandoc for all of them: every text is a file of its own (`--file-scope`), so an open fence ends with its cell.
    """
    usable = [number for number, text in enumerate(texts) if text.strip() and len(text) <= MAX_TEXT and _depth(text) <= DEEPEST]
    if not usable:
        return ["" if not text.strip() else None for text in texts]
    mark = f"cell{secrets.token_hex(12)}end"
    try:
        output = _pandoc([texts[number] for number in usable], kind, mark)
    except (subprocess.SubprocessError, OSError):
        output = ""
    parts = [part.strip() for part in output.split(mark)][:-1]
    if len(parts) != len(usable):  # pandoc gave up on all because of one
        if len(usable) == 1:
            return ["" if not text.strip() else None for text in texts]
        return [single for text in texts for single in to_typst([text], kind)]
    found: list[str | None] = ["" if not text.strip() else None for text in texts]
    for number, part in zip(usable, parts, strict=True):
        found[number] = _renamed(part) if harmless(part) else None
    return found


def _renamed(markup: str) -> str:
    """Symbols in formulas by the names that Typst knows now; texts, links and code are left as they are."""

    def symbols(found: re.Match[str]) -> str:
        return SYMBOL.sub(lambda symbol: RENAMED.get(symbol[0], symbol[0]), found[0]) if found[0].startswith("$") else found[0]

    return FORMULA.sub(symbols, markup)


def _pandoc(texts: list[str], kind: str, mark: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, text in enumerate(texts):
            for name, content in ((f"{number:05}a", _mathematics(text) if kind == "markdown" else text), (f"{number:05}b", mark)):
                path = Path(folder, name)
                path.write_text(content.replace("\0", "") + "\n", encoding="utf-8")
                files.append(path.name)
        command = [
            pypandoc.get_pandoc_path(), "--sandbox", "--file-scope", "--wrap=none", "--from", FORMATS[kind], "--to", "typst",
            "--lua-filter", str(Path(__file__).with_name("safe.lua")), *files,
        ]  # fmt: skip
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=SECONDS, check=True)
        return done.stdout.decode("utf-8", errors="replace")


def _mathematics(text: str) -> str:
    """MathJax sets environments also without dollars around them; pandoc needs the dollars."""
    return ENVIRONMENT.sub(lambda found: f"\n$$\\begin{{aligned}}{found[2].strip()}\\end{{aligned}}$$\n", text)


def _depth(text: str) -> int:
    """How deep a line of the text is nested, at most: marks of quotes and lists, or indentation."""
    starts = (re.match(r"[\s>*+-]*", line)[0] for line in text.splitlines())
    return max((start.count(">") + len(re.findall(r"[*+-]\s", start)) for start in starts), default=0)


def harmless(markup: str) -> bool:
    """Whether every call in the markup is one that pandoc writes for text."""
    bare = WITH_STRINGS.sub("", markup)
    return all(found[0].startswith("\\") or found[1] in CALLS for found in HASH.finditer(bare))


def pictures_in(markup: str) -> list[str]:
    """The sources of the pictures that a text shows."""
    unescape = re.compile(r"\\(.)")
    return [unescape.sub(lambda found: "\n" if found[1] == "n" else found[1], call[1:-1]) for call in PICTURE.findall(markup)]
