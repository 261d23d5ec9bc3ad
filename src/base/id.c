/* Id: UUIDv7 with a process-wide counter in rand_a, so that ids of one process never tie. */
#include "base/id.h"

#include <stdatomic.h>
#include <string.h>

static _Atomic uint64_t last_tick; /* milliseconds << 12 | counter */

static uint64_t next_tick(int64_t now_ms)
{
    uint64_t wanted = (uint64_t)now_ms << 12;
    uint64_t last = atomic_load(&last_tick);
    uint64_t tick;

    do
        tick = wanted > last ? wanted : last + 1;
    while (!atomic_compare_exchange_weak(&last_tick, &last, tick));
    return tick;
}

struct id id_make(int64_t now_ms, const unsigned char random[10])
{
    uint64_t tick = next_tick(now_ms);
    uint64_t ms = tick >> 12;
    struct id id;

    for (int i = 0; i < 6; i++)
        id.bytes[i] = (unsigned char)(ms >> (40 - 8 * i));
    id.bytes[6] = (unsigned char)(0x70 | ((tick >> 8) & 0x0f));
    id.bytes[7] = (unsigned char)tick;
    memcpy(id.bytes + 8, random, 8);
    id.bytes[8] = (unsigned char)(0x80 | (id.bytes[8] & 0x3f));
    return id;
}

bool id_is_zero(struct id id)
{
    return id_equal(id, (struct id){ { 0 } });
}

bool id_equal(struct id a, struct id b)
{
    return memcmp(a.bytes, b.bytes, sizeof a.bytes) == 0;
}

static bool is_dash_at(size_t i)
{
    return i == 8 || i == 13 || i == 18 || i == 23;
}

struct id_text id_to_text(struct id id)
{
    static const char digits[] = "0123456789abcdef";
    struct id_text text;
    size_t byte = 0;

    for (size_t i = 0; i < ID_TEXT_SIZE; byte++) {
        if (is_dash_at(i))
            text.at[i++] = '-';
        text.at[i++] = digits[id.bytes[byte] >> 4];
        text.at[i++] = digits[id.bytes[byte] & 15];
    }
    text.at[ID_TEXT_SIZE] = '\0';
    return text;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

bool id_from_text(struct text text, struct id *ret_id)
{
    struct id id;
    size_t byte = 0;

    if (text.size != ID_TEXT_SIZE)
        return false;
    for (size_t i = 0; i < ID_TEXT_SIZE; byte++) {
        int high, low;

        if (is_dash_at(i) && text.at[i++] != '-')
            return false;
        high = hex_value(text.at[i++]);
        low = hex_value(text.at[i++]);
        if (high < 0 || low < 0)
            return false;
        id.bytes[byte] = (unsigned char)(high << 4 | low);
    }
    *ret_id = id;
    return true;
}

int64_t id_time_ms(struct id id)
{
    int64_t ms = 0;

    for (int i = 0; i < 6; i++)
        ms = ms << 8 | id.bytes[i];
    return ms;
}
