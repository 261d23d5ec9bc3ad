/* Follow-up: what an entity says follows from writing its rows (struct entity, follow). Rows are
   read before a statement changes them, and handed on with what they have become. */
#ifndef REST_FOLLOW_UP_H
#define REST_FOLLOW_UP_H

#include "rest/write.h"

/* Rows as they were; the rows of their entity, in the arena of the transaction. */
struct followed {
    void **rows; /* struct row * */
    size_t count;
};

/* Selects one column, the ids. */
struct follow_query {
    struct text sql;
    const struct value *values;
    size_t count;
};

/* The ids alone, in the arena of the transaction. */
enum status MUST_CHECK follow_up_ids(struct tx *tx, const struct follow_query *query,
                                     struct id **ret_ids, size_t *ret_count);
enum status MUST_CHECK follow_up_read(struct call *call, struct tx *tx, const struct entity *entity,
                                      const struct follow_query *query,
                                      struct followed *ret_followed);
/* The row that a draft will be merged into, if there is one that is followed. */
enum status MUST_CHECK follow_up_merged(struct call *call, struct tx *tx,
                                        const struct entity *entity, const struct row_draft *draft,
                                        const struct insert_options *options,
                                        struct followed *ret_followed);
/* After the draft was written into these rows, new ones among them. */
enum status MUST_CHECK follow_up_changed(struct call *call, struct tx *tx,
                                         const struct entity *entity, const struct followed *before,
                                         const struct row_draft *draft, const struct id *ids,
                                         size_t count);
enum status MUST_CHECK follow_up_gone(struct call *call, struct tx *tx, const struct entity *entity,
                                      const struct followed *before);

#endif
