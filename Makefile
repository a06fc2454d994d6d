# Everything lives in .venv and node_modules; each command makes what it needs and is not there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Stamps, written when an installation has ended: one that was broken off is gone on with.
RUNS := $(VENV)/runs
TESTS := $(VENV)/tests
NODE := node_modules/.installed
INDEX := $(shell sed -n 's/^--extra-index-url //p' requirements.txt)
REACHABLE = import sys, urllib.request; urllib.request.urlopen(sys.argv[1] + "/torch/", timeout=5)
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check
# npm and what it installs look for node on the path; it comes with pip.
WITH_NODE = PATH="$(CURDIR)/$(BIN):$$PATH"

.PHONY: setup run site test check bench soak shots train experiments kernel clean

setup: $(TESTS) $(NODE)

# pip would ask an index that cannot be reached for every package, again and again: leave it out.
$(RUNS): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
		{ echo "Python 3.10 or newer is needed; name one: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	cp requirements.txt $(VENV)/
	$(PYTHON) -c '$(REACHABLE)' $(INDEX) 2>/dev/null || \
		grep -v '^--extra-index-url' requirements.txt > $(VENV)/requirements.txt
	$(PIP) -r $(VENV)/requirements.txt
	touch $@

$(TESTS): requirements-dev.txt $(RUNS)
	cp requirements-dev.txt $(VENV)/
	$(PIP) -r $(VENV)/requirements-dev.txt
	touch $@

$(NODE): package.json package-lock.json .npmrc $(TESTS)
	@$(WITH_NODE) npm ci || { echo "The tools that check the JavaScript could not be installed;" \
		"npm says why above. They come from npm's registry (npm config get registry): when it" \
		"can be reached, run make again. make run does without them."; exit 1; }
	touch $@

run: $(RUNS)
	$(BIN)/python -m app

# The page as a plain website, in site/, for any file host.
site: $(RUNS)
	$(BIN)/python -m app.export site

test: setup
	sh tests/browser/chromium.sh $(BIN)/playwright
	@$(WITH_NODE) npm run --silent test
	$(BIN)/python -m pytest -n 2 --dist worksteal --cov --ignore tests/browser
	$(BIN)/python -m pytest -n 2 --dist worksteal tests/browser  # unmeasured: a fifth faster

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	@$(WITH_NODE) npm run --silent check

bench: setup
	sh tests/browser/chromium.sh $(BIN)/playwright
	$(BIN)/python -m tests.bench

# 20,000 mixed requests, and what the server holds after every thousand, in tests/soak.json.
soak: setup
	$(BIN)/python -m tests.soak

# Every screen as a picture, in shots/.
shots: setup
	sh tests/browser/chromium.sh $(BIN)/playwright
	$(BIN)/python -m tests.shots

# After a change of a kernel.wat.
kernel: setup
	@$(WITH_NODE) npm run --silent kernel

# Trains every model of model/registry.py and the classifiers; each goes on where it was interrupted.
train: $(RUNS)
	$(BIN)/python -m model.data
	$(BIN)/python -m model.registry | xargs -n 1 $(BIN)/python -m model.train
	for data in mnist fashion; do $(BIN)/python -m model.classifier $$data || exit 1; done

# Measures the lecture's experiments anew, after training; goes on where it was interrupted.
experiments: $(TESTS)
	$(BIN)/python -m model.experiments all

clean:
	rm -rf $(VENV) node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
