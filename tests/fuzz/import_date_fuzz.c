/* Fuzz: dates as spreadsheets write them. What is understood is a day that exists and a time of
   that day; with the order said, what was understood without it is understood the same. */
#include "rest/import_date.h"

#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *at, size_t size)
{
    struct text input = fuzz_text(at, size);
    struct date_vote vote = { 0 };
    struct moment moment, again;

    date_vote_add(&vote, input);
    CHECK(vote.mdy + vote.dmy <= 1);
    for (int order = DATE_ORDER_UNSAID; order <= DATE_ORDER_DMY; order++) {
        struct date same;

        if (!moment_from_text(input, (enum date_order)order, &moment))
            continue;
        CHECK(moment.ms_of_day >= 0 && moment.ms_of_day < MS_PER_DAY);
        CHECK(moment.has_time || moment.ms_of_day == 0);
        CHECK(moment.offset_ms > -19 * MS_PER_HOUR && moment.offset_ms < 19 * MS_PER_HOUR);
        CHECK(date_from_civil(date_to_civil(moment.date), &same) && same.days == moment.date.days);
    }
    if (moment_from_text(input, DATE_ORDER_UNSAID, &moment) &&
        moment_from_text(input, DATE_ORDER_MDY, &again))
        CHECK(moment.date.days == again.date.days && moment.ms_of_day == again.ms_of_day);
    return 0;
}
