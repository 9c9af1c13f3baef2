# `make demo` and `make test` need Python 3.11 or later and make, nothing else: the first of them makes .venv.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed
TESTS ?= tests
WORKERS ?= 2
SPREAD := -n $(WORKERS) --dist loadfile --no-loadscope-reorder
DIR ?= demo

.DEFAULT_GOAL := help
.PHONY: help install demo test lint bench soak pictures lock clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

install: $(INSTALLED)  ## .venv with the locked dependencies and the command `loker`

demo: $(INSTALLED)  ## made-up vacancies from a real workbook as real mail into a local mailbox (DIR=demo)
	@$(BIN)/loker demo $(DIR)

# However Python is set up here, what many processes import is compiled once.
test soak: export PYTHONDONTWRITEBYTECODE =
test: $(INSTALLED)  ## all tests but the heavy ones (TESTS=tests/mail for some of them, WORKERS=0 for one process)
	$(BIN)/python -m pytest $(SPREAD) -rs -m "not soak" $(TESTS)

lint: $(INSTALLED)  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(INSTALLED)  ## the speed table of the README (BENCH=… is handed on)
	$(BIN)/python -m tests.bench $(BENCH)

soak: $(INSTALLED)  ## the heavy tests: a year in simulated time, a hundred kills, power cuts, many examples
	$(BIN)/python -m pytest $(SPREAD) -rP -m soak --timeout 3600 $(TESTS)
	$(BIN)/python -m pytest $(SPREAD) -m "hypothesis and not soak" --hypothesis-profile thorough --timeout 3600 $(TESTS)

pictures: $(INSTALLED)  ## the guide's pictures, taken anew of the pages and the workbook
	$(BIN)/python -m tests.site.guide_pictures

lock: $(INSTALLED)  ## take the newest dependencies that pyproject.toml allows into requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet --output-file requirements.lock

clean:  ## remove .venv and everything that was made
	rm -rf .venv build dist demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "loker needs Python 3.11 or later as '$(PYTHON)'. Install it, or name it: make PYTHON=/path/to/python3.11 …"; \
		exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear .venv || { \
		echo "Python's own module venv is incomplete. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Installing the locked dependencies into .venv (a minute or two, once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
