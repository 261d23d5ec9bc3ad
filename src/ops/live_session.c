/* Live shows. The day is a field of its own and what reports group by: a seller often knows only
   the date, and a show that runs past midnight belongs to the evening it began
   (docs/decisions/2026-11-21-shows-and-sales.md). */
#include "ops/live_session.h"

#include "call/call.h"
#include "ops/ops.h"
#include "ops/record_lock.h"

#define ROW struct live_session

const struct choice live_session_platforms[PLATFORM_OTHER] = {
    { "tiktok", L("TikTok Shop", "TikTok") }, { "whatnot", L("Whatnot", "Whatnot") },
    { "douyin", L("Douyin", "抖音") },        { "taobao", L("Taobao Live", "淘宝直播") },
    { "kuaishou", L("Kuaishou", "快手") },    { "instagram", L("Instagram", "Instagram") },
    { "other", L("Other", "其他") },
};

const struct choice live_session_statuses[LIVE_ENDED] = {
    { "planned", L("Planned", "未开播") },
    { "live", L("Live", "直播中") },
    { "ended", L("Ended", "已结束") },
};

/* clang-format off */
static const struct field fields[] = {
    TEXT(title, L("Title", "标题"), NOT_PERSONAL, .min = 1, .max = 120, .search = true, .list = true),
    DATE(day, L("Date", "日期"), NOT_PERSONAL, .index = true, .list = true,
         .help = L("The day the show counts for in every report.", "报表按这一天统计本场直播。")),
    CHOICE(platform, L("Platform", "平台"), NOT_PERSONAL, CHOICES(live_session_platforms), .index = true, .list = true),
    TEXT(host, L("Host", "主播"), IDENTITY, .max = 80, .optional = true, .search = true, .index = true,
         .list = true),
    CHOICE(status, L("Status", "状态"), NOT_PERSONAL, CHOICES(live_session_statuses), .fallback = "planned", .list = true,
           .help = L("Planned until it starts. A show entered afterwards is ended.",
                     "开播前为未开播；事后补录的场次选已结束。")),
    INSTANT(starts_at, L("Start", "开播时间"), NOT_PERSONAL, .optional = true, .index = true),
    INSTANT(ends_at, L("End", "下播时间"), NOT_PERSONAL, .optional = true),
    CURRENCY(currency, L("Currency", "币种"), NOT_PERSONAL),
    MONEY(gmv, L("GMV", "成交额"), FINANCIAL, .max = MONEY_MAX, .optional = true, .list = true,
          .help = L("What the platform reports. Empty: the sum of the show's sales.",
                    "平台给出的成交额；留空则为本场销售之和。")),
    MONEY(cost, L("Cost", "成本"), FINANCIAL, .needs = MODULE_FINANCE, .max = MONEY_MAX, .optional = true, .list = true,
          .help = L("Costs of the show itself: fees, host, traffic. Goods are on each sale.",
                    "本场自身的费用：佣金、主播、投流等；商品成本记在每笔销售上。")),
    INTEGER(buyers, L("Buyers", "买家数"), NOT_PERSONAL, .max = COUNT_MAX, .optional = true, .list = true),
    INTEGER(items, L("Items", "件数"), NOT_PERSONAL, .max = COUNT_MAX, .optional = true, .list = true,
            .help = L("What the platform reports. Empty: the pieces of the show's sales.",
                      "平台给出的件数；留空则为本场销售件数之和。")),
    MONEY(target_gmv, L("Target GMV", "目标成交额"), FINANCIAL, .max = MONEY_MAX, .optional = true,
          .help = L("The live board shows the pace against it.", "直播看板据此显示进度。")),
    INTEGER(target_units, L("Target pieces", "目标件数"), NOT_PERSONAL, .max = COUNT_MAX, .optional = true),
    TEXT(review, L("Notes", "复盘"), FREE_TEXT, .max = 8000, .optional = true, .format = LONG,
         .help = L("Notes and the review after the show.", "备注与播后复盘。")),
};
/* clang-format on */

/* ---- actions ---- */

static enum status start(struct call *call, void *row)
{
    struct live_session *show = row;

    show->status = LIVE_RUNNING;
    if (show->starts_at == 0)
        show->starts_at = call->now_ms;
    return OK;
}

static enum status end(struct call *call, void *row)
{
    struct live_session *show = row;

    show->status = LIVE_ENDED;
    if (show->ends_at == 0)
        show->ends_at = call->now_ms > show->starts_at ? call->now_ms : show->starts_at;
    return OK;
}

static const struct action actions[] = {
    { .name = "start",
      .label = L("Start", "开播"),
      .may = LEVEL_EDIT_OWN,
      .state = "status",
      .from = ONLY(LIVE_PLANNED),
      .run = start },
    { .name = "end",
      .label = L("End", "下播"),
      .confirm = L("End this show?", "结束本场直播？"),
      .may = LEVEL_EDIT_OWN,
      .state = "status",
      .from = ONLY(LIVE_RUNNING),
      .run = end },
};

static enum status check(struct call *call, const void *row)
{
    const struct live_session *show = row;

    if (show->ends_at == 0 || show->starts_at == 0 || show->ends_at >= show->starts_at)
        return OK;
    return REFUSE(call, INVALID, .code = "23514",
                  .say = L("A show cannot end before it starts.", "下播时间不能早于开播时间。"),
                  .field = entity_field(&live_session_entity, T("ends_at")),
                  .entity = &live_session_entity);
}

const struct entity live_session_entity = {
    .name = "live_session",
    .label = L("Show", "直播场次"),
    .plural = L("Shows", "直播场次"),
    .module = MODULE_LIVE,
    .rows = ROWS_OF_WORKSPACE,
    .access = ACCESS_FULL,
    .purpose = L("to know what each show earned and cost, and to do the next one better",
                 "以便了解每场直播的收入与成本，并改进下一场"),
    .basis = CONTRACT,
    .keep = UNTIL_DELETED,
    .title = "title",
    .order = "day.desc",
    .size = sizeof(ROW),
    .fields = LIST(fields),
    .actions = LIST(actions),
    .check = check,
    .lock = &lock_of_live_session,
};
