/* Batch: some hundred rows of a file at a time, checked only (dry run) or written in one
   transaction together with the list of what was made and the progress of the run. */
#ifndef REST_IMPORT_BATCH_H
#define REST_IMPORT_BATCH_H

#include "rest/import_item.h"
#include "rest/import_run.h"

enum { IMPORT_BATCH_ROWS = 500 };

/* What a whole run counted so far. */
struct import_tally {
    int64_t total, done, failed, skipped, links_created;
};

struct import_batch {
    const struct import_plan *plan;
    struct import_item items[IMPORT_BATCH_ROWS];
    bool is_known[IMPORT_BATCH_ROWS];
    size_t count;
    int64_t passed_over;     /* rows that the options pass over */
    bool is_last, is_broken; /* the file ended, or cannot be read from here on */
};

/* Reads up to IMPORT_BATCH_ROWS rows. Memory comes from call->arena, which the caller clears
   between batches. */
void import_batch_read(struct call *call, const struct import_plan *plan,
                       struct import_table *table, struct import_batch *batch);

/* Keys of rows seen before in the same file, and links that would be made, over all batches. */
struct import_seen {
    struct map keys;
    struct import_links links;
};

/* Finds links, duplicates and faults without writing anything. */
enum status MUST_CHECK import_batch_check(struct call *call, struct import_batch *batch,
                                          struct import_seen *seen);
/* Writes the rows that have no fault and counts the run on. CONFLICT: the run was cancelled.
   Faults that the database finds become faults of the item. */
enum status MUST_CHECK import_batch_write(struct call *call, struct import_batch *batch,
                                          struct id run_id, struct import_tally *tally);
/* Counts the rows of a batch as they stand. */
void import_batch_count(const struct import_batch *batch, struct import_tally *tally);

/* {"row", "field", "column", "value", "message"} */
void import_fault_write(struct json_writer *json, const struct import_fault *fault);

#endif
