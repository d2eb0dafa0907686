# One front door. `make demo` and `make test` need python3 (3.11 or newer), make and the package index, nothing else.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
BIN = $(VENV)/bin
PLUGINS = $(wildcard plugins/*/pyproject.toml)
EDITABLE = $(foreach file,$(PLUGINS),-e ./$(dir $(file)))
export KINTOP_PLUGINS_OFF ?=

.PHONY: demo test test-services lint format bench relevance messages clean help

help:
	@echo "make demo            the demo centre on http://127.0.0.1:8000 (PORT=… for another port)"
	@echo "make test            all tests that need only Python packages"
	@echo "make test-services   tests that need servers (PostgreSQL, search engines, a browser)"
	@echo "make relevance       how good the search is, by the judged queries of tests/search/judgements"
	@echo "make bench           search against the bare engine and Wagtail's own search (needs tests/services/install)"
	@echo "make lint            style, layers, templates, migrations"
	@echo "make messages        collect new texts into cms/locale and those of plugins, ready to be translated"
	@echo "make format          bring code and templates into shape"

# The stamps remember what was installed from which pins: a second run starts at once.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Kin-Top needs Python 3.11 or newer; choose one with PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Cure: install the venv module, on Debian: apt-get install python3-venv"; exit 1; }
	@touch $@

$(VENV)/.demo: $(VENV)/.made pyproject.toml requirements.lock $(PLUGINS)
	$(BIN)/pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[demo]' $(EDITABLE)
	@touch $@

$(VENV)/.test: $(VENV)/.made pyproject.toml requirements.lock $(PLUGINS)
	$(BIN)/pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[test]' $(EDITABLE)
	@touch $@ $(VENV)/.demo

# What gettext reads is made from the translations, not kept with them.
$(VENV)/.messages: $(VENV)/.demo $(wildcard cms/locale/*/LC_MESSAGES/*.po plugins/*/*/locale/*/LC_MESSAGES/*.po)
	@$(BIN)/python manage.py messages compile
	@touch $@

demo: $(VENV)/.demo $(VENV)/.messages
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py demo
	@echo "Kin-Top: http://127.0.0.1:$(PORT)   (stop with Ctrl+C)"
	@$(BIN)/python manage.py runserver --noreload 127.0.0.1:$(PORT)

# In the order of the folders: the crawl of the admin comes first, it is the longest file and must not be left over.
test: $(VENV)/.test $(VENV)/.messages
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder -m "not service" $(ARGS)
	@echo
	@echo "Not run here, they need servers (make test-services): PostgreSQL, OpenSearch, Elasticsearch, browser"

test-services: $(VENV)/.test
	$(BIN)/pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[test,postgres,browser]'
	$(BIN)/python -m pytest -m service tests/services $(ARGS)

# Measures the database backend, and the engine that SEARCH_URL names.
relevance: $(VENV)/.test
	@$(BIN)/python -m tests.search.judgements.measure

# The first run makes databases of 1,000, 10,000 and 50,000 offerings under build/bench, about ten minutes.
bench: $(VENV)/.test
	$(BIN)/python -m bench --output bench/RESULTS.md $(ARGS)

messages: $(VENV)/.test
	$(BIN)/python manage.py messages update

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint cms home catalogue search media plugins --extension html
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py messages check

format: $(VENV)/.test
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) build dist *.egg-info
