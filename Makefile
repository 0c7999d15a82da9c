# Everything runs from .venv, which is made from uv.lock with nothing but Python, make and a package
# index. `make` alone says what there is.

SHELL := /bin/sh
BIN := .venv/bin
PORT ?= 8000
.DEFAULT_GOAL := help

# CURDIR, not PWD: make may be called with -C. A clone's uv must not find another project's settings.
UV := $(BIN)/uv --directory $(CURDIR)

.PHONY: help demo up test bench lint format messages requirements administrator

help: ## What can be done here
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: .venv/.synced ## The archive with sample portals that change while you watch (PORT=8000)
	@exec $(BIN)/python -m config.stack demo --with-parent --port $(PORT)

up: .venv/.synced ## The archive with the real registry, kept in var/archive (PORT=8000)
	@exec $(BIN)/python -m config.stack up --with-parent --port $(PORT)

administrator: .venv/.synced ## Make a login for the admin of a running `make up`
	@exec $(BIN)/python -m config.stack manage createsuperuser

test: .venv/.synced-dev ## All tests, on embedded servers (TESTS=tests/portals for some)
	@exec $(BIN)/pytest -n logical $(TESTS)

bench: .venv/.synced-dev ## Start-up time and memory, as recorded in benchmarks/README.md
	@exec $(BIN)/python -m benchmarks.startup

lint: .venv/.synced-dev ## Style, types, layers, templates, lock file, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@git ls-files -z '*.html' | xargs -0 -r $(BIN)/djade --check --target-version 5.2
	@# The lock names public indexes only, whichever index this machine installs from.
	env -u UV_DEFAULT_INDEX -u UV_INDEX_URL -u UV_INDEX -u UV_EXTRA_INDEX_URL $(UV) lock --check --offline
	SECRET_KEY=lint $(BIN)/python -W ignore manage.py makemigrations --check --dry-run
	SECRET_KEY=lint $(BIN)/python manage.py check
	@echo "Nothing to complain about."

format: .venv/.synced-dev ## Put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	@git ls-files -z '*.html' | xargs -0 -r $(BIN)/djade --target-version 5.2

messages: .venv/.synced ## Collect the texts for translation and compile the translations (gettext)
	@command -v msgfmt > /dev/null || { echo "gettext is missing: apt-get install gettext, or brew install gettext."; exit 1; }
	SECRET_KEY=messages $(BIN)/python manage.py makemessages --locale ru --locale kk --no-location --no-obsolete --ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*'
	SECRET_KEY=messages $(BIN)/python manage.py compilemessages --locale ru --locale kk --ignore '.venv' --ignore 'var'

requirements: .venv/.synced ## requirements.txt with hashes, for those who install with pip
	env -u UV_DEFAULT_INDEX -u UV_INDEX_URL -u UV_INDEX -u UV_EXTRA_INDEX_URL $(UV) export --frozen --no-dev --no-emit-project --no-header --quiet --output-file requirements.txt

# Only when the lock has changed. Packages for development stay where they are there already.
.venv/.synced: uv.lock pyproject.toml | .venv/bin/uv
	@echo "Installing what the archive needs, from uv.lock."
	@$(UV) sync --frozen --no-dev --inexact --compile-bytecode --quiet
	@touch $@

.venv/.synced-dev: uv.lock pyproject.toml | .venv/bin/uv
	@echo "Installing what the archive and its tests need, from uv.lock."
	@$(UV) sync --frozen --compile-bytecode --quiet
	@touch $@ .venv/.synced

.venv/bin/uv:
	@for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then \
	    echo "Making .venv with $$($$python --version)."; \
	    $$python -m venv .venv && $(BIN)/pip install --quiet --disable-pip-version-check uv && exit 0; exit 1; \
	  fi; \
	done; \
	echo "This needs Python 3.11 or newer with its venv module, and found none."; \
	echo "Debian or Ubuntu: apt-get install python3 python3-venv. macOS: brew install python."; \
	exit 1
