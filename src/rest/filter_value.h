/* Filter values: what stands behind an operator, read by the type of the column. Private to the
   filters of src/rest. */
#ifndef REST_FILTER_VALUE_H
#define REST_FILTER_VALUE_H

#include "rest/operand.h"

/* The filter being read: whose it is, and how deep. */
struct reading {
    struct call *call;
    struct rest_query *query;
    struct selection *selection;
    int depth;
};

/* A new filter, counted; refused past LIMIT_FILTERS and LIMIT_FILTER_DEPTH. */
enum status MUST_CHECK filter_new(const struct reading *reading, struct filter **ret_filter);
enum status MUST_CHECK refuse_operator(const struct reading *reading, const struct filter *filter);

/* Fills filter->values for filter->operator_ from the text behind it. */
enum status MUST_CHECK filter_set_value(const struct reading *reading, struct filter *filter,
                                        struct text text);
/* "(a,"b,c",d)" of `in`, and {a,b} of any and all. */
enum status MUST_CHECK filter_set_list(const struct reading *reading, struct filter *filter,
                                       struct text text);
enum status MUST_CHECK filter_split_array(const struct reading *reading, struct text text,
                                          struct text **ret_values, size_t *ret_count);
/* fts, plfts, phfts, wfts: a tree of conditions on the folded text. `word` is the operator with
   its language, "fts(english)". NOT_FOUND when it is another operator. */
enum status MUST_CHECK filter_search(const struct reading *reading, const struct operand *operand,
                                     struct text word, struct text value,
                                     struct filter **ret_filter);
/* Whether a text operator may look at this, and at its folded form. */
bool operand_is_text(const struct operand *operand);

#endif
