/* Place: the directory of an embedded store: who may open it, in which form its database is, and
   the changes of form. Every process that has the database open holds a shared lock on the
   directory; whoever makes the file anew holds it alone. Private to src/store. */
#ifndef STORE_SQLITE_PLACE_H
#define STORE_SQLITE_PLACE_H

#include "store/sqlite_key_block.h"
#include "store/sqlite_vfs.h"

struct sqlite_place {
    int directory; /* open, and locked */
    char path[4096];
    struct sqlite_vfs *vfs; /* NULL: plain */
};

/* Locks the directory and makes the database ready to be opened: makes it when there is none,
   encrypts a plain one when there are keys, seals its key with the current master key. On
   failure nothing is held, and *ret_reason says what to do. */
enum status MUST_CHECK sqlite_place_open(struct sqlite_place *place,
                                         const struct store_settings *settings, struct arena *arena,
                                         struct text *ret_reason);
void sqlite_place_close(struct sqlite_place *place);

/* The lock alone, for one process; CONFLICT when somebody has the database open. Undone by
   sqlite_place_close. */
enum status MUST_CHECK sqlite_place_seize(struct sqlite_place *place, const char *directory,
                                          struct arena *arena, struct text *ret_reason);

/* --- sqlite_copy.c; the place is seized */
/* Takes away what a process that was killed has left half made. */
void sqlite_copy_clear(struct sqlite_place *place, struct arena *arena);
bool sqlite_copy_is_left(const struct sqlite_place *place, struct arena *arena);
/* An empty database, whole from the moment it is there. */
enum status MUST_CHECK sqlite_copy_empty(struct sqlite_place *place, const struct store_keys *keys,
                                         struct arena *arena, struct text *ret_reason);
/* Writes the database anew under a key of its own (NULL: plain) and puts it in the old one's
   place by one rename: a crash leaves one or the other. `source` reads the old one. */
enum status MUST_CHECK sqlite_copy_over(struct sqlite_place *place, const struct sqlite_vfs *source,
                                        const struct store_keys *keys, struct arena *arena,
                                        struct text *ret_reason);

#endif
