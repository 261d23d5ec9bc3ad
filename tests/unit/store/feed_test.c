/* Feed: told after the commit and only then; every way of writing is told, on both engines, and
   the processes on one PostgreSQL hear of each other. */
#include "store/feed.h"

#include "store/test_rows.h"

#include <poll.h>
#include <pthread.h>

enum { PATIENCE_MS = 10000 };

/* What was told, as text. */
struct hearing {
    pthread_mutex_t lock;
    struct buffer words;
    int lost;
};

static void on_changed(void *context, const struct change *changes, size_t count)
{
    static const char *const kinds[] = { "insert", "update", "delete", "merge", "many" };
    struct hearing *hearing = context;

    pthread_mutex_lock(&hearing->lock);
    for (size_t i = 0; i < count; i++) {
        buffer_print(&hearing->words, "%s %s %d", kinds[changes[i].kind], changes[i].entity->name,
                     (int)changes[i].workspace_id);
        if (!id_is_zero(changes[i].id))
            buffer_print(&hearing->words, " %d", changes[i].id.bytes[7]);
        if (!id_is_zero(changes[i].owner))
            buffer_print(&hearing->words, " of %d", changes[i].owner.bytes[7]);
        buffer_append(&hearing->words, T("\n"));
    }
    pthread_mutex_unlock(&hearing->lock);
}

static void on_heard(void *context, struct text message)
{
    struct hearing *hearing = context;

    pthread_mutex_lock(&hearing->lock);
    if (message.size > 100)
        buffer_print(&hearing->words, "said %zu\n", message.size);
    else
        buffer_print(&hearing->words, "said %.*s\n", TEXT_ARG(message));
    pthread_mutex_unlock(&hearing->lock);
}

static void on_lost(void *context)
{
    struct hearing *hearing = context;

    pthread_mutex_lock(&hearing->lock);
    hearing->lost++;
    pthread_mutex_unlock(&hearing->lock);
}

static int losses(struct hearing *hearing)
{
    int lost;

    pthread_mutex_lock(&hearing->lock);
    lost = hearing->lost;
    pthread_mutex_unlock(&hearing->lock);
    return lost;
}

static void listen_to(struct test_store *test, struct hearing *hearing)
{
    struct feed_listener listener = { hearing, on_changed, on_heard, on_lost };

    *hearing = (struct hearing){ .words = buffer_on_heap(1 << 20) };
    pthread_mutex_init(&hearing->lock, NULL);
    assert_int_equal(store_listen(test->store, &listener), OK);
}

static void stop(struct test_store *test, struct hearing *hearing)
{
    store_listen_no_more(test->store);
    pthread_mutex_destroy(&hearing->lock);
    buffer_release(&hearing->words);
}

/* What was told since it was asked last. */
static void assert_told(struct hearing *hearing, const char *words)
{
    pthread_mutex_lock(&hearing->lock);
    assert_text(buffer_text(&hearing->words), text_from(words));
    buffer_clear(&hearing->words);
    pthread_mutex_unlock(&hearing->lock);
}

static void await_told(struct hearing *hearing, const char *words)
{
    for (int waited = 0; waited < PATIENCE_MS; waited += 5) {
        bool is_told;

        pthread_mutex_lock(&hearing->lock);
        is_told = text_equal(buffer_text(&hearing->words), text_from(words));
        pthread_mutex_unlock(&hearing->lock);
        if (is_told)
            break;
        poll(NULL, 0, 5);
    }
    assert_told(hearing, words);
}

static enum status write_as(struct test_store *test, struct identity identity, store_work work,
                            void *context)
{
    return store_write(test->store, &identity, &test->arena, work, context, NULL);
}

static enum status add_customer(struct tx *tx, void *context)
{
    int number = *(int *)context;
    struct customer customer = { .row = test_row(OWN, number, OWN), .name = T("somebody") };

    return row_insert(tx, &customer_entity, &customer);
}

static enum status add_and_fail(struct tx *tx, void *context)
{
    enum status status = add_customer(tx, context);

    return status == OK ? CONFLICT : status;
}

/* --- one process --- */

static void tells_of_rows_when_they_are_committed(enum engine engine)
{
    struct identity member = test_member(OWN, OWN, LEVEL_EDIT_EVERY);
    struct hearing hearing;
    struct test_store test;
    int number = 1;

    test_store_open(&test, engine, 2);
    listen_to(&test, &hearing);
    assert_int_equal(write_as(&test, member, add_customer, &number), OK);
    assert_told(&hearing, "insert customer 1 1\n");
    number = 2;
    assert_int_equal(write_as(&test, member, add_and_fail, &number), CONFLICT);
    assert_told(&hearing, "");
    number = 1; /* it is there already: the database refuses */
    assert_int_equal(write_as(&test, member, add_customer, &number), CONFLICT);
    assert_told(&hearing, "");
    stop(&test, &hearing);
    test_store_close(&test);
}

static enum status change_rows(struct tx *tx, void *context)
{
    struct customer customer;
    enum status status = row_find(tx, &customer_entity, OWN, test_id(OWN, 1), &customer);

    (void)context;
    customer.name = T("another");
    if (status == OK)
        status = row_update(tx, &customer_entity, &customer);
    if (status == OK)
        status = row_delete(tx, &customer_entity, OWN, test_id(OWN, 2));
    if (status == OK && row_delete(tx, &customer_entity, OWN, test_id(OWN, 77)) != NOT_FOUND)
        status = FAILED;
    return status;
}

static void tells_of_each_way_of_writing(enum engine engine)
{
    struct identity member = test_member(OWN, OWN, LEVEL_EDIT_EVERY);
    struct hearing hearing;
    struct test_store test;
    int first = 1, second = 2;

    test_store_open(&test, engine, 2);
    listen_to(&test, &hearing);
    assert_int_equal(write_as(&test, member, add_customer, &first), OK);
    assert_int_equal(write_as(&test, member, add_customer, &second), OK);
    assert_told(&hearing, "insert customer 1 1\ninsert customer 1 2\n");
    assert_int_equal(write_as(&test, member, change_rows, NULL), OK);
    assert_told(&hearing, "update customer 1 1\ndelete customer 1 2\n");
    stop(&test, &hearing);
    test_store_close(&test);
}

static enum status run_sql(struct tx *tx, void *context)
{
    return tx_execute(tx, *(struct text *)context, NULL, 0, NULL);
}

static enum status run_in_workspace(struct tx *tx, void *context)
{
    struct value values[] = { VALUE_OF_INTEGER(OWN) };

    (void)context;
    return tx_execute(tx,
                      T("UPDATE main.customer SET version = version + 1 WHERE workspace_id = $1"),
                      values, 1, NULL);
}

/* A statement that nobody has noted is told as a whole; one that touched nothing is not told, and
   what callers cannot see never is. */
static void tells_of_what_nobody_noted(enum engine engine)
{
    struct identity member = test_member(OWN, OWN, LEVEL_EDIT_EVERY);
    struct hearing hearing;
    struct test_store test;
    struct text sql = T("UPDATE customer SET version = version + 1");
    int number = 1;

    test_store_open(&test, engine, 2);
    listen_to(&test, &hearing);
    assert_int_equal(write_as(&test, member, run_sql, &sql), OK);
    assert_told(&hearing, "");
    assert_int_equal(write_as(&test, member, add_customer, &number), OK);
    assert_told(&hearing, "insert customer 1 1\n");
    assert_int_equal(write_as(&test, member, run_sql, &sql), OK);
    assert_told(&hearing, "many customer 1\n");
    sql = T("UPDATE main.customer SET version = version + 1");
    assert_int_equal(write_as(&test, system_identity, run_sql, &sql), OK);
    assert_told(&hearing, "many customer 0\n");
    assert_int_equal(write_as(&test, system_identity, run_in_workspace, NULL), OK);
    assert_told(&hearing, "many customer 1\n");
    sql = T("DELETE FROM main.secret WHERE workspace_id = 0");
    assert_int_equal(write_as(&test, system_identity, run_sql, &sql), OK);
    assert_told(&hearing, "");
    stop(&test, &hearing);
    test_store_close(&test);
}

static enum status add_in_savepoints(struct tx *tx, void *context)
{
    int kept = 1, undone = 2, last = 3;
    enum status status = tx_savepoint(tx, add_customer, &kept);

    (void)context;
    if (status == OK && tx_savepoint(tx, add_and_fail, &undone) != CONFLICT)
        status = FAILED;
    return status == OK ? tx_savepoint(tx, add_customer, &last) : status;
}

static void forgets_what_a_savepoint_undoes(enum engine engine)
{
    struct identity member = test_member(OWN, OWN, LEVEL_EDIT_EVERY);
    struct hearing hearing;
    struct test_store test;

    test_store_open(&test, engine, 2);
    listen_to(&test, &hearing);
    assert_int_equal(write_as(&test, member, add_in_savepoints, NULL), OK);
    assert_told(&hearing, "insert customer 1 1\ninsert customer 1 3\n");
    stop(&test, &hearing);
    test_store_close(&test);
}

static enum status note_so_many(struct tx *tx, void *context)
{
    size_t count = *(size_t *)context;
    struct id id = test_id(OWN, 5);

    for (size_t i = 0; i < count; i++)
        tx_note(tx, &customer_entity, CHANGE_UPDATE, OWN, &id, 1);
    tx_note(tx, &note_entity, CHANGE_DELETE, OWN, &id, 1); /* of its owner */
    return OK;
}

/* At the edge: so many one by one, one more is a flood; other entities are not drowned by it. */
static void tells_floods_as_one(enum engine engine)
{
    struct identity member = test_member(OWN, OWN, LEVEL_EDIT_EVERY);
    struct hearing hearing;
    struct test_store test;
    size_t count = FEED_CHANGES - 1, lines = 0;

    test_store_open(&test, engine, 2);
    listen_to(&test, &hearing);
    assert_int_equal(write_as(&test, member, note_so_many, &count), OK);
    for (size_t i = 0; i < hearing.words.size; i++)
        lines += hearing.words.at[i] == '\n';
    assert_int_equal(lines, FEED_CHANGES);
    assert_true(text_ends_with(buffer_text(&hearing.words), T("\ndelete note 1 5 of 1\n")));
    buffer_clear(&hearing.words);
    count = FEED_CHANGES + 1;
    assert_int_equal(write_as(&test, member, note_so_many, &count), OK);
    assert_true(text_find(buffer_text(&hearing.words), T("update")) == hearing.words.size);
    assert_true(text_find(buffer_text(&hearing.words), T("many customer 1\n")) <
                hearing.words.size);
    stop(&test, &hearing);
    assert_int_equal(write_as(&test, member, note_so_many, &count), OK); /* to nobody */
    test_store_close(&test);
}

/* --- two processes, as two stores on one database --- */

static void tells_other_processes(void **state)
{
    struct identity member = test_member(OWN, OWN, LEVEL_EDIT_EVERY);
    struct test_store first, second;
    struct hearing here, there;
    struct text large;
    int number = 1;
    size_t count = FEED_CHANGES;
    struct buffer text = buffer_on_heap(FEED_MESSAGE);

    (void)state;
    test_store_open(&first, ENGINE_POSTGRESQL, 2);
    second = first;
    second.arena = (struct arena){ 0 };
    test_store_reopen(&second, 2);
    listen_to(&first, &here);
    listen_to(&second, &there);
    assert_int_equal(write_as(&first, member, add_customer, &number), OK);
    assert_told(&here, "insert customer 1 1\n");
    await_told(&there, "insert customer 1 1\n");
    store_tell(first.store, T("hello"));
    await_told(&there, "said hello\n");
    while (text.size < 100000) /* in pieces of LIMIT_NOTIFICATION, none of which cuts a character */
        buffer_append(&text, T("a\xe5\x80\xbc"));
    large = buffer_text(&text);
    store_tell(second.store, large);
    store_tell(second.store, T("after"));
    await_told(&here, "said 100000\nsaid after\n");
    assert_int_equal(write_as(&first, member, note_so_many, &count), OK);
    for (int waited = 0; waited < PATIENCE_MS; waited += 5) {
        pthread_mutex_lock(&there.lock);
        number = text_find(buffer_text(&there.words), T("note")) < there.words.size;
        pthread_mutex_unlock(&there.lock);
        if (number)
            break;
        poll(NULL, 0, 5);
    }
    pthread_mutex_lock(&there.lock);
    buffer_clear(&there.words);
    pthread_mutex_unlock(&there.lock);
    test_ask(&first, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE "
                     "datname = current_database() AND query LIKE '%steward_feed%' AND "
                     "pid <> pg_backend_pid()");
    for (int waited = 0; waited < PATIENCE_MS && (losses(&here) == 0 || losses(&there) == 0);
         waited += 5)
        poll(NULL, 0, 5);
    assert_true(losses(&here) > 0 && losses(&there) > 0);
    store_tell(second.store, T("again"));
    stop(&second, &there);
    stop(&first, &here);
    store_close(second.store);
    arena_release(&second.arena);
    test_store_close(&first);
    buffer_release(&text);
}

/* What so many other processes say at once, each in a notification of this kind. */
static void say(struct test_store *test, int first, int last, char kind)
{
    char sql[240];

    snprintf(sql, sizeof sql,
             "SELECT count(pg_notify('steward_feed', lpad(i::text, 36, '0') || ' %c' || chr(10) || "
             "'%c' || i || ' ')) FROM generate_series(%d, %d) i",
             kind, kind, first, last);
    test_ask(test, sql);
}

static void await_losses(struct hearing *hearing, int wanted)
{
    for (int waited = 0; waited < PATIENCE_MS && losses(hearing) < wanted; waited += 5)
        poll(NULL, 0, 5);
    assert_int_equal(losses(hearing), wanted);
}

/* LIMIT_SENDERS: so many messages are under way in pieces; one more, and it is told that some are
   lost. One that has come whole makes room. */
static void pieces_of_many_processes_are_put_together(void **state)
{
    enum { SENDERS = 64 };
    struct buffer words = buffer_on_heap(1 << 16);
    struct hearing hearing;
    struct test_store test;

    (void)state;
    test_store_open(&test, ENGINE_POSTGRESQL, 1);
    listen_to(&test, &hearing);
    say(&test, 1001, 1000 + SENDERS, 'w');
    say(&test, 1, SENDERS, 'b');
    say(&test, 1, SENDERS, 'e');
    for (int i = 1; i <= SENDERS; i++)
        buffer_print(&words, "said w%d \n", 1000 + i);
    for (int i = 1; i <= SENDERS; i++)
        buffer_print(&words, "said b%d e%d \n", i, i);
    buffer_append_byte(&words, '\0');
    await_told(&hearing, words.at);
    assert_int_equal(losses(&hearing), 0);
    say(&test, 1, SENDERS + 1, 'b');
    await_losses(&hearing, 1);
    say(&test, 1, SENDERS + 1, 'e');
    say(&test, 2000, 2000, 'w');
    await_told(&hearing, "said b65 e65 \nsaid w2000 \n");
    stop(&test, &hearing);
    test_store_close(&test);
    buffer_release(&words);
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

ON_BOTH(tells_of_rows_when_they_are_committed)
ON_BOTH(tells_of_each_way_of_writing)
ON_BOTH(tells_of_what_nobody_noted)
ON_BOTH(forgets_what_a_savepoint_undoes)
ON_BOTH(tells_floods_as_one)

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        TESTS_OF(tells_of_rows_when_they_are_committed),
        TESTS_OF(tells_of_each_way_of_writing),
        TESTS_OF(tells_of_what_nobody_noted),
        TESTS_OF(forgets_what_a_savepoint_undoes),
        TESTS_OF(tells_floods_as_one),
        cmocka_unit_test(tells_other_processes),
        cmocka_unit_test(pieces_of_many_processes_are_put_together),
    };

    (void)argc;
    test_cluster_need(argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
