/* Settings: one table; environment, file and command line all go through it. */
#include "call/policy_profile.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

enum { LIMIT_SETTINGS_FILE = 65536 };

#define AT(member) .at = offsetof(struct settings, member), .name = #member

/* clang-format off */
const struct setting settings_table[] = {
    { AT(data), .type = SETTING_TEXT, .fallback = "data", .help = "Directory of the embedded store and of files." },
    { AT(data_location), .type = SETTING_TEXT, .fallback = "", .help = "Where the data are, as /privacy tells it: \"Hetzner, Falkenstein, Germany\"; empty: it says that nobody said." },
    { AT(key_file), .type = SETTING_TEXT, .fallback = "", .help = "File of the master key, unless STEWARD_MASTER_KEY holds it; empty: the data directory's name with .key, beside it." },
    { AT(encryption), .type = SETTING_CHOICE, .choices = "on off", .fallback = "on", .help = "Whether the embedded store's files are encrypted; a plain database is encrypted at the next start, `steward keys decrypt` goes back." },
    { AT(backup_directory), .type = SETTING_TEXT, .fallback = "", .help = "Where backups go, best on another disk; empty: the data directory's name with .backups, beside it." },
    { AT(backup_days), .type = SETTING_INTEGER, .min = 0, .max = 90, .fallback = "30", .help = "How long the daily backups are kept, as far as policy_profile allows; 0: none are made." },
    { AT(database), .type = SETTING_TEXT, .fallback = "", .is_secret = true, .help = "postgresql://... to use PostgreSQL; empty: the embedded store." },
    { AT(listen), .type = SETTING_TEXT, .fallback = "127.0.0.1:8080", .help = "Where to accept connections." },
    { AT(listen_redirect), .type = SETTING_TEXT, .fallback = "", .help = "A plain address that only sends browsers to https." },
    { AT(tls_certificate), .type = SETTING_TEXT, .fallback = "", .help = "PEM file with the certificate chain." },
    { AT(tls_key), .type = SETTING_TEXT, .fallback = "", .help = "PEM file with the private key." },
    { AT(tls_floor), .type = SETTING_CHOICE, .choices = "auto 1.3 1.2", .fallback = "auto", .help = "The oldest TLS version that is accepted; auto: as policy_profile says." },
    { AT(proxy_terminates_tls), .type = SETTING_BOOLEAN, .fallback = "false", .help = "A proxy in front speaks TLS; only then may a public address be plain." },
    { AT(trusted_proxies), .type = SETTING_TEXT, .fallback = "", .help = "Networks of proxies that are believed what they say about the client, comma separated." },
    { AT(forwarded_header), .type = SETTING_CHOICE, .choices = "x-forwarded-for forwarded", .fallback = "x-forwarded-for", .help = "How they say it: X-Forwarded-For, -Proto and -Host, or Forwarded (RFC 7239). The other is not read." },
    { AT(proxy_protocol), .type = SETTING_BOOLEAN, .fallback = "false", .help = "Connections from trusted proxies begin with a PROXY protocol header (version 1 or 2)." },
    { AT(cors_origins), .type = SETTING_TEXT, .fallback = "", .help = "Other origins whose pages may call this server, comma separated, exact: https://app.example.com. There is no *." },
    { AT(region_header), .type = SETTING_TEXT, .fallback = "", .help = "Header in which a trusted proxy says the visitor's country." },
    { AT(public_url), .type = SETTING_TEXT, .fallback = "", .help = "The address people use, for links in mails; empty: as the request came." },
    { AT(threads), .type = SETTING_INTEGER, .min = 1, .max = 256, .fallback = "8", .help = "Most reading calls (GET, HEAD) at once; more wait." },
    { AT(write_threads), .type = SETTING_INTEGER, .min = 1, .max = 256, .fallback = "64", .help = "Most other calls at once: many share one commit to the disk." },
    { AT(call_memory_megabytes), .type = SETTING_INTEGER, .min = 0, .max = 1048576, .fallback = "0", .help = "How many MiB all calls that are under way may hold together, and a single one half of it; what is more is answered 503 with Retry-After; 0: half of the memory that the machine, or its container, has; never less than 16." },
    { AT(database_connections), .type = SETTING_INTEGER, .min = 0, .max = 64, .fallback = "0", .help = "Read connections (embedded) or pool size (PostgreSQL); 0: 8 and 24. Each process has a pool: together they stay below PostgreSQL's max_connections." },
    { AT(policy_profile), .type = SETTING_CHOICE, .choices = POLICY_PROFILES, .fallback = "steward", .help = "Whose policy this server keeps: for how long backups may be kept, how passwords are stored, the oldest TLS version. steward is the strictest of them." },
    { AT(password_scheme), .type = SETTING_CHOICE, .choices = "auto argon2id bcrypt pbkdf2-sha256", .fallback = "auto", .help = "How new passwords are stored; all three are verified, and one that is stored otherwise is stored anew at the next sign-in; auto: as policy_profile says." },
    { AT(pbkdf2_rounds), .type = SETTING_INTEGER, .min = 100000, .max = 10000000, .fallback = "600000", .help = "Rounds of pbkdf2-sha256." },
    { AT(bcrypt_cost), .type = SETTING_INTEGER, .min = 10, .max = 16, .fallback = "12", .help = "Cost of bcrypt." },
    { AT(sign_up), .type = SETTING_CHOICE, .choices = "auto open confirmed invited", .fallback = "auto", .help = "Who may make an account. open: anybody; confirmed: anybody who then confirms the e-mail address before signing in; invited: only who was invited; auto: confirmed once mail_transport is smtp, open before." },
    { AT(email_change_both), .type = SETTING_BOOLEAN, .fallback = "true", .help = "A new e-mail address counts once the old one, if it was ever confirmed, has agreed too." },
    { AT(google_client_id), .type = SETTING_TEXT, .fallback = "", .help = "Client id of sign-in with Google; empty: none. Its redirect URI is <public_url>/auth/v1/callback." },
    { AT(google_client_secret), .type = SETTING_TEXT, .fallback = "", .is_secret = true, .help = "Its client secret." },
    { AT(google_issuer), .type = SETTING_TEXT, .fallback = "https://accounts.google.com", .help = "Issuer of its tokens; another one is for tests." },
    { AT(redirect_urls), .type = SETTING_TEXT, .fallback = "", .help = "Where a sign-in may lead besides this server itself, comma separated: exact addresses, or https://host/path/* for what is below a path." },
    { AT(access_minutes), .type = SETTING_INTEGER, .min = 1, .max = 1440, .fallback = "60", .help = "How long an access token counts." },
    { AT(idle_days), .type = SETTING_INTEGER, .min = 1, .max = 365, .fallback = "14", .help = "A session that is not used this long ends." },
    { AT(session_days), .type = SETTING_INTEGER, .min = 1, .max = 3650, .fallback = "90", .help = "A session ends after this long in any case." },
    { AT(key_grace_hours), .type = SETTING_INTEGER, .min = 0, .max = 720, .fallback = "24", .help = "How long tokens of a rotated key still count." },
    { AT(modules_off), .type = SETTING_TEXT, .fallback = "", .help = "Modules that are switched off for everybody, comma separated." },
    { AT(file_megabytes), .type = SETTING_INTEGER, .min = 1, .max = 1048576, .fallback = "1024", .help = "The largest file that can be uploaded, in MiB." },
    { AT(workspace_megabytes), .type = SETTING_INTEGER, .min = 0, .max = 1073741824, .fallback = "51200", .help = "How many MiB of files a workspace may keep; 0: no limit." },
    { AT(public_buckets), .type = SETTING_BOOLEAN, .fallback = "false", .help = "Administrators may make buckets whose files anybody can read who knows the address." },
    { AT(s3_endpoint), .type = SETTING_TEXT, .fallback = "", .help = "https://... of an S3 server that keeps the files (encrypted before they leave); empty: the data directory keeps them." },
    { AT(s3_bucket), .type = SETTING_TEXT, .fallback = "", .help = "Its bucket, which must exist and belong to this server alone." },
    { AT(s3_region), .type = SETTING_TEXT, .fallback = "us-east-1", .help = "Its region." },
    { AT(s3_access_key), .type = SETTING_TEXT, .fallback = "", .is_secret = true, .help = "Access key of the S3 server." },
    { AT(s3_secret_key), .type = SETTING_TEXT, .fallback = "", .is_secret = true, .help = "Its secret key." },
    { AT(mail_transport), .type = SETTING_CHOICE, .choices = "hold directory smtp", .fallback = "hold", .help = "Where mail goes. hold: it waits in the store, sealed, for at most a week (`steward mail`); smtp: to smtp_url; directory: into mail_directory, for programs that take it from there." },
    { AT(mail_directory), .type = SETTING_TEXT, .fallback = "", .help = "mail_transport directory: the folder that gets one readable .eml file a mail. It must lie outside of the data and of the backups." },
    { AT(mail_from), .type = SETTING_TEXT, .fallback = "", .help = "Sender of mails; empty: the address given at set-up." },
    { AT(smtp_url), .type = SETTING_TEXT, .fallback = "", .help = "smtp://host:587 or smtps://host:465." },
    { AT(smtp_user), .type = SETTING_TEXT, .fallback = "", .help = "Account at the SMTP server." },
    { AT(smtp_password), .type = SETTING_TEXT, .fallback = "", .is_secret = true, .help = "Its password." },
    { AT(metrics_token), .type = SETTING_TEXT, .fallback = "", .is_secret = true, .help = "Bearer token that /metrics wants; empty: only this machine may ask, and not through a proxy." },
    { AT(media_workers), .type = SETTING_INTEGER, .min = 1, .max = 16, .fallback = "2", .help = "Most images that are decoded at once, each by a confined process of its own." },
    { AT(log_form), .type = SETTING_CHOICE, .choices = "auto json human", .fallback = "auto", .help = "Form of log lines; auto: human on a terminal." },
    { AT(log_days), .type = SETTING_INTEGER, .min = 1, .max = 90, .fallback = "90", .help = "How long logs are kept." },
    { AT(clock_shift_ms), .type = SETTING_INTEGER, .min = INT64_MIN, .max = INT64_MAX, .fallback = "0", .help = "For tests: how far the clock runs ahead, in milliseconds." },
    { AT(is_durable), .type = SETTING_BOOLEAN, .fallback = "true", .help = "For tests: false answers before the disk has the row." },
};
/* clang-format on */

const size_t settings_count = sizeof settings_table / sizeof *settings_table;

const char *settings_sign_up(const struct settings *settings)
{
    if (strcmp(settings->sign_up, "auto") != 0)
        return settings->sign_up;
    return strcmp(settings->mail_transport, "smtp") == 0 ? "confirmed" : "open";
}

const char *settings_password_scheme(const struct settings *settings)
{
    if (strcmp(settings->password_scheme, "auto") != 0)
        return settings->password_scheme;
    return policy_profile_of(settings)->password_scheme;
}

const char *settings_tls_floor(const struct settings *settings)
{
    if (strcmp(settings->tls_floor, "auto") != 0)
        return settings->tls_floor;
    return policy_profile_of(settings)->tls_floor;
}

const struct setting *setting_find(struct text name)
{
    for (size_t i = 0; i < settings_count; i++)
        if (text_equal(name, text_from(settings_table[i].name)))
            return &settings_table[i];
    return NULL;
}

static bool is_choice(const struct setting *setting, struct text value)
{
    struct text rest = text_from(setting->choices);

    while (rest.size > 0)
        if (text_equal(text_cut(&rest, ' '), value))
            return true;
    return false;
}

static enum status refuse(struct arena *arena, const struct setting *setting, const char *why,
                          struct text *ret_reason)
{
    *ret_reason = arena_print(arena, "Setting %s: %s.", setting->name, why);
    return INVALID;
}

enum status settings_set(struct settings *settings, struct arena *arena,
                         const struct setting *setting, struct text value, struct text *ret_reason)
{
    char *target = (char *)settings + setting->at;
    int64_t integer;

    switch (setting->type) {
    case SETTING_INTEGER:
        if (!text_to_int64(value, &integer))
            return refuse(arena, setting, "a whole number is needed", ret_reason);
        if (integer < setting->min || integer > setting->max)
            return refuse(arena, setting,
                          arena_print(arena, "a number from %lld to %lld is needed",
                                      (long long)setting->min, (long long)setting->max)
                              .at,
                          ret_reason);
        *(int64_t *)(void *)target = integer;
        return OK;
    case SETTING_BOOLEAN:
        if (!text_equal(value, T("true")) && !text_equal(value, T("false")))
            return refuse(arena, setting, "true or false is needed", ret_reason);
        *(bool *)target = text_equal(value, T("true"));
        return OK;
    case SETTING_CHOICE:
        if (!is_choice(setting, value))
            return refuse(arena, setting,
                          arena_print(arena, "one of these is needed: %s", setting->choices).at,
                          ret_reason);
        break;
    case SETTING_TEXT:
        break;
    }
    *(const char **)(void *)target = arena_c_string(arena, value);
    return OK;
}

static enum status load_environment(struct settings *settings, struct arena *arena,
                                    struct text *ret_reason)
{
    for (size_t i = 0; i < settings_count; i++) {
        char name[64];
        const char *value;
        enum status status;

        snprintf(name, sizeof name, "STEWARD_%s", settings_table[i].name);
        for (char *c = name; *c; c++)
            *c = (char)toupper((unsigned char)*c);
        value = getenv(name);
        if (!value)
            continue;
        status = settings_set(settings, arena, &settings_table[i], text_from(value), ret_reason);
        if (status != OK)
            return status;
    }
    return OK;
}

static enum status load_line(struct settings *settings, struct arena *arena, struct text line,
                             struct text *ret_reason)
{
    struct text name, value = text_trim(line);
    const struct setting *setting;

    if (value.size == 0 || value.at[0] == '#')
        return OK;
    name = text_trim(text_cut(&value, '='));
    setting = setting_find(name);
    if (!setting) {
        *ret_reason = arena_print(arena, "There is no setting \"%.*s\".", TEXT_ARG(name));
        return INVALID;
    }
    return settings_set(settings, arena, setting, text_trim(value), ret_reason);
}

static enum status load_file(struct settings *settings, struct arena *arena, const char *path,
                             struct text *ret_reason)
{
    char *content = arena_alloc(arena, LIMIT_SETTINGS_FILE + 1);
    FILE *file = fopen(path, "re");
    struct text rest;
    enum status status = OK;

    if (!file) {
        *ret_reason = arena_print(arena, "The settings file %s cannot be read.", path);
        return INVALID;
    }
    rest = (struct text){ content, fread(content, 1, LIMIT_SETTINGS_FILE + 1, file) };
    fclose(file);
    if (rest.size > LIMIT_SETTINGS_FILE) {
        *ret_reason = arena_print(arena, "The settings file %s has more than %d bytes.", path,
                                  LIMIT_SETTINGS_FILE);
        return TOO_LARGE;
    }
    while (status == OK && rest.size > 0)
        status = load_line(settings, arena, text_cut(&rest, '\n'), ret_reason);
    return status;
}

enum status settings_load(struct settings *settings, struct arena *arena, const char *path,
                          struct text *ret_reason)
{
    enum status status = OK;

    for (size_t i = 0; status == OK && i < settings_count; i++)
        status = settings_set(settings, arena, &settings_table[i],
                              text_from(settings_table[i].fallback), ret_reason);
    if (status == OK && path)
        status = load_file(settings, arena, path, ret_reason);
    if (status == OK)
        status = load_environment(settings, arena, ret_reason);
    return status;
}

void settings_print_docs(struct buffer *out)
{
    buffer_append(out, T("# Settings\n\nMade by `steward derive settings` from the table in "
                         "`src/call/settings.c`; do not edit.\n\n"
                         "From the environment (`STEWARD_` and the name in capitals), from the "
                         "file given with `--config` (`name = value` a line), or on the command "
                         "line (`--name value`, dashes for underscores). The command line "
                         "counts most, the file least. Secrets are taken from the environment "
                         "or the file only.\n\n"
                         "| name | default | what it does |\n|---|---|---|\n"));
    for (size_t i = 0; i < settings_count; i++) {
        const struct setting *setting = &settings_table[i];

        buffer_print(out, "| `%s` | %s%s%s | %s |\n", setting->name,
                     setting->fallback[0] ? "`" : "", setting->fallback,
                     setting->fallback[0] ? "`" : "", setting->help);
    }
}
