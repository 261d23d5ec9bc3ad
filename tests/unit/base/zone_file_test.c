/* base/zone_file.h: the parser, on files made here and on damaged ones. */
#include "base/zone_file.h"

#include "base/buffer.h"
#include "base/time.h"
#include "text_check.h"

#include <stdlib.h>

static int64_t seconds_of(const char *text)
{
    int64_t instant;

    if (!instant_from_text(text_from(text), &instant))
        fail_msg("%s", text);
    return instant / MS_PER_SECOND;
}

static void rules_are_read(void **state)
{
    struct zone_rule rule;

    (void)state;
    assert_true(zone_rule_from_text(T("CET-1CEST,M3.5.0,M10.5.0/3"), &rule));
    assert_int_equal(rule.standard_offset, 3600);
    assert_int_equal(rule.summer_offset, 7200);
    assert_int_equal(rule.summer_starts.month, 3);
    assert_int_equal(rule.summer_starts.week, 5);
    assert_int_equal(rule.summer_starts.seconds, 7200);
    assert_int_equal(rule.summer_ends.seconds, 3 * 3600);
    assert_true(zone_rule_from_text(T("<+0545>-5:45"), &rule));
    assert_int_equal(rule.standard_offset, 5 * 3600 + 45 * 60);
    assert_false(rule.has_summer);
    assert_true(zone_rule_from_text(T("<-02>2<-01>,M3.5.0/-1,M10.5.0/0"), &rule));
    assert_int_equal(rule.standard_offset, -7200);
    assert_int_equal(rule.summer_offset, -3600);
    assert_int_equal(rule.summer_starts.seconds, -3600);
    assert_true(zone_rule_from_text(T("IST-1GMT0,M10.5.0,M3.5.0/1"), &rule));
    assert_int_equal(rule.summer_offset, 0);
    assert_true(zone_rule_from_text(T("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"), &rule));
    assert_int_equal(rule.summer_offset, 11 * 3600);
}

static void rules_that_are_none_are_refused(void **state)
{
    static const char *const refused[] = {
        "",
        "UT",
        "UTC",
        "CET-",
        "CET-25",
        "CET-1:60",
        "CET-1CEST",
        "CET-1CEST,M3.5.0",
        "CET-1CEST,M13.5.0,M10.5.0",
        "CET-1CEST,M3.6.0,M10.5.0",
        "CET-1CEST,M3.0.0,M10.5.0",
        "CET-1CEST,M3.5.7,M10.5.0",
        "CET-1CEST,M3.5.0,M10.5.0/168",
        "CET-1CEST,M3.5.0,M10.5.0/3x",
        "CET-1CEST,J0,J366",
        "CET-1CEST,366,1",
        "<+1>-1",
        "<+01-1",
        "CET 1",
        "CET99999999999999999999",
    };
    struct zone_rule rule = { .standard_offset = 4711 };

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        if (zone_rule_from_text(text_from(refused[i]), &rule))
            fail_msg("accepted: %s", refused[i]);
    assert_int_equal(rule.standard_offset, 4711);
}

static void rules_are_applied(void **state)
{
    static const struct {
        const char *rule, *instant;
        int32_t offset;
    } cases[] = {
        { "CET-1CEST,M3.5.0,M10.5.0/3", "2050-03-27T00:59:59Z", 3600 },
        { "CET-1CEST,M3.5.0,M10.5.0/3", "2050-03-27T01:00:00Z", 7200 },
        { "CET-1CEST,M3.5.0,M10.5.0/3", "2050-10-30T00:59:59Z", 7200 },
        { "CET-1CEST,M3.5.0,M10.5.0/3", "2050-10-30T01:00:00Z", 3600 },
        { "AEST-10AEDT,M10.1.0,M4.1.0/3", "2040-12-31T23:00:00Z", 39600 },
        { "AEST-10AEDT,M10.1.0,M4.1.0/3", "2041-06-01T00:00:00Z", 36000 },
        { "IST-1GMT0,M10.5.0,M3.5.0/1", "2040-01-01T00:00:00Z", 0 },
        { "IST-1GMT0,M10.5.0,M3.5.0/1", "2040-07-01T00:00:00Z", 3600 },
        /* Jn never counts 29 February, n does: 1 March is J60, and 60 in a leap year. */
        { "AAA0BBB,J60/0,J100/0", "2024-02-29T23:59:59Z", 0 },
        { "AAA0BBB,J60/0,J100/0", "2024-03-01T00:00:00Z", 3600 },
        { "AAA0BBB,60/0,100/0", "2024-02-29T23:59:59Z", 0 },
        { "AAA0BBB,60/0,100/0", "2024-03-01T00:00:00Z", 3600 },
        { "AAA0BBB,59/0,100/0", "2023-03-01T00:00:00Z", 3600 },
        /* Summer all year, as RFC 8536 writes it. */
        { "XXX3EDT4,0/0,J365/23", "2024-01-01T03:00:00Z", -4 * 3600 },
        { "XXX3EDT4,0/0,J365/23", "2024-07-01T00:00:00Z", -4 * 3600 },
        { "XXX3EDT4,0/0,J365/23", "2025-01-01T02:59:59Z", -4 * 3600 },
        { "CET-1CEST,M3.5.0,M10.5.0/3", "1902-07-01T00:00:00Z", 7200 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct zone_table table = { 0 };

        assert_true(zone_rule_from_text(text_from(cases[i].rule), &table.rule));
        if (zone_table_offset(&table, seconds_of(cases[i].instant)) != cases[i].offset)
            fail_msg("%s at %s", cases[i].rule, cases[i].instant);
    }
}

/* A small version 2 file: one type of +1 h, then +2 h from 1000 seconds after 1970. */
static const char small_file[] =
    "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\4" /* no flags, leaps, times; 1 type */
    "\0\0\0\0\0\0UTC\0"
    "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\2\0\0\0\4"
    "\0\0\0\0\0\0\3\xe8"                    /* 1000 */
    "\1"                                    /* from then on type 1 */
    "\0\0\x0e\x10\0\0\0\0\x1c\x20\1\0AAA\0" /* 3600, 7200 */
    "\nAAA-3\n";

static struct text small(void)
{
    return (struct text){ small_file, sizeof small_file - 1 };
}

static void a_file_is_read(void **state)
{
    struct arena arena = { 0 };
    struct zone_table table;

    (void)state;
    assert_true(zone_table_from_bytes(&arena, small(), &table));
    assert_int_equal(table.count, 1);
    assert_int_equal(zone_table_offset(&table, -5), 3600);
    assert_int_equal(zone_table_offset(&table, 999), 3600);
    assert_int_equal(zone_table_offset(&table, 1000), 3 * 3600); /* the footer speaks from here */
    table.rule.is_set = false;
    assert_int_equal(zone_table_offset(&table, 1000), 7200);
    arena_release(&arena);
}

static void every_shorter_file_is_refused(void **state)
{
    struct arena arena = { 0 };
    struct zone_table table;

    (void)state;
    for (size_t size = 0; size < small().size; size++) {
        char *copy = memory_alloc(size); /* of its own, so that a read past it is seen */

        memcpy(copy, small_file, size);
        assert_false(zone_table_from_bytes(&arena, (struct text){ copy, size }, &table));
        free(copy);
    }
    arena_release(&arena);
}

static void damage_is_refused_or_harmless(void **state)
{
    struct arena arena = { 0 };
    struct zone_table table;
    char copy[sizeof small_file - 1];

    (void)state;
    for (size_t at = 0; at < sizeof copy; at++) {
        for (int value = 0; value < 256; value += 5) {
            memcpy(copy, small_file, sizeof copy);
            copy[at] = (char)value;
            if (zone_table_from_bytes(&arena, (struct text){ copy, sizeof copy }, &table))
                (void)zone_table_offset(&table, 1000);
            arena_clear(&arena);
        }
    }
    arena_release(&arena);
}

/* A version 2 file with so many transitions, a second apart, and so many types, whose last is
   `offset` from UTC. */
static struct text made_file(struct arena *arena, uint32_t times, uint32_t types, int32_t offset)
{
    struct buffer out = buffer_in(arena, 1 << 20);
    const uint32_t counts[] = { 0, 0, 0, times, types, 1 };

    buffer_append(&out, text_slice(small(), 0, 44 + 6 + 4)); /* version 1 says nothing */
    buffer_append(&out, text_slice(small(), 0, 20));
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        for (int shift = 24; shift >= 0; shift -= 8)
            buffer_append_byte(&out, (char)(counts[i] >> shift & 0xff));
    for (uint32_t i = 0; i < times; i++)
        for (int shift = 56; shift >= 0; shift -= 8)
            buffer_append_byte(&out, (char)((uint64_t)(i + 1) >> shift & 0xff));
    for (uint32_t i = 0; i < times; i++)
        buffer_append_byte(&out, (char)(types - 1));
    for (uint32_t i = 0; i < types; i++) {
        for (int shift = 24; shift >= 0; shift -= 8)
            buffer_append_byte(&out, i + 1 < types ? 0 : (char)((uint32_t)offset >> shift & 0xff));
        buffer_append(&out, (struct text){ "\0\0", 2 });
    }
    buffer_append(&out, (struct text){ "\0\n\n", 3 }); /* one letter; an empty rule */
    return buffer_text(&out);
}

/* What an index of a byte and the times of the world can need, and not one more: LIMIT_TRANSITIONS,
   LIMIT_TYPES, LIMIT_OFFSET_SECONDS. */
static void limits_hold_at_their_edge(void **state)
{
    static const struct {
        uint32_t times, types;
        int32_t offset;
        bool is_read;
    } cases[] = {
        { 8192, 2, 3600, true }, { 8193, 2, 3600, false },   { 1, 256, 3600, true },
        { 1, 257, 3600, false }, { 1, 0, 3600, false },      { 1, 2, 26 * 3600, true },
        { 1, 2, 93601, false },  { 1, 2, -26 * 3600, true }, { 1, 2, -93601, false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena = { 0 };
        struct zone_table table;
        struct text file = made_file(&arena, cases[i].times, cases[i].types, cases[i].offset);

        if (zone_table_from_bytes(&arena, file, &table) != cases[i].is_read)
            fail_msg("%u transitions, %u types, %d seconds", cases[i].times, cases[i].types,
                     (int)cases[i].offset);
        if (cases[i].is_read)
            assert_int_equal(zone_table_offset(&table, 100000), cases[i].offset);
        arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_are_read),
        cmocka_unit_test(rules_that_are_none_are_refused),
        cmocka_unit_test(rules_are_applied),
        cmocka_unit_test(a_file_is_read),
        cmocka_unit_test(every_shorter_file_is_refused),
        cmocka_unit_test(damage_is_refused_or_harmless),
        cmocka_unit_test(limits_hold_at_their_edge),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
