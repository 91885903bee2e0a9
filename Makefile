# Litatlas: everything runs from a fresh clone; each target makes the environment it needs, in .venv.
# Paths are relative and quoted, so a folder with spaces in its name is fine.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV ?= .venv
export VENV
PYTHON_IN := "$(VENV)/bin/python"
LITATLAS := $(PYTHON_IN) -m litatlas

# Which tests, and how: make test TESTS=tests/test_cli.py PYTEST_OPTIONS=-x
TESTS ?=
PYTEST_OPTIONS ?=
# Test processes: a number, or auto for one on each core
JOBS ?= auto
# Where `make serve` listens
ADDRESS ?= 127.0.0.1:8000

.PHONY: help
help: ## Say what can be made (this list)
	@echo "make ..."
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  \1\t\2/' | expand -t 16

.PHONY: site
site: environment ## Build the flagship survey into site/
	@$(LITATLAS) build

.PHONY: test
test: environment-dev ## Run all tests and checks; coverage is shown, the summary comes last
	@.ci/browser
	@status=0; \
	$(MAKE) check || status=$$?; \
	$(PYTHON_IN) -m pytest -n $(JOBS) --cov --cov-report=term $(PYTEST_OPTIONS) $(TESTS) || status=$$?; \
	exit $$status

.PHONY: check
check: environment-dev ## Check style and types (ruff, mypy)
	@$(PYTHON_IN) -m ruff check .
	@$(PYTHON_IN) -m ruff format --check .
	@$(PYTHON_IN) -m mypy
	@$(PYTHON_IN) -m mypy bench

.PHONY: serve
serve: environment ## Show the flagship survey at ADDRESS and follow every change
	@$(LITATLAS) serve --address "$(ADDRESS)"

.PHONY: pages
pages: environment ## Write the flagship survey's Markdown pages only, for any site builder
	@$(LITATLAS) pages

.PHONY: golden
golden: environment-dev ## Rewrite the golden pages of the tests; review the difference like code
	@$(PYTHON_IN) -m pytest -q --golden tests/pages/test_golden.py

.PHONY: bench
bench: environment-dev ## Measure a build step by step, beside other builders, and builds that follow each other
	@$(PYTHON_IN) bench/build.py --sizes 138 1000
	@$(PYTHON_IN) bench/site.py --sizes 138
	@$(PYTHON_IN) bench/changes.py --sizes 138

.PHONY: test-lowest
test-lowest: ## Run the tests on the lowest version of every dependency
	@VENV=.venvs/lowest CONSTRAINTS=constraints-lowest.txt .ci/environment dev
	@.venvs/lowest/bin/python -m pytest -n $(JOBS) $(PYTEST_OPTIONS) $(TESTS)

.PHONY: test-newest
test-newest: ## Run the tests on the newest version of every dependency
	@VENV=.venvs/newest CONSTRAINTS=/dev/null .ci/environment dev
	@.venvs/newest/bin/python -m pytest -n $(JOBS) $(PYTEST_OPTIONS) $(TESTS)

.PHONY: constraints
constraints: ## Resolve all constraints files anew from pyproject.toml (needs the network)
	@.ci/constraints

.PHONY: clean
clean: environment ## Take away what is generated; the environments stay (they are in .venv and .venvs)
	@rm -rf -- site .litatlas .cache build dist htmlcov .coverage .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@$(PYTHON_IN) -c 'from litatlas.store.writing import OWNED, OWNED_FILES; print(*OWNED, *OWNED_FILES, sep="\n")' | xargs -d '\n' rm -rf --

.PHONY: environment environment-dev
environment:
	@.ci/environment site
environment-dev:
	@.ci/environment dev
