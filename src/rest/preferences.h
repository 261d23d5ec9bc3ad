/* Preferences: the Prefer headers of a request (RFC 7240), as PostgREST knows them. */
#ifndef REST_PREFERENCES_H
#define REST_PREFERENCES_H

#include "call/call.h"

enum count_kind { COUNT_NONE, COUNT_EXACT, COUNT_PLANNED, COUNT_ESTIMATED };
enum return_kind { RETURN_UNSAID, RETURN_MINIMAL, RETURN_HEADERS, RETURN_REPRESENTATION };
enum resolution { RESOLUTION_NONE, RESOLUTION_MERGE, RESOLUTION_IGNORE };
enum missing { MISSING_UNSAID, MISSING_DEFAULT, MISSING_NULL };
enum ending { ENDING_UNSAID, ENDING_COMMIT, ENDING_ROLLBACK };
enum handling { HANDLING_UNSAID, HANDLING_STRICT, HANDLING_LENIENT };

struct preferences {
    enum count_kind count;
    enum return_kind returns;
    enum resolution resolution;
    enum missing missing;
    enum ending ending; /* tx= */
    enum handling handling;
    int64_t max_affected;  /* -1: not said */
    struct text time_zone; /* at == NULL: not said; only UTC is followed */
    struct text unknown;   /* what is not known, "a, b=c"; empty: nothing */
};

/* Refuses with PGRST122 what is not known when handling=strict is said. */
enum status MUST_CHECK preferences_parse(struct call *call, struct preferences *ret_prefer);
/* Adds Preference-Applied with what was followed: those of reading, and those of writing too. */
void preferences_echo(struct call *call, const struct preferences *prefer, bool is_write);

#endif
