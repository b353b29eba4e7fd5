# Two commands are all a new machine needs: `make demo` and `make test`.
# Each makes its own virtual environment from the pinned, hashed requirements.

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
  $$each -c '$(NEW_ENOUGH)' 2>/dev/null && { echo $$each; break; }; done)
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check install --quiet
CATALOGUES := $(wildcard src/holdfast/locale/*/LC_MESSAGES/*.po)

.DEFAULT_GOAL := help
.PHONY: help demo test check docs bench engines soak lock messages clean

help: ## list the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	@test -n "$(PYTHON)" && $(PYTHON) -c '$(NEW_ENOUGH)' \
	  || { echo "Holdfast needs Python 3.11 or newer; install it, or name it: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(BIN)/python requirements/run.txt pyproject.toml $(CATALOGUES)
	@echo "Installing Holdfast into $(VENV) ..."
	@$(PIP) --require-hashes -r requirements/run.txt
	@$(PIP) --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	@echo "Installing the test and check tools into $(VENV) ..."
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/.fuzz: $(VENV)/.dev requirements/fuzz.txt
	@$(PIP) --require-hashes -r requirements/fuzz.txt
	@touch $@

$(VENV)/.engines: $(VENV)/.dev requirements/engines.txt
	@echo "Installing ClickHouse's library and Spark into $(VENV) (some 900 MB) ..."
	@$(PIP) --require-hashes -r requirements/engines.txt
	@touch $@

demo: $(VENV)/.run ## simulate a company, import it, open its workspace and show its scorecard
	@$(BIN)/holdfast demo $(DEMO)

test: $(VENV)/.dev ## every test, on SQLite and on PostgreSQL
	@$(BIN)/python -m tests.run $(TEST)

check: $(VENV)/.dev ## lint, types, borders, dependencies, templates, messages, docs
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/deptry .
	@find src -path '*/templates/*' -name '*.html' -print0 | xargs -0 -r $(BIN)/djade --target-version 5.2 --check
	@$(BIN)/python -m tools.messages --check
	@$(BIN)/python -m tools.reference --check
	@$(BIN)/python -m django check --fail-level WARNING
	@$(BIN)/python -m django makemigrations --check --dry-run
	@$(MAKE) --no-print-directory docs

check docs: export DJANGO_SETTINGS_MODULE = holdfast.config.settings
check: export HOLDFAST_DATABASE_URL = sqlite://:memory:

docs: $(VENV)/.dev ## build the documentation, warnings are errors
	@$(BIN)/python -m sphinx -E -W --keep-going -q -b html docs docs/_build/html

bench: $(VENV)/.dev ## measure against the named peers; writes docs/reference/benchmarks
	@$(BIN)/python -m benchmarks.run $(BENCH)

engines: $(VENV)/.engines ## the reports of usage on ClickHouse and on a Spark cluster (which needs Java 17)
	@$(BIN)/python -m pytest tests/engines $(TEST)

soak: $(VENV)/.fuzz $(VENV)/.engines ## the long proofs: more random histories, other engines, a 5 GB file
	@$(BIN)/python -m tests.run --soak $(TEST)

lock: ## pin the dependencies anew (needs uv and npm); the tools first, so that both lists agree
	uv pip compile pyproject.toml --group build --group test --group check --group docs --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet -o requirements/dev.txt $(LOCK)
	uv pip compile pyproject.toml --group build --constraint requirements/dev.txt --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet -o requirements/run.txt $(LOCK)
	uv pip compile --group pyproject.toml:fuzz --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet -o requirements/fuzz.txt $(LOCK)
	uv pip compile --group pyproject.toml:engines --constraint requirements/dev.txt --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet -o requirements/engines.txt $(LOCK)
	cd tests/clients/node && npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved --no-audit --no-fund --silent

messages: $(VENV)/.dev ## collect the texts to translate into the catalogues
	@$(BIN)/python -m tools.messages

clean: ## remove what the commands above have made
	rm -rf $(VENV) tests/clients/node/node_modules docs/_build build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
