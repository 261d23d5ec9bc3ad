/* Changes: one thread that takes what the feed tells, reads each changed row once per audience (as
   one of those who may see it, so that the database's row security decides), and tells every
   listener whose bindings fit. Floods become one "fetch again" per table and second. It is also
   the clock of this folder. */
#include "realtime/hub.h"
#include "rest/follow.h"

#include <stdlib.h>
#include <time.h>

enum {
    TURN_MS = 1000,
    LIMIT_TURN = 1024, /* changes in one turn */
    LIMIT_HELD = 64,
    LIMIT_WORDS = 1024, /* messages of other processes that wait */
    LIMIT_CHANGE_MESSAGE = 512 * 1024,
};

/* "Fetch again" was said of this table a moment ago. */
struct held {
    const struct entity *entity;
    int64_t workspace_id, until_ms;
    bool is_due; /* there was more since */
};

struct words {
    struct words *next;
    size_t size;
    char at[];
};

struct changes {
    struct realtime *realtime;
    pthread_t thread;
    struct held held[LIMIT_HELD]; /* the thread's */
    size_t held_count;
    int64_t next_sweep_ms, next_telling_ms;

    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t has_news;
    struct change *list; /* heap */
    size_t count, room;
    struct words *first_words, **last_words;
    size_t words_count;
    bool is_lossy, is_stopping;
};

static int64_t now_ms(void)
{
    return clock_monotonic_us() / 1000;
}

/* --- Any thread --- */

void changes_add(struct changes *changes, const struct change *list, size_t count)
{
    pthread_mutex_lock(&changes->lock);
    if (count > REALTIME_WAITING_CHANGES - changes->count) {
        changes->is_lossy = true;
    } else {
        while (changes->room < changes->count + count) {
            changes->room = changes->room ? 2 * changes->room : 64;
            changes->list = memory_realloc(changes->list, changes->room * sizeof *changes->list);
        }
        memcpy(changes->list + changes->count, list, count * sizeof *list);
        changes->count += count;
    }
    pthread_cond_signal(&changes->has_news);
    pthread_mutex_unlock(&changes->lock);
}

void changes_lost(struct changes *changes)
{
    pthread_mutex_lock(&changes->lock);
    changes->is_lossy = true;
    pthread_cond_signal(&changes->has_news);
    pthread_mutex_unlock(&changes->lock);
}

void changes_hear(struct changes *changes, struct text message)
{
    struct words *words = memory_alloc(sizeof *words + message.size);

    words->size = message.size;
    memcpy(words->at, message.at, message.size);
    pthread_mutex_lock(&changes->lock);
    if (changes->words_count < LIMIT_WORDS) {
        *changes->last_words = words;
        changes->last_words = &words->next;
        changes->words_count++;
        words = NULL;
    }
    pthread_cond_signal(&changes->has_news);
    pthread_mutex_unlock(&changes->lock);
    free(words);
}

/* --- "Fetch again" --- */

static struct text refetch_words(struct arena *arena, const struct receiver *receiver,
                                 const struct entity *entity)
{
    struct buffer payload = buffer_in(arena, LIMIT_CHANGE_MESSAGE);
    struct json_writer json = json_writer_to(&payload);

    json_begin_object(&json);
    json_write_text_member(&json, T("channel"), text_from_offset(receiver->topic, 9));
    json_write_text_member(&json, T("extension"), T("postgres_changes"));
    json_write_text_member(&json, T("status"), T("error"));
    json_write_text_member(&json, T("code"), T("too_many_changes"));
    json_write_key(&json, T("table"));
    if (entity)
        json_write_text(&json, text_from(entity->name));
    else
        json_write_null(&json);
    json_write_text_member(&json, T("message"),
                           T("More has changed than is told row by row: fetch it again."));
    json_end_object(&json);
    return buffer_text(&payload);
}

static void send_refetch(struct arena *arena, const struct receiver *receiver,
                         const struct entity *entity)
{
    static const struct text none = { 0 };
    struct buffer out = buffer_in(arena, LIMIT_OUTGOING);

    phoenix_write(&out, receiver->version, none, none, receiver->topic, T("system"),
                  refetch_words(arena, receiver, entity));
    if (buffer_status(&out) == OK)
        peer_send(receiver->peer, true, buffer_text(&out));
}

/* Has it a binding that is about the entity, and may it read that? */
static bool may_hear_of(const struct call *call, const struct receiver *receiver,
                        const struct entity *entity)
{
    if (entity)
        return call_level(call, entity->module) >= LEVEL_VIEW;
    return receiver->binding_count > 0;
}

static void tell_refetch(struct realtime *realtime, int64_t workspace_id,
                         const struct entity *entity)
{
    struct arena arena = { 0 };
    struct receivers receivers = hub_listeners(realtime, &arena, workspace_id, entity);
    struct call call = realtime_call(realtime, &arena);

    for (size_t i = 0; i < receivers.count; i++) {
        const struct receiver *receiver = &receivers.at[i];

        if (receiver_is_allowed(&call, receiver) && may_hear_of(&call, receiver, entity))
            send_refetch(&arena, receiver, entity);
    }
    receivers_release(&receivers);
    arena_release(&arena);
}

static void tell_refetch_everywhere(struct realtime *realtime, const struct entity *entity)
{
    struct arena arena = { 0 };
    size_t count;
    int64_t *workspaces = hub_listening_workspaces(realtime, &arena, &count);

    for (size_t i = 0; i < count; i++)
        tell_refetch(realtime, workspaces[i], entity);
    arena_release(&arena);
}

static void say_refetch(struct changes *changes, int64_t workspace_id, const struct entity *entity)
{
    if (workspace_id == 0)
        tell_refetch_everywhere(changes->realtime, entity);
    else
        tell_refetch(changes->realtime, workspace_id, entity);
}

/* At once, or when the time has come since it was said last. */
static void refetch(struct changes *changes, int64_t workspace_id, const struct entity *entity)
{
    for (size_t i = 0; i < changes->held_count; i++) {
        struct held *held = &changes->held[i];

        if (held->entity == entity && held->workspace_id == workspace_id) {
            held->is_due = true;
            return;
        }
    }
    if (changes->held_count < LIMIT_HELD)
        changes->held[changes->held_count++] =
            (struct held){ entity, workspace_id, now_ms() + REALTIME_MANY_EVERY_MS, false };
    say_refetch(changes, workspace_id, entity);
}

static void settle_held(struct changes *changes)
{
    int64_t at_ms = now_ms();

    for (size_t i = changes->held_count; i-- > 0;) {
        struct held held = changes->held[i];

        if (held.until_ms > at_ms)
            continue;
        changes->held[i] = changes->held[--changes->held_count];
        if (held.is_due)
            refetch(changes, held.workspace_id, held.entity);
    }
}

/* --- Rows --- */

/* The changes of one entity in one workspace, as one kind of listener sees them. */
struct audience {
    struct audience *next;
    struct id account_id; /* of whom the rows are read; zero: the workspace sees the same */
    unsigned sees;        /* what is needed for single fields, and granted */
    struct text columns;
    struct followed_row *rows;
    struct fits *fits;
};

/* Which of the rows fit a filter. */
struct fits {
    struct fits *next;
    struct text filter;
    bool *at;
};

struct telling {
    struct realtime *realtime;
    struct arena *arena;
    const struct entity *entity;
    const struct change *changes;
    size_t count;
    struct audience *audiences;
    struct text time;
};

static const char *type_name(enum field_type type)
{
    static const char *const names[FIELD_TYPE_COUNT] = {
        [FIELD_TEXT] = "text",           [FIELD_LINK] = "uuid",     [FIELD_ID] = "uuid",
        [FIELD_CHOICE] = "text",         [FIELD_DATE] = "date",     [FIELD_MONEY] = "int8",
        [FIELD_INSTANT] = "timestamptz", [FIELD_CURRENCY] = "text", [FIELD_INTEGER] = "int8",
        [FIELD_BOOLEAN] = "bool",        [FIELD_JSON] = "jsonb",
    };

    return names[type] ? names[type] : "text";
}

static void write_column(struct json_writer *json, const struct field *field)
{
    json_begin_object(json);
    json_write_text_member(json, T("name"), text_from(field->name));
    json_write_text_member(json, T("type"), text_from(type_name(field->type)));
    json_end_object(json);
}

static struct text columns_of(const struct call *call, const struct entity *entity)
{
    struct buffer out = buffer_in(call->arena, LIMIT_CHANGE_MESSAGE);
    struct json_writer json = json_writer_to(&out);

    json_begin_array(&json);
    for (size_t i = 0; i < ROW_COLUMNS; i++)
        write_column(&json, &row_fields[i]);
    for (size_t i = 0; i < entity->fields.count; i++)
        if (!entity->fields.at[i].hidden && call_sees(call, &entity->fields.at[i]))
            write_column(&json, &entity->fields.at[i]);
    json_end_array(&json);
    return buffer_text(&out);
}

/* The modules that fields of the entity need and the caller may look into, as bits. */
static unsigned modules_seen(const struct call *call, const struct entity *entity)
{
    unsigned asked = 0, seen = 0;

    for (size_t i = 0; i < entity->fields.count; i++)
        asked |= ONLY(entity->fields.at[i].needs) | entity->fields.at[i].needs_besides;
    for (int module = 0; module < MODULE_COUNT; module++)
        if ((asked & ONLY(module)) && call_level(call, (enum module)module) >= LEVEL_VIEW)
            seen |= ONLY(module);
    return seen;
}

static struct audience *audience_of(struct telling *telling, struct call *call)
{
    bool is_own = telling->entity->rows == ROWS_OF_OWNER || telling->entity->module_by ||
                  telling->entity->module_of || telling->entity->seen.audience;
    struct id account_id = is_own ? call->identity.account_id : (struct id){ { 0 } };
    unsigned sees = modules_seen(call, telling->entity);
    struct audience *audience = telling->audiences;

    while (audience && (!id_equal(audience->account_id, account_id) || audience->sees != sees))
        audience = audience->next;
    if (audience)
        return audience;
    audience = ARENA_NEW(telling->arena, struct audience);
    audience->account_id = account_id;
    audience->sees = sees;
    audience->columns = columns_of(call, telling->entity);
    audience->rows = ARENA_NEW_ARRAY(telling->arena, struct followed_row, telling->count);
    for (size_t i = 0; i < telling->count; i++)
        audience->rows[i].id = telling->changes[i].id;
    if (rest_follow_rows(call, telling->entity, audience->rows, telling->count) != OK)
        return NULL; /* the store is out of reach */
    audience->next = telling->audiences;
    telling->audiences = audience;
    return audience;
}

static const bool *fits_of(struct telling *telling, struct call *call, struct audience *audience,
                           struct text filter)
{
    struct fits *fits = audience->fits;

    while (fits && !text_equal(fits->filter, filter))
        fits = fits->next;
    if (fits)
        return fits->at;
    fits = ARENA_NEW(telling->arena, struct fits);
    fits->filter = filter;
    fits->at = ARENA_NEW_ARRAY(telling->arena, bool, telling->count);
    if (rest_follow_filter(call, telling->entity, filter, audience->rows, telling->count,
                           fits->at) != OK)
        memset(fits->at, 0, telling->count * sizeof *fits->at);
    fits->next = audience->fits;
    audience->fits = fits;
    return fits->at;
}

static enum change_kind kind_of(const struct change *change, const struct followed_row *row)
{
    if (change->kind != CHANGE_MERGE)
        return change->kind;
    return row->version == 1 ? CHANGE_INSERT : CHANGE_UPDATE;
}

/* Of what is gone, where the row said to whom it was shown: those with its module, or, when nobody
   knows any more which that was, those who may look everywhere. */
static bool may_hear_of_gone(const struct call *call, const struct change *change)
{
    const struct schema *schema = &call->instance->schema;

    if (change->module != MODULE_UNDECLARED)
        return call_level(call, change->module) >= LEVEL_VIEW;
    for (size_t i = 0; i < schema->count; i++)
        if (!call_sees_kind(call, text_from(schema->entities[i]->name)))
            return false;
    return true;
}

/* What is gone has no filter any more: of it only the id is told. */
static bool is_visible(const struct telling *telling, const struct call *call,
                       const struct audience *audience, size_t at)
{
    const struct change *change = &telling->changes[at];

    if (change->kind != CHANGE_DELETE)
        return audience->rows[at].json.size > 0;
    if ((telling->entity->module_by || telling->entity->module_of) &&
        telling->entity->rows != ROWS_OF_OWNER && !may_hear_of_gone(call, change))
        return false;
    return telling->entity->rows != ROWS_OF_OWNER ||
           id_equal(change->owner, call->identity.account_id);
}

/* The ids of the bindings that want it; how many. */
static size_t bindings_that_want(struct telling *telling, struct call *call,
                                 struct audience *audience, const struct receiver *receiver,
                                 size_t at, uint32_t ids[LIMIT_BINDINGS])
{
    enum change_kind kind = kind_of(&telling->changes[at], &audience->rows[at]);
    size_t count = 0;

    for (size_t i = 0; i < receiver->binding_count; i++) {
        const struct binding *binding = &receiver->bindings[i];

        if ((binding->kinds & 1u << kind) == 0)
            continue;
        if (kind == CHANGE_DELETE || binding->filter.size == 0 ||
            fits_of(telling, call, audience, binding->filter)[at])
            ids[count++] = binding->id;
    }
    return count;
}

static void write_data(struct json_writer *json, const struct telling *telling,
                       const struct audience *audience, size_t at)
{
    static const char *const types[] = {
        [CHANGE_INSERT] = "INSERT", [CHANGE_UPDATE] = "UPDATE", [CHANGE_DELETE] = "DELETE"
    };
    enum change_kind kind = kind_of(&telling->changes[at], &audience->rows[at]);

    json_begin_object(json);
    json_write_text_member(json, T("schema"), T("public"));
    json_write_text_member(json, T("table"), text_from(telling->entity->name));
    json_write_text_member(json, T("commit_timestamp"), telling->time);
    json_write_text_member(json, T("type"), text_from(types[kind]));
    json_write_key(json, T("columns"));
    json_write_raw(json, audience->columns);
    if (kind != CHANGE_DELETE) {
        json_write_key(json, T("record"));
        json_write_raw(json, audience->rows[at].json);
    }
    if (kind != CHANGE_INSERT) {
        json_write_key(json, T("old_record"));
        json_begin_object(json);
        json_write_text_member(json, T("id"), text_from(id_to_text(telling->changes[at].id).at));
        json_end_object(json);
    }
    json_write_key(json, T("errors"));
    json_write_null(json);
    json_end_object(json);
}

static void send_change(const struct telling *telling, const struct audience *audience,
                        const struct receiver *receiver, size_t at, const uint32_t *ids,
                        size_t id_count)
{
    struct buffer payload = buffer_on_heap(LIMIT_CHANGE_MESSAGE);
    struct buffer out = buffer_on_heap(LIMIT_OUTGOING);
    struct json_writer json = json_writer_to(&payload);
    static const struct text none = { 0 };

    json_begin_object(&json);
    json_write_key(&json, T("ids"));
    json_begin_array(&json);
    for (size_t i = 0; i < id_count; i++)
        json_write_integer(&json, ids[i]);
    json_end_array(&json);
    json_write_key(&json, T("data"));
    write_data(&json, telling, audience, at);
    json_end_object(&json);
    phoenix_write(&out, receiver->version, none, none, receiver->topic, T("postgres_changes"),
                  buffer_text(&payload));
    if (buffer_status(&payload) == OK && buffer_status(&out) == OK)
        peer_send(receiver->peer, true, buffer_text(&out));
    else
        send_refetch(telling->arena, receiver, telling->entity);
    buffer_release(&payload);
    buffer_release(&out);
}

static void tell_receiver(struct telling *telling, const struct receiver *receiver)
{
    struct call call = realtime_call(telling->realtime, telling->arena);
    struct audience *audience;
    uint32_t ids[LIMIT_BINDINGS];

    if (!receiver_is_allowed(&call, receiver) || !may_hear_of(&call, receiver, telling->entity))
        return;
    audience = audience_of(telling, &call);
    if (!audience)
        send_refetch(telling->arena, receiver, telling->entity);
    for (size_t i = 0; audience && i < telling->count; i++) {
        size_t count;

        if (!is_visible(telling, &call, audience, i))
            continue;
        count = bindings_that_want(telling, &call, audience, receiver, i, ids);
        if (count > 0 && peer_is_behind(receiver->peer)) {
            send_refetch(telling->arena, receiver, telling->entity);
            return;
        }
        if (count > 0)
            send_change(telling, audience, receiver, i, ids, count);
    }
}

static void tell_rows(struct realtime *realtime, const struct change *changes, size_t count)
{
    struct arena arena = { 0 };
    struct receivers receivers =
        hub_listeners(realtime, &arena, changes->workspace_id, changes->entity);
    struct telling telling = { .realtime = realtime,
                               .arena = &arena,
                               .entity = changes->entity,
                               .changes = changes,
                               .count = count,
                               .time = text_from(instant_to_text(clock_now_ms()).at) };

    telling.time = arena_copy(&arena, telling.time);
    for (size_t i = 0; i < receivers.count; i++)
        tell_receiver(&telling, &receivers.at[i]);
    receivers_release(&receivers);
    arena_release(&arena);
}

/* Takes those of the first one's entity and workspace to the front, in their order; how many. */
static size_t gather(struct change *list, size_t count)
{
    struct change first = list[0];
    size_t gathered = 1;

    for (size_t i = 1; i < count && gathered < LIMIT_FOLLOWED_ROWS; i++) {
        struct change change = list[i];

        if (change.entity != first.entity || change.workspace_id != first.workspace_id ||
            (change.kind == CHANGE_MANY) != (first.kind == CHANGE_MANY))
            continue;
        memmove(&list[gathered + 1], &list[gathered], (i - gathered) * sizeof *list);
        list[gathered++] = change;
    }
    return gathered;
}

static void tell_all(struct changes *changes, struct change *list, size_t count)
{
    while (count > 0) {
        size_t gathered = gather(list, count);

        if (list->kind == CHANGE_MANY)
            refetch(changes, list->workspace_id, list->entity);
        else
            tell_rows(changes->realtime, list, gathered);
        list += gathered;
        count -= gathered;
    }
}

/* --- The thread --- */

static void hear(struct realtime *realtime, struct text message)
{
    struct arena arena = { 0 };
    const struct json *json;

    if (json_parse(&arena, message, NULL, &json, NULL) == OK) {
        if (json_member(json, T("broadcast")))
            broadcast_hear(realtime, json);
        else
            presence_hear(realtime, json);
    }
    arena_release(&arena);
}

static void hear_all(struct realtime *realtime, struct words *words)
{
    while (words) {
        struct words *next = words->next;

        hear(realtime, (struct text){ words->at, words->size });
        free(words);
        words = next;
    }
}

static void keep_time(struct changes *changes)
{
    bool has_others = store_engine(changes->realtime->instance->store) != ENGINE_SQLITE;

    settle_held(changes);
    if (now_ms() >= changes->next_sweep_ms) {
        changes->next_sweep_ms = now_ms() + TURN_MS;
        peers_sweep(changes->realtime);
        presence_sweep(changes->realtime);
    }
    if (has_others && now_ms() >= changes->next_telling_ms) {
        changes->next_telling_ms = now_ms() + REALTIME_PRESENCE_EVERY_MS;
        presence_tell_others(changes->realtime);
    }
}

static void wait_for_news(struct changes *changes)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += TURN_MS / 1000;
    if (changes->count == 0 && !changes->first_words && !changes->is_lossy && !changes->is_stopping)
        pthread_cond_timedwait(&changes->has_news, &changes->lock, &until);
}

/* One turn: what has come is taken, and told without the lock. False: it is time to stop. */
static bool turn(struct changes *changes, struct change list[LIMIT_TURN])
{
    struct words *words;
    size_t count;
    bool is_lossy, is_stopping;

    pthread_mutex_lock(&changes->lock);
    wait_for_news(changes);
    count = changes->count < LIMIT_TURN ? changes->count : LIMIT_TURN;
    if (count > 0) {
        memcpy(list, changes->list, count * sizeof *list);
        changes->count -= count;
        memmove(changes->list, changes->list + count, changes->count * sizeof *list);
    }
    words = changes->first_words;
    changes->first_words = NULL;
    changes->last_words = &changes->first_words;
    changes->words_count = 0;
    is_lossy = changes->is_lossy;
    changes->is_lossy = false;
    is_stopping = changes->is_stopping;
    pthread_mutex_unlock(&changes->lock);

    hear_all(changes->realtime, words);
    tell_all(changes, list, count);
    if (is_lossy)
        refetch(changes, 0, NULL);
    keep_time(changes);
    return !is_stopping;
}

static void *changes_main(void *context)
{
    struct changes *changes = context;
    struct change *list = memory_alloc(LIMIT_TURN * sizeof *list);

    while (turn(changes, list))
        continue;
    free(list);
    return NULL;
}

static void discard(struct changes *changes)
{
    pthread_cond_destroy(&changes->has_news);
    pthread_mutex_destroy(&changes->lock);
    while (changes->first_words) {
        struct words *next = changes->first_words->next;

        free(changes->first_words);
        changes->first_words = next;
    }
    free(changes->list);
    free(changes);
}

struct changes *changes_start(struct realtime *realtime)
{
    struct changes *changes = memory_alloc(sizeof *changes);

    changes->realtime = realtime;
    changes->last_words = &changes->first_words;
    pthread_mutex_init(&changes->lock, NULL);
    pthread_cond_init(&changes->has_news, NULL);
    if (pthread_create(&changes->thread, NULL, changes_main, changes) == 0)
        return changes;
    discard(changes);
    return NULL;
}

void changes_stop(struct changes *changes)
{
    pthread_mutex_lock(&changes->lock);
    changes->is_stopping = true;
    pthread_cond_signal(&changes->has_news);
    pthread_mutex_unlock(&changes->lock);
    pthread_join(changes->thread, NULL);
    discard(changes);
}
