/* Rows for tests of row security: two workspaces in which the same person is a member. Caller is
   account 1 in workspace 1. What that caller may not see, whatever the level, holds SECRET- or
   666; the rest of workspace 1 holds "mine". */
#ifndef TESTS_STORE_TEST_ROWS_H
#define TESTS_STORE_TEST_ROWS_H

#include "store/test_store.h"

enum { OWN = 1, OTHER = 2 };

static inline struct row test_row(int workspace, int number, int account)
{
    return (struct row){
        .workspace_id = workspace,
        .id = test_id(workspace, number),
        .created_at = 1700000000000 + number,
        .updated_at = 1700000000000 + number,
        .created_by = account ? test_id(99, account) : (struct id){ { 0 } },
        .version = 1,
    };
}

static inline struct text test_word(struct tx *tx, bool is_hidden, const char *word, int number)
{
    return arena_print(tx_arena(tx), "%s%s %d", is_hidden ? "SECRET-" : "mine ", word, number);
}

static inline enum status test_add_sales(struct tx *tx, int workspace)
{
    static const char *const days[] = { "2026-01-01", "2026-01-02", "2026-01-02", "2026-03-31" };
    bool hidden = workspace != OWN;
    enum status status = OK;

    for (int i = 1; i <= 3 && status == OK; i++) {
        struct customer customer = {
            .row = test_row(workspace, i, i == 3 ? OTHER : OWN),
            .name = test_word(tx, hidden, "customer", i),
            .is_regular = i == 2,
        };

        if (i == 1)
            customer.email = arena_print(tx_arena(tx), "%s@example.org", hidden ? "SECRET-" : "me");
        status = row_insert(tx, &customer_entity, &customer);
    }
    for (int i = 0; i < 4 && status == OK; i++) {
        struct sale sale = {
            .row = test_row(workspace, 10 + i, i < 2 ? OWN : OTHER),
            .amount = hidden ? 666001 + i : 50 + 20 * i,
            .currency = T("CNY"),
            .note = test_word(tx, hidden, "sale", i),
            .state = 1 + i % 2,
            .sold_at = i == 3 ? 0 : 1700000000000 + i,
            .quantity = i - 1,
        };

        if (i < 3)
            sale.customer_id = test_id(workspace, 1 + i % 2);
        if (!date_from_text(text_from(days[i]), &sale.day))
            return INVALID;
        status = row_insert(tx, &test_sale_entity, &sale);
    }
    return status;
}

static inline enum status test_add_owned(struct tx *tx, int workspace)
{
    enum status status = OK;

    for (int account = OWN; account <= OTHER && status == OK; account++) {
        bool hidden = workspace != OWN || account != OWN;
        struct note note = { .row = test_row(workspace, 20 + account, account),
                             .body = test_word(tx, hidden, "note", account) };
        struct draft draft = { .row = test_row(workspace, 30 + account, account),
                               .body = test_word(tx, hidden, "draft", account) };

        status = row_insert(tx, &note_entity, &note);
        if (status == OK)
            status = row_insert(tx, &draft_entity, &draft);
        draft.row.id = test_id(workspace, 35 + account);
        draft.body = test_word(tx, workspace != OWN, "shared draft", account);
        draft.is_shared = true;
        if (status == OK)
            status = row_insert(tx, &draft_entity, &draft);
    }
    return status;
}

static inline enum status test_add_others(struct tx *tx, int workspace)
{
    bool hidden = workspace != OWN;
    struct invoice invoice = { .row = test_row(workspace, 40, OWN),
                               .total = 666900,
                               .currency = T("CNY"),
                               .number = test_word(tx, true, "invoice", workspace),
                               .series = T("a") };
    struct secret secret = { .row = test_row(workspace, 50, 0),
                             .hash = test_word(tx, true, "hash", workspace) };
    struct price_list list = { .row = test_row(workspace, 60, 0),
                               .name = test_word(tx, hidden, "list", workspace) };
    struct preference preference = { .row = test_row(workspace, 70, OWN),
                                     .theme = test_word(tx, hidden, "theme", workspace) };
    enum status status = row_insert(tx, &invoice_entity, &invoice);

    if (status == OK)
        status = row_insert(tx, &secret_entity, &secret);
    if (status == OK)
        status = row_insert(tx, &price_list_entity, &list);
    return status == OK ? row_insert(tx, &preference_entity, &preference) : status;
}

/* Work of store_write, as the system: everything anew. */
static inline enum status test_rows_work(struct tx *tx, void *context)
{
    static const char *const tables[] = { "sale", "customer", "invoice",    "secret",
                                          "note", "draft",    "price_list", "preference" };
    const bool *only_own = context;
    enum status status = OK;

    for (size_t i = 0; i < sizeof tables / sizeof *tables && status == OK; i++)
        status = tx_execute(tx, arena_print(tx_arena(tx), "DELETE FROM main.%s", tables[i]), NULL,
                            0, NULL);
    for (int workspace = 1; workspace <= (only_own && *only_own ? 1 : 2) && status == OK;
         workspace++) {
        status = test_add_sales(tx, workspace);
        if (status == OK)
            status = test_add_owned(tx, workspace);
        if (status == OK)
            status = test_add_others(tx, workspace);
    }
    return status;
}

static inline void test_rows_reset(struct test_store *test)
{
    struct store_error error = { 0 };

    if (store_write(test->store, &system_identity, &test->arena, test_rows_work, NULL, &error) !=
        OK)
        fail_msg("seed: %.*s %.*s", TEXT_ARG(error.constraint), TEXT_ARG(error.message));
}

#endif
