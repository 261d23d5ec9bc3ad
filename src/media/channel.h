/* Channel: whole messages over a socket of packets, with one descriptor at most. Private to
   src/media. */
#ifndef MEDIA_CHANNEL_H
#define MEDIA_CHANNEL_H

#include "media/message.h"

/* `file` -1: none. */
bool channel_send(int socket, const void *message, size_t size, int file);
/* False at the end, on an error, and when the message has another size. *ret_file is -1 without
   one; the caller closes it. */
bool channel_receive(int socket, void *message, size_t size, int *ret_file);

#endif
