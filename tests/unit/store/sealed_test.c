/* Sealed: what stands in the column is unreadable and belongs to one place; keys are wrapped again
   after a rotation, and gone when they are destroyed; an older database is sealed at the start.
   On both engines. */
#include "store/sealed.h"

#include "crypto/hash.h"
#include "store/data_key.h"
#include "store/test_store.h"

enum { OWN = 1, OTHER = 2, MANY = 450 };

struct diary {
    struct row row;
    struct text title, body, email;
};

#define ROW struct diary
static const struct field sealed_fields[] = {
    TEXT(title, L("Title", "标题"), NOT_PERSONAL, .max = 20),
    TEXT(body, L("Body", "正文"), FREE_TEXT, .max = 30, .optional = true, .sealed = true),
    TEXT(email, L("E-mail", "邮箱"), CONTACT, .max = 60, .optional = true, .unique = true,
         .sealed = true, .blind = true),
};
static const struct field plain_fields[] = {
    TEXT(title, L("Title", "标题"), NOT_PERSONAL, .max = 20),
    TEXT(body, L("Body", "正文"), FREE_TEXT, .max = 30, .optional = true),
    TEXT(email, L("E-mail", "邮箱"), CONTACT, .max = 60, .optional = true, .unique = true),
};
#undef ROW

#define DIARY(fields_, key)                                                                        \
    {                                                                                              \
        .name = "diary", ABOUT(MODULE_SALES, ROWS_OF_WORKSPACE), .title = "title",                 \
        .order = "title.asc", .size = sizeof(struct diary), .fields = LIST(fields_),               \
        .sealed_for = (key),                                                                       \
    }
static const struct entity diary_entity = DIARY(sealed_fields, "created_by"),
                           plain_entity = DIARY(plain_fields, NULL);

/* ---- stores ---- */

static void use(struct test_store *test, const struct entity *diary)
{
    const struct entity **list = ARENA_NEW_ARRAY(&test->arena, const struct entity *, 2);
    const struct entity *const **lists =
        ARENA_NEW_ARRAY(&test->arena, const struct entity *const *, 2);

    list[0] = diary;
    lists[0] = list;
    lists[1] = data_key_entities;
    schema_init(&test->schema, &test->arena, lists, 2);
}

static struct key_ring ring_of(const char *first, const char *second)
{
    const char *const words[] = { first, second };
    struct key_ring ring = { .count = 0 };

    for (size_t i = 0; i < 2 && words[i]; i++) {
        struct digest digest = sha256(text_from(words[i]));

        assert_int_equal(key_ring_add(&ring, secret_from_bytes(digest_text(&digest))), OK);
    }
    return ring;
}

static enum status try_keys(struct test_store *test, const struct key_ring *ring,
                            struct text *ret_reason)
{
    return store_use_keys(test->store, ring, &test->arena, ret_reason);
}

static void must_use(struct test_store *test, const struct key_ring *ring)
{
    struct text reason = { 0 };

    if (try_keys(test, ring, &reason) != OK)
        fail_msg("%.*s", TEXT_ARG(reason));
}

static void open_sealed(struct test_store *test, enum engine engine)
{
    test_store_place(test, engine);
    use(test, &diary_entity);
    test_store_reopen(test, 2);
    must_use(test, test_seals());
}

/* ---- rows ---- */

static struct diary diary_of(int workspace, int number, int author, const char *body)
{
    struct diary diary = {
        .row = { .workspace_id = workspace,
                 .id = test_id(workspace, number),
                 .created_at = 1,
                 .updated_at = 1,
                 .created_by = author ? test_id(99, author) : (struct id){ { 0 } },
                 .version = 1 },
        .title = T("day"),
    };

    if (body)
        diary.body = text_from(body);
    return diary;
}

static enum status insert(struct tx *tx, void *context)
{
    return row_insert(tx, &diary_entity, context);
}

static enum store_fault add(struct test_store *test, struct diary diary)
{
    struct store_error error = { 0 };

    (void)!store_write(test->store, &system_identity, &test->arena, insert, &diary, &error);
    return error.fault;
}

static enum status find(struct tx *tx, void *context)
{
    struct diary *diary = context;

    return row_find(tx, &diary_entity, diary->row.workspace_id, diary->row.id, diary);
}

/* The fault, or the body. */
static struct text read_row(struct test_store *test, int workspace, int number)
{
    struct diary diary = { .row = { .workspace_id = workspace, .id = test_id(workspace, number) } };
    struct store_error error = { 0 };
    enum status status =
        store_read(test->store, &system_identity, &test->arena, find, &diary, &error);

    if (status == OK)
        return row_is_null(&diary, &diary_entity, "body") ? T("null") : diary.body;
    assert_true(error.fault == STORE_FINE ||
                text_find(error.message, T("secret")) == error.message.size);
    return error.fault == STORE_SEALED   ? T("changed")
           : error.fault == STORE_NO_KEY ? T("no key")
                                         : T("not found");
}

static void must_run(struct test_store *test, const char *sql)
{
    assert_int_equal(test_execute(test, &system_identity, text_from(sql), NULL, 0, NULL, NULL), OK);
}

static struct text raw(struct test_store *test, const char *columns)
{
    struct text answer;

    assert_int_equal(
        test_query(test, &system_identity,
                   arena_print(&test->arena, "SELECT %s FROM main.diary ORDER BY workspace_id, id",
                               columns),
                   &answer),
        OK);
    return answer;
}

/* ---- what is stored ---- */

static void equal_values_are_hidden_and_differ(enum engine engine)
{
    struct test_store test;
    struct text cells, first;

    open_sealed(&test, engine);
    assert_int_equal(add(&test, diary_of(OWN, 1, 5, "a secret of 秘密")), STORE_FINE);
    assert_int_equal(add(&test, diary_of(OWN, 2, 5, "a secret of 秘密")), STORE_FINE);
    assert_int_equal(add(&test, diary_of(OWN, 3, 0, "")), STORE_FINE);
    assert_int_equal(add(&test, diary_of(OWN, 4, 5, NULL)), STORE_FINE);
    assert_text(read_row(&test, OWN, 1), T("a secret of 秘密"));
    assert_text(read_row(&test, OWN, 3), T(""));
    assert_text(read_row(&test, OWN, 4), T("null"));
    cells = raw(&test, "body");
    assert_true(text_find(cells, T("secret")) == cells.size);
    first = text_cut(&cells, '\n');
    assert_true(text_starts_with(first, T("s1.")));
    assert_false(text_equal(first, text_cut(&cells, '\n')));
    assert_true(text_starts_with(text_cut(&cells, '\n'), T("s1.")));
    assert_text(cells, T("null\n"));
    test_store_close(&test);
}

static void a_text_that_is_too_long_is_refused(enum engine engine)
{
    struct test_store test;

    open_sealed(&test, engine);
    assert_int_equal(
        add(&test,
            diary_of(OWN, 1, 5, "秘密秘密秘密秘密秘密秘密秘密秘密秘密秘密秘密秘密秘密秘密秘密")),
        STORE_FINE);
    assert_int_equal(add(&test, diary_of(OWN, 2, 5, "0123456789012345678901234567890")),
                     STORE_CHECK);
    test_store_close(&test);
}

static void a_store_without_keys_writes_nothing_plain(enum engine engine)
{
    struct test_store test;

    test_store_place(&test, engine);
    use(&test, &diary_entity);
    test_store_reopen(&test, 2);
    assert_int_equal(add(&test, diary_of(OWN, 1, 5, "a secret")), STORE_NO_KEY);
    assert_text(raw(&test, "body"), T(""));
    test_store_close(&test);
}

/* ---- places ---- */

static void a_cell_opens_in_its_place_only(enum engine engine)
{
    static const char *const moves[] = {
        /* to another row, another column, another workspace; another table would be another key */
        "UPDATE main.diary SET body = (SELECT d.body FROM main.diary d WHERE d.workspace_id = 1 "
        "AND d.created_at = 1 AND d.version = 2) WHERE workspace_id = 1 AND version = 3",
        "UPDATE main.diary SET body = email WHERE workspace_id = 1 AND version = 3",
        "UPDATE main.diary SET body = (SELECT d.body FROM main.diary d WHERE d.workspace_id = 2) "
        "WHERE workspace_id = 1 AND version = 3",
        /* changed: one letter of the cipher, one less, a plain value, and nothing of a cell */
        "UPDATE main.diary SET body = substr(body, 1, 80) || CASE substr(body, 81, 1) WHEN 'A' "
        "THEN 'B' ELSE 'A' END || substr(body, 82) WHERE workspace_id = 1 AND version = 3",
        "UPDATE main.diary SET body = substr(body, 1, length(body) - 4) WHERE workspace_id = 1 "
        "AND version = 3",
        "UPDATE main.diary SET body = 'said by nobody' WHERE workspace_id = 1 AND version = 3",
        "UPDATE main.diary SET body = '' WHERE workspace_id = 1 AND version = 3",
        "UPDATE main.diary SET body = 's1.' WHERE workspace_id = 1 AND version = 3",
        "UPDATE main.diary SET body = 's1.!*!*' WHERE workspace_id = 1 AND version = 3",
    };
    struct test_store test;

    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        struct diary first = diary_of(OWN, 1, 5, "the first secret"),
                     second = diary_of(OWN, 2, 5, "the second secret"),
                     theirs = diary_of(OTHER, 2, 5, "their secret");

        open_sealed(&test, engine);
        first.row.version = 2;
        second.row.version = 3;
        second.email = T("a@secret.example");
        assert_int_equal(add(&test, first), STORE_FINE);
        assert_int_equal(add(&test, second), STORE_FINE);
        assert_int_equal(add(&test, theirs), STORE_FINE);
        assert_text(read_row(&test, OWN, 2), T("the second secret"));
        must_run(&test, moves[i]);
        assert_text(read_row(&test, OWN, 2), T("changed"));
        assert_text(read_row(&test, OWN, 1), T("the first secret")); /* nothing else is lost */
        assert_text(read_row(&test, OTHER, 2), T("their secret"));
        test_store_close(&test);
    }
}

/* ---- finding ---- */

struct looking {
    const char *email;
    int workspace;
    struct diary diary;
};

static enum status look(struct tx *tx, void *context)
{
    struct looking *looking = context;
    struct value values[] = { VALUE_OF_INTEGER(looking->workspace),
                              tx_blind(tx, &diary_entity, "email", looking->workspace,
                                       text_from(looking->email)) };

    return row_find_where(tx, &diary_entity, T("workspace_id = $1 AND email_blind = $2"), values, 2,
                          &looking->diary);
}

static enum status look_up(struct test_store *test, int workspace, const char *email)
{
    struct looking looking = { email, workspace, { .title = { 0 } } };

    return store_read(test->store, &system_identity, &test->arena, look, &looking, NULL);
}

static void equal_values_are_found_and_unique(enum engine engine)
{
    struct test_store test;
    struct diary mine = diary_of(OWN, 1, 5, NULL), same = diary_of(OWN, 2, 6, NULL),
                 theirs = diary_of(OTHER, 3, 5, NULL);
    struct text hashes, first;

    open_sealed(&test, engine);
    mine.email = T("somebody@example.com");
    same.email = T("SomeBody@Example.com");
    theirs.email = mine.email;
    assert_int_equal(add(&test, mine), STORE_FINE);
    assert_int_equal(add(&test, same), STORE_UNIQUE);
    assert_int_equal(add(&test, theirs), STORE_FINE);
    assert_int_equal(look_up(&test, OWN, "Somebody@EXAMPLE.com"), OK);
    assert_int_equal(look_up(&test, OWN, "somebody@example.org"), NOT_FOUND);
    assert_int_equal(look_up(&test, OTHER, "somebody@example.com"), OK);
    hashes = raw(&test, "email_blind");
    first = text_cut(&hashes, '\n');
    assert_int_equal(first.size, 43);
    assert_false(text_equal(first, text_cut(&hashes, '\n'))); /* no two workspaces compare */
    test_store_close(&test);
}

/* ---- keys ---- */

static enum status destroy(struct tx *tx, void *context)
{
    return data_key_destroy_account(tx, *(struct id *)context);
}

struct changing {
    int number;
    const char *body;
};

static enum status change(struct tx *tx, void *context)
{
    const struct changing *changing = context;
    struct diary diary;
    enum status status = row_find(tx, &diary_entity, OWN, test_id(OWN, changing->number), &diary);

    if (status != OK)
        return status;
    if (changing->body)
        diary.body = text_from(changing->body);
    return row_update(tx, &diary_entity, &diary);
}

static void a_destroyed_key_erases_what_it_sealed(enum engine engine)
{
    struct test_store test;
    struct id author = test_id(99, 5);
    struct changing touch = { 1, NULL }, rewrite = { 1, "another secret" };
    struct text owners;

    open_sealed(&test, engine);
    assert_int_equal(add(&test, diary_of(OWN, 1, 5, "a secret")), STORE_FINE);
    assert_int_equal(add(&test, diary_of(OWN, 2, 6, "a secret of 6")), STORE_FINE);
    assert_int_equal(store_write(test.store, &system_identity, &test.arena, destroy, &author, NULL),
                     OK);
    assert_text(read_row(&test, OWN, 1), T("null"));
    assert_text(read_row(&test, OWN, 2), T("a secret of 6"));
    assert_int_equal(store_write(test.store, &system_identity, &test.arena, change, &touch, NULL),
                     OK);
    assert_int_equal(store_write(test.store, &system_identity, &test.arena, change, &rewrite, NULL),
                     OK);
    assert_text(read_row(&test, OWN, 1), T("another secret"));
    assert_int_equal(
        test_query(&test, &system_identity,
                   T("SELECT count(*) FROM main.data_key WHERE owner LIKE "
                     "'account:%' AND owner NOT LIKE '%-7006-%' OR owner = 'workspace:1'"),
                   &owners),
        OK);
    assert_text(owners, T("1\n")); /* the workspace's took over */
    test_store_close(&test);
}

static enum status add_and_fail(struct tx *tx, void *context)
{
    enum status status = row_insert(tx, &diary_entity, context);

    return status == OK ? CONFLICT : status;
}

static enum status fail_and_go_on(struct tx *tx, void *context)
{
    struct diary first = diary_of(OWN, 1, 5, "a secret that is undone");

    assert_int_equal(tx_savepoint(tx, add_and_fail, &first), CONFLICT);
    return row_insert(tx, &diary_entity, context);
}

static void a_key_that_was_undone_seals_nothing(enum engine engine)
{
    struct test_store test;
    struct diary second = diary_of(OWN, 2, 5, "a secret");

    open_sealed(&test, engine);
    assert_int_equal(
        store_write(test.store, &system_identity, &test.arena, fail_and_go_on, &second, NULL), OK);
    assert_text(read_row(&test, OWN, 2), T("a secret"));
    test_store_close(&test);
}

static void keys_follow_the_master_key(enum engine engine)
{
    struct test_store test;
    struct key_ring old = ring_of("old", NULL), both = ring_of("new", "old"),
                    new = ring_of("new", NULL), wrong = ring_of("wrong", NULL);
    struct text reason = { 0 };

    test_store_place(&test, engine);
    use(&test, &diary_entity);
    test_store_reopen(&test, 2);
    must_use(&test, &old);
    assert_int_equal(add(&test, diary_of(OWN, 1, 5, "a secret")), STORE_FINE);
    assert_int_equal(try_keys(&test, &wrong, &reason), UNAVAILABLE);
    assert_true(text_find(reason, T("STEWARD_MASTER_KEY")) < reason.size);
    assert_text(read_row(&test, OWN, 1), T("no key")); /* closed, and nothing was changed */
    assert_int_equal(add(&test, diary_of(OWN, 2, 5, "a secret")), STORE_NO_KEY);
    must_use(&test, &both);
    assert_text(read_row(&test, OWN, 1), T("a secret"));
    must_use(&test, &new); /* the old one is needed no more */
    assert_text(read_row(&test, OWN, 1), T("a secret"));
    assert_int_equal(try_keys(&test, &old, &reason), UNAVAILABLE);
    test_store_close(&test);
    key_ring_release(&old);
    key_ring_release(&both);
    key_ring_release(&new);
    key_ring_release(&wrong);
}

static void a_forged_key_opens_nothing(enum engine engine)
{
    struct test_store test;

    open_sealed(&test, engine);
    assert_int_equal(add(&test, diary_of(OWN, 1, 5, "a secret")), STORE_FINE);
    assert_int_equal(add(&test, diary_of(OWN, 2, 6, "a secret")), STORE_FINE);
    must_run(
        &test,
        "UPDATE main.data_key SET wrapped = (SELECT k.wrapped FROM main.data_key k "
        "WHERE k.owner = 'blind') WHERE owner = 'account:00000063-0000-7006-8000-000000000001'");
    assert_text(read_row(&test, OWN, 2), T("changed"));
    assert_text(read_row(&test, OWN, 1), T("a secret"));
    test_store_close(&test);
}

/* ---- an older database ---- */

static enum status insert_plain(struct tx *tx, void *context)
{
    enum status status = OK;

    for (int i = 1; i <= MANY && status == OK; i++) {
        struct diary diary = diary_of(OWN, i, 5 + i % 3, i % 7 ? "a plain secret" : NULL);

        if (i == 3)
            diary.body = T("s1.looks like a cell");
        diary.email = arena_print(tx_arena(tx), "%d@secret.example", i);
        status = row_insert(tx, context, &diary);
    }
    return status;
}

static void must_reopen(struct test_store *test, const struct entity *diary)
{
    store_close(test->store);
    use(test, diary);
    test_store_reopen(test, 2);
}

static void what_was_plain_is_sealed_at_the_start(enum engine engine)
{
    struct test_store test;
    struct text cells;

    test_store_place(&test, engine);
    use(&test, &plain_entity);
    test_store_reopen(&test, 2);
    assert_int_equal(store_write(test.store, &system_identity, &test.arena, insert_plain,
                                 (void *)(uintptr_t)&plain_entity, NULL),
                     OK);
    must_reopen(&test, &diary_entity);
    must_use(&test, test_seals());
    cells = raw(&test, "body, email");
    assert_true(text_find(cells, T("secret")) == cells.size);
    assert_text(read_row(&test, OWN, 1), T("a plain secret"));
    assert_text(read_row(&test, OWN, 3), T("s1.looks like a cell"));
    assert_text(read_row(&test, OWN, 7), T("null"));
    assert_text(read_row(&test, OWN, MANY), T("a plain secret"));
    assert_int_equal(look_up(&test, OWN, "450@secret.example"), OK);
    /* A plain value that comes later is no value of before, after the next start either. */
    must_run(&test, "UPDATE main.diary SET body = 'forged' WHERE email_blind IS NOT NULL AND "
                    "created_by IS NOT NULL AND version = 1 AND body IS NOT NULL");
    assert_text(read_row(&test, OWN, 1), T("changed"));
    must_reopen(&test, &diary_entity);
    must_use(&test, test_seals());
    assert_text(read_row(&test, OWN, 1), T("changed"));
    /* A start that was broken off leaves no note: it goes on with what is plain. */
    must_run(&test, "DELETE FROM main.data_key WHERE owner = 'column:diary.body'");
    must_use(&test, test_seals());
    assert_text(read_row(&test, OWN, 1), T("forged"));
    test_store_close(&test);
}

#define ON_BOTH(test)                                                                              \
    static void test##_sqlite(void **state)                                                        \
    {                                                                                              \
        (void)state;                                                                               \
        test(ENGINE_SQLITE);                                                                       \
    }                                                                                              \
    static void test##_postgresql(void **state)                                                    \
    {                                                                                              \
        (void)state;                                                                               \
        test(ENGINE_POSTGRESQL);                                                                   \
    }

ON_BOTH(equal_values_are_hidden_and_differ)
ON_BOTH(a_text_that_is_too_long_is_refused)
ON_BOTH(a_store_without_keys_writes_nothing_plain)
ON_BOTH(a_cell_opens_in_its_place_only)
ON_BOTH(equal_values_are_found_and_unique)
ON_BOTH(a_destroyed_key_erases_what_it_sealed)
ON_BOTH(a_key_that_was_undone_seals_nothing)
ON_BOTH(keys_follow_the_master_key)
ON_BOTH(a_forged_key_opens_nothing)
ON_BOTH(what_was_plain_is_sealed_at_the_start)

#define BOTH(test) cmocka_unit_test(test##_sqlite), cmocka_unit_test(test##_postgresql)

int main(int count, char **argv)
{
    const struct CMUnitTest tests[] = {
        BOTH(equal_values_are_hidden_and_differ),
        BOTH(a_text_that_is_too_long_is_refused),
        BOTH(a_store_without_keys_writes_nothing_plain),
        BOTH(a_cell_opens_in_its_place_only),
        BOTH(equal_values_are_found_and_unique),
        BOTH(a_destroyed_key_erases_what_it_sealed),
        BOTH(a_key_that_was_undone_seals_nothing),
        BOTH(keys_follow_the_master_key),
        BOTH(a_forged_key_opens_nothing),
        BOTH(what_was_plain_is_sealed_at_the_start),
    };

    (void)count;
    test_cluster_need(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
