# The Hue city suite. `make` shows what it can do; `make up` and `make test` set everything up by themselves.
.DEFAULT_GOAL := help
.PHONY: help setup up demo down test test-fast test-peers test-long e2e lint fix types contracts openapi web web-test bench clean
export PATH := .venv/bin:$(PATH)
NAME ?=

help: ## Show this list
	@grep -hE '^[a-z0-9-]+:.*##' Makefile | sed -E 's/^([a-z0-9-]+):.*## (.*)/  make \1|\2/' | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'

setup: ## Make .venv, install everything, build the web apps (up and test do it by themselves)
	@deploy/local/bootstrap.sh python web

up: setup ## Bring the city up: PostgreSQL, NATS, all services, the gateway, the web apps
	@exec .venv/bin/hue up

demo: setup ## Five minutes of city life in the city that is up: SECONDS=60 for less
	@.venv/bin/python -m huedemo $(if $(SECONDS),--seconds $(SECONDS))

down: ## Stop the city that is up
	@.venv/bin/hue down

test: setup ## Everything CI runs: lint, types, unit, integration, e2e, browser, faults
	@.venv/bin/python -m huelocal.teststages

test-fast: setup ## Only the tests that start no server (< 2 min)
	@.venv/bin/pytest -n 2 -q -p huelocal.fast_tests shared gateway svc-* deploy/local/tests

test-peers: setup ## The tests beside peers (Debian packages in tests/peers.txt)
	@.venv/bin/python -m huelocal.peers tests/peers.txt && .venv/bin/pytest -m peer

test-long: setup ## Chaos, soak, fuzz
	@.venv/bin/pytest -m long

e2e: setup ## The journeys over the real city
	@.venv/bin/python -m huelocal.teststages e2e

lint: setup ## ruff, import contracts
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/lint-imports

fix: setup ## Let ruff mend what it can
	@.venv/bin/ruff check --fix . ; .venv/bin/ruff format .

types: setup ## pyright, strict
	@.venv/bin/pyright

contracts: setup ## Event schemas and OpenAPI against their consumers
	@.venv/bin/pytest tests/contracts

openapi: setup ## Write openapi.json of every service, docs/asyncapi.yaml and docs/events.md again
	@.venv/bin/python -m hueioc.openapi && .venv/bin/python -m hueioc.asyncapi

web: ## Build the web apps
	@deploy/local/bootstrap.sh python web

web-test: setup ## Lint, types and unit tests of the web apps
	@cd web && PATH="$(CURDIR)/.venv/bin:$$PATH" && npm run lint && npm run check && npm test

bench: setup ## Measure: make bench NAME=bus
	@.venv/bin/hue bench $(NAME)

clean: ## Stop the city and remove its data and what was built (.hue, web/dist)
	@if [ -x .venv/bin/hue ]; then .venv/bin/hue down; fi; rm -rf "$${HUE_HOME:-.hue}" web/dist
