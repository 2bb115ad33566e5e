# Plaza: `make run` starts everything, `make test` proves it. `make help` lists the rest.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv/bin/python
BOOTSTRAP := $(PYTHON) marketplace/runner/bootstrap.py
# Extra words for pytest: make test ARGS="-k ledger"
ARGS ?=

# Packages are installed uncompiled: let the first import keep what it compiles.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run stop doctor test engines check format lock clean

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run:  ## install if needed, then start everything; PORT=8000 and PLAZA_HOME=.plaza by default
	@$(BOOTSTRAP) requirements.txt
	@exec $(VENV) manage.py runstack

stop:  ## stop what `make run` started and wait for its end
	@test -x $(VENV) && exec $(VENV) manage.py stopstack || echo "Nothing was installed yet"

doctor:  ## say what is wrong with this machine or configuration, and how to mend it
	@$(BOOTSTRAP) requirements.txt
	@exec $(VENV) manage.py doctor

test: export PLAZA_HOME ?= $(CURDIR)/.plaza-test
test: export DJANGO_SETTINGS_MODULE = marketplace.settings.test
test:  ## every test, on engines of their own
	@$(BOOTSTRAP) requirements-dev.txt
	@$(VENV) -m marketplace.runner.chromium
	@exec $(VENV) manage.py runstack --engines-only --no-durability -- \
		$(CURDIR)/$(VENV) -m pytest -n 2 --dist loadgroup $(ARGS)

engines: export PLAZA_HOME ?= $(CURDIR)/.plaza-test
engines: export DJANGO_SETTINGS_MODULE = marketplace.settings.test
engines:  ## keep the tests' engines running, for `.venv/bin/python -m pytest` beside them
	@$(BOOTSTRAP) requirements-dev.txt
	@exec $(VENV) manage.py runstack --engines-only --no-durability

check:  ## lint, types, import rules, missing migrations
	@$(BOOTSTRAP) requirements-dev.txt
	$(VENV) -m ruff check
	$(VENV) -m ruff format --check
	$(VENV) -m mypy
	.venv/bin/lint-imports
	$(VENV) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

format:  ## put the code into form
	@$(BOOTSTRAP) requirements-dev.txt
	$(VENV) -m ruff check --fix
	$(VENV) -m ruff format

lock:  ## compile requirements/*.in anew (needs uv)
	$(PYTHON) requirements/lock.py

clean:  ## stop, then remove the environment and the data in .plaza and .plaza-test
	@for home in .plaza .plaza-test; do \
		test ! -x $(VENV) || test ! -d $$home || PLAZA_HOME=$$home $(VENV) manage.py stopstack --remove-data || exit 1; \
	done
	rm -rf .venv .plaza .plaza-test .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	rm -rf .coverage htmlcov staticfiles test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
