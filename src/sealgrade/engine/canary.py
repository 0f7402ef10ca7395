"""The honest submission that every engine must be able to grade before, and whenever doubtful, after it grades others.

A zero for everything because each worker died looks the same whether a submission did it or a mistake of ours. Only one of
the two also kills this one.
"""

from sealgrade.engine.proxy import Student
from sealgrade.engine.sandbox import Worker
from sealgrade.errors import MachineError, SubmissionError

CELL = "import sys\n\ndef canary(number):\n    print('sings', file=sys.stderr)\n    return [number + 1, 'sings']"


def sing(worker: Worker) -> None:
    """Run one honest cell and one honest call in `worker`, then end it. Raises MachineError when that fails."""
    try:
        worker.request({"do": "cell", "source": CELL}, worker.limits.cell_s)
        student = Student(lambda: worker, "canary", 0, worker.limits.call_s)
        came_back = student.canary(1)
        student.close()
    except SubmissionError as error:
        raise MachineError(f"An honest submission cannot be graded here: {error.message}.", "Run `sealgrade doctor`.") from None
    finally:
        worker.close()
    if came_back != [2, "sings"]:
        raise MachineError(f"An honest submission gives a wrong result here: {came_back!r}.", "Run `sealgrade doctor`.")
