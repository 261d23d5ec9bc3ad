/* What an import leaves in the store: the run, the uploaded file until it is run, which rows it
   made (for undo), and mappings to use again. */
#ifndef REST_IMPORT_RUN_H
#define REST_IMPORT_RUN_H

#include "rest/import.h"

enum import_status {
    IMPORT_UPLOADED = 1,
    IMPORT_READY, /* previewed with a mapping that works */
    IMPORT_RUNNING,
    IMPORT_DONE,
    IMPORT_FAILED,
    IMPORT_CANCELLED,
    IMPORT_UNDONE
};

enum import_failure {
    FAILURE_NONE,
    FAILURE_STOPPED,
    FAILURE_UNREADABLE,
    FAILURE_REFUSED,
    FAILURE_FORBIDDEN
};

/* "entity" is the name of the entity that is imported into. */
struct import_run {
    struct row row;
    struct text entity, file_name;
    int status; /* enum import_status */
    struct text source, header_key, content_key;
    int64_t rows_total, rows_done, rows_failed, rows_skipped, links_created;
    struct text mapping, options, errors;
    struct text left_out; /* columns about buyers: people_write */
    int failure;          /* enum import_failure */
    int64_t started_at, finished_at;
};

/* A piece of the uploaded file, base64. */
struct import_file {
    struct row row;
    struct id run_id;
    int64_t number;
    struct text data;
    int64_t expires_at;
};

/* A row that a run made, with the version it had then. */
struct import_row {
    struct row row;
    struct id run_id;
    struct text entity;
    struct id row_id;
    int64_t row_version;
};

struct import_mapping {
    struct row row;
    struct text entity, header_key;
    struct text mapping, options;
};

extern const struct entity import_run_entity, import_file_entity, import_row_entity,
    import_mapping_entity;

struct import_upload {
    const struct entity *entity;
    struct text file_name, bytes, header_key, left_out;
    int64_t rows_total;
};

/* All of these run as the server's own code; the caller's right to the run is checked here. */

/* Puts the file and its run in. */
enum status MUST_CHECK import_run_create(struct call *call, const struct import_upload *upload,
                                         struct import_run *ret_run);
/* The caller's own run and its entity, into which the caller may write. */
enum status MUST_CHECK import_run_find(struct call *call, struct id id, struct import_run *ret_run,
                                       const struct entity **ret_entity);
enum status MUST_CHECK import_run_update(struct call *call, struct import_run *run);
/* As it stands now, however far the worker has counted meanwhile. Refuses when it has finished. */
enum status MUST_CHECK import_run_cancel(struct call *call, struct import_run *run);
/* Refuses when the file is gone. */
enum status MUST_CHECK import_file_load(struct call *call, struct id run_id,
                                        struct text *ret_bytes);
enum status MUST_CHECK import_file_forget(struct call *call, struct id run_id);
/* A run of the same file that is done: *ret_found false when there is none. */
enum status MUST_CHECK import_run_find_same(struct call *call, const struct import_run *run,
                                            struct import_run *ret_same, bool *ret_found);
/* The mapping last used for this header. */
enum status MUST_CHECK import_mapping_find(struct call *call, const struct entity *entity,
                                           struct text header_key,
                                           struct import_mapping *ret_mapping, bool *ret_found);
/* `mapping`: what of the run's is for everybody in the workspace. */
enum status MUST_CHECK import_mapping_keep(struct call *call, const struct import_run *run,
                                           struct text mapping);
/* Tells runs as stopped whose process ended without saying so: nothing moved for stale_ms. */
enum status MUST_CHECK import_sweep(struct call *call, int64_t stale_ms);

#endif
