# make bench: Steward beside Directus, PostGraphile, sharp, pgbench and bare loops, in one run.
# docs/benchmarks.md says what the variables mean. Writes build/bench.json.
ROWS      ?= 1000000
MOST_ROWS ?= 10000000
DURATION  ?= 10
PARTS     ?=
PEERS     ?= directus postgraphile sharp bare
ENGINES   ?= sqlite postgresql

BARE_SRC := $(sort $(wildcard bench/*.c))
BARE_OBJ := $(BARE_SRC:bench/%.c=$(OUT)/obj/bench/%.o)

$(OUT)/obj/bench/%.o: bench/%.c Makefile
	@mkdir -p $(@D)
	@echo "CC $<"; $(CC) $(CFLAGS) -Ibench -MMD -MP -c $< -o $@

$(OUT)/bare: $(BARE_OBJ) $(OUT)/obj/gen/no_assets.o $(OUT)/libsteward.a
	@$(CC) -o $@ $^ $(LDFLAGS) $(LDLIBS)

.PHONY: bench bench-build
bench-build: server $(OUT)/bare
bench:
	@tools/install-packages build web bench
	@$(MAKE) --no-print-directory -s -j$(JOBS) BUILD=release bench-build
	@ROWS=$(ROWS) MOST_ROWS=$(MOST_ROWS) DURATION=$(DURATION) PARTS="$(PARTS)" \
	    PEERS="$(PEERS)" ENGINES="$(ENGINES)" \
	    TEST_POSTGRES_DURABLE=1 tools/test-postgres tools/with-node node bench/run.mjs

# The tables of the last run into docs/benchmarks.md.
.PHONY: bench-docs
bench-docs:
	@tools/with-node node bench/lib/report.mjs

-include $(BARE_OBJ:.o=.d)
