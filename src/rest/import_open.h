/* A file of an import that is open: what is said about it, what was found, and its rows. */
#ifndef REST_IMPORT_OPEN_H
#define REST_IMPORT_OPEN_H

#include "rest/import_layout.h"
#include "rest/import_run.h"

struct import_opened {
    const struct entity *entity;
    struct import_options options;
    struct import_table table;
    struct import_look look;
    const struct import_layout *layout; /* that fits, or is wanted; NULL: none */
};

/* An entity that rows can be imported into, by somebody who may create them. */
enum status MUST_CHECK import_entity_find(struct call *call, struct text name,
                                          const struct entity **ret_entity);
/* Opens and looks at it; entity and options are filled in before. The table is then at its end.
   `bytes` is borrowed. */
enum status MUST_CHECK import_open_bytes(struct call *call, struct text bytes,
                                         struct import_opened *opened);
/* Keeps what was opened as a run of its own. */
enum status MUST_CHECK import_open_create(struct call *call, const struct import_opened *opened,
                                          struct text file_name, struct text bytes,
                                          struct text left_out, struct import_run *ret_run);
/* Opens the file of a run that can be run. */
enum status MUST_CHECK import_open_run(struct call *call, struct id id, struct text options,
                                       struct import_run *run, struct import_opened *opened);
/* Puts the table before its first row again. */
enum status MUST_CHECK import_open_again(struct call *call, struct id id,
                                         struct import_opened *opened);
/* The rows come under this name when the user gives none. */
void import_settle_source(struct call *call, struct import_options *options, struct text key);

/* Answers with columns, samples, fields, mapping and options. */
enum status MUST_CHECK import_answer_file(struct call *call, struct import_opened *opened,
                                          const struct import_run *run);
/* Answers with the first rows as they would be stored, and all that is wrong. */
enum status MUST_CHECK import_answer_preview(struct call *call, const struct import_plan *plan,
                                             struct import_table *table);

#endif
