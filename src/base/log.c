/* Log: formats a line into a stack buffer and hands it over in one write. */
#include "base/log.h"

#include "base/time.h"

#include <stdatomic.h>
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

/* A request's line is written for every answer: no printf. */
static void put(struct line *line, struct text text)
{
    size_t room = sizeof line->at - line->size - CLOSING_SIZE;

    if (text.size > room) {
        line->full = true;
        return;
    }
    if (text.size > 0)
        memcpy(line->at + line->size, text.at, text.size);
    line->size += text.size;
}

static void put_words(struct line *line, const char *words)
{
    put(line, text_from(words));
}

static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c != '"' && c != '\\' && c < 0x7f;
}

static void put_escape(struct line *line, unsigned char c)
{
    static const char digits[] = "0123456789abcdef";
    char escape[] = { '\\', 'u', '0', '0', digits[c >> 4], digits[c & 15] };

    put(line, (struct text){ escape, sizeof escape });
}

/* Runs of plain bytes as they are. */
static void put_escaped(struct line *line, struct text text)
{
    while (text.size > 0) {
        size_t plain = 0;

        while (plain < text.size && is_plain((unsigned char)text.at[plain]))
            plain++;
        put(line, text_slice(text, 0, plain));
        if (plain < text.size)
            put_escape(line, (unsigned char)text.at[plain++]);
        text = text_from_offset(text, plain);
    }
}

static void put_number(struct line *line, int64_t number)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0)
        digits[--at] = '-';
    put(line, (struct text){ digits + at, sizeof digits - at });
}

static void put_json_fact(struct line *line, const struct log_fact *fact)
{
    put_words(line, ",\"");
    put_words(line, fact->name);
    put_words(line, "\":");
    if (!fact->value.at) {
        put_number(line, fact->number);
        return;
    }
    put_words(line, "\"");
    put_escaped(line, fact->value);
    put_words(line, "\"");
}

static void put_human_fact(struct line *line, const struct log_fact *fact)
{
    put_words(line, "  ");
    put_words(line, fact->name);
    put_words(line, " ");
    if (fact->value.at)
        put_escaped(line, fact->value);
    else
        put_number(line, fact->number);
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
        put_words(&line, "{\"time\":\"");
        put_words(&line, now.at);
        put_words(&line, "\",\"kind\":\"");
        put_words(&line, log_kind_name(kind));
        put_words(&line, "\",\"what\":\"");
        put_words(&line, what);
        put_words(&line, "\"");
        cut = put_facts(&line, facts, put_json_fact);
        end_line(&line, cut ? ",\"cut\":1}\n" : "}\n");
    } else {
        put(&line, (struct text){ now.at + 11, 8 });
        put_words(&line, " ");
        put_words(&line, what);
        cut = put_facts(&line, facts, put_human_fact);
        end_line(&line, cut ? " ...\n" : "\n");
    }
    while (write(atomic_load(&output), line.at, line.size) < 0)
        break; /* a full disk must not stop the server */
}
