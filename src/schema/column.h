/* Column: the columns of an entity's table in their order, which CREATE TABLE, migration and the
   row code share: the six of every row, then the fields, then folds and keyed hashes. */
#ifndef SCHEMA_COLUMN_H
#define SCHEMA_COLUMN_H

#include "base/buffer.h"
#include "schema/entity.h"

enum engine { ENGINE_SQLITE, ENGINE_POSTGRESQL };

struct column {
    const struct field *field;
    bool is_fold;  /* the folded copy of a search field: `<name>_fold`, text, optional */
    bool is_blind; /* the keyed hash of a sealed field: `<name>_blind`, text, optional */
};

/* Not a column of the declaration, but one that follows from it. */
bool column_is_extra(struct column column);

size_t column_count(const struct entity *entity);
struct column column_at(const struct entity *entity, size_t index);
/* Where the column of a field of the entity is, or of one of every row. */
size_t column_index(const struct entity *entity, const struct field *field);
size_t column_index_named(const struct entity *entity, const char *field);
void column_print_name(struct buffer *out, struct column column);
bool column_has_name(struct column column, struct text name);
/* NULL in the store is allowed. */
bool column_is_optional(struct column column);
/* " DEFAULT ..." of a field with a fallback, " CONSTRAINT ... CHECK (...)", or nothing. */
void column_print_default(struct buffer *out, struct column column);
void column_print_check(struct buffer *out, const struct entity *entity, struct column column,
                        enum engine engine);
/* Constraints are named <table>_<column>_<rule>; these are all rules there are, NULL-ended. */
extern const char *const column_rules[];

/* 'text' with its quotes doubled. */
void sql_print_quoted(struct buffer *out, struct text text);

#endif
