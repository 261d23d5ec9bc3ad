/* OPTIONS: which methods a table or a function takes, by its declaration. */
#include "call/function.h"
#include "rest/rest.h"

static struct text methods_of(const struct entity *entity)
{
    if (entity->access == ACCESS_READ_ONLY)
        return T("OPTIONS,GET,HEAD");
    if (entity->access == ACCESS_UPDATE)
        return T("OPTIONS,GET,HEAD,PATCH");
    return T("OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE");
}

enum status rest_options(struct call *call)
{
    const struct function *function = NULL;
    const struct entity *entity;
    enum status status;

    call->http_status = 200;
    if (text_starts_with(http_path(call->exchange), T("/rest/v1/rpc/"))) {
        function = function_find(call->instance, call->path_parameter);
        call_add_header(call, T("Allow"),
                        function && function->reads_only ? T("OPTIONS,GET,HEAD,POST")
                                                         : T("OPTIONS,POST"));
        return OK;
    }
    status = rest_entity(call, &entity);
    if (status == OK)
        call_add_header(call, T("Allow"), methods_of(entity));
    return status;
}
