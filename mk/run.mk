# make run: from a fresh clone to a running server. What is installed and built is not looked
# at twice, so that a second start takes a moment.
LISTEN ?= 127.0.0.1:8080
DATA   ?= data

.PHONY: run
run:
	@tools/install-packages build web
	@$(MAKE) --no-print-directory -s -j$(JOBS) BUILD=release server
	@exec build/release/steward serve --listen $(LISTEN) --data $(DATA)
