# `make demo` and `make test` need nothing but Python 3.11 or newer with pip and venv; they make .venv once.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
# two processes, a core each (tests/conftest.py), so one thread each
PYTEST_BOTH = OMP_NUM_THREADS=1 $(BIN)/python -m pytest -q -n 2 --dist loadfile

.PHONY: help env demo test test-slow lint bench bench-class clean

help:            ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

env: .venv/ready ## the environment, made once and again when pyproject.toml or constraints.txt change

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --disable-pip-version-check --quiet -c constraints.txt -e '.[staff,dev]'
	touch .venv/ready

demo: env        ## build, release, make a small class, grade it, show the table
	$(BIN)/sealgrade demo

test: env lint   ## the fast tests
	$(BIN)/sealgrade build --check
	$(PYTEST_BOTH) -m "alone and not slow"
	$(PYTEST_BOTH) -m "not alone and not slow"

test-slow: env   ## every notebook top to bottom, every attack in every profile, nbgrader's own tests
	$(PYTEST_BOTH) -m "alone and slow"
	$(PYTEST_BOTH) --no-loadscope-reorder -m "not alone and slow"

lint: env        ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: env       ## the timing table of the README
	$(BIN)/python benchmarks/grading.py

bench-class: env ## a class of 1,000
	$(BIN)/python benchmarks/class.py

clean:           ## remove what the demo and the builds wrote
	rm -rf build gradebook.db release/*/ submitted/*/ autograded/*/ feedback/*/ reports/*/
