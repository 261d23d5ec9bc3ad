/* A payout file names orders and no shows; the sale of the order knows its show. Order numbers are
   a platform's own: the sale comes from the same source, and is found by an index. */
#include "ops/payout_of_sale.h"

#include "ops/closeout_rows.h"
#include "rest/write.h"
#include "schema/column.h"
#include "store/find.h"

enum status payout_find_show(struct call *call, struct tx *tx, const struct row_draft *draft,
                             struct id *ret_id)
{
    const struct value values[] = {
        draft->values[column_index_named(&payout_line_entity, "source")],
        draft->values[column_index_named(&payout_line_entity, "external_ref")]
    };

    (void)call;
    if (values[0].type != VALUE_TEXT || values[1].type != VALUE_TEXT)
        return NOT_FOUND;
    return tx_find_id(tx,
                      T("SELECT live_session_id FROM sale WHERE source = $1 AND external_ref = $2 "
                        "AND live_session_id IS NOT NULL ORDER BY id LIMIT 1"),
                      values, 2, ret_id);
}

void payout_complete(struct row_draft *draft)
{
    size_t amount = column_index_named(&payout_line_entity, "amount"),
           fee = column_index_named(&payout_line_entity, "fee"),
           paid = column_index_named(&payout_line_entity, "paid");

    if (draft->is_given[fee] || !draft->is_given[amount] || !draft->is_given[paid])
        return;
    draft_set(&payout_line_entity, draft, entity_field(&payout_line_entity, T("fee")),
              VALUE_OF_INTEGER(draft->values[amount].integer - draft->values[paid].integer));
}
