/* Sweep: first the bytes, then the row; a crash between the two makes the next round find nothing
   to remove, which is fine. */
#include "files/sweep.h"

#include "base/encode.h"
#include "base/log.h"
#include "files/files.h"
#include "files/photo.h"
#include "files/rows.h"
#include "store/row.h"

enum { EVERY_MS = 10 * MS_PER_MINUTE, STEP_BLOBS = 100, STRAY_MS = MS_PER_DAY };

static const struct identity system_identity = { .is_system = true };

struct step {
    int64_t now_ms;
    struct {
        int64_t workspace_id;
        struct id id;
    } found[STEP_BLOBS];
    size_t count;
};

static enum status keep_found(struct tx *tx, void *row, void *context)
{
    const struct blob *blob = row;
    struct step *step = context;

    (void)tx;
    step->found[step->count].workspace_id = blob->row.workspace_id;
    step->found[step->count++].id = blob->row.id;
    return OK;
}

/* An upload that is given up cannot be kept any more from here on. */
static enum status doom_given_up(struct tx *tx, void *context)
{
    const struct step *step = context;
    const struct value values[] = { VALUE_OF_INTEGER(step->now_ms) };

    return tx_execute(tx,
                      T("UPDATE main.blob SET state = 'doomed' WHERE state = 'writing' AND "
                        "expires_at < $1"),
                      values, 1, NULL);
}

static enum status find_doomed(struct tx *tx, void *context)
{
    struct step *step = context;
    struct blob blob;

    step->count = 0;
    return row_each(tx, &blob_entity, T("state = 'doomed' LIMIT 100"), NULL, 0, &blob, keep_found,
                    step);
}

static enum status forget(struct tx *tx, void *context)
{
    const struct step *step = context;

    for (size_t i = 0; i < step->count; i++) {
        enum status status =
            row_delete(tx, &blob_entity, step->found[i].workspace_id, step->found[i].id);

        if (status != OK && status != NOT_FOUND)
            return status;
    }
    return OK;
}

/* When their place cannot be reached, the rest waits for the next round. */
static void remove_bytes(const struct instance *instance, struct step *step)
{
    size_t kept = 0;

    for (size_t i = 0; i < step->count; i++) {
        enum status status = blob_remove(&instance->files->blobs, step->found[i].id);

        if (status == UNAVAILABLE)
            break;
        if (status == OK)
            step->found[kept++] = step->found[i];
    }
    step->count = kept;
}

enum status sweep_run(const struct instance *instance, int64_t now_ms, int64_t *ret_removed)
{
    struct step given_up = { .now_ms = now_ms };
    struct arena scratch = { 0 };
    enum status first =
        store_write(instance->store, &system_identity, &scratch, doom_given_up, &given_up, NULL);
    int64_t removed = 0;

    arena_release(&scratch);
    if (first != OK)
        return first;
    for (;;) {
        struct step step = { .now_ms = now_ms };
        struct arena arena = { 0 };
        enum status status =
            store_read(instance->store, &system_identity, &arena, find_doomed, &step, NULL);
        size_t due = step.count;

        if (status == OK && due > 0) {
            remove_bytes(instance, &step);
            status = store_write(instance->store, &system_identity, &arena, forget, &step, NULL);
        }
        arena_release(&arena);
        if (status != OK)
            return status;
        removed += (int64_t)step.count;
        if (step.count == STEP_BLOBS)
            continue;
        *ret_removed = removed; /* these were the last, or the place is out of reach */
        return OK;
    }
}

/* --- blobs whose file is gone: rows that were removed with their workspace */

static enum status find_ownerless(struct tx *tx, void *context)
{
    struct step *step = context;
    struct blob blob;

    step->count = 0;
    return row_each(tx, &blob_entity,
                    T("state = 'kept' AND NOT EXISTS (SELECT 1 FROM main.storage_object WHERE "
                      "storage_object.workspace_id = blob.workspace_id AND "
                      "storage_object.blob_id = blob.id) LIMIT 100"),
                    NULL, 0, &blob, keep_found, step);
}

static enum status doom_found(struct tx *tx, void *context)
{
    const struct step *step = context;
    enum status status = OK;

    for (size_t i = 0; status == OK && i < step->count; i++) {
        const struct value values[] = { VALUE_OF_INTEGER(step->found[i].workspace_id),
                                        VALUE_OF_ID(step->found[i].id) };

        status = tx_execute(tx,
                            T("UPDATE main.blob SET state = 'doomed' WHERE workspace_id = $1 AND "
                              "id = $2"),
                            values, 2, NULL);
    }
    return status;
}

enum status sweep_ownerless(const struct instance *instance)
{
    for (;;) {
        struct step step = { .count = 0 };
        struct arena arena = { 0 };
        enum status status =
            store_read(instance->store, &system_identity, &arena, find_ownerless, &step, NULL);

        if (status == OK && step.count > 0)
            status =
                store_write(instance->store, &system_identity, &arena, doom_found, &step, NULL);
        arena_release(&arena);
        if (status != OK || step.count < STEP_BLOBS)
            return status;
    }
}

/* --- keys that an earlier master key has wrapped */

struct rewrapping {
    const struct instance *instance;
    struct id after;
    struct blob blobs[STEP_BLOBS];
    size_t count;
};

static enum status keep_blob(struct tx *tx, void *row, void *context)
{
    struct rewrapping *rewrapping = context;

    (void)tx;
    rewrapping->blobs[rewrapping->count++] = *(const struct blob *)row;
    return OK;
}

static enum status find_next(struct tx *tx, void *context)
{
    struct rewrapping *rewrapping = context;
    const struct value values[] = { VALUE_OF_ID(rewrapping->after) };
    struct blob blob;

    rewrapping->count = 0;
    return row_each(tx, &blob_entity, T("id > $1 ORDER BY id LIMIT 100"), values, 1, &blob,
                    keep_blob, rewrapping);
}

static enum status write_wrapped(struct tx *tx, void *context)
{
    struct rewrapping *rewrapping = context;
    const struct blob_store *store = &rewrapping->instance->files->blobs;
    struct arena *arena = tx_arena(tx);
    enum status status = OK;

    for (size_t i = 0; status == OK && i < rewrapping->count; i++) {
        struct blob blob = rewrapping->blobs[i];
        struct text wrapped;
        bool is_changed = false;

        if (!base64_decode(arena, blob.key, BASE64_URL, &wrapped))
            continue;
        /* One that no key opens stays as it is: the key may come back. */
        if (blob_key_renew(store, blob.row.id, arena, &wrapped, &is_changed) != OK || !is_changed)
            continue;
        blob.key = base64_encode(arena, wrapped, BASE64_URL);
        status = row_update(tx, &blob_entity, &blob);
        if (status == CONFLICT)
            status = OK; /* it goes on without us: the next round sees to it */
    }
    return status;
}

static bool has_outdated(const struct rewrapping *rewrapping, struct arena *arena)
{
    struct text wrapped;

    for (size_t i = 0; i < rewrapping->count; i++)
        if (base64_decode(arena, rewrapping->blobs[i].key, BASE64_URL, &wrapped) &&
            seal_is_outdated(&rewrapping->instance->files->wraps, wrapped))
            return true;
    return false;
}

enum status sweep_keys(const struct instance *instance)
{
    struct arena arena = { 0 };
    struct id after = { { 0 } };
    enum status status = OK;
    size_t count = STEP_BLOBS;

    while (status == OK && count == STEP_BLOBS) {
        struct rewrapping *rewrapping;

        arena_clear(&arena);
        rewrapping = ARENA_NEW(&arena, struct rewrapping);
        rewrapping->instance = instance;
        rewrapping->after = after;
        status = store_read(instance->store, &system_identity, &arena, find_next, rewrapping, NULL);
        count = rewrapping->count;
        if (count > 0)
            after = rewrapping->blobs[count - 1].row.id;
        if (status == OK && has_outdated(rewrapping, &arena))
            status = store_write(instance->store, &system_identity, &arena, write_wrapped,
                                 rewrapping, NULL);
    }
    arena_release(&arena);
    return status;
}

/* --- files that no row knows: a database that was put back to an earlier day */

struct stray {
    const struct instance *instance;
    int64_t now_ms, removed;
    struct id id;
    bool is_known;
};

static enum status look_up(struct tx *tx, void *context)
{
    struct stray *stray = context;
    const struct value values[] = { VALUE_OF_ID(stray->id) };
    struct blob blob;
    enum status status = row_find_where(tx, &blob_entity, T("id = $1"), values, 1, &blob);

    stray->is_known = status == OK;
    return status == NOT_FOUND ? OK : status;
}

static enum status judge_stray(struct id id, void *context)
{
    struct stray *stray = context;
    struct arena arena = { 0 };
    enum status status;

    if (id_time_ms(id) > stray->now_ms - STRAY_MS)
        return OK;
    stray->id = id;
    status = store_read(stray->instance->store, &system_identity, &arena, look_up, stray, NULL);
    arena_release(&arena);
    if (status == OK && !stray->is_known) {
        status = blob_remove(&stray->instance->files->blobs, id);
        stray->removed++;
    }
    return status;
}

enum status sweep_strays(const struct instance *instance, int64_t now_ms, int64_t *ret_removed)
{
    struct stray stray = { .instance = instance, .now_ms = now_ms };
    enum status status = blob_each_on_disk(&instance->files->blobs, judge_stray, &stray);

    if (status == OK)
        *ret_removed = stray.removed;
    return status;
}

/* --- by the clock */

void sweep_soon(const struct instance *instance, void *nothing)
{
    (void)nothing;
    ticker_poke(instance->files->ticker, &sweep_task);
}

static void tell(enum status status, int64_t removed)
{
    if (status != OK)
        LOG(LOG_ERROR, "files not swept", LOG_TEXT("status", text_from(status_name(status))));
    else if (removed > 0)
        LOG(LOG_SERVER, "files swept", LOG_NUMBER("removed", removed));
}

static void run_sweep(const struct instance *instance)
{
    int64_t removed = 0;
    enum status status = sweep_run(instance, clock_now_ms(), &removed);

    tell(status, removed);
}

static void run_strays(const struct instance *instance)
{
    int64_t removed = 0;
    enum status status = photo_sweep(instance, &removed);

    if (status == OK)
        status = sweep_ownerless(instance);
    if (status == OK)
        status = sweep_keys(instance);
    if (status == OK)
        status = sweep_strays(instance, clock_now_ms(), &removed);

    tell(status, removed);
    run_sweep(instance);
}

const struct ticker_task sweep_task = { "files", EVERY_MS, run_sweep, .at_start = true };
const struct ticker_task stray_task = { "stray files", 6 * MS_PER_HOUR, run_strays,
                                        .at_start = true };
