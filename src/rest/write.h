/* Write: rows into the store by the rules of their entity, for the data API and the importer
   alike: parse, fill in what the server knows, compute what is derived, check, insert. */
#ifndef REST_WRITE_H
#define REST_WRITE_H

#include "call/call.h"

/* A row on its way in: one value per column of the table (schema/column.h), and which of them
   the client gave. */
struct row_draft {
    struct value *values; /* the row's own, then fields, then folds */
    bool *is_given;
    int64_t number; /* in the request, from 1; for messages */
};

/* An empty draft: fallbacks and server columns filled in. */
struct row_draft draft_new(struct call *call, const struct entity *entity);
/* For a change: nothing filled in. */
struct row_draft draft_empty(struct call *call, const struct entity *entity);
/* Puts a checked value; server columns and unknown names are refused or passed over as the
   data API does (docs/protocols.md). */
enum status MUST_CHECK draft_set_json(struct call *call, const struct entity *entity,
                                      struct row_draft *draft, struct text name,
                                      const struct json *json);
/* The same from a cell of a CSV file; NULL stands for null. */
enum status MUST_CHECK draft_set_cell(struct call *call, const struct entity *entity,
                                      struct row_draft *draft, struct text name, struct text cell);
void draft_set(const struct entity *entity, struct row_draft *draft, const struct field *field,
               struct value value);
/* Computes derived columns and folds of the columns that are there. */
void draft_derive(struct call *call, const struct entity *entity, struct row_draft *draft);
/* Derived columns, and what is still missing. */
/* Refuses a row about a kind of record that the caller may not look at (struct entity, module_of).
 */
enum status MUST_CHECK draft_check_kind(struct call *call, const struct entity *entity,
                                        const struct row_draft *draft);
enum status MUST_CHECK draft_finish(struct call *call, const struct entity *entity,
                                    struct row_draft *draft);

enum { LIMIT_CONFLICT_COLUMNS = 8 }; /* more are unique together nowhere */

struct insert_options {
    bool merges, ignores;        /* on a conflict */
    const char *const *conflict; /* columns besides workspace_id, NULL-ended; NULL: id */
    bool locks_later;            /* whoever inserts calls draft_check_locks for all rows at once */
};

/* Inserts a finished draft. *ret_id is the row's id; *ret_written false when `ignores` passed it
   over. Runs the entity's check. */
enum status MUST_CHECK draft_insert(struct call *call, struct tx *tx, const struct entity *entity,
                                    const struct row_draft *draft,
                                    const struct insert_options *options, struct id *ret_id,
                                    bool *ret_written);

/* Refuses rows that were inserted with locks_later and are held fast. */
enum status MUST_CHECK draft_check_locks(struct call *call, struct tx *tx,
                                         const struct entity *entity, const struct id *ids,
                                         size_t count);

/* Is this column sealed, or follows from one, and has the draft a value for it. */
bool draft_seals(const struct entity *entity, const struct row_draft *draft, size_t column);
/* The draft's values as they are stored, one per column of the table. */
enum status MUST_CHECK draft_sealed_values(struct tx *tx, const struct entity *entity,
                                           const struct row_draft *draft,
                                           struct value **ret_values);
/* Writes what the draft seals into a row that is there: a cell belongs to one row only. */
enum status MUST_CHECK draft_seal_for(struct call *call, struct tx *tx, const struct entity *entity,
                                      const struct row_draft *draft, struct id id);

/* The entity's own rule over a row that was just written. */
enum status MUST_CHECK draft_check(struct call *call, struct tx *tx, const struct entity *entity,
                                   struct id id);

#endif
