# make test: every suite of tests/suites.txt, from nothing. One suite: make test SUITES=unit
.PHONY: test
test:
	@tools/install-packages build web test
	@JOBS=$(JOBS) tools/with-node tools/run-suites $(SUITES)
