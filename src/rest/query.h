/* Query: what a request of the data API asks for, parsed from the URL (PostgREST dialect) and
   resolved against the schema. Every name in it is a declared entity or field; every value is
   typed. src/rest/compile.h makes SQL of it. */
#ifndef REST_QUERY_H
#define REST_QUERY_H

#include "call/call.h"
#include "codec/query.h"

enum operator_ {
    OPERATOR_EQ,
    OPERATOR_NEQ,
    OPERATOR_GT,
    OPERATOR_GTE,
    OPERATOR_LT,
    OPERATOR_LTE,
    OPERATOR_LIKE,
    OPERATOR_ILIKE,
    OPERATOR_IN,
    OPERATOR_IS,
    OPERATOR_COUNT
};

enum filter_kind { FILTER_COMPARE, FILTER_AND, FILTER_OR };

struct filter {
    enum filter_kind kind;
    bool is_negated;
    const struct field *field;
    enum operator_ operator_;
    struct value *values; /* one; several for `in`; for `is`: NULL, 1 or 0 */
    size_t value_count;
    struct filter *children, *next;
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
    struct text name;          /* key in the answer */
    const struct field *field; /* NULL: count() of rows, or embedded rows */
    enum aggregate aggregate;
    struct selection *embed;
    struct select_column *next;
};

struct order_term {
    const struct field *field;
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
    struct select_column *columns, **columns_end;
    struct filter *filters, **filters_end;
    struct order_term *order, **order_end;
    int64_t limit, offset; /* limit -1: none said */
    bool has_aggregate;
    struct text name; /* as embedded: key and prefix of its parameters */
};

enum count_kind { COUNT_NONE, COUNT_EXACT };
enum return_kind { RETURN_MINIMAL, RETURN_HEADERS, RETURN_REPRESENTATION };
enum resolution { RESOLUTION_NONE, RESOLUTION_MERGE, RESOLUTION_IGNORE };

/* RFC 7240 preferences that count here. */
struct preferences {
    enum count_kind count;
    enum return_kind returns;
    enum resolution resolution;
    bool rolls_back, is_strict;
    int64_t max_affected; /* -1: not said */
};

struct rest_query {
    struct selection *root;
    struct preferences prefer;
    struct text on_conflict; /* at == NULL: not said */
    struct text columns;     /* at == NULL: not said */
    bool is_single;          /* Accept: application/vnd.pgrst.object+json */
    bool has_filter;
    int embed_count, filter_count;
};

/* Parses the URL and headers of the call for `entity`, and checks that the caller may read every
   entity it touches. Refuses with PostgREST's codes. */
enum status MUST_CHECK rest_query_parse(struct call *call, const struct entity *entity,
                                        struct rest_query *ret_query);
struct preferences preferences_parse(struct call *call);

/* Pieces, for rest_query_parse and tests. */
enum status MUST_CHECK selection_parse(struct call *call, struct rest_query *query,
                                       struct selection *selection, struct text text);
enum status MUST_CHECK filter_parse(struct call *call, struct rest_query *query,
                                    struct selection *selection, struct text name,
                                    struct text value);
enum status MUST_CHECK order_parse(struct call *call, struct selection *selection,
                                   struct text text);

struct selection *selection_new(struct call *call, const struct entity *entity,
                                struct selection *parent);
/* A column of every row or a field on the wire; NULL when there is none of this name. */
const struct field *selection_field(const struct entity *entity, struct text name);
enum status MUST_CHECK refuse_unknown_column(struct call *call, const struct entity *entity,
                                             struct text name);
enum status MUST_CHECK refuse_syntax(struct call *call, const char *parameter, struct text text);

#endif
