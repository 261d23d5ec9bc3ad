/* ZIP writing: parts are deflated straight into a buffer, with sizes in their headers. No clock:
   the same parts give the same bytes. */
#ifndef CODEC_ZIP_WRITE_H
#define CODEC_ZIP_WRITE_H

#include "base/buffer.h"
#include "base/status.h"

enum { ZIP_WRITE_LIMIT_PARTS = 65535 };

struct zip_writer;

/* Lives in the arena. The ceiling of `buffer` (below 4 GiB) counts; what does not fit shows in
   zip_finish. */
struct zip_writer *zip_writer_new(struct arena *arena, struct buffer *buffer);
/* One part after the other. Names are UTF-8 paths with `/`. */
void zip_begin_part(struct zip_writer *writer, struct text name);
void zip_append(struct zip_writer *writer, struct text bytes);
void zip_end_part(struct zip_writer *writer);
/* The directory; then the archive is complete. TOO_LARGE past a ceiling. */
enum status MUST_CHECK zip_finish(struct zip_writer *writer);

#endif
