# Unit tests: tests/unit/<folder>/<file>_test.c mirrors src/<folder>/<file>.c, one program each.
UNIT_SRC := $(sort $(wildcard tests/unit/*/*_test.c))
UNIT_BIN := $(UNIT_SRC:tests/unit/%.c=$(OUT)/unit/%)

$(OUT)/unit/%: tests/unit/%.c $(OUT)/libsteward.a
	@mkdir -p $(@D)
	@echo "CC $<"; $(CC) $(CFLAGS) -Itests/unit -MMD -MP $< -o $@ $(OUT)/libsteward.a $(LDFLAGS) $(LDLIBS) -lcmocka

.PHONY: unit unit-run
unit:
	@$(MAKE) --no-print-directory BUILD=asan unit-run
unit-run: $(UNIT_BIN)
	@set -e; for test in $(UNIT_BIN); do ASAN_OPTIONS=detect_stack_use_after_return=1 $$test; done

-include $(UNIT_BIN:=.d)
