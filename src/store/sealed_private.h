/* Parts of sealing that src/store/data_key.c, sealed.c and sealed_start.c share. Private to them.
 */
#ifndef STORE_SEALED_PRIVATE_H
#define STORE_SEALED_PRIVATE_H

#include "crypto/seal.h"
#include "store/data_key.h"
#include "store/engine.h"
#include "store/sealed.h"

enum { LIMIT_OWNER = 160 };

struct data_key {
    struct row row;
    struct text
        owner; /* "account:<id>", "workspace:<number>", "blind", "column:<entity>.<field>" */
    struct text wrapped; /* base64 of the key, sealed with the master key */
};

/* What a store seals with; made by store_use_keys. */
struct store_seals {
    const struct key_ring *master;
    struct secret *blind; /* the root of all keyed hashes */
};

/* A key that this transaction has used. */
struct opened_key {
    struct id id;
    struct text owner;
    struct key_ring ring;
    struct opened_key *next;
};

struct text data_key_about(struct arena *arena, const struct data_key *key);
/* A new row with a fresh key. */
enum status MUST_CHECK data_key_make(const struct key_ring *master, struct arena *arena,
                                     struct text owner, struct data_key *ret_key);
enum status MUST_CHECK data_key_unwrap(const struct key_ring *master, struct arena *arena,
                                       const struct data_key *key, struct secret **ret_secret);
/* NOT_FOUND: there is none, and `makes` was not said. */
enum status MUST_CHECK data_key_of_owner(struct tx *tx, struct text owner, bool makes,
                                         const struct opened_key **ret_key);
/* NOT_FOUND: it was destroyed. */
enum status MUST_CHECK data_key_of_id(struct tx *tx, struct id id,
                                      const struct opened_key **ret_key);

/* The cell is not sealed at all. */
bool sealed_is_foreign(struct text cell);

#endif
