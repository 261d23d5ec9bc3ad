/* Request heads and chunked bodies: what is read does not depend on how the bytes arrive, and
   what is accepted holds everything the rest of the server relies on. The first byte is the
   size of the steps. */
#include "base/buffer.h"
#include "fuzz.h"
#include "http/http1_parse.h"

static const struct http_limits limits = { .header_bytes = 2048,
                                           .header_count = 20,
                                           .target_bytes = 512 };

/* The size of the head when the bytes come `step` at a time; 0: refused or incomplete. */
static size_t find_head(struct text bytes, size_t step, enum refusal *ret_refusal)
{
    size_t scanned = 0, head_size = 0;

    *ret_refusal = REFUSAL_NONE;
    for (size_t there = 0; there < bytes.size && head_size == 0;) {
        there = there + step < bytes.size ? there + step : bytes.size;
        *ret_refusal = http1_find_head(text_slice(bytes, 0, there), &limits, &scanned, &head_size);
        CHECK(scanned <= there && head_size <= there);
        if (*ret_refusal != REFUSAL_NONE)
            return 0;
    }
    return head_size;
}

static void check_head(const struct http_head *head)
{
    CHECK(head->method == http1_method(head->method_name) && head->method != HTTP_NONE);
    CHECK(head->target.at[0] == '/' && head->target.size <= limits.target_bytes);
    CHECK(head->path.size + head->query.size + (head->query.at != NULL) == head->target.size);
    CHECK(head->header_count <= limits.header_count);
    CHECK(http1_host_is_valid(head->host) || (head->is_http_1_0 && head->host.size == 0));
    CHECK(!head->is_chunked || !head->has_length);
    CHECK(head->has_length || head->content_length == 0);
    for (size_t i = 0; i < head->header_count; i++) {
        CHECK(http1_is_token(head->headers[i].name));
        CHECK(http1_value_is_valid(head->headers[i].value));
    }
    fuzz_touch(head->target);
}

static void read_head(struct text bytes, size_t step)
{
    enum refusal refusal, refusal_at_once;
    size_t head_size = find_head(bytes, step, &refusal);
    struct arena arena = { 0 };
    struct http_head head;

    CHECK(head_size == find_head(bytes, SIZE_MAX / 2, &refusal_at_once));
    CHECK((refusal == REFUSAL_NONE) == (refusal_at_once == REFUSAL_NONE));
    if (head_size == 0)
        return;
    refusal = http1_parse_head(text_slice(bytes, 0, head_size), &limits, &arena, &head);
    if (refusal == REFUSAL_NONE)
        check_head(&head);
    else
        CHECK(refusal_row(refusal)->status >= 400);
    arena_release(&arena);
}

static enum refusal read_chunks(struct text bytes, size_t step, struct buffer *body,
                                size_t *ret_used)
{
    struct http1_chunks chunks = { 0 };

    *ret_used = 0;
    while (*ret_used < bytes.size && chunks.state != HTTP1_CHUNK_DONE) {
        struct text part = text_slice(bytes, *ret_used, step), piece;
        size_t used = 0;
        enum refusal refusal = http1_read_chunks(&chunks, part, &used, &piece);

        if (refusal != REFUSAL_NONE)
            return refusal;
        CHECK(used > 0 && used <= part.size && piece.size <= used);
        buffer_append(body, piece);
        *ret_used += used;
    }
    return REFUSAL_NONE;
}

static void read_body(struct text bytes, size_t step)
{
    struct buffer one = buffer_on_heap(1 << 20), other = buffer_on_heap(1 << 20);
    size_t used_one, used_other;
    enum refusal refusal = read_chunks(bytes, step, &one, &used_one);

    CHECK(refusal == read_chunks(bytes, SIZE_MAX / 2, &other, &used_other));
    CHECK(refusal != REFUSAL_NONE || used_one == used_other);
    CHECK(text_equal(buffer_text(&one), buffer_text(&other)));
    buffer_release(&one);
    buffer_release(&other);
}

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct text bytes = fuzz_text(at + (size > 0), size - (size > 0));
    size_t step = size > 0 && at[0] > 0 ? at[0] : 1;

    read_head(bytes, step);
    read_body(bytes, step);
    return 0;
}
