# Steward. `make run` starts it, `make test` proves it; `make help` lists the rest.

BUILD   ?= release
OUT     := build/$(BUILD)
CC      := gcc
PKGS    := sqlite3 libpq openssl jansson libcurl libnghttp2 libargon2 libcrypt uchardet xlsxwriter libarchive expat zlib libbrotlienc
WARN    := -Wall -Wextra -Wpedantic -Werror -Wshadow -Wvla -Wundef -Wstrict-prototypes -Wmissing-prototypes \
           -Wpointer-arith -Wcast-qual -Wwrite-strings -Wformat=2 -Wswitch-enum -Wno-missing-field-initializers \
           -Wno-override-init -Wnull-dereference -Wimplicit-fallthrough
FLAGS_release := -O2 -g1 -fno-omit-frame-pointer -fstack-protector-strong
FLAGS_asan    := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
FLAGS_tsan    := -O1 -g -fsanitize=thread
CFLAGS  := -std=gnu17 $(WARN) $(FLAGS_$(BUILD)) -D_GNU_SOURCE -Isrc -I$(OUT)/gen $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
LDFLAGS := $(FLAGS_$(BUILD)) -pthread -Wl,-z,relro,-z,now -pie
LDLIBS  := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lpthread -lm
CFLAGS  += -fPIE

include mk/server.mk
include mk/unit.mk
-include mk/extra.mk
