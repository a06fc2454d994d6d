# Everything lives in .venv; `make run` and `make test` make it when it is not there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
INDEX := $(shell sed -n 's/^--extra-index-url //p' requirements.txt)
REACHABLE = import sys, urllib.request; urllib.request.urlopen(sys.argv[1] + "/torch/", timeout=5)

.PHONY: setup run test check bench train clean

setup: $(READY)

# pip would ask an index that cannot be reached for every package, again and again: leave it out.
$(READY): requirements.txt requirements-dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
		{ echo "Python 3.10 or newer is needed; name one: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	cp requirements.txt requirements-dev.txt $(VENV)/
	$(PYTHON) -c '$(REACHABLE)' $(INDEX) 2>/dev/null || \
		grep -v '^--extra-index-url' requirements.txt > $(VENV)/requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r $(VENV)/requirements-dev.txt
	touch $@

run: setup
	$(BIN)/python -m app

test: setup
	sh tests/browser/chromium.sh $(BIN)/playwright
	$(BIN)/python -m pytest

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: setup
	sh tests/browser/chromium.sh $(BIN)/playwright
	$(BIN)/python -m tests.bench

# Trains every model of model/registry.py; each goes on where it was interrupted.
train: setup
	$(BIN)/python -m model.data
	$(BIN)/python -m model.registry | xargs -n 1 $(BIN)/python -m model.train

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
