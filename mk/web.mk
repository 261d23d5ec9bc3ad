# The web app by itself; the server's build asks for web/dist/index.html (mk/assets.mk).
.PHONY: web
web: $(WEB_BUILT)

# One check a target, so that they run beside each other.
CHECKS += web-types web-lint web-format web-words web-size
WEB_NODE := cd web && ../tools/with-node node
check-web-types: web/node_modules/.package-lock.json
	@$(WEB_NODE) node_modules/typescript/bin/tsc --noEmit
check-web-lint: web/node_modules/.package-lock.json
	@$(WEB_NODE) node_modules/eslint/bin/eslint.js . --max-warnings 0
check-web-format: web/node_modules/.package-lock.json
	@$(WEB_NODE) node_modules/prettier/bin/prettier.cjs --check --log-level warn .
check-web-words:
	@$(WEB_NODE) scripts/check-words.mjs

# How much JavaScript a first visit loads.
check-web-size: web/dist/index.html
	@$(WEB_NODE) scripts/check-size.mjs

# Component tests: jsdom, with HTTP answered at the border.
.PHONY: web-unit
web-unit: web/node_modules/.package-lock.json
	@cd web && STEWARD_SUITE=$@ ../tools/with-node node node_modules/vitest/vitest.mjs run \
	    --reporter=default --reporter=../tools/vitest-results.mjs
