# Juesuan (决算). Needs make and Python >= 3.11, < 3.14; everything else comes from requirements.lock.
#   make run    set up, run the whole pipeline on raw/ into published/current/ (OCR=1: with OCR)
#   make test   set up, run every test
#   make test-fast   the inner loop: what needs no warehouse
#   make ui     Dagster UI on 127.0.0.1 (PORT=3000), showing what `make run` did
#   make serve  the reviewer's workbench on 127.0.0.1 (PORT=8710): files in, findings on their pages
#   make lint   ruff, and the import contracts (what may import what)
#   make types  mypy
#   make bench  write docs/benchmarks.md (cost per stage, engines, OLD=checkout beside today's, reading); odd files, OCR, planted slips and findings against their truth, 1,000 reports, a check beside a run, the workbench, the complete fuzz run
#   make faults let every fault happen (FAULTS=100: kills at random moments) and print what was left; needs root for full disks
#   make docs   write docs/rules.md and docs/dictionary.md again, and dbt's pages (dbt/target/static_index.html)
#   make superset   docs/bi/superset as dashboard.zip, with the columns of the current release
#   make rule ID=X07   one rule: formula, rows, cases, verdicts of the current release
#   make setup-ocr   what reads scans and pictures; without it they are refused with this command
#   make lake   a run as on many machines, all on this one: PostgreSQL, Dask's scheduler, two workers (docs/scaling.md)
#   make sbom   write docs/supply again: what the project is built of, and under which licences
#   make audit  what is publicly known against the locked packages; says so where nobody can be asked
#   make lock   write the five locks again after pyproject.toml changed
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup setup-ocr setup-lake setup-dev run lake test test-fast ui serve lint types bench faults docs superset rule lock sbom audit

VENV := .venv
BIN := $(VENV)/bin
PORT ?= 3000
ARGS ?=
# OCR=1 installs what reads scans; whoever asked once keeps it current.
OCR ?= $(wildcard $(VENV)/.stamp-ocr)
WITH_OCR := $(if $(filter-out 0,$(OCR)),setup-ocr)
# Exactly the locked packages, and none of pip's own network chatter.
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
RUN_TOOL := $(BIN)/juesuan

# An explicit PYTHON is the only candidate. A pyenv shim can be on the PATH and still not run, hence
# the trial start; a Debian python without python3-venv starts and cannot make an environment.
CANDIDATES := $(if $(PYTHON),$(PYTHON),python3 python3.13 python3.12 python3.11)

define FIND_PYTHON
found=""; \
for candidate in $(CANDIDATES); do \
  version=$$("$$candidate" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) || continue; \
  if "$$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then \
    if "$$candidate" -c 'import venv, ensurepip' 2>/dev/null; then python="$$candidate"; break; fi; \
    found="$$found $$candidate=$$version(without venv/ensurepip)"; \
  else found="$$found $$candidate=$$version"; fi; \
done; \
if [ -z "$$python" ]; then \
  echo "juesuan needs Python >= 3.11 and < 3.14 with venv; found:$${found:- none that runs} (set PYTHON=/path/to/python)" >&2; \
  exit 2; \
fi
endef

help:
	@sed -n '2,/^SHELL/s/^# *//p' Makefile

# Our own modules as bytecode, as pip leaves those of packages: where Python may not write any
# (PYTHONDONTWRITEBYTECODE), every process would compile them anew. In a folder of somebody else's
# that is how it stays: no reason to stop.
setup: $(VENV)/.stamp-project
	@$(BIN)/python -m compileall -qq dagster_project || :

# A moved or upgraded interpreter leaves a .venv that no longer starts: it is made again.
$(VENV)/.stamp-packages: requirements.lock
	@python=""; $(FIND_PYTHON); \
	if ! { $(BIN)/python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
	       && $(BIN)/python -m pip --version; } >/dev/null 2>&1; then \
	  echo "setup: $(VENV) with $$python"; rm -rf $(VENV) && "$$python" -m venv $(VENV) || exit 2; \
	fi
	@echo "setup: packages from requirements.lock (a few minutes the first time)"
	@$(PIP) install --require-hashes -r requirements.lock
	@touch $@

# A quarter of a gigabyte that only scans need (docs/decisions/0030-ocr-is-asked-for.md).
setup-ocr: setup $(VENV)/.stamp-ocr

$(VENV)/.stamp-ocr: requirements-ocr.lock $(VENV)/.stamp-packages
	@echo "setup: OCR from requirements-ocr.lock"
	@$(PIP) install --require-hashes -r requirements-ocr.lock
	@touch $@

# What many machines need. PostgreSQL is no package of Python: where it is missing and may be
# installed, Debian's is.
setup-lake: setup $(VENV)/.stamp-lake
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && apt-get install --yes --no-install-recommends postgresql; } \
	  || echo "setup-lake: PostgreSQL is missing (apt-get install postgresql)" >&2

$(VENV)/.stamp-lake: requirements-lake.lock $(VENV)/.stamp-packages
	@echo "setup: the lake from requirements-lake.lock"
	@$(PIP) install --require-hashes -r requirements-lake.lock
	@touch $@

# Test tools are not part of a release: `make run` never installs them.
setup-dev: setup-ocr setup-lake $(VENV)/.stamp-dev

$(VENV)/.stamp-dev: requirements-dev.lock $(VENV)/.stamp-packages
	@echo "setup: test tools from requirements-dev.lock"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

$(VENV)/.stamp-project: $(VENV)/.stamp-packages pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

run: setup $(WITH_OCR)
	@$(RUN_TOOL) run $(ARGS); status=$$?; \
	if [ $$status -eq 3 ]; then \
	  echo "make run: done (exit status 3 of juesuan run: a document was withheld or quarantined, see above)"; \
	  exit 0; \
	fi; exit $$status

lake: setup-lake
	@$(BIN)/python -m dagster_project.commands.lake $(ARGS)

# A file's tests share what they build. Its place in the order is ours (tests/conftest.py): xdist
# would begin with the files of the most tests and leave a long one for the end.
SPLIT := --dist loadfile --no-loadscope-reorder

test: setup-dev
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 $(SPLIT) $(ARGS)

# The inner loop: no warehouse is built, no process started, no picture read.
test-fast: setup-dev
	@$(BIN)/python -m pytest -n 2 $(SPLIT) -m "not slow" $(ARGS)

# DAGSTER_HOME is the one that `make run` used. `dagster dev` and not the webserver alone: runs wait
# in a queue, one at a time, and its daemon takes them out.
ui: setup $(WITH_OCR)
	@DAGSTER_HOME="$${DAGSTER_HOME:-$(CURDIR)/.dagster}" \
	  $(BIN)/dagster dev -h 127.0.0.1 -p $(PORT) -m dagster_project.definitions

serve: setup $(WITH_OCR)
	@$(RUN_TOOL) serve --port $(if $(filter file,$(origin PORT)),8710,$(PORT)) $(ARGS)

lint: setup-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache

types: setup-dev
	@$(BIN)/python -m mypy

# What the page says is measured first; OLD is a checkout of an older version with its .venv.
bench: setup-dev
	@$(BIN)/python -m tests.bench.page $(if $(OLD),--old $(OLD)) $(ARGS)
	@$(BIN)/python -m tests.bench.bench_odd
	@$(BIN)/python -m tests.bench.bench_hostile
	@$(BIN)/python -m tests.bench.bench_ocr
	@$(BIN)/python -m tests.bench.bench_slips $(if $(OLD),--old $(OLD))
	@$(BIN)/python -m tests.bench.bench_report
	@$(BIN)/python -m tests.bench.bench_check $(if $(OLD),--old $(OLD))
	@$(BIN)/python -m tests.bench.bench_serve
	@$(BIN)/python -m tests.bench.bench_lake
	@JUESUAN_EVERY_CASE=1 $(BIN)/python -m pytest -q tests/rules/test_labelled_findings.py \
	  tests/reconciliation tests/hostile/test_odd_folders.py tests/reading/test_forms.py \
	  tests/reading/claims/test_writings.py tests/check/test_equals_run.py
	@$(BIN)/python -m tests.reading.fuzz.campaign --files 1000 --seed 1

# Some seventy runs, two at a time; each row goes into docs/faults.md as it is known. ARGS="link clock" runs those whose name holds one of the words.
faults: setup-dev
	@$(BIN)/python -m tests.faults $(ARGS)

docs: setup-dev
	@JUESUAN_WRITE_DOCS=1 $(BIN)/python -m pytest -q tests/rules/test_rules_page.py tests/warehouse/test_dictionary_page.py
	@JUESUAN_WAREHOUSE=:memory: $(BIN)/dbt --quiet docs generate --static --empty-catalog \
	  --project-dir dbt --profiles-dir dbt
	@echo "docs: dbt/target/static_index.html shows every model, its columns and lineage (one file, no server)"

superset: setup
	@$(BIN)/python -m dagster_project.commands.superset dashboard.zip

rule: setup
	@$(BIN)/python -m dagster_project.commands.rule $(ID)

# uv only writes the locks; nothing that runs needs it, so it is not among the dependencies. What a
# lock pins already stays; the two smaller ones hold what they add, at the versions of the first.
COMPILE := -m uv pip compile --universal --python-version 3.11 --generate-hashes \
  --no-strip-extras --no-header --quiet --constraint
lock: setup-dev
	@$(BIN)/python -m uv --version >/dev/null 2>&1 || $(PIP) install uv
	@$(BIN)/python $(COMPILE) /dev/null pyproject.toml --output-file requirements.lock
	@$(BIN)/python $(COMPILE) requirements.lock --group pyproject.toml:ocr \
	  --output-file requirements-ocr.lock
	@$(BIN)/python $(COMPILE) requirements.lock --group pyproject.toml:lake \
	  --output-file requirements-lake.lock
	@$(BIN)/python $(COMPILE) requirements.lock --constraint requirements-ocr.lock \
	  --constraint requirements-lake.lock \
	  --group pyproject.toml:dev --output-file requirements-dev.lock
	@$(BIN)/python -m uv pip compile --universal --python-version 3.11 --generate-hashes \
	  --no-header --quiet --group pyproject.toml:audit --output-file requirements-audit.lock

# They look at the packages of .venv and must not be among them.
AUDIT_TOOLS := .venv-audit
$(AUDIT_TOOLS)/.stamp: requirements-audit.lock $(VENV)/.stamp-packages
	@echo "setup: bill of materials and audit from requirements-audit.lock"
	@rm -rf $(AUDIT_TOOLS) && $(BIN)/python -m venv $(AUDIT_TOOLS)
	@$(AUDIT_TOOLS)/bin/python -m pip --disable-pip-version-check --no-input --quiet install \
	  --require-hashes -r requirements-audit.lock
	@touch $@

sbom: setup-dev $(AUDIT_TOOLS)/.stamp
	@$(BIN)/python -m dagster_project.commands.supply sbom $(AUDIT_TOOLS)/bin

audit: setup $(AUDIT_TOOLS)/.stamp
	@$(BIN)/python -m dagster_project.commands.supply audit $(AUDIT_TOOLS)/bin
