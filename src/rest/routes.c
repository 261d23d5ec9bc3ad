/* The routes of the data API. */
#include "base/limits.h"
#include "rest/rest.h"

const struct route rest_routes[] = {
    { .method = HTTP_GET, .path = "/rest/v1/rpc/{}", .who = WHO_ANYONE, .run = rest_rpc },
    { .method = HTTP_POST,
      .path = "/rest/v1/rpc/{}",
      .who = WHO_ANYONE,
      .body_limit_of = rest_rpc_limit,
      .run = rest_rpc },
    { .method = HTTP_GET, .path = "/rest/v1/{}", .who = WHO_MEMBER, .run = rest_get },
    { .method = HTTP_POST,
      .path = "/rest/v1/{}",
      .who = WHO_MEMBER,
      .body_limit = LIMIT_REQUEST_BODY,
      .run = rest_post },
    { .method = HTTP_PUT,
      .path = "/rest/v1/{}",
      .who = WHO_MEMBER,
      .body_limit = LIMIT_REQUEST_BODY,
      .run = rest_put },
    { .method = HTTP_PATCH,
      .path = "/rest/v1/{}",
      .who = WHO_MEMBER,
      .body_limit = LIMIT_REQUEST_BODY,
      .run = rest_patch },
    { .method = HTTP_DELETE, .path = "/rest/v1/{}", .who = WHO_MEMBER, .run = rest_delete },
    { .method = HTTP_OPTIONS, .path = "/rest/v1/rpc/{}", .who = WHO_ANYONE, .run = rest_options },
    { .method = HTTP_OPTIONS, .path = "/rest/v1/{}", .who = WHO_ANYONE, .run = rest_options },
    { 0 },
};
