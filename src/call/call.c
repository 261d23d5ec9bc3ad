/* Call: transactions as the caller, grants, and reading the request. */
#include "call/call.h"

#include "base/limits.h"
#include "call/idempotency.h"
#include "call/pool.h"
#include "crypto/random.h"

static const struct identity system_identity = { .is_system = true };

void call_after_commit(struct call *call,
                       void (*run)(const struct instance *instance, void *context), void *context)
{
    struct after_commit *after = ARENA_NEW(call->arena, struct after_commit);

    *after = (struct after_commit){ call->after_commit, run, context };
    call->after_commit = after;
}

static void settle_after_commit(struct call *call, bool is_committed)
{
    struct after_commit *after = call->after_commit;

    call->after_commit = NULL;
    for (; after && is_committed; after = after->next)
        after->run(call->instance, after->context);
}

/* What the transaction came to, as the call's status. */
static enum status conclude(struct call *call, enum status status, const struct store_error *error)
{
    if (status == OK) {
        call->is_refused = false; /* what a savepoint or a retry has left */
        return OK;
    }
    if (call->is_refused)
        return status;
    return call_refuse_store(call, status, error);
}

/* The database works in another process, and a call's thread only waits for it. */
static bool is_elsewhere(const struct store *store)
{
    return store_engine(store) == ENGINE_POSTGRESQL;
}

static enum status run(struct call *call, const struct identity *identity, bool is_write,
                       store_work work, void *context)
{
    struct store *store = call->instance->store;
    struct store_error error = { 0 };
    bool waits = is_write || is_elsewhere(store);
    enum status status;

    if (waits)
        pool_wait_begin();
    status = is_write ? store_write(store, identity, call->arena, work, context, &error)
                      : store_read(store, identity, call->arena, work, context, &error);
    if (waits)
        pool_wait_end();
    if (is_write)
        settle_after_commit(call, status == OK);
    return conclude(call, status, &error);
}

struct last_write {
    struct call *call;
    store_work work;
    void *context;
    enum status (*settle)(void *context, enum status status);
    struct text key; /* of a request that may be repeated; empty: none */
    void (*answer)(struct call *call, enum status status);
};

static enum status settled(const struct last_write *last, enum status status)
{
    return last->settle ? last->settle(last->context, status) : status;
}

static enum status last_work(struct tx *tx, void *context)
{
    const struct last_write *last = context;
    bool is_repeated = false;
    enum status status = OK;

    if (last->key.size == 0)
        return last->work(tx, last->context);
    status = idempotency_look(tx, last->call, last->key, &is_repeated);
    if (status != OK || is_repeated)
        return status;
    status = last->work(tx, last->context);
    return status == OK ? idempotency_keep(tx, last->call, last->key) : status;
}

static void last_done(void *context, enum status status, const struct store_error *error)
{
    const struct last_write *last = context;
    struct call *call = last->call;

    settle_after_commit(call, status == OK);
    last->answer(call, settled(last, conclude(call, status, error)));
}

enum status call_write_last(struct call *call, store_work work, void *context,
                            enum status (*settle)(void *context, enum status status))
{
    struct store *store = call->instance->store;
    bool waits = is_elsewhere(store);
    struct last_write *last = ARENA_NEW(call->arena, struct last_write);
    enum status status;

    *last = (struct last_write){ .call = call, .work = work, .context = context, .settle = settle };
    status = call->is_claimed ? OK : idempotency_key(call, &last->key);
    if (status != OK)
        return status;
    if (!call->later || call->is_claimed)
        return settled(last, run(call, &call->identity, true, last_work, last));
    last->answer = call->later->answer;
    call->later->is_pending = true;
    if (waits)
        pool_wait_begin();
    store_write_later(store, &call->identity, call->arena, last_work, last, last_done);
    if (waits)
        pool_wait_end();
    return OK;
}

enum status call_read(struct call *call, store_work work, void *context)
{
    return run(call, &call->identity, false, work, context);
}

enum status call_write(struct call *call, store_work work, void *context)
{
    return run(call, &call->identity, true, work, context);
}

enum status call_read_as_system(struct call *call, store_work work, void *context)
{
    return run(call, &system_identity, false, work, context);
}

enum status call_write_as_system(struct call *call, store_work work, void *context)
{
    return run(call, &system_identity, true, work, context);
}

struct id call_new_id(const struct call *call)
{
    unsigned char random[10];

    random_fill(random, sizeof random);
    return id_make(call->now_ms, random);
}

struct row call_new_row(const struct call *call)
{
    return (struct row){ .workspace_id = call->identity.workspace_id,
                         .id = call_new_id(call),
                         .created_at = call->now_ms,
                         .updated_at = call->now_ms,
                         .created_by = call->caller.account_id,
                         .version = 1 };
}

enum level call_level(const struct call *call, enum module module)
{
    return call->identity.workspace_id != 0 ? call->identity.level[module] : LEVEL_NONE;
}

/* MODULE_UNDECLARED: of none that is granted. */
static enum module module_of_kind(const struct call *call, struct text name)
{
    const struct entity *entity = schema_find(&call->instance->schema, name);

    return entity && module_is_grantable(entity->module) ? entity->module : MODULE_UNDECLARED;
}

bool call_sees_kind(const struct call *call, struct text entity)
{
    enum module module = module_of_kind(call, entity);

    return module == MODULE_UNDECLARED || call_level(call, module) >= LEVEL_VIEW;
}

enum status call_require_kind(struct call *call, struct text entity)
{
    enum module module = module_of_kind(call, entity);

    return module == MODULE_UNDECLARED ? OK : call_require(call, module, LEVEL_VIEW);
}

/* The first module that the caller lacks; MODULE_UNDECLARED: none. */
static enum module missing_module(const struct call *call, const struct field *field,
                                  enum level level)
{
    if (field->needs != MODULE_UNDECLARED && call_level(call, field->needs) < level)
        return field->needs;
    for (int module = 0; module < MODULE_COUNT; module++)
        if ((field->needs_besides & ONLY(module)) &&
            call_level(call, (enum module)module) < LEVEL_VIEW)
            return (enum module)module;
    return MODULE_UNDECLARED;
}

static bool has_level(const struct call *call, const struct field *field, enum level level)
{
    return missing_module(call, field, level) == MODULE_UNDECLARED;
}

bool call_sees(const struct call *call, const struct field *field)
{
    return has_level(call, field, LEVEL_VIEW);
}

bool call_sets(const struct call *call, const struct field *field)
{
    return has_level(call, field, LEVEL_EDIT_OWN);
}

enum status call_require_field(struct call *call, const struct entity *entity,
                               const struct field *field, enum level level)
{
    enum module missing = missing_module(call, field, level);
    struct text module = text_from(label_in(module_label(missing), call->language));

    if (missing == MODULE_UNDECLARED)
        return OK;
    if (level > LEVEL_VIEW && call_sees(call, field))
        return REFUSE(call, FORBIDDEN, .code = "42501", .entity = entity, .field = field,
                      .say = L("\"{field}\" is set by those who may edit in \"{value}\".",
                               "“{field}”须有“{value}”的编辑权限才能填写。"),
                      .hint = L("An administrator of the workspace can grant it.",
                                "请联系工作区管理员授权。"),
                      .value = module);
    return REFUSE(
        call, FORBIDDEN, .code = "42501", .entity = entity, .field = field,
        .say = L("\"{field}\" is shown to those who have \"{value}\".",
                 "“{field}”须有“{value}”权限才能查看。"),
        .hint = L("An administrator of the workspace can grant it.", "请联系工作区管理员授权。"),
        .value = module);
}

enum status call_refuse_outside(struct call *call)
{
    static const struct refusal refusals[] = {
        [FACTOR_NOT_MISSING] = { .status = FORBIDDEN,
                                 .code = "42501",
                                 .say = L("You are in no workspace yet.",
                                          "您还没有加入任何工作区。") },
        [FACTOR_TO_SHOW] = { .status = FORBIDDEN,
                             .code = "insufficient_aal",
                             .say = L("This needs your second factor as well.",
                                      "此操作还需要第二重验证。"),
                             .hint = L("Enter a code from your authenticator app, or a recovery "
                                       "code.",
                                       "请输入验证器应用中的验证码或恢复码。") },
        [FACTOR_TO_SET_UP] = { .status = FORBIDDEN,
                               .code = "insufficient_aal",
                               .say = L("This workspace demands a second factor.",
                                        "该工作区要求启用第二重验证。"),
                               .hint = L("Set up an authenticator app in your settings.",
                                         "请在设置中绑定验证器应用。") },
    };

    return call_refuse(call, refusals[call->caller.factor_missing]);
}

enum status call_require(struct call *call, enum module module, enum level level)
{
    if (id_is_zero(call->caller.account_id))
        return REFUSE(call, UNAUTHENTICATED, .code = "PGRST302",
                      .say = L("Sign in first.", "请先登录。"));
    if (call_level(call, module) >= level)
        return OK;
    if (call->caller.factor_missing != FACTOR_NOT_MISSING)
        return call_refuse_outside(call);
    return REFUSE(
        call, FORBIDDEN, .code = "42501",
        .say = L("You have no permission for this in \"{value}\".", "您没有“{value}”的此项权限。"),
        .hint = L("An administrator of the workspace can grant it.", "请联系工作区管理员授权。"),
        .value = text_from(label_in(module_label(module), call->language)));
}

struct text call_header(const struct call *call, struct text name)
{
    return call->exchange ? http_header(call->exchange, name) : (struct text){ 0 };
}

enum status call_json(struct call *call, const struct json **ret_json)
{
    static const struct json_limits limits = { .size_bytes = LIMIT_REQUEST_BODY,
                                               .depth = LIMIT_JSON_DEPTH,
                                               .values = 1000000 };
    struct json_error error;
    enum status status =
        json_parse(call->arena, http_body(call->exchange), &limits, ret_json, &error);

    if (status == OK)
        return OK;
    return REFUSE(
        call, status == TOO_LARGE ? TOO_LARGE : INVALID, .code = "PGRST102",
        .say = L("The body is not valid JSON: {value}.", "请求正文不是有效的 JSON：{value}。"),
        .value = arena_print(call->arena, "line %d, column %d, %s", error.line, error.column,
                             error.reason));
}

void call_add_header(struct call *call, struct text name, struct text value)
{
    if (call->header_count < LIMIT_CALL_HEADERS)
        call->headers[call->header_count++] = (struct http_header){ name, value };
}

struct json_writer call_answer_json(struct call *call)
{
    call->content_type = T("application/json; charset=utf-8");
    return json_writer_to(&call->body);
}
