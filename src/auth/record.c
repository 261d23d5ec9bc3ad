/* Record: writing by the entity's table. */
#include "auth/record.h"

#include "schema/parse.h"
#include "store/row.h"

void record_write(struct json_writer *json, const struct entity *entity, const void *row)
{
    const struct row *base = row;
    const struct value values[ROW_COLUMNS] = {
        [COLUMN_WORKSPACE_ID] = VALUE_OF_INTEGER(base->workspace_id),
        [COLUMN_ID] = VALUE_OF_ID(base->id),
        [COLUMN_CREATED_AT] = VALUE_OF_INTEGER(base->created_at),
        [COLUMN_UPDATED_AT] = VALUE_OF_INTEGER(base->updated_at),
        [COLUMN_CREATED_BY] = id_is_zero(base->created_by) ? VALUE_OF_NULL
                                                           : VALUE_OF_ID(base->created_by),
        [COLUMN_VERSION] = VALUE_OF_INTEGER(base->version),
    };

    json_begin_object(json);
    for (size_t i = 0; i < ROW_COLUMNS; i++) {
        json_write_key(json, text_from(row_fields[i].name));
        value_write_json(json, &row_fields[i], values[i]);
    }
    for (size_t i = 0; i < entity->fields.count; i++) {
        const struct field *field = &entity->fields.at[i];

        if (field->hidden)
            continue;
        json_write_key(json, text_from(field->name));
        value_write_json(json, field, row_value(row, entity, i));
    }
    json_end_object(json);
}
