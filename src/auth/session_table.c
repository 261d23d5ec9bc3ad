/* Session table: sets of eight entries, each set under one of 64 locks. An entry is found by its
   session and workspace; forgetting an account looks at all of them, which is rare. */
#include "auth/session_table.h"

#include "base/mutex.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { WAYS = 8, LOCKS = 64 };

struct slot {
    struct session_entry entry;
    int64_t written_at; /* what the row says of last_seen_at */
    uint64_t used;      /* tick of the last use */
};

struct set {
    struct slot *ways[WAYS]; /* NULL: free */
};

struct session_table {
    struct set *sets;
    size_t set_count; /* a power of two, at least LOCKS */
    pthread_mutex_t locks[LOCKS];
    _Atomic uint64_t epoch, tick;
    _Atomic size_t count;
    _Atomic int64_t asked_us;   /* when the generation was last asked for; 0: never */
    _Atomic int64_t generation; /* -1: not known yet */
};

struct session_table *session_table_new(size_t capacity)
{
    struct session_table *table = memory_alloc(sizeof *table);

    table->set_count = LOCKS;
    while (table->set_count * WAYS < capacity)
        table->set_count *= 2;
    table->sets = memory_alloc(table->set_count * sizeof *table->sets);
    for (size_t i = 0; i < LOCKS; i++)
        mutex_init_brief(&table->locks[i]);
    table->generation = -1;
    return table;
}

void session_table_free(struct session_table *table)
{
    if (!table)
        return;
    session_table_forget_all(table);
    for (size_t i = 0; i < LOCKS; i++)
        pthread_mutex_destroy(&table->locks[i]);
    free(table->sets);
    free(table);
}

/* Ids of sessions end in 62 random bits that nobody outside chooses. */
static size_t set_of(const struct session_table *table, struct id session_id)
{
    uint64_t bits;

    memcpy(&bits, session_id.bytes + 8, sizeof bits);
    return (size_t)(bits >> 8) & (table->set_count - 1);
}

static struct set *lock_set(struct session_table *table, size_t index)
{
    pthread_mutex_lock(&table->locks[index % LOCKS]);
    return &table->sets[index];
}

static void unlock_set(struct session_table *table, size_t index)
{
    pthread_mutex_unlock(&table->locks[index % LOCKS]);
}

static bool is_entry(const struct slot *slot, struct id session_id, int64_t workspace_id)
{
    return slot && slot->entry.workspace_id == workspace_id &&
           id_equal(slot->entry.session_id, session_id);
}

static bool is_over(const struct session_entry *entry, int64_t now_ms, int64_t idle_ms)
{
    return now_ms >= entry->expires_at || now_ms - entry->last_seen_at >= idle_ms;
}

bool session_table_find(struct session_table *table, struct id session_id, int64_t workspace_id,
                        int64_t now_ms, int64_t idle_ms, struct session_entry *ret_entry)
{
    size_t index = set_of(table, session_id);
    struct set *set = lock_set(table, index);
    bool is_found = false;

    for (size_t i = 0; i < WAYS && !is_found; i++) {
        struct slot *slot = set->ways[i];

        if (!is_entry(slot, session_id, workspace_id) || is_over(&slot->entry, now_ms, idle_ms))
            continue;
        is_found = true;
        *ret_entry = slot->entry;
        slot->used = ++table->tick;
        if (now_ms > slot->entry.last_seen_at)
            slot->entry.last_seen_at = now_ms;
    }
    unlock_set(table, index);
    return is_found;
}

uint64_t session_table_epoch(const struct session_table *table)
{
    return table->epoch;
}

/* The same entry, a free way, or the one not used for longest. */
static struct slot **way_for(struct set *set, const struct session_entry *entry)
{
    struct slot **best = &set->ways[0];

    for (size_t i = 0; i < WAYS; i++)
        if (is_entry(set->ways[i], entry->session_id, entry->workspace_id))
            return &set->ways[i];
    for (size_t i = 0; i < WAYS && *best; i++)
        if (!set->ways[i] || set->ways[i]->used < (*best)->used)
            best = &set->ways[i];
    return best;
}

static bool is_behind(const struct slot *slot)
{
    return slot->entry.last_seen_at - slot->written_at >= SESSION_SEEN_AFTER_MS;
}

void session_table_keep(struct session_table *table, uint64_t epoch,
                        const struct session_entry *entry, int64_t now_ms,
                        struct session_seen *ret_seen)
{
    size_t index = set_of(table, entry->session_id);
    struct set *set = lock_set(table, index);
    struct slot **way = way_for(set, entry);

    *ret_seen = (struct session_seen){ 0 };
    if (table->epoch == epoch) {
        if (!*way) {
            *way = memory_alloc(sizeof **way);
            table->count++;
        } else if (is_behind(*way) && !is_entry(*way, entry->session_id, entry->workspace_id)) {
            *ret_seen =
                (struct session_seen){ (*way)->entry.session_id, (*way)->entry.last_seen_at };
        }
        **way = (struct slot){ *entry, entry->last_seen_at, ++table->tick };
        (*way)->entry.last_seen_at = now_ms;
    }
    unlock_set(table, index);
}

enum which { ALL, OF_SESSION, OF_ACCOUNT };

static bool is_meant(const struct slot *slot, enum which which, struct id id)
{
    switch (which) {
    case ALL:
        return true;
    case OF_SESSION:
        return id_equal(slot->entry.session_id, id);
    case OF_ACCOUNT:
        return id_equal(slot->entry.account_id, id);
    }
    return false;
}

/* The epoch moves first: who read the store before may still be waiting to keep it. */
static void forget(struct session_table *table, enum which which, struct id id)
{
    table->epoch++;
    for (size_t index = 0; index < table->set_count; index++) {
        struct set *set = lock_set(table, index);

        for (size_t i = 0; i < WAYS; i++) {
            if (!set->ways[i] || !is_meant(set->ways[i], which, id))
                continue;
            free(set->ways[i]);
            set->ways[i] = NULL;
            table->count--;
        }
        unlock_set(table, index);
    }
}

void session_table_forget_session(struct session_table *table, struct id session_id)
{
    forget(table, OF_SESSION, session_id);
}

void session_table_forget_account(struct session_table *table, struct id account_id)
{
    forget(table, OF_ACCOUNT, account_id);
}

void session_table_forget_all(struct session_table *table)
{
    forget(table, ALL, (struct id){ { 0 } });
}

size_t session_table_take_seen(struct session_table *table, struct session_seen *seen, size_t room)
{
    size_t count = 0;

    for (size_t index = 0; index < table->set_count && count < room; index++) {
        struct set *set = lock_set(table, index);

        for (size_t i = 0; i < WAYS && count < room; i++) {
            struct slot *slot = set->ways[i];

            if (!slot || !is_behind(slot))
                continue;
            slot->written_at = slot->entry.last_seen_at;
            seen[count++] =
                (struct session_seen){ slot->entry.session_id, slot->entry.last_seen_at };
        }
        unlock_set(table, index);
    }
    return count;
}

size_t session_table_count(const struct session_table *table)
{
    return table->count;
}

bool session_table_ask_is_due(struct session_table *table, int64_t now_us, int64_t interval_us)
{
    int64_t asked_us = table->asked_us;

    if (asked_us != 0 && now_us - asked_us < interval_us)
        return false;
    return atomic_compare_exchange_strong(&table->asked_us, &asked_us, now_us);
}

void session_table_tell_generation(struct session_table *table, int64_t generation)
{
    int64_t known = atomic_exchange(&table->generation, generation);

    if (known != generation && known != -1)
        session_table_forget_all(table);
}
