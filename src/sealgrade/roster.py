"""An optional list of the class, `roster.csv` beside course.toml: who is who in the learning management system.

Columns, in any order, all but the first optional: `student_id` (nbgrader's), `lms_id` (Canvas' or Moodle's number, or
Gradescope's SID), `name`, `email`, `section`, `sis_user_id`, `sis_login_id`, `submitted` (when, for systems whose
downloads do not say; ISO 8601, UTC unless it names a zone).
"""

import re
import unicodedata
from collections import Counter
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from sealgrade import sheets
from sealgrade.errors import CourseError

FILE = "roster.csv"


class Person(BaseModel):
    model_config = ConfigDict(extra="ignore")

    student_id: str
    lms_id: str = ""
    name: str = ""
    email: str = ""
    section: str = ""
    sis_user_id: str = ""
    sis_login_id: str = ""
    submitted: str = ""


def folded(name: str) -> str:
    """A name as systems write it differently: letters and digits only, lower case, without accents."""
    plain = unicodedata.normalize("NFKD", name)
    return re.sub(r"[\W_]+", "", "".join(letter for letter in plain if not unicodedata.combining(letter))).casefold()


def spellings(name: str) -> set[str]:
    """`Ada Lovelace` and `Lovelace, Ada` are one person: adalovelace, lovelaceada."""
    words = [word for word in re.split(r"[\s,]+", name) if word]
    return {folded("".join(words[turn:] + words[:turn])) for turn in range(len(words))}


class Roster:
    """Finds a person by what a system says of them: number, address, then name; a name that two people share finds nobody."""

    def __init__(self, people: list[Person]) -> None:
        self.people = {person.student_id: person for person in people}
        self._by_lms_id = {person.lms_id: person for person in people if person.lms_id}
        self._by_email = {person.email.casefold(): person for person in people if person.email}
        self._by_name: dict[str, Person | None] = {}
        for person in people:
            for spelling in spellings(person.name):
                self._by_name[spelling] = None if spelling in self._by_name else person

    def find(self, lms_id: str = "", email: str = "", name: str = "") -> Person | None:
        if lms_id and lms_id in self._by_lms_id:
            return self._by_lms_id[lms_id]
        if email and email.casefold() in self._by_email:
            return self._by_email[email.casefold()]
        return self._by_name.get(folded(name)) if name else None


def load(root: Path) -> Roster:
    """The roster of the course in `root`; an empty one where there is no file. Raises CourseError."""
    path = root / FILE
    if not path.is_file():
        return Roster([])
    rows = sheets.read(path)
    try:
        people = [Person(**row) for row in rows if any(row.values())]
    except (ValidationError, TypeError):
        raise CourseError(f"{FILE} has no column `student_id`.", "Name the columns in its first line.") from None
    twice = [name for name, count in Counter(person.student_id for person in people).items() if count > 1]
    if twice or any(not person.student_id for person in people):
        raise CourseError(f"{FILE}: {twice[0]!r} is there twice." if twice else f"{FILE}: a line has no student_id.", f"Mend {path}.")
    return Roster(people)
