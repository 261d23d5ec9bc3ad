# make check: everything that can be said about the tree without running the program. Each
# check is a target check-NAME; what looks at one file leaves a stamp and is not repeated.
STAMPS    := build/check
CHECK_SRC := $(LIB_SRC) $(wildcard $(MAIN_SRC))
HEADERS   := $(sort $(wildcard src/*/*.h src/*/*/*.h))
TREE_RULES := banned silence paths locks unfinished lengths headings
CHECKS    += gcc clang headers layers format tidy cppcheck analyzer $(TREE_RULES) limits secrets secrets-selftest selftest

.PHONY: check
check:
	@JOBS=$(JOBS) tools/run-checks $(CHECKS)

.PHONY: $(CHECKS:%=check-%)
# gcc warns differently when it optimises differently.
check-gcc:
	@$(MAKE) --no-print-directory BUILD=asan lib
	@$(MAKE) --no-print-directory BUILD=release lib

CLANG_FLAGS := -std=gnu17 -D_GNU_SOURCE -Isrc -I$(OUT)/gen $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
CLANG_WARN  := -Weverything -Werror $(addprefix -Wno-,padded c++98-compat pre-c2x-compat \
               declaration-after-statement missing-field-initializers initializer-overrides \
               reserved-identifier disabled-macro-expansion gnu-statement-expression \
               gnu-zero-variadic-macro-arguments covered-switch-default conditional-uninitialized \
               float-equal cast-align bad-function-cast atomic-implicit-seq-cst)
STAMPS_OF   = $(foreach tool,clang tidy cppcheck analyzer,$(STAMPS)/$(tool)/$(1).ok)
check-clang: $(CHECK_SRC:%=$(STAMPS)/clang/%.ok)
$(STAMPS)/clang/%.ok: % mk/check.mk
	@mkdir -p $(@D)
	@clang -fsyntax-only $(CLANG_FLAGS) $(CLANG_WARN) -MD -MP -MT '$(call STAMPS_OF,$<)' -MF $@.d $< && touch $@
ifneq (,$(findstring check-,$(MAKECMDGOALS)))
-include $(CHECK_SRC:%=$(STAMPS)/clang/%.ok.d)
endif

# What clang noted about headers counts for the slower tools too. cppcheck 2.10 does not know
# __VA_OPT__, so gcc expands the macros for it. The path analyzer of clang-tidy gets a tenth of
# its usual patience here; `make analyze` gives it all.
TIDY_SHORT := $(addprefix --extra-arg=,-Xclang -analyzer-config -Xclang max-nodes=20000)
check-tidy: $(CHECK_SRC:%=$(STAMPS)/tidy/%.ok)
$(STAMPS)/tidy/%.ok: % .clang-tidy
	@mkdir -p $(@D)
	@clang-tidy --quiet $(TIDY_SHORT) $< -- $(CLANG_FLAGS) 2>/dev/null && touch $@

check-cppcheck: $(CHECK_SRC:%=$(STAMPS)/cppcheck/%.ok)
$(STAMPS)/cppcheck/%.ok: % tools/cppcheck.txt
	@mkdir -p $(@D)
	@$(CC) -E -DCURL_DISABLE_TYPECHECK $(CLANG_FLAGS) $< | sed -E 's/^# ([0-9]+ "[^"]*").*/#line \1/' >$@.c
	@cppcheck --quiet --std=c11 --enable=warning,performance,portability --error-exitcode=1 \
	    --suppressions-list=tools/cppcheck.txt $@.c && touch $@

# A header stands alone, and may be included twice.
check-headers: $(HEADERS:%=$(STAMPS)/headers/%.ok)
$(STAMPS)/headers/%.ok: % $(HEADERS)
	@mkdir -p $(@D)
	@printf '#include "%s"\n#include "%s"\n' $(<:src/%=%) $(<:src/%=%) | \
	    $(CC) -fsyntax-only $(CFLAGS) -x c - && touch $@

check-layers:
	@tools/check-layers

check-format:
	@clang-format --dry-run -Werror $$(git ls-files -co --exclude-standard 'src/*.[ch]' 'tests/*.[ch]')

$(TREE_RULES:%=check-%): check-%:
	@node tools/check-tree.mjs $*

check-limits:
	@node tools/check-limits.mjs
check-secrets:
	@node tools/check-secrets.mjs
check-secrets-selftest:
	@tools/check-secrets-selftest
check-selftest:
	@tools/check-selftest

# gcc's analyzer misreads ret_ parameters (null, uninitialized) and memory that an arena or a
# struct owns (leak); the sanitizers watch those at run time.
check-analyzer: $(CHECK_SRC:%=$(STAMPS)/analyzer/%.ok)
$(STAMPS)/analyzer/%.ok: % mk/check.mk
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -O1 -fanalyzer -Wno-analyzer-use-of-uninitialized-value -Wno-analyzer-null-dereference \
	    -Wno-analyzer-malloc-leak -Wno-maybe-uninitialized -c $< -o /dev/null && touch $@

# Both analyzers with all their patience and all their opinions: minutes, and to be read, not obeyed.
.PHONY: analyze $(CHECK_SRC:%=analyze-%)
analyze: $(CHECK_SRC:%=analyze-%)
$(CHECK_SRC:%=analyze-%): analyze-%: %
	@$(CC) $(CFLAGS) -Wno-error -O1 -fanalyzer -fanalyzer-transitivity -c $< -o /dev/null
	@-clang-tidy --quiet --checks='clang-analyzer-*' --warnings-as-errors=-* $< -- $(CLANG_FLAGS) 2>/dev/null
