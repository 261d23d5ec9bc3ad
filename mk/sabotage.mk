# make sabotage: takes away one control at a time (tests/sabotage/*.patch) and expects the tests
# that stand for it to notice. `make sabotage ID=N-005` tries one row. docs/proofs.md says more.
.PHONY: sabotage
sabotage: $(TEST_PACKAGES)
	@JOBS=$(JOBS) tools/with-node tools/test-postgres node tools/sabotage.mjs $(ID)

# Every proven row has a patch, or stands among the exceptions; every patch still applies.
CHECKS += proofs proofs-selftest
check-proofs:
	@node tools/check-proofs.mjs
check-proofs-selftest:
	@tools/check-proofs-selftest
