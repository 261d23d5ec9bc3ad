/* The rows of uploaded files: what each holds, for whom and how long. */
#include "files/files.h"
#include "files/rows.h"

/* In the order of enum module, which a row's index therefore is. */
static const struct choice modules[] = {
    { "core", L("Workspace", "工作区") },    { "admin", L("Administration", "管理") },
    { "live", L("Live shows", "直播") },     { "sales", L("Sales", "销售") },
    { "warehouse", L("Warehouse", "仓库") }, { "finance", L("Finance", "财务") },
    { "knowledge", L("Training", "培训") },  { "assistant", L("Assistant", "助手") },
    { "studio", L("Studio", "图片工坊") },   { "creator", L("Creator", "创作者") },
};

static const struct choice blob_states[] = {
    { "writing", L("Being written", "写入中") },
    { "kept", L("Kept", "保留") },
    { "doomed", L("To be removed", "待删除") },
};

/* clang-format off */
#define ROW struct storage_bucket
static const struct field bucket_fields[] = {
    TEXT(name, L("Name", "名称"), NOT_PERSONAL, .min = 1, .max = LIMIT_BUCKET_NAME, .unique = true, .read_only = true, .fallback = "", .list = true),
    CHOICE(module, L("Module", "模块"), NOT_PERSONAL, CHOICES(modules), .read_only = true, .fallback = "core", .list = true),
    BOOLEAN(is_public, L("Public", "公开"), NOT_PERSONAL, .read_only = true, .fallback = "false", .list = true),
    INTEGER(size_limit, L("Largest file in bytes", "单个文件上限（字节）"), NOT_PERSONAL, .read_only = true, .fallback = "0"),
    TEXT(types, L("Allowed types", "允许的类型"), NOT_PERSONAL, .max = LIMIT_BUCKET_TYPES, .read_only = true, .fallback = ""),
};

#undef ROW
#define ROW struct storage_object
static const struct field object_fields[] = {
    TEXT(bucket, L("Bucket", "存储桶"), NOT_PERSONAL, .min = 1, .max = LIMIT_BUCKET_NAME, .index = true, .read_only = true, .fallback = "", .list = true),
    TEXT(name, L("Path", "路径"), FREE_TEXT, .min = 1, .max = LIMIT_OBJECT_NAME, .read_only = true, .fallback = "", .list = true),
    TEXT(folder, L("Folder", "文件夹"), FREE_TEXT, .max = LIMIT_OBJECT_NAME, .index = true, .read_only = true, .fallback = ""),
    TEXT(leaf, L("File name", "文件名"), FREE_TEXT, .max = LIMIT_OBJECT_NAME, .search = true, .read_only = true, .fallback = ""),
    CHOICE(module, L("Module", "模块"), NOT_PERSONAL, CHOICES(modules), .read_only = true, .fallback = "core"),
    TEXT(content_type, L("Type", "类型"), NOT_PERSONAL, .max = LIMIT_CONTENT_TYPE, .read_only = true, .fallback = "", .list = true),
    TEXT(cache_control, L("Caching", "缓存"), NOT_PERSONAL, .max = LIMIT_CACHE_CONTROL, .read_only = true, .fallback = ""),
    INTEGER(size, L("Size in bytes", "大小（字节）"), NOT_PERSONAL, .read_only = true, .fallback = "0", .list = true),
    TEXT(etag, L("Fingerprint", "指纹"), NOT_PERSONAL, .max = 64, .read_only = true, .fallback = ""),
    JSON(metadata, L("Notes of the client", "客户端附注"), FREE_TEXT, .max = LIMIT_METADATA, .optional = true, .read_only = true),
    ID(blob_id, L("Bytes", "内容"), NOT_PERSONAL, .index = true, .hidden = true, .read_only = true, .optional = true),
    CHOICE(audience, L("Who may see it", "可见范围"), NOT_PERSONAL, CHOICES(audiences), .read_only = true, .fallback = "everybody"),
    JSON(members, L("Chosen members", "指定成员"), IDENTITY, .max = LIMIT_AUDIENCE, .optional = true, .read_only = true),
};

#undef ROW
#define ROW struct photo
static const struct field photo_fields[] = {
    TEXT(entity, L("Kind of record", "记录类型"), NOT_PERSONAL, .min = 1, .max = 63, .read_only = true, .fallback = "", .list = true),
    ID(record_id, L("Record", "记录"), NOT_PERSONAL, .index = true, .read_only = true),
    CHOICE(module, L("Module", "模块"), NOT_PERSONAL, CHOICES(modules), .read_only = true, .fallback = "core"),
    LINK(storage_object_id, L("File", "文件"), NOT_PERSONAL, .to = &storage_object_entity, .index = true, .read_only = true, .list = true),
    INTEGER(position, L("Position", "顺序"), NOT_PERSONAL, .read_only = true, .list = true),
    INTEGER(width, L("Width in pixels", "宽度（像素）"), NOT_PERSONAL, .read_only = true, .list = true),
    INTEGER(height, L("Height in pixels", "高度（像素）"), NOT_PERSONAL, .read_only = true, .list = true),
    CHOICE(audience, L("Who may see it", "可见范围"), NOT_PERSONAL, CHOICES(audiences), .read_only = true, .fallback = "everybody"),
    JSON(members, L("Chosen members", "指定成员"), IDENTITY, .max = LIMIT_AUDIENCE, .optional = true, .read_only = true),
};
#undef ROW
#define ROW struct blob
static const struct field blob_fields[] = {
    TEXT(key, L("Wrapped key", "加密密钥"), CREDENTIAL, .max = 200, .hidden = true),
    CHOICE(state, L("State", "状态"), NOT_PERSONAL, CHOICES(blob_states), .index = true),
    INTEGER(size, L("Size in bytes", "大小（字节）"), NOT_PERSONAL),
    INSTANT(expires_at, L("Given up at", "放弃时间"), NOT_PERSONAL, .optional = true),
};

#undef ROW
#define ROW struct storage_upload
static const struct field upload_fields[] = {
    TEXT(bucket, L("Bucket", "存储桶"), NOT_PERSONAL, .min = 1, .max = LIMIT_BUCKET_NAME),
    TEXT(name, L("Path", "路径"), FREE_TEXT, .min = 1, .max = LIMIT_OBJECT_NAME),
    INTEGER(size, L("Size in bytes", "大小（字节）"), NOT_PERSONAL),
    TEXT(content_type, L("Type", "类型"), NOT_PERSONAL, .max = LIMIT_CONTENT_TYPE),
    TEXT(cache_control, L("Caching", "缓存"), NOT_PERSONAL, .max = LIMIT_CACHE_CONTROL),
    JSON(metadata, L("Notes of the client", "客户端附注"), FREE_TEXT, .max = LIMIT_METADATA, .optional = true),
    BOOLEAN(upserts, L("Replaces", "覆盖"), NOT_PERSONAL),
    BOOLEAN(may_every, L("Replaces others' files", "覆盖他人文件"), NOT_PERSONAL),
    BOOLEAN(is_finished, L("Finished", "已完成"), NOT_PERSONAL, .fallback = "false"),
    ID(blob_id, L("Bytes", "内容"), NOT_PERSONAL),
    INSTANT(expires_at, L("Given up at", "放弃时间"), NOT_PERSONAL),
};
#undef ROW
/* clang-format on */

static const char *const object_place[] = { "bucket", "name", NULL };

const struct entity storage_bucket_entity = {
    .name = "storage_bucket",
    .label = L("Bucket", "存储桶"),
    .plural = L("Buckets", "存储桶"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to keep files of one kind together, with one rule who may see them",
                 "以便按类别存放文件并统一可见范围"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "name",
    .order = "name.asc",
    .size = sizeof(struct storage_bucket),
    .fields = LIST(bucket_fields),
    .module_by = "module",
};

const struct entity storage_object_entity = {
    .name = "storage_object",
    .label = L("File", "文件"),
    .plural = L("Files", "文件"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_READ_ONLY,
    .purpose =
        L("to keep the files that you upload, and give them back", "以便保存并取回您上传的文件"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "name",
    .order = "name.asc",
    .size = sizeof(struct storage_object),
    .fields = LIST(object_fields),
    .unique_together = object_place,
    .module_by = "module",
    .seen = { .audience = "audience", .members = "members" },
};

const struct entity photo_entity = {
    .name = "photo",
    .label = L("Photo", "照片"),
    .plural = L("Photos", "照片"),
    .module = MODULE_CORE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_READ_ONLY,
    .purpose = L("to show records as they look, such as an incoming box",
                 "以便直观查看记录对应的实物，例如到货的箱子"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "entity",
    .order = "position.asc",
    .size = sizeof(struct photo),
    .fields = LIST(photo_fields),
    .module_by = "module",
    .seen = { .audience = "audience", .members = "members" },
};

const struct entity blob_entity = {
    .name = "blob",
    .label = L("File content", "文件内容"),
    .plural = L("File contents", "文件内容"),
    .module = MODULE_ADMIN,
    .rows = ROWS_OF_SERVER,
    .purpose = L("to find and decrypt the content of a file, and to remove it with the file",
                 "以便查找、解密文件内容，并随文件一并删除"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "state",
    .order = "created_at.asc",
    .size = sizeof(struct blob),
    .fields = LIST(blob_fields),
};

const struct entity storage_upload_entity = {
    .name = "storage_upload",
    .label = L("Upload under way", "进行中的上传"),
    .plural = L("Uploads under way", "进行中的上传"),
    .module = MODULE_ADMIN,
    .rows = ROWS_OF_SERVER,
    .purpose = L("to go on with an upload after the connection broke", "以便在连接中断后续传"),
    .basis = CONTRACT,
    .keep = UNTIL_EXPIRED,
    .title = "name",
    .order = "created_at.asc",
    .size = sizeof(struct storage_upload),
    .fields = LIST(upload_fields),
};

const struct entity *const files_entities[] = {
    &storage_bucket_entity, &storage_object_entity, &photo_entity,
    &blob_entity,           &storage_upload_entity, NULL,
};
