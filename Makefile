# Two to begin with: `make run` shows the engine at work, `make test` is all that CI checks.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

SWIFT ?= swift
# Without the dynamic loader's work `sluice` starts three times as fast.
RELEASE := -c release --static-swift-stdlib
BIN := .build/release
FUZZERS := FuzzFrames FuzzMessages FuzzJobFiles FuzzExpressions FuzzTimes
SECONDS ?= 60
# For hours of it; what runs for seconds is built sooner with -Onone.
OPTIMIZE ?= -O
SEED ?= 1
PREFIX ?= /usr/local
UNITS ?= /etc/systemd/system

.PHONY: help setup build run test test-clients lint format generate check-generated bench simulate \
	fuzz sanitize docs test-chroot install uninstall clean

help: ## Lists the targets.
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 18

setup: ## Installs the Debian packages that are missing.
	@.ci/setup

build: setup ## Builds for release.
	$(SWIFT) build $(RELEASE)

run: build ## Shows a job that runs, fails, is looked into and retried.
	clients/samples/demo.sh $(BIN)

test: export SLUICE_STRICT := 1
test: setup lint ## Checks all that CI checks.
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip-build --disable-xctest
	$(MAKE) check-generated

test-clients: build ## Lets every client execute one transcript, and runs its own tests.
	@.ci/setup $$(cat clients/*/packages)
	@for client in clients/*/run-conformance; do \
		language=$$(basename "$$(dirname "$$client")"); \
		clients/conformance/run "$$language"; \
		"clients/$$language/run-tests"; \
	done

# Generated code is right if it is what the generator writes.
sources := find Package.swift Sources Tests clients/swift -name '*.swift' \
	-not -path '*/Generated/*' -print0

lint: ## Checks the format of the Swift code.
	$(sources) | xargs -0 $(SWIFT) format lint --strict --parallel

format: ## Puts the format of the Swift code right.
	$(sources) | xargs -0 $(SWIFT) format --in-place --parallel

generate: setup ## Writes all that is generated from proto/.
	proto/generate.sh

check-generated: setup ## Compares what is committed with what would be generated.
	proto/check-generated.sh

bench: setup ## Measures chains, layers, shell nodes, runs, calls and details.
	$(SWIFT) build $(RELEASE) --product sluice-lab
	$(BIN)/sluice-lab bench

simulate: setup ## Runs a simulated world: make simulate SEED=8134.
	$(SWIFT) build $(RELEASE) --product sluice-lab
	$(BIN)/sluice-lab simulate --seed $(SEED)

fuzz: setup ## Fuzzes every parser of foreign bytes: make fuzz SECONDS=60.
	Tests/Fuzzers/run.sh $(SECONDS) $(OPTIMIZE) $(FUZZERS)

sanitize: setup ## Runs the tests under the sanitizers for threads and for addresses.
	$(SWIFT) test --sanitize thread --scratch-path .build/thread --disable-xctest
	$(SWIFT) test --sanitize address --scratch-path .build/address --disable-xctest

docs: setup ## Writes the documentation of the Swift client to .build/docs.
	$(SWIFT) package dump-symbol-graph --minimum-access-level public
	rm -rf .build/symbols && mkdir .build/symbols
	cp .build/*/symbolgraph/Sluice{Client,Wire,RPC}.symbols.json .build/symbols
	docc convert --warnings-as-errors --additional-symbol-graph-dir .build/symbols \
		--fallback-display-name Sluice --fallback-bundle-identifier sluice --output-path .build/docs

test-chroot: ## Runs `make run`, `test-clients` and `test` in a Debian 12 with nothing but Swift.
	.ci/test-chroot

install: build ## Installs programs, completions and the systemd unit: PREFIX=/usr/local.
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(UNITS)
	install $(addprefix $(BIN)/,sluice sluiced sluice-keeper sluice-node) $(DESTDIR)$(PREFIX)/bin
	sed 's|@PREFIX@|$(PREFIX)|' Sources/sluiced/sluiced.service >$(DESTDIR)$(UNITS)/sluiced.service
	for shell in bash zsh fish; do \
		file=$(DESTDIR)$(PREFIX)/share/sluice/completions/sluice.$$shell; \
		install -d "$$(dirname "$$file")"; \
		$(BIN)/sluice --generate-completion-script $$shell >"$$file"; \
	done

uninstall: ## Removes what `make install` has put in place; state and jobs stay.
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/bin/,sluice sluiced sluice-keeper sluice-node)
	rm -f $(DESTDIR)$(UNITS)/sluiced.service
	rm -rf $(DESTDIR)$(PREFIX)/share/sluice

clean: ## Removes all that was built.
	rm -rf .build
