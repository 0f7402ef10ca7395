"""Copy catalogue.toml into the students' package and write the table of README.md from it; `--check` writes nothing.

python datasets/build.py
"""

import re
import sys
from pathlib import Path

from pixelgrad.data.catalogue import parse

HERE = Path(__file__).resolve().parent
COPY = HERE.parent / "src" / "pixelgrad" / "data" / "catalogue.toml"
BETWEEN = re.compile(r"(?<=<!-- from catalogue.toml: -->\n).*(?=<!-- end -->)", re.DOTALL)


def table() -> str:
    """One row a set: name, what it is, size, how it is checked and got, licence, origin, who uses it."""
    rows = ["| set | what | MB | checked by | got by | licence | origin | used by |", "|---|---|---|---|---|---|---|---|"]
    for data in parse((HERE / "catalogue.toml").read_text("utf-8")).values():
        size = f"{data.size / 1e6:.1f}" if data.size else ""
        kinds = {file.check for file in data.files}
        how = "nothing: comes with the packages" if data.embedded else "hand" if data.manual else "`fetch`"
        cite = f"[{data.citation or 'home'}]({data.home})"
        cells = (f"`{data.name}`", data.title, size, ", ".join(sorted(kinds)), how, data.licence, cite, ", ".join(data.slugs))
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows) + "\n"


def wanted() -> dict[Path, str]:
    """Every file that is built, and what it must hold."""
    readme = HERE / "README.md"
    return {COPY: (HERE / "catalogue.toml").read_text("utf-8"), readme: BETWEEN.sub(lambda _: table(), readme.read_text("utf-8"))}


def main(check: bool) -> int:
    changed = [path for path, text in wanted().items() if not path.is_file() or path.read_text("utf-8") != text]
    for path in changed:
        print(f"{'would change' if check else 'wrote'} {path.relative_to(HERE.parent)}")
        if not check:
            path.write_text(wanted()[path], "utf-8")
    return 1 if check and changed else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
