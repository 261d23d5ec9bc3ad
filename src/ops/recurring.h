/* Recurring: books what is paid every month on its day, once. Private to src/ops/finance*.c. */
#ifndef OPS_RECURRING_H
#define OPS_RECURRING_H

#include "store/store.h"

struct recurring_booking {
    int64_t workspace_id; /* 0: every workspace */
    int64_t now_ms;
    int64_t booked; /* how many costs were made */
};

/* A store_work of the server's own code; context is a struct recurring_booking. Months that are
   closed are passed over for good. */
enum status recurring_book(struct tx *tx, void *context);

#endif
