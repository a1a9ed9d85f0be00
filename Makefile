# The two commands of a newcomer are `make run` and `make test`. `make help` lists all.
SHELL := /bin/bash
.DEFAULT_GOAL := help
ARCH ?= $(shell dpkg --print-architecture)
PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest

.PHONY: help run test deb install image bench dev lint clean clean-cache

help: ## show this list
	@grep -hE '^[a-z][a-zA-Z_-]*:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-zA-Z_-]+):[^#]*## /\1\t/' | expand -t 18

run: ## run the app from this checkout, with a private PostgreSQL and example data
	@tools/run.sh

test: ## every test that needs no hardware
	@tools/test.sh

deb: ## build the Debian packages into dist/ (ARCH=amd64 or arm64)
	@packaging/build-deb.sh $(ARCH)

install: ## build, put the packages into a local signed apt repository, install from it
	@packaging/install-local.sh

bench: dev ## measure speed, memory, size and search quality
	@tools/bench.sh

bench-search: dev ## search quality on human judgements (INVENTORY_CHORUS_DIR)
	@$(PYTHON) -m bench.search_quality

dev: ## make or update the virtual environment with test and lint tools
	@packaging/venv.sh runtime embedder dev

lint: dev ## every linter, warnings are errors
	@tools/lint.sh

image: ## build the SD card image into dist/ with pi-gen (PIGEN_DIR: a checkout of it)
	@packaging/image.sh

test-unit: dev ## rules and other pure code
	@$(PYTEST) tests/unit

test-integration: dev ## services on a real PostgreSQL, the real model
	@packaging/apt-deps.sh tests/integration/apt-packages.txt && packaging/model/build.sh >/dev/null && $(PYTEST) tests/integration

test-web: dev ## pages and endpoints
	@$(PYTEST) tests/web

test-migrations: dev ## every migration with data in it
	@$(PYTEST) tests/migrations

test-browser: dev ## flows in a real headless Chromium
	@packaging/apt-deps.sh tests/browser/apt-packages.txt && packaging/model/build.sh >/dev/null && $(PYTEST) tests/browser

test-system: dev ## build the packages, install them on a booted Debian 12, use, upgrade, remove, purge
	@tools/test.sh system

test-fleet: dev ## the playbooks against booted hosts (molecule), an upgrade that fails, a host that loses its power
	@tools/test.sh fleet

test-arm64: ## the arm64 packages under an emulated Cortex-A72
	@packaging/test-arm64.sh

test-image: dev ## build an image on a Debian 12 base for arm64 and boot it in an emulator (half an hour)
	@tests/image/emulated.sh

clean: ## remove everything that this checkout made (data of `make run` included)
	@tools/clean.sh

clean-cache: ## remove the build cache, too (wheels, model, bases of the test lab)
	@tools/clean.sh --cache
