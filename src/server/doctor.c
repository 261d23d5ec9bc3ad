/* Doctor: looks at everything an operator can get wrong, one row of a table each, and says what
   to do about it. */
#include "server/doctor.h"

#include "http/http.h"
#include "jobs/backup.h"
#include "jobs/backup_folder.h"
#include "server/instance.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { DISK_FREE_MIB = 512, LIMIT_FINDING = 4096 };

/* 2026-01-01: a clock before this is not set. */
static const int64_t earliest_ms = 1767225600000;

struct patient {
    struct arena *arena;
    const struct settings *settings;
    struct instance instance;
    bool is_open;
    struct text open_reason;
    struct text finding; /* what was seen, or what to do */
};

static bool is_private(const char *path, struct patient *patient)
{
    struct stat at;

    if (stat(path, &at) != 0) {
        patient->finding =
            arena_print(patient->arena, "%s: not there yet; the first start makes it", path);
        return errno == ENOENT;
    }
    if ((at.st_mode & 077) == 0) {
        patient->finding = arena_print(patient->arena, "%s is closed to other users", path);
        return true;
    }
    patient->finding =
        arena_print(patient->arena, "%s is open to other users: chmod go= %s", path, path);
    return false;
}

static bool check_directory(struct patient *patient)
{
    return is_private(patient->settings->data, patient);
}

static bool check_database_file(struct patient *patient)
{
    struct text path = arena_print(patient->arena, "%s/steward.db", patient->settings->data);

    if (patient->settings->database[0]) {
        patient->finding = T("PostgreSQL is used");
        return true;
    }
    return is_private(path.at, patient);
}

static bool check_disk(struct patient *patient)
{
    struct statvfs disk;
    unsigned long long free_mib;

    if (statvfs(patient->settings->data, &disk) != 0 && statvfs(".", &disk) != 0) {
        patient->finding = T("the disk cannot be asked");
        return false;
    }
    free_mib = (unsigned long long)disk.f_bavail * disk.f_frsize >> 20;
    patient->finding = arena_print(patient->arena, "%llu MiB free%s", free_mib,
                                   free_mib < DISK_FREE_MIB ? ": make room" : "");
    return free_mib >= DISK_FREE_MIB;
}

static bool check_clock(struct patient *patient)
{
    int64_t now_ms = clock_now_ms();

    patient->finding = arena_print(patient->arena, "it is %s%s", instant_to_text(now_ms).at,
                                   now_ms < earliest_ms ? ": set the clock (NTP)" : "");
    return now_ms >= earliest_ms;
}

static bool check_listening(struct patient *patient)
{
    const struct settings *settings = patient->settings;
    struct http_listener listener = {
        .address = text_from(settings->listen),
        .role = settings->tls_certificate[0] ? HTTP_ROLE_TLS : HTTP_ROLE_PLAIN,
    };
    struct http_settings http = { .proxy_terminates_tls = settings->proxy_terminates_tls };
    struct buffer reason = buffer_in(patient->arena, LIMIT_FINDING);
    bool is_allowed = http_listen_is_allowed(&http, &listener, &reason);

    patient->finding = is_allowed ? arena_print(patient->arena, "%s, TLS %s", settings->listen,
                                                settings->tls_certificate[0] ? "on" : "off")
                                  : buffer_text(&reason);
    return is_allowed;
}

static bool check_certificate(struct patient *patient)
{
    const struct settings *settings = patient->settings;

    if (!settings->tls_certificate[0]) {
        patient->finding = T("none is set");
        return true;
    }
    if (access(settings->tls_certificate, R_OK) != 0 || access(settings->tls_key, R_OK) != 0) {
        patient->finding =
            T("certificate or key cannot be read: check tls_certificate and tls_key");
        return false;
    }
    return is_private(settings->tls_key, patient);
}

static bool check_store(struct patient *patient)
{
    patient->finding = patient->is_open ? T("opens, and is of this version") : patient->open_reason;
    return patient->is_open;
}

static bool check_integrity(struct patient *patient)
{
    struct text report = { 0 };

    if (!patient->is_open) {
        patient->finding = T("the store does not open");
        return false;
    }
    if (store_verify(patient->instance.store, patient->arena, &report) == OK) {
        patient->finding = T("every page and every link holds");
        return true;
    }
    patient->finding =
        arena_print(patient->arena, "damaged: restore a backup\n%.*s", TEXT_ARG(report));
    return false;
}

/* One is made every day: none for two days means that it fails, or that nobody serves. */
static bool check_backups(struct patient *patient)
{
    const char *path;
    int64_t *made, last_ms;
    size_t count;

    if (patient->settings->backup_days == 0) {
        patient->finding = T("none are made: backup_days is 0");
        return true;
    }
    patient->instance.settings = patient->settings;
    path = backup_path(&patient->instance, patient->arena);
    if (backup_folder_list(path, patient->arena, &made, &count) != OK) {
        patient->finding = arena_print(patient->arena, "%s cannot be read", path);
        return false;
    }
    if (count == 0) {
        patient->finding = arena_print(patient->arena, "none in %s yet", path);
        return true;
    }
    last_ms = made[count - 1];
    patient->finding = arena_print(
        patient->arena, "%zu in %s, the last one of %s%s", count, path, instant_to_text(last_ms).at,
        last_ms + 2 * MS_PER_DAY < clock_now_ms() ? ": none was made since; see the log" : "");
    return last_ms + 2 * MS_PER_DAY >= clock_now_ms();
}

static bool check_mail(struct patient *patient)
{
    const struct settings *settings = patient->settings;
    bool is_smtp = text_equal(text_from(settings->mail_transport), T("smtp"));

    if (is_smtp && !settings->smtp_url[0]) {
        patient->finding = T("mail_transport is smtp, but smtp_url is not set");
        return false;
    }
    patient->finding = is_smtp ? text_from(settings->smtp_url)
                               : T("written to files in the data directory, not sent");
    return true;
}

static const struct {
    const char *name;
    bool (*check)(struct patient *patient);
} checks[] = {
    { "data directory", check_directory },
    { "database file", check_database_file },
    { "disk", check_disk },
    { "clock", check_clock },
    { "listening", check_listening },
    { "certificate", check_certificate },
    { "store and keys", check_store },
    { "integrity", check_integrity },
    { "backups", check_backups },
    { "mail", check_mail },
};

int doctor(struct arguments *arguments)
{
    struct patient patient = { .arena = arguments->arena, .settings = &arguments->settings };
    int faults = 0;

    patient.is_open = instance_open(&patient.instance, arguments->arena, &arguments->settings,
                                    &patient.open_reason) == OK;
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        bool is_well = checks[i].check(&patient);

        printf("%-5s %-15s %.*s\n", is_well ? "ok" : "FAULT", checks[i].name,
               TEXT_ARG(patient.finding));
        faults += !is_well;
    }
    if (patient.is_open)
        instance_close(&patient.instance);
    return faults > 0 ? 1 : 0;
}
