/* Protection: sentences. */
#include "privacy/protection.h"

#include "codec/template.h"

enum { LIMIT_MEASURES = 2048 };

static struct text filled(struct arena *arena, struct label label, struct text value,
                          struct text more, enum language language)
{
    const struct finding finding = { .say = label, .value = value, .more = more };

    return finding_text(arena, &finding, language);
}

struct text protection_place(struct arena *arena, const struct settings *settings,
                             enum language language)
{
    static const struct label said =
        L("The data are kept here: {{value}}.", "数据存放地：{{value}}。");
    static const struct label unsaid =
        L("Whoever is responsible has not said in which place the machine stands; ask them.",
          "责任方尚未说明服务器所在地，可向其询问。");

    return settings->data_location[0]
               ? filled(arena, said, text_from(settings->data_location), T(""), language)
               : text_from(label_in(unsaid, language));
}

static struct label rest_of(const struct settings *settings)
{
    static const struct label sealed =
        L("The store, every uploaded file and every backup are encrypted (AES-256); the key lies "
          "apart from the data.",
          "数据库、所有上传文件和备份均已加密（AES-256），密钥与数据分开存放。");
    static const struct label plain =
        L("Uploaded files and backups are encrypted (AES-256), and so are secrets in the store; "
          "the store's own file is not.",
          "上传文件、备份以及数据库中的机密均已加密（AES-256）；数据库文件本身未加密。");
    static const struct label elsewhere = L(
        "Uploaded files, backups, mails, addresses, devices, voice notes and secrets are "
        "encrypted (AES-256) before they leave this program; the rows themselves lie on the "
        "database's own disk, which whoever runs it has to encrypt.",
        "上传文件、备份、邮件、联系地址、设备信息、语音转写与机密在离开本程序前均已加密（AES-256）；数据行本身"
        "保存在数据库的磁盘上，须由其运营者加密。");

    if (settings->database[0])
        return elsewhere;
    return text_equal(text_from(settings->encryption), T("off")) ? plain : sealed;
}

static struct label way_of(const struct settings *settings)
{
    static const struct label tls =
        L("Connections: TLS {{value}} and later only.", "连接仅接受 TLS {{value}} 及以上版本。");
    static const struct label proxy =
        L("Connections: TLS, which a proxy in front of this server speaks.",
          "连接使用 TLS，由本服务器前的代理提供。");
    static const struct label local =
        L("Connections: from the same machine only.", "仅接受来自本机的连接。");

    if (settings->tls_certificate[0])
        return tls;
    return settings->proxy_terminates_tls ? proxy : local;
}

struct text protection_measures(struct arena *arena, const struct settings *settings,
                                enum language language)
{
    static const struct label daily =
        L("A backup is made every day, verified by restoring it, and kept {{value}} days.",
          "每天备份一次，通过实际恢复进行验证，保存 {{value}} 天。");
    static const struct label never =
        L("This program makes no backups here.", "本程序在此不进行备份。");
    struct buffer out = buffer_in(arena, LIMIT_MEASURES);
    struct text days = arena_print(arena, "%lld", (long long)settings->backup_days);
    struct text space = language == LANGUAGE_ZH ? T("") : T(" ");

    buffer_append(&out, filled(arena, rest_of(settings), T(""), T(""), language));
    buffer_append(&out, space);
    buffer_append(&out, filled(arena, way_of(settings), text_from(settings_tls_floor(settings)),
                               T(""), language));
    buffer_append(&out, space);
    buffer_append(&out,
                  filled(arena, settings->backup_days > 0 ? daily : never, days, T(""), language));
    return buffer_text(&out);
}

struct text protection_verdict(struct arena *arena, const struct self_check_verdict *verdict,
                               enum language language)
{
    static const struct label none =
        L("This server has not checked itself yet.", "本服务器尚未自检。");
    static const struct label fine = L(
        "This server checks itself (TLS, keys, permissions, backups and more). Last on {{value}}: "
        "all is as it should be.",
        "本服务器会自检（TLS、密钥、权限、备份等）。最近一次：{{value}}，一切正常。");
    static const struct label faulty = L(
        "This server checks itself (TLS, keys, permissions, backups and more). Last on {{value}}: "
        "{{more}} need attention, and whoever is responsible was told.",
        "本服务器会自检（TLS、密钥、权限、备份等）。最近一次：{{value}}，{{more}} 项需要处理，已通知"
        "责任方。");
    static const struct label one = L(
        "This server checks itself (TLS, keys, permissions, backups and more). Last on {{value}}: "
        "one check needs attention, and whoever is responsible was told.",
        "本服务器会自检（TLS、密钥、权限、备份等）。最近一次：{{value}}，有 1 项需要处理，已通知责任方。");
    struct instant_text at = instant_to_text(verdict->at);
    struct text when = arena_print(arena, "%.10s %.5s UTC", at.at, at.at + 11);
    struct text more = arena_print(arena, language == LANGUAGE_ZH ? "%lld" : "%lld checks",
                                   (long long)verdict->faults);

    if (verdict->at == 0)
        return text_from(label_in(none, language));
    if (verdict->faults == 0)
        return filled(arena, fine, when, more, language);
    return filled(arena, verdict->faults == 1 ? one : faulty, when, more, language);
}
