/* Log: formats a line into a stack buffer and hands it over in one write. */
#include "base/log.h"

#include "base/time.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

enum { LIMIT_LOG_LINE = 2048, CLOSING_SIZE = sizeof ",\"cut\":1}\n" };

static _Atomic int output = STDERR_FILENO;
static _Atomic int output_form = LOG_JSON;

void log_open(int fd, enum log_form form)
{
    atomic_store(&output, fd);
    atomic_store(&output_form, (int)form);
}

const char *log_kind_name(enum log_kind kind)
{
    static const char *const names[] = {
        [LOG_SERVER] = "server",
        [LOG_REQUEST] = "request",
        [LOG_ERROR] = "error",
        [LOG_PERFORMANCE] = "performance",
    };

    return names[kind];
}

struct line {
    char at[LIMIT_LOG_LINE];
    size_t size;
    bool full; /* something did not fit */
};

static void put(struct line *line, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(struct line *line, const char *format, ...)
{
    size_t room = sizeof line->at - line->size - CLOSING_SIZE;
    va_list list;
    int size;

    va_start(list, format);
    size = vsnprintf(line->at + line->size, room, format, list);
    va_end(list);
    if (size >= 0 && (size_t)size < room)
        line->size += (size_t)size;
    else
        line->full = true;
}

static void put_escaped(struct line *line, struct text text)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.at[i];

        if (c < 0x20 || c == '"' || c == '\\' || c >= 0x7f)
            put(line, "\\u%04x", c);
        else
            put(line, "%c", c);
    }
}

static void put_json_fact(struct line *line, const struct log_fact *fact)
{
    put(line, ",\"%s\":", fact->name);
    if (!fact->value.at) {
        put(line, "%lld", (long long)fact->number);
        return;
    }
    put(line, "\"");
    put_escaped(line, fact->value);
    put(line, "\"");
}

static void put_human_fact(struct line *line, const struct log_fact *fact)
{
    put(line, "  %s ", fact->name);
    if (fact->value.at)
        put_escaped(line, fact->value);
    else
        put(line, "%lld", (long long)fact->number);
}

/* A fact that does not fit is left out as a whole, so that the line stays well-formed. */
static bool put_facts(struct line *line, const struct log_fact *facts,
                      void (*put_fact)(struct line *, const struct log_fact *))
{
    bool cut = false;

    for (; facts->name; facts++) {
        size_t before = line->size;

        put_fact(line, facts);
        if (line->full) {
            line->size = before;
            line->full = false;
            cut = true;
        }
    }
    return cut;
}

/* There is always room for the end: CLOSING_SIZE. */
static void end_line(struct line *line, const char *closing)
{
    size_t size = strlen(closing);

    memcpy(line->at + line->size, closing, size);
    line->size += size;
}

void log_line(enum log_kind kind, const char *what, const struct log_fact *facts)
{
    struct instant_text now = instant_to_text(clock_now_ms());
    struct line line = { .size = 0 };
    bool cut;

    if (atomic_load(&output_form) == LOG_JSON) {
        put(&line, "{\"time\":\"%s\",\"kind\":\"%s\",\"what\":\"%s\"", now.at, log_kind_name(kind),
            what);
        cut = put_facts(&line, facts, put_json_fact);
        end_line(&line, cut ? ",\"cut\":1}\n" : "}\n");
    } else {
        put(&line, "%.8s %s", now.at + 11, what);
        cut = put_facts(&line, facts, put_human_fact);
        end_line(&line, cut ? " ...\n" : "\n");
    }
    while (write(atomic_load(&output), line.at, line.size) < 0)
        break; /* a full disk must not stop the server */
}
