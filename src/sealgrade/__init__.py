"""Sealed grading of notebooks: student code never shares a process with the hidden tests, and no byte from it is unpickled."""

__version__ = "0.1.0"
SCHEMA_VERSION = 1
