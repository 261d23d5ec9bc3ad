/* Standard headers: the table, and writing it. */
#include "http/standard_headers.h"

#define CSP                                                                                        \
    "default-src 'self'; script-src 'self'; style-src 'self'; "                                    \
    "img-src 'self' data: blob:; connect-src 'self'; media-src 'self' blob:; "                     \
    "worker-src 'self'; manifest-src 'self'; object-src 'none'; base-uri 'none'; "                 \
    "form-action 'self'; frame-ancestors 'none'"

/* Camera for barcodes, microphone for voice notes; nothing else a browser may hand out. */
#define PERMISSIONS                                                                                \
    "camera=(self), microphone=(self), accelerometer=(), autoplay=(), browsing-topics=(), "        \
    "display-capture=(), encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), "        \
    "hid=(), idle-detection=(), local-fonts=(), magnetometer=(), midi=(), payment=(), "            \
    "picture-in-picture=(), publickey-credentials-get=(), screen-wake-lock=(), serial=(), "        \
    "storage-access=(), usb=(), window-management=(), xr-spatial-tracking=()"

static const struct http_header security_headers[] = {
    { T_INIT("Content-Security-Policy"), T_INIT(CSP) },
    { T_INIT("X-Content-Type-Options"), T_INIT("nosniff") },
    { T_INIT("X-Frame-Options"), T_INIT("DENY") },
    { T_INIT("Referrer-Policy"), T_INIT("no-referrer") },
    { T_INIT("Permissions-Policy"), T_INIT(PERMISSIONS) },
    { T_INIT("Cross-Origin-Opener-Policy"), T_INIT("same-origin") },
    { T_INIT("Cross-Origin-Resource-Policy"), T_INIT("same-origin") },
};
enum { SECURITY_HEADERS = sizeof security_headers / sizeof *security_headers };

static const struct http_header https_header = {
    T_INIT("Strict-Transport-Security"),
    T_INIT("max-age=63072000; includeSubDomains"),
};

static const struct http_header *find(const struct http_header *list, size_t count,
                                      struct text name)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal_nocase(list[i].name, name))
            return &list[i];
    return NULL;
}

static struct text write_out(struct arena *arena, const struct http_header *list, size_t count)
{
    struct buffer lines = buffer_in(arena, SIZE_MAX);

    for (size_t i = 0; i < count; i++) {
        buffer_append(&lines, list[i].name);
        buffer_append(&lines, T(": "));
        buffer_append(&lines, list[i].value);
        buffer_append(&lines, T("\r\n"));
    }
    return buffer_text(&lines);
}

static void add(struct standard_headers *standard, struct arena *arena,
                const struct http_header *header)
{
    standard->list[standard->count++] = (struct http_header){
        arena_copy(arena, header->name),
        arena_copy(arena, header->value),
    };
}

void standard_headers_build(struct standard_headers *standard, struct arena *arena,
                            const struct http_header *extra, size_t extra_count)
{
    const struct http_header *https = find(extra, extra_count, https_header.name);

    standard->count = 0;
    standard->list = ARENA_NEW_ARRAY(arena, struct http_header, SECURITY_HEADERS + extra_count + 1);
    for (size_t i = 0; i < SECURITY_HEADERS; i++)
        if (!find(extra, extra_count, security_headers[i].name))
            add(standard, arena, &security_headers[i]);
    for (size_t i = 0; i < extra_count; i++)
        if (&extra[i] != https)
            add(standard, arena, &extra[i]);
    add(standard, arena, https ? https : &https_header);
    standard->secure = write_out(arena, standard->list, standard->count);
    standard->plain = write_out(arena, standard->list, standard->count - 1);
}

static void write_one(const struct http_header *header, struct octets *out)
{
    octets_append(out, header->name);
    octets_append(out, T(": "));
    octets_append(out, header->value);
    octets_append(out, T("\r\n"));
}

void standard_headers_write(const struct standard_headers *standard, bool is_secure,
                            const struct http_header *own, size_t own_count, struct octets *out)
{
    size_t count = standard->count - !is_secure;
    bool some_are_replaced = false;

    for (size_t i = 0; i < own_count; i++) {
        write_one(&own[i], out);
        some_are_replaced |= find(standard->list, count, own[i].name) != NULL;
    }
    if (!some_are_replaced) {
        octets_append(out, is_secure ? standard->secure : standard->plain);
        return;
    }
    for (size_t i = 0; i < count; i++)
        if (!find(own, own_count, standard->list[i].name))
            write_one(&standard->list[i], out);
}

size_t standard_headers_list(const struct standard_headers *standard, bool is_secure,
                             const struct http_header *own, size_t own_count,
                             struct http_header *ret_list)
{
    size_t count = 0;

    for (size_t i = 0; i < standard->count - !is_secure; i++)
        if (!find(own, own_count, standard->list[i].name))
            ret_list[count++] = standard->list[i];
    return count;
}
