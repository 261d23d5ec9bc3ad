/* Worker: the process that decodes. */
#ifndef MEDIA_WORKER_H
#define MEDIA_WORKER_H

enum { WORKER_SOCKET = 3 }; /* the descriptor a worker is started with */

/* Serves what a trade ("pictures", "paper"; NULL: pictures) asks over WORKER_SOCKET until the
   server is gone; the process' exit code. `try` (may be NULL): does that forbidden thing in the
   sandbox instead, and ends with 0 when it could be done (see sandbox_try). */
int media_worker(const char *trade, const char *try);

#endif
