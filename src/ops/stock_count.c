/* Counts, their lines and their scans; written by stock_count_*.c alone. */
#include "ops/stock_count.h"

#include "ops/inbound_box.h"
#include "ops/location.h"
#include "ops/ops.h"
#include "ops/product_variant.h"
#include "ops/stock_average.h"

#define ROW struct stock_count

static const struct choice states[] = {
    { "open", L("Being counted", "盘点中") },
    { "closed", L("Done", "已完成") },
};

/* clang-format off */
static const struct field count_fields[] = {
    LINK(location_id, L("Place", "位置"), NOT_PERSONAL, .to = &location_entity, .optional = true, .list = true),
    LINK(inbound_box_id, L("Incoming box", "到货箱"), NOT_PERSONAL, .to = &inbound_box_entity, .optional = true,
         .list = true),
    INTEGER(round, L("Count number", "第几次清点"), NOT_PERSONAL, .min = 1, .max = 2, .fallback = "1", .list = true),
    CHOICE(state, L("State", "状态"), NOT_PERSONAL, CHOICES(states), .fallback = "open", .index = true, .list = true),
    BOOLEAN(hides_books, L("Blind", "盲盘"), NOT_PERSONAL, .fallback = "false",
            .help = L("Who counts is not told what the books say.", "盘点时不显示账面数量。")),
    INSTANT(closed_at, L("Done at", "完成时间"), NOT_PERSONAL, .optional = true),
    TEXT(note, L("Note", "备注"), FREE_TEXT, .max = 400, .optional = true),
};
/* clang-format on */

static const char *const count_unique[] = { "inbound_box_id", "round", NULL };

const struct entity stock_count_entity = {
    .name = "stock_count",
    .label = L("Count", "盘点单"),
    .plural = L("Counts", "盘点"),
    .module = MODULE_WAREHOUSE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_READ_ONLY,
    .purpose =
        L("to know what was counted where, when and by whom", "以便了解何人何时在何处盘点了什么"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "state",
    .order = "created_at.desc",
    .size = sizeof(ROW),
    .fields = LIST(count_fields),
    .unique_together = count_unique,
};

#undef ROW
#define ROW struct stock_count_line

/* clang-format off */
static const struct field line_fields[] = {
    LINK(stock_count_id, L("Count", "盘点单"), NOT_PERSONAL, .to = &stock_count_entity, .list = true),
    LINK(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL, .to = &product_variant_entity,
         .list = true),
    INTEGER(counted, L("Counted", "盘点数"), NOT_PERSONAL, .max = STOCK_QUANTITY_MAX, .fallback = "0", .list = true),
    INSTANT(first_at, L("First scan", "首次扫描"), NOT_PERSONAL),
    INSTANT(last_at, L("Last scan", "末次扫描"), NOT_PERSONAL),
    BOOLEAN(is_shared, L("Everybody may see it", "全员可见"), NOT_PERSONAL, .fallback = "false"),
    INTEGER(expected, L("Expected", "账面数"), NOT_PERSONAL, .min = -STOCK_QUANTITY_MAX, .max = STOCK_QUANTITY_MAX,
            .optional = true, .list = true),
    INTEGER(difference, L("Difference", "差异"), NOT_PERSONAL, .min = -STOCK_QUANTITY_MAX, .max = STOCK_QUANTITY_MAX,
            .optional = true, .list = true),
};
/* clang-format on */

static const char *const line_unique[] = { "stock_count_id", "product_variant_id", NULL };

const struct entity stock_count_line_entity = {
    .name = "stock_count_line",
    .label = L("Counted line", "盘点明细"),
    .plural = L("Counted lines", "盘点明细"),
    .module = MODULE_WAREHOUSE,
    .rows = ROWS_OF_OWNER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to compare what was found with what the books say", "以便核对实物与账面"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "counted",
    .order = "created_at.asc",
    .size = sizeof(ROW),
    .fields = LIST(line_fields),
    .unique_together = line_unique,
    .shared_by = "is_shared",
};

#undef ROW
#define ROW struct stock_count_scan

/* clang-format off */
static const struct field scan_fields[] = {
    LINK(stock_count_id, L("Count", "盘点单"), NOT_PERSONAL, .to = &stock_count_entity),
    LINK(product_variant_id, L("Size of a product", "商品规格"), NOT_PERSONAL, .to = &product_variant_entity),
    INSTANT(scanned_at, L("When", "时间"), NOT_PERSONAL),
    BOOLEAN(is_figure, L("A figure for all of them", "为总数"), NOT_PERSONAL, .fallback = "false"),
    INTEGER(quantity, L("Pieces", "数量"), NOT_PERSONAL, .min = -COUNT_MAX, .max = COUNT_MAX),
};
/* clang-format on */

const struct entity stock_count_scan_entity = {
    .name = "stock_count_scan",
    .label = L("Scan of a count", "盘点扫描"),
    .plural = L("Scans of counts", "盘点扫描"),
    .module = MODULE_WAREHOUSE,
    .rows = ROWS_OF_OWNER,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to count each scan once, however often a device sends it",
                 "以便每次扫描只计一次，重复发送也不会多计"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "quantity",
    .order = "created_at.asc",
    .size = sizeof(ROW),
    .fields = LIST(scan_fields),
};
