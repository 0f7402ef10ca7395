"""The sealed engine: grader, zygote and worker.

stem      one process exec'd with a clean environment; imports torch and friends once, then forks
zygote    the stem's first child, forked before any secret is read; forks one confined worker per submission
service   the stem itself: collects the hidden tests with pytest, then forks one judge per submission
judge     runs the tests of one submission against its worker, and writes one result document
worker    runs the notebook's cells; untrusted from the first cell on; forks children for the tests
client    what the coordinator (the command line, nbgrader) holds
"""
