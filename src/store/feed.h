/* Feed: what was changed, told after the commit, and words between the server processes on one
   database. At most once, never waited for: who must not miss anything reads again when it is
   told that something was lost. On SQLite there is one process; on PostgreSQL the feed has a
   connection of its own that listens and notifies (docs/decisions, row changes). */
#ifndef STORE_FEED_H
#define STORE_FEED_H

#include "store/store.h"

enum change_kind {
    CHANGE_INSERT,
    CHANGE_UPDATE,
    CHANGE_DELETE,
    CHANGE_MERGE, /* one of the first two: the row's version tells */
    CHANGE_MANY,  /* more rows of the entity than are told one by one: read again */
};

struct change {
    const struct entity *entity;
    int64_t workspace_id; /* CHANGE_MANY: 0 is any */
    enum change_kind kind;
    struct id id;       /* zero with CHANGE_MANY */
    struct id owner;    /* CHANGE_DELETE of ROWS_OF_OWNER: whose it was, when that is known */
    enum module module; /* CHANGE_DELETE of what has module_by: its own, when that is known */
};

enum {
    FEED_CHANGES = 256,         /* of one transaction, told one by one */
    FEED_WAITING = 4 << 20,     /* bytes that other processes have not been told yet */
    FEED_MESSAGE = 1024 * 1024, /* bytes of one store_tell */
};

/* Called on whatever thread has just committed, or on the feed's own: must not block. */
struct feed_listener {
    void *context;
    void (*changed)(void *context, const struct change *changes, size_t count);
    /* Another process said this with store_tell. */
    void (*heard)(void *context, struct text message);
    /* Changes and words of other processes may have been missed. */
    void (*lost)(void *context);
};

/* Once, before calls are served. The listener is copied. OK without a second process to talk to;
   FAILED when there is no thread left for it. */
enum status MUST_CHECK store_listen(struct store *store, const struct feed_listener *listener);
/* Nothing more is told from here on; before store_close. */
void store_listen_no_more(struct store *store);
/* Tells the other processes; text (UTF-8, no NUL) of at most FEED_MESSAGE. Any thread. */
void store_tell(struct store *store, struct text message);

/* These rows were written by this transaction; with no ids: none were. A statement that writes
   rows callers may see and is not followed by a note counts as CHANGE_MANY. */
void tx_note(struct tx *tx, const struct entity *entity, enum change_kind kind,
             int64_t workspace_id, const struct id *ids, size_t count);

/* A row is gone that said its module (struct entity, module_by). */
void tx_note_gone(struct tx *tx, const struct entity *entity, int64_t workspace_id, struct id id,
                  enum module module);

/* So many that they are not told one by one; workspace 0 is any. */
void tx_note_many(struct tx *tx, const struct entity *entity, int64_t workspace_id);

#endif
