/* Settings check: what two settings, or one and the policy profile, say together. */
#include "call/policy_profile.h"

#include <limits.h>
#include <stdlib.h>

struct rule {
    const struct settings *settings;
    const struct policy_profile *profile;
    struct arena *arena;
    struct text *ret_reason;
};

/* --- the profile */

static enum status check_backup_days(const struct rule *rule)
{
    if (rule->settings->backup_days <= rule->profile->backup_days_max)
        return OK;
    *rule->ret_reason = arena_print(
        rule->arena, "Setting backup_days: the policy profile %s allows at most %lld, not %lld.",
        rule->profile->name, (long long)rule->profile->backup_days_max,
        (long long)rule->settings->backup_days);
    return INVALID;
}

static enum status check_password_scheme(const struct rule *rule)
{
    const char *scheme = settings_password_scheme(rule->settings);

    if (!rule->profile->is_scheme_promised || strcmp(scheme, rule->profile->password_scheme) == 0)
        return OK;
    *rule->ret_reason = arena_print(
        rule->arena, "Setting password_scheme: the policy profile %s promises %s, not %s.",
        rule->profile->name, rule->profile->password_scheme, scheme);
    return INVALID;
}

static enum status check_tls_floor(const struct rule *rule)
{
    const char *floor = settings_tls_floor(rule->settings);

    if (strcmp(floor, rule->profile->tls_floor_least) >= 0)
        return OK;
    *rule->ret_reason = arena_print(rule->arena,
                                    "Setting tls_floor: the policy profile %s promises %s, not %s.",
                                    rule->profile->name, rule->profile->tls_floor_least, floor);
    return INVALID;
}

/* --- where mail may be written */

/* The path without links and dots: of the folders that are there, and what is to be made below
   them. Empty when nobody can tell. */
static struct text resolve(struct arena *arena, struct text path)
{
    char resolved[PATH_MAX];
    struct text rest = { 0 };

    if (path.size > 0 && path.at[0] != '/')
        path = arena_print(arena, "./%.*s", TEXT_ARG(path));
    while (path.size > 0 && !realpath(arena_c_string(arena, path), resolved)) {
        size_t slash = path.size;

        while (slash > 0 && path.at[slash - 1] != '/')
            slash--;
        if (text_equal(text_from_offset(path, slash), T("..")))
            return (struct text){ 0 };
        rest = arena_print(arena, "/%.*s%.*s", TEXT_ARG(text_from_offset(path, slash)),
                           TEXT_ARG(rest));
        while (slash > 1 && path.at[slash - 1] == '/')
            slash--;
        path = text_slice(path, 0, slash);
    }
    return path.size > 0 ? arena_print(arena, "%s%.*s", resolved, TEXT_ARG(rest))
                         : (struct text){ 0 };
}

static bool is_inside(struct arena *arena, struct text path, struct text folder)
{
    struct text inner = arena_print(arena, "%.*s/", TEXT_ARG(resolve(arena, path)));
    struct text outer = arena_print(arena, "%.*s/", TEXT_ARG(resolve(arena, folder)));

    return inner.size == 1 || outer.size == 1 || text_starts_with(inner, outer);
}

static struct text without_slash(struct text path)
{
    while (path.size > 1 && path.at[path.size - 1] == '/')
        path.size--;
    return path;
}

/* Readable letters do not belong beside encrypted rows, nor into what is copied away with them. */
static enum status check_mail_directory(const struct rule *rule)
{
    const struct settings *settings = rule->settings;
    struct text data = without_slash(text_from(settings->data));
    struct text wanted = without_slash(text_from(settings->mail_directory));
    struct text backups = settings->backup_directory[0]
                              ? text_from(settings->backup_directory)
                              : arena_print(rule->arena, "%.*s.backups", TEXT_ARG(data));

    if (strcmp(settings->mail_transport, "directory") != 0)
        return OK;
    if (wanted.size == 0) {
        *rule->ret_reason = T("Setting mail_directory: mail_transport is directory, so this has to "
                              "name the folder that gets the mails.");
        return INVALID;
    }
    if (!is_inside(rule->arena, wanted, data) &&
        !is_inside(rule->arena, wanted, without_slash(backups)))
        return OK;
    *rule->ret_reason = arena_print(rule->arena,
                                    "Setting mail_directory: %.*s lies inside of the data or the "
                                    "backups, where nothing may be readable; name a folder outside "
                                    "of both.",
                                    TEXT_ARG(wanted));
    return INVALID;
}

enum status settings_check(const struct settings *settings, struct arena *arena,
                           struct text *ret_reason)
{
    static enum status (*const checks[])(const struct rule *rule) = {
        check_backup_days,
        check_password_scheme,
        check_tls_floor,
        check_mail_directory,
    };
    const struct rule rule = { settings, policy_profile_of(settings), arena, ret_reason };

    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        if (checks[i](&rule) != OK)
            return INVALID;
    return OK;
}
