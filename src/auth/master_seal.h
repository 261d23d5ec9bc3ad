/* Master seal: what only this server may ever read again (a provider's tokens), sealed under the
   master key and bound to its row, inside of a column that is sealed for its owner. Whoever has the
   database, its export in plain, and an administrator's password has nothing without that key. */
#ifndef AUTH_MASTER_SEAL_H
#define AUTH_MASTER_SEAL_H

#include "crypto/seal.h"
#include "store/store.h"

struct master_sealed {
    const struct entity *entity;
    size_t at;                                                  /* of the struct text in the row */
    struct text (*about)(struct arena *arena, const void *row); /* what it is bound to */
};

/* Into the row struct; equal texts never look alike. */
enum status MUST_CHECK master_seal(struct tx *tx, const struct key_ring *seals,
                                   const struct master_sealed *sealed, struct text plain,
                                   void *row);
/* Fails like seal_open, whose sentence seal_sentence says; INVALID when there is none. */
enum status MUST_CHECK master_seal_open(struct arena *arena, const struct key_ring *seals,
                                        const struct master_sealed *sealed, const void *row,
                                        struct text *ret_plain);
/* Seals again, with the current key, what an earlier master key has sealed. What does not open
   stays: it says so when it is used. */
enum status MUST_CHECK master_seal_renew_all(struct tx *tx, const struct key_ring *seals,
                                             const struct master_sealed *sealed);

#endif
