/* The parts of src/rest/compile.c: values, filters, joins. Private to them. */
#ifndef REST_COMPILE_PARTS_H
#define REST_COMPILE_PARTS_H

#include "rest/compile.h"
#include "rest/operand.h"

enum { PREFIX_SIZE = 80 };

/* "t3.", or the root's name with a point. */
struct prefix {
    char at[PREFIX_SIZE];
};

struct prefix prefix_of(const struct sql *sql, const struct selection *selection);

static inline void put(struct sql *sql, const char *text)
{
    buffer_append(&sql->text, text_from(text));
}

/* --- compile_value.c */

/* The operand as SQL, path and cast included. */
void put_operand(struct sql *sql, const struct operand *operand, const char *prefix);
/* The same where an order is meant: PostgreSQL is told the collation. */
void put_sortable(struct sql *sql, const struct operand *operand, const char *prefix);
/* JSON operands: what kind (null, text, number, truth, list, object in this order), and the
   number or text itself or NULL. */
void put_json_rank(struct sql *sql, const struct operand *operand, const char *prefix);
void put_json_number(struct sql *sql, const struct operand *operand, const char *prefix);
void put_json_string(struct sql *sql, const struct operand *operand, const char *prefix);
/* A column of an answer: operand, aggregate, casts. */
void put_column(struct sql *sql, const struct select_column *column, const char *prefix);
/* The same as JSON text, 'null' for NULL. */
void put_json_column(struct sql *sql, const struct select_column *column, const char *prefix);

/* --- compile_filter.c */

void put_filters(struct sql *sql, const struct filter *filter, const struct prefix *prefix,
                 const char *joint);

/* --- compile.c */

/* "t2.workspace_id = t0.workspace_id AND t2.id = t0.live_session_id". */
void put_join(struct sql *sql, const struct selection *embed);
/* Filters and !inner of a selection behind *joint, which then is what comes before the next. */
void put_conditions(struct sql *sql, const struct selection *selection, const char **joint);
/* "FROM sale t0" with the to-one selections that are spread into it. */
void put_from(struct sql *sql, const struct selection *selection);

#endif
