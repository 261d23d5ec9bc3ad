/* Backup: the whole store as one file of the embedded kind, whatever the engine: encrypted under
   a key of its own that the master key opens. Made while the store is written to, from one
   moment of it. */
#ifndef STORE_STORE_BACKUP_H
#define STORE_STORE_BACKUP_H

#include "crypto/store_key.h"
#include "store/store.h"

/* Rows by entity, in the order of the schema; lives in the arena. */
struct store_counts {
    int64_t *rows;
    size_t count;
};

/* Writes the file `path`, which is not there yet, and everything that the counts say. Its key,
   sealed, goes into the file `key_path`, which is not there yet either: who takes that away has
   closed the backup, and every copy of it, for ever. On failure nothing is left, and *ret_reason is
   a sentence for the operator. */
enum status MUST_CHECK store_backup_write(struct store *store, const struct store_keys *keys,
                                          const char *path, const char *key_path,
                                          struct arena *arena, struct store_counts *ret_counts,
                                          struct text *ret_reason);
/* Zeros over the key, and the file is gone; and where an earlier version has kept the key in the
   backup itself. OK also when they are not there. */
enum status MUST_CHECK store_backup_destroy_key(const char *path, const char *key_path);

/* Makes the embedded store of `directory`, where there is none, from the backup, under a key that
   is new. Reads and checks every page on the way. `key_path` NULL: the key is in the backup, as
   earlier versions had it. CONFLICT: something is there already; UNAVAILABLE: another master key
   made the backup; FAILED: damaged, or the disk. */
enum status MUST_CHECK store_backup_restore(const char *path, const char *key_path,
                                            const struct store_keys *keys, const char *directory,
                                            struct arena *arena, struct text *ret_reason);

/* Rows of an open store now. */
enum status MUST_CHECK store_count(struct store *store, struct arena *arena,
                                   struct store_counts *ret_counts);

/* Copies every row of every entity from one moment of `from` into `into`, which has none; both
   have the same schema. CONFLICT when `into` has rows. */
enum status MUST_CHECK store_copy(struct store *from, struct store *into, struct arena *arena,
                                  struct store_counts *ret_counts, struct text *ret_reason);

#endif
