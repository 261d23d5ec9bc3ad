/* Print: the answer of a call is a PDF, or codes found in an image. */
#ifndef FILES_PRINT_H
#define FILES_PRINT_H

#include "call/call.h"
#include "media/media.h"
#include "paper/paper.h"

/* The answer becomes the PDF of it; `name` is what a browser calls the file, in ASCII. */
enum status MUST_CHECK print_answer(struct call *call, const struct paper *paper, struct text name);
/* The answer becomes this file. */
void file_answer(struct call *call, struct text type, struct text name, struct text bytes);
/* The barcodes in an image, which is looked at by a confined process. */
enum status MUST_CHECK codes_in_image(struct call *call, struct text image,
                                      struct media_codes *ret_codes);

#endif
