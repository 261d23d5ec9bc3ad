/* Ledger: a file of lines that only grows, "<hash> <JSON object>", where each hash covers the one
   before it and the object. So a line that was changed, taken out or put in between shows. For what
   must outlive the store: it stands beside the backups and in none of them. */
#ifndef JOBS_LEDGER_H
#define JOBS_LEDGER_H

#include "base/arena.h"
#include "base/status.h"
#include "codec/json_read.h"

enum { LIMIT_LEDGER_LINE = 4096 };

struct ledger_line {
    int64_t number; /* from 1 */
    const struct json *entry;
    struct text hash; /* hex */
};

/* Adds a line, which is on the disk then; a line that a crash cut off goes first. The file is made
   when it is not there; its folder is. *ret_hash may be NULL. */
enum status MUST_CHECK ledger_append(const char *path, struct text entry, struct arena *arena,
                                     struct text *ret_hash);
/* Calls `each` for every line, first to last. NOT_FOUND: there is no such file; FAILED: it cannot
   be read, or a line does not follow from the one before it. *ret_reason is a sentence for the
   operator. A cut off last line is no line. */
enum status MUST_CHECK ledger_each(const char *path, struct arena *arena,
                                   enum status (*each)(const struct ledger_line *line,
                                                       void *context),
                                   void *context, struct text *ret_reason);

#endif
