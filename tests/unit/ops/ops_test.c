/* What Ops declares: complete, and with exactly the fields that the promises name. */
#include "ops/ops.h"

#include "base/zone.h"
#include "ops/sale.h"
#include "schema/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void the_declarations_have_no_fault(void **state)
{
    const struct entity *const *lists[] = { ops_entities };
    struct arena arena = { 0 };
    struct buffer faults = buffer_in(&arena, 65536);
    struct schema schema;

    (void)state;
    schema_init(&schema, &arena, lists, 1);
    if (schema_check(&schema, &faults) > 0)
        fail_msg("%.*s", TEXT_ARG(buffer_text(&faults)));
    assert_non_null(schema_find(&schema, T("sale")));
    arena_release(&arena);
}

struct promise {
    const char *entity, *field;
    enum field_type type;
    enum data_class data;
};

/* N-009, N-010, NZ-03, N-052. */
static const struct promise promises[] = {
    { "live_session", "day", FIELD_DATE, NOT_PERSONAL },
    { "live_session", "platform", FIELD_CHOICE, NOT_PERSONAL },
    { "live_session", "gmv", FIELD_MONEY, FINANCIAL },
    { "live_session", "cost", FIELD_MONEY, FINANCIAL },
    { "live_session", "buyers", FIELD_INTEGER, NOT_PERSONAL },
    { "live_session", "items", FIELD_INTEGER, NOT_PERSONAL },
    { "live_session", "review", FIELD_TEXT, FREE_TEXT },
    { "live_session", "host", FIELD_TEXT, IDENTITY },
    { "sale", "brand", FIELD_TEXT, NOT_PERSONAL },
    { "sale", "shoe_type", FIELD_TEXT, NOT_PERSONAL },
    { "sale", "size", FIELD_TEXT, NOT_PERSONAL },
    { "sale", "size_system", FIELD_CHOICE, NOT_PERSONAL },
    { "sale", "price", FIELD_MONEY, FINANCIAL },
    { "sale", "transcript", FIELD_TEXT, FREE_TEXT },
    { "product", "barcode", FIELD_TEXT, NOT_PERSONAL },
};

static const struct entity *find_entity(const char *name)
{
    for (const struct entity *const *entity = ops_entities; *entity; entity++)
        if (text_equal(text_from((*entity)->name), text_from(name)))
            return *entity;
    return NULL;
}

static void every_promised_field_is_there(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof promises / sizeof *promises; i++) {
        const struct entity *entity = find_entity(promises[i].entity);
        const struct field *field = entity ? entity_field(entity, text_from(promises[i].field))
                                           : NULL;

        if (!field || field->type != promises[i].type || field->data != promises[i].data)
            fail_msg("%s.%s", promises[i].entity, promises[i].field);
    }
}

/* NZ-03: one stored field, two labels. */
static void the_review_has_its_own_label_in_each_language(void **state)
{
    const struct field *review = entity_field(find_entity("live_session"), T("review"));

    (void)state;
    assert_string_equal(label_in(review->label, LANGUAGE_EN), "Notes");
    assert_string_equal(label_in(review->label, LANGUAGE_ZH), "复盘");
}

/* N-048: business records stay until somebody deletes them. */
static void business_records_are_kept_until_deleted(void **state)
{
    (void)state;
    for (const struct entity *const *entity = ops_entities; *entity; entity++)
        if ((*entity)->rows == ROWS_OF_WORKSPACE)
            assert_int_equal((*entity)->keep, UNTIL_DELETED);
}

static struct value derive(const char *column, const struct zone *zone, struct value source,
                           struct arena *arena)
{
    const struct field *field = entity_field(&sale_entity, text_from(column));

    return field->derive(&(struct derive_context){ .zone = zone, .arena = arena }, source);
}

struct moment {
    const char *instant, *zone, *day;
    int hour;
};

static const struct moment moments[] = {
    { "2026-06-02T08:30:00Z", "UTC", "2026-06-02", 8 },
    { "2026-06-02T16:00:00Z", "Asia/Shanghai", "2026-06-03", 0 },
    { "2026-06-02T06:59:59Z", "America/Los_Angeles", "2026-06-01", 23 },
    { "2026-03-08T10:30:00Z", "America/Los_Angeles", "2026-03-08", 3 },
};

static void day_and_hour_are_those_of_the_workspace(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        const struct zone *zone = zone_find(text_from(moments[i].zone));
        struct value day, hour;
        int64_t instant;

        assert_non_null(zone);
        assert_true(instant_from_text(text_from(moments[i].instant), &instant));
        day = derive("day", zone, VALUE_OF_INTEGER(instant), &arena);
        hour = derive("hour", zone, VALUE_OF_INTEGER(instant), &arena);
        assert_true(text_equal(day.text, text_from(moments[i].day)));
        assert_int_equal(hour.integer, moments[i].hour);
    }
    assert_int_equal(derive("day", zone_find(T("UTC")), VALUE_OF_NULL, &arena).type, VALUE_NULL);
    arena_release(&arena);
}

static void sizes_are_ordered_and_others_have_none(void **state)
{
    struct value order = derive("size_order", NULL, VALUE_OF_TEXT(T("42½")), NULL);

    (void)state;
    assert_int_equal(order.type, VALUE_INTEGER);
    assert_int_equal(order.integer, 4250);
    assert_int_equal(derive("size_order", NULL, VALUE_OF_TEXT(T("M")), NULL).type, VALUE_NULL);
    assert_int_equal(derive("size_order", NULL, VALUE_OF_NULL, NULL).type, VALUE_NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_declarations_have_no_fault),
        cmocka_unit_test(every_promised_field_is_there),
        cmocka_unit_test(the_review_has_its_own_label_in_each_language),
        cmocka_unit_test(business_records_are_kept_until_deleted),
        cmocka_unit_test(day_and_hour_are_those_of_the_workspace),
        cmocka_unit_test(sizes_are_ordered_and_others_have_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
