"""Sealed grading of notebooks: student code never shares a process with the hidden tests, and no byte from it is unpickled."""

import sys

# jsonschema, which every notebook library imports, builds 39 grammars for a format of web addresses that no notebook uses: seconds
# at every start, of every engine and command. For it the optional package that holds them is not there.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

__version__ = "0.1.0"
SCHEMA_VERSION = 1
