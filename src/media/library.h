/* Library: libvips, loaded by the worker process alone, so that the server neither waits for its
   sixty libraries nor carries their faults. Private to src/media. */
#ifndef MEDIA_LIBRARY_H
#define MEDIA_LIBRARY_H

#include "media/grey.h"
#include "media/media.h"

/* Loads it, lets it read only the kinds of media_sniff, and uses each of them once, so that it
   asks for no file afterwards. False: it is not installed. */
bool library_open(void);

/* *ret_picture is the library's memory; library_forget gives it back. */
enum media_fault library_make(struct text image, const struct media_wish *wish,
                              struct text *ret_picture, struct media_facts *ret_facts);
void library_forget(struct text picture);

/* Upright, on white. What of `view` is not a wish is filled in. */
enum media_fault library_grey(struct text image, struct grey_view *view, struct grey *ret_grey);

#endif
