/* Item: one row of a file on its way into the store, with what is wrong about it, and the linked
   rows it names. */
#ifndef REST_IMPORT_ITEM_H
#define REST_IMPORT_ITEM_H

#include "base/map.h"
#include "rest/import_plan.h"
#include "rest/write.h"

struct import_fault {
    int64_t row;               /* as the file's own program counts */
    const struct field *field; /* NULL: the row as a whole */
    struct text column, value; /* what stood where */
    struct text sentence;      /* in the caller's language */
};

struct import_linked {
    struct row_draft draft;
    bool has_names;  /* the file names it */
    struct text key; /* the same for the same row */
};

struct import_item {
    int64_t number;
    struct row_draft draft;
    struct import_linked links[IMPORT_LINKS]; /* by plan->links */
    struct import_fault *faults;
    size_t fault_count;
    size_t read_fault_count; /* of them, those that reading found */
};

/* Memory comes from call->arena. */
void import_item_read(struct call *call, const struct import_plan *plan,
                      const struct table_row *row, struct import_item *ret_item);
void import_item_blame(struct call *call, struct import_item *item, const struct field *field,
                       struct text value, struct text sentence);
bool import_item_is_blamed(const struct import_item *item, const struct field *field);
/* Adds the refusal that the call holds, and clears it. */
void import_item_blame_refusal(struct call *call, struct import_item *item);

/* Linked rows that were found or made already, within one transaction. */
struct import_links {
    struct arena *arena;
    struct map by_key; /* key -> struct id */
    int64_t created;   /* made, or that would be made */
    bool may_write;    /* false: only count what would be made */
};

/* A row that was made besides, to be written down for undo. */
typedef void (*import_made)(void *context, const struct entity *entity, struct id id);

/* Finds the linked rows and puts their ids into the draft; makes those that are missing if the
   options say so. What is wrong becomes a fault of the item. May be run again on the same item:
   it then starts from what reading found. */
enum status MUST_CHECK import_item_link(struct call *call, struct tx *tx,
                                        const struct import_plan *plan, struct import_item *item,
                                        struct import_links *links, import_made made,
                                        void *context);

/* Whether the row is there already, by what is unique; *ret_key is a text that is the same for
   such rows, empty when nothing unique is said. */
enum status MUST_CHECK import_item_is_known(struct call *call, struct tx *tx,
                                            const struct import_plan *plan,
                                            const struct import_item *item, bool *ret_known,
                                            struct text *ret_key);

#endif
