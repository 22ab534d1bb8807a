# make chat     set everything up and open the chat at http://127.0.0.1:7860
# make install  only set up, into .venv
# make test     set up, install what the tests need, run them all
# make bench    measure on the development sets and the clock (long)
# make bench-peers  other programs beside this one, each in an environment of its own (long, 10 GB of disk)

PYTHON ?= python3
BIN := .venv/bin
DATA ?= ../shared/data

.PHONY: chat install test bench bench-peers clean

chat: install
	$(BIN)/hoidap serve

install: .venv/installed

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	touch $@

.venv/tested: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[test]'
	@command -v chromium >/dev/null 2>&1 || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	  else \
	    echo "The browser tests need Chromium: run 'sudo apt-get install chromium' and then 'make test' again." >&2; exit 1; \
	  fi; }
	touch $@

test: .venv/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q

bench: .venv/installed
	$(BIN)/hoidap eval --squad $(DATA)/qa-vi-viquad-dev.json.gz
	$(BIN)/hoidap eval --squad $(DATA)/qa-vi-viquad-dev.json.gz --strip
	$(BIN)/hoidap eval --squad $(DATA)/qa-vi-mlqa-dev.json.gz
	$(BIN)/hoidap eval --squad $(DATA)/qa-vi-mlqa-dev.json.gz --questions $(DATA)/qa-en-questions-for-mlqa-dev.json.gz
	$(BIN)/python -m eval.speed

bench-peers: .venv/installed
	$(BIN)/python -m eval.peers

clean:
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache
