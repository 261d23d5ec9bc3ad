# Memory torture: the unit tests of the core folders, linked with a runner that fails each of their
# allocations in turn (docs/torture.md). `make alloc-torture` fails 100 of each test, evenly
# spread, MEMORY_EACH=0 every one; one program: MEMORY=codec/zip_test. The short form of
# `make test` takes a few of what goes through a library.
MEMORY_EACH  ?= 100
MEMORY_DIRS  := base codec crypto schema store http rest call
# Too large to be run once for each allocation; the same code is in tests that are small.
MEMORY_NOT   := store/migrate_large_test codec/ceilings_test
MEMORY       ?= $(filter-out $(MEMORY_NOT),$(patsubst tests/unit/%.c,%,$(sort $(wildcard $(MEMORY_DIRS:%=tests/unit/%/*_test.c)))))
MEMORY_SMOKE := codec/compress_test codec/jwt_test codec/qr_test codec/xlsx_test codec/xml_read_test \
                codec/zip_test crypto/cipher_test crypto/hash_test crypto/public_key_test crypto/seal_test crypto/sign_test \
                crypto/store_key_test http/http1_parse_test http/http2_test http/tls_test rest/plan_test schema/parse_test \
                call/settings_test store/blob_test store/migrate_test
MEMORY_BIN   := $(MEMORY:%=$(OUT)/memory/%)
MEMORY_SMALL := $(MEMORY_SMOKE:%=$(OUT)/memory/%)

$(OUT)/memory/run.o: tests/torture/memory/run.c tests/torture/memory/run.h
	@mkdir -p $(@D)
	@echo "CC $<"; $(CC) $(filter-out -Wpedantic,$(CFLAGS)) -fno-builtin -Itests -c $< -o $@

$(OUT)/memory/%: tests/unit/%.c $(OUT)/memory/run.o $(OUT)/libsteward.a
	@mkdir -p $(@D)
	@echo "CC $<"; $(CC) $(CFLAGS) -Itests/unit -MMD -MP $< -o $@ $(OUT)/memory/run.o -Wl,--wrap=_cmocka_run_group_tests \
	    $(OUT)/libsteward.a $(LDFLAGS) $(LDLIBS) -lcmocka -lbrotlidec

MEMORY_RUN = ASAN_OPTIONS=detect_stack_use_after_return=1 SECONDS_EACH=7200 tools/run-unit

.PHONY: alloc-torture alloc-torture-run alloc-smoke alloc-smoke-run
alloc-torture:
	@$(MAKE) --no-print-directory BUILD=asan alloc-torture-run
alloc-torture-run: $(MEMORY_BIN)
	@MEMORY_TORTURE=$(MEMORY_EACH) $(MEMORY_RUN) alloc-torture $(OUT)/memory $(MEMORY_BIN)
alloc-smoke:
	@$(MAKE) --no-print-directory BUILD=asan alloc-smoke-run
alloc-smoke-run: $(MEMORY_SMALL)
	@MEMORY_TORTURE=3 $(MEMORY_RUN) alloc-smoke $(OUT)/memory $(MEMORY_SMALL)

-include $(MEMORY_BIN:=.d)
