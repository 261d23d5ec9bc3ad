/* Places. A place lies in another one, a few levels deep and never in itself. */
#include "ops/location.h"

#include "call/call.h"
#include "ops/ops.h"
#include "store/row.h"

enum { LOCATION_DEPTH = 6 };

#define ROW struct location

static const struct choice kinds[] = {
    { "warehouse", L("Warehouse", "仓库") },
    { "shelf", L("Shelf", "货架") },
    { "bin", L("Bin", "货位") },
    { "show", L("Show", "直播间") },
    { "transit", L("In transit", "在途") },
};

/* clang-format off */
static const struct field fields[] = {
    TEXT(name, L("Name", "名称"), NOT_PERSONAL, .min = 1, .max = 80, .unique = true, .search = true, .list = true),
    CHOICE(kind, L("Kind", "类型"), NOT_PERSONAL, CHOICES(kinds), .fallback = "warehouse", .list = true),
    LINK(location_id, L("Lies in", "所属位置"), NOT_PERSONAL, .to = &location_entity, .optional = true, .list = true),
    TEXT(code, L("Code on its label", "标签编码"), NOT_PERSONAL, .min = 1, .max = 80, .optional = true, .unique = true,
         .help = L("Scanned to say where something is put.", "扫描该编码即可指定位置。")),
    BOOLEAN(is_active, L("In use", "使用中"), NOT_PERSONAL, .fallback = "true", .list = true),
};
/* clang-format on */

static enum status refuse_ring(struct call *call)
{
    return REFUSE(call, INVALID, .code = "23514", .entity = &location_entity,
                  .limit = LOCATION_DEPTH,
                  .field = entity_field(&location_entity, T("location_id")),
                  .say = L("A place cannot lie in itself, nor {limit} places deep.",
                           "位置不能位于自身之内，也不能嵌套达 {limit} 层。"));
}

struct climb {
    struct call *call;
    const struct location *from;
};

static enum status climb(struct tx *tx, void *context)
{
    const struct climb *way = context;
    struct location place = *way->from;

    for (int depth = 0; !id_is_zero(place.location_id); depth++) {
        enum status status;

        if (id_equal(place.location_id, way->from->row.id) || depth + 1 >= LOCATION_DEPTH)
            return refuse_ring(way->call);
        status = row_find(tx, &location_entity, way->call->identity.workspace_id, place.location_id,
                          &place);
        if (status == NOT_FOUND) /* the link itself is refused by the database */
            return OK;
        if (status != OK)
            return status;
    }
    return OK;
}

static enum status follow(struct call *call, struct tx *tx, const void *before, const void *after)
{
    struct climb way = { .call = call, .from = after };

    (void)before;
    return after ? tx_as_system(tx, climb, &way) : OK;
}

const struct entity location_entity = {
    .name = "location",
    .label = L("Place", "位置"),
    .plural = L("Places", "位置"),
    .module = MODULE_WAREHOUSE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose = L("to know where goods are", "以便知道货品放在哪里"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "name",
    .order = "name.asc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
    .follow = { "location_id", follow },
};
