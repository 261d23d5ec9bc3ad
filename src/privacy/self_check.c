/* Self-check: going through the table and keeping what was found. */
#include "privacy/self_check.h"

#include "auth/admin.h"
#include "auth/auth_mail.h"
#include "auth/server_setting.h"
#include "base/log.h"
#include "store/row.h"

#define ROW struct self_check

enum {
    EVERY_MS = MS_PER_HOUR,
    SLOW_EVERY_MS = MS_PER_DAY,
    LIMIT_CHECKS = 32,
    LIMIT_FINDING = 2000,
    LIMIT_TURNED = 16 * 1024
};

static const struct choice states[] = {
    { "fine", L("Fine", "正常") },
    { "advice", L("Could be better", "建议改进") },
    { "fault", L("Needs you", "需要处理") },
};

/* clang-format off */
static const struct field fields[] = {
    TEXT(name, L("Check", "检查项"), NOT_PERSONAL, .min = 1, .max = 40, .unique = true),
    CHOICE(state, L("State", "状态"), NOT_PERSONAL, CHOICES(states)),
    INSTANT(since, L("Since", "自"), NOT_PERSONAL),
    TEXT(en, L("Finding", "结果"), NOT_PERSONAL, .max = LIMIT_FINDING, .format = LONG),
    TEXT(zh, L("Finding in Chinese", "结果（中文）"), NOT_PERSONAL, .max = LIMIT_FINDING, .format = LONG),
};
/* clang-format on */

const struct entity self_check_entity = {
    .name = "self_check",
    .label = L("Self-check", "自检"),
    .plural = L("Self-checks", "自检"),
    .module = MODULE_ADMIN,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to show whether this server is kept as it should be",
                 "以便查明本服务器是否得到妥善维护"),
    .basis = LEGITIMATE_INTEREST,
    .keep = FOR_DAYS,
    .keep_days = 30,
    .title = "name",
    .order = "name.asc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};

struct looked {
    const struct check *check;
    struct finding finding;
    struct text say[2];
};

struct running {
    struct call call; /* of the server's own */
    struct looked looked[LIMIT_CHECKS];
    size_t count;
    int64_t slow_at; /* when the slow ones were looked at last; 0: never */
};

/* --- keeping */

static struct text say_briefly(struct arena *arena, const struct finding *finding,
                               enum language language)
{
    struct text text = finding_text(arena, finding, language);
    size_t size = text.size < LIMIT_FINDING ? text.size : LIMIT_FINDING;

    while (size < text.size && size > 0 && ((unsigned char)text.at[size] & 0xc0) == 0x80)
        size--; /* not inside of a character */
    return text_slice(text, 0, size);
}

static enum status keep_one(struct tx *tx, struct running *running, const struct looked *looked,
                            struct buffer *turned)
{
    int64_t now_ms = running->call.now_ms;
    struct value values[] = { VALUE_OF_TEXT(text_from(looked->check->name)) };
    struct self_check before = { 0 }, now;
    enum status status = row_find_where(tx, &self_check_entity, T("workspace_id = 0 AND name = $1"),
                                        values, 1, &before);

    if (status != OK && status != NOT_FOUND)
        return status;
    now = (struct self_check){ .row = server_row(now_ms),
                               .name = text_from(looked->check->name),
                               .state = (int)looked->finding.state,
                               .since = before.state == (int)looked->finding.state ? before.since
                                                                                   : now_ms,
                               .en = looked->say[LANGUAGE_EN],
                               .zh = looked->say[LANGUAGE_ZH] };
    if (now.state == CHECK_FAULT && before.state != CHECK_FAULT)
        for (enum language language = LANGUAGE_EN; language <= LANGUAGE_ZH; language++)
            buffer_print(&turned[language], "%s: %.*s\n", label_in(looked->check->title, language),
                         TEXT_ARG(looked->say[language]));
    if (status == OK)
        status = row_delete(tx, &self_check_entity, 0, before.row.id);
    else
        status = OK;
    return status == OK ? row_insert(tx, &self_check_entity, &now) : status;
}

/* To whoever answers for the server, in the language of the first who operates it. */
static enum status tell(struct tx *tx, struct running *running, const struct buffer *turned)
{
    struct auth_mail_values values = { 0 };
    enum status status;

    if (turned[LANGUAGE_EN].size == 0)
        return OK;
    status = operator_reach(tx, &values.recipient, &values.language);
    if (status != OK || values.recipient.size == 0)
        return status;
    values.content = buffer_text(&turned[values.language]);
    return auth_mail_queue(tx, &running->call, MAIL_SELF_CHECK, &values);
}

static enum status keep_all(struct tx *tx, void *context)
{
    struct running *running = context;
    struct buffer turned[2] = { buffer_in(tx_arena(tx), LIMIT_TURNED),
                                buffer_in(tx_arena(tx), LIMIT_TURNED) };
    enum status status = OK;

    for (size_t i = 0; status == OK && i < running->count; i++)
        status = keep_one(tx, running, &running->looked[i], turned);
    return status == OK ? tell(tx, running, turned) : status;
}

/* --- going through */

static enum status read_slow(struct tx *tx, void *context)
{
    struct running *running = context;

    running->slow_at = running->call.now_ms;
    for (const struct check *check = checks; check->name; check++) {
        struct value values[] = { VALUE_OF_TEXT(text_from(check->name)) };
        struct self_check row = { 0 };
        enum status status;

        if (!check->is_slow)
            continue;
        status = row_find_where(tx, &self_check_entity, T("workspace_id = 0 AND name = $1"), values,
                                1, &row);
        if (status != OK && status != NOT_FOUND)
            return status;
        if (row.row.created_at < running->slow_at)
            running->slow_at = row.row.created_at;
    }
    return OK;
}

enum status self_check_run(const struct instance *instance, struct arena *arena, bool with_slow)
{
    struct running *running = ARENA_NEW(arena, struct running);
    struct checking checking = { .arena = arena, .instance = instance, .is_open = true };
    enum status status;

    running->call = operator_call(instance, arena);
    checking.now_ms = running->call.now_ms;
    status = call_read_as_system(&running->call, read_slow, running);
    if (status == OK)
        status = checking_begin(&checking);
    if (status != OK)
        return status;
    with_slow = with_slow || running->slow_at + SLOW_EVERY_MS <= checking.now_ms;
    for (const struct check *check = checks; check->name && running->count < LIMIT_CHECKS;
         check++) {
        struct looked *looked = &running->looked[running->count];

        if (check->is_slow && !with_slow)
            continue;
        looked->check = check;
        looked->finding = check->look(&checking);
        for (enum language language = LANGUAGE_EN; language <= LANGUAGE_ZH; language++)
            looked->say[language] = say_briefly(arena, &looked->finding, language);
        running->count++;
    }
    return call_write_as_system(&running->call, keep_all, running);
}

enum status self_check_read_verdict(struct tx *tx, struct self_check_verdict *ret_verdict)
{
    struct self_check_verdict verdict = { 0 };
    struct cursor *cursor;
    bool is_found;
    enum status status = tx_query(tx,
                                  T("SELECT coalesce(max(created_at), 0), count(*), "
                                    "coalesce(sum(CASE WHEN state = 'fault' THEN 1 ELSE 0 END), 0) "
                                    "FROM main.self_check WHERE workspace_id = 0"),
                                  NULL, 0, &cursor);

    if (status == OK)
        status = cursor_next(cursor, &is_found);
    if (status != OK)
        return status;
    verdict.at = cursor_value(cursor, 0).integer;
    verdict.count = cursor_value(cursor, 1).integer;
    verdict.faults = cursor_value(cursor, 2).integer;
    cursor_close(cursor);
    *ret_verdict = verdict;
    return OK;
}

/* CONFLICT, NOT_FOUND: another process on the same database was at it. */
static void run(const struct instance *instance, bool with_slow)
{
    struct arena arena = { 0 };
    enum status status = self_check_run(instance, &arena, with_slow);

    if (status != OK && status != CONFLICT && status != NOT_FOUND)
        LOG(LOG_ERROR, "self-check failed", LOG_TEXT("status", text_from(status_name(status))));
    arena_release(&arena);
}

static void run_due(const struct instance *instance)
{
    run(instance, false);
}

static void run_all(const struct instance *instance)
{
    run(instance, true);
}

static const struct ticker_task due = { "self-check", EVERY_MS, run_due, .at_start = true };
/* Runs when it is poked. */
static const struct ticker_task all = { "self-check now", 365 * (int64_t)MS_PER_DAY, run_all };

const struct ticker_task *const self_check_tasks[] = { &due, &all, NULL };

void self_check_poke(const struct instance *instance)
{
    ticker_poke(instance->self_checks, &due);
}

/* --- functions */

struct check_output {
    struct text name, title, state, finding;
    int64_t since, checked_at;
};

/* clang-format off */
#undef ROW
#define ROW struct check_output
static const struct field outputs[] = {
    TEXT(name, L("Check", "检查项"), NOT_PERSONAL),
    TEXT(title, L("Title", "名称"), NOT_PERSONAL),
    TEXT(state, L("State", "状态"), NOT_PERSONAL),
    TEXT(finding, L("Finding", "结果"), NOT_PERSONAL),
    INSTANT(since, L("Since", "自"), NOT_PERSONAL),
    INSTANT(checked_at, L("Checked", "检查时间"), NOT_PERSONAL),
};
#undef ROW
/* clang-format on */

struct listing {
    struct call *call;
    struct json_writer json;
};

static enum status list_one(struct tx *tx, void *row, void *context)
{
    const struct self_check *self_check = row;
    struct listing *listing = context;
    struct json_writer *json = &listing->json;
    enum language language = listing->call->language;
    const struct check *check = check_find(self_check->name);

    (void)tx;
    if (!check)
        return OK; /* of an earlier version of this program */
    json_begin_object(json);
    json_write_text_member(json, T("name"), self_check->name);
    json_write_text_member(json, T("title"), text_from(label_in(check->title, language)));
    json_write_text_member(json, T("state"), text_from(states[self_check->state - 1].value));
    json_write_text_member(json, T("finding"),
                           language == LANGUAGE_ZH ? self_check->zh : self_check->en);
    json_write_text_member(json, T("since"), text_from(instant_to_text(self_check->since).at));
    json_write_text_member(json, T("checked_at"),
                           text_from(instant_to_text(self_check->row.created_at).at));
    json_end_object(json);
    return OK;
}

/* What needs somebody first. */
static enum status list_all(struct tx *tx, void *context)
{
    struct listing *listing = context;
    struct self_check row;
    enum status status;

    buffer_clear(&listing->call->body);
    listing->json = call_answer_json(listing->call);
    json_begin_array(&listing->json);
    status = row_each(tx, &self_check_entity,
                      T("workspace_id = 0 ORDER BY CASE state WHEN 'fault' THEN 1 WHEN 'advice' "
                        "THEN 2 ELSE 3 END, name"),
                      NULL, 0, &row, list_one, listing);
    json_end_array(&listing->json);
    return status;
}

static enum status list_run(struct call *call, const void *input)
{
    struct listing listing = { .call = call };

    (void)input;
    return call_read_as_system(call, list_all, &listing);
}

static enum status now_run(struct call *call, const void *input)
{
    (void)input;
    ticker_poke(call->instance->self_checks, &all);
    return OK;
}

const struct function self_check_functions[] = {
    { .name = "self_check_list",
      .label = L("What the self-check found", "自检结果"),
      .who = WHO_OPERATOR,
      .reads_only = true,
      .returns = RETURNS_LIST,
      .outputs = LIST(outputs),
      .run = list_run },
    { .name = "self_check_now",
      .label = L("Check the server now", "立即自检"),
      .who = WHO_OPERATOR,
      .run = now_run },
    { 0 },
};
