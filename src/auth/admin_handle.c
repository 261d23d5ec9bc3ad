/* Admin handle: /admin/users of GoTrue, for the operator's programs. The service key was checked
   and its use written down before any of these runs; a change writes an entry of its own. */
#include "auth/account_delete.h"
#include "auth/admin.h"
#include "auth/audit.h"
#include "auth/credential.h"
#include "auth/gotrue.h"
#include "auth/oauth_revocation.h"
#include "auth/one_time_token.h"
#include "auth/server_setting.h"
#include "store/row.h"

enum { PAGE_USERS = 50, LIMIT_PAGE_USERS = 1000, LIMIT_PAGE = 1000000 };

struct administering {
    struct call *call;
    struct id id;
    struct account wanted; /* what the body says; empty members stay */
    bool has_language, is_confirmed;
    struct text verifier;
    struct account account;
    struct user_details details;
};

/* ---- shared ---- */

static enum status refuse_user(struct call *call)
{
    return REFUSE(call, NOT_FOUND, .code = "user_not_found",
                  .say = L("There is no such account.", "没有这个账户。"));
}

static enum status read_id(struct administering *administering)
{
    if (id_from_text(administering->call->path_parameter, &administering->id))
        return OK;
    return refuse_user(administering->call);
}

static enum status write_audit(struct tx *tx, struct call *call, const char *action, struct id id)
{
    return audit_write(tx, call,
                       &(struct audit){ .action = action, .entity = "account", .row_id = id });
}

static enum status answer_user(const struct administering *administering)
{
    struct json_writer json = call_answer_json(administering->call);

    gotrue_write_user(administering->call, &json, &administering->account, &administering->details,
                      USER_COMPLETE);
    return OK;
}

/* What would be passed over in silence is refused. */
static enum status check_members(struct call *call, const struct json *body)
{
    static const char *const refused[] = { "phone", "ban_duration",  "app_metadata",
                                           "role",  "password_hash", "nonce" };

    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (json_member(body, text_from(refused[i])))
            return REFUSE(
                call, INVALID, .code = "validation_failed",
                .say = L("An account has no \"{value}\" here.", "此处的账户没有“{value}”。"),
                .value = text_from(refused[i]));
    return OK;
}

static enum status read_names(struct administering *administering, const struct json *body)
{
    struct call *call = administering->call;
    struct account *wanted = &administering->wanted;
    const struct json *data = json_member(body, T("user_metadata"));
    struct text email = json_text_member(body, T("email"));
    struct text username = json_text_member(data, T("username"));
    struct text language = json_text_member(data, T("language"));

    if (email.size > 0 && !account_fold_email(call->arena, email, &wanted->email))
        return gotrue_refuse_email(call);
    if (username.size > 0 && !account_fold_username(call->arena, username, &wanted->username))
        return REFUSE(call, INVALID, .code = "validation_failed",
                      .field = account_field("username"),
                      .say = L("A user name has 2 to {limit} characters, without spaces and @.",
                               "用户名为 2 至 {limit} 个字符，不能含空格和 @。"),
                      .limit = LIMIT_USERNAME);
    wanted->display_name =
        account_clean_name(call->arena, json_text_member(data, T("display_name")));
    administering->has_language = text_equal(language, T("en")) || text_equal(language, T("zh"));
    account_set_language(wanted, text_equal(language, T("zh")) ? LANGUAGE_ZH : LANGUAGE_EN);
    administering->is_confirmed = json_boolean_member(body, T("email_confirm"));
    return OK;
}

static enum status read_body(struct administering *administering)
{
    struct call *call = administering->call;
    const struct json *body;
    struct text password;
    enum status status = gotrue_body(call, &body);

    if (status == OK)
        status = check_members(call, body);
    if (status == OK)
        status = read_names(administering, body);
    if (status != OK)
        return status;
    password = json_text_member(body, T("password"));
    return password.size > 0 ? credential_make(call, password, &administering->verifier) : OK;
}

static enum status check_free(struct tx *tx, struct administering *administering)
{
    const struct account *wanted = &administering->wanted;
    struct account other = { 0 };
    enum status status = wanted->email.size > 0 ? account_find_by_email(tx, wanted->email, &other)
                                                : NOT_FOUND;

    if (status == OK && !id_equal(other.row.id, administering->account.row.id))
        return REFUSE(administering->call, INVALID, .http = 422, .code = "email_exists",
                      .field = account_field("email"),
                      .say = L("This address has an account already.", "该邮箱已有账户。"));
    if (status != OK && status != NOT_FOUND)
        return status;
    status = wanted->username.size > 0 ? account_find_by_username(tx, wanted->username, &other)
                                       : NOT_FOUND;
    if (status == OK && !id_equal(other.row.id, administering->account.row.id))
        return REFUSE(administering->call, INVALID, .http = 422, .code = "conflict",
                      .field = account_field("username"),
                      .say = L("This user name is taken.", "该用户名已被使用。"));
    return status == NOT_FOUND ? OK : status;
}

/* ---- create ---- */

static enum status create(struct tx *tx, void *context)
{
    struct administering *administering = context;
    struct call *call = administering->call;
    struct account *account = &administering->account;
    enum status status = check_free(tx, administering);

    if (status != OK)
        return status;
    *account = administering->wanted;
    account->row = server_row(call->now_ms);
    if (account->display_name.size == 0)
        account->display_name = account_clean_name(
            tx_arena(tx), account->username.size > 0
                              ? account->username
                              : text_slice(account->email, 0, text_find_byte(account->email, '@')));
    account->email_confirmed_at =
        administering->is_confirmed && account->email.size > 0 ? call->now_ms : 0;
    account->password = administering->verifier;
    account->password_changed_at = account->password.size > 0 ? call->now_ms : 0;
    status = row_insert(tx, &account_entity, account);
    return status == OK ? write_audit(tx, call, "account.create", account->row.id) : status;
}

enum status admin_user_create_handle(struct call *call)
{
    struct administering administering = { .call = call };
    enum status status = read_body(&administering);

    if (status == OK && administering.wanted.email.size == 0 &&
        administering.wanted.username.size == 0)
        status = gotrue_refuse_email(call);
    if (status == OK)
        status = call_write_as_system(call, create, &administering);
    return status == OK ? answer_user(&administering) : status;
}

/* ---- read ---- */

static enum status read_user(struct tx *tx, void *context)
{
    struct administering *administering = context;
    enum status status = account_find(tx, administering->id, &administering->account);

    if (status == NOT_FOUND)
        return refuse_user(administering->call);
    return status == OK ? user_details_read(tx, administering->id, &administering->details)
                        : status;
}

enum status admin_user_get_handle(struct call *call)
{
    struct administering administering = { .call = call };
    enum status status = read_id(&administering);

    if (status == OK)
        status = call_read_as_system(call, read_user, &administering);
    return status == OK ? answer_user(&administering) : status;
}

/* ---- list ---- */

struct paging {
    struct call *call;
    struct json_writer json;
    int64_t page, per_page, total;
};

static int64_t read_number(struct call *call, struct text name, int64_t fallback, int64_t most)
{
    struct text text = gotrue_query(call, name);
    int64_t number = fallback;

    if (text.size == 0 || !text_to_int64(text, &number) || number < 1)
        return fallback;
    return number > most ? most : number;
}

static enum status list_one(struct tx *tx, void *row, void *context)
{
    struct paging *paging = context;
    const struct account *account = row;
    struct user_details details;
    enum status status = user_details_read(tx, account->row.id, &details);

    if (status == OK)
        gotrue_write_user(paging->call, &paging->json, account, &details, USER_COMPLETE);
    return status;
}

static enum status count_users(struct tx *tx, int64_t *ret_total)
{
    struct cursor *cursor;
    bool is_found;
    enum status status = tx_query(tx, T("SELECT count(*) FROM main.account WHERE workspace_id = 0"),
                                  NULL, 0, &cursor);

    if (status == OK)
        status = cursor_next(cursor, &is_found);
    if (status != OK)
        return status;
    *ret_total = cursor_value(cursor, 0).integer;
    cursor_close(cursor);
    return OK;
}

static enum status list(struct tx *tx, void *context)
{
    struct paging *paging = context;
    struct value values[] = { VALUE_OF_INTEGER(paging->per_page),
                              VALUE_OF_INTEGER((paging->page - 1) * paging->per_page) };
    struct account account;
    enum status status;

    buffer_clear(&paging->call->body);
    paging->json = call_answer_json(paging->call);
    json_begin_object(&paging->json);
    json_write_key(&paging->json, T("users"));
    json_begin_array(&paging->json);
    status = row_each(tx, &account_entity,
                      T("workspace_id = 0 ORDER BY created_at DESC, id DESC LIMIT $1 OFFSET $2"),
                      values, 2, &account, list_one, paging);
    json_end_array(&paging->json);
    json_write_text_member(&paging->json, T("aud"), T("authenticated"));
    json_end_object(&paging->json);
    return status == OK ? count_users(tx, &paging->total) : status;
}

static void add_links(const struct paging *paging)
{
    struct call *call = paging->call;
    int64_t last = (paging->total + paging->per_page - 1) / paging->per_page;
    struct buffer links = buffer_in(call->arena, 512);

    last = last < 1 ? 1 : last;
    if (paging->page < last)
        buffer_print(&links, "</admin/users?page=%lld&per_page=%lld>; rel=\"next\", ",
                     (long long)paging->page + 1, (long long)paging->per_page);
    buffer_print(&links, "</admin/users?page=%lld&per_page=%lld>; rel=\"last\"", (long long)last,
                 (long long)paging->per_page);
    call_add_header(call, T("Link"), buffer_text(&links));
    call_add_header(call, T("X-Total-Count"),
                    arena_print(call->arena, "%lld", (long long)paging->total));
}

enum status admin_user_list_handle(struct call *call)
{
    struct paging paging = {
        .call = call,
        .page = read_number(call, T("page"), 1, LIMIT_PAGE),
        .per_page = read_number(call, T("per_page"), PAGE_USERS, LIMIT_PAGE_USERS),
    };
    enum status status = call_read_as_system(call, list, &paging);

    if (status == OK)
        add_links(&paging);
    return status;
}

/* ---- update ---- */

static enum status apply_password(struct tx *tx, struct administering *administering)
{
    struct call *call = administering->call;
    struct account *account = &administering->account;
    enum status status;

    if (administering->verifier.size == 0)
        return OK;
    account->password = administering->verifier;
    account->password_changed_at = call->now_ms;
    status = session_end_others(tx, call, account->row.id, (struct id){ { 0 } }, END_BY_OPERATOR);
    return status == OK ? one_time_token_revoke_all(tx, account->row.id, call->now_ms) : status;
}

static void apply_names(struct administering *administering)
{
    const struct account *wanted = &administering->wanted;
    struct account *account = &administering->account;

    if (wanted->display_name.size > 0)
        account->display_name = wanted->display_name;
    if (wanted->username.size > 0)
        account->username = wanted->username;
    if (administering->has_language)
        account->language = wanted->language;
    if (wanted->email.size > 0 && !text_equal(wanted->email, account->email)) {
        account->email = wanted->email;
        account->email_confirmed_at = 0;
    }
    if (administering->is_confirmed && account->email.size > 0 && account->email_confirmed_at == 0)
        account->email_confirmed_at = administering->call->now_ms;
}

static enum status update(struct tx *tx, void *context)
{
    struct administering *administering = context;
    struct call *call = administering->call;
    struct account *account = &administering->account;
    enum status status = read_user(tx, administering);

    if (status == OK)
        status = check_free(tx, administering);
    if (status != OK)
        return status;
    apply_names(administering);
    status = apply_password(tx, administering);
    if (status == OK)
        status = account_save(tx, account, call->now_ms);
    if (status == OK)
        status = member_rename(tx, account, call->now_ms);
    if (status == OK)
        status = session_raise_generation(tx, call);
    session_forget_after_commit(call, account->row.id);
    return status == OK ? write_audit(tx, call, "account.update", account->row.id) : status;
}

enum status admin_user_put_handle(struct call *call)
{
    struct administering administering = { .call = call };
    enum status status = read_id(&administering);

    if (status == OK)
        status = read_body(&administering);
    if (status == OK)
        status = call_write_as_system(call, update, &administering);
    return status == OK ? answer_user(&administering) : status;
}

/* ---- delete ---- */

static enum status delete_user(struct tx *tx, void *context)
{
    struct administering *administering = context;
    enum status status = read_user(tx, administering);

    return status == OK ? account_delete(tx, administering->call, &administering->account) : status;
}

enum status admin_user_delete_handle(struct call *call)
{
    struct administering administering = { .call = call };
    const struct json *body = NULL;
    enum status status = read_id(&administering);

    if (status == OK && http_body(call->exchange).size > 0)
        status = gotrue_body(call, &body);
    if (status == OK && json_boolean_member(body, T("should_soft_delete")))
        return REFUSE(call, INVALID, .code = "validation_failed",
                      .say = L("An account is deleted or it is not: there is no soft deletion.",
                               "账户只能彻底删除，不支持软删除。"));
    if (status == OK)
        status = call_write_as_system(call, delete_user, &administering);
    if (status == OK)
        oauth_revocation_try(call);
    return status == OK ? gotrue_answer_empty(call) : status;
}
