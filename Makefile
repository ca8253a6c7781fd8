# A bare `make` lists what there is.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: help setup demo test check prepared bench golden pictures lock clean

help:  ## List the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

setup: $(READY)  ## Install everything, pinned, into .venv

demo: export PYTHONDONTWRITEBYTECODE =
demo: $(READY)  ## A day at a shopping centre, then one minute of it in pixels
	$(BIN)/footfall demo

# Two processes share the cores: further threads of theirs would only wait, and that costs time, and a
# third process gains nothing. What a test's processes import is compiled once.
test: export OPENBLAS_NUM_THREADS = 1
test: export PYTHONDONTWRITEBYTECODE =
test: $(READY)  ## Check, then run every test (a browser is fetched if there is none)
	@$(MAKE) --no-print-directory -j 2 check prepared
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

prepared: $(READY)
	$(BIN)/python -m tests.browser
	$(BIN)/python -m tests.kernels

check: $(READY)  ## Lint, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(READY)  ## Benchmarks, each a ratio to something measured beside it
	$(BIN)/python -m pytest tests/bench --benchmark-enable --benchmark-only -s

golden: $(READY)  ## Renew the golden results of the library scenarios
	$(BIN)/python -m pytest tests/golden --renew

pictures: $(READY)  ## Make the pictures of README and docs anew
	$(BIN)/python -m tests.e2e.pictures

lock: $(READY)  ## Pin every dependency anew, with hashes and no index addresses
	echo opencv-python-headless | $(BIN)/uv pip compile --quiet --extra dev --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-header \
		pyproject.toml - --output-file requirements.lock.new
	mv requirements.lock.new requirements.lock

clean:  ## Remove what was built here (not the cache of models and people)
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .benchmarks
