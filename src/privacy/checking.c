/* Checking: one function per thing that can be wrong, and the table of them. */
#include "privacy/checking.h"

#include "auth/admin.h"
#include "auth/auth.h"
#include "auth/server_setting.h"
#include "call/policy_profile.h"
#include "codec/template.h"
#include "egress/outbox_mail.h"
#include "http/http.h"
#include "jobs/backup.h"
#include "jobs/backup_folder.h"
#include "media/media.h"
#include "privacy/security_report.h"

#include <errno.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { DISK_FREE_MIB = 512, LIMIT_PROBLEM = 4096, CERTIFICATE_DAYS = 14, BACKUP_LATE_DAYS = 2 };

enum { PBKDF2_ROUNDS_ADVISED = 600000 };

/* 2026-01-01: a clock before this is not set. */
static const int64_t earliest_ms = 1767225600000;

#define FIND(state_, ...)                                                                          \
    (struct finding)                                                                               \
    {                                                                                              \
        .state = (state_), .say = __VA_ARGS__                                                      \
    }

static struct text copied(const struct checking *checking, const char *text)
{
    return arena_copy(checking->arena, text_from(text));
}

static struct text day_of(const struct checking *checking, int64_t instant_ms)
{
    return copied(checking, date_to_text(instant_to_date(instant_ms, &(int64_t){ 0 })).at);
}

/* --- keys and permissions */

static struct finding is_private(const struct checking *checking, const char *path)
{
    struct text value = copied(checking, path);
    struct stat at;

    if (stat(path, &at) != 0)
        return errno == ENOENT
                   ? FIND(CHECK_FINE,
                          L("{{value}}: not there yet; the first start makes it",
                            "{{value}}：尚不存在，首次启动时创建"),
                          .value = value)
                   : FIND(CHECK_FAULT, L("{{value}} cannot be looked at", "无法查看 {{value}}"),
                          .value = value);
    if ((at.st_mode & 077) == 0)
        return FIND(CHECK_FINE, L("{{value}} is closed to other users", "{{value}} 对其他用户关闭"),
                    .value = value);
    return FIND(CHECK_FAULT,
                L("{{value}} is open to other users: chmod go= {{value}}",
                  "{{value}} 对其他用户开放，请执行：chmod go= {{value}}"),
                .value = value);
}

static struct finding look_at_directory(struct checking *checking)
{
    return is_private(checking, checking->instance->settings->data);
}

static struct finding look_at_database_file(struct checking *checking)
{
    const struct settings *settings = checking->instance->settings;

    if (settings->database[0])
        return FIND(CHECK_FINE, L("PostgreSQL is used", "使用 PostgreSQL"));
    return is_private(checking, arena_print(checking->arena, "%s/steward.db", settings->data).at);
}

static struct finding look_at_key(struct checking *checking)
{
    const struct instance *instance = checking->instance;
    struct text path = text_from(auth_key_path(instance, checking->arena));
    struct text inside = arena_print(checking->arena, "%s/", instance->settings->data);

    if (instance->key_origin == STORE_KEY_OF_VARIABLE)
        return FIND(CHECK_FINE, L("given by the environment", "由环境变量提供"));
    if (text_starts_with(path, inside))
        return FIND(CHECK_FAULT,
                    L("{{value}} lies in the data directory: a copy of the data opens itself. Move "
                      "it out and set key_file",
                      "{{value}} 位于数据目录中，数据副本可自行打开。请移出并设置 key_file"),
                    .value = path);
    return is_private(checking, path.at);
}

static struct finding look_at_encryption(struct checking *checking)
{
    const struct settings *settings = checking->instance->settings;

    if (settings->database[0])
        return FIND(CHECK_FINE,
                    L("files and secrets are sealed here; the database's disk is its operator's",
                      "文件与机密由本服务器加密；数据库磁盘由其运营者负责"));
    if (text_equal(text_from(settings->encryption), T("off")))
        return FIND(CHECK_ADVICE, L("the embedded store is plain: set encryption to on",
                                    "内置数据库未加密，请将 encryption 设为 on"));
    return FIND(CHECK_FINE, L("the store and every file are encrypted (AES-256)",
                              "数据库与所有文件均已加密（AES-256）"));
}

/* --- the machine */

static struct finding look_at_disk(struct checking *checking)
{
    struct statvfs disk;
    int64_t free_mib;

    if (statvfs(checking->instance->settings->data, &disk) != 0 && statvfs(".", &disk) != 0)
        return FIND(CHECK_FAULT, L("the disk cannot be asked", "无法查询磁盘"));
    free_mib = (int64_t)((unsigned long long)disk.f_bavail * disk.f_frsize >> 20);
    if (free_mib < DISK_FREE_MIB)
        return FIND(CHECK_FAULT, L("{{number}} MiB free: make room", "剩余 {{number}} MiB，请清理"),
                    .number = free_mib);
    return FIND(CHECK_FINE, L("{{number}} MiB free", "剩余 {{number}} MiB"), .number = free_mib);
}

static struct finding look_at_clock(struct checking *checking)
{
    struct text now = copied(checking, instant_to_text(checking->now_ms).at);

    if (checking->now_ms < earliest_ms)
        return FIND(
            CHECK_FAULT,
            L("it is {{value}}: set the clock (NTP)", "现在是 {{value}}，请校准时钟（NTP）"),
            .value = now);
    return FIND(CHECK_FINE, L("it is {{value}}", "现在是 {{value}}"), .value = now);
}

/* Whoever decodes strangers' pictures is a process that may do nothing else. */
static struct finding look_at_pictures(struct checking *checking)
{
    struct media *media = media_start(&(struct media_settings){ .workers = 1 });
    struct text missing = T("");
    enum media_fault fault = media_inspect_worker(media, checking->arena, &missing);

    media_stop(media);
    if (fault == MEDIA_MISSING)
        return FIND(
            CHECK_ADVICE,
            L("{{value}} is not installed: there are no thumbnails, and no barcodes in photos",
              "未安装 {{value}}：无法生成缩略图，也无法识别照片中的条码"),
            .value = missing);
    if (fault != MEDIA_FINE)
        return FIND(CHECK_FAULT, L("no confined process could be started: pictures are not made",
                                   "无法启动受限进程：不会生成图片"));
    if (missing.size > 0)
        return FIND(CHECK_ADVICE,
                    L("confined by its system calls alone: this kernel has no Landlock",
                      "仅由系统调用过滤限制：此内核没有 Landlock"));
    return FIND(CHECK_FINE, L("made in a process without network, files and keys",
                              "在没有网络、文件和密钥的进程中生成"));
}

static struct finding look_at_paper(struct checking *checking)
{
    struct media *press =
        media_start(&(struct media_settings){ .trade = MEDIA_FOR_PAPER, .workers = 1 });
    struct text missing = T("");
    enum media_fault fault = media_inspect_worker(press, checking->arena, &missing);

    media_stop(press);
    if (fault == MEDIA_MISSING)
        return FIND(
            CHECK_ADVICE,
            L("{{value}} is missing: there are no labels and no PDF (apt install {{value}})",
              "缺少 {{value}}：无法生成标签和 PDF（apt install {{value}}）"),
            .value = missing);
    if (fault != MEDIA_FINE)
        return FIND(CHECK_FAULT, L("no confined process could be started: PDF is not made",
                                   "无法启动受限进程：不会生成 PDF"));
    return FIND(CHECK_FINE, L("set in a process without network, files and keys",
                              "在没有网络、文件和密钥的进程中生成"));
}

/* --- TLS */

static struct finding look_at_listening(struct checking *checking)
{
    const struct settings *settings = checking->instance->settings;
    struct http_listener listener = {
        .address = text_from(settings->listen),
        .role = settings->tls_certificate[0] ? HTTP_ROLE_TLS : HTTP_ROLE_PLAIN,
    };
    struct http_settings http = { .proxy_terminates_tls = settings->proxy_terminates_tls,
                                  .certificate_file = text_from(settings->tls_certificate),
                                  .key_file = text_from(settings->tls_key) };
    struct buffer problem = buffer_in(checking->arena, LIMIT_PROBLEM);
    struct text value = copied(checking, settings->listen);

    if (!http_listen_is_allowed(&http, &listener, &problem))
        return FIND(CHECK_FAULT, L("{{value}}", "{{value}}"), .value = buffer_text(&problem));
    if (settings->tls_certificate[0])
        return FIND(CHECK_FINE,
                    L("{{value}}, TLS {{more}} and later", "{{value}}，TLS {{more}} 及以上"),
                    .value = value, .more = copied(checking, settings_tls_floor(settings)));
    if (settings->proxy_terminates_tls)
        return FIND(CHECK_FINE,
                    L("{{value}}, behind a proxy that speaks TLS", "{{value}}，由代理提供 TLS"),
                    .value = value);
    return FIND(CHECK_FINE,
                L("{{value}}, this machine only, TLS off", "{{value}}，仅限本机，TLS 关闭"),
                .value = value);
}

static struct finding look_at_certificate(struct checking *checking)
{
    const struct settings *settings = checking->instance->settings;
    int64_t ends_ms = 0;
    struct finding key;

    if (!settings->tls_certificate[0])
        return FIND(CHECK_FINE, L("none is set", "未设置"));
    if (access(settings->tls_key, R_OK) != 0 ||
        http_certificate_end(settings->tls_certificate, &ends_ms) != OK)
        return FIND(CHECK_FAULT,
                    L("certificate or key cannot be read: check tls_certificate and tls_key",
                      "无法读取证书或密钥，请检查 tls_certificate 和 tls_key"));
    key = is_private(checking, settings->tls_key);
    if (key.state != CHECK_FINE)
        return key;
    if (ends_ms < checking->now_ms + CERTIFICATE_DAYS * (int64_t)MS_PER_DAY)
        return FIND(CHECK_FAULT,
                    L("ends on {{value}}: renew it, then send SIGHUP",
                      "将于 {{value}} 到期，请更新后发送 SIGHUP"),
                    .value = day_of(checking, ends_ms));
    return FIND(CHECK_FINE, L("counts until {{value}}", "有效期至 {{value}}"),
                .value = day_of(checking, ends_ms));
}

/* --- the store and its copies */

static struct finding look_at_store(struct checking *checking)
{
    if (checking->is_open)
        return FIND(CHECK_FINE, L("opens, and is of this version", "可以打开，版本一致"));
    return FIND(CHECK_FAULT, L("{{value}}", "{{value}}"), .value = checking->reason);
}

static struct finding look_at_integrity(struct checking *checking)
{
    struct text report = { 0 };

    if (!checking->is_open)
        return FIND(CHECK_FAULT, L("the store does not open", "数据库无法打开"));
    if (store_verify(checking->instance->store, checking->arena, &report) == OK)
        return FIND(CHECK_FINE, L("every page and every link holds", "所有页与关联均完好"));
    if (checking->instance->settings->database[0])
        return FIND(CHECK_FAULT, L("{{value}}", "{{value}}"), .value = text_trim(report));
    return FIND(CHECK_FAULT,
                L("damaged: restore a backup\n{{value}}", "数据已损坏，请恢复备份\n{{value}}"),
                .value = report);
}

/* One is made every day: none for two days means that it fails, or that nobody serves. */
static struct finding look_at_backups(struct checking *checking)
{
    const int64_t late_ms = BACKUP_LATE_DAYS * (int64_t)MS_PER_DAY;
    struct text path = text_from(backup_path(checking->instance, checking->arena)), last;
    int64_t *made;
    size_t count;

    if (checking->instance->settings->backup_days == 0)
        return FIND(CHECK_ADVICE,
                    L("none are made: backup_days is 0", "未进行备份：backup_days 为 0"));
    if (backup_folder_list(path.at, checking->arena, &made, &count) != OK)
        return FIND(CHECK_FAULT, L("{{value}} cannot be read", "无法读取 {{value}}"),
                    .value = path);
    if (count == 0 && checking->set_up_at > 0 && checking->set_up_at + late_ms < checking->now_ms)
        return FIND(CHECK_FAULT,
                    L("none in {{value}}: none was ever made; see the log",
                      "{{value}} 中没有备份：从未成功备份，请查看日志"),
                    .value = path);
    if (count == 0)
        return FIND(CHECK_FINE, L("none in {{value}} yet", "{{value}} 中尚无备份"), .value = path);
    last = copied(checking, instant_to_text(made[count - 1]).at);
    if (made[count - 1] + late_ms < checking->now_ms)
        return FIND(
            CHECK_FAULT,
            L("{{number}} in {{value}}, the last one of {{more}}: none was made since; see "
              "the log",
              "{{value}} 中有 {{number}} 个，最近一次为 {{more}}，此后未再备份，请查看日志"),
            .number = (int64_t)count, .value = path, .more = last);
    return FIND(CHECK_FINE,
                L("{{number}} in {{value}}, the last one of {{more}}",
                  "{{value}} 中有 {{number}} 个，最近一次为 {{more}}"),
                .number = (int64_t)count, .value = path, .more = last);
}

/* What the profile leaves to settings is refused at start where it rules it out; the rounds it
   allows are a floor of long ago. */
static struct finding look_at_policy(struct checking *checking)
{
    const struct settings *settings = checking->instance->settings;
    const struct policy_profile *profile = policy_profile_of(settings);
    const char *scheme = settings_password_scheme(settings);

    if (strcmp(scheme, "pbkdf2-sha256") == 0 && settings->pbkdf2_rounds < PBKDF2_ROUNDS_ADVISED)
        return FIND(CHECK_ADVICE,
                    L("{{value}}: {{number}} rounds of pbkdf2-sha256 are few today, set "
                      "pbkdf2_rounds to 600000",
                      "{{value}}：pbkdf2-sha256 的 {{number}} 轮偏低，建议将 pbkdf2_rounds 设为 "
                      "600000"),
                    .value = text_from(profile->name), .number = settings->pbkdf2_rounds);
    return FIND(CHECK_FINE,
                L("{{value}}: backups are kept {{number}} days, passwords as {{more}}",
                  "{{value}}：备份保存 {{number}} 天，密码以 {{more}} 保存"),
                .value = text_from(profile->name), .number = settings->backup_days,
                .more = text_from(scheme));
}

/* --- people */

static struct finding look_at_mail(struct checking *checking)
{
    const struct settings *settings = checking->instance->settings;
    bool is_smtp = text_equal(text_from(settings->mail_transport), T("smtp"));
    struct text left = arena_print(checking->arena, "%s/mail", settings->data);

    if (access(left.at, F_OK) == 0)
        return FIND(CHECK_FAULT,
                    L("an earlier version has left readable mails in {{value}}: read what is still "
                      "needed, then delete the folder",
                      "早期版本在 {{value}} 中留有可读邮件：请查看仍需要的内容，然后删除该文件夹"),
                    .value = left);
    if (is_smtp && !settings->smtp_url[0])
        return FIND(CHECK_FAULT, L("mail_transport is smtp, but smtp_url is not set",
                                   "mail_transport 为 smtp，但未设置 smtp_url"));
    if (is_smtp)
        return FIND(CHECK_FINE, L("{{value}}", "{{value}}"),
                    .value = copied(checking, settings->smtp_url));
    if (text_equal(text_from(settings->mail_transport), T("directory")))
        return FIND(CHECK_FINE, L("readable files in {{value}}", "以可读文件写入 {{value}}"),
                    .value = copied(checking, settings->mail_directory));
    return FIND(CHECK_ADVICE,
                L("nobody gets any: {{number}} wait in the store, each for a week at most. Set "
                  "smtp_url and mail_transport to smtp, and those that are still good are sent; "
                  "`steward mail list` shows them",
                  "邮件未发送：{{number}} 封在数据库中等待，最多保留一周。请设置 smtp_url，并将 "
                  "mail_transport 设为 smtp，仍有效的邮件会随即发出；用 `steward mail list` 查看"),
                .number = checking->mails_waiting);
}

static struct finding look_at_operator(struct checking *checking)
{
    if (checking->set_up_at == 0)
        return FIND(CHECK_FINE, L("the server is not set up yet", "服务器尚未设置"));
    if (checking->operators == 0)
        return FIND(CHECK_FAULT,
                    L("nobody sees the page \"Server\": steward user operator --login NAME",
                      "无人可见“服务器”页面，请执行：steward user operator --login 用户名"));
    return FIND(CHECK_FINE, L("{{number}} of the accounts", "{{number}} 个账户"),
                .number = checking->operators);
}

static struct finding look_at_reports(struct checking *checking)
{
    if (checking->reports_overdue > 0)
        return FIND(CHECK_FAULT,
                    L("{{number}} unanswered for more than 72 hours: answer on the page "
                      "\"Server\"",
                      "{{number}} 份超过 72 小时未答复，请在“服务器”页面答复"),
                    .number = checking->reports_overdue);
    return FIND(CHECK_FINE, L("{{number}} wait for an answer", "{{number}} 份待答复"),
                .number = checking->reports_open);
}

static struct finding look_at_location(struct checking *checking)
{
    struct text location = text_from(checking->instance->settings->data_location);

    if (location.size == 0)
        return FIND(CHECK_ADVICE, L("not said: set data_location, and /privacy tells it",
                                    "未说明：请设置 data_location，/privacy 页面会显示"));
    return FIND(CHECK_FINE, L("{{value}}", "{{value}}"), .value = copied(checking, location.at));
}

const struct check checks[] = {
    { "data_directory", L("Data directory", "数据目录"), .look = look_at_directory },
    { "database_file", L("Database file", "数据库文件"), .look = look_at_database_file },
    { "master_key", L("Master key", "主密钥"), .look = look_at_key },
    { "encryption", L("Encryption at rest", "静态加密"), .look = look_at_encryption },
    { "disk", L("Disk", "磁盘"), .look = look_at_disk },
    { "clock", L("Clock", "时钟"), .look = look_at_clock },
    { "pictures", L("Pictures", "图片处理"), .look = look_at_pictures },
    { "paper", L("Labels and PDF", "标签与 PDF"), .look = look_at_paper },
    { "listening", L("Listening", "监听"), .look = look_at_listening },
    { "certificate", L("Certificate", "证书"), .look = look_at_certificate },
    { "store", L("Store and keys", "数据库与密钥"), .look = look_at_store },
    { "integrity", L("Integrity", "完整性"), .is_slow = true, .look = look_at_integrity },
    { "backups", L("Backups", "备份"), .look = look_at_backups },
    { "policy", L("Policy", "隐私政策"), .look = look_at_policy },
    { "mail", L("Mail", "邮件"), .look = look_at_mail },
    { "operator", L("Operator", "运营者"), .look = look_at_operator },
    { "security_reports", L("Security reports", "安全报告"), .look = look_at_reports },
    { "location", L("Where the data are", "数据所在地"), .look = look_at_location },
    { 0 },
};

const struct check *check_find(struct text name)
{
    for (const struct check *check = checks; check->name; check++)
        if (text_equal(name, text_from(check->name)))
            return check;
    return NULL;
}

static enum status read_facts(struct tx *tx, void *context)
{
    struct checking *checking = context;
    enum status status = server_setting_number(tx, SETTING_SET_UP_AT, &checking->set_up_at);

    if (status == OK)
        status = operator_count(tx, &checking->operators);
    if (status == OK)
        status = mail_count_waiting(tx, &checking->mails_waiting);
    return status == OK ? security_report_count(tx, checking->now_ms, &checking->reports_open,
                                                &checking->reports_overdue)
                        : status;
}

enum status checking_begin(struct checking *checking)
{
    static const struct identity system = { .is_system = true };

    if (!checking->is_open)
        return OK;
    return store_read(checking->instance->store, &system, checking->arena, read_facts, checking,
                      NULL);
}

struct text finding_text(struct arena *arena, const struct finding *finding, enum language language)
{
    const struct template_value values[] = {
        { .name = T("value"), .text = finding->value },
        { .name = T("more"), .text = finding->more },
        { .name = T("number"), .text = arena_print(arena, "%lld", (long long)finding->number) },
    };
    const struct template_scope scope = { values, 3 };
    struct text text;

    if (template_to_text(arena, text_from(label_in(finding->say, language)), &scope, &text, NULL) !=
        OK)
        return text_from(label_in(finding->say, language));
    return text;
}
