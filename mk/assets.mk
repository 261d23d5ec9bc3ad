# The web app, built once, compressed and embedded: two objects that the server links. Without
# web/package.json the table is empty and the server is one without a web app.
ASSET_OBJ  := $(OUT)/obj/gen/assets.o $(OUT)/obj/gen/asset_bytes.o
ASSET_GEN  := build/assets
WEB_BUILT  := $(if $(wildcard web/package.json),web/dist/index.html)
WEB_SRC    := $(if $(wildcard web/package.json),$(shell find web/src web/public web/scripts web/index.html \
                web/package.json web/package-lock.json web/vite.config.ts web/tsconfig.json -type f 2>/dev/null))

web/node_modules/.package-lock.json: web/package-lock.json
	@echo "NPM web"; cd web && ../tools/with-node npm ci --no-audit --no-fund --loglevel=error && \
	    touch node_modules/.package-lock.json

web/dist/index.html: $(WEB_SRC) | web/node_modules/.package-lock.json
	@mkdir -p build
	@echo "VITE web"; cd web && { ../tools/with-node node node_modules/vite/bin/vite.js build >../build/web.log 2>&1 || { cat ../build/web.log; false; }; } && \
	    touch dist/index.html

$(ASSET_GEN)/assets.c: $(WEB_BUILT) tools/embed-assets.mjs
	@tools/with-node node tools/embed-assets.mjs web/dist $(ASSET_GEN)

$(OUT)/obj/gen/assets.o: $(ASSET_GEN)/assets.c src/http/assets.h
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -c $< -o $@

# The bytes themselves: the assembler copies the file as it is.
$(OUT)/obj/gen/asset_bytes.o: $(ASSET_GEN)/assets.c
	@mkdir -p $(@D)
	@printf '.section .rodata\n.global http_asset_bytes\n.balign 16\nhttp_asset_bytes:\n.incbin "%s"\n.byte 0\n.section .note.GNU-stack,"",%%progbits\n' \
	    $(ASSET_GEN)/assets.bin | $(CC) -c -x assembler - -o $@
