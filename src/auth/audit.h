/* Audit: who did what to which row, and when; ids, never content. Append-only, and each entry
   carries the hash of the one before it, so that a missing or changed one shows. */
#ifndef AUTH_AUDIT_H
#define AUTH_AUDIT_H

#include "call/call.h"

struct audit_event {
    struct row row; /* of the workspace; 0: of the server */
    int64_t number; /* from 1, without gaps */
    struct id actor_id;
    struct text action; /* "member.grant" */
    struct text entity;
    struct id row_id;
    struct text details; /* JSON of names and numbers from closed sets */
    struct text previous_hash, hash;
};

extern const struct entity audit_event_entity;

struct audit {
    int64_t workspace_id;
    const char *action;
    const char *entity;
    struct id row_id;
    struct text details; /* may be empty */
};

/* As the server's own code. Entries of one workspace are written one at a time. */
enum status MUST_CHECK audit_write(struct tx *tx, const struct call *call,
                                   const struct audit *audit);
/* Goes through the entries of one workspace in order. *ret_broken is the number of the first one
   that does not follow from the one before it, or 0; entries that retention has taken from the
   beginning are no break. */
enum status MUST_CHECK audit_verify(struct tx *tx, int64_t workspace_id, int64_t *ret_broken);

#endif
