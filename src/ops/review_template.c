/* Review templates. A workspace starts with none: the web app suggests one in the reader's
   language, which is kept here once somebody changes it. */
#include "ops/review_template.h"

#include "ops/ops.h"

#define ROW struct review_template

/* clang-format off */
static const struct field fields[] = {
    TEXT(name, L("Name", "名称"), NOT_PERSONAL, .min = 1, .max = 80, .unique = true, .search = true, .list = true),
    TEXT(text, L("Text", "内容"), FREE_TEXT, .min = 1, .max = 8000, .format = LONG,
         .help = L("Headings begin with ##. {gmv}, {units}, {sales}, {best} and others are filled in.",
                   "标题以 ## 开头；{gmv}、{units}、{sales}、{best} 等会自动填入本场数据。")),
    BOOLEAN(is_default, L("Offered first", "默认模板"), NOT_PERSONAL, .fallback = "false", .list = true),
};
/* clang-format on */

const struct entity review_template_entity = {
    .name = "review_template",
    .label = L("Review template", "复盘模板"),
    .plural = L("Review templates", "复盘模板"),
    .module = MODULE_LIVE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose = L("to review every show by the same questions", "以便按同样的要点复盘每场直播"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "name",
    .order = "name.asc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};
