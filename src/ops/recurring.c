/* The day is that of the workspace's time zone. How far a cost is booked stands in its own row, so
   that one that somebody deleted does not come back. */
#include "ops/recurring.h"

#include "auth/workspace.h"
#include "base/log.h"
#include "base/zone.h"
#include "call/instance.h"
#include "crypto/random.h"
#include "ops/cost.h"
#include "ops/finance.h"
#include "ops/record_lock.h"
#include "store/row.h"

enum { EVERY_MS = MS_PER_HOUR, MONTHS_PER_YEAR = 12, LIMIT_MONTHS_AT_ONCE = 24 };

static struct date month_of(struct date day, int ahead)
{
    struct civil civil = date_to_civil(day);
    int month = civil.month - 1 + ahead;
    struct date first = day;
    struct civil moved = { .year = civil.year + month / MONTHS_PER_YEAR,
                           .month = month % MONTHS_PER_YEAR + 1,
                           .day = 1 };

    (void)date_from_civil(moved, &first);
    return first;
}

/* The day of the month, or its last one. */
static struct date due_in(const struct recurring_cost *cost, struct date month)
{
    int32_t last = month_of(month, 1).days - 1;
    int32_t due = month.days + (int32_t)cost->day_of_month - 1;

    return (struct date){ due < last ? due : last };
}

static enum status is_closed(struct tx *tx, int64_t workspace_id, struct date month, bool *ret)
{
    struct value values[] = {
        VALUE_OF_INTEGER(workspace_id),
        VALUE_OF_TEXT(arena_copy(tx_arena(tx), text_from(date_to_text(month).at))),
    };
    struct record_lock lock;
    enum status status = row_find_where(tx, &record_lock_entity,
                                        T("workspace_id = $1 AND month = $2"), values, 2, &lock);

    *ret = status == OK;
    return status == NOT_FOUND ? OK : status;
}

static enum status book_month(struct tx *tx, struct recurring_booking *booking,
                              const struct recurring_cost *cost, struct date month)
{
    struct cost_item item = {
        .row = cost->row,
        .day = due_in(cost, month),
        .cost_category_id = cost->cost_category_id,
        .name = cost->name,
        .currency = cost->currency,
        .amount = cost->amount,
        .share_by = cost->share_by,
        .recurring_cost_id = cost->row.id,
        .recurring_month = month,
    };
    bool closed;
    enum status status = is_closed(tx, cost->row.workspace_id, month, &closed);

    if (status != OK || closed || item.day.days < cost->starts_on.days)
        return status;
    item.row.id = random_id(booking->now_ms);
    item.row.created_at = item.row.updated_at = booking->now_ms;
    item.row.version = 1;
    item.row.nulls = 0;
    booking->booked++;
    return row_insert(tx, &cost_item_entity, &item);
}

static enum status book_cost(struct tx *tx, struct recurring_booking *booking,
                             struct recurring_cost *cost)
{
    struct workspace workspace;
    struct date today, month;
    bool is_changed = false;
    enum status status = workspace_find(tx, cost->row.workspace_id, &workspace);

    if (status != OK)
        return status;
    today = zone_day(zone_find(workspace.time_zone), booking->now_ms);
    month = cost->booked_to.days != 0 ? month_of(cost->booked_to, 1) : month_of(cost->starts_on, 0);
    for (int i = 0; i < LIMIT_MONTHS_AT_ONCE && due_in(cost, month).days <= today.days; i++) {
        if (cost->ends_on.days != 0 && due_in(cost, month).days > cost->ends_on.days)
            break;
        status = book_month(tx, booking, cost, month);
        if (status != OK)
            return status;
        cost->booked_to = month;
        is_changed = true;
        month = month_of(month, 1);
    }
    return is_changed ? row_update(tx, &recurring_cost_entity, cost) : OK;
}

struct listing {
    struct recurring_cost *costs;
    size_t count, room;
};

static enum status keep(struct tx *tx, void *row, void *context)
{
    struct listing *listing = context;

    if (listing->count == listing->room) {
        size_t room = listing->room > 0 ? 2 * listing->room : 64;
        struct recurring_cost *more = ARENA_NEW_ARRAY(tx_arena(tx), struct recurring_cost, room);

        if (listing->count > 0)
            memcpy(more, listing->costs, listing->count * sizeof *more);
        listing->costs = more;
        listing->room = room;
    }
    listing->costs[listing->count++] = *(const struct recurring_cost *)row;
    return OK;
}

enum status recurring_book(struct tx *tx, void *context)
{
    struct recurring_booking *booking = context;
    struct value values[] = { VALUE_OF_INTEGER(booking->workspace_id) };
    struct listing listing = { 0 };
    struct recurring_cost scratch;
    enum status status = row_each(tx, &recurring_cost_entity, T("workspace_id = $1 OR 0 = $1"),
                                  values, 1, &scratch, keep, &listing);

    booking->booked = 0; /* the work may be run again */
    for (size_t i = 0; i < listing.count && status == OK; i++)
        status = book_cost(tx, booking, &listing.costs[i]);
    return status;
}

static const struct identity system_identity = { .is_system = true };

static void run(const struct instance *instance)
{
    struct recurring_booking booking = { .now_ms = clock_now_ms() };
    struct arena arena = { 0 };
    enum status status =
        store_write(instance->store, &system_identity, &arena, recurring_book, &booking, NULL);

    if (status != OK)
        LOG(LOG_ERROR, "recurring costs failed",
            LOG_TEXT("status", text_from(status_name(status))));
    else if (booking.booked > 0)
        LOG(LOG_SERVER, "recurring costs", LOG_NUMBER("booked", booking.booked));
    arena_release(&arena);
}

const struct ticker_task recurring_cost_task = { "recurring costs", EVERY_MS, run,
                                                 .at_start = true };
