# Torture: the release server is killed, and loses the power, under the load of 64 clients; its
# disk is full, read-only, cannot sync. `make torture ROUNDS=500` before a release.
ROUNDS  ?= 10
SHIM    := build/torture/disk_shim.so

$(SHIM): tests/torture/disk_shim.c
	@mkdir -p $(@D)
	@echo "CC $<"; $(CC) -std=gnu17 -D_GNU_SOURCE $(WARN) -O2 -fPIC -shared $< -o $@ -ldl

.PHONY: torture
torture: $(SHIM) $(TEST_PACKAGES)
	@$(MAKE) --no-print-directory BUILD=release server
	@cd tests && STEWARD_BINARY=../build/release/steward DISK_SHIM=$(CURDIR)/$(SHIM) ROUNDS=$(ROUNDS) SEED=$(SEED) \
	    JOBS=2 STEWARD_SUITE=$@ STEWARD_ENGINE=sqlite $(VITEST) --dir torture
