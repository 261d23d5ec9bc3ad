/* Movements of goods, and what is on hand because of them. A movement is never changed and never
   deleted; a mistake is put right by another one. */
#ifndef OPS_STOCK_MOVEMENT_H
#define OPS_STOCK_MOVEMENT_H

#include "schema/entity.h"

/* The order of the choices; 0 is none. */
enum stock_kind {
    STOCK_IN = 1,
    STOCK_OUT,
    STOCK_TRANSFER,
    STOCK_ADJUST,
    STOCK_RETURN,
    STOCK_COUNT,
    STOCK_KINDS = STOCK_COUNT
};

enum stock_reason {
    REASON_PURCHASE = 1,
    REASON_SALE,
    REASON_CUSTOMER_RETURN,
    REASON_SUPPLIER_RETURN,
    REASON_DAMAGED,
    REASON_LOST,
    REASON_FOUND,
    REASON_SAMPLE,
    REASON_OPENING,
    REASON_COUNT,
    REASON_CORRECTION,
    REASON_OTHER,
    STOCK_REASONS = REASON_OTHER
};

/* What a movement was booked for; its id stands beside it. */
enum stock_reference {
    REFERENCE_SALE = 1,
    REFERENCE_BOX,
    REFERENCE_COUNT,
    REFERENCE_RETURN,
    STOCK_REFERENCES = REFERENCE_RETURN
};

/* One place and a signed number of pieces; a transfer is two of them, tied by transfer_id. */
struct stock_movement {
    struct row row;
    struct id product_variant_id, location_id;
    int64_t sequence; /* of the variant, from 1 without gaps */
    int kind;         /* enum stock_kind */
    int64_t quantity;
    int64_t on_hand;       /* at the place, after it */
    int64_t on_hand_total; /* at all places, after it */
    int64_t booked_at;     /* never before the variant's last one */
    int64_t moved_at;
    struct date day; /* of moved_at in the workspace's zone */
    int reason;      /* enum stock_reason */
    int reference_kind;
    struct id reference_id;
    struct id transfer_id;
    struct id corrects_id;
    int64_t counted; /* STOCK_COUNT: what was found */
    bool is_short;   /* more was taken than was there */
    struct text note;
};

/* What is at a place: always the sum of its movements. */
struct stock_level {
    struct row row;
    struct id product_variant_id, location_id;
    int64_t on_hand;
    int64_t counted_at; /* 0: never */
    int64_t reorder_at; /* of this place alone */
};

extern const struct entity stock_movement_entity, stock_level_entity;
extern const struct choice stock_kinds[STOCK_KINDS], stock_reasons[STOCK_REASONS],
    stock_references[STOCK_REFERENCES];

/* Derives the day of an instant in the workspace's zone. */
struct value stock_day(const struct derive_context *context, struct value moved_at);

#endif
