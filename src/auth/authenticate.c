/* Authenticate: on every call. The token says which session; the table of sessions says whether
   it goes on and what it may; the store is asked when the table does not know, and every
   AUTH_HEARING_MS whether another process has changed something. */
#include "auth/authenticate.h"

#include "auth/factor.h"
#include "auth/member.h"
#include "auth/server_setting.h"
#include "auth/service_key.h"
#include "auth/session.h"
#include "auth/session_table.h"
#include "auth/token.h"
#include "auth/workspace.h"
#include "base/zone.h"
#include "call/route.h"
#include "store/row.h"

enum { LIMIT_SEEN = 256 };

static const struct identity system_identity = { .is_system = true };

/* ---- what other processes did ---- */

struct heard {
    int64_t generation, token_key;
};

static enum status read_heard(struct tx *tx, void *context)
{
    struct heard *heard = context;
    enum status status = server_setting_number(tx, SETTING_GENERATION, &heard->generation);

    return status == OK ? server_setting_number(tx, SETTING_TOKEN_KEY, &heard->token_key) : status;
}

/* When the store cannot be asked, nothing that is kept in memory counts. */
static enum status hear(struct call *call)
{
    const struct instance *instance = call->instance;
    struct heard heard = { 0 };
    enum status status;

    if (!session_table_ask_is_due(instance->sessions, clock_monotonic_us(), AUTH_HEARING_MS * 1000))
        return OK;
    status = call_read_as_system(call, read_heard, &heard);
    if (status != OK) {
        session_table_forget_all(instance->sessions);
        return status;
    }
    session_table_tell_generation(instance->sessions, heard.generation);
    token_keys_follow(instance->token_keys, heard.token_key, call->now_ms);
    return OK;
}

/* ---- loading a session ---- */

struct loading {
    struct call *call;
    const struct access_claims *claims;
    struct session_entry entry;
    bool is_found;
};

static void keep_text(char *at, size_t room, size_t *ret_size, struct text text)
{
    *ret_size = text.size < room ? text.size : room;
    if (*ret_size > 0)
        memcpy(at, text.at, *ret_size);
}

static void fill_account(struct session_entry *entry, const struct account *account)
{
    entry->account_id = account->row.id;
    entry->is_operator = account->is_operator;
    entry->language = account_language(account);
    keep_text(entry->email, sizeof entry->email, &entry->email_size, account->email);
    keep_text(entry->name, sizeof entry->name, &entry->name_size, account->display_name);
}

/* A token for a workspace that one is in no more still says who one is, in no workspace. */
static enum status load_workspace(struct tx *tx, struct loading *loading)
{
    const struct settings *settings = loading->call->instance->settings;
    struct session_entry *entry = &loading->entry;
    struct workspace workspace;
    struct member member;
    struct grants grants;
    enum status status;

    entry->zone = zone_find(T("UTC"));
    if (entry->workspace_id == 0)
        return OK;
    status = member_find(tx, entry->workspace_id, entry->account_id, &member);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    status = workspace_find(tx, entry->workspace_id, &workspace);
    if (status != OK)
        return status == NOT_FOUND ? OK : status;
    grants = grants_read(tx_arena(tx), member.grants);
    entry->role = (enum role)member.role;
    entry->demands_factor = workspace.second_factor;
    levels_of(settings, entry->role, &grants, entry->level);
    if (zone_find(workspace.time_zone))
        entry->zone = zone_find(workspace.time_zone);
    memcpy(entry->currency, workspace.currency.at, 3);
    return OK;
}

static enum status load(struct tx *tx, void *context)
{
    struct loading *loading = context;
    const struct access_claims *claims = loading->claims;
    struct session session;
    struct account account;
    enum status status = session_find(tx, claims->session_id, &session);

    if (status == OK)
        status = account_find(tx, session.account_id, &account);
    if (status == NOT_FOUND)
        return OK;
    if (status != OK)
        return status;
    if (!id_equal(session.account_id, claims->account_id) ||
        !session_is_open(&session, loading->call->instance->settings, loading->call->now_ms))
        return OK;
    loading->is_found = true;
    loading->entry = (struct session_entry){
        .session_id = session.row.id,
        .workspace_id = claims->workspace_id,
        .expires_at = session.expires_at,
        .last_seen_at = session.last_seen_at,
        .assurance = session_assurance(&session),
    };
    fill_account(&loading->entry, &account);
    status = factor_is_set_up(tx, account.row.id, &loading->entry.has_factor);
    return status == OK ? load_workspace(tx, loading) : status;
}

/* ---- what was seen ---- */

struct writing {
    const struct session_seen *seen;
    size_t count;
};

static enum status write_seen(struct tx *tx, void *context)
{
    const struct writing *writing = context;

    for (size_t i = 0; i < writing->count; i++) {
        struct value values[] = { VALUE_OF_ID(writing->seen[i].session_id),
                                  VALUE_OF_INTEGER(writing->seen[i].at) };
        enum status status =
            tx_execute(tx,
                       T("UPDATE main.session SET last_seen_at = $2 WHERE workspace_id = 0 AND "
                         "id = $1 AND last_seen_at < $2"),
                       values, 2, NULL);

        if (status != OK)
            return status;
    }
    return OK;
}

void auth_write_seen(const struct instance *instance)
{
    struct session_seen seen[LIMIT_SEEN];
    struct arena arena = { 0 };

    for (;;) {
        struct writing writing = { seen, 0 };

        writing.count = session_table_take_seen(instance->sessions, seen, LIMIT_SEEN);
        if (writing.count == 0 ||
            store_write(instance->store, &system_identity, &arena, write_seen, &writing, NULL) !=
                OK ||
            writing.count < LIMIT_SEEN)
            break;
    }
    arena_release(&arena);
}

/* ---- the call ---- */

static bool is_auth(const struct call *call)
{
    return call->route && call->route->dialect == DIALECT_AUTH;
}

static enum status refuse_token(struct call *call, bool is_late)
{
    if (is_auth(call))
        return REFUSE(
            call, FORBIDDEN, .code = "bad_jwt",
            .say = L("The access token is invalid or has expired.", "访问令牌无效或已过期。"));
    return REFUSE(
        call, UNAUTHENTICATED, .code = is_late ? "PGRST303" : "PGRST301",
        .say = L("The access token is invalid or has expired.", "访问令牌无效或已过期。"));
}

static enum status refuse_session(struct call *call)
{
    if (is_auth(call))
        return REFUSE(
            call, FORBIDDEN, .code = "session_not_found",
            .say = L("This session has ended. Sign in again.", "会话已结束，请重新登录。"));
    return REFUSE(call, UNAUTHENTICATED, .code = "PGRST303",
                  .say = L("This session has ended. Sign in again.", "会话已结束，请重新登录。"));
}

static enum status refuse_missing(struct call *call)
{
    if (!is_auth(call) || call->route->who == WHO_ANYONE)
        return OK; /* the dispatcher knows what this route wants */
    return REFUSE(
        call, UNAUTHENTICATED, .code = "no_authorization",
        .say = L("This needs a bearer token: sign in first.", "此操作需要访问令牌，请先登录。"));
}

/* Empty when there is none, or when it is only the public key. */
static struct text bearer_of(const struct call *call)
{
    struct text header = call_header(call, T("Authorization"));
    struct text key = call_header(call, T("apikey"));
    struct text token;

    if (!text_equal_nocase(text_slice(header, 0, 7), T("Bearer ")))
        return (struct text){ 0 };
    token = text_trim(text_from_offset(header, 7));
    return text_equal(token, key) && !service_key_is(token) ? (struct text){ 0 } : token;
}

/* From the table, or from the store and into the table. */
static enum status find_entry(struct call *call, const struct access_claims *claims,
                              struct session_entry *ret_entry)
{
    struct session_table *table = call->instance->sessions;
    struct loading loading = { .call = call, .claims = claims };
    struct session_seen evicted;
    uint64_t epoch = session_table_epoch(table);
    enum status status;

    if (session_table_find(table, claims->session_id, claims->workspace_id, call->now_ms,
                           call->instance->settings->idle_days * MS_PER_DAY, ret_entry) &&
        id_equal(ret_entry->account_id, claims->account_id))
        return OK;
    status = call_read_as_system(call, load, &loading);
    if (status != OK)
        return status;
    if (!loading.is_found)
        return refuse_session(call);
    *ret_entry = loading.entry;
    session_table_keep(table, epoch, &loading.entry, call->now_ms, &evicted);
    if (!id_is_zero(evicted.session_id)) {
        struct writing writing = { &evicted, 1 };

        return call_write_as_system(call, write_seen, &writing);
    }
    return OK;
}

/* Does the request name one of our languages: then the device decides, not the account. "*" is
   what programs send that do not care. */
static bool asks_for_language(const struct call *call)
{
    struct text first = text_slice(text_trim(call_header(call, T("Accept-Language"))), 0, 2);

    return text_equal_nocase(first, T("en")) || text_equal_nocase(first, T("zh"));
}

/* Whoever has set up a second factor is not let in without it, whatever the workspace says; the
   token must have it as well as the session. */
static enum factor_missing factor_missing_of(const struct session_entry *entry, int assurance)
{
    if (assurance == 2 || (!entry->has_factor && !entry->demands_factor))
        return FACTOR_NOT_MISSING;
    return entry->has_factor ? FACTOR_TO_SHOW : FACTOR_TO_SET_UP;
}

static void become(struct call *call, const struct session_entry *entry, int token_assurance)
{
    int assurance = token_assurance < entry->assurance ? token_assurance : entry->assurance;
    enum factor_missing missing = factor_missing_of(entry, assurance);
    bool is_member = entry->role != ROLE_NOBODY && missing == FACTOR_NOT_MISSING;

    call->caller = (struct caller){
        .account_id = entry->account_id,
        .session_id = entry->session_id,
        .role = is_member ? entry->role : ROLE_NOBODY,
        .assurance = assurance,
        .factor_missing = missing,
        .is_operator = entry->is_operator && missing == FACTOR_NOT_MISSING,
        .email = arena_copy(call->arena, (struct text){ entry->email, entry->email_size }),
        .display_name = arena_copy(call->arena, (struct text){ entry->name, entry->name_size }),
    };
    if (!asks_for_language(call))
        call->language = entry->language;
    call->zone = entry->zone;
    call->currency = arena_copy(call->arena, text_from(entry->currency));
    call->identity = (struct identity){
        .workspace_id = is_member ? entry->workspace_id : 0,
        .account_id = entry->account_id,
    };
    if (is_member)
        memcpy(call->identity.level, entry->level, sizeof call->identity.level);
}

static enum status enter(struct call *call, const struct access_claims *claims)
{
    struct session_entry entry;
    enum status status = find_entry(call, claims, &entry);

    if (status != OK)
        return status;
    become(call, &entry, claims->assurance);
    return OK;
}

enum status auth_begin_following(struct call *call, struct text token,
                                 struct access_claims *ret_claims)
{
    enum status status = hear(call);

    if (status != OK)
        return status;
    status =
        access_token_read(call->instance->token_keys, call->arena, token, call->now_ms, ret_claims);
    if (status != OK)
        return refuse_token(call, status == UNAUTHENTICATED);
    return enter(call, ret_claims);
}

enum status auth_follow(struct call *call, const struct access_claims *claims)
{
    enum status status = hear(call);

    if (status != OK)
        return status;
    if (call->now_ms / MS_PER_SECOND >= claims->expires_at_s)
        return refuse_token(call, true);
    return enter(call, claims);
}

enum status auth_authenticate(struct call *call)
{
    struct text token = bearer_of(call);
    struct access_claims claims;
    enum status status;

    if (token.size == 0)
        return refuse_missing(call);
    if (service_key_is(token))
        return service_key_authenticate(call, token);
    status = auth_begin_following(call, token, &claims);
    if (status == FAILED || !is_auth(call) || call->route->who != WHO_ANYONE)
        return status;
    call->is_refused = false; /* signing in with an old token at hand is no fault */
    return OK;
}
