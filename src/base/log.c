/* Log: formats a line into a stack buffer and hands it over in one write. */
#include "base/log.h"

#include "base/time.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

enum { LIMIT_LOG_LINE = 2048 };

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
};

static void put(struct line *line, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void put(struct line *line, const char *format, ...)
{
    size_t room = sizeof line->at - line->size - 2;
    va_list list;
    int size;

    va_start(list, format);
    size = vsnprintf(line->at + line->size, room, format, list);
    va_end(list);
    if (size > 0)
        line->size += (size_t)size < room ? (size_t)size : room - 1;
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

static void put_json(struct line *line, enum log_kind kind, const char *what,
                     const struct log_fact *facts)
{
    put(line, "{\"time\":\"%s\",\"kind\":\"%s\",\"what\":\"%s\"",
        instant_to_text(clock_now_ms()).at, log_kind_name(kind), what);
    for (; facts->name; facts++) {
        put(line, ",\"%s\":", facts->name);
        if (!facts->value.at) {
            put(line, "%lld", (long long)facts->number);
            continue;
        }
        put(line, "\"");
        put_escaped(line, facts->value);
        put(line, "\"");
    }
    put(line, "}");
}

static void put_human(struct line *line, const char *what, const struct log_fact *facts)
{
    struct instant_text now = instant_to_text(clock_now_ms());

    put(line, "%.8s %s", now.at + 11, what);
    for (; facts->name; facts++) {
        put(line, "  %s ", facts->name);
        if (facts->value.at)
            put_escaped(line, facts->value);
        else
            put(line, "%lld", (long long)facts->number);
    }
}

void log_line(enum log_kind kind, const char *what, const struct log_fact *facts)
{
    struct line line = { .size = 0 };

    if (atomic_load(&output_form) == LOG_JSON)
        put_json(&line, kind, what, facts);
    else
        put_human(&line, what, facts);
    line.at[line.size++] = '\n';
    while (write(atomic_load(&output), line.at, line.size) < 0)
        break; /* a full disk must not stop the server */
}
