/* Server setting: what the server itself remembers under a name: who answers for it, and
   counters that several processes share. */
#ifndef AUTH_SERVER_SETTING_H
#define AUTH_SERVER_SETTING_H

#include "store/store.h"

struct server_setting {
    struct row row;
    struct text name;
    struct text value;
    int64_t number;
};

extern const struct entity server_setting_entity;

/* The names. */
#define SETTING_CONTROLLER_NAME  "controller_name"
#define SETTING_CONTROLLER_PLACE "controller_place"
#define SETTING_CONTROLLER_EMAIL "controller_email"
#define SETTING_PUBLIC_URL       "public_url"     /* as the administrator reached it at set-up */
#define SETTING_SET_UP_AT        "set_up_at"      /* instant; 0: not yet */
#define SETTING_LAST_WORKSPACE   "last_workspace" /* the highest workspace_id ever given */
#define SETTING_GENERATION       "generation"     /* counts what other processes must hear of */
#define SETTING_TOKEN_KEY        "token_key"      /* how often the keys of tokens were rotated */
#define SETTING_TOKEN_KEY_AT     "token_key_at"   /* and when last */

/* Makes every counter that is not there yet. */
enum status MUST_CHECK server_setting_seed(struct tx *tx, int64_t now_ms);
/* Empty, or 0, when nothing is stored under the name. */
enum status MUST_CHECK server_setting_read(struct tx *tx, const char *name, struct text *ret_value);
enum status MUST_CHECK server_setting_number(struct tx *tx, const char *name, int64_t *ret_number);
enum status MUST_CHECK server_setting_write(struct tx *tx, const char *name, struct text value,
                                            int64_t number, int64_t now_ms);
/* Counts up by one and gives the new number. Holds the row until the end of the transaction, so
   numbers are given one at a time. */
enum status MUST_CHECK server_setting_count(struct tx *tx, const char *name, int64_t now_ms,
                                            int64_t *ret_number);
/* The struct row of a new row of the server's own. */
struct row server_row(int64_t now_ms);

#endif
