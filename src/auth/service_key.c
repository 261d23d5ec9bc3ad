/* Service key: making, revoking, and being shown one. */
#include "auth/service_key.h"

#include "auth/account.h"
#include "auth/audit.h"
#include "auth/gotrue.h"
#include "auth/server_setting.h"
#include "call/route.h"
#include "crypto/hash.h"
#include "crypto/random.h"
#include "store/row.h"

#define ROW    struct service_key
#define PREFIX "steward_sk_"

enum { KEY_BYTES = 32, LIMIT_LIST = 64 * 1024 };

/* clang-format off */
static const struct field fields[] = {
    TEXT(name, L("Name", "名称"), NOT_PERSONAL, .min = 1, .max = LIMIT_DISPLAY_NAME),
    TEXT(key_hash, L("Hash of the key", "密钥散列"), CREDENTIAL, .min = 64, .max = 64, .unique = true, .hidden = true),
    INSTANT(last_used_at, L("Last used", "最近使用"), NOT_PERSONAL, .optional = true),
    INSTANT(revoked_at, L("Revoked", "撤销时间"), NOT_PERSONAL, .optional = true),
};
/* clang-format on */

const struct entity service_key_entity = {
    .name = "service_key",
    .label = L("Service key", "服务密钥"),
    .plural = L("Service keys", "服务密钥"),
    .module = MODULE_ADMIN,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to let the operator's programs administer accounts", "以便运维方的程序管理账户"),
    .basis = LEGITIMATE_INTEREST,
    .keep = UNTIL_DELETED,
    .title = "name",
    .order = "created_at.desc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};

bool service_key_is(struct text token)
{
    return text_starts_with(token, T(PREFIX));
}

static enum status find_by_name(struct tx *tx, struct text name, struct service_key *ret_key)
{
    struct value values[] = { VALUE_OF_TEXT(name) };

    return row_find_where(tx, &service_key_entity,
                          T("workspace_id = 0 AND name = $1 AND revoked_at IS NULL"), values, 1,
                          ret_key);
}

/* ---- the operator's side ---- */

struct keeping {
    struct call *call;
    struct text name, key;
    struct buffer *lines;
};

static enum status write_audit(struct tx *tx, const struct call *call, const char *action,
                               struct id key)
{
    return audit_write(tx, call,
                       &(struct audit){ .action = action, .entity = "service_key", .row_id = key });
}

static enum status make(struct tx *tx, void *context)
{
    const struct keeping *keeping = context;
    struct call *call = keeping->call;
    struct service_key key = { .row = server_row(call->now_ms),
                               .name = keeping->name,
                               .key_hash = digest_hex(tx_arena(tx), sha256(keeping->key)) };
    struct service_key other;
    enum status status = find_by_name(tx, key.name, &other);

    if (status == OK)
        return REFUSE(call, CONFLICT, .code = "conflict",
                      .say = L("There is a key \"{value}\" already; revoke it first.",
                               "已有名为“{value}”的密钥，请先撤销。"),
                      .value = key.name);
    if (status == NOT_FOUND)
        status = row_insert(tx, &service_key_entity, &key);
    return status == OK ? write_audit(tx, call, "service_key.create", key.row.id) : status;
}

enum status service_key_make(struct call *call, struct text name, struct text *ret_key)
{
    struct keeping keeping = { .call = call, .name = account_clean_name(call->arena, name) };
    enum status status;

    if (keeping.name.size == 0)
        return REFUSE(call, INVALID, .code = "23502",
                      .say = L("Give the key a name.", "请为密钥命名。"));
    keeping.key =
        arena_print(call->arena, PREFIX "%.*s", TEXT_ARG(random_token(call->arena, KEY_BYTES)));
    status = call_write_as_system(call, make, &keeping);
    if (status == OK)
        *ret_key = keeping.key;
    return status;
}

static enum status revoke(struct tx *tx, void *context)
{
    const struct keeping *keeping = context;
    struct call *call = keeping->call;
    struct service_key key;
    enum status status = find_by_name(tx, keeping->name, &key);

    if (status == NOT_FOUND)
        return REFUSE(call, NOT_FOUND, .code = "P0002",
                      .say = L("There is no key \"{value}\".", "没有名为“{value}”的密钥。"),
                      .value = keeping->name);
    if (status != OK)
        return status;
    key.revoked_at = call->now_ms;
    key.row.updated_at = call->now_ms;
    status = row_update(tx, &service_key_entity, &key);
    return status == OK ? write_audit(tx, call, "service_key.revoke", key.row.id) : status;
}

enum status service_key_revoke(struct call *call, struct text name)
{
    struct keeping keeping = { .call = call, .name = name };

    return call_write_as_system(call, revoke, &keeping);
}

static void print_instant(struct buffer *out, const char *word, int64_t instant_ms)
{
    struct instant_text text = instant_to_text(instant_ms);

    if (instant_ms != 0)
        buffer_print(out, "  %s %s", word, text.at);
}

static enum status print_one(struct tx *tx, void *row, void *context)
{
    const struct service_key *key = row;
    struct buffer *out = context;

    (void)tx;
    buffer_append(out, key->name);
    print_instant(out, "made", key->row.created_at);
    print_instant(out, "last used", key->last_used_at);
    print_instant(out, "revoked", key->revoked_at);
    buffer_append(out, T("\n"));
    return OK;
}

static enum status list(struct tx *tx, void *context)
{
    const struct keeping *keeping = context;
    struct service_key key;

    buffer_clear(keeping->lines);
    return row_each(tx, &service_key_entity, T("workspace_id = 0 ORDER BY created_at, id"), NULL, 0,
                    &key, print_one, keeping->lines);
}

enum status service_key_list(struct call *call, struct text *ret_lines)
{
    struct buffer lines = buffer_in(call->arena, LIMIT_LIST);
    struct keeping keeping = { .call = call, .lines = &lines };
    enum status status = call_read_as_system(call, list, &keeping);

    if (status == OK)
        status = buffer_status(&lines);
    if (status == OK)
        *ret_lines = buffer_text(&lines);
    return status;
}

/* ---- the call ---- */

struct showing {
    struct call *call;
    struct text hash;
    bool is_found;
};

/* Path and method are those of the table of routes; an id of the path is an id. */
static struct text details_of(struct arena *arena, const struct call *call)
{
    struct id id;
    bool has_id = id_from_text(call->path_parameter, &id);
    struct id_text text = id_to_text(id = has_id ? id : (struct id){ { 0 } });

    return has_id
               ? arena_print(arena, "{\"method\":\"%.*s\",\"route\":\"%s\",\"id\":\"%s\"}",
                             TEXT_ARG(http_method_name(call->exchange)), call->route->path, text.at)
               : arena_print(arena, "{\"method\":\"%.*s\",\"route\":\"%s\"}",
                             TEXT_ARG(http_method_name(call->exchange)), call->route->path);
}

static enum status note_use(struct tx *tx, struct call *call, const struct service_key *key)
{
    struct value values[] = { VALUE_OF_ID(key->row.id), VALUE_OF_INTEGER(call->now_ms) };
    enum status status = tx_execute(tx,
                                    T("UPDATE main.service_key SET last_used_at = $2 WHERE "
                                      "workspace_id = 0 AND id = $1"),
                                    values, 2, NULL);

    return status == OK ? audit_write(tx, call,
                                      &(struct audit){ .action = "service_key.use",
                                                       .entity = "service_key",
                                                       .row_id = key->row.id,
                                                       .details = details_of(tx_arena(tx), call) })
                        : status;
}

static enum status show(struct tx *tx, void *context)
{
    struct showing *showing = context;
    struct value values[] = { VALUE_OF_TEXT(showing->hash) };
    struct service_key key;
    enum status status = row_find_where(
        tx, &service_key_entity, T("workspace_id = 0 AND key_hash = $1 AND revoked_at IS NULL"),
        values, 1, &key);

    showing->is_found = status == OK;
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    showing->call->caller = (struct caller){ .service_key_id = key.row.id };
    return note_use(tx, showing->call, &key);
}

static bool is_browser(const struct call *call)
{
    return call_header(call, T("Origin")).size > 0 ||
           call_header(call, T("Sec-Fetch-Site")).size > 0;
}

enum status service_key_authenticate(struct call *call, struct text token)
{
    struct showing showing = { .call = call, .hash = digest_hex(call->arena, sha256(token)) };
    enum status status;

    if (is_browser(call))
        return REFUSE(call, FORBIDDEN, .code = "not_admin",
                      .say = L("A service key must never be in a browser. Revoke it.",
                               "服务密钥不得用于浏览器，请立即撤销。"));
    if (!call->route || call->route->who != WHO_SERVICE)
        return REFUSE(call, FORBIDDEN, .code = "not_admin",
                      .say = L("A service key administers accounts and opens nothing else.",
                               "服务密钥只能用于管理账户。"));
    status = gotrue_charge(call, THROTTLE_TOKEN, call_party(call));
    if (status == OK)
        status = call_write_as_system(call, show, &showing);
    if (status != OK)
        return status;
    if (!showing.is_found)
        return REFUSE(call, UNAUTHENTICATED, .code = "bad_jwt",
                      .say = L("This service key does not exist or was revoked.",
                               "服务密钥不存在或已被撤销。"));
    throttle_give_back(call->instance->throttle, THROTTLE_TOKEN, call_party(call));
    return OK;
}
