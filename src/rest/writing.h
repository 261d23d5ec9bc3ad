/* Writing: what POST, PUT, PATCH and DELETE of /rest/v1/<entity> share. Private to src/rest. */
#ifndef REST_WRITING_H
#define REST_WRITING_H

#include "rest/follow_up.h"
#include "rest/rest.h"
#include "rest/write.h"

struct writing {
    struct call *call;
    const struct entity *entity;
    struct rest_query *query;
    enum form form;
    struct row_draft *drafts;
    size_t draft_count;
    struct insert_options options;
    struct id *ids; /* of the rows that were written */
    size_t id_count, id_room;
    int http_status;
    size_t header_count; /* of the call, before the work */
    bool is_rolled_back; /* Prefer: tx=rollback did its work */
};

/* Reads the URL and the headers. What a write is made of outlives its handler: it lives in the
   call's arena. `may`: whether the caller's level allows this at all. */
enum status MUST_CHECK writing_begin(struct call *call, int http_status,
                                     bool (*may)(const struct entity *entity, enum level level),
                                     struct writing **ret_writing);
/* First and last thing of the work, which may be run again from its start. */
void writing_start(struct writing *writing);
enum status MUST_CHECK writing_finish(struct writing *writing, struct tx *tx);
/* Prefer: tx=rollback has undone the transaction, and that is what was asked for. */
enum status writing_settle(void *context, enum status status);
/* Says in the workspace's activity what was done to the rows that were written. */
enum status MUST_CHECK writing_tell(const struct writing *writing, struct tx *tx,
                                    const char *action);
void writing_keep_id(struct writing *writing, struct id id);
/* Puts the members of a JSON object into the draft, those that `columns` wants. */
enum status MUST_CHECK writing_fill(struct writing *writing, struct row_draft *draft,
                                    const struct json *object);

#endif
