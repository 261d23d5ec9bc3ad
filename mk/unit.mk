# Unit tests: tests/unit/<folder>/<file>_test.c mirrors src/<folder>/<file>.c, one program each.
# `make unit` runs them under ASan and UBSan, `make unit-tsan` what threads meet in under TSan.
UNIT_SRC  := $(sort $(wildcard tests/unit/*/*_test.c))
UNIT_BIN  := $(UNIT_SRC:tests/unit/%.c=$(OUT)/unit/%)
TSAN_DIRS := base store http call jobs auth
# What takes minutes there and meets no second thread.
TSAN_NOT  := $(OUT)/unit/store/migrate_large_test $(OUT)/unit/store/old_versions_test
TSAN_BIN  := $(filter-out $(TSAN_NOT),$(filter $(TSAN_DIRS:%=$(OUT)/unit/%/%) $(OUT)/unit/crypto/sign_test,$(UNIT_BIN)))

$(OUT)/unit/%: tests/unit/%.c $(OUT)/libsteward.a
	@mkdir -p $(@D)
	@echo "CC $<"; $(CC) $(CFLAGS) -Itests/unit -MMD -MP $< -o $@ $(OUT)/libsteward.a $(LDFLAGS) $(LDLIBS) -lcmocka -lbrotlidec

.PHONY: unit unit-run unit-tsan unit-tsan-run
unit:
	@$(MAKE) --no-print-directory BUILD=asan unit-run
unit-run: $(UNIT_BIN)
	@ASAN_OPTIONS=detect_stack_use_after_return=1 tools/run-unit unit $(OUT)/unit $(UNIT_BIN)
unit-tsan:
	@$(MAKE) --no-print-directory BUILD=tsan unit-tsan-run
unit-tsan-run: $(TSAN_BIN)
	@TSAN_OPTIONS=halt_on_error=1 tools/run-unit unit-tsan $(OUT)/unit $(TSAN_BIN)

-include $(UNIT_BIN:=.d)
