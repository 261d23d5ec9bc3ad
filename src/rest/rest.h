/* The data API: /rest/v1 in the dialect of PostgREST, over every entity. */
#ifndef REST_REST_H
#define REST_REST_H

#include "call/route.h"
#include "rest/answer.h"

extern const struct route rest_routes[]; /* ended by a NULL path */

/* Handlers. */
enum status rest_get(struct call *call);
enum status rest_post(struct call *call);
enum status rest_put(struct call *call);
enum status rest_patch(struct call *call);
enum status rest_delete(struct call *call);
enum status rest_options(struct call *call);
enum status rest_rpc(struct call *call);

struct function;

/* NULL when there is none of this name. */
const struct function *function_find(const struct instance *instance, struct text name);
size_t rest_rpc_limit(const struct instance *instance, struct text name);

/* The entity the path names, or PGRST205. */
enum status MUST_CHECK rest_entity(struct call *call, const struct entity **ret_entity);
/* Runs the query's SELECT and writes its rows into the answer. */
enum status MUST_CHECK rest_select(struct call *call, struct tx *tx, const struct rest_query *query,
                                   enum form form, int64_t limit, int64_t *ret_count);

#endif
