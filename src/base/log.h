/* Log: one line per event, JSON for machines, short text on a terminal. A line holds names,
   numbers and ids; never bodies, tokens or personal content (CHECKLIST I-018, X-024): there
   is no field for free text but `what`, which is always a literal of the program. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/text.h"

#include <stdint.h>

/* The three kinds of I-018, and what the program says of itself. */
enum log_kind { LOG_SERVER, LOG_REQUEST, LOG_ERROR, LOG_PERFORMANCE };
enum log_form { LOG_JSON, LOG_HUMAN };

/* One fact of a line: a name and a number, or a name and a value from a closed set. */
struct log_fact {
    const char *name;
    struct text value; /* at == NULL: `number` counts */
    int64_t number;
};

#define LOG_TEXT(key, text)    ((struct log_fact){ .name = (key), .value = (text) })
#define LOG_NUMBER(key, value) ((struct log_fact){ .name = (key), .number = (value) })

/* Where lines go: a file descriptor that the caller keeps open. Standard error until said. */
void log_open(int fd, enum log_form form);
/* Writes one line with one write(2). `what` is a literal; facts end with a NULL name. A fact
   that would make the line longer than 2 KiB is left out, and the line says so: "cut":1. */
void log_line(enum log_kind kind, const char *what, const struct log_fact *facts);
#define LOG(kind, what, ...)                                                                       \
    log_line((kind), (what), (const struct log_fact[]){ __VA_ARGS__ __VA_OPT__(, ){ 0 } })

const char *log_kind_name(enum log_kind kind);

#endif
