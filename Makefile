# Serval: two commands to know are `make run` and `make test`; CONTRIBUTING.md tells the rest.
#
#   make run     prepare .venv and show the demo          make check   style, types, import rules, gates
#   make test    every test                               make bench   speed, measured on this machine
#   make lock    pin requirements/*.in again              make clean   remove caches and builds
#
# PYTHON=python3.13 uses that interpreter, in an environment of its own (.venv-python3.13).

PYTHON ?= python3
VENV ?= $(if $(filter python3,$(notdir $(PYTHON))),.venv,.venv-$(notdir $(PYTHON)))
JOBS ?= 2
BIN := $(VENV)/bin
UV := $(BIN)/uv
INSTALL_SELF := $(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .

.DEFAULT_GOAL := run
.DELETE_ON_ERROR:
.PHONY: run test check bench lock clean require-python

run: $(VENV)/.ready-run
	@$(BIN)/serval demo

test: $(VENV)/.ready-dev
	$(BIN)/python -m pytest -n $(JOBS) $(ARGS)

check: $(VENV)/.ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --strict tools
	$(BIN)/lint-imports
	$(BIN)/vulture
	$(BIN)/python -m tools.gates

bench: $(VENV)/.ready-dev
	$(BIN)/python -m benchmarks $(ARGS)

# Releases already pinned stay as they are; `make lock UPGRADE=--upgrade` takes the newest.
lock: $(VENV)/.ready-bootstrap
	for list in bootstrap run dev; do \
	  $(UV) pip compile --quiet --python $(BIN)/python --generate-hashes --no-annotate --no-header --universal \
	    --python-version 3.11 $(UPGRADE) requirements/$$list.in --output-file requirements/$$list.txt || exit 1; \
	done

clean:
	rm -rf .mypy_cache .ruff_cache .hypothesis .import_linter_cache .coverage build dist out
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment, with what installs the rest: uv and the build backend.
$(VENV)/.ready-bootstrap: requirements/bootstrap.txt | require-python
	@test -x $(BIN)/pip || { echo "Preparing $(VENV) (once; needs the network)"; $(PYTHON) -m venv --clear $(VENV); }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bootstrap.txt
	@touch $@

# What the product needs, and the product itself.
$(VENV)/.ready-run: requirements/run.txt pyproject.toml $(VENV)/.ready-bootstrap
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements/run.txt
	$(INSTALL_SELF)
	@touch $@

# What tests and checks need besides; whatever is not in the list is removed.
$(VENV)/.ready-dev: requirements/dev.txt $(VENV)/.ready-run
	$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements/dev.txt
	$(INSTALL_SELF)
	@touch $@

require-python:
	@test -x $(BIN)/pip || { \
	  command -v $(PYTHON) >/dev/null || { echo "Serval needs Python 3.11 or newer; there is no $(PYTHON) here." >&2; \
	    echo "On Debian or Ubuntu: apt-get install python3 python3-venv. Another one: make PYTHON=python3.13" >&2; exit 1; }; \
	  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "Serval needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1)." >&2; \
	    echo "With a newer one installed: make PYTHON=python3.13" >&2; exit 1; }; \
	  $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo "$(PYTHON) cannot make a virtual environment: its venv module is not installed." >&2; \
	    echo "On Debian or Ubuntu: apt-get install $(notdir $(PYTHON))-venv" >&2; exit 1; }; }
