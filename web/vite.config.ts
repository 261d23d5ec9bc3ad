/* Build of the web app: hashed files, no inline script, and a service worker that knows the shell. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const server = process.env["STEWARD_SERVER"] ?? "http://127.0.0.1:8080";
const served = ["/auth", "/rest", "/storage", "/realtime", "/privacy", "/healthz"];

/* Writes sw.js with the list of the files that the first screen needs. */
function shellWorker(): Plugin {
  return {
    name: "steward-shell-worker",
    apply: "build",
    generateBundle(_options, bundle) {
      const files = new Set<string>();
      const take = (name: string) => {
        const chunk = bundle[name];
        if (files.has(name) || chunk?.type !== "chunk") return;
        files.add(name);
        chunk.viteMetadata?.importedCss.forEach((css) => files.add(css));
        chunk.imports.forEach(take);
      };
      for (const chunk of Object.values(bundle)) if (chunk.type === "chunk" && chunk.isEntry) take(chunk.fileName);
      const shell = ["/", "/boot.js", "/icon.svg", "/manifest.webmanifest", ...[...files].sort().map((f) => `/${f}`)];
      const source = readFileSync(resolve(import.meta.dirname, "scripts/shell-worker.js"), "utf8");
      const version = createHash("sha256").update(source).update(shell.join()).digest("hex").slice(0, 12);
      this.emitFile({
        type: "asset",
        fileName: "sw.js",
        source: source.replace("__VERSION__", version).replace("__SHELL__", JSON.stringify(shell)),
      });
    },
  };
}

/* auth-js is one class of all that its server can do; what is left out here is not tree-shaken. */
function withoutUnusedAuth(): Plugin {
  const unused = ["./GoTrueAdminApi", "./lib/webauthn", "./lib/web3/ethereum"];
  return {
    name: "steward-without-unused-auth",
    apply: "build",
    enforce: "pre",
    resolveId: (source, importer) =>
      unused.includes(source) && importer?.includes("/@supabase/auth-js/")
        ? resolve(import.meta.dirname, "scripts/auth-unused.js")
        : null,
  };
}

export default defineConfig({
  plugins: [react(), withoutUnusedAuth(), shellWorker()],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    cssCodeSplit: true,
    manifest: true,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
    /* A chunk for what everybody loads and one for what most pages share: a hundred small files
       compress worse than two. */
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "start", tags: ["$initial"], priority: 2 },
            { name: "shared", minShareCount: 18, priority: 1 },
          ],
        },
      },
    },
  },
  /* Workers that compile WebAssembly are known by their name (src/http/assets.c). */
  worker: { format: "es", rollupOptions: { output: { entryFileNames: "assets/wasm-[name]-[hash].js" } } },
  server: {
    port: 18200,
    proxy: Object.fromEntries(served.map((path) => [path, { target: server, changeOrigin: false }])),
  },
  test: {
    environment: "jsdom",
    environmentOptions: { jsdom: { url: "http://steward.test/" } },
    setupFiles: ["src/testing/setup.ts"],
    css: false,
    maxWorkers: 3,
    restoreMocks: true,
    /* A machine that is busy elsewhere must not turn a run red; what needed it is printed by name. */
    retry: process.env["CI"] ? 1 : 0,
    testTimeout: 60_000,
  },
});
