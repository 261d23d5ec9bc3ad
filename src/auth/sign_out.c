/* Sign-out: this session, the others, or all of them. */
#include "auth/gotrue.h"

enum scope { SCOPE_GLOBAL, SCOPE_LOCAL, SCOPE_OTHERS, SCOPE_UNKNOWN };

struct signing_out {
    struct call *call;
    enum scope scope;
};

static enum scope scope_of(struct text name)
{
    static const char *const names[] = { "global", "local", "others" };

    if (name.size == 0)
        return SCOPE_GLOBAL;
    for (enum scope scope = SCOPE_GLOBAL; scope < SCOPE_UNKNOWN; scope++)
        if (text_equal(name, text_from(names[scope])))
            return scope;
    return SCOPE_UNKNOWN;
}

static enum status sign_out(struct tx *tx, void *context)
{
    struct signing_out *out = context;
    struct call *call = out->call;
    struct id nobody = { { 0 } };

    session_forget_after_commit(call, call->caller.account_id);
    if (out->scope == SCOPE_LOCAL)
        return session_end_one(tx, call, call->caller.session_id, END_SIGN_OUT);
    return session_end_others(tx, call, call->caller.account_id,
                              out->scope == SCOPE_OTHERS ? call->caller.session_id : nobody,
                              END_SIGN_OUT);
}

enum status sign_out_handle(struct call *call)
{
    struct signing_out out = { call, scope_of(gotrue_query(call, T("scope"))) };

    if (out.scope == SCOPE_UNKNOWN)
        return REFUSE(call, INVALID, .code = "validation_failed",
                      .say = L("Unsupported logout scope", "不支持的退出范围"));
    return call_write_as_system(call, sign_out, &out);
}
