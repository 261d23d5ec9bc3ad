/* Outgoing: the bytes of a file on their way out. */
#ifndef FILES_OUTGOING_H
#define FILES_OUTGOING_H

#include "files/object.h"

/* GET and HEAD: by a member, by a signed address, of a public bucket. */
enum status outgoing_member(struct call *call);
enum status outgoing_signed(struct call *call);
enum status outgoing_public(struct call *call);

/* The file that the request means, as each of the first two. *ret_transform: what a signed address
   says of rendering; empty when nothing. */
enum status MUST_CHECK outgoing_find_member(struct call *call, struct storage_object *ret_object);
enum status MUST_CHECK outgoing_find_signed(struct call *call, struct storage_object *ret_object,
                                            struct text *ret_transform);

/* May a browser show it? Everything else is a download, whatever it calls itself. */
bool outgoing_is_harmless(struct text content_type);
/* "attachment; filename*=UTF-8''..." */
struct text outgoing_attachment(struct arena *arena, struct text file_name);

/* "Sun, 06 Nov 1994 08:49:37 GMT" */
struct text http_date_text(struct arena *arena, int64_t instant_ms);

#endif
