/* Counts (盘点): somebody goes along a place, or through an incoming box, and scans what is there.
   What is counted is kept by scan, so that a scan that is sent again counts once and scans that
   arrive late or out of order count as they were made. */
#ifndef OPS_STOCK_COUNT_H
#define OPS_STOCK_COUNT_H

#include "schema/entity.h"

/* The order of the choices; 0 is none. */
enum count_state { SHEET_OPEN = 1, SHEET_CLOSED };

/* Of a place or of a box: exactly one of the two is set. */
struct stock_count {
    struct row row;
    struct id location_id, inbound_box_id;
    int64_t round;    /* of a box: the first or the second count */
    int state;        /* enum count_state */
    bool hides_books; /* what the books say is kept from who counts */
    int64_t closed_at;
    struct text note;
};

/* What was found of one variant. Its author sees it, and everybody once it is shared: lines of a
   box when its counts are done, those of a place at once. */
struct stock_count_line {
    struct row row;
    struct id stock_count_id, product_variant_id;
    int64_t counted;
    int64_t first_at, last_at; /* when the scans were made that it counts */
    bool is_shared;
    int64_t expected, difference; /* of a closed count of a place */
};

/* One scan: pieces that are added, or a figure that was typed and stands for all before it. */
struct stock_count_scan {
    struct row row; /* its id is the device's */
    struct id stock_count_id, product_variant_id;
    int64_t scanned_at;
    bool is_figure;
    int64_t quantity;
};

extern const struct entity stock_count_entity, stock_count_line_entity, stock_count_scan_entity;

#endif
