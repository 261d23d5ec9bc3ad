/* Schema: all entities of the program together, checked once at start. */
#ifndef SCHEMA_SCHEMA_H
#define SCHEMA_SCHEMA_H

#include "base/buffer.h"
#include "base/map.h"
#include "schema/column.h"
#include "schema/entity.h"

/* The six columns every row has, ROW_COLUMNS of them, then the fields, then the folds. */
enum {
    COLUMN_WORKSPACE_ID,
    COLUMN_ID,
    COLUMN_CREATED_AT,
    COLUMN_UPDATED_AT,
    COLUMN_CREATED_BY,
    COLUMN_VERSION
};

extern const struct field row_fields[ROW_COLUMNS];

struct schema {
    const struct entity *const *entities; /* ordered so that links point backwards */
    size_t count;
    struct map by_name; /* entity name -> const struct entity * */
};

/* Orders the entities and builds the index. `lists` are the products' lists, each NULL-ended. */
void schema_init(struct schema *schema, struct arena *arena,
                 const struct entity *const *const *lists, size_t list_count);
const struct entity *schema_find(const struct schema *schema, struct text name);

/* Writes one line per fault of the declarations into `faults`; returns their number. */
size_t schema_check(const struct schema *schema, struct buffer *faults);

/* Name of a field's storage type, without collation and NOT NULL. */
const char *field_sql_type(const struct field *field, enum engine engine);
/* One column as it stands in CREATE TABLE: name, type, NOT NULL, DEFAULT, CHECK. */
void schema_print_column(struct buffer *out, const struct entity *entity, struct column column,
                         enum engine engine);
/* The constraint of one link field that has `.to`. */
void schema_print_foreign_key(struct buffer *out, const struct entity *entity,
                              const struct field *field, enum engine engine);
/* CREATE TABLE, and apart from it CREATE (UNIQUE) INDEX, of one entity; `main.` qualified, IF
   NOT EXISTS. The rules are those of schema/parse.h. */
void schema_print_table(struct buffer *out, const struct entity *entity, enum engine engine);
/* The same from the opening parenthesis on, without the semicolon; with the columns in the order
   that an existing table has them. */
void schema_print_columns(struct buffer *out, const struct entity *entity,
                          const struct column *columns, size_t count, enum engine engine);
void schema_print_table_body(struct buffer *out, const struct entity *entity, enum engine engine);
void schema_print_indexes(struct buffer *out, const struct entity *entity, enum engine engine);
/* DROP INDEX of what earlier versions had where there is a better one now. */
void schema_print_replaced_indexes(struct buffer *out, const struct entity *entity);
/* SQLite: the temp view that callers read through (design 5.1). */
void schema_print_view(struct buffer *out, const struct schema *schema,
                       const struct entity *entity);
/* PostgreSQL: row security, policies and grants of one entity; can be run again. */
void schema_print_policies(struct buffer *out, const struct schema *schema,
                           const struct entity *entity);
/* The condition that limits a caller's UPDATE or DELETE to the rows they may change. On SQLite it
   names the table, which then must not stand under another name. */
void schema_print_write_condition(struct buffer *out, const struct schema *schema,
                                  const struct entity *entity, enum engine engine);
/* Does the caller's write pass on this entity at all, whatever the row. */
bool entity_may_create(const struct entity *entity, enum level level);
bool entity_may_update(const struct entity *entity, enum level level);
/* Are these columns (besides workspace_id) unique together by the entity's declaration. */
bool entity_is_unique(const struct entity *entity, const char *const *columns, size_t count);
bool entity_may_delete(const struct entity *entity, enum level level);

#endif
