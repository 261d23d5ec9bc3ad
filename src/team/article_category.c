/* Categories of articles: the shelves of the knowledge base. */
#include "team/team.h"

struct article_category {
    struct row row;
    struct text name;
    int64_t position;
};

#define ROW struct article_category

/* clang-format off */
static const struct field fields[] = {
    TEXT(name, L("Name", "名称"), NOT_PERSONAL, .min = 1, .max = 80, .unique = true, .search = true, .list = true),
    INTEGER(position, L("Position", "排序"), NOT_PERSONAL, .max = 100000, .fallback = "0", .list = true,
            .help = L("The smallest stands first.", "数字小的排在前面。")),
};
/* clang-format on */

const struct entity article_category_entity = {
    .name = "article_category",
    .label = L("Article category", "文章分类"),
    .plural = L("Article categories", "文章分类"),
    .module = MODULE_KNOWLEDGE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose = L("to find what belongs together in the knowledge base", "以便在知识库中按类别查找"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "name",
    .order = "position.asc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
};
