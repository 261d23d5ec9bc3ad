/* Auth: the lists, and opening and closing. */
#include "auth/auth.h"

#include "auth/activity.h"
#include "auth/audit.h"
#include "auth/authenticate.h"
#include "auth/factor.h"
#include "auth/identity.h"
#include "auth/invite.h"
#include "auth/issuer.h"
#include "auth/oauth_flow.h"
#include "auth/oauth_revocation.h"
#include "auth/oauth_token.h"
#include "auth/one_time_token.h"
#include "auth/recovery_code.h"
#include "auth/saved_view.h"
#include "auth/server_setting.h"
#include "auth/service_key.h"
#include "auth/session.h"
#include "auth/session_table.h"
#include "auth/throttle.h"
#include "auth/token.h"
#include "auth/workspace.h"
#include "crypto/seal.h"
#include "crypto/store_key.h"
#include "egress/mail_sender.h"
#include "jobs/retention.h"
#include "store/data_key.h"
#include "store/sealed.h"

enum { SESSIONS_IN_MEMORY = 16384, WRITE_SEEN_EVERY_MS = 20000 };

static const struct identity system_identity = { .is_system = true };

const struct entity *const auth_entities[] = {
    &data_key_entity,         &server_setting_entity,
    &account_entity,          &membership_entity,
    &session_entity,          &sign_in_event_entity,
    &one_time_token_entity,   &workspace_entity,
    &member_entity,           &invite_entity,
    &saved_view_entity,       &audit_event_entity,
    &activity_entity,         &factor_entity,
    &factor_challenge_entity, &recovery_code_entity,
    &service_key_entity,      &identity_entity,
    &oauth_flow_entity,       &oauth_token_entity,
    &oauth_revocation_entity, NULL,
};

/* ---- keys ---- */

static void release_keys(void *subject)
{
    store_keys_release(subject);
}

static void release_seals(void *subject)
{
    key_ring_release(subject);
}

/* Beside the data directory, not in it: a copy of the data alone opens nothing. */
const char *auth_key_path(const struct instance *instance, struct arena *arena)
{
    struct text data = text_from(instance->settings->data);

    if (instance->settings->key_file[0])
        return instance->settings->key_file;
    while (data.size > 1 && data.at[data.size - 1] == '/')
        data.size--;
    return arena_print(arena, "%.*s.key", TEXT_ARG(data)).at;
}

enum status auth_open_keys(struct instance *instance, struct text *ret_reason)
{
    struct store_keys *keys = ARENA_NEW(instance->arena, struct store_keys);
    struct key_ring *seals = ARENA_NEW(instance->arena, struct key_ring);
    struct store_key_source source = { .path = auth_key_path(instance, instance->arena),
                                       .create = true };
    enum store_key_origin origin = STORE_KEY_NOWHERE;
    enum status status;

    if (instance->keys)
        return OK;
    status = store_keys_load(&source, keys, &origin);
    if (status != OK) {
        *ret_reason = arena_print(instance->arena, "%.*s (%s)",
                                  TEXT_ARG(store_keys_sentence(status)), source.path);
        return status;
    }
    arena_defer(instance->arena, release_keys, keys);
    status = store_key_ring(keys, KEY_FOR_SEALING, (struct text){ 0 }, seals);
    if (status != OK)
        return status;
    arena_defer(instance->arena, release_seals, seals);
    instance->keys = keys;
    instance->seals = seals;
    instance->key_origin = origin;
    return OK;
}

/* ---- opening ---- */

struct opening {
    int64_t now_ms;
    const struct key_ring *seals;
    int64_t generation, token_key, token_key_at;
};

static enum status seed(struct tx *tx, void *context)
{
    struct opening *opening = context;
    enum status status = server_setting_seed(tx, opening->now_ms);

    if (status == OK)
        status = server_setting_number(tx, SETTING_GENERATION, &opening->generation);
    if (status == OK)
        status = server_setting_number(tx, SETTING_TOKEN_KEY, &opening->token_key);
    if (status == OK)
        status = server_setting_number(tx, SETTING_TOKEN_KEY_AT, &opening->token_key_at);
    if (status == OK)
        status = factor_renew_all(tx, opening->seals);
    if (status == OK)
        status = master_seal_renew_all(tx, opening->seals, &oauth_token_sealed);
    return status == OK ? master_seal_renew_all(tx, opening->seals, &oauth_revocation_sealed)
                        : status;
}

enum status auth_open(struct instance *instance, struct text *ret_reason)
{
    struct opening opening = { .now_ms = clock_now_ms() };
    enum status status = auth_open_keys(instance, ret_reason);

    if (status != OK)
        return status;
    opening.seals = instance->seals;
    status = store_use_keys(instance->store, instance->seals, instance->arena, ret_reason);
    if (status != OK)
        return status;
    status = store_write(instance->store, &system_identity, instance->arena, seed, &opening, NULL);
    if (status != OK) {
        *ret_reason = T("The server's own settings cannot be written to the store.");
        return status;
    }
    instance->token_keys = token_keys_new(instance->keys, opening.token_key, opening.token_key_at,
                                          instance->settings->key_grace_hours * MS_PER_HOUR,
                                          opening.now_ms);
    instance->sessions = session_table_new(SESSIONS_IN_MEMORY);
    session_table_tell_generation(instance->sessions, opening.generation);
    instance->throttle = throttle_new();
    instance->issuer = issuer_new();
    instance->authenticate = auth_authenticate;
    return OK;
}

static const struct ticker_task seen_task = { "last seen", WRITE_SEEN_EVERY_MS, auth_write_seen,
                                              true };
static const struct ticker_task *const tasks[] = { &mail_sender_task, &seen_task, &retention_task,
                                                   &oauth_revocation_task, NULL };

enum status auth_start(struct instance *instance)
{
    instance->ticker = ticker_start(instance, tasks);
    return instance->ticker ? OK : FAILED;
}

void auth_close(struct instance *instance)
{
    ticker_stop(instance->ticker);
    instance->ticker = NULL;
    session_table_free(instance->sessions);
    instance->sessions = NULL;
    throttle_free(instance->throttle);
    instance->throttle = NULL;
    issuer_free(instance->issuer);
    instance->issuer = NULL;
    token_keys_free(instance->token_keys);
    instance->token_keys = NULL;
}

/* ---- what the operator does ---- */

struct making_link {
    int64_t now_ms;
    struct arena *arena;
    struct text token;
};

static enum status make_link(struct tx *tx, void *context)
{
    struct making_link *making = context;
    struct one_time_token token = { .kind = TOKEN_SET_UP };
    int64_t set_up_at;
    enum status status = server_setting_number(tx, SETTING_SET_UP_AT, &set_up_at);

    making->token = (struct text){ 0 };
    if (status != OK || set_up_at != 0)
        return status;
    status = one_time_token_revoke(tx, TOKEN_SET_UP, (struct id){ { 0 } }, making->now_ms);
    if (status == OK)
        status = one_time_token_make(tx, making->arena, making->now_ms, &token, &making->token);
    return status;
}

enum status auth_setup_path(struct instance *instance, struct arena *arena, struct text *ret_path)
{
    struct making_link making = { clock_now_ms(), arena, { 0 } };
    enum status status =
        store_write(instance->store, &system_identity, arena, make_link, &making, NULL);

    if (status != OK)
        return status;
    *ret_path = making.token.size > 0
                    ? arena_print(arena, "/setup?token=%.*s", TEXT_ARG(making.token))
                    : (struct text){ 0 };
    return OK;
}

static enum status rotate(struct tx *tx, void *context)
{
    struct opening *opening = context;
    enum status status =
        server_setting_count(tx, SETTING_TOKEN_KEY, opening->now_ms, &opening->token_key);

    if (status == OK)
        status = server_setting_write(tx, SETTING_TOKEN_KEY_AT, (struct text){ 0 }, opening->now_ms,
                                      opening->now_ms);
    return status;
}

enum status auth_rotate_token_keys(struct instance *instance, struct arena *arena)
{
    struct opening opening = { .now_ms = clock_now_ms() };
    enum status status =
        store_write(instance->store, &system_identity, arena, rotate, &opening, NULL);

    if (status == OK)
        token_keys_follow(instance->token_keys, opening.token_key, opening.now_ms);
    return status;
}
