/* The plan of an import: which column, or which fixed value, fills which field, and how cells are
   read. Made from the mapping and the options that the user confirmed. */
#ifndef REST_IMPORT_PLAN_H
#define REST_IMPORT_PLAN_H

#include "rest/import.h"
#include "rest/import_date.h"
#include "rest/import_table.h"

#include "base/money.h"

enum { IMPORT_JOINED = 4, IMPORT_LINKS = 8, IMPORT_SKIPS = 8 };

enum import_decimal { DECIMAL_POINT = 1, DECIMAL_COMMA };

struct import_options {
    int64_t sheet;
    struct text encoding, delimiter;
    int64_t header_row;
    int date_order; /* 0: as in DATE_ORDER_UNSAID */
    int decimal;    /* enum import_decimal */
    struct text currency, time_zone;
    bool skip_duplicates; /* instead of telling them as errors */
    bool match_links;     /* find linked rows by the preset's own rule */
    bool create_links;    /* make linked rows that are not there */
    struct text source;   /* kept with the rows, if they have such a field */
    struct text preset;   /* key or id of the layout that is wanted; "none" */
    struct text skip;     /* {"Order Status": ["Canceled"]}: rows that are passed over */
};

/* Which part of a cell is meant. */
enum import_take {
    TAKE_ALL,
    TAKE_FIRST_WORD, /* "Nova Runner Mesh": Nova */
    TAKE_REST,       /* Runner Mesh; all of it when there is one word */
    TAKE_LAST_PART,  /* "Black, 42", "颜色:黑色;尺码:42": 42 */
};

/* Where the cells of one field come from; zero: from nowhere. */
struct import_origin {
    size_t columns[IMPORT_JOINED]; /* joined by a space: date and time in two columns */
    size_t column_count;
    enum import_take take;
    struct text constant; /* at == NULL: none */
};

bool import_origin_is_said(const struct import_origin *origin);

/* A link that is found by fields of the linked row, or by the preset's rule. */
struct import_linking {
    const struct field *field;
    const struct import_link *link; /* NULL: the preset has none for it */
    struct import_origin *origins;  /* by field of field->to; NULL: none said */
};

struct import_plan {
    const struct entity *entity;
    const struct import_preset *preset; /* may be NULL */
    struct import_options options;
    struct import_origin *origins; /* by field of the entity */
    struct import_linking links[IMPORT_LINKS];
    size_t link_count;
    const struct zone *zone;
    const struct currency *currency; /* of rows that do not say one */
    const struct import_table *table;
    struct import_skip {
        size_t column;
        const struct json *values; /* a list of texts */
    } skips[IMPORT_SKIPS];
    size_t skip_count;
};

/* Is the row of those that the options pass over: orders that were cancelled. */
bool import_plan_skips(struct call *call, const struct import_plan *plan,
                       const struct table_row *row);
const struct import_preset *import_preset_of(const struct instance *instance,
                                             const struct entity *entity);
/* May a column be mapped to the field. */
bool import_field_is_open(const struct field *field);
/* "live_session_id.title" into the field of the linked entity; *ret_inner is NULL for a plain
   field. NULL when there is none. */
const struct field *import_path(const struct entity *entity, struct text path,
                                const struct field **ret_inner);

/* The options of a JSON object; empty text: all at their fallbacks. Refuses by name. */
enum status MUST_CHECK import_options_parse(struct call *call, struct text json,
                                            struct import_options *ret_options);
void import_options_write(struct json_writer *writer, const struct import_options *options);
/* Reading part of the options. */
struct import_reading import_reading_of(const struct import_options *options);

/* {"brand": "Brand", "sold_at": ["Date", "Time"], "currency": {"value": "USD"}}. Refuses fields
   and columns that do not exist. `table` and `options` must outlive the plan. */
enum status MUST_CHECK import_plan_make(struct call *call, const struct entity *entity,
                                        const struct import_table *table, struct text mapping,
                                        const struct import_options *options,
                                        struct import_plan *ret_plan);

#endif
