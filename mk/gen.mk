# make gen: what follows from the declarations, written into the tree and committed. The web app
# is built from some of it, so a server without the web app prints it.
.PHONY: gen bare-server
gen: bare-server
	@mkdir -p gen docs web/src/api web/src/i18n
	@build/asan/steward-bare derive all

bare-server:
	@$(MAKE) --no-print-directory BUILD=asan build/asan/steward-bare
$(OUT)/steward-bare: $(MAIN_OBJ) $(OUT)/obj/gen/no_assets.o $(OUT)/libsteward.a
	@$(CC) -o $@ $^ $(LDFLAGS) $(LDLIBS)
$(OUT)/obj/gen/no_assets.o: tools/embed-assets.mjs src/http/assets.h
	@mkdir -p $(@D)
	@tools/with-node node tools/embed-assets.mjs $(@D)/none $(@D)/no-assets >/dev/null
	@$(CC) $(CFLAGS) -c $(@D)/no-assets/assets.c -o $@

# Derives into a scratch folder and compares: the tree itself stays as it is.
CHECKS += generated
check-generated: bare-server
	@tools/check-generated build/asan/steward-bare
