/* Derive: what follows from the declarations for the outside: OpenAPI, the web app's tables and
   types, settings. `steward derive` prints it; gen/ and web/src keep it under version control. */
#ifndef CALL_DERIVE_H
#define CALL_DERIVE_H

#include "call/function.h"

enum { LIMIT_DERIVED = 4 << 20 };

/* OpenAPI 3.1 of the data API and its functions; the same for /api/openapi.json. */
void derive_openapi(struct buffer *out, const struct instance *instance);
/* web/src/api/entities.gen.ts, helps.gen.ts, database.gen.ts and web/src/i18n/labels.gen.json */
void derive_entities_ts(struct buffer *out, const struct instance *instance);
void derive_helps_ts(struct buffer *out, const struct instance *instance);
void derive_database_ts(struct buffer *out, const struct instance *instance);
void derive_labels_json(struct buffer *out, const struct instance *instance);
/* CREATE statements, views and policies, as one script to read. */
void derive_sql(struct buffer *out, const struct instance *instance, enum engine engine);
/* The commands that distribute the tables over several machines. */
void derive_citus(struct buffer *out, const struct instance *instance);
/* docs/data-map.md: every column with its class, purpose, basis and retention (G-01). */
void derive_data_map(struct buffer *out, const struct instance *instance);

#endif
