# Fuzzing: tests/fuzz/NAME_fuzz.c with libFuzzer (clang), seeds and kept findings in
# tests/fuzz/corpus/NAME/. `make fuzz SECONDS_EACH=60`; one target: `make fuzz FUZZ=csv`.
SECONDS_EACH ?= 30
FUZZ         ?= $(patsubst tests/fuzz/%_fuzz.c,%,$(sort $(wildcard tests/fuzz/*_fuzz.c)))
FUZZ_JOBS    ?= 2

# The folders that targets reach; a target that needs another one adds it here.
FUZZ_FOLDERS := base codec crypto http schema store call rest ops realtime paper
FUZZ_OUT     := build/fuzz
FUZZ_FLAGS   := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
FUZZ_CFLAGS  := -std=gnu17 -Wall -Wextra -Wno-missing-field-initializers -D_GNU_SOURCE -Isrc -Itests/fuzz -I$(FUZZ_OUT)/gen $(FUZZ_FLAGS) \
                $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
FUZZ_OBJ     := $(patsubst src/%.c,$(FUZZ_OUT)/obj/%.o,$(sort $(wildcard $(FUZZ_FOLDERS:%=src/%/*.c)) src/media/webp.c)) \
                $(FUZZ_OUT)/obj/ops/preset_files.o
FUZZ_BIN     := $(FUZZ:%=$(FUZZ_OUT)/%_fuzz)

$(FUZZ_OUT)/obj/%.o: src/%.c mk/fuzz.mk
	@mkdir -p $(@D)
	@echo "CLANG $<"; clang $(FUZZ_CFLAGS) -fsanitize=fuzzer-no-link -MMD -MP -c $< -o $@

$(FUZZ_OUT)/libsteward.a: $(FUZZ_OBJ)
	@rm -f $@
	@ar rcs $@ $^

$(FUZZ_OUT)/%_fuzz: tests/fuzz/%_fuzz.c $(FUZZ_OUT)/libsteward.a
	@echo "CLANG $<"; clang $(FUZZ_CFLAGS) -fsanitize=fuzzer -MMD -MP $< -o $@ $(FUZZ_OUT)/libsteward.a $(LDLIBS)

-include $(FUZZ_OBJ:.o=.d) $(FUZZ_BIN:=.d)

.PHONY: fuzz fuzz-smoke
fuzz: $(FUZZ_BIN)
	@tools/run-fuzz fuzz $(SECONDS_EACH) $(FUZZ_JOBS) $(FUZZ)
fuzz-smoke: $(FUZZ_BIN)
	@tools/run-fuzz fuzz-smoke 3 $(FUZZ_JOBS) $(FUZZ)
