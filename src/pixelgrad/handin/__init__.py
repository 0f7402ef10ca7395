"""`python -m pixelgrad.handin`: check a homework, then write the zip of its code and one PDF.

Nothing is written while something is wrong, unless --force says so, and then the zip says so, too. The student's own files
are only read. Not covered: whether the answers are right; a cell that was changed after it ran and not saved in order.
"""

import sys

# jsonschema, which nbformat imports, builds 39 grammars for a format of web addresses that no notebook uses: seconds. For it the
# optional package that holds them is not there.
sys.modules.setdefault("rfc3987_syntax", None)
