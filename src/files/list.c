/* Listing: what stands in one folder: the folders in it, then the files. Folders are found by
   jumping over the files in them, so that a folder costs one look-up, however full it is. */
#include "files/list.h"

#include "codec/utf8.h"
#include "files/object_json.h"
#include "store/row.h"

#include <stdlib.h>

enum { LIST_DEFAULT = 100, LIST_MOST = 1000, LIMIT_PATTERN = 4096 };

struct listing {
    struct call *call;
    struct text bucket;
    struct text folder; /* "" or "a/b/" */
    struct text search; /* folded begin of a name; empty: any */
    int64_t limit, offset;
    const char *column;
    bool is_descending;
    struct json_writer json;
    int64_t seen, written;
    struct text *folders;
    size_t folder_count, folder_room;
};

static const struct {
    const char *wire, *column;
} sort_columns[] = {
    { "name", "leaf" },
    { "created_at", "created_at" },
    { "updated_at", "updated_at" },
    { "last_accessed_at", "updated_at" },
    { "id", "id" },
};

/* --- the request */

static enum status refuse_parameter(struct call *call, const char *name)
{
    return REFUSE(call, INVALID, .code = "InvalidParameter", .value = text_from(name),
                  .say = L("{value} is not usable", "{value} 无效"));
}

static struct text fold(struct arena *arena, struct text text)
{
    struct buffer out = buffer_in(arena, LIMIT_PATTERN);

    utf8_fold(&out, text);
    return buffer_text(&out);
}

static enum status read_sort(struct listing *listing, const struct json *sort)
{
    struct text column = json_text_member(sort, T("column"));
    struct text order = json_text_member(sort, T("order"));

    listing->column = "leaf";
    listing->is_descending = text_equal_nocase(order, T("desc"));
    if (order.size > 0 && !listing->is_descending && !text_equal_nocase(order, T("asc")))
        return refuse_parameter(listing->call, "sortBy.order");
    if (column.size == 0)
        return OK;
    for (size_t i = 0; i < sizeof sort_columns / sizeof *sort_columns; i++) {
        if (text_equal(column, text_from(sort_columns[i].wire))) {
            listing->column = sort_columns[i].column;
            return OK;
        }
    }
    return refuse_parameter(listing->call, "sortBy.column");
}

/* "a/b", "a/b/" and "/a/b" all mean the folder "a/b/". */
static enum status read_folder(struct listing *listing, struct text prefix)
{
    while (prefix.size > 0 && prefix.at[0] == '/')
        prefix = text_from_offset(prefix, 1);
    while (prefix.size > 0 && prefix.at[prefix.size - 1] == '/')
        prefix.size--;
    if (prefix.size == 0) {
        listing->folder = T("");
        return OK;
    }
    if (!object_name_is_valid(prefix))
        return refuse_parameter(listing->call, "prefix");
    listing->folder = arena_print(listing->call->arena, "%.*s/", TEXT_ARG(prefix));
    return OK;
}

static enum status read_request(struct listing *listing, const struct json *body)
{
    struct call *call = listing->call;
    const struct json *limit = json_member(body, T("limit"));
    struct text search = json_text_member(body, T("search"));
    enum status status;

    listing->limit = json_kind(limit) == JSON_KIND_INTEGER ? json_as_integer(limit) : LIST_DEFAULT;
    listing->offset = json_integer_member(body, T("offset"));
    if (listing->limit < 1 || listing->limit > LIST_MOST)
        return refuse_parameter(call, "limit");
    if (listing->offset < 0)
        return refuse_parameter(call, "offset");
    if (search.size > LIMIT_OBJECT_NAME)
        return refuse_parameter(call, "search");
    listing->search = fold(call->arena, search);
    status = read_sort(listing, json_member(body, T("sortBy")));
    return status == OK ? read_folder(listing, json_text_member(body, T("prefix"))) : status;
}

/* --- folders */

/* The first folder at or after `from` and before `to` (empty: any). */
static enum status find_folder(struct tx *tx, const struct listing *listing, struct text from,
                               struct text to, struct text *ret_folder)
{
    const struct value values[] = { VALUE_OF_INTEGER(listing->call->identity.workspace_id),
                                    VALUE_OF_TEXT(listing->bucket), VALUE_OF_TEXT(from),
                                    VALUE_OF_TEXT(to) };
    struct storage_object object;
    enum status status =
        to.size > 0
            ? row_find_where(tx, &storage_object_entity,
                             T("workspace_id = $1 AND bucket = $2 AND folder >= $3 AND "
                               "folder < $4 ORDER BY folder"),
                             values, 4, &object)
            : row_find_where(tx, &storage_object_entity,
                             T("workspace_id = $1 AND bucket = $2 AND folder >= $3 ORDER BY "
                               "folder"),
                             values, 3, &object);

    if (status == OK)
        *ret_folder = object.folder;
    return status;
}

/* Everything below "a/" stands before "a0": '0' follows '/'. */
static struct text after_folder(struct arena *arena, struct text folder)
{
    if (folder.size == 0)
        return folder;
    return arena_print(arena, "%.*s0", (int)(folder.size - 1), folder.at);
}

static void keep_folder(struct listing *listing, struct text name)
{
    listing->folders = arena_room(listing->call->arena, listing->folders, listing->folder_count,
                                  &listing->folder_room, sizeof *listing->folders);
    listing->folders[listing->folder_count++] = name;
}

static enum status find_folders(struct tx *tx, struct listing *listing)
{
    struct arena *arena = listing->call->arena;
    struct text end = after_folder(arena, listing->folder);
    /* Just behind the folder itself: no name begins with a control character. */
    struct text from = arena_print(arena, "%.*s\x01", TEXT_ARG(listing->folder));

    for (;;) {
        struct text found, name;
        enum status status = find_folder(tx, listing, from, end, &found);

        if (status != OK)
            return status == NOT_FOUND ? OK : status;
        name = text_from_offset(found, listing->folder.size);
        name = text_cut(&name, '/');
        if (text_starts_with(fold(arena, name), listing->search))
            keep_folder(listing, arena_copy(arena, name));
        from = arena_print(arena, "%.*s%.*s0", TEXT_ARG(listing->folder), TEXT_ARG(name));
    }
}

static int compare_texts(const void *a, const void *b)
{
    return text_compare(*(const struct text *)a, *(const struct text *)b);
}

/* By name without the slash: "in" stands before "in-between". */
static enum status list_folders(struct tx *tx, struct listing *listing)
{
    bool is_reversed = listing->is_descending && strcmp(listing->column, "leaf") == 0;
    enum status status = find_folders(tx, listing);

    if (status != OK)
        return status;
    if (listing->folder_count > 0)
        qsort(listing->folders, listing->folder_count, sizeof *listing->folders, compare_texts);
    for (size_t i = 0; i < listing->folder_count; i++) {
        size_t at = is_reversed ? listing->folder_count - 1 - i : i;

        if (listing->seen++ < listing->offset || listing->written >= listing->limit)
            continue;
        object_write_folder(&listing->json, listing->folders[at]);
        listing->written++;
    }
    return OK;
}

/* --- files */

static struct text pattern_of(const struct listing *listing)
{
    struct buffer out = buffer_in(listing->call->arena, LIMIT_PATTERN);

    for (size_t i = 0; i < listing->search.size; i++) {
        if (strchr("%_\\", listing->search.at[i]))
            buffer_append_byte(&out, '\\');
        buffer_append_byte(&out, listing->search.at[i]);
    }
    buffer_append_byte(&out, '%');
    return buffer_text(&out);
}

static enum status write_object(struct tx *tx, void *row, void *context)
{
    struct listing *listing = context;

    (void)tx;
    object_write_listed(&listing->json, row);
    return OK;
}

static enum status list_objects(struct tx *tx, struct listing *listing)
{
    int64_t skip = listing->offset > listing->seen ? listing->offset - listing->seen : 0;
    const struct value values[] = {
        VALUE_OF_INTEGER(listing->call->identity.workspace_id),
        VALUE_OF_TEXT(listing->bucket),
        VALUE_OF_TEXT(listing->folder),
        VALUE_OF_TEXT(pattern_of(listing)),
        VALUE_OF_INTEGER(listing->limit - listing->written),
        VALUE_OF_INTEGER(skip),
    };
    struct text condition = arena_print(
        listing->call->arena,
        "workspace_id = $1 AND bucket = $2 AND folder = $3 AND leaf_fold LIKE $4 ESCAPE '\\' "
        "ORDER BY %s %s, id LIMIT $5 OFFSET $6",
        listing->column, listing->is_descending ? "DESC" : "ASC");
    struct storage_object object;

    return row_each(tx, &storage_object_entity, condition, values, 6, &object, write_object,
                    listing);
}

static enum status list_work(struct tx *tx, void *context)
{
    struct listing *listing = context;
    enum status status;

    buffer_clear(&listing->call->body);
    listing->seen = listing->written = 0;
    listing->folder_count = 0;
    listing->json = call_answer_json(listing->call);
    json_begin_array(&listing->json);
    status = list_folders(tx, listing);
    if (status == OK && listing->written < listing->limit)
        status = list_objects(tx, listing);
    json_end_array(&listing->json);
    return status;
}

enum status object_list(struct call *call)
{
    struct listing listing = { .call = call };
    const struct json *body;
    struct bucket bucket;
    enum status status = call_json(call, &body);

    if (status == OK)
        status = bucket_require(call, call->path_parameter, LEVEL_VIEW, &bucket);
    if (status == OK)
        status = read_request(&listing, body);
    if (status != OK)
        return status;
    listing.bucket = bucket.name;
    return call_read(call, list_work, &listing);
}
