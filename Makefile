# make run    start Headwater on a fresh copy of the sample ledger
# make test   every check, then every test, with what they cover; ARGS="-k name": some tests
# make check  the checks alone: style, types, import contracts
# make dist   source archive and wheel of the version in desktop/version.py, tried out
# make clean  remove what these made
# make bench  speed and memory beside their aims, some minutes
# make safety what is tried to break a ledger, at length; ARGS="monkey --minutes 60": one of the scripts
# make translations   collect the texts, update and compile the catalogues; NEW=fr begins one
#
# Another Python (3.11 or newer): make run PYTHON=python3.13

PYTHON ?= python3
ARGS ?=
VENV := .venv
PINS := .ci/constraints.txt
STAMP := $(VENV)/.pins
BIN := $(VENV)/bin

.DEFAULT_GOAL := run
.PHONY: run test check format bench safety dist translations clean

run: $(STAMP)
	@$(BIN)/python -m desktop --sample $(ARGS)

test: check
	$(BIN)/python -m pytest $(or $(ARGS),@.ci/whole)

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP)
	@QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.bench

safety: $(STAMP)
	@$(BIN)/python -m tests.safety $(ARGS)

dist: $(STAMP)
	@$(BIN)/python .ci/dist.py

LOCALES := resources/translations
NEW ?= de
translations: $(STAMP)
	$(BIN)/pybabel --quiet extract --no-location --sort-output --add-comments=Translators: \
	  --keywords='N_' --project=Headwater --output-file=$(LOCALES)/headwater.pot desktop
	@test -f $(LOCALES)/$(NEW)/LC_MESSAGES/headwater.po || $(BIN)/pybabel --quiet init --locale=$(NEW) --domain=headwater \
	  --input-file=$(LOCALES)/headwater.pot --output-dir=$(LOCALES)
	$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --domain=headwater \
	  --input-file=$(LOCALES)/headwater.pot --output-dir=$(LOCALES)
	$(BIN)/pybabel compile --statistics --domain=headwater --directory=$(LOCALES)

# The stamp is a copy of the pins it was made from: nothing is installed again until they change. A folder that does
# not match them, or was only half made, is made afresh, so that it holds the pins and nothing else.
$(STAMP): $(PINS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Headwater needs Python 3.11 or newer, and $(PYTHON) is older or missing: try make PYTHON=python3.13" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "This Python cannot make virtual environments: sudo apt install python3-venv" >&2; exit 1; }
	@echo "Preparing $(VENV) (about 350 MB, once) ..."
	@"$$($(PYTHON) -c 'import sys; print(getattr(sys, "_base_executable", sys.executable))')" -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --no-deps --only-binary :all: --disable-pip-version-check -r $(PINS)
	@cp $(PINS) $(STAMP)

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .import_linter_cache .coverage* htmlcov
	find desktop db resources tests -name __pycache__ -type d -prune -exec rm -rf {} +
