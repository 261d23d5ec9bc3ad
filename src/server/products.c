/* Products: the one place where the layers' lists come together. */
#include "server/products.h"

#include "auth/auth.h"
#include "call/idempotency.h"
#include "egress/egress.h"
#include "files/files.h"
#include "jobs/backup.h"
#include "ops/closeout.h"
#include "ops/example.h"
#include "ops/finance.h"
#include "ops/finance_paper.h"
#include "ops/import_preset.h"
#include "ops/import_presets.h"
#include "ops/label_functions.h"
#include "ops/ops.h"
#include "ops/report_functions.h"
#include "ops/show_air.h"
#include "ops/show_functions.h"
#include "ops/stock_functions.h"
#include "privacy/page.h"
#include "privacy/privacy.h"
#include "privacy/security_txt.h"
#include "realtime/realtime.h"
#include "rest/import.h"
#include "rest/rest.h"
#include "server/backup_functions.h"
#include "server/derive.h"
#include "server/health.h"
#include "team/team.h"

const struct entity *const *const product_entities[] = {
    idempotency_entities, auth_entities,    jobs_entities, egress_entities, import_entities,
    files_entities,       privacy_entities, ops_entities,  team_entities
};
const size_t product_entity_lists = sizeof product_entities / sizeof *product_entities;

/* clang-format off */
const struct function *const product_functions[] = {
    setup_functions,
    workspace_functions,
    member_functions,
    invite_functions,
    session_functions,
    import_functions, import_preset_functions,
    report_functions,
    example_functions,
    factor_functions,
    photo_functions,
    barcode_functions,
    barcode_read_functions,
    label_functions,
    finance_functions,
    show_functions,
    finance_paper_functions,
    closeout_functions,
    backup_functions,
    self_check_functions,
    security_report_functions,
    stock_functions,
    stock_find_functions,
    stock_report_functions,
    stock_count_functions,
    stock_count_close_functions,
    inbound_functions,
    inbound_proposal_functions,
    stock_watch_functions,
    stock_ageing_functions,
    stock_radar_functions,
    stock_pallet_functions,
    article_functions,
    article_read_functions,
    quiz_functions,
    training_functions,
    announcement_functions,
    show_board_functions,
    show_plan_functions,
    show_host_functions,
    NULL,
};
/* clang-format on */

const struct route *const product_routes[] = {
    rest_routes,     auth_routes,         files_routes,
    realtime_routes, health_routes,       derive_routes,
    privacy_routes,  security_txt_routes, NULL,
};

const struct import_preset *const *const product_import_presets = ops_import_presets;
