# udfd: `make demo` shows it at work, `make test` proves it. Both install what they need first.
.DEFAULT_GOAL := help
.PHONY: help demo test build install uninstall format lint bench bench-models fuzz deb dist clean
.PHONY: dependencies test-unit test-allocations test-systemd test-package test-documents
.PHONY: test-continuity test-tsan test-asan

SWIFT ?= swift

help: ## what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: build ## make turbine data and a model, serve it, replay a stream, reload on the way, sum up
	@scripts/demo

test: dependencies lint test-unit test-allocations test-systemd test-package test-documents ## install, build and run every test (under 25 minutes on 2 cores)
	@echo "make test: everything passed"

test-unit: dependencies
	@echo "== building and running the unit, conformance and end-to-end tests"
	@scripts/test

test-allocations: build
	@echo "== counting what the released daemon allocates per point and per readiness: nothing"
	@scripts/test-allocations

test-systemd: build ## the units under a real systemd, in a root of its own
	@echo "== running the units under a real systemd"
	@scripts/test-systemd

test-package: build ## the Debian package and the source tarball: made, installed, upgraded under a task, purged
	@echo "== making and testing the packages"
	@scripts/test-package

test-documents: build ## the shell blocks of the README and of docs/
	@echo "== running what the documents show"
	@scripts/test-documents

test-continuity: build ## 2,000 kills and 200 restarts under load, with all kinds of trouble (10 minutes)
	@scripts/test-continuity

test-tsan: dependencies ## the tests under ThreadSanitizer
	@echo "== building and running the tests under ThreadSanitizer"
	@scripts/test --sanitize thread

test-asan: dependencies ## the tests under AddressSanitizer
	@echo "== building and running the tests under AddressSanitizer"
	@scripts/test --sanitize address

build: dependencies ## leave the daemon at .build/release/udfd
	@echo "== building udfd (release)"
	@$(SWIFT) build -c release --static-swift-stdlib --product udfd

dependencies:
	@scripts/check-toolchain
	@scripts/install-dependencies

format: ## format all Swift sources in place
	@$(SWIFT) format --in-place --recursive Benchmarks Fuzz Sources Tests Package.swift

lint: ## check the format of all Swift sources, and that no header of ours hides one of the system's
	@echo "== checking the format of the sources"
	@scripts/check-headers
	@$(SWIFT) format lint --strict --recursive --parallel Benchmarks Fuzz Sources Tests Package.swift

bench: build ## throughput and latency, paired with a C echo in the same run
	@scripts/benchmarks/run

bench-models: dependencies ## model kernels, paired with the models' own libraries in the same run (ROWS="catboost": some of them)
	@scripts/bench-models $(ROWS)

deb: build ## the Debian package, in .build/packages
	@scripts/make-deb

dist: ## the source tarball, in .build/packages: the same bytes every time
	@scripts/make-dist

fuzz: dependencies ## libFuzzer on the codec, the session, model loaders, expressions and configurations
	@scripts/fuzz

clean: ## remove what was built
	@rm -rf .build .demo

-include packaging/install.mk
