/* Server setting: one row per name. Counters are counted by the database, never read and written
   back, so that two processes cannot give the same number. */
#include "auth/server_setting.h"

#include "crypto/random.h"
#include "store/row.h"

#define ROW struct server_setting

/* clang-format off */
static const struct field fields[] = {
    TEXT(name, L("Name", "名称"), NOT_PERSONAL, .min = 1, .max = 64, .unique = true),
    TEXT(value, L("Value", "值"), CONTACT, .max = 2000, .optional = true),
    INTEGER(number, L("Number", "数值"), NOT_PERSONAL, .fallback = "0"),
};
/* clang-format on */

const struct entity server_setting_entity = {
    .name = "server_setting",
    .label = L("Server setting", "服务器设置"),
    .plural = L("Server settings", "服务器设置"),
    .module = MODULE_ADMIN,
    .rows = ROWS_OF_SERVER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to name who is responsible for this server, and to number things",
                 "以便标明本服务器的负责人，并用于编号"),
    .basis = LEGAL_OBLIGATION,
    .keep = UNTIL_DELETED,
    .title = "name",
    .order = "name.asc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};

struct row server_row(int64_t now_ms)
{
    return (struct row){
        .id = random_id(now_ms), .created_at = now_ms, .updated_at = now_ms, .version = 1
    };
}

static enum status find(struct tx *tx, const char *name, struct server_setting *ret_setting)
{
    struct value values[] = { VALUE_OF_TEXT(text_from(name)) };

    return row_find_where(tx, &server_setting_entity, T("workspace_id = 0 AND name = $1"), values,
                          1, ret_setting);
}

static enum status insert(struct tx *tx, const char *name, struct text value, int64_t number,
                          int64_t now_ms)
{
    struct server_setting setting = {
        .row = server_row(now_ms), .name = text_from(name), .value = value, .number = number
    };

    return row_insert(tx, &server_setting_entity, &setting);
}

enum status server_setting_seed(struct tx *tx, int64_t now_ms)
{
    static const char *const names[] = { SETTING_SET_UP_AT, SETTING_LAST_WORKSPACE,
                                         SETTING_GENERATION, SETTING_TOKEN_KEY,
                                         SETTING_TOKEN_KEY_AT };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct server_setting setting;
        enum status status = find(tx, names[i], &setting);

        if (status == NOT_FOUND)
            status = insert(tx, names[i], (struct text){ 0 }, 0, now_ms);
        if (status != OK)
            return status;
    }
    return OK;
}

enum status server_setting_read(struct tx *tx, const char *name, struct text *ret_value)
{
    struct server_setting setting = { 0 };
    enum status status = find(tx, name, &setting);

    if (status != OK && status != NOT_FOUND)
        return status;
    *ret_value = setting.value;
    return OK;
}

enum status server_setting_number(struct tx *tx, const char *name, int64_t *ret_number)
{
    struct server_setting setting = { 0 };
    enum status status = find(tx, name, &setting);

    if (status != OK && status != NOT_FOUND)
        return status;
    *ret_number = setting.number;
    return OK;
}

enum status server_setting_write(struct tx *tx, const char *name, struct text value, int64_t number,
                                 int64_t now_ms)
{
    struct server_setting setting;
    enum status status = find(tx, name, &setting);

    if (status == NOT_FOUND)
        return insert(tx, name, value, number, now_ms);
    if (status != OK)
        return status;
    setting.value = value;
    setting.number = number;
    setting.row.updated_at = now_ms;
    return row_update(tx, &server_setting_entity, &setting);
}

enum status server_setting_count(struct tx *tx, const char *name, int64_t now_ms,
                                 int64_t *ret_number)
{
    struct value values[] = { VALUE_OF_TEXT(text_from(name)), VALUE_OF_INTEGER(now_ms) };
    int64_t changed;
    enum status status =
        tx_execute(tx,
                   T("UPDATE main.server_setting SET number = number + 1, updated_at = $2, "
                     "version = version + 1 WHERE workspace_id = 0 AND name = $1"),
                   values, 2, &changed);

    if (status != OK)
        return status;
    if (changed == 0) {
        status = insert(tx, name, (struct text){ 0 }, 1, now_ms);
        if (status != OK)
            return status;
    }
    return server_setting_number(tx, name, ret_number);
}
