/* Conditional and range requests (RFC 9110, 13 and 14): pure functions over header values. */
#ifndef HTTP_CONDITIONAL_H
#define HTTP_CONDITIONAL_H

#include "base/text.h"

#include <stdint.h>

/* Does an If-None-Match list name this entity tag (with its quotes)? Weak comparison. */
bool http_etag_matches(struct text list, struct text etag);

enum http_range_result {
    HTTP_RANGE_NONE,    /* no Range, or one that is ignored: send everything */
    HTTP_RANGE_PART,    /* send 206 */
    HTTP_RANGE_OUTSIDE, /* answer 416, with the size in Content-Range */
};

/* Reads a Range header against `size_bytes`. Only one range is served, more are ignored.
 *ret_from and *ret_count are set with HTTP_RANGE_PART. */
enum http_range_result http_range_read(struct text range, uint64_t size_bytes, uint64_t *ret_from,
                                       uint64_t *ret_count);

/* Quality (0..1000) that an Accept-Encoding header gives to a coding; 0 is "no". */
int http_encoding_quality(struct text accept_encoding, struct text coding);

#endif
