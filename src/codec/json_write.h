/* JSON writing: a streaming writer into a buffer that puts the commas itself. Names and texts are
   escaped as needed; invalid UTF-8 becomes U+FFFD, so the output is always valid JSON. What does
   not fit the buffer's ceiling shows in buffer_status, once, at the end. */
#ifndef CODEC_JSON_WRITE_H
#define CODEC_JSON_WRITE_H

#include "base/buffer.h"

struct json;

struct json_writer {
    struct buffer *buffer;
    int depth;  /* of objects and arrays still open */
    bool comma; /* one is due before the next value */
};

struct json_writer json_writer_to(struct buffer *buffer);

void json_begin_object(struct json_writer *writer);
void json_end_object(struct json_writer *writer);
void json_begin_array(struct json_writer *writer);
void json_end_array(struct json_writer *writer);

void json_write_key(struct json_writer *writer, struct text name);
void json_write_text(struct json_writer *writer, struct text value);
void json_write_integer(struct json_writer *writer, int64_t value);
/* The shortest decimal that reads back as the same number; infinite and NaN become null. */
void json_write_real(struct json_writer *writer, double value);
void json_write_boolean(struct json_writer *writer, bool value);
void json_write_null(struct json_writer *writer);
/* One complete JSON value that the caller vouches for. */
void json_write_raw(struct json_writer *writer, struct text json);
/* A parsed value, members in document order. */
void json_write_value(struct json_writer *writer, const struct json *json);

/* For rows: json_prepare_key makes `"name":` once, json_write_prepared_key copies it. */
struct text json_prepare_key(struct arena *arena, struct text name);
void json_write_prepared_key(struct json_writer *writer, struct text prepared);

/* A key and its value in one line. */
void json_write_text_member(struct json_writer *writer, struct text name, struct text value);
void json_write_integer_member(struct json_writer *writer, struct text name, int64_t value);
void json_write_boolean_member(struct json_writer *writer, struct text name, bool value);

#endif
