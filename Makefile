# A bare machine with Python 3.11+ and make is enough: everything else goes into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PAGE := fixtures/demo/page.md
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo install dev check lint types layers test format data clean

demo: $(VENV)/.installed ## lint the sample page and open (or show how to open) the review
	@$(BIN)/proofer lint --fail-on never $(PAGE)
	@echo
	@echo "Review it:   $(BIN)/proofer review $(PAGE)"
	@echo "Export it:   $(BIN)/proofer export $(PAGE) -o page.corrected.md"
	@if [ -t 0 ] && [ -t 1 ]; then printf 'Press Enter to open the review, Ctrl-C to stop. '; read _ && $(BIN)/proofer review $(PAGE); fi

install: $(VENV)/.installed
dev: $(VENV)/.dev

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("proofer needs Python 3.11 or newer, this is " + sys.version.split()[0] + "; set PYTHON=...") if sys.version_info < (3, 11) else 0'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable '.[pycorrector]' --group dev
	@touch $@ $(VENV)/.installed

$(VENV)/.data: pyproject.toml | $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --editable '.[reread]' --group data
	@touch $@

check: lint types layers test ## what CI runs

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

layers: $(VENV)/.dev
	$(BIN)/lint-imports

test: $(VENV)/.dev ## the whole suite
	$(BIN)/pytest -n auto -q

data: $(VENV)/.data ## rebuild what is stale of the shipped data: docs/data.md
	$(BIN)/python -m tools.data

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
