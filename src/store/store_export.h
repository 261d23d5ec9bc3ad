/* Store export: every row of every kind into an archive and back, from either engine into either.
   Rows go in the order of their keys, so that equal stores give equal bytes. */
#ifndef STORE_STORE_EXPORT_H
#define STORE_STORE_EXPORT_H

#include "crypto/digest_stream.h"
#include "store/archive.h"

/* The longest row is a day's sums (ops/rollup_pack.h): three texts of 8 MiB, of which JSON may make
   twice as much. */
enum { LIMIT_EXPORT_PART = 56 << 20, LIMIT_EXPORT_LINE = 52 << 20 };

/* What an archive says of one kind of record. */
struct row_sum {
    int64_t count;
    struct digest_stream *digest; /* over the lines of the rows */
};

/* One for each entity of the schema; they end with the arena. */
struct row_sum *row_sums_new(const struct schema *schema, struct arena *arena);

/* Members rows/<entity>/<number>.jsonl: a line of column names, then a line for each row. */
enum status MUST_CHECK store_export(struct tx *tx, struct archive_writer *writer,
                                    struct row_sum *sums);

/* The entity of the member with this name. NULL: it is none of rows, or of a kind that this program
   does not know; *ret_kind is then its name, or empty. */
const struct entity *store_export_entity(const struct schema *schema, struct text name,
                                         struct text *ret_kind);
/* Adds the rows of a part to the sum and looks through them. The sentence in *ret_why says what is
   wrong with it. */
enum status MUST_CHECK store_import_check(const struct entity *entity, struct text part,
                                          struct row_sum *sum, const char **ret_why);

enum import_pass {
    IMPORT_ROWS,  /* links from an entity to itself stay empty */
    IMPORT_LINKS, /* and are set now */
};

/* Is there any row that the second pass is for. */
bool store_import_links(const struct entity *entity);
/* Columns that the part does not have, because they came later, are empty or have their fallback;
   what follows from a column that it has is made from it. */
enum status MUST_CHECK store_import_part(struct tx *tx, const struct entity *entity,
                                         struct text part, enum import_pass pass);

#endif
