/* Import: CSV and XLSX into any entity. Upload, map columns, preview, run in the background, undo.
   What is the same for every entity lives here; what a product knows about its own (words in
   headers, how a sale finds its show) comes as a preset. */
#ifndef REST_IMPORT_H
#define REST_IMPORT_H

#include "call/call.h"
#include "call/function.h"

enum {
    LIMIT_IMPORT_FILE = 32 * 1024 * 1024,
    IMPORT_FILE_HOURS = 24, /* how long an upload waits to be run */
    IMPORT_DAYS = 365,      /* how long a run can be undone */
    IMPORT_PREVIEW_ROWS = 50,
    IMPORT_ERRORS = 200, /* shown of all that there are */
    IMPORT_SAMPLES = 5,
};

/* A header as it is folded for comparison (lower case, no spaces, nothing in brackets), and the
   field it means: "size", or "live_session_id.title" for the field of a linked row. */
struct import_word {
    const char *header;
    const char *field;
    const char *also_field, *also_value; /* what the header says besides: "US size" */
};

/* What a cell may say for a choice besides its value and labels, folded. */
struct import_choice {
    const char *field, *text, *value;
};

/* What a field is when no column says it, on import only. */
struct import_constant {
    const char *field, *value;
};

struct row_draft;

struct import_preset {
    const struct entity *entity;
    const struct import_word *words;         /* ended by a NULL header */
    const struct import_choice *choices;     /* ended by a NULL field */
    const struct import_constant *constants; /* ended by a NULL field */
    /* Fills what a row of the file leaves out and what follows from the rest of it. May be NULL. */
    void (*complete)(struct row_draft *draft);
    /* The links of this entity that can be found or made; ended by a NULL field. */
    const struct import_link {
        const char *field;
        /* The row that belongs to a draft without being named; NOT_FOUND: none. */
        enum status (*find)(struct call *call, struct tx *tx, const struct row_draft *draft,
                            struct id *ret_id);
        /* Fills what is missing in the linked row that is to be found or made: a show's day from
           the time of the sale. */
        void (*complete)(struct call *call, const struct row_draft *draft,
                         struct row_draft *linked);
        struct label missing; /* said where a required one is neither named nor found */
    } * links;
};

extern const struct entity *const import_entities[]; /* NULL-ended */
extern const struct function import_functions[];     /* ended by a NULL name */

/* Starts the threads that run imports, and ends them: the batch under way is finished, the rest
   is told as stopped. instance->imports is NULL where nothing runs in the background. */
struct import_worker;
enum status MUST_CHECK import_start(struct instance *instance);
void import_stop(struct instance *instance);

/* Puts a file in and runs it right away, for the program's own examples: `mapping` and `options`
   as import_run takes them; what is suggested when empty. */
enum status MUST_CHECK import_file_run(struct call *call, const struct entity *entity,
                                       struct text file_name, struct text bytes,
                                       struct text mapping, struct text options,
                                       struct id *ret_run_id);

#endif
