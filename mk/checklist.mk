# make checklist: which promises the last run of the suites has proven.
.PHONY: checklist
checklist:
	@mkdir -p build/results
	@tools/with-node node tools/checklist.mjs
