/* What closing a show out holds against its sales: what the platform paid, what arrived, why they
   differ, and every closing with its re-opening. */
#ifndef OPS_CLOSEOUT_ROWS_H
#define OPS_CLOSEOUT_ROWS_H

#include "schema/entity.h"

/* A line of a platform's payout file, or, without an order number, a total that is typed. */
struct payout_line {
    struct row row;
    struct id live_session_id;
    struct text external_ref;
    struct text currency;
    int64_t amount; /* what the buyer paid, after refunds */
    int64_t fee;    /* what the platform kept of it */
    int64_t paid;   /* what it pays out; NULL: the one without the other */
    struct date paid_on;
    struct text source, line_ref, note;
};

/* Money that arrived for a show, in the bank or in the till. */
struct cash_receipt {
    struct row row;
    struct id live_session_id;
    struct date day;
    struct text currency;
    int64_t amount;
    struct text note;
};

/* What two sides of the close-out are held against each other. The order of the choices. */
enum closeout_check {
    CHECK_SALES = 1,
    CHECK_FEE,
    CHECK_CASH,
    CHECK_STOCK,
    CHECK_COUNT = CHECK_STOCK
};

/* Why two sides differ, as far as it goes. */
struct show_explanation {
    struct row row;
    struct id live_session_id;
    int about; /* enum closeout_check */
    int cause;
    struct text currency;
    int64_t amount;
    int64_t pieces; /* of CHECK_STOCK */
    struct text note;
};

struct show_close {
    struct row row;
    struct id live_session_id;
    int64_t closed_at;
    struct id closed_by;
    struct text note;
    struct text figures; /* JSON: what show_closeout answered when it was closed */
    int64_t reopened_at;
    struct id reopened_by;
    struct text reason;
};

enum { LIMIT_CLOSE_FIGURES = 256 * 1024 };

extern const struct entity payout_line_entity, cash_receipt_entity, show_explanation_entity,
    show_close_entity;
extern const struct choice closeout_checks[CHECK_COUNT];

#endif
