/* Databases of an earlier version, opened by a later one, on both engines: what is additive
   arrives with its rules, nothing is lost, and what is not additive is refused with a reason. */
#include "store/test_store.h"

struct shop {
    struct row row;
    struct text name, city, initial;
    int size;
    struct id owner_id;
    bool is_open;
    int64_t seats;
};

struct owner {
    struct row row;
    struct text name;
};

#define ROW struct owner
static const struct field owner_fields[] = {
    TEXT(name, L("Name", "名"), IDENTITY, .max = 40),
};
#undef ROW
static const struct entity owner_entity = {
    .name = "owner",
    ABOUT(MODULE_SALES, ROWS_OF_WORKSPACE),
    .title = "name",
    .order = "name.asc",
    .size = sizeof(struct owner),
    .fields = LIST(owner_fields),
};

static const struct choice sizes_before[] = {
    { "small", L("Small", "小") },
    { "large", L("Large", "大") },
};
static const struct choice sizes_after[] = {
    { "small", L("Small", "小") },
    { "large", L("Large", "大") },
    { "huge", L("Huge", "特大") },
};

/* Follows from the name: rows that were there before the column have it, too. */
static struct value initial_of(const struct derive_context *context, struct value source)
{
    (void)context;
    return source.type == VALUE_TEXT ? VALUE_OF_TEXT(text_slice(source.text, 0, 1)) : VALUE_OF_NULL;
}

#define ROW       struct shop
#define SHOP_NAME TEXT(name, L("Name", "名"), NOT_PERSONAL, .max = 5)
#define SHOP_SIZE CHOICE(size, L("Size", "大小"), NOT_PERSONAL, CHOICES(sizes_before))

static const struct field first_fields[] = { SHOP_NAME, SHOP_SIZE };
/* A longer name, another choice, an index, new fields with and without fallback. */
static const struct field wider_fields[] = {
    TEXT(name, L("Name", "名"), NOT_PERSONAL, .max = 50, .index = true, .search = true),
    CHOICE(size, L("Size", "大小"), NOT_PERSONAL, CHOICES(sizes_after)),
    TEXT(city, L("City", "城市"), NOT_PERSONAL, .max = 20, .optional = true, .unique = true),
    BOOLEAN(is_open, L("Open", "营业"), NOT_PERSONAL, .fallback = "true"),
    INTEGER(seats, L("Seats", "座位"), NOT_PERSONAL, .min = 1, .max = 9, .fallback = "4"),
    TEXT(initial, L("Initial", "首字"), NOT_PERSONAL, .max = 4, .optional = true,
         .derived_from = "name", .derive = initial_of),
};
/* And a link. */
static const struct field linked_fields[] = {
    TEXT(name, L("Name", "名"), NOT_PERSONAL, .max = 50, .index = true, .search = true),
    CHOICE(size, L("Size", "大小"), NOT_PERSONAL, CHOICES(sizes_after)),
    TEXT(city, L("City", "城市"), NOT_PERSONAL, .max = 20, .optional = true, .unique = true),
    BOOLEAN(is_open, L("Open", "营业"), NOT_PERSONAL, .fallback = "true"),
    INTEGER(seats, L("Seats", "座位"), NOT_PERSONAL, .min = 1, .max = 9, .fallback = "4"),
    LINK(owner_id, L("Owner", "店主"), NOT_PERSONAL, .to = &owner_entity, .optional = true),
    TEXT(initial, L("Initial", "首字"), NOT_PERSONAL, .max = 4, .optional = true,
         .derived_from = "name", .derive = initial_of),
};
static const struct field required_fields[] = {
    SHOP_NAME,
    SHOP_SIZE,
    TEXT(city, L("City", "城市"), NOT_PERSONAL, .max = 20),
};
static const struct field fewer_fields[] = { SHOP_NAME };
static const struct field narrower_fields[] = {
    TEXT(name, L("Name", "名"), NOT_PERSONAL, .max = 2),
    SHOP_SIZE,
};
#undef ROW

#define SHOP(list)                                                                                 \
    {                                                                                              \
        .name = "shop", ABOUT(MODULE_SALES, ROWS_OF_WORKSPACE), .title = "name",                   \
        .order = "name.asc", .size = sizeof(struct shop), .fields = LIST(list)                     \
    }

static const struct entity first_shop = SHOP(first_fields), wider_shop = SHOP(wider_fields),
                           linked_shop = SHOP(linked_fields), required_shop = SHOP(required_fields),
                           fewer_shop = SHOP(fewer_fields), narrower_shop = SHOP(narrower_fields);

static void use(struct test_store *test, const struct entity *shop)
{
    const struct entity **list = ARENA_NEW_ARRAY(&test->arena, const struct entity *, 3);
    const struct entity *const **lists =
        ARENA_NEW_ARRAY(&test->arena, const struct entity *const *, 1);

    list[0] = shop;
    list[1] = &owner_entity;
    lists[0] = list;
    schema_init(&test->schema, &test->arena, lists, 1);
}

/* As a later version of the program does. */
static enum status open_as(struct test_store *test, const struct entity *shop,
                           struct text *ret_reason)
{
    struct store_settings settings = { .directory = test->directory,
                                       .readers = 2,
                                       .keys = test_store_keys() };

    store_close(test->store);
    test->store = NULL;
    use(test, shop);
    if (test->database)
        settings.database_url = test_database_url(&test->arena, test->database).at;
    return store_open(&settings, &test->schema, &test->arena, &test->store, ret_reason);
}

static void must_open(struct test_store *test, const struct entity *shop)
{
    struct text reason = T("");

    if (open_as(test, shop, &reason) != OK)
        fail_msg("%.*s", TEXT_ARG(reason));
}

static enum store_fault insert(struct test_store *test, int number, const char *columns,
                               const char *values)
{
    struct value id[] = { VALUE_OF_ID(test_id(1, number)), VALUE_OF_ID(test_id(2, number)) };
    struct store_error error = { 0 };
    struct text sql =
        arena_print(&test->arena,
                    "INSERT INTO main.shop (workspace_id, id, created_at, updated_at, "
                    "version, %s) VALUES (1, $1, 1, 1, 1, %s)",
                    columns, values);

    (void)!test_execute(test, &system_identity, sql, id, 2, NULL, &error);
    return error.fault;
}

static void first_version(struct test_store *test, enum engine engine)
{
    test_store_place(test, engine);
    must_open(test, &first_shop);
    assert_int_equal(insert(test, 1, "name, size", "'one', 'small'"), STORE_FINE);
    assert_int_equal(insert(test, 2, "name, size", "'two', 'large'"), STORE_FINE);
    assert_int_equal(insert(test, 3, "name, size", "'three.', 'large'"), STORE_CHECK);
    assert_int_equal(insert(test, 3, "name, size", "'three', 'huge'"), STORE_CHECK);
}

static void assert_rows(struct test_store *test, const char *columns, const char *rows)
{
    struct text answer;

    assert_int_equal(
        test_query(test, &system_identity,
                   arena_print(&test->arena, "SELECT %s FROM main.shop ORDER BY id", columns),
                   &answer),
        OK);
    assert_text(answer, text_from(rows));
}

static void what_is_wider_arrives(enum engine engine)
{
    struct test_store test;

    first_version(&test, engine);
    for (int twice = 0; twice < 2; twice++) {
        must_open(&test, &wider_shop);
        assert_rows(&test, "name_fold, initial",
                    twice ? "one|o\ntwo|t\nnull|null\n" : "one|o\ntwo|t\n");
        assert_rows(&test, "name, size, city, is_open, seats",
                    twice ? "one|small|null|1|4\ntwo|large|null|1|4\nthree.|huge|here|1|4\n"
                          : "one|small|null|1|4\ntwo|large|null|1|4\n");
        if (!twice)
            assert_int_equal(insert(&test, 3, "name, size, city", "'three.', 'huge', 'here'"),
                             STORE_FINE);
        assert_int_equal(insert(&test, 4, "name, size, city", "'four', 'huge', 'here'"),
                         STORE_UNIQUE);
        assert_int_equal(insert(&test, 4, "name, size, seats", "'four', 'huge', 10"), STORE_CHECK);
        assert_int_equal(insert(&test, 4, "name, size, is_open", "'four', 'huge', 2"), STORE_CHECK);
        assert_int_equal(insert(&test, 4, "name, size", "'four', 'giant'"), STORE_CHECK);
    }
    test_store_close(&test);
}

static void a_link_arrives_and_holds(enum engine engine)
{
    struct test_store test;
    struct value id = VALUE_OF_ID(test_id(2, 5));

    first_version(&test, engine);
    must_open(&test, &wider_shop);
    for (int twice = 0; twice < 2; twice++) {
        must_open(&test, &linked_shop);
        assert_rows(&test, "name, owner_id", "one|null\ntwo|null\n");
        assert_int_equal(insert(&test, 5, "name, size, owner_id", "'five', 'huge', $2"),
                         STORE_LINK);
    }
    assert_int_equal(test_execute(&test, &system_identity,
                                  T("INSERT INTO main.owner (workspace_id, id, created_at, "
                                    "updated_at, version, name) VALUES (1, $1, 1, 1, 1, 'me')"),
                                  &id, 1, NULL, NULL),
                     OK);
    assert_int_equal(insert(&test, 5, "name, size, owner_id", "'five', 'huge', $2"), STORE_FINE);
    assert_int_equal(
        test_execute(&test, &system_identity, T("DELETE FROM main.owner"), NULL, 0, NULL, NULL),
        CONFLICT);
    test_store_close(&test);
}

/* A parent that is made anew (SQLite) keeps the rows that point to it. */
static void rows_that_point_here_stay(enum engine engine)
{
    static const struct field renamed_fields[] = {
#define ROW struct owner
        TEXT(name, L("Name", "名"), IDENTITY, .max = 41),
#undef ROW
    };
    struct test_store test;
    struct value id = VALUE_OF_ID(test_id(2, 1));
    struct entity wider_owner = owner_entity;
    struct field fields[sizeof linked_fields / sizeof *linked_fields];
    struct entity shop = linked_shop;

    test_store_place(&test, engine);
    must_open(&test, &linked_shop);
    assert_int_equal(test_execute(&test, &system_identity,
                                  T("INSERT INTO main.owner (workspace_id, id, created_at, "
                                    "updated_at, version, name) VALUES (1, $1, 1, 1, 1, 'me')"),
                                  &id, 1, NULL, NULL),
                     OK);
    assert_int_equal(insert(&test, 1, "name, size, owner_id", "'one', 'huge', $2"), STORE_FINE);
    wider_owner.fields.at = renamed_fields;
    memcpy(fields, linked_fields, sizeof fields);
    fields[5].to = &wider_owner;
    shop.fields.at = fields;
    {
        const struct entity *const list[] = { &shop, &wider_owner, NULL };
        const struct entity *const *const lists[] = { list };
        struct store_settings settings = { .directory = test.directory,
                                           .readers = 2,
                                           .keys = test_store_keys() };
        struct text reason = T("");

        store_close(test.store);
        schema_init(&test.schema, &test.arena, lists, 1);
        if (test.database)
            settings.database_url = test_database_url(&test.arena, test.database).at;
        if (store_open(&settings, &test.schema, &test.arena, &test.store, &reason) != OK)
            fail_msg("%.*s", TEXT_ARG(reason));
    }
    assert_rows(&test, "name, owner_id", "one|00000002-0000-7001-8000-000000000001\n");
    assert_int_equal(
        test_execute(&test, &system_identity, T("DELETE FROM main.owner"), NULL, 0, NULL, NULL),
        CONFLICT);
    test_store_close(&test);
}

static void what_loses_data_is_refused(enum engine engine)
{
    static const struct {
        const struct entity *shop;
        const char *reason;
    } cases[] = {
        { &required_shop, "The new field shop.city is required" },
        { &fewer_shop, "The database holds shop.size, which this version does not know" },
        { &narrower_shop, "cannot be brought to this version" },
    };
    struct test_store test;

    first_version(&test, engine);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text reason = T("");

        assert_int_not_equal(open_as(&test, cases[i].shop, &reason), OK);
        if (text_find(reason, text_from(cases[i].reason)) == reason.size)
            fail_msg("%.*s", TEXT_ARG(reason));
        must_open(&test, &first_shop);
        assert_rows(&test, "name, size", "one|small\ntwo|large\n");
    }
    test_store_close(&test);
}

/* On PostgreSQL a rule that is made anew gets another number. */
static void what_is_current_is_left_alone(void **state)
{
    static const char rules[] = "SELECT count(*), sum(cast(oid AS BIGINT)) FROM "
                                "pg_catalog.pg_constraint WHERE conrelid = 'main.shop'::regclass";
    struct test_store test;
    struct text before, after;

    (void)state;
    first_version(&test, ENGINE_POSTGRESQL);
    must_open(&test, &wider_shop);
    must_open(&test, &linked_shop);
    assert_int_equal(test_query(&test, &system_identity, text_from(rules), &before), OK);
    must_open(&test, &linked_shop);
    assert_int_equal(test_query(&test, &system_identity, text_from(rules), &after), OK);
    assert_text(after, before);
    assert_true(text_starts_with(after, T("8|")));
    test_store_close(&test);
}

#define ON_BOTH(name)                                                                              \
    static void name##_on_sqlite(void **state)                                                     \
    {                                                                                              \
        (void)state;                                                                               \
        name(ENGINE_SQLITE);                                                                       \
    }                                                                                              \
    static void name##_on_postgresql(void **state)                                                 \
    {                                                                                              \
        (void)state;                                                                               \
        name(ENGINE_POSTGRESQL);                                                                   \
    }
#define TESTS_OF(name) cmocka_unit_test(name##_on_sqlite), cmocka_unit_test(name##_on_postgresql)

ON_BOTH(what_is_wider_arrives)
ON_BOTH(a_link_arrives_and_holds)
ON_BOTH(rows_that_point_here_stay)
ON_BOTH(what_loses_data_is_refused)

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        TESTS_OF(what_is_wider_arrives),
        TESTS_OF(a_link_arrives_and_holds),
        TESTS_OF(rows_that_point_here_stay),
        TESTS_OF(what_loses_data_is_refused),
        cmocka_unit_test(what_is_current_is_left_alone),
    };

    (void)argc;
    test_cluster_need(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
