# The server: every .c under src, minus main, is the library that tests link too. The web app
# comes in as objects: mk/assets.mk, where it exists, names them in ASSET_OBJ.
MAIN_SRC := src/server/main.c
LIB_SRC  := $(filter-out $(MAIN_SRC),$(sort $(wildcard src/*/*.c src/*/*/*.c)))
LIB_OBJ  := $(LIB_SRC:src/%.c=$(OUT)/obj/%.o)
MAIN_OBJ := $(MAIN_SRC:src/%.c=$(OUT)/obj/%.o)

$(OUT)/obj/%.o: src/%.c Makefile
	@mkdir -p $(@D)
	@echo "CC $<"; $(CC) $(CFLAGS) -MMD -MP -c $< -o $@

.PHONY: lib
lib: $(LIB_OBJ)

$(OUT)/libsteward.a: $(LIB_OBJ)
	@rm -f $@
	@ar rcs $@ $^

-include mk/assets.mk

.PHONY: server
server: $(OUT)/steward
$(OUT)/steward: $(MAIN_OBJ) $(ASSET_OBJ) $(OUT)/libsteward.a
	@echo "LD $@"; $(CC) -o $@ $^ $(LDFLAGS) $(LDLIBS)

-include $(LIB_OBJ:.o=.d) $(MAIN_OBJ:.o=.d)
