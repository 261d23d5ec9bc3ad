/* Announcements: what everybody with the module should see between two moments, and who has seen
   it. Who has seen one is told to its author and to who may change every announcement. */
#include "auth/member.h"
#include "call/call.h"
#include "store/row.h"
#include "team/team.h"

enum { LIMIT_SHOWN = 100 };

struct announcement {
    struct row row;
    struct text title, body;
    int64_t starts_at, ends_at;
    bool is_pinned;
};

struct announcement_seen {
    struct row row;
    struct id announcement_id, account_id;
};

struct see_input {
    struct id id;
};

struct list_output {
    struct id id, created_by;
    struct text title, body;
    int64_t starts_at, ends_at, created_at, seen_count;
    bool is_pinned, is_seen;
};

/* clang-format off */
#define ROW struct announcement
static const struct field fields[] = {
    TEXT(title, L("Title", "标题"), NOT_PERSONAL, .min = 1, .max = 160, .search = true, .list = true),
    TEXT(body, L("Text", "内容"), FREE_TEXT, .max = 8000, .format = LONG, .optional = true,
         .help = L("Markdown.", "Markdown 格式。")),
    INSTANT(starts_at, L("From", "开始显示"), NOT_PERSONAL, .optional = true, .index = true, .list = true,
            .help = L("Empty: at once.", "留空：立即显示。")),
    INSTANT(ends_at, L("Until", "结束显示"), NOT_PERSONAL, .optional = true, .list = true,
            .help = L("Empty: until it is deleted.", "留空：直到删除。")),
    BOOLEAN(is_pinned, L("Pinned", "置顶"), NOT_PERSONAL, .fallback = "false", .list = true),
};
#undef ROW
#define ROW struct announcement_seen
static const struct field seen_fields[] = {
    ID(announcement_id, L("Announcement", "公告"), NOT_PERSONAL, .read_only = true, .index = true),
    ID(account_id, L("Account", "账户"), IDENTITY, .read_only = true, .index = true),
};
#undef ROW
#define ROW struct see_input
static const struct field see_inputs[] = { ID(id, L("Announcement", "公告"), NOT_PERSONAL) };
#undef ROW
#define ROW struct list_output
static const struct field list_outputs[] = {
    ID(id, L("Announcement", "公告"), NOT_PERSONAL),
    TEXT(title, L("Title", "标题"), NOT_PERSONAL),
    TEXT(body, L("Text", "内容"), FREE_TEXT, .optional = true),
    INSTANT(starts_at, L("From", "开始显示"), NOT_PERSONAL, .optional = true),
    INSTANT(ends_at, L("Until", "结束显示"), NOT_PERSONAL, .optional = true),
    INSTANT(created_at, L("Written", "发布时间"), NOT_PERSONAL),
    ID(created_by, L("By", "发布人"), IDENTITY, .optional = true),
    BOOLEAN(is_pinned, L("Pinned", "置顶"), NOT_PERSONAL),
    BOOLEAN(is_seen, L("I have seen it", "我已看过"), NOT_PERSONAL),
    INTEGER(seen_count, L("Seen by", "已看人数"), NOT_PERSONAL, .optional = true,
            .help = L("Only told to its author and to who may change it.", "仅作者与可编辑者可见。")),
};
#undef ROW
/* clang-format on */

static enum status check(struct call *call, const void *row)
{
    const struct announcement *announcement = row;

    if (announcement->ends_at == 0 || announcement->starts_at == 0 ||
        announcement->ends_at >= announcement->starts_at)
        return OK;
    return REFUSE(
        call, INVALID, .code = "23514", .entity = &announcement_entity,
        .field = entity_field(&announcement_entity, T("ends_at")),
        .say = L("An announcement cannot end before it starts.", "结束时间不能早于开始时间。"));
}

static enum status forget(struct tx *tx, void *context)
{
    const struct announcement *gone = context;
    const struct value values[] = { VALUE_OF_INTEGER(gone->row.workspace_id),
                                    VALUE_OF_ID(gone->row.id) };

    return tx_execute(tx,
                      T("DELETE FROM main.announcement_seen WHERE workspace_id = $1 AND "
                        "announcement_id = $2"),
                      values, 2, NULL);
}

/* What reads differently was not seen. */
static enum status follow(struct call *call, struct tx *tx, const void *before, const void *after)
{
    const struct announcement *was = before, *is = after;
    struct announcement gone;

    (void)call;
    if (!was || (is && text_equal(was->title, is->title) && text_equal(was->body, is->body)))
        return OK;
    gone = *was;
    return tx_as_system(tx, forget, &gone);
}

const struct entity announcement_entity = {
    .name = "announcement",
    .label = L("Announcement", "公告"),
    .plural = L("Announcements", "公告"),
    .module = MODULE_KNOWLEDGE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose = L("to tell the team what everybody should know now", "以便及时通知团队"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "title",
    .order = "created_at.desc",
    .size = sizeof(struct announcement),
    .fields = LIST(fields),
    .check = check,
    .follow = { .column = "title", .run = follow },
};

static const char *const once[] = { "announcement_id", "account_id", NULL };

const struct entity announcement_seen_entity = {
    .name = "announcement_seen",
    .label = L("Seen announcement", "已看公告"),
    .plural = L("Seen announcements", "已看公告"),
    .module = MODULE_KNOWLEDGE,
    .rows = ROWS_OF_OWNER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to show an announcement until it was seen", "以便在看过之前持续显示公告"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "announcement_id",
    .order = "created_at.desc",
    .size = sizeof(struct announcement_seen),
    .fields = LIST(seen_fields),
    .unique_together = once,
};

/* ---- announcement_list */

struct listing {
    struct call *call;
    struct announcement shown[LIMIT_SHOWN];
    size_t count;
    int64_t seen_count[LIMIT_SHOWN];
    bool is_seen[LIMIT_SHOWN];
};

static enum status keep_shown(struct tx *tx, void *row, void *context)
{
    struct listing *listing = context;

    (void)tx;
    listing->shown[listing->count++] = *(const struct announcement *)row;
    return OK;
}

static enum status count_seen(struct tx *tx, void *context)
{
    struct listing *listing = context;
    enum status status = OK;

    for (size_t i = 0; status == OK && i < listing->count; i++) {
        const struct value values[] = { VALUE_OF_INTEGER(listing->call->identity.workspace_id),
                                        VALUE_OF_ID(listing->shown[i].row.id),
                                        VALUE_OF_ID(listing->call->caller.account_id) };
        struct cursor *cursor;
        bool is_found = false;

        status = tx_query(
            tx,
            T("SELECT cast(count(*) AS BIGINT), cast(coalesce(sum(CASE WHEN account_id = $3 THEN 1 "
              "ELSE 0 END), 0) AS BIGINT) FROM main.announcement_seen WHERE workspace_id = $1 AND "
              "announcement_id = $2"),
            values, 3, &cursor);
        if (status == OK)
            status = cursor_next(cursor, &is_found);
        if (status != OK || !is_found)
            continue;
        listing->seen_count[i] = cursor_value(cursor, 0).integer;
        listing->is_seen[i] = cursor_value(cursor, 1).integer > 0;
        cursor_close(cursor);
    }
    return status;
}

static enum status list_work(struct tx *tx, void *context)
{
    struct listing *listing = context;
    const struct value values[] = { VALUE_OF_INTEGER(listing->call->identity.workspace_id),
                                    VALUE_OF_INTEGER(listing->call->now_ms),
                                    VALUE_OF_INTEGER(LIMIT_SHOWN) };
    struct announcement scratch;
    enum status status;

    listing->count = 0;
    status = row_each(tx, &announcement_entity,
                      T("workspace_id = $1 AND (starts_at IS NULL OR starts_at <= $2) AND (ends_at "
                        "IS NULL OR ends_at > $2) ORDER BY is_pinned DESC, created_at DESC, id "
                        "DESC LIMIT $3"),
                      values, 3, &scratch, keep_shown, listing);
    return status == OK ? tx_as_system(tx, count_seen, listing) : status;
}

static void write_optional_instant(struct json_writer *json, struct text name, int64_t at_ms)
{
    json_write_key(json, name);
    if (at_ms != 0)
        json_write_text(json, text_from(instant_to_text(at_ms).at));
    else
        json_write_null(json);
}

static void write_shown(struct json_writer *json, const struct listing *listing, size_t at)
{
    const struct announcement *shown = &listing->shown[at];
    bool may_count = id_equal(shown->row.created_by, listing->call->caller.account_id) ||
                     call_level(listing->call, MODULE_KNOWLEDGE) >= LEVEL_EDIT_EVERY;

    json_begin_object(json);
    json_write_text_member(json, T("id"), text_from(id_to_text(shown->row.id).at));
    json_write_text_member(json, T("title"), shown->title);
    json_write_key(json, T("body"));
    if (shown->body.at)
        json_write_text(json, shown->body);
    else
        json_write_null(json);
    write_optional_instant(json, T("starts_at"), shown->starts_at);
    write_optional_instant(json, T("ends_at"), shown->ends_at);
    write_optional_instant(json, T("created_at"), shown->row.created_at);
    json_write_key(json, T("created_by"));
    if (id_is_zero(shown->row.created_by))
        json_write_null(json);
    else
        json_write_text(json, text_from(id_to_text(shown->row.created_by).at));
    json_write_boolean_member(json, T("is_pinned"), shown->is_pinned);
    json_write_boolean_member(json, T("is_seen"), listing->is_seen[at]);
    json_write_key(json, T("seen_count"));
    if (may_count)
        json_write_integer(json, listing->seen_count[at]);
    else
        json_write_null(json);
    json_end_object(json);
}

static enum status announcement_list(struct call *call, const void *input)
{
    struct listing *listing = ARENA_NEW(call->arena, struct listing);
    struct json_writer json;
    enum status status;

    (void)input;
    listing->call = call;
    status = call_read(call, list_work, listing);
    if (status != OK)
        return status;
    json = call_answer_json(call);
    json_begin_array(&json);
    for (size_t i = 0; i < listing->count; i++)
        write_shown(&json, listing, i);
    json_end_array(&json);
    return OK;
}

/* ---- announcement_see */

struct seeing {
    struct call *call;
    struct id id;
};

static enum status mark(struct tx *tx, void *context)
{
    const struct seeing *seeing = context;
    struct announcement_seen seen = { .row = call_new_row(seeing->call),
                                      .announcement_id = seeing->id,
                                      .account_id = seeing->call->caller.account_id };
    const struct value values[] = { VALUE_OF_INTEGER(seen.row.workspace_id),
                                    VALUE_OF_ID(seeing->id), VALUE_OF_ID(seen.account_id) };
    struct announcement_seen before;
    enum status status = row_find_where(
        tx, &announcement_seen_entity,
        T("workspace_id = $1 AND announcement_id = $2 AND account_id = $3"), values, 3, &before);

    return status == NOT_FOUND ? row_insert(tx, &announcement_seen_entity, &seen) : status;
}

static enum status see_work(struct tx *tx, void *context)
{
    struct seeing *seeing = context;
    struct announcement announcement;
    enum status status = row_find(tx, &announcement_entity, seeing->call->identity.workspace_id,
                                  seeing->id, &announcement);

    if (status == NOT_FOUND)
        return REFUSE(seeing->call, NOT_FOUND, .code = "PGRST116", .entity = &announcement_entity,
                      .say = L("This record does not exist: {entity}.", "记录不存在：{entity}。"));
    return status == OK ? tx_as_system(tx, mark, seeing) : status;
}

static enum status announcement_see(struct call *call, const void *input)
{
    struct seeing *seeing = ARENA_NEW(call->arena, struct seeing);

    *seeing = (struct seeing){ call, ((const struct see_input *)input)->id };
    return call_write_last(call, see_work, seeing, NULL);
}

const struct function announcement_functions[] = {
    { .name = "announcement_list",
      .label = L("Announcements that count now", "当前公告"),
      .who = WHO_MEMBER,
      .module = MODULE_KNOWLEDGE,
      .level = LEVEL_VIEW,
      .reads_only = true,
      .returns = RETURNS_LIST,
      .outputs = LIST(list_outputs),
      .run = announcement_list },
    { .name = "announcement_see",
      .label = L("I have seen it", "我看过了"),
      .who = WHO_MEMBER,
      .module = MODULE_KNOWLEDGE,
      .level = LEVEL_VIEW,
      .is_one_write = true,
      .inputs = LIST(see_inputs),
      .input_size = sizeof(struct see_input),
      .run = announcement_see },
    { 0 },
};
