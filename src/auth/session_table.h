/* Session table: who the open sessions are, in memory, so that every call can be checked without
   asking the store. A copy that may be dropped at any time: what changes in the store is
   forgotten here before the change is answered, and read again by the next call.

   Reading the store and keeping what was read takes two steps, and a change may fall between
   them. So the reader takes the epoch first, and session_table_keep keeps nothing when something
   was forgotten since. */
#ifndef AUTH_SESSION_TABLE_H
#define AUTH_SESSION_TABLE_H

#include "auth/account.h"

struct session_table;
struct zone;

/* Plain values only: an entry is copied in and out. */
struct session_entry {
    struct id session_id, account_id;
    int64_t workspace_id; /* one session may be seen in several workspaces, one entry each */
    enum role role;
    unsigned char level[MODULE_COUNT];
    enum language language;
    const struct zone *zone;
    char currency[4];
    int assurance;       /* of the session: 2 when a second factor was shown */
    bool has_factor;     /* the account has a second factor */
    bool demands_factor; /* the workspace wants one */
    bool is_operator;
    int64_t expires_at, last_seen_at;
    size_t email_size, name_size;
    char email[LIMIT_EMAIL];
    char name[4 * LIMIT_DISPLAY_NAME];
};

/* When a session was last seen; to be written to its row now and then. */
struct session_seen {
    struct id session_id;
    int64_t at;
};

enum { SESSION_SEEN_AFTER_MS = 60000 }; /* so often at most per session */

/* Holds up to `capacity` entries (rounded up to a power of two, at least 64); past that the ones
   not used for longest go. */
struct session_table *session_table_new(size_t capacity);
void session_table_free(struct session_table *table);

/* Copies the entry and notes that it was seen at now_ms. False also when its time is over, or
   when it was seen last more than idle_ms ago: the store may know better. */
bool session_table_find(struct session_table *table, struct id session_id, int64_t workspace_id,
                        int64_t now_ms, int64_t idle_ms, struct session_entry *ret_entry);
uint64_t session_table_epoch(const struct session_table *table);
/* Keeps the entry, as seen at now_ms, unless something was forgotten since `epoch`. When another
   entry had to go whose row is behind, it is told in *ret_seen (else its id is zero). */
void session_table_keep(struct session_table *table, uint64_t epoch,
                        const struct session_entry *entry, int64_t now_ms,
                        struct session_seen *ret_seen);

void session_table_forget_session(struct session_table *table, struct id session_id);
void session_table_forget_account(struct session_table *table, struct id account_id);
void session_table_forget_all(struct session_table *table);

/* Up to `room` sessions that were seen more than SESSION_SEEN_AFTER_MS after what their row
   says; they count as written from here on. */
size_t session_table_take_seen(struct session_table *table, struct session_seen *seen, size_t room);
size_t session_table_count(const struct session_table *table);

/* Other processes count a number in the store when they change something. True for one caller
   when it was last asked for more than interval_us ago. */
bool session_table_ask_is_due(struct session_table *table, int64_t now_us, int64_t interval_us);
/* What the number is now; forgets everything when it moved. */
void session_table_tell_generation(struct session_table *table, int64_t generation);

#endif
