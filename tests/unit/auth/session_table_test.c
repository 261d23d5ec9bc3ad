/* auth/session_table.h: what is forgotten stays forgotten, also when threads read and keep. */
#include "auth/session_table.h"

#include "crypto/random.h"
#include "text_check.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

enum { DAY = 86400000, HOUR = 3600000 };

static const int64_t now = 1780000000000;

static struct session_entry entry_of(struct id session, struct id account, int64_t workspace)
{
    return (struct session_entry){ .session_id = session,
                                   .account_id = account,
                                   .workspace_id = workspace,
                                   .role = ROLE_MEMBER,
                                   .expires_at = now + DAY,
                                   .last_seen_at = now };
}

static void keep(struct session_table *table, struct session_entry entry)
{
    struct session_seen seen;

    session_table_keep(table, session_table_epoch(table), &entry, now, &seen);
}

static bool find(struct session_table *table, struct id session, int64_t workspace, int64_t at_ms)
{
    struct session_entry entry;

    return session_table_find(table, session, workspace, at_ms, HOUR, &entry);
}

static void an_entry_is_found_by_session_and_workspace(void **state)
{
    struct session_table *table = session_table_new(100);
    struct id session = random_id(now), account = random_id(now);
    struct session_entry found;

    (void)state;
    assert_false(find(table, session, 1, now));
    keep(table, entry_of(session, account, 1));
    keep(table, entry_of(session, account, 2));
    assert_true(session_table_find(table, session, 2, now, HOUR, &found));
    assert_int_equal(found.workspace_id, 2);
    assert_true(id_equal(found.account_id, account));
    assert_false(find(table, session, 3, now));
    assert_false(find(table, random_id(now), 1, now));
    assert_int_equal(session_table_count(table), 2);
    session_table_free(table);
    session_table_free(NULL);
}

static void forgetting_takes_what_is_meant(void **state)
{
    struct session_table *table = session_table_new(100);
    struct id account = random_id(now), other = random_id(now);
    struct id sessions[] = { random_id(now), random_id(now), random_id(now) };

    (void)state;
    keep(table, entry_of(sessions[0], account, 1));
    keep(table, entry_of(sessions[1], account, 1));
    keep(table, entry_of(sessions[2], other, 1));
    session_table_forget_session(table, sessions[0]);
    assert_false(find(table, sessions[0], 1, now));
    assert_true(find(table, sessions[1], 1, now));
    session_table_forget_account(table, account);
    assert_false(find(table, sessions[1], 1, now));
    assert_true(find(table, sessions[2], 1, now));
    session_table_forget_all(table);
    assert_int_equal(session_table_count(table), 0);
    session_table_free(table);
}

static void what_was_read_before_a_change_is_not_kept(void **state)
{
    struct session_table *table = session_table_new(100);
    struct id session = random_id(now);
    struct session_entry entry = entry_of(session, random_id(now), 1);
    uint64_t epoch = session_table_epoch(table);
    struct session_seen seen;

    (void)state;
    session_table_forget_account(table, random_id(now));
    session_table_keep(table, epoch, &entry, now, &seen);
    assert_false(find(table, session, 1, now));
    session_table_free(table);
}

static void nothing_is_found_past_its_time(void **state)
{
    struct session_table *table = session_table_new(100);
    struct id session = random_id(now);

    (void)state;
    keep(table, entry_of(session, random_id(now), 1));
    assert_true(find(table, session, 1, now + HOUR - 1));
    assert_true(find(table, session, 1, now + 2 * HOUR - 2)); /* it was seen in between */
    assert_false(find(table, session, 1, now + 4 * HOUR));    /* idle */
    assert_false(find(table, session, 1, now + 4 * HOUR));    /* asking is not using */
    session_table_free(table);
}

static void expiry_ends_also_what_is_used(void **state)
{
    struct session_table *table = session_table_new(100);
    struct id session = random_id(now);

    (void)state;
    keep(table, entry_of(session, random_id(now), 1));
    for (int64_t at = now; at < now + DAY; at += HOUR / 2)
        assert_true(find(table, session, 1, at));
    assert_false(find(table, session, 1, now + DAY));
    session_table_free(table);
}

static void what_was_seen_is_told_once_a_minute(void **state)
{
    struct session_table *table = session_table_new(100);
    struct id session = random_id(now);
    struct session_seen seen[4];

    (void)state;
    keep(table, entry_of(session, random_id(now), 1));
    assert_true(find(table, session, 1, now + SESSION_SEEN_AFTER_MS - 1));
    assert_int_equal(session_table_take_seen(table, seen, 4), 0);
    assert_true(find(table, session, 1, now + SESSION_SEEN_AFTER_MS));
    assert_int_equal(session_table_take_seen(table, seen, 4), 1);
    assert_true(id_equal(seen[0].session_id, session));
    assert_int_equal(seen[0].at, now + SESSION_SEEN_AFTER_MS);
    assert_int_equal(session_table_take_seen(table, seen, 4), 0);
    session_table_free(table);
}

/* 64 sets of 8: the table never grows past 512, and who is pushed out unwritten is told. */
static void it_is_bounded_and_loses_no_sighting(void **state)
{
    struct session_table *table = session_table_new(64);
    struct id account = random_id(now);
    size_t told = 0;

    (void)state;
    for (int i = 0; i < 5000; i++) {
        struct session_entry entry = entry_of(random_id(now), account, 1);
        struct session_seen seen;

        entry.last_seen_at = now - SESSION_SEEN_AFTER_MS; /* what its row says */
        session_table_keep(table, session_table_epoch(table), &entry, now, &seen);
        told += !id_is_zero(seen.session_id);
    }
    assert_true(session_table_count(table) <= 512);
    assert_int_equal(told, 5000 - session_table_count(table));
    session_table_free(table);
}

static void another_process_is_asked_for_now_and_then(void **state)
{
    struct session_table *table = session_table_new(100);
    struct id session = random_id(now);

    (void)state;
    assert_true(session_table_ask_is_due(table, 1000000, 200000));
    assert_false(session_table_ask_is_due(table, 1199999, 200000));
    assert_true(session_table_ask_is_due(table, 1200000, 200000));
    session_table_tell_generation(table, 7);
    keep(table, entry_of(session, random_id(now), 1));
    session_table_tell_generation(table, 7);
    assert_true(find(table, session, 1, now));
    session_table_tell_generation(table, 8);
    assert_false(find(table, session, 1, now));
    session_table_free(table);
}

/* ---- threads: a store that changes, readers that copy it into the table ---- */

enum { ACCOUNTS = 16, READERS = 4, CHANGES = 2000 };

struct world {
    struct session_table *table;
    struct id sessions[ACCOUNTS], accounts[ACCOUNTS];
    _Atomic int64_t stored[ACCOUNTS];   /* the truth: what an entry's expires_at must be */
    _Atomic int64_t answered[ACCOUNTS]; /* changes whose answer has gone out */
    atomic_bool is_over;
    _Atomic int64_t stale;
};

static void read_one(struct world *world, int at)
{
    int64_t answered = world->answered[at];
    struct session_entry entry;
    struct session_seen seen;
    uint64_t epoch;

    if (session_table_find(world->table, world->sessions[at], 1, now, HOUR, &entry)) {
        world->stale += entry.expires_at < now + answered;
        return;
    }
    epoch = session_table_epoch(world->table);
    entry = entry_of(world->sessions[at], world->accounts[at], 1);
    entry.expires_at = now + world->stored[at];
    sched_yield(); /* a change is welcome here */
    session_table_keep(world->table, epoch, &entry, now, &seen);
}

static void *reader(void *context)
{
    struct world *world = context;

    for (unsigned i = 0; !world->is_over; i++)
        read_one(world, (int)(i % ACCOUNTS));
    return NULL;
}

static void a_change_is_seen_by_every_call_after_its_answer(void **state)
{
    static struct world world;
    pthread_t threads[READERS];
    struct session_seen seen[8];

    (void)state;
    world.table = session_table_new(64);
    for (int i = 0; i < ACCOUNTS; i++) {
        world.sessions[i] = random_id(now);
        world.accounts[i] = random_id(now);
        world.stored[i] = 1;
    }
    for (int i = 0; i < READERS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, reader, &world), 0);
    for (int i = 0; i < CHANGES; i++) {
        int at = i % ACCOUNTS;
        int64_t value = world.stored[at] + 1;

        world.stored[at] = value; /* the commit */
        session_table_forget_account(world.table, world.accounts[at]);
        world.answered[at] = value; /* the answer */
        session_table_take_seen(world.table, seen, 8);
    }
    world.is_over = true;
    for (int i = 0; i < READERS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(world.stale, 0);
    session_table_free(world.table);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_entry_is_found_by_session_and_workspace),
        cmocka_unit_test(forgetting_takes_what_is_meant),
        cmocka_unit_test(what_was_read_before_a_change_is_not_kept),
        cmocka_unit_test(nothing_is_found_past_its_time),
        cmocka_unit_test(expiry_ends_also_what_is_used),
        cmocka_unit_test(what_was_seen_is_told_once_a_minute),
        cmocka_unit_test(it_is_bounded_and_loses_no_sighting),
        cmocka_unit_test(another_process_is_asked_for_now_and_then),
        cmocka_unit_test(a_change_is_seen_by_every_call_after_its_answer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
