/* made by `steward derive web` from the entity tables, do not edit */
import type { HelpTable } from "./entity";

export const helps: HelpTable = {
  workspace: {
    time_zone: { en: "Days and hours in reports are those of this zone.", zh: "报表中的日期和时刻按此时区计算。" },
    currency: { en: "What new amounts are in, unless they say otherwise.", zh: "新金额的默认币种。" },
    week_start: { en: "1 is Monday, 7 is Sunday.", zh: "1 为星期一，7 为星期日。" },
    negative_stock: { en: "When more is taken from a place than the books say is there.", zh: "出库数量超过账面库存时的处理方式。" },
    second_counter: { en: "Who may count a box for the second time.", zh: "第二次清点可由谁进行。" },
    second_factor: { en: "Members are let in with a code from an authenticator app only.", zh: "成员须输入验证器应用中的验证码才能进入。" },
  },
  saved_view: {
    shared: { en: "Everybody in the workspace sees it.", zh: "工作区所有成员可见。" },
  },
  import_run: {
    left_out: { en: "Columns with names, addresses and phone numbers of buyers: nothing of them was kept.", zh: "含买家姓名、地址、电话的列：均未保存。" },
  },
  live_session: {
    day: { en: "The day the show counts for in every report.", zh: "报表按这一天统计本场直播。" },
    status: { en: "Planned until it starts. A show entered afterwards is ended.", zh: "开播前为未开播；事后补录的场次选已结束。" },
    gmv: { en: "What the platform reports. Empty: the sum of the show's sales.", zh: "平台给出的成交额；留空则为本场销售之和。" },
    cost: { en: "Costs of the show itself: fees, host, traffic. Goods are on each sale.", zh: "本场自身的费用：佣金、主播、投流等；商品成本记在每笔销售上。" },
    items: { en: "What the platform reports. Empty: the pieces of the show's sales.", zh: "平台给出的件数；留空则为本场销售件数之和。" },
    target_gmv: { en: "The live board shows the pace against it.", zh: "直播看板据此显示进度。" },
    review: { en: "Notes and the review after the show.", zh: "备注与播后复盘。" },
  },
  host: {
    account_id: { en: "The member's account, when the host is a member here.", zh: "主播也是成员时，填其账户。" },
    is_active: { en: "Off: no longer offered for new slots.", zh: "关闭后排班时不再提供。" },
  },
  review_template: {
    text: { en: "Headings begin with ##. {gmv}, {units}, {sales}, {best} and others are filled in.", zh: "标题以 ## 开头；{gmv}、{units}、{sales}、{best} 等会自动填入本场数据。" },
  },
  product: {
    is_active: { en: "Off: no longer offered when a sale is entered.", zh: "关闭后录入销售时不再提供。" },
  },
  product_variant: {
    size: { en: "Empty: the product has no sizes.", zh: "留空：该商品不分尺码。" },
    price: { en: "Empty: the product's price.", zh: "留空：采用商品售价。" },
    cost: { en: "Empty: the product's unit cost.", zh: "留空：采用商品进价。" },
    reorder_at: { en: "So few pieces left: time to buy more.", zh: "库存降到此数时应补货。" },
  },
  product_barcode: {
    symbology: { en: "Empty: by its form; 8, 12 or 13 digits have to end in their check digit.", zh: "留空则按形式判断；8、12、13 位数字须以校验位结尾。" },
  },
  location: {
    code: { en: "Scanned to say where something is put.", zh: "扫描该编码即可指定位置。" },
  },
  inbound_box: {
    arrived_at: { en: "Empty until it is there: “Arrived” fills it in.", zh: "到货前留空；点“到货”自动填写。" },
    location_id: { en: "Where its goods are booked in.", zh: "清点后入库到该位置。" },
    wants_second_count: { en: "The second one does not see the first one's figures.", zh: "第二次清点看不到第一次的数字。" },
  },
  inbound_line: {
    description: { en: "As on the packing list.", zh: "与装箱单一致。" },
    product_variant_id: { en: "Which size it is booked as.", zh: "入库时计入的规格。" },
  },
  sale: {
    size: { en: "As printed on the box: 42.5, 8 1/2, 260.", zh: "与鞋盒一致：42.5、8 1/2、260。" },
    price: { en: "What one piece sold for.", zh: "单件成交价。" },
    cost: { en: "What one piece cost you.", zh: "单件进货成本。" },
    location_id: { en: "With the size of a product: the pieces leave the stock there.", zh: "与商品规格同时填写时，从该位置扣减库存。" },
  },
  sale_return: {
    quantity: { en: "0: money back, the goods stay with the buyer.", zh: "0 表示仅退款，货品不退回。" },
    refund: { en: "What the buyer got back in all.", zh: "退给买家的总金额。" },
    location_id: { en: "The pieces are in stock again there. Empty: they are not.", zh: "货品退回该位置的库存；留空则不入库。" },
  },
  import_preset: {
    entity: { en: "What the file is imported into: sale, live_session, product.", zh: "导入到哪里：sale、live_session、product。" },
    built_in: { en: "The preset of the program that this one replaces; delete it and that one is back.", zh: "所替代的内置预设；删除本条即恢复内置预设。" },
    columns: { en: "From field to the headers that mean it: {\"price\": [\"Sold price\", \"Price\"]}.", zh: "从字段到列名：{\"price\": [\"成交价\", \"单价\"]}。" },
    headers: { en: "By which the file is recognized besides.", zh: "用于识别文件的其他列名。" },
  },
  cost_category: {
    kind: { en: "Where it stands in the profit and loss.", zh: "在损益表中的位置。" },
    is_active: { en: "Off: no longer offered for new costs.", zh: "关闭后新增费用时不再提供。" },
  },
  recurring_cost: {
    day_of_month: { en: "31 means the last day.", zh: "31 表示当月最后一天。" },
    share_by: { en: "How a cost without a show is shared among the shows of its month.", zh: "不属于某一场的费用如何分摊到当月各场。" },
  },
  cost_item: {
    amount: { en: "Negative: money that came back.", zh: "负数表示退回的款项。" },
    share_by: { en: "How a cost without a show is shared among the shows of its month.", zh: "不属于某一场的费用如何分摊到当月各场。" },
  },
  cost_budget: {
    month: { en: "The first day of the month.", zh: "当月第一天。" },
  },
  exchange_rate: {
    day: { en: "It holds from this day on, until a later day has a rate.", zh: "自该日起适用，直到有更晚日期的汇率。" },
    rate: { en: "Exact, such as 7.1834.", zh: "精确小数，如 7.1834。" },
    source: { en: "Where the rate comes from: a bank, the platform.", zh: "汇率出处：银行、平台等。" },
  },
  fee_rule: {
    percent: { en: "Such as 5 or 2.75.", zh: "如 5 或 2.75。" },
    of: { en: "Whether refunded money carries the fee.", zh: "已退款的金额是否计费。" },
    valid_until: { en: "The last day; empty: it still holds.", zh: "最后一天；留空表示仍有效。" },
  },
  host_pay_rule: {
    percent: { en: "Of what stayed sold in the host's slots.", zh: "按该主播时段内的净成交额计提。" },
    valid_until: { en: "The last day; empty: it still holds.", zh: "最后一天；留空表示仍有效。" },
  },
  payout_line: {
    external_ref: { en: "Empty: a total for the whole show.", zh: "留空表示整场合计。" },
    amount: { en: "What the buyer paid, after refunds.", zh: "买家实付金额，已扣除退款。" },
    fee: { en: "What the platform kept.", zh: "平台扣除的费用。" },
    paid: { en: "Empty: sold less fee.", zh: "留空则为成交额减平台扣费。" },
    line_ref: { en: "A line that is imported twice is one.", zh: "同一结算单号重复导入只计一次。" },
  },
  cash_receipt: {
    amount: { en: "In the bank or in the till.", zh: "银行或现金实际到账。" },
  },
  show_explanation: {
    amount: { en: "The part of the difference this explains, with its sign.", zh: "可解释的差额，含正负号。" },
  },
  stock_movement: {
    quantity: { en: "Below zero: they left the place.", zh: "负数表示从该位置出库。" },
  },
  stock_level: {
    reorder_at: { en: "So few pieces left there: time to bring more.", zh: "该位置库存降到此数时应补货。" },
  },
  stock_cost: {
    unit_cost: { en: "Of one piece, rounded; the value is exact.", zh: "单件平均成本（取整）；库存金额为精确值。" },
  },
  stock_count: {
    hides_books: { en: "Who counts is not told what the books say.", zh: "盘点时不显示账面数量。" },
  },
  article_category: {
    position: { en: "The smallest stands first.", zh: "数字小的排在前面。" },
  },
  article: {
    body: { en: "Markdown. What readers see changes by publishing.", zh: "Markdown 格式；发布后读者才能看到更改。" },
    members: { en: "A list of accounts.", zh: "账户编号列表。" },
    required_module: { en: "For “who works in a module”.", zh: "用于“有指定模块权限的成员”。" },
  },
  announcement: {
    body: { en: "Markdown.", zh: "Markdown 格式。" },
    starts_at: { en: "Empty: at once.", zh: "留空：立即显示。" },
    ends_at: { en: "Empty: until it is deleted.", zh: "留空：直到删除。" },
  },
};
