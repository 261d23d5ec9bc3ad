/* Query: what a request of the data API asks for, parsed from the URL (PostgREST dialect) and
   resolved against the schema. Every name in it is a declared entity or field; every value is
   typed. src/rest/compile.h makes SQL of it. */
#ifndef REST_QUERY_H
#define REST_QUERY_H

#include "call/call.h"
#include "codec/query.h"
#include "rest/preferences.h"

enum operator_ {
    OPERATOR_EQ,
    OPERATOR_NEQ,
    OPERATOR_GT,
    OPERATOR_GTE,
    OPERATOR_LT,
    OPERATOR_LTE,
    OPERATOR_LIKE,
    OPERATOR_ILIKE,
    OPERATOR_MATCH,
    OPERATOR_IMATCH,
    OPERATOR_ISDISTINCT,
    OPERATOR_IN,
    OPERATOR_IS,
    OPERATOR_CONTAINS,     /* cs */
    OPERATOR_CONTAINED_BY, /* cd */
    OPERATOR_COUNT
};

/* The way into a JSON document: ->a->0->>b. */
struct json_path {
    struct text steps; /* as PostgreSQL's text[] */
    struct text json;  /* the same as a JSON array of texts */
    struct text name;  /* of a column that it selects: the last key */
    bool is_text;      /* ends with ->> */
};

/* What a value becomes behind ::. */
enum cast { CAST_NONE, CAST_TEXT, CAST_INTEGER, CAST_REAL, CAST_BOOLEAN, CAST_JSON };

/* A column, or a part of a JSON column, perhaps in another type. */
struct operand {
    const struct field *field;
    const struct entity *entity;  /* whose field it is, of what is sealed */
    const struct json_path *path; /* NULL: the whole column */
    enum cast cast;
    bool is_blind; /* the keyed hash of the field is meant */
};

enum filter_kind { FILTER_COMPARE, FILTER_AND, FILTER_OR, FILTER_EMBED };

struct filter {
    enum filter_kind kind;
    bool is_negated;
    struct operand operand;
    enum operator_ operator_;
    bool is_folded;       /* looks at the folded text */
    struct value *values; /* one; several for `in`; for `is`: NULL, 1 or 0 */
    size_t value_count;
    struct selection *embed;        /* FILTER_EMBED: there is none */
    struct filter *children, *next; /* AND of none is true, OR of none is false */
};

enum aggregate {
    AGGREGATE_NONE,
    AGGREGATE_COUNT,
    AGGREGATE_SUM,
    AGGREGATE_AVG,
    AGGREGATE_MIN,
    AGGREGATE_MAX
};

/* One member of a result row: a column, an aggregate, or embedded rows. */
struct select_column {
    struct text name;       /* key in the answer */
    struct operand operand; /* field NULL: count() of rows, or embedded rows */
    enum aggregate aggregate;
    enum cast cast; /* of the aggregate */
    struct selection *embed;
    struct selection *source; /* the spread selection it comes from; NULL: its own */
    struct selection *array;  /* the to-many spread whose rows it gathers, or NULL */
    struct select_column *next;
};

struct order_term {
    struct operand operand;
    struct selection *embed; /* whose column it is; NULL: the selection's own */
    bool is_descending, has_nulls, nulls_first;
    struct order_term *next;
};

/* Rows of one entity: the request's own, or embedded ones. */
struct selection {
    const struct entity *entity;
    int number;               /* t<number> in SQL */
    struct selection *parent; /* NULL: the request's own */
    const struct field *link; /* the field that joins it with its parent */
    bool is_to_many;          /* the link is ours and points to the parent */
    bool is_inner;            /* parents without a match are left out */
    bool is_spread;           /* its columns stand among the parent's */
    struct select_column *columns, **columns_end;
    struct selection *embeds, **embeds_end, *next; /* all of them, also without columns */
    struct filter *filters, **filters_end;
    struct order_term *order, **order_end;
    int64_t limit, offset; /* limit -1: none said */
    bool has_aggregate;
    struct text name; /* as embedded: key and prefix of its parameters */
};

enum form { FORM_JSON, FORM_OBJECT, FORM_CSV, FORM_SHEET_CSV, FORM_XLSX };

struct rest_query {
    struct selection *root;
    struct preferences prefer;
    struct text on_conflict; /* at == NULL: not said */
    struct text columns;     /* at == NULL: not said */
    enum form form;          /* from the Accept header */
    bool is_single;          /* Accept: application/vnd.pgrst.object+json */
    bool strips_nulls;       /* nulls=stripped */
    bool has_filter, has_order;
    int embed_count, filter_count;
    struct text seal_mark; /* stands before what is sealed in embedded rows; empty: nothing is */
};

/* Parses the URL and headers of the call for `entity`, and checks that the caller may read every
   entity it touches. Refuses with PostgREST's codes. */
enum status MUST_CHECK rest_query_parse(struct call *call, const struct entity *entity,
                                        struct rest_query *ret_query);

/* Pieces, for rest_query_parse and tests. */
enum status MUST_CHECK selection_parse(struct call *call, struct rest_query *query,
                                       struct selection *selection, struct text text);
enum status MUST_CHECK filter_parse(struct call *call, struct rest_query *query,
                                    struct selection *selection, struct text name,
                                    struct text value);
enum status MUST_CHECK order_parse(struct call *call, struct selection *selection,
                                   struct text text);
/* One parameter of the URL but select, for the selection that its name begins with. */
enum status MUST_CHECK parameter_parse(struct call *call, struct rest_query *query,
                                       struct text name, struct text value);

/* What can be told when all parameters are read: groups are ordered by what is grouped. */
enum status MUST_CHECK query_check(struct call *call, const struct rest_query *query);
/* The Range header, unless limit or offset are said. */
enum status MUST_CHECK range_parse(struct call *call, struct selection *root);
/* Fills form, is_single and strips_nulls; 406 when the client takes nothing that there is. */
enum status MUST_CHECK accept_parse(struct call *call, struct rest_query *query);

struct selection *selection_new(struct call *call, const struct entity *entity,
                                struct selection *parent);
/* The embedded rows of this name, or NULL. */
struct selection *selection_embed(const struct selection *selection, struct text name);
/* A column of every row or a field on the wire; NULL when there is none of this name. */
const struct field *selection_field(const struct entity *entity, struct text name);
enum status MUST_CHECK refuse_unknown_column(struct call *call, const struct entity *entity,
                                             struct text name);
enum status MUST_CHECK refuse_syntax(struct call *call, const char *parameter, struct text text);

#endif
