"""Which submissions read alike: a place to look, never a verdict.

Each student's own code is turned into tokens: names become one name (but those after a dot and Python's own stay), numbers
and strings become empty, comments and docstrings go. Runs of N tokens that the released notebook has too are left out.
What remains is weighted by TF-IDF, so that what everybody writes counts little, and compared by cosine.

Not covered: code that was reordered statement by statement, and other languages. Two correct answers of five lines are
alike by nature; that is why the page shows how alike a pair usually is in this class.
"""

import builtins
import io
import keyword
import tokenize
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from nbformat import NotebookNode
from sklearn.feature_extraction.text import TfidfVectorizer

from sealgrade.restore import grade_id

N = 5  # tokens in a run
FEWEST = 5  # pairs that are listed
MOST = 200_000  # characters of one submission that are looked at
ROWS = 256  # of the similarity matrix at a time: memory stays small however large the class is
BINS = np.linspace(0.0, 1.0, 51)
KEPT = frozenset(keyword.kwlist) | frozenset(dir(builtins))
SKIPPED = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING, tokenize.ENDMARKER}
LAYOUT = SKIPPED - {tokenize.COMMENT, tokenize.NL}


@dataclass(frozen=True)
class Pair:
    one: str
    other: str
    similarity: float


@dataclass
class Likeness:
    """`pairs`: the most alike, best first. `counts`: how many of all pairs fall into each of BINS. `compared`, `empty`: students."""

    pairs: list[Pair]
    counts: np.ndarray
    compared: list[str]
    empty: list[str]

    @cached_property
    def total(self) -> int:
        return int(self.counts.sum())

    def quantile(self, share: float) -> float:
        """The similarity below which `share` of all pairs lie (to a bin); NaN without pairs."""
        if not self.total:
            return float("nan")
        return float(BINS[1:][np.searchsorted(np.cumsum(self.counts), share * self.total)])


def own_code(nb: NotebookNode, given: NotebookNode) -> str:
    """The code of a student's: solution cells and cells that were added, without what was given out."""
    locked = {grade_id(c): c for c in given.cells if c.metadata.get("nbgrader", {}).get("locked")}
    known = {cell.source.strip() for cell in given.cells}
    cells = [c.source for c in nb.cells if c.cell_type == "code" and grade_id(c) not in locked and c.source.strip() not in known]
    return "\n\n".join(cells)[:MOST]


def tokens(source: str) -> list[str]:
    """Normalised tokens of Python text, as far as it can be read; magics of IPython are left out."""
    lines = ["" if line.lstrip().startswith(("%", "!")) else line for line in source.replace("\0", "").splitlines()]
    found: list[str] = []
    before, starts_line = "", True
    for kind, text in _lexed("\n".join(lines) + "\n"):
        if kind in LAYOUT:
            starts_line = True
        elif kind not in SKIPPED:
            name = tokenize.tok_name[kind]
            if not (name == "STRING" and starts_line) and not name.endswith("_MIDDLE") and not name.endswith("STRING_END"):
                found.append(_normal(name, text, before))
            before, starts_line = text, False
    return found


def _lexed(text: str) -> Iterator[tuple[int, str]]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            yield token.type, token.string
    except (tokenize.TokenError, SyntaxError, ValueError, RecursionError):
        return  # what came before the broken line counts


def _normal(name: str, text: str, before: str) -> str:
    if name == "NAME":
        return text if before == "." or text in KEPT else "name"
    return {"NUMBER": "0", "STRING": "''", "FSTRING_START": "''", "TSTRING_START": "''"}.get(name, text)


def runs(words: Sequence[str]) -> list[str]:
    """Every run of N tokens; the whole when there are fewer."""
    if not words:
        return []
    return [" ".join(words[i : i + N]) for i in range(max(1, len(words) - N + 1))]


def likeness(codes: dict[str, str], released: str, most: int = 20) -> Likeness:
    """Compare everybody's code with everybody's. codes: student -> own code; released: code of the notebook as given out.

    The pairs are the `most` most alike, or the twentieth part of all of a small class, but at least FEWEST.
    """
    stock = set(runs(tokens(released)))
    bags = {student: Counter(run for run in runs(tokens(code)) if run not in stock) for student, code in codes.items()}
    compared = [student for student, bag in bags.items() if sum(bag.values()) >= N]
    empty = [student for student in codes if student not in set(compared)]
    counts = np.zeros(len(BINS) - 1, int)
    pairs: list[tuple[float, int, int]] = []
    most = max(FEWEST, min(most, len(compared) * (len(compared) - 1) // 2 // 20))
    if len(compared) > 1:
        vectorizer = TfidfVectorizer(analyzer=_spelled_out, sublinear_tf=True)
        table = vectorizer.fit_transform([bags[student] for student in compared])
        for start in range(0, len(compared), ROWS):
            block = (table[start : start + ROWS] @ table.T).toarray()  # (rows, n)
            later = np.triu(np.ones(block.shape, bool), k=start + 1)
            counts += np.histogram(np.clip(block[later], 0.0, 1.0), BINS)[0]
            pairs = _best(pairs, np.where(later, block, -1.0), start, most)
    named = [Pair(compared[row], compared[column], min(1.0, float(value))) for value, row, column in pairs]
    return Likeness(named, counts, compared, empty)


def _spelled_out(bag: Counter[str]) -> list[str]:
    return list(bag.elements())


def _best(known: list[tuple[float, int, int]], block: np.ndarray, start: int, most: int) -> list[tuple[float, int, int]]:
    """The `most` largest of `known` and a block of rows."""
    flat = block.ravel()
    top = np.argpartition(flat, -min(most, flat.size))[-most:]
    fresh = [(float(flat[at]), start + int(at // block.shape[1]), int(at % block.shape[1])) for at in top if flat[at] > 0]
    return sorted([*known, *fresh], key=lambda entry: (-entry[0], entry[1:]))[:most]
