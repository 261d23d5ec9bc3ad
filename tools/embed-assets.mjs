// embed-assets FOLDER OUT: turns a built web app into OUT/assets.bin (all bytes, plain, gzip and
// brotli) and OUT/assets.c (the table http_assets[] of src/http/assets.h over them, sorted by
// path). A missing folder gives an empty table: a server without a web app.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};
const COMPRESSED_ALREADY = new Set([".ico", ".jpg", ".png", ".webp", ".woff2"]);
// The build puts a hash of the content into these names.
const HASHED = /^\/assets\/.*-[\w-]{8}\.\w+$/;
// Less than this much smaller is not worth a variant.
const WORTHWHILE = 0.95;

function listFiles(folder, path = "") {
  return readdirSync(join(folder, path), { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith("."))
    .flatMap((entry) => {
      const name = `${path}/${entry.name}`;
      return entry.isDirectory() ? listFiles(folder, name) : [name];
    });
}

function compressed(bytes, compress) {
  const smaller = compress(bytes);
  return smaller.length < bytes.length * WORTHWHILE ? smaller : Buffer.alloc(0);
}

const gzip = (bytes) => gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION });
const brotli = (bytes) =>
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });

function readAsset(folder, path) {
  const bytes = readFileSync(join(folder, path));
  const extension = extname(path);
  const type = TYPES[extension];
  if (!type) throw new Error(`${path}: no content type is known for "${extension}"; add it to TYPES`);
  const none = Buffer.alloc(0);
  const packs = !COMPRESSED_ALREADY.has(extension);
  return {
    path,
    type,
    etag: createHash("sha256").update(bytes).digest("hex").slice(0, 32),
    immutable: HASHED.test(path),
    identity: bytes,
    gzip: packs ? compressed(bytes, gzip) : none,
    brotli: packs ? compressed(bytes, brotli) : none,
  };
}

const quoted = (text) => JSON.stringify(text);

function tableOf(assets) {
  const parts = [];
  let offset = 0;
  const place = (bytes) => {
    if (bytes.length === 0) return "{ 0 }";
    const at = offset;
    parts.push(bytes);
    offset += bytes.length;
    return `{ http_asset_bytes + ${at}, ${bytes.length} }`;
  };
  const rows = assets.map(
    (asset) => `    {
        .path = T_INIT(${quoted(asset.path)}),
        .content_type = T_INIT(${quoted(asset.type)}),
        .etag = T_INIT(${quoted(asset.etag)}),
        .identity = ${place(asset.identity)},
        .gzip = ${place(asset.gzip)},
        .brotli = ${place(asset.brotli)},
        .immutable = ${asset.immutable},
    },
`,
  );
  const table = `/* Made by tools/embed-assets.mjs from the built web app, do not edit. */
#include "http/assets.h"

extern const char http_asset_bytes[];

/* The last row ends the list and is not counted. */
const struct http_asset http_assets[] = {
${rows.join("")}    { .path = { 0 } },
};
const size_t http_asset_count = ${assets.length};
`;
  return { table, bytes: Buffer.concat(parts) };
}

const [folder, out] = process.argv.slice(2);
const byPath = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));
const assets = (existsSync(folder) ? listFiles(folder) : []).sort(byPath).map((path) => readAsset(folder, path));
const { table, bytes } = tableOf(assets);
mkdirSync(out, { recursive: true });
writeFileSync(join(out, "assets.bin"), bytes);
writeFileSync(join(out, "assets.c"), table);
const sum = (kind) => Math.round(assets.reduce((total, asset) => total + (asset[kind].length || asset.identity.length), 0) / 1024);
console.log(`embedded ${assets.length} files: ${sum("identity")} KiB, gzip ${sum("gzip")}, brotli ${sum("brotli")}`);
