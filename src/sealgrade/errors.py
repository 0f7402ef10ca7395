"""What can go wrong, by whose doing.

    SealgradeError
    |-- SubmissionError       the student's: costs the points it touches, named in the feedback
    |   |-- DamagedNotebook       missing, empty, not JSON, not a notebook
    |   |-- NoSuchFunction        the submission defines no function of that name
    |   |-- NotAttempted          the released stub is still there
    |   |-- StudentRaised         student code raised
    |   |-- TimedOut              no answer within the limit
    |   |-- OutOfMemory           over the memory limit
    |   |-- TooMuchOutput         printed more than is kept
    |   |-- WorkerDied            the process ended without an answer
    |   `-- Tampering             bytes on the channel that are no answer to any question
    |-- CourseError           ours: a bad mark, an unbuilt notebook, a hidden test that fails by itself
    `-- MachineError          the machine's: no memory, no disk, a guarantee that does not hold; never a zero

Exit codes of the command line: 1 submissions with errors, 2 course, 3 machine.
"""


class SealgradeError(Exception):
    """Base of everything this package raises on purpose. `hint` is the next thing to do."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


class SubmissionError(SealgradeError):
    """The student's: named in the feedback, costs only what it touches."""

    kind = "submission"


class DamagedNotebook(SubmissionError):
    kind = "damaged"


class NoSuchFunction(SubmissionError):
    kind = "missing"


class NotAttempted(SubmissionError):
    kind = "blank"


class StudentRaised(SubmissionError):
    kind = "raised"


class TimedOut(SubmissionError):
    kind = "timeout"


class OutOfMemory(SubmissionError):
    kind = "memory"


class TooMuchOutput(SubmissionError):
    kind = "output"


class WorkerDied(SubmissionError):
    kind = "died"


class Tampering(SubmissionError):
    kind = "tampering"


class CourseError(SealgradeError):
    """The course's own mistake: stop, say where, and do not grade."""

    exit_code = 2


class MachineError(SealgradeError):
    """The machine's: the grade stays missing and the run can be resumed."""

    exit_code = 3
