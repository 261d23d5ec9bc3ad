/* A declaration that leaves something out is refused, and the sentence says what. */
#include "schema/schema.h"

#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct thing {
    struct row row;
    struct text name;
    int64_t price;
    struct text currency;
};

#define ROW struct thing

static const struct field good_fields[] = {
    TEXT(name, L("Name", "名称"), NOT_PERSONAL, .max = 80),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    MONEY(price, L("Price", "价格"), FINANCIAL),
};

static const struct entity good = {
    .name = "thing",
    .label = L("Thing", "东西"),
    .plural = L("Things", "东西"),
    .module = MODULE_SALES,
    .rows = ROWS_OF_WORKSPACE,
    .purpose = L("to try the check", "用于测试"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "name",
    .order = "name.asc",
    .size = sizeof(ROW),
    .fields = LIST(good_fields),
};

/* The faults of one entity as text. */
static struct text faults_of(struct arena *arena, const struct entity *entity)
{
    const struct entity *const list[] = { entity, NULL };
    const struct entity *const *const lists[] = { list };
    struct buffer faults = buffer_in(arena, 65536);
    struct schema schema;
    size_t count;

    schema_init(&schema, arena, lists, 1);
    count = schema_check(&schema, &faults);
    assert_int_equal(count == 0, faults.size == 0);
    return buffer_text(&faults);
}

static void expect(const struct entity *entity, const char *sentence)
{
    struct arena arena = { 0 };
    struct text faults = faults_of(&arena, entity);

    if (text_find(faults, text_from(sentence)) == faults.size)
        fail_msg("\"%s\" is not in:\n%.*s", sentence, TEXT_ARG(faults));
    arena_release(&arena);
}

static void expect_none(const struct entity *entity)
{
    struct arena arena = { 0 };
    struct text faults = faults_of(&arena, entity);

    if (faults.size > 0)
        fail_msg("%.*s", TEXT_ARG(faults));
    arena_release(&arena);
}

static void a_complete_declaration_passes(void **state)
{
    struct arena arena = { 0 };

    (void)state;
    assert_int_equal(faults_of(&arena, &good).size, 0);
    arena_release(&arena);
}

static void an_entity_says_everything(void **state)
{
    struct entity e;

    (void)state;
    e = good, e.name = "Thing", expect(&e, "the name is not snake_case");
    e = good, e.label.zh = NULL, expect(&e, "in both languages");
    e = good, e.module = MODULE_UNDECLARED, expect(&e, "to which module");
    e = good, e.rows = ROWS_UNDECLARED, expect(&e, "whose rows");
    e = good, e.purpose.en = "", expect(&e, "what it is held for");
    e = good, e.basis = BASIS_UNDECLARED, expect(&e, "on which basis");
    e = good, e.keep = KEEP_UNDECLARED, expect(&e, "how long it is kept");
    e = good, e.keep = FOR_DAYS, expect(&e, "how long it is kept");
    e = good, e.keep = UNTIL_EXPIRED, expect(&e, "expires_at");
    e = good, e.size = 1, expect(&e, "row struct");
    e = good, e.fields.count = 0, expect(&e, "1 to LIMIT_FIELDS");
    e = good, e.title = "nothing", expect(&e, "the title");
    e = good, e.order = "name.up", expect(&e, "the order");
    e = good, e.follow.column = "name", expect(&e, "what to run");
    e = good, e.module_by = "nothing", expect(&e, "module_by");
    e = good, e.module_by = "name", expect(&e, "module_by");
    e = good, e.module_of = "nothing", expect(&e, "module_of");
    e = good, e.module_of = "price", expect(&e, "module_of");
    e = good, e.photos = -1, expect(&e, "photos are");
    e = good, e.photos = LIMIT_PHOTOS + 1, expect(&e, "photos are");
    e = good, e.photos = 1, e.rows = ROWS_OF_OWNER, expect(&e, "photos are");
    e = good, e.photos = 1, e.module = MODULE_CORE, expect(&e, "photos are");
}

/* A part goes with its row wherever that goes, so it must be of that row's kind. */
static void a_part_belongs_to_a_row_of_its_module(void **state)
{
    const struct field fields[] = {
        good_fields[0],
        { .type = FIELD_LINK,
          .name = "name_id",
          .label = L("Thing", "东西"),
          .data = NOT_PERSONAL },
    };
    struct entity e = good, other = good;
    struct field with_link[2];

    (void)state;
    memcpy(with_link, fields, sizeof fields);
    with_link[1].to = &other;
    e.fields.at = with_link, e.fields.count = 2;
    e.part_of.link = "nothing", expect(&e, "part_of names");
    e.part_of.link = "name", expect(&e, "part_of names");
    e.part_of.link = NULL, e.part_of.by_force = true, expect(&e, "part_of names");
    e.part_of.link = "name_id", other.module = MODULE_LIVE, expect(&e, "part_of names");
    other.module = e.module, with_link[1].optional = true, expect(&e, "part_of names");
    with_link[1].optional = false, e.rows = ROWS_OF_OWNER, expect(&e, "part_of names");
    e.rows = ROWS_OF_WORKSPACE, e.photos = 3, expect(&e, "part_of names");
}

static void expect_field(struct field field, const char *sentence)
{
    const struct field fields[] = { good_fields[0], good_fields[1], field };
    struct entity entity = good;

    entity.fields.at = fields;
    entity.fields.count = 3;
    expect(&entity, sentence);
}

static void expect_field_fits(struct field field)
{
    const struct field fields[] = { good_fields[0], good_fields[1], field };
    struct entity entity = good;

    entity.fields.at = fields;
    entity.fields.count = 3;
    expect_none(&entity);
}

static void a_field_says_everything(void **state)
{
    struct field f;

    (void)state;
    f = good_fields[2], f.name = "Price", expect_field(f, "the name is not snake_case");
    f = good_fields[2], f.name = "version", expect_field(f, "a column of every row");
    f = good_fields[2], f.name = "name", expect_field(f, "the name stands twice");
    f = good_fields[2], f.name = "price_fold", expect_field(f, "ends in _fold");
    f = good_fields[2], f.type = FIELD_UNDECLARED, expect_field(f, "of which type");
    f = good_fields[2], f.label.en = "", expect_field(f, "in both languages");
    f = good_fields[2], f.data = DATA_UNDECLARED, expect_field(f, "which personal data");
    f = good_fields[2], f.type = FIELD_TEXT, expect_field(f, "text needs a limit");
    f = good_fields[2], f.type = FIELD_TEXT, f.search = true, f.max = LIMIT_TEXT_FIELD + 1;
    expect_field(f, "LIMIT_TEXT_FIELD characters at most");
    f.max = LIMIT_TEXT_FIELD, expect_field_fits(f);
    f = good_fields[2], f.type = FIELD_LINK, expect_field(f, "a link is named");
    f = good_fields[2], f.type = FIELD_CHOICE, expect_field(f, "1 to 31 choices");
    f = good_fields[2], f.search = true, expect_field(f, "only text can be searched");
    f = good_fields[2], f.data = CREDENTIAL, expect_field(f, "a credential must be hidden");
    f = good_fields[2], f.read_only = true, expect_field(f, "required read-only");
    f = good_fields[2], f.derived_from = "name", expect_field(f, "derive and derived_from");
}

static void what_is_sealed_is_not_looked_into(void **state)
{
    struct field fields[3], sealed = good_fields[0];
    struct entity entity = good;

    (void)state;
    sealed.sealed = sealed.optional = true;
    sealed.unique = sealed.index = sealed.search = sealed.blind = false;
    sealed.fallback = NULL;
    sealed.name = "diary";
    for (size_t i = 0; i < 3; i++)
        fields[i] = good_fields[i];
    entity.fields.at = fields;
    entity.fields.count = 3;
    entity.sealed_for = "created_by";
    fields[2] = sealed, expect_none(&entity);
    fields[2].index = true, expect(&entity, "not indexed");
    fields[2] = sealed, fields[2].search = true, expect(&entity, "not indexed");
    fields[2] = sealed, fields[2].unique = true, expect(&entity, "not indexed");
    fields[2].blind = true, expect_none(&entity);
    fields[2] = sealed, fields[2].fallback = "x", expect(&entity, "only text and JSON");
    fields[2] = sealed, fields[2].type = FIELD_INTEGER, expect(&entity, "only text and JSON");
    fields[2] = sealed, fields[2].sealed = false, fields[2].blind = true;
    expect(&entity, "only sealed text has a keyed hash");
    fields[2] = sealed, fields[2].optional = false, expect(&entity, "is optional");
    fields[2] = sealed, fields[2].name = "diary_blind", expect(&entity, "or _blind");
    fields[2] = sealed, entity.sealed_for = NULL, expect(&entity, "whose key");
    entity.sealed_for = "name", expect(&entity, "whose key");
    entity.sealed_for = "workspace_id", fields[2].optional = false, expect_none(&entity);
    entity.order = "diary.asc", expect(&entity, "not indexed");
}

static void what_needs_a_grant_is_not_shown_otherwise(void **state)
{
    static const char *const together[] = { "note", NULL };
    struct field fields[3], note = good_fields[0];
    struct entity entity = good;

    (void)state;
    note.name = "note";
    note.optional = true;
    note.unique = false;
    note.needs = MODULE_FINANCE;
    for (size_t i = 0; i < 3; i++)
        fields[i] = good_fields[i];
    entity.fields.at = fields;
    entity.fields.count = 3;
    fields[2] = note, expect_none(&entity);
    fields[2].unique = true, expect(&entity, "names, orders and tells apart");
    fields[2] = note, entity.title = "name note", expect(&entity, "names, orders and tells apart");
    entity.title = good.title, entity.order = "note.desc";
    expect(&entity, "names, orders and tells apart");
    entity.order = good.order, entity.unique_together = together;
    expect(&entity, "names, orders and tells apart");
    entity.unique_together = good.unique_together;
    fields[2].optional = false, fields[2].fallback = NULL;
    expect(&entity, "can be left out");
    fields[2] = note, fields[2].needs = MODULE_ADMIN, expect(&entity, "can be left out");
}

static void an_index_names_fields_once(void **state)
{
    struct entity entity = good;
    struct entity_index indexes[] = { { "by_name", { good_fields[0].name } }, { 0 } };

    (void)state;
    entity.indexes = indexes;
    expect_none(&entity);
    indexes[0].columns[1] = good_fields[0].name, expect(&entity, "an index has a name");
    indexes[0].columns[1] = "nowhere", expect(&entity, "an index has a name");
    indexes[0].columns[1] = NULL, indexes[0].name = good_fields[0].name;
    expect(&entity, "an index has a name");
    indexes[0].name = "By name", expect(&entity, "an index has a name");
    indexes[0].name = "by_name", indexes[0].columns[0] = NULL;
    expect(&entity, "an index has a name");
}

static void money_needs_a_currency(void **state)
{
    const struct field fields[] = { good_fields[0], good_fields[2] };
    struct entity entity = good;

    (void)state;
    entity.fields.at = fields;
    entity.fields.count = 2;
    expect(&entity, "money needs a CURRENCY");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_complete_declaration_passes),
        cmocka_unit_test(an_entity_says_everything),
        cmocka_unit_test(a_part_belongs_to_a_row_of_its_module),
        cmocka_unit_test(a_field_says_everything),
        cmocka_unit_test(what_is_sealed_is_not_looked_into),
        cmocka_unit_test(what_needs_a_grant_is_not_shown_otherwise),
        cmocka_unit_test(money_needs_a_currency),
        cmocka_unit_test(an_index_names_fields_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
