# Steward. `make run` starts it, `make test` proves it; `make help` lists the rest.

BUILD   ?= release
OUT     := build/$(BUILD)
CC      := gcc
JOBS    ?= $(shell nproc)
PKGS    := sqlite3 libpq openssl jansson libcurl libargon2 libcrypt uchardet libarchive expat zlib libqrencode libnghttp2 libbrotlienc libseccomp
WARN    := -Wall -Wextra -Wpedantic -Werror -Wshadow -Wvla -Wundef -Wstrict-prototypes -Wmissing-prototypes \
           -Wpointer-arith -Wcast-qual -Wwrite-strings -Wformat=2 -Wswitch-enum -Wno-missing-field-initializers \
           -Wno-override-init -Wimplicit-fallthrough
FLAGS_release := -O2 -g1 -fno-omit-frame-pointer -fstack-protector-strong
FLAGS_asan    := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all -Wno-maybe-uninitialized
FLAGS_tsan    := -O1 -g -fsanitize=thread -Wno-maybe-uninitialized
CFLAGS  := -std=gnu17 $(WARN) $(FLAGS_$(BUILD)) -D_GNU_SOURCE -Isrc -I$(OUT)/gen -include src/base/banned.h \
           $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
LDFLAGS := $(FLAGS_$(BUILD)) -pthread -Wl,-z,relro,-z,now -pie
LDLIBS  := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lpthread -lm
CFLAGS  += -fPIE

.DEFAULT_GOAL := help
.PHONY: help
help:
	@echo "make run        install what is missing, build, start on http://127.0.0.1:8080"
	@echo "make test       install what is missing, run every suite, print the counts"
	@echo "make server     build/$(BUILD)/steward (BUILD=release, asan or tsan)"
	@echo "make unit       unit tests under address and undefined-behaviour sanitizers"
	@echo "make fuzz       every parser with random input (SECONDS_EACH=30, FUZZ=csv)"
	@echo "make torture    kill it and cut its power under load, fill its disk (ROUNDS=500)"
	@echo "make alloc-torture  fails every allocation of the core tests in turn (MEMORY_EACH=100)"
	@echo "make bench      beside Directus, PostGraphile and bare loops (ROWS=1000000 DURATION=10)"
	@echo "make check      what can be checked without running anything: warnings, layers, secrets, ..."
	@echo "make analyze    both analyzers with all their patience (minutes; to be read, not obeyed)"
	@echo "make checklist  which promises the last tests have proven"
	@echo "make sabotage   removes each control in turn; the tests must notice (ID=N-005)"
	@echo "make gen        remake the committed generated files"
	@echo "make clean      remove build/; the data stay"

.PHONY: clean
clean:
	rm -rf build

# Every part stands in its own file; a part that a wildcard finds needs no line here.
include mk/server.mk
include $(filter-out mk/server.mk mk/assets.mk,$(sort $(wildcard mk/*.mk)))
