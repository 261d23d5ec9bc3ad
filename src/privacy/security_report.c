/* Security report: the entity, and its clock. */
#include "privacy/security_report.h"

#include "auth/account.h"
#include "store/row.h"

#define ROW struct security_report

static const struct choice languages[] = {
    { "en", L("English", "英文") },
    { "zh", L("Chinese", "中文") },
};
static const struct choice states[] = {
    { "open", L("Waits for an answer", "待答复") },
    { "answered", L("Answered", "已答复") },
};

/* clang-format off */
static const struct field fields[] = {
    TEXT(subject, L("Subject", "主题"), FREE_TEXT, .min = 1, .max = LIMIT_REPORT_SUBJECT, .sealed = true),
    TEXT(report, L("What you found", "发现的问题"), FREE_TEXT, .min = 1, .max = LIMIT_REPORT_TEXT, .format = LONG, .sealed = true),
    TEXT(contact, L("Your e-mail address", "您的邮箱"), CONTACT, .max = LIMIT_EMAIL, .optional = true, .format = EMAIL, .sealed = true),
    CHOICE(language, L("Language", "语言"), NOT_PERSONAL, CHOICES(languages)),
    CHOICE(state, L("State", "状态"), NOT_PERSONAL, CHOICES(states), .fallback = "open"),
    INSTANT(due_at, L("To be answered by", "答复期限"), NOT_PERSONAL, .index = true),
    INSTANT(answered_at, L("Answered", "答复时间"), NOT_PERSONAL, .optional = true),
    TEXT(answer, L("Answer", "答复"), FREE_TEXT, .max = LIMIT_REPORT_TEXT, .optional = true, .format = LONG, .sealed = true),
    ID(answered_by, L("Answered by", "答复人"), IDENTITY, .optional = true),
};
/* clang-format on */

const struct entity security_report_entity = {
    .name = "security_report",
    .label = L("Security report", "安全报告"),
    .plural = L("Security reports", "安全报告"),
    .module = MODULE_ADMIN,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to mend a weakness that somebody reports, and to answer them",
                 "以便修复他人报告的安全问题并予以答复"),
    .basis = LEGITIMATE_INTEREST,
    .keep = FOR_DAYS,
    .keep_days = 730,
    .title = "subject",
    .order = "due_at.asc",
    .sealed_for = "workspace_id",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};

enum status security_report_count(struct tx *tx, int64_t now_ms, int64_t *ret_open,
                                  int64_t *ret_overdue)
{
    struct value values[] = { VALUE_OF_INTEGER(now_ms) };
    struct cursor *cursor;
    bool is_found;
    enum status status = tx_query(tx,
                                  T("SELECT count(*), coalesce(sum(CASE WHEN due_at < $1 THEN 1 "
                                    "ELSE 0 END), 0) FROM main.security_report WHERE "
                                    "workspace_id = 0 AND state = 'open'"),
                                  values, 1, &cursor);

    if (status == OK)
        status = cursor_next(cursor, &is_found);
    if (status != OK)
        return status;
    *ret_open = cursor_value(cursor, 0).integer;
    *ret_overdue = cursor_value(cursor, 1).integer;
    cursor_close(cursor);
    return OK;
}
