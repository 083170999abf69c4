# What a person types here; `make help` lists it. Each target sets up what it needs in .venv.

PYTHON ?= python3
TEST_DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/postgres
TEST_REDIS_URL ?= redis://127.0.0.1:6379/15
ARGS ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# Of what pip says, how far it is.
TELL_PACKAGES := /^(Collecting|Processing) / && ++n % 10 == 0 { print "      Fetching packages: " n " of " total; fflush() } \
	/^Installing collected/ { print "      Unpacking " total " packages"; fflush() }
PYTEST := $(BIN)/python -m pytest --numprocesses auto --maxprocesses 8 --dist loadgroup --durations 50 $(ARGS)
UV := build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(ARGS)

.PHONY: help run dev test prove coverage lint style types imports migrations audit messages pictures lock

help:
	@echo "make run    set up, load the content if there is none, serve on http://localhost:8000"
	@echo "            (PORT=8001, DATA_DIR=folder, DATABASE_URL=postgres://… change where)"
	@echo "make dev    the same for work on the code: a change in it restarts the server and the worker"
	@echo "make test   set up for tests, then the whole suite on SQLite and, if it answers, PostgreSQL"
	@echo "            (ARGS='tests/store -x' goes to pytest; TEST_DATABASE_URL names the PostgreSQL;"
	@echo "            with CI=true it fails without PostgreSQL, Redis and nginx)"
	@echo "make prove  the long proofs of docs/reliability.md: one to two hours"
	@echo "make coverage"
	@echo "            the suite on SQLite, and which lines and branches it runs (build/coverage/)"
	@echo "make lint   style, types, the direction of imports, migrations not yet written:"
	@echo "            make style, make types, make imports, make migrations"
	@echo "make audit  known advisories and licences of the pinned requirements; it asks the network"
	@echo "make messages LANGUAGE=de"
	@echo "            bring the public texts of a language up to date, or begin a new one"
	@echo "make pictures"
	@echo "            take the pictures of the README and of the back office's guides again"
	@echo "make lock   pin requirements/*.in again (ARGS=--upgrade takes newer versions)"

run: .venv/base.installed
	@$(BIN)/python manage.py prepare
	@$(BIN)/python -m cms.operations.supervisor

# Prepared as by `make run`, so that both can use one data folder in turn.
dev: .venv/base.installed
	@$(BIN)/python manage.py prepare
	@exec env DJANGO_SETTINGS_MODULE=cms.settings.dev $(BIN)/python -m cms.operations.supervisor \
		"runserver localhost:$${PORT:-8000}" "worker --reload"

# The proofs, larger: more editors' days, more crashes, more pages. They print their figures.
prove: export PROVE = 1
prove: ARGS = tests/store tests/processes tests/feeds tests/outbox \
	tests/admin/test_role_table.py -rP
prove: test

test: .venv/test.installed
	@TEST_DATABASE_URL='$(TEST_DATABASE_URL)' TEST_REDIS_URL='$(TEST_REDIS_URL)' \
		$(BIN)/python -m tests.services
	@echo "Testing on SQLite."
	@env -u DATABASE_URL $(PYTEST)
	@if TEST_DATABASE_URL='$(TEST_DATABASE_URL)' $(BIN)/python -m tests.services PostgreSQL; then \
		echo "Testing on PostgreSQL."; \
		DATABASE_URL='$(TEST_DATABASE_URL)' $(PYTEST); \
	else \
		echo "PostgreSQL does not answer at TEST_DATABASE_URL: tests ran on SQLite only."; \
	fi

# Processes that the tests start are not measured.
coverage: .venv/test.installed .venv/coverage.installed
	@env -u DATABASE_URL $(PYTEST) --cov --cov-report html --cov-report term:skip-covered

# .pre-commit-config.yaml names these four, too.
lint: style types imports migrations

style: .venv/test.installed
	@echo "Style." && $(BIN)/ruff check . && $(BIN)/ruff format --check .

types: .venv/test.installed
	@echo "Types." && DJANGO_SETTINGS_MODULE=cms.settings.test $(BIN)/python -m mypy .

imports: .venv/test.installed
	@echo "Imports." && $(BIN)/lint-imports

migrations: .venv/test.installed
	@echo "Migrations." && DJANGO_SETTINGS_MODULE=cms.settings.test \
		$(BIN)/python manage.py makemigrations --check --dry-run

REQUIREMENTS = $(wildcard requirements/*.txt)
# Which licences are allowed stands in pyproject.toml. An advisory that cannot be looked up fails.
audit: .venv/test.installed .venv/coverage.installed build/audit/installed
	@echo "Licences." && build/audit/bin/pip-licenses --python $(BIN)/python --order license \
		--packages $$(sed -n "s/==.*//p" $(filter-out %/audit.txt,$(REQUIREMENTS)))
	@echo "Advisories." && build/audit/bin/pip-audit --strict --disable-pip --require-hashes \
		$(patsubst %,--requirement %,$(REQUIREMENTS))

messages: .venv/base.installed
	@$(BIN)/python -m cms.languages.catalogues $(LANGUAGE)

pictures: .venv/test.installed
	@env -u DATABASE_URL $(BIN)/python -m pytest -n 0 tests/browser/test_guides.py --renew-guides \
		tests/browser/test_readme.py --renew-readme

lock: build/lock/bin/uv
	@$(UV) --output-file requirements/base.txt requirements/base.in
	@$(UV) --output-file requirements/test.txt --constraint requirements/base.txt requirements/test.in
	@$(UV) --output-file requirements/coverage.txt --constraint requirements/test.txt requirements/coverage.in
	@$(UV) --output-file requirements/audit.txt --constraint requirements/test.txt requirements/audit.in
	@echo "Pinned requirements/*.in in requirements/*.txt."

# Set-up: a mark in .venv tells what is already there.

.venv/%.installed: requirements/%.txt .venv/made
	@echo "Installing requirements/$*.txt into .venv (the first time takes one to three minutes)."
	@# Modules are compiled when they are first imported: most never are.
	@{ $(PIP) install --no-compile --require-hashes --requirement $<; echo $$? > .venv/pip.status; } | \
		awk -v total="$$(grep -c '^[a-z].*==' $<)" '$(TELL_PACKAGES)'; \
	test "$$(cat .venv/pip.status)" = 0 || { \
		echo "Installing failed: pip says why above."; \
		exit 1; }
	@touch $@

.venv/made:
	@command -v $(PYTHON) >/dev/null || { \
		echo "There is no $(PYTHON) here. Install Python 3.11 or newer, or name one: PYTHON=python3.12 make run"; \
		exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is no Python 3.11 or newer. Install one, or name one: PYTHON=python3.12 make run"; \
		exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv"; \
		exit 1; }
	@echo "Making the virtual environment .venv with $(PYTHON)."
	@$(PYTHON) -m venv .venv
	@touch $@

build/lock/bin/uv:
	@$(PYTHON) -m venv build/lock
	@build/lock/bin/python -m pip --disable-pip-version-check --quiet install uv

# The tools that look at the requirements are none of them.
build/audit/installed: requirements/audit.txt
	@$(PYTHON) -m venv build/audit
	@build/audit/bin/python -m pip --disable-pip-version-check --quiet install \
		--require-hashes --requirement $<
	@touch $@
