/* Schema: orders the entities so that a link never points forward, and finds them by name. */
#include "schema/schema.h"

#include <assert.h>

#define ROW struct row

/* The columns that every row has, in their order in the table. */
const struct field row_fields[ROW_COLUMNS] = {
    [COLUMN_WORKSPACE_ID] =
        INTEGER(workspace_id, L("Workspace", "工作区"), NOT_PERSONAL, .read_only = true),
    [COLUMN_ID] = ID(id, L("Id", "编号"), NOT_PERSONAL),
    [COLUMN_CREATED_AT] =
        INSTANT(created_at, L("Created", "创建时间"), NOT_PERSONAL, .read_only = true),
    [COLUMN_UPDATED_AT] =
        INSTANT(updated_at, L("Changed", "修改时间"), NOT_PERSONAL, .read_only = true),
    [COLUMN_CREATED_BY] =
        ID(created_by, L("Created by", "创建人"), IDENTITY, .optional = true, .read_only = true),
    [COLUMN_VERSION] = INTEGER(version, L("Version", "版本"), NOT_PERSONAL, .read_only = true),
};

static bool is_placed(const struct entity **ordered, size_t count, const struct entity *entity)
{
    for (size_t i = 0; i < count; i++)
        if (ordered[i] == entity)
            return true;
    return false;
}

static void place(const struct entity **ordered, size_t *count, const struct entity *entity,
                  int depth)
{
    assert(depth < 32 && "links between entities form a ring");
    if (is_placed(ordered, *count, entity))
        return;
    for (size_t i = 0; i < entity->fields.count; i++) {
        const struct entity *to = entity->fields.at[i].to;

        if (to && to != entity)
            place(ordered, count, to, depth + 1);
    }
    if (!is_placed(ordered, *count, entity))
        ordered[(*count)++] = entity;
}

void schema_init(struct schema *schema, struct arena *arena,
                 const struct entity *const *const *lists, size_t list_count)
{
    const struct entity **ordered;
    size_t count = 0;

    for (size_t i = 0; i < list_count; i++)
        for (const struct entity *const *at = lists[i]; *at; at++)
            count++;
    ordered = ARENA_NEW_ARRAY(arena, const struct entity *, count + 1);
    count = 0;
    for (size_t i = 0; i < list_count; i++)
        for (const struct entity *const *at = lists[i]; *at; at++)
            place(ordered, &count, *at, 0);
    *schema = (struct schema){ .entities = ordered, .count = count, .by_name = { .arena = arena } };
    for (size_t i = 0; i < count; i++) {
        const struct entity **slot = ARENA_NEW(arena, const struct entity *);

        *slot = ordered[i];
        map_set(&schema->by_name, text_from(ordered[i]->name), slot);
    }
}

const struct entity *schema_find(const struct schema *schema, struct text name)
{
    const struct entity *const *slot = map_get(&schema->by_name, name);

    return slot ? *slot : NULL;
}
