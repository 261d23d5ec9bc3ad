/* Sealed: fields that are encrypted in their columns, so that neither the data file nor a backup
   nor somebody who reads the database can read them. A cell is "s1." and the base64 of the id of
   its data key, and what crypto/seal.h makes of the value; workspace, table, column and row are
   bound to it, so that cells cannot be exchanged. Equal values never look alike; a blind column
   has a keyed hash of the folded value besides, by which it is found. */
#ifndef STORE_SEALED_H
#define STORE_SEALED_H

#include "store/store.h"

struct key_ring;

/* From here on the store seals and opens. Makes the store's own keys when there are none, wraps
   those again that an earlier master key has wrapped, and seals what an earlier version has left
   plain in columns that are sealed now; that can be broken off and begun again. `master` outlives
   the store. On failure *ret_reason is a sentence for the operator. */
enum status MUST_CHECK store_use_keys(struct store *store, const struct key_ring *master,
                                      struct arena *arena, struct text *ret_reason);

enum sealing {
    SEALING_INSERT, /* whose key it is gets one when there is none */
    SEALING_UPDATE, /* a key that was destroyed is not made again: the workspace's takes over */
};

/* `values` has one value per column of the table (schema/column.h): what is sealed becomes a cell,
   keyed hashes are filled in. STORE_CHECK when a text is too long. */
enum status MUST_CHECK sealed_values(struct tx *tx, const struct entity *entity,
                                     enum sealing sealing, struct value *values);
/* Opens a cell. NULL when its key was destroyed. Fails as STORE_SEALED when it was changed, was
   moved here from another place, or is not sealed, and as STORE_NO_KEY without its master key. */
enum status MUST_CHECK sealed_open(struct tx *tx, const struct entity *entity,
                                   const struct field *field, int64_t workspace_id, struct id id,
                                   struct text cell, struct value *ret_value);
/* The front of a cell, which says with whose key it was made; and opening that key for the cells
   to come. What is no such front is passed over. */
enum { SEALED_HEAD_SIZE = 27 };
enum status MUST_CHECK sealed_fetch_key(struct tx *tx, struct text head);
/* Opens what is sealed in a row struct. */
enum status MUST_CHECK sealed_open_row(struct tx *tx, const struct entity *entity, void *row);
/* What stands in `<field>_blind` for this value; NULL for NULL. */
struct value sealed_blind(const struct store *store, struct arena *arena,
                          const struct entity *entity, const struct field *field,
                          int64_t workspace_id, struct value value);
/* The same inside of work: for a condition "email_blind = $1". */
struct value tx_blind(const struct tx *tx, const struct entity *entity, const char *field,
                      int64_t workspace_id, struct text text);
/* The transaction that a cursor belongs to. */
struct tx *cursor_tx(const struct cursor *cursor);

#endif
