/* A large table of an earlier version: it is brought to this one in pieces, by processes that are
   killed again and again, and comes out as a fresh one with the same rows, while the log of the
   database stays small. */
#include "store/test_store.h"

#include <signal.h>
#include <sys/wait.h>

/* Both are several LIMIT_PIECE_ROWS, and one is no multiple of it. */
enum { ROWS = 200000, FEWER_ROWS = 45000, TELLS_OF_A_LIFE = 3, LIVES = 60, LIMIT_LOG = 24 << 20 };

struct shop {
    struct row row;
    struct text name, initial, note;
    int64_t seats;
    struct id owner_id;
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

static struct value initial_of(const struct derive_context *context, struct value source)
{
    (void)context;
    return source.type == VALUE_TEXT ? VALUE_OF_TEXT(text_slice(source.text, 0, 3)) : VALUE_OF_NULL;
}

#define ROW struct shop
#define OLD_NAME                                                                                   \
    TEXT(name, L("Name", "名"), NOT_PERSONAL, .max = 20),                                          \
        TEXT(note, L("Note", "备注"), NOT_PERSONAL, .max = 20, .optional = true)
#define NEW_NAME TEXT(name, L("Name", "名"), NOT_PERSONAL, .max = 30, .index = true, .search = true)
#define NEW_REST                                                                                   \
    INTEGER(seats, L("Seats", "座位"), NOT_PERSONAL, .min = 1, .max = 9, .fallback = "4"),         \
        LINK(owner_id, L("Owner", "店主"), NOT_PERSONAL, .to = &owner_entity, .optional = true),   \
        TEXT(initial, L("Initial", "首字"), NOT_PERSONAL, .max = 4, .optional = true,              \
             .index = true, .derived_from = "name", .derive = initial_of)

static const struct field old_fields[] = { OLD_NAME };
static const struct field added_fields[] = {
    NEW_NAME,
    TEXT(note, L("Note", "备注"), NOT_PERSONAL, .max = 20, .optional = true),
    NEW_REST,
};
static const struct field narrow_fields[] = {
    TEXT(name, L("Name", "名"), NOT_PERSONAL, .max = 3),
    NEW_REST,
};
static const struct field moved_fields[] = { NEW_NAME, NEW_REST };
#undef ROW

static const char *const retired[] = { "note", NULL };

#define SHOP(list)                                                                                 \
    .name = "shop", ABOUT(MODULE_SALES, ROWS_OF_WORKSPACE), .title = "name", .order = "name.asc",  \
    .size = sizeof(struct shop), .fields = LIST(list)

static const struct entity old_shop = { SHOP(old_fields) }, added_shop = { SHOP(added_fields) },
                           moved_shop = { SHOP(moved_fields), .retired = retired },
                           narrow_shop = { SHOP(narrow_fields), .retired = retired };

/* ---- a store of one version or another ---- */

struct telling {
    struct test_store *test;
    int tells, last_percent;
    int life;        /* the process is killed at this one; 0: it lives */
    off_t log_bytes; /* the largest */
};

static void on_tell(void *context, int percent)
{
    struct telling *telling = context;
    struct stat stat_of_log;
    char path[256];

    assert_in_range(percent, telling->last_percent, 100);
    telling->last_percent = percent;
    snprintf(path, sizeof path, "%s/steward.db-wal", telling->test->directory);
    if (stat(path, &stat_of_log) == 0 && stat_of_log.st_size > telling->log_bytes)
        telling->log_bytes = stat_of_log.st_size;
    if (++telling->tells == telling->life)
        raise(SIGKILL);
}

static enum status open_as(struct test_store *test, const struct entity *shop,
                           struct telling *telling, struct text *ret_reason)
{
    const struct entity **list = ARENA_NEW_ARRAY(&test->arena, const struct entity *, 3);
    const struct entity *const **lists =
        ARENA_NEW_ARRAY(&test->arena, const struct entity *const *, 1);
    struct store_settings settings = { .directory = test->directory,
                                       .readers = 1,
                                       .keys = test_store_keys() };

    if (telling) {
        telling->test = test;
        settings.progress = (struct store_progress){ on_tell, telling };
    }
    list[0] = shop;
    list[1] = &owner_entity;
    lists[0] = list;
    schema_init(&test->schema, &test->arena, lists, 1);
    return store_open(&settings, &test->schema, &test->arena, &test->store, ret_reason);
}

static void must_open(struct test_store *test, const struct entity *shop, struct telling *telling)
{
    struct text reason = T("");

    if (open_as(test, shop, telling, &reason) != OK)
        fail_msg("%.*s", TEXT_ARG(reason));
}

static void shut(struct test_store *test)
{
    store_close(test->store);
    test->store = NULL;
}

/* Of three workspaces; every thousandth name is one that folding changes. */
static void add_rows(struct test_store *test, int rows)
{
    static const char sql[] =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) "
        "INSERT INTO main.shop (workspace_id, id, created_at, updated_at, version, name) "
        "SELECT 1 + i % 3, cast(printf('%016d', i * 7919 % 1000003) AS BLOB), i, i, 1, "
        "CASE WHEN i % 1000 = 0 THEN 'ÄRGER ' ELSE 'Shop ' END || i FROM n";
    const struct value count = VALUE_OF_INTEGER(rows);

    assert_int_equal(test_execute(test, &system_identity, text_from(sql), &count, 1, NULL, NULL),
                     OK);
}

static struct text answer_of(struct test_store *test, const char *sql)
{
    struct text answer;

    assert_int_equal(test_query(test, &system_identity, text_from(sql), &answer), OK);
    return answer;
}

/* ---- is it the same ---- */

struct rows_digest {
    uint64_t hash;
    int64_t rows;
};

static void add_value(struct rows_digest *digest, struct value value)
{
    struct text bytes = { (const char *)&value.integer, sizeof value.integer };

    if (value.type == VALUE_TEXT)
        bytes = value.text;
    else if (value.type == VALUE_ID)
        bytes = (struct text){ (const char *)value.id.bytes, sizeof value.id.bytes };
    else if (value.type == VALUE_NULL)
        bytes = T("null");
    for (size_t i = 0; i < bytes.size; i++)
        digest->hash = (digest->hash ^ (unsigned char)bytes.at[i]) * 1099511628211u;
}

static enum status digest_work(struct tx *tx, void *context)
{
    static const char sql[] =
        "SELECT workspace_id, hex(id), created_at, created_by, name, name_fold, seats, "
        "owner_id, initial FROM main.shop ORDER BY workspace_id, id";
    struct rows_digest *digest = context;
    struct cursor *cursor;
    bool found = false;
    enum status status = tx_query(tx, text_from(sql), NULL, 0, &cursor);

    while (status == OK && (status = cursor_next(cursor, &found)) == OK && found) {
        for (size_t i = 0; i < cursor_width(cursor); i++)
            add_value(digest, cursor_value(cursor, i));
        digest->rows++;
    }
    return status;
}

static struct rows_digest digest_of(struct test_store *test)
{
    struct rows_digest digest = { .hash = 14695981039346656037u };

    assert_int_equal(
        store_read(test->store, &system_identity, &test->arena, digest_work, &digest, NULL), OK);
    return digest;
}

/* A fresh store of the later version, with what the earlier one would have come to. */
static struct rows_digest fresh_digest(void)
{
    static const char fill[] =
        "UPDATE main.shop SET initial = substr(name, 1, CASE WHEN name LIKE 'Ä%' THEN 2 ELSE 3 "
        "END), "
        "name_fold = CASE WHEN name LIKE 'Ä%' THEN 'ärger ' || substr(name, 7) ELSE "
        "lower(name) END";
    struct test_store test;
    struct rows_digest digest;

    test_store_place(&test, ENGINE_SQLITE);
    must_open(&test, &moved_shop, NULL);
    add_rows(&test, ROWS);
    assert_int_equal(test_execute(&test, &system_identity, text_from(fill), NULL, 0, NULL, NULL),
                     OK);
    digest = digest_of(&test);
    test_store_close(&test);
    return digest;
}

/* ---- the tests ---- */

/* How the process that opened it ended: a status, or the signal that killed it. */
static int life_of(struct test_store *test, const struct entity *shop)
{
    int how = 0;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        struct telling telling = { .life = TELLS_OF_A_LIFE };
        struct text reason = T("");
        enum status status = open_as(test, shop, &telling, &reason);

        if (status == OK && telling.log_bytes > LIMIT_LOG)
            _exit(99);
        _exit(status);
    }
    assert_int_equal(waitpid(child, &how, 0), child);
    return WIFSIGNALED(how) ? -WTERMSIG(how) : WEXITSTATUS(how);
}

static void is_brought_up(const struct entity *shop, const struct rows_digest *fresh)
{
    struct test_store test;
    struct telling telling = { 0 };
    struct rows_digest is;
    struct text report;
    int killed = 0, how;

    test_store_place(&test, ENGINE_SQLITE);
    must_open(&test, &old_shop, NULL);
    add_rows(&test, ROWS);
    shut(&test);
    while ((how = life_of(&test, shop)) == -SIGKILL && killed < LIVES)
        killed++;
    assert_int_equal(how, OK);
    assert_in_range(killed, 3, LIVES - 1);
    must_open(&test, shop, &telling);
    assert_int_equal(telling.tells, 0);
    is = digest_of(&test);
    assert_int_equal(is.rows, ROWS);
    assert_int_equal(is.rows, fresh->rows);
    assert_true(is.hash == fresh->hash);
    assert_text(answer_of(&test, "SELECT count(*) FROM main.sqlite_master WHERE name IN "
                                 "('shop_new', 'steward_migration', 'shop_name_index', "
                                 "'shop_initial_index')"),
                T("2\n"));
    assert_int_equal(store_verify(test.store, &test.arena, &report), OK);
    test_store_close(&test);
}

static void columns_that_come_are_filled(void **state)
{
    is_brought_up(&added_shop, *state);
}

static void rows_move_where_a_column_goes(void **state)
{
    is_brought_up(&moved_shop, *state);
}

static struct text schema_of(struct test_store *test)
{
    return answer_of(test, "SELECT v.schema_version || m.sql FROM pragma_schema_version v, "
                           "main.sqlite_master m WHERE m.name = 'shop'");
}

/* The whole of it is looked at before the first row moves. */
static void what_does_not_fit_is_refused_untouched(void **state)
{
    struct test_store test;
    struct text reason = T(""), before;
    struct telling telling = { 0 };

    (void)state;
    test_store_place(&test, ENGINE_SQLITE);
    must_open(&test, &old_shop, NULL);
    add_rows(&test, FEWER_ROWS);
    before = schema_of(&test);
    shut(&test);
    assert_int_not_equal(open_as(&test, &narrow_shop, &telling, &reason), OK);
    assert_true(text_find(reason, T("cannot be brought to this version")) < reason.size);
    assert_int_equal(telling.tells, 0);
    must_open(&test, &old_shop, &telling);
    assert_int_equal(telling.tells, 0);
    assert_text(schema_of(&test), before);
    assert_text(answer_of(&test, "SELECT count(*) FROM main.shop"), T("45000\n"));
    test_store_close(&test);
}

static off_t log_of(const struct test_store *test)
{
    struct stat stat_of_log;
    char path[256];

    snprintf(path, sizeof path, "%s/steward.db-wal", test->directory);
    return stat(path, &stat_of_log) == 0 ? stat_of_log.st_size : 0;
}

/* No row is written for a column that nothing follows into. */
static void a_column_alone_touches_no_row(void **state)
{
    static const struct field fields[] = {
#define ROW struct shop
        OLD_NAME,
        INTEGER(seats, L("Seats", "座位"), NOT_PERSONAL, .min = 1, .max = 9, .fallback = "4"),
#undef ROW
    };
    const struct entity shop = { SHOP(fields) };
    struct test_store test;
    struct telling telling = { 0 };
    struct text before;

    (void)state;
    test_store_place(&test, ENGINE_SQLITE);
    must_open(&test, &old_shop, NULL);
    add_rows(&test, FEWER_ROWS);
    shut(&test);
    must_open(&test, &shop, &telling);
    assert_int_equal(telling.tells, 0);
    assert_in_range(log_of(&test), 1, 1 << 20);
    assert_text(answer_of(&test, "SELECT count(*), sum(seats) FROM main.shop"),
                T("45000|180000\n"));
    before = schema_of(&test);
    shut(&test);
    must_open(&test, &shop, &telling);
    assert_text(schema_of(&test), before);
    test_store_close(&test);
}

int main(void)
{
    static struct rows_digest fresh;
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(columns_that_come_are_filled, &fresh),
        cmocka_unit_test_prestate(rows_move_where_a_column_goes, &fresh),
        cmocka_unit_test(what_does_not_fit_is_refused_untouched),
        cmocka_unit_test(a_column_alone_touches_no_row),
    };

    fresh = fresh_digest();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
