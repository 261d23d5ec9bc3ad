/* Render: pictures made of stored images on request (width, height, resize, quality, format), by
   the media worker. Nothing of it is kept: the caches of browsers do that. */
#ifndef FILES_RENDER_H
#define FILES_RENDER_H

#include "files/object.h"
#include "media/media.h"

enum { RENDER_SIDE_MAX = 2500, RENDER_QUALITY_MIN = 20, RENDER_QUALITY_MAX = 100 };

/* GET and HEAD: by a member; by a signed address, which says how. */
enum status render_member(struct call *call);
enum status render_signed(struct call *call);

/* What the media worker met, whole: a value in a sentence is cut. */
struct label media_fault_label(enum media_fault fault);
enum status MUST_CHECK refuse_media(struct call *call, enum media_fault fault);

/* The `transform` of a request for a signed address, checked, as it stands in a query; empty when
   there is none. Refuses what cannot be made, naming it. */
enum status MUST_CHECK render_read_transform(struct call *call, const struct json *transform,
                                             struct text *ret_query);

#endif
