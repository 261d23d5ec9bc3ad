/* Operand: a column, a path into a JSON column (`data->a->>b`), and casts behind `::`. */
#ifndef REST_OPERAND_H
#define REST_OPERAND_H

#include "rest/query.h"
#include "rest/scan.h"

enum { LIMIT_PATH_STEPS = 16 };

/* Reads name and path off the front. *ret_name is what the column is called in an answer. */
enum status MUST_CHECK operand_parse(struct call *call, const struct entity *entity,
                                     struct scan *scan, struct operand *ret_operand,
                                     struct text *ret_name);
/* The path behind the name of a field, which must hold JSON. */
enum status MUST_CHECK operand_parse_path(struct call *call, struct scan *scan,
                                          struct operand *operand);
/* `::int8` if there is one. `from` is the type as it stands; CAST_NONE when nothing changes. */
enum status MUST_CHECK cast_parse(struct call *call, struct scan *scan, enum field_type from,
                                  enum cast *ret_cast);
/* The type of the value: of the path and the cast, too. FIELD_UNDECLARED: a real number. */
enum field_type operand_type(const struct operand *operand);
enum field_type cast_type(enum cast cast, enum field_type from);
/* The type of a column of an answer, its aggregate and casts included. */
enum field_type column_type(const struct select_column *column);
/* A field that says how a value of this type is written. NULL: as the number it is. */
const struct field *type_as_field(enum field_type type);

#endif
