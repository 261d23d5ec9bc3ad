# make writes-twice: API tests on a SQLite server that runs every write twice, the first time rolled
# back (docs/decisions/2026-11-22-every-write-twice.md). It is a binary of its own.
TWICE := build/asan/steward-twice
# Between them they run the writes of every module.
TWICE_FILES := $(addprefix auth/,admin factor google mail_link session.test setup workspace) \
               $(addprefix files/,photos resumable storage) $(addprefix ops/,catalogue closeout counts finance.test import.test \
               inbound payouts returns rollup show_board show_plan stock.test watch) \
               $(addprefix rest/,idempotency write) team/ backup.test privacy.test retention.test sealed.test security_report.test

.PHONY: writes-twice writes-twice-programs
writes-twice-programs: $(OUT)/steward-twice $(OUT)/twice/run_test
	@tools/run-unit writes-twice-selftest $(OUT)/twice $(OUT)/twice/run_test
writes-twice: $(TEST_PACKAGES)
	@$(MAKE) --no-print-directory BUILD=asan writes-twice-programs
	@cd tests && JOBS=$(JOBS) STEWARD_BINARY=../$(TWICE) STEWARD_SUITE=$@ STEWARD_ENGINE=sqlite $(VITEST) --dir api $(TWICE_FILES)

TWICE_LINK = -Wl,--wrap=tx_work $(LDFLAGS) $(LDLIBS)
$(OUT)/twice/run.o: tests/twice/run.c
	@mkdir -p $(@D)
	@echo "CC $<"; $(CC) $(CFLAGS) -MMD -MP -c $< -o $@

$(OUT)/steward-twice: $(OUT)/twice/run.o $(MAIN_OBJ) $(ASSET_OBJ) $(OUT)/libsteward.a
	@echo "LD $@"; $(CC) -o $@ $^ $(TWICE_LINK)

$(OUT)/twice/run_test: tests/twice/run_test.c $(OUT)/twice/run.o $(OUT)/libsteward.a
	@echo "CC $<"; $(CC) $(CFLAGS) -Itests/unit -MMD -MP $< -o $@ $(OUT)/twice/run.o $(OUT)/libsteward.a $(TWICE_LINK) -lcmocka

-include $(OUT)/twice/run.d $(OUT)/twice/run_test.d
