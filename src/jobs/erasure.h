/* Erasure: what was erased for good, so that a backup that was made before does not bring it back.
   Ids and times, no content. It is recorded in the transaction that erases, and then goes into the
   ledger `erasures.ledger` beside the backups, which is in none of them; a restore carries out what
   the ledger has since the backup. */
#ifndef JOBS_ERASURE_H
#define JOBS_ERASURE_H

#include "call/instance.h"

struct erasure {
    struct row row;
    struct text entity;   /* "workspace", "account", ... */
    int64_t of_workspace; /* the number of an erased workspace; otherwise 0 */
    struct id row_id;     /* of an erased row of the server's; otherwise zero */
};

extern const struct entity erasure_entity;

/* For src/jobs/erase.c. */
enum status MUST_CHECK erasure_record(struct tx *tx, const char *entity, int64_t workspace_id,
                                      struct id row_id);

/* Writes what the store has recorded and the ledger of the folder does not have; makes the ledger
   when there is none. *ret_lines (may be NULL) is how many it has then. */
enum status MUST_CHECK erasure_follow(const struct instance *instance, const char *path,
                                      struct arena *arena, int64_t *ret_lines,
                                      struct text *ret_reason);
/* The same for call_after_commit, once something was erased. */
void erasure_follow_after_commit(const struct instance *instance, void *nothing);

/* Erases in `store` what stands in the ledger of the folder behind line `after`, all or nothing.
   NOT_FOUND: there is no ledger; CONFLICT: it has fewer lines; FAILED: it was changed. */
enum status MUST_CHECK erasure_replay(struct store *store, const char *path, int64_t after,
                                      struct arena *arena, int64_t *ret_replayed,
                                      struct text *ret_reason);

#endif
