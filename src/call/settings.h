/* Settings: what the operator decides, from the environment (STEWARD_<NAME>), one file
   (`name = value` lines) and the command line; the file counts least, the command line most.
   One table:
   parsing, limits, help and docs/settings.md all come from it. */
#ifndef CALL_SETTINGS_H
#define CALL_SETTINGS_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>

/* Members are C strings that live as long as the settings. */
struct settings {
    /* where */
    const char *data;             /* directory of the embedded store and of files */
    const char *key_file;         /* master key; empty: <data>.key, beside the data */
    const char *encryption;       /* "on", "off": of the embedded store's files */
    const char *backup_directory; /* empty: <data>.backups, beside the data */
    int64_t backup_days;
    const char *database;        /* postgresql://...; empty: the embedded store */
    const char *listen;          /* address:port */
    const char *listen_redirect; /* plain port that only redirects to https */
    const char *tls_certificate, *tls_key;
    const char *tls_floor; /* "auto", "1.3" or "1.2"; see settings_tls_floor */
    bool proxy_terminates_tls;
    const char *trusted_proxies;  /* CIDR list, comma separated */
    const char *forwarded_header; /* "x-forwarded-for" or "forwarded" */
    bool proxy_protocol;
    const char *cors_origins;      /* comma separated */
    const char *region_header;     /* set by a trusted proxy: CF-IPCountry and the like */
    const char *public_url;        /* as people reach it; for links in mails */
    int64_t threads;               /* workers that read */
    int64_t write_threads;         /* workers for everything else */
    int64_t call_memory_megabytes; /* of all calls together; 0: call/call_memory.c says */
    int64_t media_workers;         /* processes that decode images */
    int64_t database_connections;
    /* who */
    const char *policy_profile;  /* call/policy_profile.h */
    const char *password_scheme; /* "auto", "argon2id", ...; see settings_password_scheme */
    int64_t pbkdf2_rounds;
    int64_t bcrypt_cost;
    const char *sign_up; /* "auto", "open", "confirmed", "invited"; see settings_sign_up */
    bool email_change_both;
    const char *google_client_id, *google_client_secret, *google_issuer;
    const char *redirect_urls; /* comma separated */
    int64_t access_minutes, idle_days, session_days;
    int64_t key_grace_hours;
    /* modules that are switched off for everybody */
    const char *modules_off;
    /* files */
    int64_t file_megabytes;      /* the largest file */
    int64_t workspace_megabytes; /* of files in one workspace; 0: no limit */
    bool public_buckets;
    const char *s3_endpoint, *s3_bucket, *s3_region; /* files in an object store instead */
    const char *s3_access_key, *s3_secret_key;
    /* mail */
    const char *mail_transport; /* "hold", "directory", "smtp" */
    const char *mail_directory; /* "directory": where, outside of the data */
    const char *mail_from, *smtp_url, *smtp_user, *smtp_password;
    const char *metrics_token;
    /* logs */
    const char *log_form; /* "auto", "json", "human" */
    int64_t log_days;
    const char *data_location; /* told on /privacy; empty: not said */
    /* for tests */
    int64_t clock_shift_ms;
    bool is_durable;
};

/* Below this nothing can be served. */
enum { CALL_MEMORY_LEAST_MEGABYTES = 16 };

enum setting_type { SETTING_TEXT, SETTING_INTEGER, SETTING_BOOLEAN, SETTING_CHOICE };

struct setting {
    const char *name; /* snake_case; STEWARD_NAME in the environment, --name on the command line */
    enum setting_type type;
    size_t at;
    int64_t min, max;
    const char *choices; /* "open invited" */
    const char *fallback;
    const char *help;
    bool is_secret; /* from the environment or a file only; never shown */
};

extern const struct setting settings_table[];
extern const size_t settings_count;

/* Every member at its fallback, then the file named by `path` (NULL: none), then environment.
   On failure *ret_reason names the setting. */
enum status MUST_CHECK settings_load(struct settings *settings, struct arena *arena,
                                     const char *path, struct text *ret_reason);
enum status MUST_CHECK settings_set(struct settings *settings, struct arena *arena,
                                    const struct setting *setting, struct text value,
                                    struct text *ret_reason);
/* What sign_up means here: "auto" is "confirmed" once mail goes out by SMTP, and "open" before
   that, when nobody could answer a mail. */
const char *settings_sign_up(const struct settings *settings);
/* What "auto" means by the profile. */
const char *settings_password_scheme(const struct settings *settings);
const char *settings_tls_floor(const struct settings *settings);
/* What one setting alone cannot say: INVALID, and a sentence that names the setting, when two of
   them, or one and the profile, do not go together. */
enum status MUST_CHECK settings_check(const struct settings *settings, struct arena *arena,
                                      struct text *ret_reason);
const struct setting *setting_find(struct text name);
/* docs/settings.md */
void settings_print_docs(struct buffer *out);

#endif
