# The server: every .c under src, minus main, is the library that tests link too. The web app
# comes in as objects: mk/assets.mk, where it exists, names them in ASSET_OBJ.
MAIN_SRC := src/server/main.c
LIB_SRC  := $(filter-out $(MAIN_SRC),$(sort $(wildcard src/*/*.c src/*/*/*.c)))
LIB_OBJ  := $(LIB_SRC:src/%.c=$(OUT)/obj/%.o)
MAIN_OBJ := $(MAIN_SRC:src/%.c=$(OUT)/obj/%.o)

# The presets of imports that come with the program: files of JSON, embedded as one list.
PRESET_FILES := $(sort $(wildcard src/ops/presets/*.json))
LIB_OBJ += $(OUT)/obj/ops/preset_files.o

%/obj/ops/preset_files.o: $(PRESET_FILES) mk/server.mk
	@mkdir -p $(@D)
	@{ printf '.section .rodata\n.global import_preset_files\nimport_preset_files:\n.ascii "["\n'; \
	   joint=''; for file in $(PRESET_FILES); do \
	     if [ -n "$$joint" ]; then printf '.ascii ","\n'; fi; joint=1; printf '.incbin "%s"\n' $$file; done; \
	   printf '.asciz "]"\n.section .note.GNU-stack,"",%%progbits\n'; } > $(@D)/preset_files.s
	@$(CC) -c $(@D)/preset_files.s -o $@

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
