# make run   – start Front Door with the sample district and print the links to open
# make test  – every check and test, with real servers and a real browser
# make bench – the benchmark table
# make setup – only install; the others do it by themselves

VENV   := .venv
PY     := $(VENV)/bin/python
STAMP  := $(VENV)/.frontdoor-installed
PYTHON ?= python3
MODEL  := build/nlu/embedded.npz
LEARNT := $(shell find nlu_data -type d -o -name '*.yml') \
          $(addprefix adapters/nlu/,linear.py likeness.py encoder.py train.py learn_likeness.py calibrate.py)

.PHONY: setup run test test-rasa bench check nlu nlu-check rasa lock clean

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Front Door needs Python 3.11 or newer; say PYTHON=/path/to/it" >&2; exit 1; }
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	@echo "installing into $(VENV) ..."
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

run: $(STAMP) $(MODEL)
	@FRONTDOOR_SAMPLE=1 FRONTDOOR_LOG=text $(VENV)/bin/frontdoor serve

check: $(STAMP)
	$(VENV)/bin/ruff check --output-format concise .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

test: $(STAMP) $(MODEL) check
	@sh scripts/browser
	$(VENV)/bin/pytest -n 2 --dist loadfile

bench: $(STAMP) $(MODEL)
	$(PY) -m bench

nlu: $(MODEL)

# Rasa's own environment and model, in build/rasa (docs/understanding.md)
rasa: $(STAMP)
	@sh scripts/rasa train

# The real Rasa server under the suite of all engines; `make test` has the little one
test-rasa: $(STAMP) $(MODEL) rasa
	$(VENV)/bin/pytest tests/engines/rasa_server.py

$(MODEL): $(LEARNT) | $(STAMP)
	@$(PY) -m adapters.nlu.train

nlu-check: $(STAMP)
	@$(PY) -m adapters.nlu.check

lock:
	$(VENV)/bin/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url \
	  --no-annotate --no-header --quiet --output-file requirements.lock

clean:
	rm -rf $(VENV) var build
