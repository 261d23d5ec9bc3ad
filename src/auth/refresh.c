/* Refresh: /token with a refresh token. Each one works once; the last one may be repeated within
   10 seconds of its use and then gives the same successor, because its answer may have been lost.
   An older one that comes back means that two have the session: it ends for both. */
#include "auth/gotrue.h"
#include "auth/token.h"

enum { REPEAT_MS = 10000 };

enum refresh_outcome { REFRESHED, SESSION_MISSING, SESSION_OVER, TOKEN_REUSED };

struct refreshing {
    struct call *call;
    struct id session_id;
    int64_t count; /* of the token */
    enum refresh_outcome outcome;
    struct signed_in result;
};

/* False when somebody else was faster. */
static enum status step(struct tx *tx, const struct refreshing *refreshing, bool *ret_is_first)
{
    struct value values[] = { VALUE_OF_ID(refreshing->session_id),
                              VALUE_OF_INTEGER(refreshing->count),
                              VALUE_OF_INTEGER(refreshing->call->now_ms) };
    int64_t changed = 0;
    enum status status = tx_execute(
        tx,
        T("UPDATE main.session SET refresh_count = refresh_count + 1, refreshed_at = $3, "
          "last_seen_at = $3, updated_at = $3, version = version + 1 WHERE workspace_id = 0 AND "
          "id = $1 AND refresh_count = $2 AND ended_at IS NULL"),
        values, 3, &changed);

    *ret_is_first = changed == 1;
    return status;
}

static enum status end_reused(struct tx *tx, struct refreshing *refreshing)
{
    struct call *call = refreshing->call;
    struct session *session = &refreshing->result.session;
    enum status status;

    refreshing->outcome = TOKEN_REUSED;
    session_forget_after_commit(call, session->account_id);
    status = session_end_one(tx, call, session->row.id, END_REUSE);
    if (status == OK)
        status =
            sign_in_event_write(tx, call, session->account_id, session->row.id, SIGN_IN_REUSED);
    return status;
}

static enum status read_result(struct tx *tx, struct signed_in *result)
{
    enum status status = account_find(tx, result->session.account_id, &result->account);
    int64_t workspace_id;

    if (status == OK)
        status = signed_in_complete(tx, result);
    if (status != OK || result->standing.role != ROLE_NOBODY)
        return status;
    status = membership_choose(tx, result->account.row.id, 0, &workspace_id);
    if (status == OK)
        status = standing_read(tx, result->account.row.id, workspace_id, &result->standing);
    return status;
}

static enum status refresh(struct tx *tx, void *context)
{
    struct refreshing *refreshing = context;
    struct session *session = &refreshing->result.session;
    int64_t now_ms = refreshing->call->now_ms;
    bool is_first = false, is_repeat;
    enum status status = session_find(tx, refreshing->session_id, session);

    refreshing->outcome = SESSION_MISSING;
    if (status == NOT_FOUND || (status == OK && session->ended_at != 0))
        return OK;
    refreshing->outcome = SESSION_OVER;
    if (status != OK || !session_is_open(session, refreshing->call->instance->settings, now_ms))
        return status;
    status = step(tx, refreshing, &is_first);
    if (status == OK)
        status = session_find(tx, refreshing->session_id, session);
    if (status != OK)
        return status;
    is_repeat = session->refresh_count == refreshing->count + 1 &&
                now_ms - session->refreshed_at <= REPEAT_MS;
    if (!is_first && !is_repeat)
        return end_reused(tx, refreshing);
    refreshing->outcome = REFRESHED;
    return read_result(tx, &refreshing->result);
}

static enum status refuse(struct call *call, enum refresh_outcome outcome)
{
    static const struct refusal refusals[] = {
        [SESSION_MISSING] = { .status = INVALID,
                              .code = "session_not_found",
                              .say = L("Invalid Refresh Token: this session has ended",
                                       "刷新令牌无效：会话已结束") },
        [SESSION_OVER] = { .status = INVALID,
                           .code = "session_expired",
                           .say = L("Invalid Refresh Token: this session has expired",
                                    "刷新令牌无效：会话已过期") },
        [TOKEN_REUSED] = { .status = INVALID,
                           .code = "refresh_token_already_used",
                           .say =
                               L("Invalid Refresh Token: Already Used", "刷新令牌无效：已被使用") },
    };

    return call_refuse(call, refusals[outcome]);
}

enum status sign_in_with_refresh_token(struct call *call, const struct json *body)
{
    struct refreshing refreshing = { .call = call };
    struct text token = json_text_member(body, T("refresh_token"));
    enum status status;

    if (!refresh_token_read(call->instance->token_keys, token, call->now_ms, &refreshing.session_id,
                            &refreshing.count)) {
        status = gotrue_charge(call, THROTTLE_TOKEN, call_party(call));
        if (status != OK)
            return status;
        return REFUSE(
            call, INVALID, .code = "refresh_token_not_found",
            .say = L("Invalid Refresh Token: Refresh Token Not Found", "刷新令牌无效：未找到"));
    }
    status = call_write_as_system(call, refresh, &refreshing);
    if (status != OK)
        return status;
    if (refreshing.outcome != REFRESHED)
        return refuse(call, refreshing.outcome);
    return gotrue_answer_session(call, &refreshing.result);
}
