# make demo    try it: install, build the sample releases, ask three questions
# make test    every test
# make lint    ruff, mypy, import-linter
# make golden  rewrite expected rows, transcripts, reference pages and measured figures from the program; read the diff
# make bench   speed and accuracy
# make clean   remove what the above made

SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV  := .venv
BIN   := $(VENV)/bin
OUT   := triplewire-out
PIP   := $(BIN)/python -m pip --disable-pip-version-check -qq --no-input
LOCK  := requirements/ci.lock

.PHONY: help demo test lint golden bench clean python

help:
	@sed -n 's/^# make/make/p' Makefile

# The newest Python from 3.11 on. A name on the PATH may be a shim for a version that is not there, so each is asked.
python:
	@for name in python3.13 python3.12 python3.11 python3; do \
	  if command -v $$name >/dev/null 2>&1 && $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    if $$name -c 'import venv, ensurepip' 2>/dev/null; then [ -x $(BIN)/python ] || $$name -m venv $(VENV); exit 0; fi; \
	    echo "$$name has no venv module; on Debian: apt install python3-venv (or $$name-venv)" >&2; exit 2; \
	  fi; \
	done; echo "Triplewire needs Python 3.11 or newer; on Debian: apt install python3 python3-venv" >&2; exit 2

$(VENV)/.installed: pyproject.toml $(LOCK) | python
	@echo "installing triplewire into $(VENV)"
	@$(PIP) install --upgrade pip -c $(LOCK)
	@$(PIP) install -c $(LOCK) -e .
	@touch $@

$(VENV)/.tested: pyproject.toml $(LOCK) $(VENV)/.installed | python
	@echo "installing what tests and linters need into $(VENV)"
	@$(PIP) install -c $(LOCK) --group dev
	@touch $@

demo: $(VENV)/.installed
	@$(BIN)/triplewire build -o $(OUT)
	@for query in 'orphan-designations' 'partners' 'promises -p from=2025-10-01'; do \
	  printf '\n%s\n$$ triplewire query %s\n\n' "$$(sed -n 's/^#+ title: //p' queries/competency/[0-9][0-9]-$${query%% *}.rq)" "$$query"; \
	  $(BIN)/triplewire query $$query --graph $(OUT) || exit $$?; \
	done
	@printf '\nThe pages: %s\nThe same with questions of your own and SPARQL: %s serve\n' "$(CURDIR)/$(OUT)/current/index.html" "$(BIN)/triplewire"

test: $(VENV)/.tested
	@.ci/system
	@$(BIN)/python -m pytest -q -n auto --dist worksteal

lint: $(VENV)/.tested
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

golden: $(VENV)/.tested
	@$(BIN)/python -m triplewire.terms
	@$(BIN)/python tests/golden/rewrite.py
	@$(BIN)/python docs/reference/make.py
	@$(BIN)/python docs/accuracy/make.py
	@$(BIN)/python docs/grounding/make.py
	@$(BIN)/python docs/console.py
	@$(BIN)/python docs/follow.py
	@$(BIN)/python docs/served.py

bench: $(VENV)/.tested
	@$(BIN)/python -m benchmarks

clean:
	@rm -rf $(VENV) $(OUT) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
