-- made by `steward derive citus` from the entity tables, do not edit
-- Run as the owner on the coordinator, once the server has made its tables and
-- before it holds much; docs/scaling.md has the steps.
CREATE EXTENSION IF NOT EXISTS citus;
-- Identity is said with SET LOCAL and must reach the workers.
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET citus.propagate_set_commands = ''local''', current_database()); END $$;
SELECT create_distributed_table('main.kept_answer', 'workspace_id', colocate_with => 'none');
SELECT create_distributed_table('main.server_setting', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.account', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.membership', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.session', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.sign_in_event', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.one_time_token', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.workspace', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.member', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.invite', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.saved_view', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.audit_event', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.factor', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.factor_challenge', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.recovery_code', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.service_key', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.identity', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.oauth_flow', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.backup_snapshot', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.outbox_mail', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.egress_event', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.import_run', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.import_file', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.import_row', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.import_mapping', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.storage_bucket', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.storage_object', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.blob', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.storage_upload', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.self_check', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.live_session', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.product', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.product_variant', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.product_barcode', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.barcode_counter', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.location', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.sale', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.record_lock', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.cost_category', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.recurring_cost', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.cost_item', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.cost_budget', 'workspace_id', colocate_with => 'main.kept_answer');
SELECT create_distributed_table('main.month_close', 'workspace_id', colocate_with => 'main.kept_answer');
