/* Erasure: the entity, the ledger, and erasing again. */
#include "jobs/erasure.h"

#include "base/log.h"
#include "codec/json_write.h"
#include "crypto/random.h"
#include "jobs/backup.h"
#include "jobs/backup_folder.h"
#include "jobs/erase.h"
#include "jobs/ledger.h"
#include "store/row.h"

#define ROW struct erasure

enum { LIMIT_ENTITY_NAME = 64 };

static const struct identity system_identity = { .is_system = true };

/* clang-format off */
static const struct field fields[] = {
    TEXT(entity, L("Kind of record", "记录类型"), NOT_PERSONAL, .min = 1, .max = LIMIT_ENTITY_NAME),
    INTEGER(of_workspace, L("Workspace", "工作区"), NOT_PERSONAL, .fallback = "0"),
    ID(row_id, L("Record", "记录"), NOT_PERSONAL, .optional = true),
};
/* clang-format on */

const struct entity erasure_entity = {
    .name = "erasure",
    .label = L("Erasure", "删除记录"),
    .plural = L("Erasures", "删除记录"),
    .module = MODULE_ADMIN,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to erase again what a restored backup would bring back",
                 "以便在恢复备份后再次删除已删除的数据"),
    .basis = LEGAL_OBLIGATION,
    .keep = UNTIL_DELETED,
    .title = "entity",
    .order = "created_at.desc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};

enum status erasure_record(struct tx *tx, const char *entity, int64_t workspace_id,
                           struct id row_id)
{
    int64_t now_ms = clock_now_ms();
    struct erasure erasure = { .row = { .id = random_id(now_ms),
                                        .created_at = now_ms,
                                        .updated_at = now_ms,
                                        .version = 1 },
                               .entity = text_from(entity),
                               .of_workspace = workspace_id,
                               .row_id = row_id };

    return row_insert(tx, &erasure_entity, &erasure);
}

/* ---- into the ledger ---- */

static const char *ledger_path(const char *path, struct arena *arena)
{
    return arena_print(arena, "%s/erasures.ledger", path).at;
}

/* Ids that the ledger has, one behind the other. */
struct known {
    struct arena *arena;
    struct id *ids;
    size_t count, room;
};

static enum status know_line(const struct ledger_line *line, void *context)
{
    struct known *known = context;

    if (known->count == known->room) {
        struct id *old = known->ids;

        known->room = known->room ? 2 * known->room : 64;
        known->ids = ARENA_NEW_ARRAY(known->arena, struct id, known->room);
        if (known->count > 0)
            memcpy(known->ids, old, known->count * sizeof *old);
    }
    known->ids[known->count] = (struct id){ { 0 } };
    (void)id_from_text(json_text_member(line->entry, T("id")), &known->ids[known->count]);
    known->count++;
    return OK;
}

static bool is_known(const struct known *known, struct id id)
{
    for (size_t i = known->count; i-- > 0;)
        if (id_equal(known->ids[i], id))
            return true;
    return false;
}

static struct text entry_of(const struct erasure *erasure, struct arena *arena)
{
    struct buffer entry = buffer_in(arena, LIMIT_LEDGER_LINE);
    struct json_writer json = json_writer_to(&entry);

    json_begin_object(&json);
    json_write_text_member(&json, T("erased"), erasure->entity);
    if (erasure->of_workspace != 0)
        json_write_integer_member(&json, T("workspace"), erasure->of_workspace);
    if (!id_is_zero(erasure->row_id))
        json_write_text_member(&json, T("row"), text_from(id_to_text(erasure->row_id).at));
    json_write_text_member(&json, T("at"), text_from(instant_to_text(erasure->row.created_at).at));
    json_write_text_member(&json, T("id"), text_from(id_to_text(erasure->row.id).at));
    json_end_object(&json);
    return buffer_text(&entry);
}

struct following {
    const char *ledger;
    struct known known;
    struct arena *arena;
};

static enum status follow_row(struct tx *tx, void *row, void *context)
{
    const struct erasure *erasure = row;
    struct following *following = context;
    enum status status;

    (void)tx;
    if (is_known(&following->known, erasure->row.id))
        return OK;
    status = ledger_append(following->ledger, entry_of(erasure, following->arena), following->arena,
                           NULL);
    following->known.count += status == OK;
    return status;
}

static enum status follow_all(struct tx *tx, void *context)
{
    struct erasure erasure;

    return row_each(tx, &erasure_entity, T("workspace_id = 0 ORDER BY created_at, id"), NULL, 0,
                    &erasure, follow_row, context);
}

static enum status begin_ledger(const char *ledger, struct arena *arena)
{
    struct text entry =
        arena_print(arena, "{\"begun\":\"%s\"}", instant_to_text(clock_now_ms()).at);

    return ledger_append(ledger, entry, arena, NULL);
}

/* Ids that were appended just now need no place in `known`: each row comes once. */
enum status erasure_follow(const struct instance *instance, const char *path, struct arena *arena,
                           int64_t *ret_lines, struct text *ret_reason)
{
    struct following following = { ledger_path(path, arena), { .arena = arena }, arena };
    enum status status = backup_folder_make(path);

    *ret_reason = arena_print(arena, "%s cannot be made.", path);
    if (status == OK)
        status = ledger_each(following.ledger, arena, know_line, &following.known, ret_reason);
    if (status == NOT_FOUND) {
        status = begin_ledger(following.ledger, arena);
        if (status == OK)
            status = ledger_each(following.ledger, arena, know_line, &following.known, ret_reason);
    }
    if (status != OK)
        return status;
    status = store_read(instance->store, &system_identity, arena, follow_all, &following, NULL);
    if (status != OK)
        *ret_reason = arena_print(arena, "%s cannot be written.", following.ledger);
    else if (ret_lines)
        *ret_lines = (int64_t)following.known.count;
    return status;
}

void erasure_follow_after_commit(const struct instance *instance, void *nothing)
{
    struct arena arena = { 0 };
    struct text reason = { 0 };

    (void)nothing;
    if (erasure_follow(instance, backup_path(instance, &arena), &arena, NULL, &reason) != OK)
        LOG(LOG_ERROR, "erasures not in the ledger", LOG_TEXT("reason", reason));
    arena_release(&arena);
}

/* ---- out of the ledger ---- */

struct replaying {
    struct tx *tx;
    const char *ledger;
    int64_t after, lines, replayed;
    struct arena *arena;
    struct text *ret_reason;
};

static enum status insert_again(struct tx *tx, const struct erasure *erasure)
{
    struct erasure there;
    enum status status = row_find(tx, &erasure_entity, 0, erasure->row.id, &there);

    return status == NOT_FOUND ? row_insert(tx, &erasure_entity, erasure) : status;
}

static enum status erase_again(const struct replaying *replaying, const struct ledger_line *line)
{
    struct tx *tx = replaying->tx;
    const struct json *entry = line->entry;
    struct erasure erasure = { .row = { .version = 1 },
                               .entity = json_text_member(entry, T("erased")),
                               .of_workspace = json_integer_member(entry, T("workspace")) };
    const struct entity *entity = schema_find(tx_schema(tx), erasure.entity);
    enum status status = OK;

    (void)id_from_text(json_text_member(entry, T("row")), &erasure.row_id);
    if (!entity || !id_from_text(json_text_member(entry, T("id")), &erasure.row.id) ||
        !instant_from_text(json_text_member(entry, T("at")), &erasure.row.created_at)) {
        *replaying->ret_reason =
            arena_print(replaying->arena,
                        "%s, line %lld: this program does not know how to erase that; a newer one "
                        "has written it.",
                        replaying->ledger, (long long)line->number);
        return FAILED;
    }
    erasure.row.updated_at = erasure.row.created_at;
    if (erasure.of_workspace != 0)
        status = erase_workspace_again(tx, erasure.of_workspace);
    else
        status = erase_server_row_again(tx, entity, erasure.row_id);
    return status == OK ? insert_again(tx, &erasure) : status;
}

static enum status replay_line(const struct ledger_line *line, void *context)
{
    struct replaying *replaying = context;
    enum status status;

    replaying->lines = line->number;
    if (line->number <= replaying->after || json_text_member(line->entry, T("erased")).size == 0)
        return OK;
    status = erase_again(replaying, line);
    replaying->replayed += status == OK;
    return status;
}

static enum status replay_all(struct tx *tx, void *context)
{
    struct replaying *replaying = context;
    enum status status;

    replaying->tx = tx;
    replaying->lines = replaying->replayed = 0;
    status = ledger_each(replaying->ledger, replaying->arena, replay_line, replaying,
                         replaying->ret_reason);
    if (status != OK || replaying->lines >= replaying->after)
        return status;
    *replaying->ret_reason =
        arena_print(replaying->arena,
                    "%s has %lld lines, and had %lld when the backup was made: it is an older "
                    "copy. Bring the present one.",
                    replaying->ledger, (long long)replaying->lines, (long long)replaying->after);
    return CONFLICT;
}

enum status erasure_replay(struct store *store, const char *path, int64_t after,
                           struct arena *arena, int64_t *ret_replayed, struct text *ret_reason)
{
    struct replaying replaying = {
        .ledger = ledger_path(path, arena), .after = after, .arena = arena, .ret_reason = ret_reason
    };
    enum status status;

    *ret_reason = arena_print(arena, "What %s says cannot be erased again.", replaying.ledger);
    status = store_write(store, &system_identity, arena, replay_all, &replaying, NULL);
    if (status == OK)
        *ret_replayed = replaying.replayed;
    return status;
}
