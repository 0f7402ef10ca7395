"""What a late hand-in costs, by the one policy of course.toml, as a plugin of nbgrader's.

    [late]
    grace_hours = 2          # free of charge after the deadline
    percent_per_day = 10     # of the points earned, for each day begun after that
    cap_percent = 50         # never more than this
    [late.extensions]
    ada = 3                  # days that are added to the deadline of one student

nbgrader takes the lateness from the submission's timestamp.txt and the assignment's due date; without either nobody is
late. Not covered: policies that differ between assignments, and extensions for one assignment (the gradebook's own
`extension` serves there).
"""

import math
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, Notebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.plugins import LateSubmissionPlugin

from sealgrade.course import Course, Late

DAY, HOUR = 86400.0, 3600.0


def days_charged(policy: Late, student: str, seconds_late: float) -> int:
    """Days begun after the deadline, the student's extension and the grace time."""
    free = policy.grace_hours * HOUR + policy.extensions.get(student, 0.0) * DAY
    return max(0, math.ceil((seconds_late - free) / DAY))


def penalty(policy: Late, student: str, score: float, seconds_late: float) -> float:
    """Points to take off `score`, in [0, score], to six digits."""
    percent = min(policy.cap_percent, policy.percent_per_day * days_charged(policy, student, seconds_late))
    return min(score, max(0.0, round(score * percent / 100, 6)))


class CourseLatePolicy(LateSubmissionPlugin):
    """Asked by nbgrader's AssignLatePenalties once for each notebook of a late submission."""

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float | None:
        course = Course.find(Path.cwd())  # nbgrader grades with the course's root as its folder
        if course is None or course.late is None:
            return super().late_submission_penalty(student_id, score, total_seconds_late)
        return penalty(course.late, student_id, score, total_seconds_late)


def handed_in(gradebook: Gradebook, slug: str, *conditions: Any) -> list[tuple[SubmittedAssignment, SubmittedNotebook]]:
    """Every submitted notebook of an assignment with its submission, or those under more conditions, in one query."""
    query = gradebook.db.query(SubmittedAssignment, SubmittedNotebook)
    query = query.join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
    query = query.join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
    query = query.join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
    return [tuple(row) for row in query.filter(Assignment.name == slug, *conditions)]


def refresh(course: Course, gradebook: Gradebook, slug: str) -> int:
    """Bring the penalties up to the scores of today: points given by hand came after nbgrader worked them out.

    Returns how many changed. Without a policy in course.toml nothing is touched.
    """
    if course.late is None:
        return 0
    changed = 0
    for submission, notebook in handed_in(gradebook, slug):
        seconds = submission.total_seconds_late
        due = penalty(course.late, submission.student_id, notebook.score, seconds) if seconds > 0 else 0.0
        if abs((notebook.late_submission_penalty or 0.0) - due) > 1e-6:
            notebook.late_submission_penalty = due or None
            changed += 1
    gradebook.db.commit()
    return changed
