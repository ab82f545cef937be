# Needs GNU make, git, a POSIX shell and Python 3.11 or newer; everything else goes into .venv.
#
#   make PYTHON=/path/to/python3 ...   use that Python instead of the newest one found on PATH
#   make lock LOCKFLAGS=--upgrade      lock the newest versions instead of keeping the locked ones

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
# The targets share one virtual environment, and the output of checks is read in order.
.NOTPARALLEL:

PYTHON ?=
LOCKFLAGS ?=

VENV := .venv
BIN := $(VENV)/bin
# For commands that start other commands by name: they find those of the virtual environment.
WITH_VENV := PATH="$(CURDIR)/$(BIN):$$PATH"

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Silence the advertisements that Material and ProperDocs print at start-up.
export NO_MKDOCS_2_WARNING := 1
export DISABLE_MKDOCS_2_WARNING := true

##@ The site

.PHONY: site
site: $(VENV)/.installed ## Build the site into site/
	$(WITH_VENV) $(BIN)/scorepress build

.PHONY: serve
serve: $(VENV)/.installed ## Serve the site at localhost and rebuild it at each change
	$(WITH_VENV) $(BIN)/scorepress serve

##@ Checks

.PHONY: test
test: lint types pytest ## Run every check that CI runs; builds by both site generators are among the tests

.PHONY: lint
lint: $(VENV)/.dev ## Check style, format, import layers and installed dependencies
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/pip check

.PHONY: types
types: $(VENV)/.dev ## Check the types
	$(BIN)/mypy

.PHONY: mkdocs
mkdocs: $(VENV)/.dev ## Build the site with MkDocs, strictly, into a temporary folder, and verify it
	dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && \
	$(WITH_VENV) $(BIN)/mkdocs build --strict --site-dir "$$dir/site" && \
	$(BIN)/scorepress verify "$$dir/site" --project .

.PHONY: properdocs
properdocs: $(VENV)/.dev ## Build the site with ProperDocs, strictly, into a temporary folder
	dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && \
	$(WITH_VENV) $(BIN)/properdocs build --strict -f mkdocs.yml --site-dir "$$dir/site"

.PHONY: pytest
pytest: $(VENV)/.dev ## Run the tests, with a Chromium (installed if there is none)
	browser=$$(sh tools/chromium.sh) && \
	SCOREPRESS_CHROMIUM="$$browser" $(WITH_VENV) $(BIN)/pytest -n auto --dist worksteal

.PHONY: bench
bench: $(VENV)/.dev ## Measure speed
	$(WITH_VENV) $(BIN)/python -m benchmarks.run

.PHONY: lighthouse
lighthouse: $(VENV)/.dev tools/lighthouse/node_modules ## Have Lighthouse judge each kind of page (needs Node 18 and npm; some minutes)
	browser=$$(sh tools/chromium.sh) && dir=$$(mktemp -d) && trap 'rm -rf "$$dir"' EXIT && \
	$(WITH_VENV) $(BIN)/mkdocs build --quiet --site-dir "$$dir/site" && \
	SCOREPRESS_CHROMIUM="$$browser" $(BIN)/python tools/lighthouse/run.py "$$dir/site"

tools/lighthouse/node_modules: tools/lighthouse/package-lock.json
	cd tools/lighthouse && npm ci --ignore-scripts --no-audit --no-fund
	touch $@

.PHONY: big
big: $(VENV)/.dev ## Write projects of 1,000 and 10,000 invented counties into build/big/
	$(BIN)/python tools/big.py 1000 build/big/1000
	$(BIN)/python tools/big.py 10000 build/big/10000

.PHONY: pairs
pairs: $(VENV)/.dev ## Hold verification against the engine on 10,000 random schemes and reports
	$(BIN)/python -m benchmarks.pairs 10000

.PHONY: mutation
mutation: $(VENV)/.dev ## Change the scoring in small ways and see whether some test notices
	$(BIN)/python tools/mutation.py

##@ Upkeep

.PHONY: screenshots
screenshots: $(VENV)/.dev ## Take the pictures of each kind of page anew
	browser=$$(sh tools/chromium.sh) && \
	SCOREPRESS_CHROMIUM="$$browser" SCOREPRESS_SCREENSHOTS=keep $(WITH_VENV) $(BIN)/pytest -q tests/browser/test_screenshots.py

.PHONY: format
format: $(VENV)/.dev ## Format the code and mend what ruff can mend
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

.PHONY: messages
messages: $(VENV)/.dev ## Bring the Chinese message catalogue up to date with the code
	$(BIN)/python tools/messages.py

# Locked on the oldest Python supported, as what only that one needs must be in the lock files.
PIP_COMPILE = CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras --allow-unsafe \
	--all-build-deps --constraint=requirements/constraints.in $(LOCKFLAGS)

.PHONY: lock
lock: $(VENV)/.dev-requirements ## Lock the requirements anew, from pyproject.toml
	$(PIP_COMPILE) --output-file=requirements/site.txt pyproject.toml
	$(PIP_COMPILE) --output-file=requirements/dev.txt --extra=dev \
		--constraint=requirements/site.txt pyproject.toml

.PHONY: clean
clean: ## Remove what builds and checks wrote
	rm -rf site .site.scorepress build dist plugins/*.egg-info
	rm -rf .cache .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +
	rm -f $(VENV)/.installed $(VENV)/.dev

.PHONY: distclean
distclean: clean ## Remove the virtual environment as well
	rm -rf $(VENV) tools/lighthouse/node_modules

.PHONY: help
help: ## Show this list
	@echo "Usage: make TARGET"
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z]+:.*## / { printf "  %-12s%s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# --- Set-up: one virtual environment, and a stamp file in it for each step done ----------------------

$(VENV)/.created:
	python=$$(sh tools/python.sh $(PYTHON)) && rm -rf $(VENV) && "$$python" -m venv $(VENV)
	touch $@

$(VENV)/.site-requirements: requirements/site.txt $(VENV)/.created
	$(BIN)/pip install --quiet --require-hashes --no-deps -r requirements/site.txt
	touch $@

# Holds all of site.txt at the same versions: installing one after the other changes nothing.
$(VENV)/.dev-requirements: requirements/dev.txt $(VENV)/.created
	$(BIN)/pip install --quiet --require-hashes --no-deps -r requirements/dev.txt
	touch $@

# Scorepress itself, editable: only a change of its metadata asks for another installation.
INSTALL = $(BIN)/pip install --quiet --no-deps --no-build-isolation -e .

$(VENV)/.installed: pyproject.toml $(VENV)/.site-requirements
	$(INSTALL)
	touch $@

$(VENV)/.dev: pyproject.toml $(VENV)/.dev-requirements
	$(INSTALL)
	touch $@
