/* Daily: days are noted while a transaction writes, and lose their sums at its end. Both engines
   let such transactions pass one at a time, or as if (SERIALIZABLE): whoever adds a day up while
   somebody writes a row of it cannot commit beside them. */
#include "store/daily.h"

#include "base/mutex.h"
#include "store/engine.h"

enum { SAFE_DAYS = 1 };

struct stale_day {
    const struct entity *entity;
    int64_t workspace_id; /* 0, with is_every: any */
    struct date day;
    bool is_every; /* day of the workspace */
};

struct stale_days {
    struct stale_day *at;
    size_t count, room;
    const struct entity *untold; /* written by the last statement ... */
    int64_t untold_workspace;    /* ... in this workspace; 0: in any */
};

static struct date today(void)
{
    int64_t ms_of_day;

    return instant_to_date(clock_now_ms(), &ms_of_day);
}

struct date daily_last_settled(void)
{
    return (struct date){ today().days - DAILY_SETTLED_DAYS };
}

/* A UUID of version 7 whose time is the number of the day since 0001-01-01. */
struct id daily_key(struct date day)
{
    uint32_t number = (uint32_t)(day.days - DAILY_FIRST_DAY);
    struct id id = { .bytes = { [6] = 0x70, [8] = 0x80 } };

    for (int i = 0; i < 4; i++)
        id.bytes[2 + i] = (unsigned char)(number >> (24 - 8 * i));
    return id;
}

/* ---- notes ---- */

static struct stale_days *stale_of(struct tx *tx)
{
    if (!tx->stale)
        tx->stale = ARENA_NEW(tx->arena, struct stale_days);
    return tx->stale;
}

static bool is_same(const struct stale_day *a, const struct stale_day *b)
{
    return a->day.days == b->day.days && a->workspace_id == b->workspace_id &&
           a->entity == b->entity && a->is_every == b->is_every;
}

/* Rows that come together are mostly of one day: the last one is looked at first. */
static void add(struct tx *tx, struct stale_day day)
{
    struct stale_days *stale = stale_of(tx);

    for (size_t i = stale->count; i-- > 0;)
        if (is_same(&stale->at[i], &day))
            return;
    if (stale->count == stale->room) {
        size_t room = stale->room == 0 ? 4 : 2 * stale->room;
        struct stale_day *at = ARENA_NEW_ARRAY(tx->arena, struct stale_day, room);

        if (stale->count > 0)
            memcpy(at, stale->at, stale->count * sizeof *at);
        stale->at = at;
        stale->room = room;
    }
    stale->at[stale->count++] = day;
}

static void settle_untold(struct tx *tx)
{
    struct stale_days *stale = tx->stale;

    if (!stale || !stale->untold)
        return;
    add(tx, (struct stale_day){ .entity = stale->untold,
                                .workspace_id = stale->untold_workspace,
                                .is_every = true });
    stale->untold = NULL;
}

void daily_begin(struct tx *tx)
{
    if (!tx->stale)
        return;
    tx->stale->count = 0;
    tx->stale->untold = NULL;
}

void daily_statement(struct tx *tx, const struct entity *entity, int64_t workspace_id)
{
    if (!entity->daily)
        return;
    settle_untold(tx);
    stale_of(tx)->untold = entity;
    tx->stale->untold_workspace = workspace_id;
}

void daily_statement_changed_nothing(struct tx *tx)
{
    if (tx->stale)
        tx->stale->untold = NULL;
}

void tx_touched(struct tx *tx, const struct entity *entity)
{
    if (tx->stale && tx->stale->untold == entity)
        tx->stale->untold = NULL;
}

void tx_touch_day(struct tx *tx, const struct entity *entity, int64_t workspace_id,
                  struct value day)
{
    struct stale_day stale = { .entity = entity, .workspace_id = workspace_id };

    if (!entity->daily || !tx->is_write || day.type != VALUE_TEXT)
        return;
    stale.is_every = !date_from_text(day.text, &stale.day);
    add(tx, stale);
}

enum status tx_touch_days_of(struct tx *tx, const struct entity *entity, int64_t workspace_id,
                             struct text where, const struct value *values, size_t count)
{
    struct cursor *cursor;
    bool is_found = true;
    enum status status;

    if (!entity->daily)
        return OK;
    status = tx_query(tx, arena_print(tx->arena, "SELECT DISTINCT day FROM %.*s", TEXT_ARG(where)),
                      values, count, &cursor);
    if (status != OK)
        return status;
    while (status == OK && is_found) {
        status = cursor_next(cursor, &is_found);
        if (status == OK && is_found)
            tx_touch_day(tx, entity, workspace_id, cursor_value(cursor, 0));
    }
    cursor_close(cursor);
    return status;
}

/* ---- the newest day that has sums ---- */

static struct newest_day *slot_of(struct tx *tx, int64_t workspace_id)
{
    return &tx->store->newest.slots[(uint64_t)workspace_id % NEWEST_SLOTS];
}

static bool is_known(struct tx *tx, const struct entity *entity, int64_t workspace_id,
                     struct date *ret_day)
{
    struct newest_day *slot = slot_of(tx, workspace_id);
    bool is_known;

    pthread_mutex_lock(&tx->store->newest.lock);
    is_known = slot->entity == entity && slot->workspace_id == workspace_id;
    if (is_known)
        *ret_day = slot->day;
    pthread_mutex_unlock(&tx->store->newest.lock);
    return is_known;
}

/* The day before all days: none has sums. */
static struct date no_day(void)
{
    return (struct date){ DAILY_FIRST_DAY - 1 };
}

static enum status load_newest(struct tx *tx, const struct entity *entity, int64_t workspace_id)
{
    struct value value = VALUE_OF_INTEGER(workspace_id);
    struct date day = no_day();
    struct cursor *cursor;
    bool is_found;
    enum status status = tx_query(
        tx,
        arena_print(tx->arena,
                    "SELECT day FROM main.%s WHERE workspace_id = $1 ORDER BY id DESC LIMIT 1",
                    entity->daily),
        &value, 1, &cursor);

    if (status != OK)
        return status;
    status = cursor_next(cursor, &is_found);
    if (status == OK && is_found && !date_from_text(cursor_value(cursor, 0).text, &day))
        day = (struct date){ INT32_MAX };
    cursor_close(cursor);
    if (status != OK)
        return status;

    pthread_mutex_lock(&tx->store->newest.lock);
    *slot_of(tx, workspace_id) = (struct newest_day){ entity, workspace_id, day };
    pthread_mutex_unlock(&tx->store->newest.lock);
    return OK;
}

void tx_sums_day(struct tx *tx, const struct entity *entity, int64_t workspace_id, struct date day)
{
    struct newest_day *slot = slot_of(tx, workspace_id);

    pthread_mutex_lock(&tx->store->newest.lock);
    if (slot->entity == entity && slot->workspace_id == workspace_id && slot->day.days < day.days)
        slot->day = day;
    pthread_mutex_unlock(&tx->store->newest.lock);
}

/* Too young for any process to have summed it. What this process knows of its own sums is asked
   besides: its clock may have been wrong for a while. */
static bool is_young(const struct stale_day *stale)
{
    return !stale->is_every && stale->day.days >= today().days - SAFE_DAYS;
}

/* Behind the newest day with sums: nothing is to be taken away. */
static bool is_free(struct tx *tx, const struct stale_day *stale)
{
    struct date newest;

    return is_young(stale) && is_known(tx, stale->entity, stale->workspace_id, &newest) &&
           stale->day.days > newest.days;
}

/* ---- at the end ---- */

static enum status forget_every(struct tx *tx, const struct stale_day *stale)
{
    struct value value = VALUE_OF_INTEGER(stale->workspace_id);
    bool is_any = stale->workspace_id == 0;

    return tx_execute(tx,
                      arena_print(tx->arena, "DELETE FROM main.%s%s", stale->entity->daily,
                                  is_any ? "" : " WHERE workspace_id = $1"),
                      &value, is_any ? 0 : 1, NULL);
}

static enum status forget_day(struct tx *tx, const struct stale_day *stale)
{
    struct date_text day = date_to_text(stale->day);
    struct value values[] = { VALUE_OF_INTEGER(stale->workspace_id),
                              VALUE_OF_ID(daily_key(stale->day)),
                              VALUE_OF_TEXT(text_from(day.at)) };
    const char *table = stale->entity->daily;
    struct date newest;
    enum status status = OK;

    if (is_young(stale) && !is_known(tx, stale->entity, stale->workspace_id, &newest))
        status = load_newest(tx, stale->entity, stale->workspace_id);
    if (status != OK || is_free(tx, stale))
        return status;
    return tx_execute(tx,
                      arena_print(tx->arena,
                                  "DELETE FROM main.%s WHERE workspace_id = $1 AND id = "
                                  "(SELECT d.id FROM main.%s d WHERE d.workspace_id = $1 AND "
                                  "d.id >= $2 ORDER BY d.id LIMIT 1) AND first_day <= $3",
                                  table, table),
                      values, 3, NULL);
}

static enum status forget(struct tx *tx, void *context)
{
    const struct stale_days *stale = tx->stale;
    enum status status = OK;

    (void)context;
    for (size_t i = 0; i < stale->count && status == OK; i++)
        status = stale->at[i].is_every ? forget_every(tx, &stale->at[i])
                                       : forget_day(tx, &stale->at[i]);
    return status;
}

/* Most writes are of today, which has no sums: they end here. */
static void drop_free_days(struct tx *tx)
{
    struct stale_days *stale = tx->stale;
    size_t kept = 0;

    for (size_t i = 0; i < stale->count; i++)
        if (!is_free(tx, &stale->at[i]))
            stale->at[kept++] = stale->at[i];
    stale->count = kept;
}

enum status daily_settle(struct tx *tx)
{
    if (!tx->stale)
        return OK;
    settle_untold(tx);
    drop_free_days(tx);
    return tx->stale->count == 0 ? OK : tx_as_system(tx, forget, NULL);
}
