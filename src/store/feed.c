/* Feed: notes are taken in the transaction and told when it is committed. A statement whose rows
   nobody noted is noted as a whole, so that no path of writing can be forgotten. */
#include "store/feed.h"

#include "store/engine.h"

#include <stdlib.h>

struct noted_many {
    const struct entity *entity;
    int64_t workspace_id;
    struct noted_many *next;
};

struct notes {
    struct change *changes; /* at most FEED_CHANGES; most transactions write one row */
    size_t count, room;
    struct noted_many *many;
    const struct entity *unnoted; /* written by the last statement ... */
    int64_t unnoted_workspace;    /* ... in this workspace; 0: in any */
};

static bool is_heard(const struct tx *tx)
{
    return tx->is_write && atomic_load(&tx->store->is_listened);
}

static struct notes *notes_of(struct tx *tx)
{
    if (!tx->notes)
        tx->notes = ARENA_NEW(tx->arena, struct notes);
    return tx->notes;
}

static void note_many(struct tx *tx, const struct entity *entity, int64_t workspace_id)
{
    struct notes *notes = notes_of(tx);
    struct noted_many *many;

    for (many = notes->many; many; many = many->next)
        if (many->entity == entity && many->workspace_id == workspace_id)
            return;
    many = ARENA_NEW(tx->arena, struct noted_many);
    *many = (struct noted_many){ entity, workspace_id, notes->many };
    notes->many = many;
}

static void make_room(struct tx *tx, struct notes *notes, size_t count)
{
    struct change *changes;
    size_t room = notes->room ? notes->room : 4;

    while (room < notes->count + count)
        room *= 2;
    if (room == notes->room)
        return;
    changes = ARENA_NEW_ARRAY(tx->arena, struct change, room);
    if (notes->count > 0)
        memcpy(changes, notes->changes, notes->count * sizeof *changes);
    notes->changes = changes;
    notes->room = room;
}

void tx_note(struct tx *tx, const struct entity *entity, enum change_kind kind,
             int64_t workspace_id, const struct id *ids, size_t count)
{
    bool has_owner = kind == CHANGE_DELETE && entity->rows == ROWS_OF_OWNER;
    struct notes *notes;

    if (!is_heard(tx) || !entity_is_on_the_wire(entity))
        return;
    notes = notes_of(tx);
    if (notes->unnoted == entity)
        notes->unnoted = NULL;
    if (count > FEED_CHANGES - notes->count) {
        note_many(tx, entity, workspace_id);
        return;
    }
    make_room(tx, notes, count);
    for (size_t i = 0; i < count; i++)
        notes->changes[notes->count++] = (struct change){
            .entity = entity,
            .workspace_id = workspace_id,
            .kind = kind,
            .id = ids[i],
            .owner = has_owner ? tx->identity->account_id : (struct id){ { 0 } },
        };
}

void tx_note_gone(struct tx *tx, const struct entity *entity, int64_t workspace_id, struct id id,
                  enum module module)
{
    size_t before = tx->notes ? tx->notes->count : 0;

    tx_note(tx, entity, CHANGE_DELETE, workspace_id, &id, 1);
    if (tx->notes && tx->notes->count > before)
        tx->notes->changes[before].module = module;
}

void tx_note_many(struct tx *tx, const struct entity *entity, int64_t workspace_id)
{
    if (!is_heard(tx) || !entity_is_on_the_wire(entity))
        return;
    if (notes_of(tx)->unnoted == entity)
        tx->notes->unnoted = NULL;
    note_many(tx, entity, workspace_id);
}

/* --- statements --- */

static void settle_unnoted(struct tx *tx)
{
    struct notes *notes = tx->notes;

    if (!notes || !notes->unnoted)
        return;
    note_many(tx, notes->unnoted, notes->unnoted_workspace);
    notes->unnoted = NULL;
}

void feed_statement(struct tx *tx, const struct entity *entity, int64_t workspace_id)
{
    if (!is_heard(tx) || !entity_is_on_the_wire(entity))
        return;
    settle_unnoted(tx);
    notes_of(tx)->unnoted = entity;
    tx->notes->unnoted_workspace = workspace_id;
}

void feed_statement_changed_nothing(struct tx *tx)
{
    if (tx->notes)
        tx->notes->unnoted = NULL;
}

/* --- the transaction --- */

void feed_begin(struct tx *tx)
{
    if (!tx->notes)
        return;
    tx->notes->count = 0;
    tx->notes->many = NULL;
    tx->notes->unnoted = NULL;
}

size_t feed_place(struct tx *tx)
{
    settle_unnoted(tx);
    return tx->notes ? tx->notes->count : 0;
}

void feed_undo_to(struct tx *tx, size_t place)
{
    if (!tx->notes)
        return;
    tx->notes->unnoted = NULL;
    tx->notes->count = place;
}

static bool is_among_many(const struct notes *notes, const struct change *change)
{
    for (const struct noted_many *many = notes->many; many; many = many->next)
        if (many->entity == change->entity &&
            (many->workspace_id == 0 || many->workspace_id == change->workspace_id))
            return true;
    return false;
}

void feed_tell_changes(struct store *store, const struct change *changes, size_t count)
{
    pthread_rwlock_rdlock(&store->listening);
    if (count > 0 && store->listener.changed)
        store->listener.changed(store->listener.context, changes, count);
    pthread_rwlock_unlock(&store->listening);
}

void feed_tell_message(struct store *store, struct text message)
{
    pthread_rwlock_rdlock(&store->listening);
    if (store->listener.heard)
        store->listener.heard(store->listener.context, message);
    pthread_rwlock_unlock(&store->listening);
}

void feed_tell_lost(struct store *store)
{
    pthread_rwlock_rdlock(&store->listening);
    if (store->listener.lost)
        store->listener.lost(store->listener.context);
    pthread_rwlock_unlock(&store->listening);
}

/* Here, and to the other processes. */
static void tell(struct store *store, const struct change *changes, size_t count)
{
    feed_tell_changes(store, changes, count);
    pthread_rwlock_rdlock(&store->listening);
    if (count > 0 && atomic_load(&store->is_listened) && store->ops->feed_changes)
        store->ops->feed_changes(store, changes, count);
    pthread_rwlock_unlock(&store->listening);
}

void feed_publish(struct tx *tx, enum status status)
{
    struct notes *notes = tx->notes;
    size_t count = 0;

    if (status != OK || !notes)
        return;
    settle_unnoted(tx);
    for (size_t i = 0; i < notes->count; i++)
        if (!is_among_many(notes, &notes->changes[i]))
            notes->changes[count++] = notes->changes[i];
    tell(tx->store, notes->changes, count);
    for (const struct noted_many *many = notes->many; many; many = many->next) {
        struct change change = { .entity = many->entity,
                                 .workspace_id = many->workspace_id,
                                 .kind = CHANGE_MANY };

        tell(tx->store, &change, 1);
    }
    feed_begin(tx);
}

/* --- listening --- */

static void set_listener(struct store *store, struct feed_listener listener, bool is_listened)
{
    pthread_rwlock_wrlock(&store->listening);
    store->listener = listener;
    atomic_store(&store->is_listened, is_listened);
    pthread_rwlock_unlock(&store->listening);
}

enum status store_listen(struct store *store, const struct feed_listener *listener)
{
    enum status status;

    set_listener(store, *listener, false);
    status = store->ops->feed_start ? store->ops->feed_start(store) : OK;
    set_listener(store, status == OK ? *listener : (struct feed_listener){ 0 }, status == OK);
    return status;
}

void store_listen_no_more(struct store *store)
{
    bool was_listened = atomic_load(&store->is_listened);

    set_listener(store, (struct feed_listener){ 0 }, false);
    if (was_listened && store->ops->feed_stop)
        store->ops->feed_stop(store);
}

void store_tell(struct store *store, struct text message)
{
    pthread_rwlock_rdlock(&store->listening);
    if (atomic_load(&store->is_listened) && store->ops->feed_message)
        store->ops->feed_message(store, message);
    pthread_rwlock_unlock(&store->listening);
}
