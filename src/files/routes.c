/* Routes of /storage/v1. Longer paths stand before those that would take them for a bucket. */
#include "files/bucket.h"
#include "files/files.h"
#include "files/list.h"
#include "files/object_routes.h"
#include "files/outgoing.h"
#include "files/render.h"
#include "files/resumable.h"
#include "files/signed.h"
#include "files/upload.h"

#define STORAGE "/storage/v1"

enum { LIMIT_FILES_JSON = 2 << 20 };

/* clang-format off */
const struct route files_routes[] = {
    { .method = HTTP_GET, .path = STORAGE "/bucket", .who = WHO_MEMBER, .dialect = DIALECT_STORAGE, .run = bucket_list },
    { .method = HTTP_POST, .path = STORAGE "/bucket", .who = WHO_ADMIN, .dialect = DIALECT_STORAGE, .body_limit = LIMIT_FILES_JSON, .run = bucket_create },
    { .method = HTTP_POST, .path = STORAGE "/bucket/{}/empty", .who = WHO_ADMIN, .dialect = DIALECT_STORAGE, .body_limit = LIMIT_FILES_JSON, .run = bucket_empty },
    { .method = HTTP_GET, .path = STORAGE "/bucket/{}", .who = WHO_MEMBER, .dialect = DIALECT_STORAGE, .run = bucket_get },
    { .method = HTTP_PUT, .path = STORAGE "/bucket/{}", .who = WHO_ADMIN, .dialect = DIALECT_STORAGE, .body_limit = LIMIT_FILES_JSON, .run = bucket_update },
    { .method = HTTP_DELETE, .path = STORAGE "/bucket/{}", .who = WHO_ADMIN, .dialect = DIALECT_STORAGE, .body_limit = LIMIT_FILES_JSON, .run = bucket_delete },

    { .method = HTTP_POST, .path = STORAGE "/object/list/{}", .who = WHO_MEMBER, .dialect = DIALECT_STORAGE, .body_limit = LIMIT_FILES_JSON, .run = object_list },
    { .method = HTTP_POST, .path = STORAGE "/object/move", .who = WHO_MEMBER, .dialect = DIALECT_STORAGE, .body_limit = LIMIT_FILES_JSON, .run = object_move },
    { .method = HTTP_POST, .path = STORAGE "/object/copy", .who = WHO_MEMBER, .dialect = DIALECT_STORAGE, .body_limit = LIMIT_FILES_JSON, .run = object_copy },
    { .method = HTTP_GET, .path = STORAGE "/object/info/{}/{..}", .who = WHO_MEMBER, .dialect = DIALECT_STORAGE, .run = object_info },
    { .method = HTTP_GET, .path = STORAGE "/object/authenticated/{}/{..}", .who = WHO_MEMBER, .dialect = DIALECT_STORAGE, .run = outgoing_member },
    { .method = HTTP_GET, .path = STORAGE "/object/public/{}/{..}", .who = WHO_ANYONE, .dialect = DIALECT_STORAGE, .run = outgoing_public },
    { .method = HTTP_POST, .path = STORAGE "/object/upload/sign/{}/{..}", .who = WHO_MEMBER, .dialect = DIALECT_STORAGE, .body_limit = LIMIT_FILES_JSON, .run = signed_upload_url },
    { .method = HTTP_PUT, .path = STORAGE "/object/upload/sign/{}/{..}", .who = WHO_ANYONE, .dialect = DIALECT_STORAGE, .body_limit_of = upload_body_limit, .intake = &signed_upload_intake, .run = signed_upload_run },
    { .method = HTTP_POST, .path = STORAGE "/object/sign/{}", .who = WHO_MEMBER, .dialect = DIALECT_STORAGE, .body_limit = LIMIT_FILES_JSON, .run = signed_url_many },
    { .method = HTTP_POST, .path = STORAGE "/object/sign/{}/{..}", .who = WHO_MEMBER, .dialect = DIALECT_STORAGE, .body_limit = LIMIT_FILES_JSON, .run = signed_url_one },
    { .method = HTTP_GET, .path = STORAGE "/object/sign/{}/{..}", .who = WHO_ANYONE, .dialect = DIALECT_STORAGE, .run = outgoing_signed },

    { .method = HTTP_GET, .path = STORAGE "/render/image/authenticated/{}/{..}", .who = WHO_MEMBER, .dialect = DIALECT_STORAGE, .run = render_member },
    { .method = HTTP_GET, .path = STORAGE "/render/image/sign/{}/{..}", .who = WHO_ANYONE, .dialect = DIALECT_STORAGE, .run = render_signed },

    { .method = HTTP_DELETE, .path = STORAGE "/object/{}", .who = WHO_MEMBER, .dialect = DIALECT_STORAGE, .body_limit = LIMIT_FILES_JSON, .run = object_delete_many },
    { .method = HTTP_GET, .path = STORAGE "/object/{}/{..}", .who = WHO_MEMBER, .dialect = DIALECT_STORAGE, .run = outgoing_member },
    { .method = HTTP_POST, .path = STORAGE "/object/{}/{..}", .who = WHO_MEMBER, .dialect = DIALECT_STORAGE, .body_limit_of = upload_body_limit, .intake = &upload_intake, .run = upload_run },
    { .method = HTTP_PUT, .path = STORAGE "/object/{}/{..}", .who = WHO_MEMBER, .dialect = DIALECT_STORAGE, .body_limit_of = upload_body_limit, .intake = &upload_intake, .run = upload_run },
    { .method = HTTP_DELETE, .path = STORAGE "/object/{}/{..}", .who = WHO_MEMBER, .dialect = DIALECT_STORAGE, .body_limit = LIMIT_FILES_JSON, .run = object_delete_one },

    { .method = HTTP_OPTIONS, .path = STORAGE "/upload/resumable", .who = WHO_ANYONE, .dialect = DIALECT_UPLOAD, .run = resumable_options },
    { .method = HTTP_POST, .path = STORAGE "/upload/resumable", .who = WHO_MEMBER, .dialect = DIALECT_UPLOAD, .body_limit_of = resumable_body_limit, .intake = &resumable_create_intake, .run = resumable_create },
    { .method = HTTP_GET, .path = STORAGE "/upload/resumable/{}", .who = WHO_MEMBER, .dialect = DIALECT_UPLOAD, .run = resumable_look },
    { .method = HTTP_PATCH, .path = STORAGE "/upload/resumable/{}", .who = WHO_MEMBER, .dialect = DIALECT_UPLOAD, .body_limit_of = resumable_body_limit, .intake = &resumable_go_on_intake, .run = resumable_go_on },
    { .method = HTTP_DELETE, .path = STORAGE "/upload/resumable/{}", .who = WHO_MEMBER, .dialect = DIALECT_UPLOAD, .body_limit = LIMIT_FILES_JSON, .run = resumable_end },
    { 0 },
};
/* clang-format on */
