/* A small schema for tests of schema and store, with one entity of every kind of row and access:
   customer <- sale (by level), invoice (another module), secret (the server's), note (its
   owner's), draft (its owner's, can be shared), price_list (read only), preference (only
   changed). */
#ifndef TESTS_STORE_TEST_SCHEMA_H
#define TESTS_STORE_TEST_SCHEMA_H

#include "schema/schema.h"

struct customer {
    struct row row;
    struct text name, email;
    bool is_regular;
};

struct sale {
    struct row row;
    struct id customer_id;
    int64_t amount;
    struct text currency, note;
    int state;
    struct date day;
    int64_t sold_at, quantity;
};

struct invoice {
    struct row row;
    int64_t total;
    struct text currency, number, series;
};

struct secret {
    struct row row;
    struct text hash;
};

struct note {
    struct row row;
    struct text body;
};

struct draft {
    struct row row;
    struct text body;
    bool is_shared;
};

struct price_list {
    struct row row;
    struct text name;
};

struct preference {
    struct row row;
    struct text theme;
};

#define ABOUT(module_, rows_)                                                                      \
    .label = L("Thing", "东西"), .plural = L("Things", "东西"), .module = (module_),               \
    .rows = (rows_), .purpose = L("to test", "用于测试"), .basis = CONTRACT, .keep = UNTIL_DELETED

#define ROW struct customer
static const struct field customer_fields[] = {
    TEXT(name, L("Name", "姓名"), IDENTITY, .min = 1, .max = 40, .index = true, .search = true),
    TEXT(email, L("E-mail", "邮箱"), CONTACT, .max = 80, .min = 3, .optional = true,
         .unique = true),
    BOOLEAN(is_regular, L("Regular", "熟客"), NOT_PERSONAL, .fallback = "false"),
};
#undef ROW

static const struct entity customer_entity = {
    .name = "customer",
    ABOUT(MODULE_SALES, ROWS_OF_WORKSPACE),
    .title = "name",
    .order = "name.asc",
    .size = sizeof(struct customer),
    .fields = LIST(customer_fields),
};

static const struct choice sale_states[] = {
    { "open", L("Open", "未付") },
    { "paid", L("Paid", "已付") },
    { "it's void", L("Void", "作废") },
};

#define ROW struct sale
static const struct field sale_fields[] = {
    LINK(customer_id, L("Customer", "客户"), NOT_PERSONAL, .to = &customer_entity,
         .optional = true),
    MONEY(amount, L("Amount", "金额"), FINANCIAL, .max = 1000000000),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL, .fallback = "CNY"),
    TEXT(note, L("Note", "备注"), FREE_TEXT, .max = 20, .optional = true),
    CHOICE(state, L("State", "状态"), NOT_PERSONAL, CHOICES(sale_states), .fallback = "open"),
    DATE(day, L("Day", "日期"), NOT_PERSONAL, .index = true),
    INSTANT(sold_at, L("Sold at", "时间"), NOT_PERSONAL, .optional = true),
    INTEGER(quantity, L("Quantity", "数量"), NOT_PERSONAL, .min = -5, .max = 5, .fallback = "1"),
};
#undef ROW

static const struct entity test_sale_entity = {
    .name = "sale",
    ABOUT(MODULE_SALES, ROWS_OF_WORKSPACE),
    .title = "note",
    .order = "day.desc",
    .size = sizeof(struct sale),
    .fields = LIST(sale_fields),
};

#define ROW struct invoice
static const struct field invoice_fields[] = {
    MONEY(total, L("Total", "合计"), FINANCIAL),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL, .fallback = "CNY"),
    TEXT(number, L("Number", "号码"), NOT_PERSONAL, .max = 20),
    TEXT(series, L("Series", "系列"), NOT_PERSONAL, .max = 20),
};
#undef ROW

static const char *const invoice_together[] = { "series", "number", NULL };
static const struct entity invoice_entity = {
    .name = "invoice",
    ABOUT(MODULE_FINANCE, ROWS_OF_WORKSPACE),
    .title = "number",
    .order = "number.asc",
    .size = sizeof(struct invoice),
    .fields = LIST(invoice_fields),
    .unique_together = invoice_together,
};

#define ROW struct secret
static const struct field secret_fields[] = {
    TEXT(hash, L("Hash", "哈希"), CREDENTIAL, .max = 80, .hidden = true, .unique = true),
};
#undef ROW

static const struct entity secret_entity = {
    .name = "secret",
    ABOUT(MODULE_CORE, ROWS_OF_SERVER),
    .title = "hash",
    .order = "id.asc",
    .size = sizeof(struct secret),
    .fields = LIST(secret_fields),
};

#define ROW struct note
static const struct field note_fields[] = {
    TEXT(body, L("Body", "正文"), FREE_TEXT, .max = 200),
};
#undef ROW

static const struct entity note_entity = {
    .name = "note",
    ABOUT(MODULE_SALES, ROWS_OF_OWNER),
    .title = "body",
    .order = "id.asc",
    .size = sizeof(struct note),
    .fields = LIST(note_fields),
};

#define ROW struct draft
static const struct field draft_fields[] = {
    TEXT(body, L("Body", "正文"), FREE_TEXT, .max = 200),
    BOOLEAN(is_shared, L("Shared", "共享"), NOT_PERSONAL, .fallback = "false"),
};
#undef ROW

static const struct entity draft_entity = {
    .name = "draft",
    ABOUT(MODULE_SALES, ROWS_OF_OWNER),
    .title = "body",
    .order = "id.asc",
    .shared_by = "is_shared",
    .size = sizeof(struct draft),
    .fields = LIST(draft_fields),
};

#define ROW struct price_list
static const struct field price_list_fields[] = {
    TEXT(name, L("Name", "名称"), NOT_PERSONAL, .max = 40),
};
#undef ROW

static const struct entity price_list_entity = {
    .name = "price_list",
    ABOUT(MODULE_SALES, ROWS_OF_WORKSPACE),
    .access = ACCESS_READ_ONLY,
    .title = "name",
    .order = "name.asc",
    .size = sizeof(struct price_list),
    .fields = LIST(price_list_fields),
};

#define ROW struct preference
static const struct field preference_fields[] = {
    TEXT(theme, L("Theme", "主题"), NOT_PERSONAL, .max = 40),
};
#undef ROW

static const struct entity preference_entity = {
    .name = "preference",
    ABOUT(MODULE_SALES, ROWS_OF_WORKSPACE),
    .access = ACCESS_UPDATE,
    .title = "theme",
    .order = "id.asc",
    .size = sizeof(struct preference),
    .fields = LIST(preference_fields),
};

/* sale stands before customer: schema_init has to put them in order. */
static const struct entity *const test_entities[] = {
    &test_sale_entity, &customer_entity,   &invoice_entity,    &secret_entity, &note_entity,
    &draft_entity,     &price_list_entity, &preference_entity, NULL,
};

static inline void test_schema_init(struct schema *schema, struct arena *arena)
{
    const struct entity *const *lists[] = { test_entities };

    schema_init(schema, arena, lists, 1);
}

#endif
