# make test: every suite of tests/suites.txt, from nothing. One suite: make test SUITES=unit
.PHONY: test
test:
	@tools/install-packages build web test
	@JOBS=$(JOBS) tools/with-node tools/run-suites $(SUITES)

TEST_PACKAGES := tests/node_modules/.package-lock.json
$(TEST_PACKAGES): tests/package-lock.json
	@echo "NPM tests"; cd tests && ../tools/with-node npm ci --loglevel=error && touch node_modules/.package-lock.json

VITEST := ../tools/with-node node node_modules/vitest/vitest.mjs run

# The API suite runs once per engine; both, and the browser, drive the binary with sanitizers.
.PHONY: asan-server api-sqlite api-postgresql e2e
asan-server:
	@$(MAKE) --no-print-directory BUILD=asan server
api-sqlite: asan-server $(TEST_PACKAGES)
	@cd tests && JOBS=$(JOBS) STEWARD_SUITE=$@ STEWARD_ENGINE=sqlite $(VITEST) --dir api
api-postgresql: asan-server $(TEST_PACKAGES)
	@cd tests && JOBS=$(JOBS) STEWARD_SUITE=$@ STEWARD_ENGINE=postgresql ../tools/test-postgres $(VITEST) --dir api
e2e: asan-server $(TEST_PACKAGES)
	@cd tests && JOBS=$(JOBS) STEWARD_SUITE=$@ $(VITEST) --dir e2e

# The pictures and the text of docs/tour.md.
.PHONY: tour
tour: asan-server $(TEST_PACKAGES)
	@cd tests && STEWARD_TOUR=1 STEWARD_SUITE=$@ $(VITEST) --dir e2e owners_day

CHECKS += tests-types
check-tests-types: $(TEST_PACKAGES)
	@cd tests && ../tools/with-node node node_modules/typescript/bin/tsc --noEmit
