-- made by `steward derive sql` from the entity tables, do not edit

CREATE TABLE IF NOT EXISTS main.kept_answer (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    key_hash text COLLATE "C" NOT NULL CONSTRAINT kept_answer_key_hash_length CHECK (char_length(key_hash) >= 64 AND char_length(key_hash) <= 64),
    request_hash text COLLATE "C" NOT NULL CONSTRAINT kept_answer_request_hash_length CHECK (char_length(request_hash) >= 64 AND char_length(request_hash) <= 64),
    http_status bigint NOT NULL CONSTRAINT kept_answer_http_status_range CHECK (http_status >= 0 AND http_status <= 599),
    content_type text COLLATE "C" CONSTRAINT kept_answer_content_type_length CHECK (char_length(content_type) <= 100),
    headers text COLLATE "C" NOT NULL CONSTRAINT kept_answer_headers_length CHECK (length(headers) <= 24128),
    body text COLLATE "C" CONSTRAINT kept_answer_body_length CHECK (length(body) <= 25165952),
    expires_at bigint NOT NULL,
    CONSTRAINT kept_answer_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS kept_answer_key_hash_unique ON main.kept_answer (workspace_id, key_hash);
CREATE INDEX IF NOT EXISTS kept_answer_expires_at_index ON main.kept_answer (workspace_id, expires_at, id);
ALTER TABLE main.kept_answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.kept_answer FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.kept_answer FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS kept_answer_read ON main.kept_answer;
DROP POLICY IF EXISTS kept_answer_create ON main.kept_answer;
DROP POLICY IF EXISTS kept_answer_update ON main.kept_answer;
DROP POLICY IF EXISTS kept_answer_delete ON main.kept_answer;
DROP POLICY IF EXISTS kept_answer_system ON main.kept_answer;
CREATE POLICY kept_answer_system ON main.kept_answer TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.kept_answer TO steward_system;

CREATE TABLE IF NOT EXISTS main.data_key (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    owner text COLLATE "C" NOT NULL CONSTRAINT data_key_owner_length CHECK (char_length(owner) >= 1 AND char_length(owner) <= 160),
    wrapped text COLLATE "C" NOT NULL CONSTRAINT data_key_wrapped_length CHECK (char_length(wrapped) >= 1 AND char_length(wrapped) <= 120),
    CONSTRAINT data_key_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS data_key_owner_unique ON main.data_key (workspace_id, owner);
ALTER TABLE main.data_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.data_key FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.data_key FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS data_key_read ON main.data_key;
DROP POLICY IF EXISTS data_key_create ON main.data_key;
DROP POLICY IF EXISTS data_key_update ON main.data_key;
DROP POLICY IF EXISTS data_key_delete ON main.data_key;
DROP POLICY IF EXISTS data_key_system ON main.data_key;
CREATE POLICY data_key_system ON main.data_key TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.data_key TO steward_system;

CREATE TABLE IF NOT EXISTS main.server_setting (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL CONSTRAINT server_setting_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 64),
    value text COLLATE "C" CONSTRAINT server_setting_value_length CHECK (char_length(value) <= 2000),
    number bigint NOT NULL DEFAULT 0,
    CONSTRAINT server_setting_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS server_setting_name_unique ON main.server_setting (workspace_id, name);
ALTER TABLE main.server_setting ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.server_setting FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.server_setting FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS server_setting_read ON main.server_setting;
DROP POLICY IF EXISTS server_setting_create ON main.server_setting;
DROP POLICY IF EXISTS server_setting_update ON main.server_setting;
DROP POLICY IF EXISTS server_setting_delete ON main.server_setting;
DROP POLICY IF EXISTS server_setting_system ON main.server_setting;
CREATE POLICY server_setting_system ON main.server_setting TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.server_setting TO steward_system;

CREATE TABLE IF NOT EXISTS main.account (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    email text COLLATE "C" CONSTRAINT account_email_length CHECK (length(email) <= 1652),
    username text COLLATE "C" CONSTRAINT account_username_length CHECK ((char_length(username) >= 2 OR username = '') AND char_length(username) <= 40),
    display_name text COLLATE "C" NOT NULL CONSTRAINT account_display_name_length CHECK (char_length(display_name) >= 1 AND char_length(display_name) <= 80),
    password text COLLATE "C" CONSTRAINT account_password_length CHECK (char_length(password) <= 256),
    password_changed_at bigint,
    language text COLLATE "C" NOT NULL DEFAULT 'en' CONSTRAINT account_language_choice CHECK (language IN ('en', 'zh')),
    email_confirmed_at bigint,
    last_workspace bigint NOT NULL DEFAULT 0,
    last_sign_in_at bigint,
    is_operator smallint NOT NULL DEFAULT 0 CONSTRAINT account_is_operator_boolean CHECK (is_operator IN (0, 1)),
    email_blind text COLLATE "C",
    CONSTRAINT account_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS account_email_blind_unique ON main.account (workspace_id, email_blind);
CREATE UNIQUE INDEX IF NOT EXISTS account_username_unique ON main.account (workspace_id, username);
ALTER TABLE main.account ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.account FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.account FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS account_read ON main.account;
DROP POLICY IF EXISTS account_create ON main.account;
DROP POLICY IF EXISTS account_update ON main.account;
DROP POLICY IF EXISTS account_delete ON main.account;
DROP POLICY IF EXISTS account_system ON main.account;
CREATE POLICY account_system ON main.account TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.account TO steward_system;

CREATE TABLE IF NOT EXISTS main.membership (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    account_id uuid NOT NULL,
    of_workspace bigint NOT NULL CONSTRAINT membership_of_workspace_range CHECK (of_workspace >= 1),
    CONSTRAINT membership_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT membership_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES main.account (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS membership_account_id_index ON main.membership (workspace_id, account_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS membership_account_id_of_workspace_unique ON main.membership (workspace_id, account_id, of_workspace);
ALTER TABLE main.membership ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.membership FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.membership FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS membership_read ON main.membership;
DROP POLICY IF EXISTS membership_create ON main.membership;
DROP POLICY IF EXISTS membership_update ON main.membership;
DROP POLICY IF EXISTS membership_delete ON main.membership;
DROP POLICY IF EXISTS membership_system ON main.membership;
CREATE POLICY membership_system ON main.membership TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.membership TO steward_system;

CREATE TABLE IF NOT EXISTS main.session (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    account_id uuid NOT NULL,
    current_workspace bigint NOT NULL DEFAULT 0,
    method text COLLATE "C" NOT NULL CONSTRAINT session_method_choice CHECK (method IN ('password', 'recovery', 'invite', 'confirm', 'set_up', 'otp', 'oauth')),
    device text COLLATE "C" CONSTRAINT session_device_length CHECK (length(device) <= 608),
    region text COLLATE "C" CONSTRAINT session_region_length CHECK (length(region) <= 224),
    last_seen_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    ended_at bigint,
    end_reason text COLLATE "C" CONSTRAINT session_end_reason_choice CHECK (end_reason IN ('sign_out', 'owner', 'password', 'reuse', 'operator', 'factor')),
    refresh_count bigint NOT NULL DEFAULT 0,
    refreshed_at bigint,
    factor_method text COLLATE "C" CONSTRAINT session_factor_method_choice CHECK (factor_method IN ('totp', 'recovery_code')),
    factor_at bigint,
    CONSTRAINT session_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT session_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES main.account (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS session_account_id_index ON main.session (workspace_id, account_id, id);
CREATE INDEX IF NOT EXISTS session_expires_at_index ON main.session (workspace_id, expires_at, id);
ALTER TABLE main.session ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.session FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.session FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS session_read ON main.session;
DROP POLICY IF EXISTS session_create ON main.session;
DROP POLICY IF EXISTS session_update ON main.session;
DROP POLICY IF EXISTS session_delete ON main.session;
DROP POLICY IF EXISTS session_system ON main.session;
CREATE POLICY session_system ON main.session TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.session TO steward_system;

CREATE TABLE IF NOT EXISTS main.sign_in_event (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    account_id uuid,
    session_id uuid,
    outcome text COLLATE "C" NOT NULL CONSTRAINT sign_in_event_outcome_choice CHECK (outcome IN ('done', 'refused', 'reused', 'code_refused')),
    device text COLLATE "C" CONSTRAINT sign_in_event_device_length CHECK (length(device) <= 608),
    region text COLLATE "C" CONSTRAINT sign_in_event_region_length CHECK (length(region) <= 224),
    address text COLLATE "C" CONSTRAINT sign_in_event_address_length CHECK (length(address) <= 512),
    CONSTRAINT sign_in_event_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT sign_in_event_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES main.account (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS sign_in_event_account_id_linked ON main.sign_in_event (workspace_id, account_id, id) WHERE account_id IS NOT NULL;
ALTER TABLE main.sign_in_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.sign_in_event FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.sign_in_event FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS sign_in_event_read ON main.sign_in_event;
DROP POLICY IF EXISTS sign_in_event_create ON main.sign_in_event;
DROP POLICY IF EXISTS sign_in_event_update ON main.sign_in_event;
DROP POLICY IF EXISTS sign_in_event_delete ON main.sign_in_event;
DROP POLICY IF EXISTS sign_in_event_system ON main.sign_in_event;
CREATE POLICY sign_in_event_system ON main.sign_in_event TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.sign_in_event TO steward_system;

CREATE TABLE IF NOT EXISTS main.one_time_token (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    kind text COLLATE "C" NOT NULL CONSTRAINT one_time_token_kind_choice CHECK (kind IN ('recovery', 'invite', 'confirm', 'email', 'set_up', 'sign_in', 'reauthenticate', 'email_old', 'account_invite')),
    token_hash text COLLATE "C" NOT NULL CONSTRAINT one_time_token_token_hash_length CHECK (char_length(token_hash) >= 64 AND char_length(token_hash) <= 64),
    account_id uuid,
    for_workspace bigint NOT NULL DEFAULT 0,
    invite_id uuid,
    email text COLLATE "C" CONSTRAINT one_time_token_email_length CHECK (length(email) <= 1652),
    expires_at bigint NOT NULL,
    used_at bigint,
    code_hash text COLLATE "C" CONSTRAINT one_time_token_code_hash_length CHECK (char_length(code_hash) <= 64),
    tries bigint NOT NULL DEFAULT 0,
    waits smallint NOT NULL DEFAULT 0 CONSTRAINT one_time_token_waits_boolean CHECK (waits IN (0, 1)),
    CONSTRAINT one_time_token_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT one_time_token_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES main.account (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS one_time_token_token_hash_unique ON main.one_time_token (workspace_id, token_hash);
CREATE INDEX IF NOT EXISTS one_time_token_account_id_linked ON main.one_time_token (workspace_id, account_id, id) WHERE account_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS one_time_token_expires_at_index ON main.one_time_token (workspace_id, expires_at, id);
ALTER TABLE main.one_time_token ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.one_time_token FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.one_time_token FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS one_time_token_read ON main.one_time_token;
DROP POLICY IF EXISTS one_time_token_create ON main.one_time_token;
DROP POLICY IF EXISTS one_time_token_update ON main.one_time_token;
DROP POLICY IF EXISTS one_time_token_delete ON main.one_time_token;
DROP POLICY IF EXISTS one_time_token_system ON main.one_time_token;
CREATE POLICY one_time_token_system ON main.one_time_token TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.one_time_token TO steward_system;

CREATE TABLE IF NOT EXISTS main.workspace (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL CONSTRAINT workspace_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 80),
    time_zone text COLLATE "C" NOT NULL CONSTRAINT workspace_time_zone_length CHECK (char_length(time_zone) >= 1 AND char_length(time_zone) <= 64),
    currency text COLLATE "C" NOT NULL CONSTRAINT workspace_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    week_start bigint NOT NULL DEFAULT 1 CONSTRAINT workspace_week_start_range CHECK (week_start >= 1 AND week_start <= 7),
    negative_stock text COLLATE "C" NOT NULL DEFAULT 'warn' CONSTRAINT workspace_negative_stock_choice CHECK (negative_stock IN ('warn', 'refuse')),
    second_counter text COLLATE "C" NOT NULL DEFAULT 'another' CONSTRAINT workspace_second_counter_choice CHECK (second_counter IN ('another', 'anybody')),
    second_factor smallint NOT NULL DEFAULT 0 CONSTRAINT workspace_second_factor_boolean CHECK (second_factor IN (0, 1)),
    CONSTRAINT workspace_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS workspace_name_index ON main.workspace (workspace_id, name, id);
ALTER TABLE main.workspace ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.workspace FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.workspace FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS workspace_read ON main.workspace;
DROP POLICY IF EXISTS workspace_create ON main.workspace;
DROP POLICY IF EXISTS workspace_update ON main.workspace;
DROP POLICY IF EXISTS workspace_delete ON main.workspace;
CREATE POLICY workspace_read ON main.workspace FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',core,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.workspace TO steward_app;
CREATE POLICY workspace_update ON main.workspace FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',core,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',core,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',core,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',core,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.workspace TO steward_app;
DROP POLICY IF EXISTS workspace_system ON main.workspace;
CREATE POLICY workspace_system ON main.workspace TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.workspace TO steward_system;

CREATE TABLE IF NOT EXISTS main.member (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    account_id uuid NOT NULL,
    username text COLLATE "C" CONSTRAINT member_username_length CHECK (char_length(username) <= 40),
    display_name text COLLATE "C" NOT NULL CONSTRAINT member_display_name_length CHECK (char_length(display_name) >= 1 AND char_length(display_name) <= 80),
    role text COLLATE "C" NOT NULL CONSTRAINT member_role_choice CHECK (role IN ('member', 'admin')),
    grants text COLLATE "C" NOT NULL DEFAULT '{}' CONSTRAINT member_grants_length CHECK (char_length(grants) <= 500),
    CONSTRAINT member_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS member_display_name_index ON main.member (workspace_id, display_name, id);
CREATE UNIQUE INDEX IF NOT EXISTS member_account_id_unique ON main.member (workspace_id, account_id);
ALTER TABLE main.member ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.member FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.member FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS member_read ON main.member;
DROP POLICY IF EXISTS member_create ON main.member;
DROP POLICY IF EXISTS member_update ON main.member;
DROP POLICY IF EXISTS member_delete ON main.member;
CREATE POLICY member_read ON main.member FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',core,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.member TO steward_app;
DROP POLICY IF EXISTS member_system ON main.member;
CREATE POLICY member_system ON main.member TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.member TO steward_system;

CREATE TABLE IF NOT EXISTS main.invite (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    email text COLLATE "C" NOT NULL CONSTRAINT invite_email_length CHECK (length(email) <= 1652),
    role text COLLATE "C" NOT NULL CONSTRAINT invite_role_choice CHECK (role IN ('member', 'admin')),
    grants text COLLATE "C" NOT NULL DEFAULT '{}' CONSTRAINT invite_grants_length CHECK (char_length(grants) <= 500),
    expires_at bigint NOT NULL,
    accepted_at bigint,
    revoked_at bigint,
    email_blind text COLLATE "C",
    CONSTRAINT invite_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS invite_created_at_index ON main.invite (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS invite_email_blind_index ON main.invite (workspace_id, email_blind, id);
CREATE INDEX IF NOT EXISTS invite_expires_at_index ON main.invite (workspace_id, expires_at, id);
ALTER TABLE main.invite ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.invite FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.invite FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS invite_read ON main.invite;
DROP POLICY IF EXISTS invite_create ON main.invite;
DROP POLICY IF EXISTS invite_update ON main.invite;
DROP POLICY IF EXISTS invite_delete ON main.invite;
CREATE POLICY invite_read ON main.invite FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',admin,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.invite TO steward_app;
DROP POLICY IF EXISTS invite_system ON main.invite;
CREATE POLICY invite_system ON main.invite TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.invite TO steward_system;

CREATE TABLE IF NOT EXISTS main.saved_view (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    entity text COLLATE "C" NOT NULL CONSTRAINT saved_view_entity_length CHECK (char_length(entity) >= 1 AND char_length(entity) <= 64),
    name text COLLATE "C" NOT NULL CONSTRAINT saved_view_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 80),
    query text COLLATE "C" NOT NULL CONSTRAINT saved_view_query_length CHECK (char_length(query) <= 8000),
    shared smallint NOT NULL DEFAULT 0 CONSTRAINT saved_view_shared_boolean CHECK (shared IN (0, 1)),
    CONSTRAINT saved_view_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS saved_view_created_by_name_index ON main.saved_view (workspace_id, created_by, name, id);
CREATE INDEX IF NOT EXISTS saved_view_name_index ON main.saved_view (workspace_id, name, id);
CREATE INDEX IF NOT EXISTS saved_view_entity_index ON main.saved_view (workspace_id, entity, id);
CREATE INDEX IF NOT EXISTS saved_view_entity_name_index ON main.saved_view (workspace_id, entity, name, id);
ALTER TABLE main.saved_view ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.saved_view FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.saved_view FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS saved_view_read ON main.saved_view;
DROP POLICY IF EXISTS saved_view_create ON main.saved_view;
DROP POLICY IF EXISTS saved_view_update ON main.saved_view;
DROP POLICY IF EXISTS saved_view_delete ON main.saved_view;
CREATE POLICY saved_view_read ON main.saved_view FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',core,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (created_by = nullif(current_setting('app.account', true), '')::uuid OR shared = 1) AND strpos(current_setting('app.read', true), ',' || CASE entity WHEN 'live_session' THEN 'live' WHEN 'host' THEN 'live' WHEN 'show_slot' THEN 'live' WHEN 'review_template' THEN 'live' WHEN 'product' THEN 'warehouse' WHEN 'product_variant' THEN 'warehouse' WHEN 'product_barcode' THEN 'warehouse' WHEN 'barcode_counter' THEN 'warehouse' WHEN 'location' THEN 'warehouse' WHEN 'show_item' THEN 'live' WHEN 'inbound_box' THEN 'warehouse' WHEN 'inbound_line' THEN 'warehouse' WHEN 'sale' THEN 'sales' WHEN 'sale_rollup' THEN 'sales' WHEN 'sale_return' THEN 'sales' WHEN 'cost_category' THEN 'finance' WHEN 'recurring_cost' THEN 'finance' WHEN 'cost_item' THEN 'finance' WHEN 'cost_budget' THEN 'finance' WHEN 'month_close' THEN 'finance' WHEN 'exchange_rate' THEN 'finance' WHEN 'fee_rule' THEN 'finance' WHEN 'host_pay_rule' THEN 'finance' WHEN 'payout_line' THEN 'finance' WHEN 'cash_receipt' THEN 'finance' WHEN 'show_explanation' THEN 'finance' WHEN 'show_close' THEN 'finance' WHEN 'stock_movement' THEN 'warehouse' WHEN 'stock_level' THEN 'warehouse' WHEN 'stock_cost' THEN 'finance' WHEN 'stock_entry' THEN 'finance' WHEN 'inbound_cost' THEN 'finance' WHEN 'inbound_proposal' THEN 'warehouse' WHEN 'stock_count' THEN 'warehouse' WHEN 'stock_count_line' THEN 'warehouse' WHEN 'stock_count_scan' THEN 'warehouse' WHEN 'article_category' THEN 'knowledge' WHEN 'article' THEN 'knowledge' WHEN 'article_version' THEN 'knowledge' WHEN 'article_ack' THEN 'knowledge' WHEN 'quiz_question' THEN 'knowledge' WHEN 'quiz_attempt' THEN 'knowledge' WHEN 'announcement' THEN 'knowledge' WHEN 'announcement_seen' THEN 'knowledge' ELSE 'core' END || ',') > 0);
GRANT SELECT ON main.saved_view TO steward_app;
CREATE POLICY saved_view_create ON main.saved_view FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',core,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND created_by = nullif(current_setting('app.account', true), '')::uuid AND strpos(current_setting('app.read', true), ',' || CASE entity WHEN 'live_session' THEN 'live' WHEN 'host' THEN 'live' WHEN 'show_slot' THEN 'live' WHEN 'review_template' THEN 'live' WHEN 'product' THEN 'warehouse' WHEN 'product_variant' THEN 'warehouse' WHEN 'product_barcode' THEN 'warehouse' WHEN 'barcode_counter' THEN 'warehouse' WHEN 'location' THEN 'warehouse' WHEN 'show_item' THEN 'live' WHEN 'inbound_box' THEN 'warehouse' WHEN 'inbound_line' THEN 'warehouse' WHEN 'sale' THEN 'sales' WHEN 'sale_rollup' THEN 'sales' WHEN 'sale_return' THEN 'sales' WHEN 'cost_category' THEN 'finance' WHEN 'recurring_cost' THEN 'finance' WHEN 'cost_item' THEN 'finance' WHEN 'cost_budget' THEN 'finance' WHEN 'month_close' THEN 'finance' WHEN 'exchange_rate' THEN 'finance' WHEN 'fee_rule' THEN 'finance' WHEN 'host_pay_rule' THEN 'finance' WHEN 'payout_line' THEN 'finance' WHEN 'cash_receipt' THEN 'finance' WHEN 'show_explanation' THEN 'finance' WHEN 'show_close' THEN 'finance' WHEN 'stock_movement' THEN 'warehouse' WHEN 'stock_level' THEN 'warehouse' WHEN 'stock_cost' THEN 'finance' WHEN 'stock_entry' THEN 'finance' WHEN 'inbound_cost' THEN 'finance' WHEN 'inbound_proposal' THEN 'warehouse' WHEN 'stock_count' THEN 'warehouse' WHEN 'stock_count_line' THEN 'warehouse' WHEN 'stock_count_scan' THEN 'warehouse' WHEN 'article_category' THEN 'knowledge' WHEN 'article' THEN 'knowledge' WHEN 'article_version' THEN 'knowledge' WHEN 'article_ack' THEN 'knowledge' WHEN 'quiz_question' THEN 'knowledge' WHEN 'quiz_attempt' THEN 'knowledge' WHEN 'announcement' THEN 'knowledge' WHEN 'announcement_seen' THEN 'knowledge' ELSE 'core' END || ',') > 0);
GRANT INSERT ON main.saved_view TO steward_app;
CREATE POLICY saved_view_update ON main.saved_view FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',core,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND created_by = nullif(current_setting('app.account', true), '')::uuid AND strpos(current_setting('app.read', true), ',' || CASE entity WHEN 'live_session' THEN 'live' WHEN 'host' THEN 'live' WHEN 'show_slot' THEN 'live' WHEN 'review_template' THEN 'live' WHEN 'product' THEN 'warehouse' WHEN 'product_variant' THEN 'warehouse' WHEN 'product_barcode' THEN 'warehouse' WHEN 'barcode_counter' THEN 'warehouse' WHEN 'location' THEN 'warehouse' WHEN 'show_item' THEN 'live' WHEN 'inbound_box' THEN 'warehouse' WHEN 'inbound_line' THEN 'warehouse' WHEN 'sale' THEN 'sales' WHEN 'sale_rollup' THEN 'sales' WHEN 'sale_return' THEN 'sales' WHEN 'cost_category' THEN 'finance' WHEN 'recurring_cost' THEN 'finance' WHEN 'cost_item' THEN 'finance' WHEN 'cost_budget' THEN 'finance' WHEN 'month_close' THEN 'finance' WHEN 'exchange_rate' THEN 'finance' WHEN 'fee_rule' THEN 'finance' WHEN 'host_pay_rule' THEN 'finance' WHEN 'payout_line' THEN 'finance' WHEN 'cash_receipt' THEN 'finance' WHEN 'show_explanation' THEN 'finance' WHEN 'show_close' THEN 'finance' WHEN 'stock_movement' THEN 'warehouse' WHEN 'stock_level' THEN 'warehouse' WHEN 'stock_cost' THEN 'finance' WHEN 'stock_entry' THEN 'finance' WHEN 'inbound_cost' THEN 'finance' WHEN 'inbound_proposal' THEN 'warehouse' WHEN 'stock_count' THEN 'warehouse' WHEN 'stock_count_line' THEN 'warehouse' WHEN 'stock_count_scan' THEN 'warehouse' WHEN 'article_category' THEN 'knowledge' WHEN 'article' THEN 'knowledge' WHEN 'article_version' THEN 'knowledge' WHEN 'article_ack' THEN 'knowledge' WHEN 'quiz_question' THEN 'knowledge' WHEN 'quiz_attempt' THEN 'knowledge' WHEN 'announcement' THEN 'knowledge' WHEN 'announcement_seen' THEN 'knowledge' ELSE 'core' END || ',') > 0) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',core,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND created_by = nullif(current_setting('app.account', true), '')::uuid AND strpos(current_setting('app.read', true), ',' || CASE entity WHEN 'live_session' THEN 'live' WHEN 'host' THEN 'live' WHEN 'show_slot' THEN 'live' WHEN 'review_template' THEN 'live' WHEN 'product' THEN 'warehouse' WHEN 'product_variant' THEN 'warehouse' WHEN 'product_barcode' THEN 'warehouse' WHEN 'barcode_counter' THEN 'warehouse' WHEN 'location' THEN 'warehouse' WHEN 'show_item' THEN 'live' WHEN 'inbound_box' THEN 'warehouse' WHEN 'inbound_line' THEN 'warehouse' WHEN 'sale' THEN 'sales' WHEN 'sale_rollup' THEN 'sales' WHEN 'sale_return' THEN 'sales' WHEN 'cost_category' THEN 'finance' WHEN 'recurring_cost' THEN 'finance' WHEN 'cost_item' THEN 'finance' WHEN 'cost_budget' THEN 'finance' WHEN 'month_close' THEN 'finance' WHEN 'exchange_rate' THEN 'finance' WHEN 'fee_rule' THEN 'finance' WHEN 'host_pay_rule' THEN 'finance' WHEN 'payout_line' THEN 'finance' WHEN 'cash_receipt' THEN 'finance' WHEN 'show_explanation' THEN 'finance' WHEN 'show_close' THEN 'finance' WHEN 'stock_movement' THEN 'warehouse' WHEN 'stock_level' THEN 'warehouse' WHEN 'stock_cost' THEN 'finance' WHEN 'stock_entry' THEN 'finance' WHEN 'inbound_cost' THEN 'finance' WHEN 'inbound_proposal' THEN 'warehouse' WHEN 'stock_count' THEN 'warehouse' WHEN 'stock_count_line' THEN 'warehouse' WHEN 'stock_count_scan' THEN 'warehouse' WHEN 'article_category' THEN 'knowledge' WHEN 'article' THEN 'knowledge' WHEN 'article_version' THEN 'knowledge' WHEN 'article_ack' THEN 'knowledge' WHEN 'quiz_question' THEN 'knowledge' WHEN 'quiz_attempt' THEN 'knowledge' WHEN 'announcement' THEN 'knowledge' WHEN 'announcement_seen' THEN 'knowledge' ELSE 'core' END || ',') > 0);
GRANT UPDATE ON main.saved_view TO steward_app;
CREATE POLICY saved_view_delete ON main.saved_view FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',core,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND created_by = nullif(current_setting('app.account', true), '')::uuid AND strpos(current_setting('app.read', true), ',' || CASE entity WHEN 'live_session' THEN 'live' WHEN 'host' THEN 'live' WHEN 'show_slot' THEN 'live' WHEN 'review_template' THEN 'live' WHEN 'product' THEN 'warehouse' WHEN 'product_variant' THEN 'warehouse' WHEN 'product_barcode' THEN 'warehouse' WHEN 'barcode_counter' THEN 'warehouse' WHEN 'location' THEN 'warehouse' WHEN 'show_item' THEN 'live' WHEN 'inbound_box' THEN 'warehouse' WHEN 'inbound_line' THEN 'warehouse' WHEN 'sale' THEN 'sales' WHEN 'sale_rollup' THEN 'sales' WHEN 'sale_return' THEN 'sales' WHEN 'cost_category' THEN 'finance' WHEN 'recurring_cost' THEN 'finance' WHEN 'cost_item' THEN 'finance' WHEN 'cost_budget' THEN 'finance' WHEN 'month_close' THEN 'finance' WHEN 'exchange_rate' THEN 'finance' WHEN 'fee_rule' THEN 'finance' WHEN 'host_pay_rule' THEN 'finance' WHEN 'payout_line' THEN 'finance' WHEN 'cash_receipt' THEN 'finance' WHEN 'show_explanation' THEN 'finance' WHEN 'show_close' THEN 'finance' WHEN 'stock_movement' THEN 'warehouse' WHEN 'stock_level' THEN 'warehouse' WHEN 'stock_cost' THEN 'finance' WHEN 'stock_entry' THEN 'finance' WHEN 'inbound_cost' THEN 'finance' WHEN 'inbound_proposal' THEN 'warehouse' WHEN 'stock_count' THEN 'warehouse' WHEN 'stock_count_line' THEN 'warehouse' WHEN 'stock_count_scan' THEN 'warehouse' WHEN 'article_category' THEN 'knowledge' WHEN 'article' THEN 'knowledge' WHEN 'article_version' THEN 'knowledge' WHEN 'article_ack' THEN 'knowledge' WHEN 'quiz_question' THEN 'knowledge' WHEN 'quiz_attempt' THEN 'knowledge' WHEN 'announcement' THEN 'knowledge' WHEN 'announcement_seen' THEN 'knowledge' ELSE 'core' END || ',') > 0);
GRANT DELETE ON main.saved_view TO steward_app;
DROP POLICY IF EXISTS saved_view_system ON main.saved_view;
CREATE POLICY saved_view_system ON main.saved_view TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.saved_view TO steward_system;

CREATE TABLE IF NOT EXISTS main.audit_event (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    number bigint NOT NULL CONSTRAINT audit_event_number_range CHECK (number >= 1),
    actor_id uuid,
    action text COLLATE "C" NOT NULL CONSTRAINT audit_event_action_length CHECK (char_length(action) >= 1 AND char_length(action) <= 64),
    entity text COLLATE "C" CONSTRAINT audit_event_entity_length CHECK (char_length(entity) <= 64),
    row_id uuid,
    details text COLLATE "C" CONSTRAINT audit_event_details_length CHECK (char_length(details) <= 500),
    previous_hash text COLLATE "C" CONSTRAINT audit_event_previous_hash_length CHECK (char_length(previous_hash) <= 64),
    hash text COLLATE "C" NOT NULL CONSTRAINT audit_event_hash_length CHECK (char_length(hash) >= 64 AND char_length(hash) <= 64),
    CONSTRAINT audit_event_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS audit_event_actor_id_number_linked ON main.audit_event (workspace_id, actor_id, number, id) WHERE actor_id IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS audit_event_number_unique ON main.audit_event (workspace_id, number);
ALTER TABLE main.audit_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.audit_event FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.audit_event FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS audit_event_read ON main.audit_event;
DROP POLICY IF EXISTS audit_event_create ON main.audit_event;
DROP POLICY IF EXISTS audit_event_update ON main.audit_event;
DROP POLICY IF EXISTS audit_event_delete ON main.audit_event;
CREATE POLICY audit_event_read ON main.audit_event FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',admin,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.audit_event TO steward_app;
DROP POLICY IF EXISTS audit_event_system ON main.audit_event;
CREATE POLICY audit_event_system ON main.audit_event TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.audit_event TO steward_system;

CREATE TABLE IF NOT EXISTS main.activity (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    module text COLLATE "C" NOT NULL DEFAULT 'core' CONSTRAINT activity_module_choice CHECK (module IN ('core', 'admin', 'live', 'sales', 'warehouse', 'finance', 'knowledge', 'assistant', 'studio', 'creator')),
    action text COLLATE "C" NOT NULL CONSTRAINT activity_action_length CHECK (char_length(action) >= 1 AND char_length(action) <= 64),
    entity text COLLATE "C" CONSTRAINT activity_entity_length CHECK (char_length(entity) <= 64),
    row_id uuid,
    count bigint NOT NULL,
    day text COLLATE "C" NOT NULL CONSTRAINT activity_day_form CHECK (day ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    audience text COLLATE "C" NOT NULL DEFAULT 'everybody' CONSTRAINT activity_audience_choice CHECK (audience IN ('everybody', 'editors', 'chosen')),
    members text COLLATE "C" CONSTRAINT activity_members_length CHECK (char_length(members) <= 8000),
    CONSTRAINT activity_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS activity_module_index ON main.activity (workspace_id, module, id);
CREATE INDEX IF NOT EXISTS activity_row_id_linked ON main.activity (workspace_id, row_id, id) WHERE row_id IS NOT NULL;
ALTER TABLE main.activity ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.activity FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.activity FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS activity_read ON main.activity;
DROP POLICY IF EXISTS activity_create ON main.activity;
DROP POLICY IF EXISTS activity_update ON main.activity;
DROP POLICY IF EXISTS activity_delete ON main.activity;
CREATE POLICY activity_read ON main.activity FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',core,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND strpos(current_setting('app.read', true), ',' || module || ',') > 0 AND (created_by = nullif(current_setting('app.account', true), '')::uuid OR strpos(current_setting('app.manage', true), ',' || module || ',') > 0 OR (audience <> 'chosen' AND strpos(current_setting('app.write', true), ',' || module || ',') > 0) OR ((audience = 'everybody' OR (audience = 'chosen' AND strpos(members, nullif(current_setting('app.account', true), '')) > 0)))));
GRANT SELECT ON main.activity TO steward_app;
DROP POLICY IF EXISTS activity_system ON main.activity;
CREATE POLICY activity_system ON main.activity TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.activity TO steward_system;

CREATE TABLE IF NOT EXISTS main.factor (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    account_id uuid NOT NULL,
    friendly_name text COLLATE "C" CONSTRAINT factor_friendly_name_length CHECK (length(friendly_name) <= 608),
    status text COLLATE "C" NOT NULL DEFAULT 'unverified' CONSTRAINT factor_status_choice CHECK (status IN ('unverified', 'verified')),
    sealed text COLLATE "C" NOT NULL CONSTRAINT factor_sealed_length CHECK (length(sealed) <= 1328),
    last_step bigint NOT NULL DEFAULT 0,
    verified_at bigint,
    CONSTRAINT factor_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT factor_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES main.account (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS factor_account_id_index ON main.factor (workspace_id, account_id, id);
ALTER TABLE main.factor ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.factor FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.factor FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS factor_read ON main.factor;
DROP POLICY IF EXISTS factor_create ON main.factor;
DROP POLICY IF EXISTS factor_update ON main.factor;
DROP POLICY IF EXISTS factor_delete ON main.factor;
DROP POLICY IF EXISTS factor_system ON main.factor;
CREATE POLICY factor_system ON main.factor TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.factor TO steward_system;

CREATE TABLE IF NOT EXISTS main.factor_challenge (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    factor_id uuid NOT NULL,
    session_id uuid NOT NULL,
    expires_at bigint NOT NULL,
    used_at bigint,
    CONSTRAINT factor_challenge_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT factor_challenge_factor_id_link FOREIGN KEY (workspace_id, factor_id) REFERENCES main.factor (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS factor_challenge_factor_id_index ON main.factor_challenge (workspace_id, factor_id, id);
CREATE INDEX IF NOT EXISTS factor_challenge_expires_at_index ON main.factor_challenge (workspace_id, expires_at, id);
ALTER TABLE main.factor_challenge ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.factor_challenge FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.factor_challenge FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS factor_challenge_read ON main.factor_challenge;
DROP POLICY IF EXISTS factor_challenge_create ON main.factor_challenge;
DROP POLICY IF EXISTS factor_challenge_update ON main.factor_challenge;
DROP POLICY IF EXISTS factor_challenge_delete ON main.factor_challenge;
DROP POLICY IF EXISTS factor_challenge_system ON main.factor_challenge;
CREATE POLICY factor_challenge_system ON main.factor_challenge TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.factor_challenge TO steward_system;

CREATE TABLE IF NOT EXISTS main.recovery_code (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    account_id uuid NOT NULL,
    code_hash text COLLATE "C" NOT NULL CONSTRAINT recovery_code_code_hash_length CHECK (char_length(code_hash) >= 64 AND char_length(code_hash) <= 64),
    used_at bigint,
    CONSTRAINT recovery_code_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT recovery_code_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES main.account (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS recovery_code_account_id_index ON main.recovery_code (workspace_id, account_id, id);
ALTER TABLE main.recovery_code ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.recovery_code FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.recovery_code FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS recovery_code_read ON main.recovery_code;
DROP POLICY IF EXISTS recovery_code_create ON main.recovery_code;
DROP POLICY IF EXISTS recovery_code_update ON main.recovery_code;
DROP POLICY IF EXISTS recovery_code_delete ON main.recovery_code;
DROP POLICY IF EXISTS recovery_code_system ON main.recovery_code;
CREATE POLICY recovery_code_system ON main.recovery_code TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.recovery_code TO steward_system;

CREATE TABLE IF NOT EXISTS main.service_key (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL CONSTRAINT service_key_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 80),
    key_hash text COLLATE "C" NOT NULL CONSTRAINT service_key_key_hash_length CHECK (char_length(key_hash) >= 64 AND char_length(key_hash) <= 64),
    last_used_at bigint,
    revoked_at bigint,
    CONSTRAINT service_key_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS service_key_key_hash_unique ON main.service_key (workspace_id, key_hash);
ALTER TABLE main.service_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.service_key FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.service_key FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS service_key_read ON main.service_key;
DROP POLICY IF EXISTS service_key_create ON main.service_key;
DROP POLICY IF EXISTS service_key_update ON main.service_key;
DROP POLICY IF EXISTS service_key_delete ON main.service_key;
DROP POLICY IF EXISTS service_key_system ON main.service_key;
CREATE POLICY service_key_system ON main.service_key TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.service_key TO steward_system;

CREATE TABLE IF NOT EXISTS main.identity (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    account_id uuid NOT NULL,
    provider text COLLATE "C" NOT NULL CONSTRAINT identity_provider_choice CHECK (provider IN ('google')),
    subject_hash text COLLATE "C" NOT NULL CONSTRAINT identity_subject_hash_length CHECK (char_length(subject_hash) >= 64 AND char_length(subject_hash) <= 64),
    email text COLLATE "C" CONSTRAINT identity_email_length CHECK (length(email) <= 1652),
    last_sign_in_at bigint,
    CONSTRAINT identity_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT identity_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES main.account (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS identity_account_id_index ON main.identity (workspace_id, account_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS identity_subject_hash_unique ON main.identity (workspace_id, subject_hash);
ALTER TABLE main.identity ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.identity FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.identity FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS identity_read ON main.identity;
DROP POLICY IF EXISTS identity_create ON main.identity;
DROP POLICY IF EXISTS identity_update ON main.identity;
DROP POLICY IF EXISTS identity_delete ON main.identity;
DROP POLICY IF EXISTS identity_system ON main.identity;
CREATE POLICY identity_system ON main.identity TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.identity TO steward_system;

CREATE TABLE IF NOT EXISTS main.oauth_flow (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    state_hash text COLLATE "C" NOT NULL CONSTRAINT oauth_flow_state_hash_length CHECK (char_length(state_hash) >= 64 AND char_length(state_hash) <= 64),
    browser_hash text COLLATE "C" NOT NULL CONSTRAINT oauth_flow_browser_hash_length CHECK (char_length(browser_hash) >= 64 AND char_length(browser_hash) <= 64),
    redirect_to text COLLATE "C" NOT NULL CONSTRAINT oauth_flow_redirect_to_length CHECK (char_length(redirect_to) >= 1 AND char_length(redirect_to) <= 1000),
    challenge text COLLATE "C" CONSTRAINT oauth_flow_challenge_length CHECK (char_length(challenge) <= 128),
    link_account uuid,
    account_id uuid,
    code_hash text COLLATE "C" CONSTRAINT oauth_flow_code_hash_length CHECK (char_length(code_hash) <= 64),
    expires_at bigint NOT NULL,
    used_at bigint,
    exchanged_at bigint,
    CONSTRAINT oauth_flow_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT oauth_flow_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES main.account (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS oauth_flow_state_hash_unique ON main.oauth_flow (workspace_id, state_hash);
CREATE INDEX IF NOT EXISTS oauth_flow_account_id_linked ON main.oauth_flow (workspace_id, account_id, id) WHERE account_id IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS oauth_flow_code_hash_unique ON main.oauth_flow (workspace_id, code_hash);
CREATE INDEX IF NOT EXISTS oauth_flow_expires_at_index ON main.oauth_flow (workspace_id, expires_at, id);
ALTER TABLE main.oauth_flow ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.oauth_flow FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.oauth_flow FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS oauth_flow_read ON main.oauth_flow;
DROP POLICY IF EXISTS oauth_flow_create ON main.oauth_flow;
DROP POLICY IF EXISTS oauth_flow_update ON main.oauth_flow;
DROP POLICY IF EXISTS oauth_flow_delete ON main.oauth_flow;
DROP POLICY IF EXISTS oauth_flow_system ON main.oauth_flow;
CREATE POLICY oauth_flow_system ON main.oauth_flow TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.oauth_flow TO steward_system;

CREATE TABLE IF NOT EXISTS main.oauth_token (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    account_id uuid NOT NULL,
    for_workspace bigint NOT NULL DEFAULT 0,
    provider text COLLATE "C" NOT NULL CONSTRAINT oauth_token_provider_length CHECK (char_length(provider) >= 1 AND char_length(provider) <= 40),
    connection_id uuid NOT NULL,
    scopes text COLLATE "C" CONSTRAINT oauth_token_scopes_length CHECK (char_length(scopes) <= 2000),
    sealed text COLLATE "C" NOT NULL CONSTRAINT oauth_token_sealed_length CHECK (length(sealed) <= 196736),
    access_expires_at bigint,
    expires_at bigint,
    CONSTRAINT oauth_token_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT oauth_token_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES main.account (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS oauth_token_account_id_index ON main.oauth_token (workspace_id, account_id, id);
CREATE INDEX IF NOT EXISTS oauth_token_expires_at_index ON main.oauth_token (workspace_id, expires_at, id);
CREATE UNIQUE INDEX IF NOT EXISTS oauth_token_provider_connection_id_unique ON main.oauth_token (workspace_id, provider, connection_id);
ALTER TABLE main.oauth_token ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.oauth_token FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.oauth_token FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS oauth_token_read ON main.oauth_token;
DROP POLICY IF EXISTS oauth_token_create ON main.oauth_token;
DROP POLICY IF EXISTS oauth_token_update ON main.oauth_token;
DROP POLICY IF EXISTS oauth_token_delete ON main.oauth_token;
DROP POLICY IF EXISTS oauth_token_system ON main.oauth_token;
CREATE POLICY oauth_token_system ON main.oauth_token TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.oauth_token TO steward_system;

CREATE TABLE IF NOT EXISTS main.oauth_revocation (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    provider text COLLATE "C" NOT NULL CONSTRAINT oauth_revocation_provider_length CHECK (char_length(provider) >= 1 AND char_length(provider) <= 40),
    hint text COLLATE "C" NOT NULL CONSTRAINT oauth_revocation_hint_length CHECK (char_length(hint) >= 1 AND char_length(hint) <= 20),
    account_id uuid,
    sealed text COLLATE "C" NOT NULL CONSTRAINT oauth_revocation_sealed_length CHECK (length(sealed) <= 49280),
    attempts bigint NOT NULL DEFAULT 0,
    next_attempt_at bigint NOT NULL,
    leased_until bigint,
    give_up_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    CONSTRAINT oauth_revocation_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS oauth_revocation_next_attempt_at_index ON main.oauth_revocation (workspace_id, next_attempt_at, id);
ALTER TABLE main.oauth_revocation ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.oauth_revocation FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.oauth_revocation FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS oauth_revocation_read ON main.oauth_revocation;
DROP POLICY IF EXISTS oauth_revocation_create ON main.oauth_revocation;
DROP POLICY IF EXISTS oauth_revocation_update ON main.oauth_revocation;
DROP POLICY IF EXISTS oauth_revocation_delete ON main.oauth_revocation;
DROP POLICY IF EXISTS oauth_revocation_system ON main.oauth_revocation;
CREATE POLICY oauth_revocation_system ON main.oauth_revocation TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.oauth_revocation TO steward_system;

CREATE TABLE IF NOT EXISTS main.backup_snapshot (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL CONSTRAINT backup_snapshot_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 40),
    made_at bigint NOT NULL,
    state text COLLATE "C" NOT NULL CONSTRAINT backup_snapshot_state_choice CHECK (state IN ('kept', 'failed', 'destroyed')),
    record_count bigint NOT NULL DEFAULT 0,
    size_bytes bigint NOT NULL DEFAULT 0,
    verified_at bigint,
    hash text COLLATE "C" CONSTRAINT backup_snapshot_hash_length CHECK (char_length(hash) <= 64),
    destroyed_at bigint,
    destruction_hash text COLLATE "C" CONSTRAINT backup_snapshot_destruction_hash_length CHECK (char_length(destruction_hash) <= 64),
    reason text COLLATE "C" CONSTRAINT backup_snapshot_reason_length CHECK (char_length(reason) <= 500),
    CONSTRAINT backup_snapshot_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS backup_snapshot_name_unique ON main.backup_snapshot (workspace_id, name);
CREATE INDEX IF NOT EXISTS backup_snapshot_made_at_index ON main.backup_snapshot (workspace_id, made_at, id);
ALTER TABLE main.backup_snapshot ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.backup_snapshot FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.backup_snapshot FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS backup_snapshot_read ON main.backup_snapshot;
DROP POLICY IF EXISTS backup_snapshot_create ON main.backup_snapshot;
DROP POLICY IF EXISTS backup_snapshot_update ON main.backup_snapshot;
DROP POLICY IF EXISTS backup_snapshot_delete ON main.backup_snapshot;
CREATE POLICY backup_snapshot_read ON main.backup_snapshot FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',admin,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.backup_snapshot TO steward_app;
DROP POLICY IF EXISTS backup_snapshot_system ON main.backup_snapshot;
CREATE POLICY backup_snapshot_system ON main.backup_snapshot TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.backup_snapshot TO steward_system;

CREATE TABLE IF NOT EXISTS main.erasure (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    entity text COLLATE "C" NOT NULL CONSTRAINT erasure_entity_length CHECK (char_length(entity) >= 1 AND char_length(entity) <= 64),
    of_workspace bigint NOT NULL DEFAULT 0,
    row_id uuid,
    CONSTRAINT erasure_key PRIMARY KEY (workspace_id, id)
);
ALTER TABLE main.erasure ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.erasure FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.erasure FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS erasure_read ON main.erasure;
DROP POLICY IF EXISTS erasure_create ON main.erasure;
DROP POLICY IF EXISTS erasure_update ON main.erasure;
DROP POLICY IF EXISTS erasure_delete ON main.erasure;
DROP POLICY IF EXISTS erasure_system ON main.erasure;
CREATE POLICY erasure_system ON main.erasure TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.erasure TO steward_system;

CREATE TABLE IF NOT EXISTS main.outbox_mail (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    recipient text COLLATE "C" NOT NULL CONSTRAINT outbox_mail_recipient_length CHECK (length(recipient) <= 1652),
    kind text COLLATE "C" NOT NULL CONSTRAINT outbox_mail_kind_length CHECK (char_length(kind) >= 1 AND char_length(kind) <= 40),
    idempotency_key text COLLATE "C" NOT NULL CONSTRAINT outbox_mail_idempotency_key_length CHECK (char_length(idempotency_key) >= 1 AND char_length(idempotency_key) <= 120),
    sealed text COLLATE "C" CONSTRAINT outbox_mail_sealed_length CHECK (length(sealed) <= 553088),
    status text COLLATE "C" NOT NULL DEFAULT 'queued' CONSTRAINT outbox_mail_status_choice CHECK (status IN ('queued', 'sending', 'sent', 'failed', 'unknown')),
    attempts bigint NOT NULL DEFAULT 0,
    next_attempt_at bigint NOT NULL,
    leased_until bigint,
    settled_at bigint,
    valid_until bigint,
    fault text COLLATE "C" CONSTRAINT outbox_mail_fault_length CHECK (char_length(fault) <= 80),
    CONSTRAINT outbox_mail_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS outbox_mail_idempotency_key_unique ON main.outbox_mail (workspace_id, idempotency_key);
CREATE INDEX IF NOT EXISTS outbox_mail_next_attempt_at_index ON main.outbox_mail (workspace_id, next_attempt_at, id);
ALTER TABLE main.outbox_mail ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.outbox_mail FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.outbox_mail FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS outbox_mail_read ON main.outbox_mail;
DROP POLICY IF EXISTS outbox_mail_create ON main.outbox_mail;
DROP POLICY IF EXISTS outbox_mail_update ON main.outbox_mail;
DROP POLICY IF EXISTS outbox_mail_delete ON main.outbox_mail;
DROP POLICY IF EXISTS outbox_mail_system ON main.outbox_mail;
CREATE POLICY outbox_mail_system ON main.outbox_mail TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.outbox_mail TO steward_system;

CREATE TABLE IF NOT EXISTS main.egress_event (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    processor text COLLATE "C" NOT NULL CONSTRAINT egress_event_processor_length CHECK (char_length(processor) >= 1 AND char_length(processor) <= 40),
    host text COLLATE "C" CONSTRAINT egress_event_host_length CHECK (char_length(host) <= 253),
    purpose text COLLATE "C" NOT NULL CONSTRAINT egress_event_purpose_length CHECK (char_length(purpose) >= 1 AND char_length(purpose) <= 40),
    account_id uuid,
    outcome text COLLATE "C" NOT NULL CONSTRAINT egress_event_outcome_choice CHECK (outcome IN ('answered', 'refused', 'failed')),
    http_status bigint NOT NULL DEFAULT 0,
    bytes_out bigint NOT NULL DEFAULT 0,
    bytes_in bigint NOT NULL DEFAULT 0,
    duration_ms bigint NOT NULL DEFAULT 0,
    CONSTRAINT egress_event_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS egress_event_created_at_index ON main.egress_event (workspace_id, created_at, id);
ALTER TABLE main.egress_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.egress_event FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.egress_event FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS egress_event_read ON main.egress_event;
DROP POLICY IF EXISTS egress_event_create ON main.egress_event;
DROP POLICY IF EXISTS egress_event_update ON main.egress_event;
DROP POLICY IF EXISTS egress_event_delete ON main.egress_event;
CREATE POLICY egress_event_read ON main.egress_event FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',admin,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.egress_event TO steward_app;
DROP POLICY IF EXISTS egress_event_system ON main.egress_event;
CREATE POLICY egress_event_system ON main.egress_event TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.egress_event TO steward_system;

CREATE TABLE IF NOT EXISTS main.import_run (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    entity text COLLATE "C" NOT NULL CONSTRAINT import_run_entity_length CHECK (char_length(entity) <= 64),
    file_name text COLLATE "C" NOT NULL CONSTRAINT import_run_file_name_length CHECK (char_length(file_name) <= 255),
    status text COLLATE "C" NOT NULL CONSTRAINT import_run_status_choice CHECK (status IN ('uploaded', 'ready', 'running', 'done', 'failed', 'cancelled', 'undone')),
    source text COLLATE "C" CONSTRAINT import_run_source_length CHECK (char_length(source) <= 40),
    header_key text COLLATE "C" NOT NULL CONSTRAINT import_run_header_key_length CHECK (char_length(header_key) <= 64),
    content_key text COLLATE "C" NOT NULL CONSTRAINT import_run_content_key_length CHECK (char_length(content_key) <= 64),
    rows_total bigint NOT NULL DEFAULT 0,
    rows_done bigint NOT NULL DEFAULT 0,
    rows_failed bigint NOT NULL DEFAULT 0,
    rows_skipped bigint NOT NULL DEFAULT 0,
    links_created bigint NOT NULL DEFAULT 0,
    mapping text COLLATE "C" CONSTRAINT import_run_mapping_length CHECK (char_length(mapping) <= 65536),
    options text COLLATE "C" CONSTRAINT import_run_options_length CHECK (char_length(options) <= 4000),
    errors text COLLATE "C" CONSTRAINT import_run_errors_length CHECK (length(errors) <= 393344),
    left_out text COLLATE "C" CONSTRAINT import_run_left_out_length CHECK (char_length(left_out) <= 65536),
    failure text COLLATE "C" CONSTRAINT import_run_failure_choice CHECK (failure IN ('stopped', 'unreadable', 'refused', 'forbidden')),
    started_at bigint,
    finished_at bigint,
    CONSTRAINT import_run_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS import_run_created_by_created_at_index ON main.import_run (workspace_id, created_by, created_at, id);
CREATE INDEX IF NOT EXISTS import_run_created_at_index ON main.import_run (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS import_run_content_key_index ON main.import_run (workspace_id, content_key, id);
CREATE INDEX IF NOT EXISTS import_run_content_key_created_at_index ON main.import_run (workspace_id, content_key, created_at, id);
ALTER TABLE main.import_run ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.import_run FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.import_run FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS import_run_read ON main.import_run;
DROP POLICY IF EXISTS import_run_create ON main.import_run;
DROP POLICY IF EXISTS import_run_update ON main.import_run;
DROP POLICY IF EXISTS import_run_delete ON main.import_run;
CREATE POLICY import_run_read ON main.import_run FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',core,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND created_by = nullif(current_setting('app.account', true), '')::uuid AND strpos(current_setting('app.read', true), ',' || CASE entity WHEN 'live_session' THEN 'live' WHEN 'host' THEN 'live' WHEN 'show_slot' THEN 'live' WHEN 'review_template' THEN 'live' WHEN 'product' THEN 'warehouse' WHEN 'product_variant' THEN 'warehouse' WHEN 'product_barcode' THEN 'warehouse' WHEN 'barcode_counter' THEN 'warehouse' WHEN 'location' THEN 'warehouse' WHEN 'show_item' THEN 'live' WHEN 'inbound_box' THEN 'warehouse' WHEN 'inbound_line' THEN 'warehouse' WHEN 'sale' THEN 'sales' WHEN 'sale_rollup' THEN 'sales' WHEN 'sale_return' THEN 'sales' WHEN 'cost_category' THEN 'finance' WHEN 'recurring_cost' THEN 'finance' WHEN 'cost_item' THEN 'finance' WHEN 'cost_budget' THEN 'finance' WHEN 'month_close' THEN 'finance' WHEN 'exchange_rate' THEN 'finance' WHEN 'fee_rule' THEN 'finance' WHEN 'host_pay_rule' THEN 'finance' WHEN 'payout_line' THEN 'finance' WHEN 'cash_receipt' THEN 'finance' WHEN 'show_explanation' THEN 'finance' WHEN 'show_close' THEN 'finance' WHEN 'stock_movement' THEN 'warehouse' WHEN 'stock_level' THEN 'warehouse' WHEN 'stock_cost' THEN 'finance' WHEN 'stock_entry' THEN 'finance' WHEN 'inbound_cost' THEN 'finance' WHEN 'inbound_proposal' THEN 'warehouse' WHEN 'stock_count' THEN 'warehouse' WHEN 'stock_count_line' THEN 'warehouse' WHEN 'stock_count_scan' THEN 'warehouse' WHEN 'article_category' THEN 'knowledge' WHEN 'article' THEN 'knowledge' WHEN 'article_version' THEN 'knowledge' WHEN 'article_ack' THEN 'knowledge' WHEN 'quiz_question' THEN 'knowledge' WHEN 'quiz_attempt' THEN 'knowledge' WHEN 'announcement' THEN 'knowledge' WHEN 'announcement_seen' THEN 'knowledge' ELSE 'core' END || ',') > 0);
GRANT SELECT ON main.import_run TO steward_app;
DROP POLICY IF EXISTS import_run_system ON main.import_run;
CREATE POLICY import_run_system ON main.import_run TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.import_run TO steward_system;

CREATE TABLE IF NOT EXISTS main.import_file (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    run_id uuid NOT NULL,
    number bigint NOT NULL,
    data text COLLATE "C" NOT NULL CONSTRAINT import_file_data_length CHECK (length(data) <= 393344),
    expires_at bigint NOT NULL,
    CONSTRAINT import_file_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS import_file_run_id_index ON main.import_file (workspace_id, run_id, id);
CREATE INDEX IF NOT EXISTS import_file_expires_at_index ON main.import_file (workspace_id, expires_at, id);
CREATE UNIQUE INDEX IF NOT EXISTS import_file_run_id_number_unique ON main.import_file (workspace_id, run_id, number);
ALTER TABLE main.import_file ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.import_file FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.import_file FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS import_file_read ON main.import_file;
DROP POLICY IF EXISTS import_file_create ON main.import_file;
DROP POLICY IF EXISTS import_file_update ON main.import_file;
DROP POLICY IF EXISTS import_file_delete ON main.import_file;
DROP POLICY IF EXISTS import_file_system ON main.import_file;
CREATE POLICY import_file_system ON main.import_file TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.import_file TO steward_system;

CREATE TABLE IF NOT EXISTS main.import_row (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    run_id uuid NOT NULL,
    entity text COLLATE "C" NOT NULL CONSTRAINT import_row_entity_length CHECK (char_length(entity) <= 64),
    row_id uuid NOT NULL,
    row_version bigint NOT NULL,
    CONSTRAINT import_row_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS import_row_run_id_index ON main.import_row (workspace_id, run_id, id);
ALTER TABLE main.import_row ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.import_row FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.import_row FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS import_row_read ON main.import_row;
DROP POLICY IF EXISTS import_row_create ON main.import_row;
DROP POLICY IF EXISTS import_row_update ON main.import_row;
DROP POLICY IF EXISTS import_row_delete ON main.import_row;
DROP POLICY IF EXISTS import_row_system ON main.import_row;
CREATE POLICY import_row_system ON main.import_row TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.import_row TO steward_system;

CREATE TABLE IF NOT EXISTS main.import_mapping (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    entity text COLLATE "C" NOT NULL CONSTRAINT import_mapping_entity_length CHECK (char_length(entity) <= 64),
    header_key text COLLATE "C" NOT NULL CONSTRAINT import_mapping_header_key_length CHECK (char_length(header_key) <= 64),
    mapping text COLLATE "C" NOT NULL CONSTRAINT import_mapping_mapping_length CHECK (char_length(mapping) <= 65536),
    options text COLLATE "C" NOT NULL CONSTRAINT import_mapping_options_length CHECK (char_length(options) <= 4000),
    CONSTRAINT import_mapping_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS import_mapping_updated_at_index ON main.import_mapping (workspace_id, updated_at, id);
CREATE UNIQUE INDEX IF NOT EXISTS import_mapping_entity_header_key_unique ON main.import_mapping (workspace_id, entity, header_key);
ALTER TABLE main.import_mapping ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.import_mapping FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.import_mapping FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS import_mapping_read ON main.import_mapping;
DROP POLICY IF EXISTS import_mapping_create ON main.import_mapping;
DROP POLICY IF EXISTS import_mapping_update ON main.import_mapping;
DROP POLICY IF EXISTS import_mapping_delete ON main.import_mapping;
CREATE POLICY import_mapping_read ON main.import_mapping FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',core,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND strpos(current_setting('app.read', true), ',' || CASE entity WHEN 'live_session' THEN 'live' WHEN 'host' THEN 'live' WHEN 'show_slot' THEN 'live' WHEN 'review_template' THEN 'live' WHEN 'product' THEN 'warehouse' WHEN 'product_variant' THEN 'warehouse' WHEN 'product_barcode' THEN 'warehouse' WHEN 'barcode_counter' THEN 'warehouse' WHEN 'location' THEN 'warehouse' WHEN 'show_item' THEN 'live' WHEN 'inbound_box' THEN 'warehouse' WHEN 'inbound_line' THEN 'warehouse' WHEN 'sale' THEN 'sales' WHEN 'sale_rollup' THEN 'sales' WHEN 'sale_return' THEN 'sales' WHEN 'cost_category' THEN 'finance' WHEN 'recurring_cost' THEN 'finance' WHEN 'cost_item' THEN 'finance' WHEN 'cost_budget' THEN 'finance' WHEN 'month_close' THEN 'finance' WHEN 'exchange_rate' THEN 'finance' WHEN 'fee_rule' THEN 'finance' WHEN 'host_pay_rule' THEN 'finance' WHEN 'payout_line' THEN 'finance' WHEN 'cash_receipt' THEN 'finance' WHEN 'show_explanation' THEN 'finance' WHEN 'show_close' THEN 'finance' WHEN 'stock_movement' THEN 'warehouse' WHEN 'stock_level' THEN 'warehouse' WHEN 'stock_cost' THEN 'finance' WHEN 'stock_entry' THEN 'finance' WHEN 'inbound_cost' THEN 'finance' WHEN 'inbound_proposal' THEN 'warehouse' WHEN 'stock_count' THEN 'warehouse' WHEN 'stock_count_line' THEN 'warehouse' WHEN 'stock_count_scan' THEN 'warehouse' WHEN 'article_category' THEN 'knowledge' WHEN 'article' THEN 'knowledge' WHEN 'article_version' THEN 'knowledge' WHEN 'article_ack' THEN 'knowledge' WHEN 'quiz_question' THEN 'knowledge' WHEN 'quiz_attempt' THEN 'knowledge' WHEN 'announcement' THEN 'knowledge' WHEN 'announcement_seen' THEN 'knowledge' ELSE 'core' END || ',') > 0);
GRANT SELECT ON main.import_mapping TO steward_app;
DROP POLICY IF EXISTS import_mapping_system ON main.import_mapping;
CREATE POLICY import_mapping_system ON main.import_mapping TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.import_mapping TO steward_system;

CREATE TABLE IF NOT EXISTS main.storage_bucket (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL DEFAULT '' CONSTRAINT storage_bucket_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 63),
    module text COLLATE "C" NOT NULL DEFAULT 'core' CONSTRAINT storage_bucket_module_choice CHECK (module IN ('core', 'admin', 'live', 'sales', 'warehouse', 'finance', 'knowledge', 'assistant', 'studio', 'creator')),
    is_public smallint NOT NULL DEFAULT 0 CONSTRAINT storage_bucket_is_public_boolean CHECK (is_public IN (0, 1)),
    size_limit bigint NOT NULL DEFAULT 0,
    types text COLLATE "C" NOT NULL DEFAULT '' CONSTRAINT storage_bucket_types_length CHECK (char_length(types) <= 2000),
    CONSTRAINT storage_bucket_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS storage_bucket_name_unique ON main.storage_bucket (workspace_id, name);
ALTER TABLE main.storage_bucket ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.storage_bucket FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.storage_bucket FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS storage_bucket_read ON main.storage_bucket;
DROP POLICY IF EXISTS storage_bucket_create ON main.storage_bucket;
DROP POLICY IF EXISTS storage_bucket_update ON main.storage_bucket;
DROP POLICY IF EXISTS storage_bucket_delete ON main.storage_bucket;
CREATE POLICY storage_bucket_read ON main.storage_bucket FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',core,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND strpos(current_setting('app.read', true), ',' || module || ',') > 0);
GRANT SELECT ON main.storage_bucket TO steward_app;
DROP POLICY IF EXISTS storage_bucket_system ON main.storage_bucket;
CREATE POLICY storage_bucket_system ON main.storage_bucket TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.storage_bucket TO steward_system;

CREATE TABLE IF NOT EXISTS main.storage_object (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    bucket text COLLATE "C" NOT NULL DEFAULT '' CONSTRAINT storage_object_bucket_length CHECK (char_length(bucket) >= 1 AND char_length(bucket) <= 63),
    name text COLLATE "C" NOT NULL DEFAULT '' CONSTRAINT storage_object_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 1024),
    folder text COLLATE "C" NOT NULL DEFAULT '' CONSTRAINT storage_object_folder_length CHECK (char_length(folder) <= 1024),
    leaf text COLLATE "C" NOT NULL DEFAULT '' CONSTRAINT storage_object_leaf_length CHECK (char_length(leaf) <= 1024),
    module text COLLATE "C" NOT NULL DEFAULT 'core' CONSTRAINT storage_object_module_choice CHECK (module IN ('core', 'admin', 'live', 'sales', 'warehouse', 'finance', 'knowledge', 'assistant', 'studio', 'creator')),
    content_type text COLLATE "C" NOT NULL DEFAULT '' CONSTRAINT storage_object_content_type_length CHECK (char_length(content_type) <= 255),
    cache_control text COLLATE "C" NOT NULL DEFAULT '' CONSTRAINT storage_object_cache_control_length CHECK (char_length(cache_control) <= 100),
    size bigint NOT NULL DEFAULT 0,
    etag text COLLATE "C" NOT NULL DEFAULT '' CONSTRAINT storage_object_etag_length CHECK (char_length(etag) <= 64),
    metadata text COLLATE "C" CONSTRAINT storage_object_metadata_length CHECK (char_length(metadata) <= 8000),
    blob_id uuid,
    audience text COLLATE "C" NOT NULL DEFAULT 'everybody' CONSTRAINT storage_object_audience_choice CHECK (audience IN ('everybody', 'editors', 'chosen')),
    members text COLLATE "C" CONSTRAINT storage_object_members_length CHECK (char_length(members) <= 8000),
    leaf_fold text COLLATE "C",
    CONSTRAINT storage_object_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS storage_object_name_index ON main.storage_object (workspace_id, name, id);
CREATE INDEX IF NOT EXISTS storage_object_bucket_index ON main.storage_object (workspace_id, bucket, id);
CREATE INDEX IF NOT EXISTS storage_object_bucket_name_index ON main.storage_object (workspace_id, bucket, name, id);
CREATE INDEX IF NOT EXISTS storage_object_folder_index ON main.storage_object (workspace_id, folder, id);
CREATE INDEX IF NOT EXISTS storage_object_folder_name_index ON main.storage_object (workspace_id, folder, name, id);
CREATE INDEX IF NOT EXISTS storage_object_blob_id_name_linked ON main.storage_object (workspace_id, blob_id, name, id) WHERE blob_id IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS storage_object_bucket_name_unique ON main.storage_object (workspace_id, bucket, name);
ALTER TABLE main.storage_object ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.storage_object FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.storage_object FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS storage_object_read ON main.storage_object;
DROP POLICY IF EXISTS storage_object_create ON main.storage_object;
DROP POLICY IF EXISTS storage_object_update ON main.storage_object;
DROP POLICY IF EXISTS storage_object_delete ON main.storage_object;
CREATE POLICY storage_object_read ON main.storage_object FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',core,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND strpos(current_setting('app.read', true), ',' || module || ',') > 0 AND (created_by = nullif(current_setting('app.account', true), '')::uuid OR strpos(current_setting('app.manage', true), ',' || module || ',') > 0 OR (audience <> 'chosen' AND strpos(current_setting('app.write', true), ',' || module || ',') > 0) OR ((audience = 'everybody' OR (audience = 'chosen' AND strpos(members, nullif(current_setting('app.account', true), '')) > 0)))));
GRANT SELECT ON main.storage_object TO steward_app;
DROP POLICY IF EXISTS storage_object_system ON main.storage_object;
CREATE POLICY storage_object_system ON main.storage_object TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.storage_object TO steward_system;

CREATE TABLE IF NOT EXISTS main.photo (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    entity text COLLATE "C" NOT NULL DEFAULT '' CONSTRAINT photo_entity_length CHECK (char_length(entity) >= 1 AND char_length(entity) <= 63),
    record_id uuid NOT NULL,
    module text COLLATE "C" NOT NULL DEFAULT 'core' CONSTRAINT photo_module_choice CHECK (module IN ('core', 'admin', 'live', 'sales', 'warehouse', 'finance', 'knowledge', 'assistant', 'studio', 'creator')),
    storage_object_id uuid NOT NULL,
    position bigint NOT NULL,
    width bigint NOT NULL,
    height bigint NOT NULL,
    audience text COLLATE "C" NOT NULL DEFAULT 'everybody' CONSTRAINT photo_audience_choice CHECK (audience IN ('everybody', 'editors', 'chosen')),
    members text COLLATE "C" CONSTRAINT photo_members_length CHECK (char_length(members) <= 8000),
    CONSTRAINT photo_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT photo_storage_object_id_link FOREIGN KEY (workspace_id, storage_object_id) REFERENCES main.storage_object (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS photo_position_index ON main.photo (workspace_id, position, id);
CREATE INDEX IF NOT EXISTS photo_record_id_position_index ON main.photo (workspace_id, record_id, position, id);
CREATE INDEX IF NOT EXISTS photo_storage_object_id_position_index ON main.photo (workspace_id, storage_object_id, position, id);
ALTER TABLE main.photo ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.photo FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.photo FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS photo_read ON main.photo;
DROP POLICY IF EXISTS photo_create ON main.photo;
DROP POLICY IF EXISTS photo_update ON main.photo;
DROP POLICY IF EXISTS photo_delete ON main.photo;
CREATE POLICY photo_read ON main.photo FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',core,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND strpos(current_setting('app.read', true), ',' || module || ',') > 0 AND (created_by = nullif(current_setting('app.account', true), '')::uuid OR strpos(current_setting('app.manage', true), ',' || module || ',') > 0 OR (audience <> 'chosen' AND strpos(current_setting('app.write', true), ',' || module || ',') > 0) OR ((audience = 'everybody' OR (audience = 'chosen' AND strpos(members, nullif(current_setting('app.account', true), '')) > 0)))));
GRANT SELECT ON main.photo TO steward_app;
DROP POLICY IF EXISTS photo_system ON main.photo;
CREATE POLICY photo_system ON main.photo TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.photo TO steward_system;

CREATE TABLE IF NOT EXISTS main.blob (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    key text COLLATE "C" NOT NULL CONSTRAINT blob_key_length CHECK (char_length(key) <= 200),
    state text COLLATE "C" NOT NULL CONSTRAINT blob_state_choice CHECK (state IN ('writing', 'kept', 'doomed')),
    size bigint NOT NULL,
    expires_at bigint,
    CONSTRAINT blob_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS blob_state_index ON main.blob (workspace_id, state, id);
ALTER TABLE main.blob ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.blob FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.blob FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS blob_read ON main.blob;
DROP POLICY IF EXISTS blob_create ON main.blob;
DROP POLICY IF EXISTS blob_update ON main.blob;
DROP POLICY IF EXISTS blob_delete ON main.blob;
DROP POLICY IF EXISTS blob_system ON main.blob;
CREATE POLICY blob_system ON main.blob TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.blob TO steward_system;

CREATE TABLE IF NOT EXISTS main.storage_upload (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    bucket text COLLATE "C" NOT NULL CONSTRAINT storage_upload_bucket_length CHECK (char_length(bucket) >= 1 AND char_length(bucket) <= 63),
    name text COLLATE "C" NOT NULL CONSTRAINT storage_upload_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 1024),
    size bigint NOT NULL,
    content_type text COLLATE "C" NOT NULL CONSTRAINT storage_upload_content_type_length CHECK (char_length(content_type) <= 255),
    cache_control text COLLATE "C" NOT NULL CONSTRAINT storage_upload_cache_control_length CHECK (char_length(cache_control) <= 100),
    metadata text COLLATE "C" CONSTRAINT storage_upload_metadata_length CHECK (char_length(metadata) <= 8000),
    upserts smallint NOT NULL CONSTRAINT storage_upload_upserts_boolean CHECK (upserts IN (0, 1)),
    may_every smallint NOT NULL CONSTRAINT storage_upload_may_every_boolean CHECK (may_every IN (0, 1)),
    is_finished smallint NOT NULL DEFAULT 0 CONSTRAINT storage_upload_is_finished_boolean CHECK (is_finished IN (0, 1)),
    blob_id uuid NOT NULL,
    expires_at bigint NOT NULL,
    CONSTRAINT storage_upload_key PRIMARY KEY (workspace_id, id)
);
ALTER TABLE main.storage_upload ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.storage_upload FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.storage_upload FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS storage_upload_read ON main.storage_upload;
DROP POLICY IF EXISTS storage_upload_create ON main.storage_upload;
DROP POLICY IF EXISTS storage_upload_update ON main.storage_upload;
DROP POLICY IF EXISTS storage_upload_delete ON main.storage_upload;
DROP POLICY IF EXISTS storage_upload_system ON main.storage_upload;
CREATE POLICY storage_upload_system ON main.storage_upload TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.storage_upload TO steward_system;

CREATE TABLE IF NOT EXISTS main.self_check (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL CONSTRAINT self_check_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 40),
    state text COLLATE "C" NOT NULL CONSTRAINT self_check_state_choice CHECK (state IN ('fine', 'advice', 'fault')),
    since bigint NOT NULL,
    en text COLLATE "C" NOT NULL CONSTRAINT self_check_en_length CHECK (char_length(en) <= 2000),
    zh text COLLATE "C" NOT NULL CONSTRAINT self_check_zh_length CHECK (char_length(zh) <= 2000),
    CONSTRAINT self_check_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS self_check_name_unique ON main.self_check (workspace_id, name);
ALTER TABLE main.self_check ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.self_check FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.self_check FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS self_check_read ON main.self_check;
DROP POLICY IF EXISTS self_check_create ON main.self_check;
DROP POLICY IF EXISTS self_check_update ON main.self_check;
DROP POLICY IF EXISTS self_check_delete ON main.self_check;
DROP POLICY IF EXISTS self_check_system ON main.self_check;
CREATE POLICY self_check_system ON main.self_check TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.self_check TO steward_system;

CREATE TABLE IF NOT EXISTS main.security_report (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    subject text COLLATE "C" NOT NULL CONSTRAINT security_report_subject_length CHECK (length(subject) <= 848),
    report text COLLATE "C" NOT NULL CONSTRAINT security_report_report_length CHECK (length(report) <= 48128),
    contact text COLLATE "C" CONSTRAINT security_report_contact_length CHECK (length(contact) <= 1652),
    language text COLLATE "C" NOT NULL CONSTRAINT security_report_language_choice CHECK (language IN ('en', 'zh')),
    state text COLLATE "C" NOT NULL DEFAULT 'open' CONSTRAINT security_report_state_choice CHECK (state IN ('open', 'answered')),
    due_at bigint NOT NULL,
    answered_at bigint,
    answer text COLLATE "C" CONSTRAINT security_report_answer_length CHECK (length(answer) <= 48128),
    answered_by uuid,
    CONSTRAINT security_report_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS security_report_due_at_index ON main.security_report (workspace_id, due_at, id);
ALTER TABLE main.security_report ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.security_report FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.security_report FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS security_report_read ON main.security_report;
DROP POLICY IF EXISTS security_report_create ON main.security_report;
DROP POLICY IF EXISTS security_report_update ON main.security_report;
DROP POLICY IF EXISTS security_report_delete ON main.security_report;
DROP POLICY IF EXISTS security_report_system ON main.security_report;
CREATE POLICY security_report_system ON main.security_report TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.security_report TO steward_system;

CREATE TABLE IF NOT EXISTS main.live_session (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    title text COLLATE "C" NOT NULL CONSTRAINT live_session_title_length CHECK (char_length(title) >= 1 AND char_length(title) <= 120),
    day text COLLATE "C" NOT NULL CONSTRAINT live_session_day_form CHECK (day ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    platform text COLLATE "C" NOT NULL CONSTRAINT live_session_platform_choice CHECK (platform IN ('tiktok', 'whatnot', 'douyin', 'taobao', 'kuaishou', 'instagram', 'other')),
    host text COLLATE "C" CONSTRAINT live_session_host_length CHECK (char_length(host) <= 80),
    status text COLLATE "C" NOT NULL DEFAULT 'planned' CONSTRAINT live_session_status_choice CHECK (status IN ('planned', 'live', 'ended')),
    starts_at bigint,
    ends_at bigint,
    currency text COLLATE "C" NOT NULL CONSTRAINT live_session_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    gmv bigint CONSTRAINT live_session_gmv_range CHECK (gmv >= 0 AND gmv <= 1000000000000),
    cost bigint CONSTRAINT live_session_cost_range CHECK (cost >= 0 AND cost <= 1000000000000),
    buyers bigint CONSTRAINT live_session_buyers_range CHECK (buyers >= 0 AND buyers <= 1000000),
    items bigint CONSTRAINT live_session_items_range CHECK (items >= 0 AND items <= 1000000),
    target_gmv bigint CONSTRAINT live_session_target_gmv_range CHECK (target_gmv >= 0 AND target_gmv <= 1000000000000),
    target_units bigint CONSTRAINT live_session_target_units_range CHECK (target_units >= 0 AND target_units <= 1000000),
    review text COLLATE "C" CONSTRAINT live_session_review_length CHECK (char_length(review) <= 8000),
    title_fold text COLLATE "C",
    host_fold text COLLATE "C",
    CONSTRAINT live_session_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS live_session_day_index ON main.live_session (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS live_session_platform_index ON main.live_session (workspace_id, platform, id);
CREATE INDEX IF NOT EXISTS live_session_platform_day_index ON main.live_session (workspace_id, platform, day, id);
CREATE INDEX IF NOT EXISTS live_session_host_index ON main.live_session (workspace_id, host, id);
CREATE INDEX IF NOT EXISTS live_session_host_day_index ON main.live_session (workspace_id, host, day, id);
CREATE INDEX IF NOT EXISTS live_session_starts_at_index ON main.live_session (workspace_id, starts_at, id);
ALTER TABLE main.live_session ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.live_session FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.live_session FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS live_session_read ON main.live_session;
DROP POLICY IF EXISTS live_session_create ON main.live_session;
DROP POLICY IF EXISTS live_session_update ON main.live_session;
DROP POLICY IF EXISTS live_session_delete ON main.live_session;
CREATE POLICY live_session_read ON main.live_session FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.live_session TO steward_app;
CREATE POLICY live_session_create ON main.live_session FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',live,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.live_session TO steward_app;
CREATE POLICY live_session_update ON main.live_session FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',live,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',live,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.live_session TO steward_app;
CREATE POLICY live_session_delete ON main.live_session FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',live,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.live_session TO steward_app;
DROP POLICY IF EXISTS live_session_system ON main.live_session;
CREATE POLICY live_session_system ON main.live_session TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.live_session TO steward_system;

CREATE TABLE IF NOT EXISTS main.host (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL CONSTRAINT host_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 80),
    account_id uuid,
    is_active smallint NOT NULL DEFAULT 1 CONSTRAINT host_is_active_boolean CHECK (is_active IN (0, 1)),
    note text COLLATE "C" CONSTRAINT host_note_length CHECK (char_length(note) <= 1000),
    name_fold text COLLATE "C",
    CONSTRAINT host_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS host_name_unique ON main.host (workspace_id, name);
CREATE UNIQUE INDEX IF NOT EXISTS host_account_id_unique ON main.host (workspace_id, account_id);
ALTER TABLE main.host ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.host FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.host FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS host_read ON main.host;
DROP POLICY IF EXISTS host_create ON main.host;
DROP POLICY IF EXISTS host_update ON main.host;
DROP POLICY IF EXISTS host_delete ON main.host;
CREATE POLICY host_read ON main.host FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.host TO steward_app;
CREATE POLICY host_create ON main.host FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',live,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.host TO steward_app;
CREATE POLICY host_update ON main.host FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',live,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',live,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.host TO steward_app;
CREATE POLICY host_delete ON main.host FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',live,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.host TO steward_app;
DROP POLICY IF EXISTS host_system ON main.host;
CREATE POLICY host_system ON main.host TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.host TO steward_system;

CREATE TABLE IF NOT EXISTS main.show_slot (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    live_session_id uuid NOT NULL,
    host_id uuid NOT NULL,
    starts_at bigint NOT NULL,
    ends_at bigint NOT NULL,
    note text COLLATE "C" CONSTRAINT show_slot_note_length CHECK (char_length(note) <= 400),
    CONSTRAINT show_slot_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT show_slot_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES main.live_session (workspace_id, id),
    CONSTRAINT show_slot_host_id_link FOREIGN KEY (workspace_id, host_id) REFERENCES main.host (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS show_slot_live_session_id_starts_at_index ON main.show_slot (workspace_id, live_session_id, starts_at, id);
CREATE INDEX IF NOT EXISTS show_slot_host_id_starts_at_index ON main.show_slot (workspace_id, host_id, starts_at, id);
CREATE INDEX IF NOT EXISTS show_slot_starts_at_index ON main.show_slot (workspace_id, starts_at, id);
ALTER TABLE main.show_slot ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.show_slot FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.show_slot FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS show_slot_read ON main.show_slot;
DROP POLICY IF EXISTS show_slot_create ON main.show_slot;
DROP POLICY IF EXISTS show_slot_update ON main.show_slot;
DROP POLICY IF EXISTS show_slot_delete ON main.show_slot;
CREATE POLICY show_slot_read ON main.show_slot FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.show_slot TO steward_app;
CREATE POLICY show_slot_create ON main.show_slot FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',live,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.show_slot TO steward_app;
CREATE POLICY show_slot_update ON main.show_slot FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',live,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',live,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.show_slot TO steward_app;
CREATE POLICY show_slot_delete ON main.show_slot FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',live,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.show_slot TO steward_app;
DROP POLICY IF EXISTS show_slot_system ON main.show_slot;
CREATE POLICY show_slot_system ON main.show_slot TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.show_slot TO steward_system;

CREATE TABLE IF NOT EXISTS main.review_template (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL CONSTRAINT review_template_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 80),
    text text COLLATE "C" NOT NULL CONSTRAINT review_template_text_length CHECK (char_length(text) >= 1 AND char_length(text) <= 8000),
    is_default smallint NOT NULL DEFAULT 0 CONSTRAINT review_template_is_default_boolean CHECK (is_default IN (0, 1)),
    name_fold text COLLATE "C",
    CONSTRAINT review_template_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS review_template_name_unique ON main.review_template (workspace_id, name);
ALTER TABLE main.review_template ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.review_template FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.review_template FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS review_template_read ON main.review_template;
DROP POLICY IF EXISTS review_template_create ON main.review_template;
DROP POLICY IF EXISTS review_template_update ON main.review_template;
DROP POLICY IF EXISTS review_template_delete ON main.review_template;
CREATE POLICY review_template_read ON main.review_template FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.review_template TO steward_app;
CREATE POLICY review_template_create ON main.review_template FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',live,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.review_template TO steward_app;
CREATE POLICY review_template_update ON main.review_template FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',live,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',live,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.review_template TO steward_app;
CREATE POLICY review_template_delete ON main.review_template FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',live,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.review_template TO steward_app;
DROP POLICY IF EXISTS review_template_system ON main.review_template;
CREATE POLICY review_template_system ON main.review_template TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.review_template TO steward_system;

CREATE TABLE IF NOT EXISTS main.product (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL CONSTRAINT product_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 160),
    brand text COLLATE "C" NOT NULL CONSTRAINT product_brand_length CHECK (char_length(brand) >= 1 AND char_length(brand) <= 80),
    shoe_type text COLLATE "C" CONSTRAINT product_shoe_type_length CHECK (char_length(shoe_type) <= 80),
    model text COLLATE "C" CONSTRAINT product_model_length CHECK (char_length(model) <= 80),
    colour text COLLATE "C" CONSTRAINT product_colour_length CHECK (char_length(colour) <= 80),
    sku text COLLATE "C" CONSTRAINT product_sku_length CHECK ((char_length(sku) >= 1 OR sku = '') AND char_length(sku) <= 64),
    barcode text COLLATE "C" CONSTRAINT product_barcode_length CHECK ((char_length(barcode) >= 4 OR barcode = '') AND char_length(barcode) <= 64),
    currency text COLLATE "C" NOT NULL CONSTRAINT product_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    price bigint CONSTRAINT product_price_range CHECK (price >= 0 AND price <= 1000000000000),
    cost bigint CONSTRAINT product_cost_range CHECK (cost >= 0 AND cost <= 1000000000000),
    is_active smallint NOT NULL DEFAULT 1 CONSTRAINT product_is_active_boolean CHECK (is_active IN (0, 1)),
    name_fold text COLLATE "C",
    brand_fold text COLLATE "C",
    shoe_type_fold text COLLATE "C",
    model_fold text COLLATE "C",
    sku_fold text COLLATE "C",
    CONSTRAINT product_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS product_name_index ON main.product (workspace_id, name, id);
CREATE INDEX IF NOT EXISTS product_brand_index ON main.product (workspace_id, brand, id);
CREATE INDEX IF NOT EXISTS product_brand_name_index ON main.product (workspace_id, brand, name, id);
CREATE INDEX IF NOT EXISTS product_shoe_type_index ON main.product (workspace_id, shoe_type, id);
CREATE INDEX IF NOT EXISTS product_shoe_type_name_index ON main.product (workspace_id, shoe_type, name, id);
CREATE UNIQUE INDEX IF NOT EXISTS product_sku_unique ON main.product (workspace_id, sku);
CREATE UNIQUE INDEX IF NOT EXISTS product_barcode_unique ON main.product (workspace_id, barcode);
ALTER TABLE main.product ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.product FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.product FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS product_read ON main.product;
DROP POLICY IF EXISTS product_create ON main.product;
DROP POLICY IF EXISTS product_update ON main.product;
DROP POLICY IF EXISTS product_delete ON main.product;
CREATE POLICY product_read ON main.product FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.product TO steward_app;
CREATE POLICY product_create ON main.product FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.product TO steward_app;
CREATE POLICY product_update ON main.product FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.product TO steward_app;
CREATE POLICY product_delete ON main.product FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.product TO steward_app;
DROP POLICY IF EXISTS product_system ON main.product;
CREATE POLICY product_system ON main.product TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.product TO steward_system;

CREATE TABLE IF NOT EXISTS main.product_variant (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    product_id uuid NOT NULL,
    size text COLLATE "C" CONSTRAINT product_variant_size_length CHECK ((char_length(size) >= 1 OR size = '') AND char_length(size) <= 16),
    size_system text COLLATE "C" CONSTRAINT product_variant_size_system_choice CHECK (size_system IN ('US', 'EU', 'UK', 'CM')),
    size_order bigint,
    size_key text COLLATE "C" NOT NULL DEFAULT '' CONSTRAINT product_variant_size_key_length CHECK (char_length(size_key) <= 64),
    sku text COLLATE "C" CONSTRAINT product_variant_sku_length CHECK ((char_length(sku) >= 1 OR sku = '') AND char_length(sku) <= 64),
    currency text COLLATE "C" NOT NULL CONSTRAINT product_variant_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    price bigint CONSTRAINT product_variant_price_range CHECK (price >= 0 AND price <= 1000000000000),
    cost bigint CONSTRAINT product_variant_cost_range CHECK (cost >= 0 AND cost <= 1000000000000),
    reorder_at bigint CONSTRAINT product_variant_reorder_at_range CHECK (reorder_at >= 0 AND reorder_at <= 1000000),
    is_active smallint NOT NULL DEFAULT 1 CONSTRAINT product_variant_is_active_boolean CHECK (is_active IN (0, 1)),
    sku_fold text COLLATE "C",
    CONSTRAINT product_variant_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT product_variant_product_id_link FOREIGN KEY (workspace_id, product_id) REFERENCES main.product (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS product_variant_product_id_index ON main.product_variant (workspace_id, product_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS product_variant_sku_unique ON main.product_variant (workspace_id, sku);
CREATE UNIQUE INDEX IF NOT EXISTS product_variant_product_id_size_key_unique ON main.product_variant (workspace_id, product_id, size_key);
ALTER TABLE main.product_variant ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.product_variant FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.product_variant FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS product_variant_read ON main.product_variant;
DROP POLICY IF EXISTS product_variant_create ON main.product_variant;
DROP POLICY IF EXISTS product_variant_update ON main.product_variant;
DROP POLICY IF EXISTS product_variant_delete ON main.product_variant;
CREATE POLICY product_variant_read ON main.product_variant FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.product_variant TO steward_app;
CREATE POLICY product_variant_create ON main.product_variant FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.product_variant TO steward_app;
CREATE POLICY product_variant_update ON main.product_variant FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.product_variant TO steward_app;
CREATE POLICY product_variant_delete ON main.product_variant FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.product_variant TO steward_app;
DROP POLICY IF EXISTS product_variant_system ON main.product_variant;
CREATE POLICY product_variant_system ON main.product_variant TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.product_variant TO steward_system;

CREATE TABLE IF NOT EXISTS main.product_barcode (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    product_variant_id uuid NOT NULL,
    code text COLLATE "C" NOT NULL CONSTRAINT product_barcode_code_length CHECK (char_length(code) >= 1 AND char_length(code) <= 80),
    code_key text COLLATE "C" NOT NULL DEFAULT '' CONSTRAINT product_barcode_code_key_length CHECK (char_length(code_key) <= 80),
    symbology text COLLATE "C" CONSTRAINT product_barcode_symbology_choice CHECK (symbology IN ('code_128', 'ean_13', 'ean_8', 'upc_a', 'qr', 'other')),
    is_own smallint NOT NULL DEFAULT 0 CONSTRAINT product_barcode_is_own_boolean CHECK (is_own IN (0, 1)),
    code_fold text COLLATE "C",
    CONSTRAINT product_barcode_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT product_barcode_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES main.product_variant (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS product_barcode_product_variant_id_code_index ON main.product_barcode (workspace_id, product_variant_id, code, id);
CREATE UNIQUE INDEX IF NOT EXISTS product_barcode_code_unique ON main.product_barcode (workspace_id, code);
CREATE INDEX IF NOT EXISTS product_barcode_code_key_index ON main.product_barcode (workspace_id, code_key, id);
CREATE INDEX IF NOT EXISTS product_barcode_code_key_code_index ON main.product_barcode (workspace_id, code_key, code, id);
ALTER TABLE main.product_barcode ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.product_barcode FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.product_barcode FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS product_barcode_read ON main.product_barcode;
DROP POLICY IF EXISTS product_barcode_create ON main.product_barcode;
DROP POLICY IF EXISTS product_barcode_update ON main.product_barcode;
DROP POLICY IF EXISTS product_barcode_delete ON main.product_barcode;
CREATE POLICY product_barcode_read ON main.product_barcode FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.product_barcode TO steward_app;
CREATE POLICY product_barcode_create ON main.product_barcode FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.product_barcode TO steward_app;
CREATE POLICY product_barcode_update ON main.product_barcode FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.product_barcode TO steward_app;
CREATE POLICY product_barcode_delete ON main.product_barcode FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.product_barcode TO steward_app;
DROP POLICY IF EXISTS product_barcode_system ON main.product_barcode;
CREATE POLICY product_barcode_system ON main.product_barcode TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.product_barcode TO steward_system;

CREATE TABLE IF NOT EXISTS main.barcode_counter (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL CONSTRAINT barcode_counter_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 40),
    last bigint NOT NULL CONSTRAINT barcode_counter_last_range CHECK (last >= 0 AND last <= 99999999999),
    CONSTRAINT barcode_counter_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS barcode_counter_name_unique ON main.barcode_counter (workspace_id, name);
ALTER TABLE main.barcode_counter ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.barcode_counter FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.barcode_counter FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS barcode_counter_read ON main.barcode_counter;
DROP POLICY IF EXISTS barcode_counter_create ON main.barcode_counter;
DROP POLICY IF EXISTS barcode_counter_update ON main.barcode_counter;
DROP POLICY IF EXISTS barcode_counter_delete ON main.barcode_counter;
DROP POLICY IF EXISTS barcode_counter_system ON main.barcode_counter;
CREATE POLICY barcode_counter_system ON main.barcode_counter TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.barcode_counter TO steward_system;

CREATE TABLE IF NOT EXISTS main.location (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL CONSTRAINT location_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 80),
    kind text COLLATE "C" NOT NULL DEFAULT 'warehouse' CONSTRAINT location_kind_choice CHECK (kind IN ('warehouse', 'shelf', 'bin', 'show', 'transit')),
    location_id uuid,
    code text COLLATE "C" CONSTRAINT location_code_length CHECK ((char_length(code) >= 1 OR code = '') AND char_length(code) <= 80),
    is_active smallint NOT NULL DEFAULT 1 CONSTRAINT location_is_active_boolean CHECK (is_active IN (0, 1)),
    name_fold text COLLATE "C",
    CONSTRAINT location_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT location_location_id_link FOREIGN KEY (workspace_id, location_id) REFERENCES main.location (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS location_name_unique ON main.location (workspace_id, name);
CREATE INDEX IF NOT EXISTS location_location_id_linked ON main.location (workspace_id, location_id, id) WHERE location_id IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS location_code_unique ON main.location (workspace_id, code);
ALTER TABLE main.location ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.location FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.location FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS location_read ON main.location;
DROP POLICY IF EXISTS location_create ON main.location;
DROP POLICY IF EXISTS location_update ON main.location;
DROP POLICY IF EXISTS location_delete ON main.location;
CREATE POLICY location_read ON main.location FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.location TO steward_app;
CREATE POLICY location_create ON main.location FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.location TO steward_app;
CREATE POLICY location_update ON main.location FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.location TO steward_app;
CREATE POLICY location_delete ON main.location FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.location TO steward_app;
DROP POLICY IF EXISTS location_system ON main.location;
CREATE POLICY location_system ON main.location TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.location TO steward_system;

CREATE TABLE IF NOT EXISTS main.show_item (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    live_session_id uuid NOT NULL,
    position bigint NOT NULL CONSTRAINT show_item_position_range CHECK (position >= 1 AND position <= 10000),
    brand text COLLATE "C" NOT NULL CONSTRAINT show_item_brand_length CHECK (char_length(brand) >= 1 AND char_length(brand) <= 80),
    shoe_type text COLLATE "C" NOT NULL CONSTRAINT show_item_shoe_type_length CHECK (char_length(shoe_type) >= 1 AND char_length(shoe_type) <= 80),
    product_id uuid,
    product_variant_id uuid,
    currency text COLLATE "C" NOT NULL CONSTRAINT show_item_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    target_price bigint CONSTRAINT show_item_target_price_range CHECK (target_price >= 0 AND target_price <= 1000000000000),
    target_quantity bigint CONSTRAINT show_item_target_quantity_range CHECK (target_quantity >= 0 AND target_quantity <= 1000000),
    note text COLLATE "C" CONSTRAINT show_item_note_length CHECK (char_length(note) <= 1000),
    on_camera_since bigint,
    brand_fold text COLLATE "C",
    shoe_type_fold text COLLATE "C",
    CONSTRAINT show_item_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT show_item_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES main.live_session (workspace_id, id),
    CONSTRAINT show_item_product_id_link FOREIGN KEY (workspace_id, product_id) REFERENCES main.product (workspace_id, id),
    CONSTRAINT show_item_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES main.product_variant (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS show_item_position_index ON main.show_item (workspace_id, position, id);
CREATE INDEX IF NOT EXISTS show_item_live_session_id_position_index ON main.show_item (workspace_id, live_session_id, position, id);
CREATE INDEX IF NOT EXISTS show_item_product_id_position_linked ON main.show_item (workspace_id, product_id, position, id) WHERE product_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS show_item_product_variant_id_linked ON main.show_item (workspace_id, product_variant_id, id) WHERE product_variant_id IS NOT NULL;
ALTER TABLE main.show_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.show_item FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.show_item FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS show_item_read ON main.show_item;
DROP POLICY IF EXISTS show_item_create ON main.show_item;
DROP POLICY IF EXISTS show_item_update ON main.show_item;
DROP POLICY IF EXISTS show_item_delete ON main.show_item;
CREATE POLICY show_item_read ON main.show_item FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.show_item TO steward_app;
CREATE POLICY show_item_create ON main.show_item FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',live,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.show_item TO steward_app;
CREATE POLICY show_item_update ON main.show_item FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',live,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',live,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.show_item TO steward_app;
CREATE POLICY show_item_delete ON main.show_item FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',live,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',live,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.show_item TO steward_app;
DROP POLICY IF EXISTS show_item_system ON main.show_item;
CREATE POLICY show_item_system ON main.show_item TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.show_item TO steward_system;

CREATE TABLE IF NOT EXISTS main.inbound_box (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    supplier text COLLATE "C" NOT NULL CONSTRAINT inbound_box_supplier_length CHECK (char_length(supplier) >= 1 AND char_length(supplier) <= 120),
    tracking_number text COLLATE "C" CONSTRAINT inbound_box_tracking_number_length CHECK ((char_length(tracking_number) >= 1 OR tracking_number = '') AND char_length(tracking_number) <= 80),
    status text COLLATE "C" NOT NULL DEFAULT 'expected' CONSTRAINT inbound_box_status_choice CHECK (status IN ('expected', 'arrived', 'counted', 'booked')),
    expected_on text COLLATE "C" CONSTRAINT inbound_box_expected_on_form CHECK (expected_on ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    arrived_at bigint,
    day text COLLATE "C" CONSTRAINT inbound_box_day_form CHECK (day ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    note text COLLATE "C" CONSTRAINT inbound_box_note_length CHECK (char_length(note) <= 4000),
    location_id uuid,
    wants_second_count smallint NOT NULL DEFAULT 0 CONSTRAINT inbound_box_wants_second_count_boolean CHECK (wants_second_count IN (0, 1)),
    booked_at bigint,
    supplier_fold text COLLATE "C",
    tracking_number_fold text COLLATE "C",
    CONSTRAINT inbound_box_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT inbound_box_location_id_link FOREIGN KEY (workspace_id, location_id) REFERENCES main.location (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS inbound_box_created_at_index ON main.inbound_box (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS inbound_box_supplier_index ON main.inbound_box (workspace_id, supplier, id);
CREATE INDEX IF NOT EXISTS inbound_box_supplier_created_at_index ON main.inbound_box (workspace_id, supplier, created_at, id);
CREATE INDEX IF NOT EXISTS inbound_box_tracking_number_index ON main.inbound_box (workspace_id, tracking_number, id);
CREATE INDEX IF NOT EXISTS inbound_box_tracking_number_created_at_index ON main.inbound_box (workspace_id, tracking_number, created_at, id);
CREATE INDEX IF NOT EXISTS inbound_box_status_index ON main.inbound_box (workspace_id, status, id);
CREATE INDEX IF NOT EXISTS inbound_box_status_created_at_index ON main.inbound_box (workspace_id, status, created_at, id);
CREATE INDEX IF NOT EXISTS inbound_box_arrived_at_index ON main.inbound_box (workspace_id, arrived_at, id);
CREATE INDEX IF NOT EXISTS inbound_box_day_index ON main.inbound_box (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS inbound_box_location_id_linked ON main.inbound_box (workspace_id, location_id, id) WHERE location_id IS NOT NULL;
ALTER TABLE main.inbound_box ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.inbound_box FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.inbound_box FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS inbound_box_read ON main.inbound_box;
DROP POLICY IF EXISTS inbound_box_create ON main.inbound_box;
DROP POLICY IF EXISTS inbound_box_update ON main.inbound_box;
DROP POLICY IF EXISTS inbound_box_delete ON main.inbound_box;
CREATE POLICY inbound_box_read ON main.inbound_box FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.inbound_box TO steward_app;
CREATE POLICY inbound_box_create ON main.inbound_box FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.inbound_box TO steward_app;
CREATE POLICY inbound_box_update ON main.inbound_box FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.inbound_box TO steward_app;
CREATE POLICY inbound_box_delete ON main.inbound_box FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.inbound_box TO steward_app;
DROP POLICY IF EXISTS inbound_box_system ON main.inbound_box;
CREATE POLICY inbound_box_system ON main.inbound_box TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.inbound_box TO steward_system;

CREATE TABLE IF NOT EXISTS main.inbound_line (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    inbound_box_id uuid NOT NULL,
    product_id uuid,
    description text COLLATE "C" NOT NULL CONSTRAINT inbound_line_description_length CHECK (char_length(description) >= 1 AND char_length(description) <= 200),
    size text COLLATE "C" CONSTRAINT inbound_line_size_length CHECK (char_length(size) <= 16),
    expected bigint CONSTRAINT inbound_line_expected_range CHECK (expected >= 0 AND expected <= 1000000),
    counted bigint CONSTRAINT inbound_line_counted_range CHECK (counted >= 0 AND counted <= 1000000),
    product_variant_id uuid,
    from_proposal smallint NOT NULL DEFAULT 0 CONSTRAINT inbound_line_from_proposal_boolean CHECK (from_proposal IN (0, 1)),
    stock_movement_id uuid,
    description_fold text COLLATE "C",
    CONSTRAINT inbound_line_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT inbound_line_inbound_box_id_link FOREIGN KEY (workspace_id, inbound_box_id) REFERENCES main.inbound_box (workspace_id, id),
    CONSTRAINT inbound_line_product_id_link FOREIGN KEY (workspace_id, product_id) REFERENCES main.product (workspace_id, id),
    CONSTRAINT inbound_line_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES main.product_variant (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS inbound_line_created_at_index ON main.inbound_line (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS inbound_line_inbound_box_id_created_at_index ON main.inbound_line (workspace_id, inbound_box_id, created_at, id);
CREATE INDEX IF NOT EXISTS inbound_line_product_id_created_at_linked ON main.inbound_line (workspace_id, product_id, created_at, id) WHERE product_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS inbound_line_product_variant_id_linked ON main.inbound_line (workspace_id, product_variant_id, id) WHERE product_variant_id IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS inbound_line_inbound_box_id_product_variant_id_unique ON main.inbound_line (workspace_id, inbound_box_id, product_variant_id);
ALTER TABLE main.inbound_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.inbound_line FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.inbound_line FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS inbound_line_read ON main.inbound_line;
DROP POLICY IF EXISTS inbound_line_create ON main.inbound_line;
DROP POLICY IF EXISTS inbound_line_update ON main.inbound_line;
DROP POLICY IF EXISTS inbound_line_delete ON main.inbound_line;
CREATE POLICY inbound_line_read ON main.inbound_line FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.inbound_line TO steward_app;
CREATE POLICY inbound_line_create ON main.inbound_line FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.inbound_line TO steward_app;
CREATE POLICY inbound_line_update ON main.inbound_line FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.inbound_line TO steward_app;
CREATE POLICY inbound_line_delete ON main.inbound_line FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',warehouse,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.inbound_line TO steward_app;
DROP POLICY IF EXISTS inbound_line_system ON main.inbound_line;
CREATE POLICY inbound_line_system ON main.inbound_line TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.inbound_line TO steward_system;

CREATE TABLE IF NOT EXISTS main.sale (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    live_session_id uuid,
    product_id uuid,
    sold_at bigint NOT NULL,
    day text COLLATE "C" NOT NULL CONSTRAINT sale_day_form CHECK (day ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    hour bigint NOT NULL CONSTRAINT sale_hour_range CHECK (hour >= 0 AND hour <= 23),
    brand text COLLATE "C" NOT NULL CONSTRAINT sale_brand_length CHECK (char_length(brand) >= 1 AND char_length(brand) <= 80),
    shoe_type text COLLATE "C" NOT NULL CONSTRAINT sale_shoe_type_length CHECK (char_length(shoe_type) >= 1 AND char_length(shoe_type) <= 80),
    size text COLLATE "C" CONSTRAINT sale_size_length CHECK (char_length(size) <= 16),
    size_system text COLLATE "C" CONSTRAINT sale_size_system_choice CHECK (size_system IN ('US', 'EU', 'UK', 'CM')),
    size_order bigint,
    quantity bigint NOT NULL DEFAULT 1 CONSTRAINT sale_quantity_range CHECK (quantity >= 1 AND quantity <= 1000000),
    currency text COLLATE "C" NOT NULL CONSTRAINT sale_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    price bigint NOT NULL CONSTRAINT sale_price_range CHECK (price >= 0 AND price <= 1000000000000),
    cost bigint CONSTRAINT sale_cost_range CHECK (cost >= 0 AND cost <= 1000000000000),
    source text COLLATE "C" CONSTRAINT sale_source_length CHECK (char_length(source) <= 40),
    external_ref text COLLATE "C" CONSTRAINT sale_external_ref_length CHECK ((char_length(external_ref) >= 1 OR external_ref = '') AND char_length(external_ref) <= 80),
    transcript text COLLATE "C" CONSTRAINT sale_transcript_length CHECK (length(transcript) <= 24128),
    product_variant_id uuid,
    location_id uuid,
    returned bigint NOT NULL DEFAULT 0,
    refunded bigint NOT NULL DEFAULT 0 CONSTRAINT sale_refunded_range CHECK (refunded >= 0),
    restocked bigint NOT NULL DEFAULT 0,
    brand_fold text COLLATE "C",
    shoe_type_fold text COLLATE "C",
    CONSTRAINT sale_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT sale_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES main.live_session (workspace_id, id),
    CONSTRAINT sale_product_id_link FOREIGN KEY (workspace_id, product_id) REFERENCES main.product (workspace_id, id),
    CONSTRAINT sale_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES main.product_variant (workspace_id, id),
    CONSTRAINT sale_location_id_link FOREIGN KEY (workspace_id, location_id) REFERENCES main.location (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS sale_live_session_id_sold_at_linked ON main.sale (workspace_id, live_session_id, sold_at, id) WHERE live_session_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS sale_product_id_sold_at_linked ON main.sale (workspace_id, product_id, sold_at, id) WHERE product_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS sale_sold_at_index ON main.sale (workspace_id, sold_at, id);
CREATE INDEX IF NOT EXISTS sale_day_index ON main.sale (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS sale_brand_index ON main.sale (workspace_id, brand, id);
CREATE INDEX IF NOT EXISTS sale_brand_sold_at_index ON main.sale (workspace_id, brand, sold_at, id);
CREATE INDEX IF NOT EXISTS sale_shoe_type_index ON main.sale (workspace_id, shoe_type, id);
CREATE INDEX IF NOT EXISTS sale_shoe_type_sold_at_index ON main.sale (workspace_id, shoe_type, sold_at, id);
CREATE INDEX IF NOT EXISTS sale_product_variant_id_sold_at_linked ON main.sale (workspace_id, product_variant_id, sold_at, id) WHERE product_variant_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS sale_location_id_linked ON main.sale (workspace_id, location_id, id) WHERE location_id IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS sale_source_external_ref_unique ON main.sale (workspace_id, source, external_ref);
ALTER TABLE main.sale ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.sale FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.sale FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS sale_read ON main.sale;
DROP POLICY IF EXISTS sale_create ON main.sale;
DROP POLICY IF EXISTS sale_update ON main.sale;
DROP POLICY IF EXISTS sale_delete ON main.sale;
CREATE POLICY sale_read ON main.sale FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',sales,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.sale TO steward_app;
CREATE POLICY sale_create ON main.sale FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',sales,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',sales,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.sale TO steward_app;
CREATE POLICY sale_update ON main.sale FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',sales,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',sales,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',sales,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',sales,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.sale TO steward_app;
CREATE POLICY sale_delete ON main.sale FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',sales,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',sales,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.sale TO steward_app;
DROP POLICY IF EXISTS sale_system ON main.sale;
CREATE POLICY sale_system ON main.sale TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.sale TO steward_system;

CREATE TABLE IF NOT EXISTS main.sale_rollup (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    day text COLLATE "C" NOT NULL CONSTRAINT sale_rollup_day_form CHECK (day ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    first_day text COLLATE "C" NOT NULL CONSTRAINT sale_rollup_first_day_form CHECK (first_day ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    types text COLLATE "C" NOT NULL CONSTRAINT sale_rollup_types_length CHECK (char_length(types) <= 8388608),
    sizes text COLLATE "C" NOT NULL CONSTRAINT sale_rollup_sizes_length CHECK (char_length(sizes) <= 8388608),
    hours text COLLATE "C" NOT NULL CONSTRAINT sale_rollup_hours_length CHECK (char_length(hours) <= 8388608),
    CONSTRAINT sale_rollup_key PRIMARY KEY (workspace_id, id)
);
ALTER TABLE main.sale_rollup ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.sale_rollup FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.sale_rollup FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS sale_rollup_read ON main.sale_rollup;
DROP POLICY IF EXISTS sale_rollup_create ON main.sale_rollup;
DROP POLICY IF EXISTS sale_rollup_update ON main.sale_rollup;
DROP POLICY IF EXISTS sale_rollup_delete ON main.sale_rollup;
DROP POLICY IF EXISTS sale_rollup_system ON main.sale_rollup;
CREATE POLICY sale_rollup_system ON main.sale_rollup TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.sale_rollup TO steward_system;

CREATE TABLE IF NOT EXISTS main.sale_return (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    sale_id uuid NOT NULL,
    quantity bigint NOT NULL DEFAULT 1 CONSTRAINT sale_return_quantity_range CHECK (quantity >= 0 AND quantity <= 1000000),
    currency text COLLATE "C" NOT NULL CONSTRAINT sale_return_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    refund bigint NOT NULL CONSTRAINT sale_return_refund_range CHECK (refund >= 0 AND refund <= 1000000000000),
    returned_at bigint NOT NULL,
    day text COLLATE "C" NOT NULL CONSTRAINT sale_return_day_form CHECK (day ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    reason text COLLATE "C" CONSTRAINT sale_return_reason_choice CHECK (reason IN ('size', 'changed_mind', 'damaged', 'not_as_described', 'wrong_item', 'not_delivered', 'unpaid', 'other')),
    location_id uuid,
    source text COLLATE "C" CONSTRAINT sale_return_source_length CHECK (char_length(source) <= 40),
    external_ref text COLLATE "C" CONSTRAINT sale_return_external_ref_length CHECK ((char_length(external_ref) >= 1 OR external_ref = '') AND char_length(external_ref) <= 80),
    note text COLLATE "C" CONSTRAINT sale_return_note_length CHECK (char_length(note) <= 1000),
    CONSTRAINT sale_return_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT sale_return_sale_id_link FOREIGN KEY (workspace_id, sale_id) REFERENCES main.sale (workspace_id, id),
    CONSTRAINT sale_return_location_id_link FOREIGN KEY (workspace_id, location_id) REFERENCES main.location (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS sale_return_sale_id_returned_at_index ON main.sale_return (workspace_id, sale_id, returned_at, id);
CREATE INDEX IF NOT EXISTS sale_return_returned_at_index ON main.sale_return (workspace_id, returned_at, id);
CREATE INDEX IF NOT EXISTS sale_return_day_index ON main.sale_return (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS sale_return_location_id_returned_at_linked ON main.sale_return (workspace_id, location_id, returned_at, id) WHERE location_id IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS sale_return_source_external_ref_unique ON main.sale_return (workspace_id, source, external_ref);
ALTER TABLE main.sale_return ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.sale_return FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.sale_return FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS sale_return_read ON main.sale_return;
DROP POLICY IF EXISTS sale_return_create ON main.sale_return;
DROP POLICY IF EXISTS sale_return_update ON main.sale_return;
DROP POLICY IF EXISTS sale_return_delete ON main.sale_return;
CREATE POLICY sale_return_read ON main.sale_return FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',sales,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.sale_return TO steward_app;
CREATE POLICY sale_return_create ON main.sale_return FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',sales,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',sales,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.sale_return TO steward_app;
CREATE POLICY sale_return_update ON main.sale_return FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',sales,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',sales,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',sales,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',sales,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.sale_return TO steward_app;
CREATE POLICY sale_return_delete ON main.sale_return FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',sales,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',sales,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.sale_return TO steward_app;
DROP POLICY IF EXISTS sale_return_system ON main.sale_return;
CREATE POLICY sale_return_system ON main.sale_return TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.sale_return TO steward_system;

CREATE TABLE IF NOT EXISTS main.record_lock (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    month text COLLATE "C" CONSTRAINT record_lock_month_form CHECK (month ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    live_session_id uuid,
    CONSTRAINT record_lock_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT record_lock_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES main.live_session (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS record_lock_month_index ON main.record_lock (workspace_id, month, id);
CREATE INDEX IF NOT EXISTS record_lock_live_session_id_linked ON main.record_lock (workspace_id, live_session_id, id) WHERE live_session_id IS NOT NULL;
ALTER TABLE main.record_lock ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.record_lock FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.record_lock FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS record_lock_read ON main.record_lock;
DROP POLICY IF EXISTS record_lock_create ON main.record_lock;
DROP POLICY IF EXISTS record_lock_update ON main.record_lock;
DROP POLICY IF EXISTS record_lock_delete ON main.record_lock;
CREATE POLICY record_lock_read ON main.record_lock FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',core,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.record_lock TO steward_app;
DROP POLICY IF EXISTS record_lock_system ON main.record_lock;
CREATE POLICY record_lock_system ON main.record_lock TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.record_lock TO steward_system;

CREATE TABLE IF NOT EXISTS main.import_preset (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL CONSTRAINT import_preset_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 80),
    entity text COLLATE "C" NOT NULL DEFAULT 'sale' CONSTRAINT import_preset_entity_length CHECK (char_length(entity) >= 1 AND char_length(entity) <= 64),
    platform text COLLATE "C" CONSTRAINT import_preset_platform_length CHECK (char_length(platform) <= 40),
    built_in text COLLATE "C" CONSTRAINT import_preset_built_in_length CHECK ((char_length(built_in) >= 1 OR built_in = '') AND char_length(built_in) <= 40),
    is_off smallint NOT NULL DEFAULT 0 CONSTRAINT import_preset_is_off_boolean CHECK (is_off IN (0, 1)),
    columns text COLLATE "C" NOT NULL CONSTRAINT import_preset_columns_length CHECK (char_length(columns) <= 65536),
    headers text COLLATE "C" CONSTRAINT import_preset_headers_length CHECK (char_length(headers) <= 65536),
    options text COLLATE "C" CONSTRAINT import_preset_options_length CHECK (char_length(options) <= 65536),
    CONSTRAINT import_preset_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS import_preset_name_index ON main.import_preset (workspace_id, name, id);
CREATE UNIQUE INDEX IF NOT EXISTS import_preset_built_in_unique ON main.import_preset (workspace_id, built_in);
ALTER TABLE main.import_preset ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.import_preset FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.import_preset FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS import_preset_read ON main.import_preset;
DROP POLICY IF EXISTS import_preset_create ON main.import_preset;
DROP POLICY IF EXISTS import_preset_update ON main.import_preset;
DROP POLICY IF EXISTS import_preset_delete ON main.import_preset;
CREATE POLICY import_preset_read ON main.import_preset FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',core,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND strpos(current_setting('app.read', true), ',' || CASE entity WHEN 'live_session' THEN 'live' WHEN 'host' THEN 'live' WHEN 'show_slot' THEN 'live' WHEN 'review_template' THEN 'live' WHEN 'product' THEN 'warehouse' WHEN 'product_variant' THEN 'warehouse' WHEN 'product_barcode' THEN 'warehouse' WHEN 'barcode_counter' THEN 'warehouse' WHEN 'location' THEN 'warehouse' WHEN 'show_item' THEN 'live' WHEN 'inbound_box' THEN 'warehouse' WHEN 'inbound_line' THEN 'warehouse' WHEN 'sale' THEN 'sales' WHEN 'sale_rollup' THEN 'sales' WHEN 'sale_return' THEN 'sales' WHEN 'cost_category' THEN 'finance' WHEN 'recurring_cost' THEN 'finance' WHEN 'cost_item' THEN 'finance' WHEN 'cost_budget' THEN 'finance' WHEN 'month_close' THEN 'finance' WHEN 'exchange_rate' THEN 'finance' WHEN 'fee_rule' THEN 'finance' WHEN 'host_pay_rule' THEN 'finance' WHEN 'payout_line' THEN 'finance' WHEN 'cash_receipt' THEN 'finance' WHEN 'show_explanation' THEN 'finance' WHEN 'show_close' THEN 'finance' WHEN 'stock_movement' THEN 'warehouse' WHEN 'stock_level' THEN 'warehouse' WHEN 'stock_cost' THEN 'finance' WHEN 'stock_entry' THEN 'finance' WHEN 'inbound_cost' THEN 'finance' WHEN 'inbound_proposal' THEN 'warehouse' WHEN 'stock_count' THEN 'warehouse' WHEN 'stock_count_line' THEN 'warehouse' WHEN 'stock_count_scan' THEN 'warehouse' WHEN 'article_category' THEN 'knowledge' WHEN 'article' THEN 'knowledge' WHEN 'article_version' THEN 'knowledge' WHEN 'article_ack' THEN 'knowledge' WHEN 'quiz_question' THEN 'knowledge' WHEN 'quiz_attempt' THEN 'knowledge' WHEN 'announcement' THEN 'knowledge' WHEN 'announcement_seen' THEN 'knowledge' ELSE 'core' END || ',') > 0);
GRANT SELECT ON main.import_preset TO steward_app;
CREATE POLICY import_preset_create ON main.import_preset FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',core,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',core,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid) AND strpos(current_setting('app.read', true), ',' || CASE entity WHEN 'live_session' THEN 'live' WHEN 'host' THEN 'live' WHEN 'show_slot' THEN 'live' WHEN 'review_template' THEN 'live' WHEN 'product' THEN 'warehouse' WHEN 'product_variant' THEN 'warehouse' WHEN 'product_barcode' THEN 'warehouse' WHEN 'barcode_counter' THEN 'warehouse' WHEN 'location' THEN 'warehouse' WHEN 'show_item' THEN 'live' WHEN 'inbound_box' THEN 'warehouse' WHEN 'inbound_line' THEN 'warehouse' WHEN 'sale' THEN 'sales' WHEN 'sale_rollup' THEN 'sales' WHEN 'sale_return' THEN 'sales' WHEN 'cost_category' THEN 'finance' WHEN 'recurring_cost' THEN 'finance' WHEN 'cost_item' THEN 'finance' WHEN 'cost_budget' THEN 'finance' WHEN 'month_close' THEN 'finance' WHEN 'exchange_rate' THEN 'finance' WHEN 'fee_rule' THEN 'finance' WHEN 'host_pay_rule' THEN 'finance' WHEN 'payout_line' THEN 'finance' WHEN 'cash_receipt' THEN 'finance' WHEN 'show_explanation' THEN 'finance' WHEN 'show_close' THEN 'finance' WHEN 'stock_movement' THEN 'warehouse' WHEN 'stock_level' THEN 'warehouse' WHEN 'stock_cost' THEN 'finance' WHEN 'stock_entry' THEN 'finance' WHEN 'inbound_cost' THEN 'finance' WHEN 'inbound_proposal' THEN 'warehouse' WHEN 'stock_count' THEN 'warehouse' WHEN 'stock_count_line' THEN 'warehouse' WHEN 'stock_count_scan' THEN 'warehouse' WHEN 'article_category' THEN 'knowledge' WHEN 'article' THEN 'knowledge' WHEN 'article_version' THEN 'knowledge' WHEN 'article_ack' THEN 'knowledge' WHEN 'quiz_question' THEN 'knowledge' WHEN 'quiz_attempt' THEN 'knowledge' WHEN 'announcement' THEN 'knowledge' WHEN 'announcement_seen' THEN 'knowledge' ELSE 'core' END || ',') > 0);
GRANT INSERT ON main.import_preset TO steward_app;
CREATE POLICY import_preset_update ON main.import_preset FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',core,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',core,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid) AND strpos(current_setting('app.read', true), ',' || CASE entity WHEN 'live_session' THEN 'live' WHEN 'host' THEN 'live' WHEN 'show_slot' THEN 'live' WHEN 'review_template' THEN 'live' WHEN 'product' THEN 'warehouse' WHEN 'product_variant' THEN 'warehouse' WHEN 'product_barcode' THEN 'warehouse' WHEN 'barcode_counter' THEN 'warehouse' WHEN 'location' THEN 'warehouse' WHEN 'show_item' THEN 'live' WHEN 'inbound_box' THEN 'warehouse' WHEN 'inbound_line' THEN 'warehouse' WHEN 'sale' THEN 'sales' WHEN 'sale_rollup' THEN 'sales' WHEN 'sale_return' THEN 'sales' WHEN 'cost_category' THEN 'finance' WHEN 'recurring_cost' THEN 'finance' WHEN 'cost_item' THEN 'finance' WHEN 'cost_budget' THEN 'finance' WHEN 'month_close' THEN 'finance' WHEN 'exchange_rate' THEN 'finance' WHEN 'fee_rule' THEN 'finance' WHEN 'host_pay_rule' THEN 'finance' WHEN 'payout_line' THEN 'finance' WHEN 'cash_receipt' THEN 'finance' WHEN 'show_explanation' THEN 'finance' WHEN 'show_close' THEN 'finance' WHEN 'stock_movement' THEN 'warehouse' WHEN 'stock_level' THEN 'warehouse' WHEN 'stock_cost' THEN 'finance' WHEN 'stock_entry' THEN 'finance' WHEN 'inbound_cost' THEN 'finance' WHEN 'inbound_proposal' THEN 'warehouse' WHEN 'stock_count' THEN 'warehouse' WHEN 'stock_count_line' THEN 'warehouse' WHEN 'stock_count_scan' THEN 'warehouse' WHEN 'article_category' THEN 'knowledge' WHEN 'article' THEN 'knowledge' WHEN 'article_version' THEN 'knowledge' WHEN 'article_ack' THEN 'knowledge' WHEN 'quiz_question' THEN 'knowledge' WHEN 'quiz_attempt' THEN 'knowledge' WHEN 'announcement' THEN 'knowledge' WHEN 'announcement_seen' THEN 'knowledge' ELSE 'core' END || ',') > 0) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',core,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',core,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid) AND strpos(current_setting('app.read', true), ',' || CASE entity WHEN 'live_session' THEN 'live' WHEN 'host' THEN 'live' WHEN 'show_slot' THEN 'live' WHEN 'review_template' THEN 'live' WHEN 'product' THEN 'warehouse' WHEN 'product_variant' THEN 'warehouse' WHEN 'product_barcode' THEN 'warehouse' WHEN 'barcode_counter' THEN 'warehouse' WHEN 'location' THEN 'warehouse' WHEN 'show_item' THEN 'live' WHEN 'inbound_box' THEN 'warehouse' WHEN 'inbound_line' THEN 'warehouse' WHEN 'sale' THEN 'sales' WHEN 'sale_rollup' THEN 'sales' WHEN 'sale_return' THEN 'sales' WHEN 'cost_category' THEN 'finance' WHEN 'recurring_cost' THEN 'finance' WHEN 'cost_item' THEN 'finance' WHEN 'cost_budget' THEN 'finance' WHEN 'month_close' THEN 'finance' WHEN 'exchange_rate' THEN 'finance' WHEN 'fee_rule' THEN 'finance' WHEN 'host_pay_rule' THEN 'finance' WHEN 'payout_line' THEN 'finance' WHEN 'cash_receipt' THEN 'finance' WHEN 'show_explanation' THEN 'finance' WHEN 'show_close' THEN 'finance' WHEN 'stock_movement' THEN 'warehouse' WHEN 'stock_level' THEN 'warehouse' WHEN 'stock_cost' THEN 'finance' WHEN 'stock_entry' THEN 'finance' WHEN 'inbound_cost' THEN 'finance' WHEN 'inbound_proposal' THEN 'warehouse' WHEN 'stock_count' THEN 'warehouse' WHEN 'stock_count_line' THEN 'warehouse' WHEN 'stock_count_scan' THEN 'warehouse' WHEN 'article_category' THEN 'knowledge' WHEN 'article' THEN 'knowledge' WHEN 'article_version' THEN 'knowledge' WHEN 'article_ack' THEN 'knowledge' WHEN 'quiz_question' THEN 'knowledge' WHEN 'quiz_attempt' THEN 'knowledge' WHEN 'announcement' THEN 'knowledge' WHEN 'announcement_seen' THEN 'knowledge' ELSE 'core' END || ',') > 0);
GRANT UPDATE ON main.import_preset TO steward_app;
CREATE POLICY import_preset_delete ON main.import_preset FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',core,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',core,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid) AND strpos(current_setting('app.read', true), ',' || CASE entity WHEN 'live_session' THEN 'live' WHEN 'host' THEN 'live' WHEN 'show_slot' THEN 'live' WHEN 'review_template' THEN 'live' WHEN 'product' THEN 'warehouse' WHEN 'product_variant' THEN 'warehouse' WHEN 'product_barcode' THEN 'warehouse' WHEN 'barcode_counter' THEN 'warehouse' WHEN 'location' THEN 'warehouse' WHEN 'show_item' THEN 'live' WHEN 'inbound_box' THEN 'warehouse' WHEN 'inbound_line' THEN 'warehouse' WHEN 'sale' THEN 'sales' WHEN 'sale_rollup' THEN 'sales' WHEN 'sale_return' THEN 'sales' WHEN 'cost_category' THEN 'finance' WHEN 'recurring_cost' THEN 'finance' WHEN 'cost_item' THEN 'finance' WHEN 'cost_budget' THEN 'finance' WHEN 'month_close' THEN 'finance' WHEN 'exchange_rate' THEN 'finance' WHEN 'fee_rule' THEN 'finance' WHEN 'host_pay_rule' THEN 'finance' WHEN 'payout_line' THEN 'finance' WHEN 'cash_receipt' THEN 'finance' WHEN 'show_explanation' THEN 'finance' WHEN 'show_close' THEN 'finance' WHEN 'stock_movement' THEN 'warehouse' WHEN 'stock_level' THEN 'warehouse' WHEN 'stock_cost' THEN 'finance' WHEN 'stock_entry' THEN 'finance' WHEN 'inbound_cost' THEN 'finance' WHEN 'inbound_proposal' THEN 'warehouse' WHEN 'stock_count' THEN 'warehouse' WHEN 'stock_count_line' THEN 'warehouse' WHEN 'stock_count_scan' THEN 'warehouse' WHEN 'article_category' THEN 'knowledge' WHEN 'article' THEN 'knowledge' WHEN 'article_version' THEN 'knowledge' WHEN 'article_ack' THEN 'knowledge' WHEN 'quiz_question' THEN 'knowledge' WHEN 'quiz_attempt' THEN 'knowledge' WHEN 'announcement' THEN 'knowledge' WHEN 'announcement_seen' THEN 'knowledge' ELSE 'core' END || ',') > 0);
GRANT DELETE ON main.import_preset TO steward_app;
DROP POLICY IF EXISTS import_preset_system ON main.import_preset;
CREATE POLICY import_preset_system ON main.import_preset TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.import_preset TO steward_system;

CREATE TABLE IF NOT EXISTS main.cost_category (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL CONSTRAINT cost_category_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 80),
    kind text COLLATE "C" NOT NULL DEFAULT 'other' CONSTRAINT cost_category_kind_choice CHECK (kind IN ('goods', 'platform', 'host', 'ads', 'shipping', 'premises', 'other')),
    is_active smallint NOT NULL DEFAULT 1 CONSTRAINT cost_category_is_active_boolean CHECK (is_active IN (0, 1)),
    name_fold text COLLATE "C",
    CONSTRAINT cost_category_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS cost_category_name_unique ON main.cost_category (workspace_id, name);
ALTER TABLE main.cost_category ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.cost_category FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.cost_category FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS cost_category_read ON main.cost_category;
DROP POLICY IF EXISTS cost_category_create ON main.cost_category;
DROP POLICY IF EXISTS cost_category_update ON main.cost_category;
DROP POLICY IF EXISTS cost_category_delete ON main.cost_category;
CREATE POLICY cost_category_read ON main.cost_category FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.cost_category TO steward_app;
CREATE POLICY cost_category_create ON main.cost_category FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.cost_category TO steward_app;
CREATE POLICY cost_category_update ON main.cost_category FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.cost_category TO steward_app;
CREATE POLICY cost_category_delete ON main.cost_category FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.cost_category TO steward_app;
DROP POLICY IF EXISTS cost_category_system ON main.cost_category;
CREATE POLICY cost_category_system ON main.cost_category TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.cost_category TO steward_system;

CREATE TABLE IF NOT EXISTS main.recurring_cost (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL CONSTRAINT recurring_cost_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 160),
    cost_category_id uuid NOT NULL,
    currency text COLLATE "C" NOT NULL CONSTRAINT recurring_cost_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    amount bigint NOT NULL CONSTRAINT recurring_cost_amount_range CHECK (amount >= 0 AND amount <= 1000000000000),
    day_of_month bigint NOT NULL DEFAULT 1 CONSTRAINT recurring_cost_day_of_month_range CHECK (day_of_month >= 1 AND day_of_month <= 31),
    starts_on text COLLATE "C" NOT NULL CONSTRAINT recurring_cost_starts_on_form CHECK (starts_on ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    ends_on text COLLATE "C" CONSTRAINT recurring_cost_ends_on_form CHECK (ends_on ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    share_by text COLLATE "C" NOT NULL DEFAULT 'none' CONSTRAINT recurring_cost_share_by_choice CHECK (share_by IN ('none', 'gmv', 'units', 'hours')),
    booked_to text COLLATE "C" CONSTRAINT recurring_cost_booked_to_form CHECK (booked_to ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    name_fold text COLLATE "C",
    CONSTRAINT recurring_cost_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT recurring_cost_cost_category_id_link FOREIGN KEY (workspace_id, cost_category_id) REFERENCES main.cost_category (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS recurring_cost_name_index ON main.recurring_cost (workspace_id, name, id);
CREATE INDEX IF NOT EXISTS recurring_cost_cost_category_id_name_index ON main.recurring_cost (workspace_id, cost_category_id, name, id);
ALTER TABLE main.recurring_cost ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.recurring_cost FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.recurring_cost FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS recurring_cost_read ON main.recurring_cost;
DROP POLICY IF EXISTS recurring_cost_create ON main.recurring_cost;
DROP POLICY IF EXISTS recurring_cost_update ON main.recurring_cost;
DROP POLICY IF EXISTS recurring_cost_delete ON main.recurring_cost;
CREATE POLICY recurring_cost_read ON main.recurring_cost FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.recurring_cost TO steward_app;
CREATE POLICY recurring_cost_create ON main.recurring_cost FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.recurring_cost TO steward_app;
CREATE POLICY recurring_cost_update ON main.recurring_cost FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.recurring_cost TO steward_app;
CREATE POLICY recurring_cost_delete ON main.recurring_cost FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.recurring_cost TO steward_app;
DROP POLICY IF EXISTS recurring_cost_system ON main.recurring_cost;
CREATE POLICY recurring_cost_system ON main.recurring_cost TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.recurring_cost TO steward_system;

CREATE TABLE IF NOT EXISTS main.cost_item (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    day text COLLATE "C" NOT NULL CONSTRAINT cost_item_day_form CHECK (day ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    cost_category_id uuid NOT NULL,
    name text COLLATE "C" NOT NULL CONSTRAINT cost_item_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 160),
    currency text COLLATE "C" NOT NULL CONSTRAINT cost_item_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    amount bigint NOT NULL CONSTRAINT cost_item_amount_range CHECK (amount >= -1000000000000 AND amount <= 1000000000000),
    live_session_id uuid,
    share_by text COLLATE "C" NOT NULL DEFAULT 'none' CONSTRAINT cost_item_share_by_choice CHECK (share_by IN ('none', 'gmv', 'units', 'hours')),
    supplier text COLLATE "C" CONSTRAINT cost_item_supplier_length CHECK (char_length(supplier) <= 120),
    note text COLLATE "C" CONSTRAINT cost_item_note_length CHECK (char_length(note) <= 4000),
    recurring_cost_id uuid,
    recurring_month text COLLATE "C" CONSTRAINT cost_item_recurring_month_form CHECK (recurring_month ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    name_fold text COLLATE "C",
    supplier_fold text COLLATE "C",
    CONSTRAINT cost_item_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT cost_item_cost_category_id_link FOREIGN KEY (workspace_id, cost_category_id) REFERENCES main.cost_category (workspace_id, id),
    CONSTRAINT cost_item_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES main.live_session (workspace_id, id),
    CONSTRAINT cost_item_recurring_cost_id_link FOREIGN KEY (workspace_id, recurring_cost_id) REFERENCES main.recurring_cost (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS cost_item_day_index ON main.cost_item (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS cost_item_cost_category_id_day_index ON main.cost_item (workspace_id, cost_category_id, day, id);
CREATE INDEX IF NOT EXISTS cost_item_live_session_id_day_linked ON main.cost_item (workspace_id, live_session_id, day, id) WHERE live_session_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS cost_item_recurring_cost_id_linked ON main.cost_item (workspace_id, recurring_cost_id, id) WHERE recurring_cost_id IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS cost_item_recurring_cost_id_recurring_month_unique ON main.cost_item (workspace_id, recurring_cost_id, recurring_month);
ALTER TABLE main.cost_item ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.cost_item FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.cost_item FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS cost_item_read ON main.cost_item;
DROP POLICY IF EXISTS cost_item_create ON main.cost_item;
DROP POLICY IF EXISTS cost_item_update ON main.cost_item;
DROP POLICY IF EXISTS cost_item_delete ON main.cost_item;
CREATE POLICY cost_item_read ON main.cost_item FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.cost_item TO steward_app;
CREATE POLICY cost_item_create ON main.cost_item FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.cost_item TO steward_app;
CREATE POLICY cost_item_update ON main.cost_item FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.cost_item TO steward_app;
CREATE POLICY cost_item_delete ON main.cost_item FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.cost_item TO steward_app;
DROP POLICY IF EXISTS cost_item_system ON main.cost_item;
CREATE POLICY cost_item_system ON main.cost_item TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.cost_item TO steward_system;

CREATE TABLE IF NOT EXISTS main.cost_budget (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    month text COLLATE "C" NOT NULL CONSTRAINT cost_budget_month_form CHECK (month ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    cost_category_id uuid NOT NULL,
    currency text COLLATE "C" NOT NULL CONSTRAINT cost_budget_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    amount bigint NOT NULL CONSTRAINT cost_budget_amount_range CHECK (amount >= 0 AND amount <= 1000000000000),
    note text COLLATE "C" CONSTRAINT cost_budget_note_length CHECK (char_length(note) <= 1000),
    CONSTRAINT cost_budget_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT cost_budget_cost_category_id_link FOREIGN KEY (workspace_id, cost_category_id) REFERENCES main.cost_category (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS cost_budget_month_index ON main.cost_budget (workspace_id, month, id);
CREATE INDEX IF NOT EXISTS cost_budget_cost_category_id_index ON main.cost_budget (workspace_id, cost_category_id, id);
ALTER TABLE main.cost_budget ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.cost_budget FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.cost_budget FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS cost_budget_read ON main.cost_budget;
DROP POLICY IF EXISTS cost_budget_create ON main.cost_budget;
DROP POLICY IF EXISTS cost_budget_update ON main.cost_budget;
DROP POLICY IF EXISTS cost_budget_delete ON main.cost_budget;
CREATE POLICY cost_budget_read ON main.cost_budget FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.cost_budget TO steward_app;
CREATE POLICY cost_budget_create ON main.cost_budget FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.cost_budget TO steward_app;
CREATE POLICY cost_budget_update ON main.cost_budget FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.cost_budget TO steward_app;
CREATE POLICY cost_budget_delete ON main.cost_budget FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.cost_budget TO steward_app;
DROP POLICY IF EXISTS cost_budget_system ON main.cost_budget;
CREATE POLICY cost_budget_system ON main.cost_budget TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.cost_budget TO steward_system;

CREATE TABLE IF NOT EXISTS main.month_close (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    month text COLLATE "C" NOT NULL CONSTRAINT month_close_month_form CHECK (month ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    closed_at bigint NOT NULL,
    closed_by uuid,
    note text COLLATE "C" CONSTRAINT month_close_note_length CHECK (char_length(note) <= 1000),
    figures text COLLATE "C" CONSTRAINT month_close_figures_length CHECK (char_length(figures) <= 262144),
    reopened_at bigint,
    reopened_by uuid,
    reason text COLLATE "C" CONSTRAINT month_close_reason_length CHECK (char_length(reason) <= 1000),
    CONSTRAINT month_close_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS month_close_month_index ON main.month_close (workspace_id, month, id);
ALTER TABLE main.month_close ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.month_close FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.month_close FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS month_close_read ON main.month_close;
DROP POLICY IF EXISTS month_close_create ON main.month_close;
DROP POLICY IF EXISTS month_close_update ON main.month_close;
DROP POLICY IF EXISTS month_close_delete ON main.month_close;
CREATE POLICY month_close_read ON main.month_close FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.month_close TO steward_app;
DROP POLICY IF EXISTS month_close_system ON main.month_close;
CREATE POLICY month_close_system ON main.month_close TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.month_close TO steward_system;

CREATE TABLE IF NOT EXISTS main.exchange_rate (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    day text COLLATE "C" NOT NULL CONSTRAINT exchange_rate_day_form CHECK (day ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    from_currency text COLLATE "C" NOT NULL CONSTRAINT exchange_rate_from_currency_form CHECK (from_currency ~ '^[A-Z]{3}$'),
    to_currency text COLLATE "C" NOT NULL CONSTRAINT exchange_rate_to_currency_form CHECK (to_currency ~ '^[A-Z]{3}$'),
    rate text COLLATE "C" NOT NULL CONSTRAINT exchange_rate_rate_length CHECK (char_length(rate) >= 1 AND char_length(rate) <= 20),
    source text COLLATE "C" CONSTRAINT exchange_rate_source_length CHECK (char_length(source) <= 80),
    CONSTRAINT exchange_rate_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS exchange_rate_day_index ON main.exchange_rate (workspace_id, day, id);
CREATE UNIQUE INDEX IF NOT EXISTS exchange_rate_day_from_currency_to_currency_unique ON main.exchange_rate (workspace_id, day, from_currency, to_currency);
ALTER TABLE main.exchange_rate ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.exchange_rate FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.exchange_rate FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS exchange_rate_read ON main.exchange_rate;
DROP POLICY IF EXISTS exchange_rate_create ON main.exchange_rate;
DROP POLICY IF EXISTS exchange_rate_update ON main.exchange_rate;
DROP POLICY IF EXISTS exchange_rate_delete ON main.exchange_rate;
CREATE POLICY exchange_rate_read ON main.exchange_rate FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.exchange_rate TO steward_app;
CREATE POLICY exchange_rate_create ON main.exchange_rate FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.exchange_rate TO steward_app;
CREATE POLICY exchange_rate_update ON main.exchange_rate FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.exchange_rate TO steward_app;
CREATE POLICY exchange_rate_delete ON main.exchange_rate FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.exchange_rate TO steward_app;
DROP POLICY IF EXISTS exchange_rate_system ON main.exchange_rate;
CREATE POLICY exchange_rate_system ON main.exchange_rate TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.exchange_rate TO steward_system;

CREATE TABLE IF NOT EXISTS main.fee_rule (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL CONSTRAINT fee_rule_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 80),
    platform text COLLATE "C" NOT NULL CONSTRAINT fee_rule_platform_choice CHECK (platform IN ('tiktok', 'whatnot', 'douyin', 'taobao', 'kuaishou', 'instagram', 'other')),
    currency text COLLATE "C" NOT NULL CONSTRAINT fee_rule_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    percent text COLLATE "C" NOT NULL DEFAULT '0' CONSTRAINT fee_rule_percent_length CHECK (char_length(percent) >= 1 AND char_length(percent) <= 8),
    of text COLLATE "C" NOT NULL DEFAULT 'net' CONSTRAINT fee_rule_of_choice CHECK (of IN ('net', 'gmv')),
    per_sale bigint NOT NULL DEFAULT 0 CONSTRAINT fee_rule_per_sale_range CHECK (per_sale >= 0 AND per_sale <= 1000000000000),
    per_piece bigint NOT NULL DEFAULT 0 CONSTRAINT fee_rule_per_piece_range CHECK (per_piece >= 0 AND per_piece <= 1000000000000),
    valid_from text COLLATE "C" NOT NULL CONSTRAINT fee_rule_valid_from_form CHECK (valid_from ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    valid_until text COLLATE "C" CONSTRAINT fee_rule_valid_until_form CHECK (valid_until ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    name_fold text COLLATE "C",
    CONSTRAINT fee_rule_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS fee_rule_platform_index ON main.fee_rule (workspace_id, platform, id);
ALTER TABLE main.fee_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.fee_rule FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.fee_rule FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS fee_rule_read ON main.fee_rule;
DROP POLICY IF EXISTS fee_rule_create ON main.fee_rule;
DROP POLICY IF EXISTS fee_rule_update ON main.fee_rule;
DROP POLICY IF EXISTS fee_rule_delete ON main.fee_rule;
CREATE POLICY fee_rule_read ON main.fee_rule FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.fee_rule TO steward_app;
CREATE POLICY fee_rule_create ON main.fee_rule FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.fee_rule TO steward_app;
CREATE POLICY fee_rule_update ON main.fee_rule FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.fee_rule TO steward_app;
CREATE POLICY fee_rule_delete ON main.fee_rule FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.fee_rule TO steward_app;
DROP POLICY IF EXISTS fee_rule_system ON main.fee_rule;
CREATE POLICY fee_rule_system ON main.fee_rule TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.fee_rule TO steward_system;

CREATE TABLE IF NOT EXISTS main.host_pay_rule (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    host_id uuid NOT NULL,
    currency text COLLATE "C" NOT NULL CONSTRAINT host_pay_rule_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    per_hour bigint NOT NULL DEFAULT 0 CONSTRAINT host_pay_rule_per_hour_range CHECK (per_hour >= 0 AND per_hour <= 1000000000000),
    percent text COLLATE "C" NOT NULL DEFAULT '0' CONSTRAINT host_pay_rule_percent_length CHECK (char_length(percent) >= 1 AND char_length(percent) <= 8),
    per_show bigint NOT NULL DEFAULT 0 CONSTRAINT host_pay_rule_per_show_range CHECK (per_show >= 0 AND per_show <= 1000000000000),
    valid_from text COLLATE "C" NOT NULL CONSTRAINT host_pay_rule_valid_from_form CHECK (valid_from ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    valid_until text COLLATE "C" CONSTRAINT host_pay_rule_valid_until_form CHECK (valid_until ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    note text COLLATE "C" CONSTRAINT host_pay_rule_note_length CHECK (char_length(note) <= 400),
    CONSTRAINT host_pay_rule_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT host_pay_rule_host_id_link FOREIGN KEY (workspace_id, host_id) REFERENCES main.host (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS host_pay_rule_valid_from_index ON main.host_pay_rule (workspace_id, valid_from, id);
CREATE INDEX IF NOT EXISTS host_pay_rule_host_id_valid_from_index ON main.host_pay_rule (workspace_id, host_id, valid_from, id);
ALTER TABLE main.host_pay_rule ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.host_pay_rule FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.host_pay_rule FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS host_pay_rule_read ON main.host_pay_rule;
DROP POLICY IF EXISTS host_pay_rule_create ON main.host_pay_rule;
DROP POLICY IF EXISTS host_pay_rule_update ON main.host_pay_rule;
DROP POLICY IF EXISTS host_pay_rule_delete ON main.host_pay_rule;
CREATE POLICY host_pay_rule_read ON main.host_pay_rule FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.host_pay_rule TO steward_app;
CREATE POLICY host_pay_rule_create ON main.host_pay_rule FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.host_pay_rule TO steward_app;
CREATE POLICY host_pay_rule_update ON main.host_pay_rule FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.host_pay_rule TO steward_app;
CREATE POLICY host_pay_rule_delete ON main.host_pay_rule FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.host_pay_rule TO steward_app;
DROP POLICY IF EXISTS host_pay_rule_system ON main.host_pay_rule;
CREATE POLICY host_pay_rule_system ON main.host_pay_rule TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.host_pay_rule TO steward_system;

CREATE TABLE IF NOT EXISTS main.payout_line (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    live_session_id uuid NOT NULL,
    external_ref text COLLATE "C" CONSTRAINT payout_line_external_ref_length CHECK ((char_length(external_ref) >= 1 OR external_ref = '') AND char_length(external_ref) <= 80),
    currency text COLLATE "C" NOT NULL CONSTRAINT payout_line_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    amount bigint NOT NULL CONSTRAINT payout_line_amount_range CHECK (amount >= -1000000000000 AND amount <= 1000000000000),
    fee bigint NOT NULL DEFAULT 0 CONSTRAINT payout_line_fee_range CHECK (fee >= -1000000000000 AND fee <= 1000000000000),
    paid bigint CONSTRAINT payout_line_paid_range CHECK (paid >= -1000000000000 AND paid <= 1000000000000),
    paid_on text COLLATE "C" CONSTRAINT payout_line_paid_on_form CHECK (paid_on ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    source text COLLATE "C" CONSTRAINT payout_line_source_length CHECK (char_length(source) <= 40),
    line_ref text COLLATE "C" CONSTRAINT payout_line_line_ref_length CHECK ((char_length(line_ref) >= 1 OR line_ref = '') AND char_length(line_ref) <= 80),
    note text COLLATE "C" CONSTRAINT payout_line_note_length CHECK (char_length(note) <= 400),
    CONSTRAINT payout_line_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT payout_line_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES main.live_session (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS payout_line_created_at_index ON main.payout_line (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS payout_line_live_session_id_created_at_index ON main.payout_line (workspace_id, live_session_id, created_at, id);
CREATE INDEX IF NOT EXISTS payout_line_external_ref_index ON main.payout_line (workspace_id, external_ref, id);
CREATE INDEX IF NOT EXISTS payout_line_external_ref_created_at_index ON main.payout_line (workspace_id, external_ref, created_at, id);
CREATE UNIQUE INDEX IF NOT EXISTS payout_line_source_line_ref_unique ON main.payout_line (workspace_id, source, line_ref);
ALTER TABLE main.payout_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.payout_line FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.payout_line FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS payout_line_read ON main.payout_line;
DROP POLICY IF EXISTS payout_line_create ON main.payout_line;
DROP POLICY IF EXISTS payout_line_update ON main.payout_line;
DROP POLICY IF EXISTS payout_line_delete ON main.payout_line;
CREATE POLICY payout_line_read ON main.payout_line FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.payout_line TO steward_app;
CREATE POLICY payout_line_create ON main.payout_line FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.payout_line TO steward_app;
CREATE POLICY payout_line_update ON main.payout_line FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.payout_line TO steward_app;
CREATE POLICY payout_line_delete ON main.payout_line FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.payout_line TO steward_app;
DROP POLICY IF EXISTS payout_line_system ON main.payout_line;
CREATE POLICY payout_line_system ON main.payout_line TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.payout_line TO steward_system;

CREATE TABLE IF NOT EXISTS main.cash_receipt (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    live_session_id uuid NOT NULL,
    day text COLLATE "C" NOT NULL CONSTRAINT cash_receipt_day_form CHECK (day ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    currency text COLLATE "C" NOT NULL CONSTRAINT cash_receipt_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    amount bigint NOT NULL CONSTRAINT cash_receipt_amount_range CHECK (amount >= -1000000000000 AND amount <= 1000000000000),
    note text COLLATE "C" CONSTRAINT cash_receipt_note_length CHECK (char_length(note) <= 400),
    CONSTRAINT cash_receipt_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT cash_receipt_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES main.live_session (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS cash_receipt_day_index ON main.cash_receipt (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS cash_receipt_live_session_id_day_index ON main.cash_receipt (workspace_id, live_session_id, day, id);
ALTER TABLE main.cash_receipt ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.cash_receipt FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.cash_receipt FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS cash_receipt_read ON main.cash_receipt;
DROP POLICY IF EXISTS cash_receipt_create ON main.cash_receipt;
DROP POLICY IF EXISTS cash_receipt_update ON main.cash_receipt;
DROP POLICY IF EXISTS cash_receipt_delete ON main.cash_receipt;
CREATE POLICY cash_receipt_read ON main.cash_receipt FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.cash_receipt TO steward_app;
CREATE POLICY cash_receipt_create ON main.cash_receipt FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.cash_receipt TO steward_app;
CREATE POLICY cash_receipt_update ON main.cash_receipt FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.cash_receipt TO steward_app;
CREATE POLICY cash_receipt_delete ON main.cash_receipt FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.cash_receipt TO steward_app;
DROP POLICY IF EXISTS cash_receipt_system ON main.cash_receipt;
CREATE POLICY cash_receipt_system ON main.cash_receipt TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.cash_receipt TO steward_system;

CREATE TABLE IF NOT EXISTS main.show_explanation (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    live_session_id uuid NOT NULL,
    about text COLLATE "C" NOT NULL CONSTRAINT show_explanation_about_choice CHECK (about IN ('sales', 'fee', 'cash', 'stock')),
    cause text COLLATE "C" NOT NULL CONSTRAINT show_explanation_cause_choice CHECK (cause IN ('paid_later', 'refund', 'missing_sale', 'cancelled', 'voucher', 'shipping', 'fee_changed', 'bank', 'not_in_stock', 'lost', 'mistake', 'other')),
    currency text COLLATE "C" NOT NULL CONSTRAINT show_explanation_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    amount bigint NOT NULL DEFAULT 0 CONSTRAINT show_explanation_amount_range CHECK (amount >= -1000000000000 AND amount <= 1000000000000),
    pieces bigint NOT NULL DEFAULT 0 CONSTRAINT show_explanation_pieces_range CHECK (pieces >= -1000000 AND pieces <= 1000000),
    note text COLLATE "C" CONSTRAINT show_explanation_note_length CHECK (char_length(note) <= 1000),
    CONSTRAINT show_explanation_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT show_explanation_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES main.live_session (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS show_explanation_created_at_index ON main.show_explanation (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS show_explanation_live_session_id_created_at_index ON main.show_explanation (workspace_id, live_session_id, created_at, id);
ALTER TABLE main.show_explanation ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.show_explanation FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.show_explanation FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS show_explanation_read ON main.show_explanation;
DROP POLICY IF EXISTS show_explanation_create ON main.show_explanation;
DROP POLICY IF EXISTS show_explanation_update ON main.show_explanation;
DROP POLICY IF EXISTS show_explanation_delete ON main.show_explanation;
CREATE POLICY show_explanation_read ON main.show_explanation FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.show_explanation TO steward_app;
CREATE POLICY show_explanation_create ON main.show_explanation FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.show_explanation TO steward_app;
CREATE POLICY show_explanation_update ON main.show_explanation FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.show_explanation TO steward_app;
CREATE POLICY show_explanation_delete ON main.show_explanation FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',finance,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.show_explanation TO steward_app;
DROP POLICY IF EXISTS show_explanation_system ON main.show_explanation;
CREATE POLICY show_explanation_system ON main.show_explanation TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.show_explanation TO steward_system;

CREATE TABLE IF NOT EXISTS main.show_close (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    live_session_id uuid NOT NULL,
    closed_at bigint NOT NULL,
    closed_by uuid,
    note text COLLATE "C" CONSTRAINT show_close_note_length CHECK (char_length(note) <= 1000),
    figures text COLLATE "C" CONSTRAINT show_close_figures_length CHECK (char_length(figures) <= 262144),
    reopened_at bigint,
    reopened_by uuid,
    reason text COLLATE "C" CONSTRAINT show_close_reason_length CHECK (char_length(reason) <= 1000),
    CONSTRAINT show_close_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT show_close_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES main.live_session (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS show_close_closed_at_index ON main.show_close (workspace_id, closed_at, id);
CREATE INDEX IF NOT EXISTS show_close_live_session_id_closed_at_index ON main.show_close (workspace_id, live_session_id, closed_at, id);
ALTER TABLE main.show_close ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.show_close FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.show_close FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS show_close_read ON main.show_close;
DROP POLICY IF EXISTS show_close_create ON main.show_close;
DROP POLICY IF EXISTS show_close_update ON main.show_close;
DROP POLICY IF EXISTS show_close_delete ON main.show_close;
CREATE POLICY show_close_read ON main.show_close FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.show_close TO steward_app;
DROP POLICY IF EXISTS show_close_system ON main.show_close;
CREATE POLICY show_close_system ON main.show_close TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.show_close TO steward_system;

CREATE TABLE IF NOT EXISTS main.stock_movement (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    product_variant_id uuid NOT NULL,
    location_id uuid NOT NULL,
    sequence bigint NOT NULL CONSTRAINT stock_movement_sequence_range CHECK (sequence >= 1),
    kind text COLLATE "C" NOT NULL CONSTRAINT stock_movement_kind_choice CHECK (kind IN ('in', 'out', 'transfer', 'adjust', 'return', 'count')),
    quantity bigint NOT NULL CONSTRAINT stock_movement_quantity_range CHECK (quantity >= -1000000000 AND quantity <= 1000000000),
    on_hand bigint NOT NULL CONSTRAINT stock_movement_on_hand_range CHECK (on_hand >= -1000000000 AND on_hand <= 1000000000),
    on_hand_total bigint NOT NULL CONSTRAINT stock_movement_on_hand_total_range CHECK (on_hand_total >= -1000000000 AND on_hand_total <= 1000000000),
    booked_at bigint NOT NULL,
    moved_at bigint NOT NULL,
    day text COLLATE "C" NOT NULL CONSTRAINT stock_movement_day_form CHECK (day ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    reason text COLLATE "C" CONSTRAINT stock_movement_reason_choice CHECK (reason IN ('purchase', 'sale', 'customer_return', 'supplier_return', 'damaged', 'lost', 'found', 'sample', 'opening', 'count', 'correction', 'other')),
    reference_kind text COLLATE "C" CONSTRAINT stock_movement_reference_kind_choice CHECK (reference_kind IN ('sale', 'box', 'count', 'return')),
    reference_id uuid,
    transfer_id uuid,
    corrects_id uuid,
    counted bigint CONSTRAINT stock_movement_counted_range CHECK (counted >= 0 AND counted <= 1000000000),
    is_short smallint NOT NULL DEFAULT 0 CONSTRAINT stock_movement_is_short_boolean CHECK (is_short IN (0, 1)),
    note text COLLATE "C" CONSTRAINT stock_movement_note_length CHECK (char_length(note) <= 400),
    CONSTRAINT stock_movement_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT stock_movement_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES main.product_variant (workspace_id, id),
    CONSTRAINT stock_movement_location_id_link FOREIGN KEY (workspace_id, location_id) REFERENCES main.location (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS stock_movement_product_variant_id_moved_at_index ON main.stock_movement (workspace_id, product_variant_id, moved_at, id);
CREATE INDEX IF NOT EXISTS stock_movement_location_id_moved_at_index ON main.stock_movement (workspace_id, location_id, moved_at, id);
CREATE INDEX IF NOT EXISTS stock_movement_kind_index ON main.stock_movement (workspace_id, kind, id);
CREATE INDEX IF NOT EXISTS stock_movement_kind_moved_at_index ON main.stock_movement (workspace_id, kind, moved_at, id);
CREATE INDEX IF NOT EXISTS stock_movement_booked_at_index ON main.stock_movement (workspace_id, booked_at, id);
CREATE INDEX IF NOT EXISTS stock_movement_moved_at_index ON main.stock_movement (workspace_id, moved_at, id);
CREATE INDEX IF NOT EXISTS stock_movement_day_index ON main.stock_movement (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS stock_movement_reference_id_moved_at_linked ON main.stock_movement (workspace_id, reference_id, moved_at, id) WHERE reference_id IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS stock_movement_corrects_id_unique ON main.stock_movement (workspace_id, corrects_id);
CREATE UNIQUE INDEX IF NOT EXISTS stock_movement_product_variant_id_sequence_unique ON main.stock_movement (workspace_id, product_variant_id, sequence);
CREATE INDEX IF NOT EXISTS stock_movement_pace_index ON main.stock_movement (workspace_id, product_variant_id, kind, day, moved_at, reason, quantity, sequence, id);
ALTER TABLE main.stock_movement ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.stock_movement FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.stock_movement FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS stock_movement_read ON main.stock_movement;
DROP POLICY IF EXISTS stock_movement_create ON main.stock_movement;
DROP POLICY IF EXISTS stock_movement_update ON main.stock_movement;
DROP POLICY IF EXISTS stock_movement_delete ON main.stock_movement;
CREATE POLICY stock_movement_read ON main.stock_movement FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.stock_movement TO steward_app;
DROP POLICY IF EXISTS stock_movement_system ON main.stock_movement;
CREATE POLICY stock_movement_system ON main.stock_movement TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.stock_movement TO steward_system;

CREATE TABLE IF NOT EXISTS main.stock_level (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    product_variant_id uuid NOT NULL,
    location_id uuid NOT NULL,
    on_hand bigint NOT NULL DEFAULT 0 CONSTRAINT stock_level_on_hand_range CHECK (on_hand >= -1000000000 AND on_hand <= 1000000000),
    counted_at bigint,
    reorder_at bigint CONSTRAINT stock_level_reorder_at_range CHECK (reorder_at >= 0 AND reorder_at <= 1000000),
    CONSTRAINT stock_level_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT stock_level_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES main.product_variant (workspace_id, id),
    CONSTRAINT stock_level_location_id_link FOREIGN KEY (workspace_id, location_id) REFERENCES main.location (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS stock_level_on_hand_index ON main.stock_level (workspace_id, on_hand, id);
CREATE INDEX IF NOT EXISTS stock_level_product_variant_id_on_hand_index ON main.stock_level (workspace_id, product_variant_id, on_hand, id);
CREATE INDEX IF NOT EXISTS stock_level_location_id_on_hand_index ON main.stock_level (workspace_id, location_id, on_hand, id);
CREATE UNIQUE INDEX IF NOT EXISTS stock_level_product_variant_id_location_id_unique ON main.stock_level (workspace_id, product_variant_id, location_id);
ALTER TABLE main.stock_level ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.stock_level FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.stock_level FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS stock_level_read ON main.stock_level;
DROP POLICY IF EXISTS stock_level_create ON main.stock_level;
DROP POLICY IF EXISTS stock_level_update ON main.stock_level;
DROP POLICY IF EXISTS stock_level_delete ON main.stock_level;
CREATE POLICY stock_level_read ON main.stock_level FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.stock_level TO steward_app;
DROP POLICY IF EXISTS stock_level_system ON main.stock_level;
CREATE POLICY stock_level_system ON main.stock_level TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.stock_level TO steward_system;

CREATE TABLE IF NOT EXISTS main.stock_cost (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    product_variant_id uuid NOT NULL,
    sequence bigint NOT NULL DEFAULT 0,
    quantity bigint NOT NULL DEFAULT 0 CONSTRAINT stock_cost_quantity_range CHECK (quantity >= -1000000000 AND quantity <= 1000000000),
    currency text COLLATE "C" NOT NULL CONSTRAINT stock_cost_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    value bigint NOT NULL DEFAULT 0 CONSTRAINT stock_cost_value_range CHECK (value >= -1000000000000000 AND value <= 1000000000000000),
    unit_cost bigint NOT NULL DEFAULT 0 CONSTRAINT stock_cost_unit_cost_range CHECK (unit_cost >= 0 AND unit_cost <= 1000000000000000),
    CONSTRAINT stock_cost_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT stock_cost_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES main.product_variant (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS stock_cost_value_index ON main.stock_cost (workspace_id, value, id);
CREATE INDEX IF NOT EXISTS stock_cost_product_variant_id_index ON main.stock_cost (workspace_id, product_variant_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS stock_cost_product_variant_id_unique ON main.stock_cost (workspace_id, product_variant_id);
ALTER TABLE main.stock_cost ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.stock_cost FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.stock_cost FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS stock_cost_read ON main.stock_cost;
DROP POLICY IF EXISTS stock_cost_create ON main.stock_cost;
DROP POLICY IF EXISTS stock_cost_update ON main.stock_cost;
DROP POLICY IF EXISTS stock_cost_delete ON main.stock_cost;
CREATE POLICY stock_cost_read ON main.stock_cost FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.stock_cost TO steward_app;
DROP POLICY IF EXISTS stock_cost_system ON main.stock_cost;
CREATE POLICY stock_cost_system ON main.stock_cost TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.stock_cost TO steward_system;

CREATE TABLE IF NOT EXISTS main.stock_entry (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    stock_movement_id uuid NOT NULL,
    product_variant_id uuid NOT NULL,
    sequence bigint NOT NULL,
    moved_at bigint NOT NULL,
    day text COLLATE "C" NOT NULL CONSTRAINT stock_entry_day_form CHECK (day ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    quantity bigint NOT NULL CONSTRAINT stock_entry_quantity_range CHECK (quantity >= -1000000000 AND quantity <= 1000000000),
    currency text COLLATE "C" NOT NULL CONSTRAINT stock_entry_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    unit_cost bigint NOT NULL CONSTRAINT stock_entry_unit_cost_range CHECK (unit_cost >= 0 AND unit_cost <= 1000000000000000),
    value bigint NOT NULL CONSTRAINT stock_entry_value_range CHECK (value >= -1000000000000000 AND value <= 1000000000000000),
    value_total bigint NOT NULL CONSTRAINT stock_entry_value_total_range CHECK (value_total >= -1000000000000000 AND value_total <= 1000000000000000),
    CONSTRAINT stock_entry_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT stock_entry_stock_movement_id_link FOREIGN KEY (workspace_id, stock_movement_id) REFERENCES main.stock_movement (workspace_id, id),
    CONSTRAINT stock_entry_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES main.product_variant (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS stock_entry_stock_movement_id_index ON main.stock_entry (workspace_id, stock_movement_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS stock_entry_stock_movement_id_unique ON main.stock_entry (workspace_id, stock_movement_id);
CREATE INDEX IF NOT EXISTS stock_entry_product_variant_id_day_index ON main.stock_entry (workspace_id, product_variant_id, day, id);
CREATE INDEX IF NOT EXISTS stock_entry_day_index ON main.stock_entry (workspace_id, day, id);
ALTER TABLE main.stock_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.stock_entry FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.stock_entry FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS stock_entry_read ON main.stock_entry;
DROP POLICY IF EXISTS stock_entry_create ON main.stock_entry;
DROP POLICY IF EXISTS stock_entry_update ON main.stock_entry;
DROP POLICY IF EXISTS stock_entry_delete ON main.stock_entry;
CREATE POLICY stock_entry_read ON main.stock_entry FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.stock_entry TO steward_app;
DROP POLICY IF EXISTS stock_entry_system ON main.stock_entry;
CREATE POLICY stock_entry_system ON main.stock_entry TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.stock_entry TO steward_system;

CREATE TABLE IF NOT EXISTS main.inbound_cost (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    inbound_line_id uuid NOT NULL,
    currency text COLLATE "C" NOT NULL CONSTRAINT inbound_cost_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    unit_cost bigint NOT NULL CONSTRAINT inbound_cost_unit_cost_range CHECK (unit_cost >= 0 AND unit_cost <= 1000000000000),
    CONSTRAINT inbound_cost_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT inbound_cost_inbound_line_id_link FOREIGN KEY (workspace_id, inbound_line_id) REFERENCES main.inbound_line (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS inbound_cost_created_at_index ON main.inbound_cost (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS inbound_cost_inbound_line_id_index ON main.inbound_cost (workspace_id, inbound_line_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS inbound_cost_inbound_line_id_unique ON main.inbound_cost (workspace_id, inbound_line_id);
ALTER TABLE main.inbound_cost ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.inbound_cost FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.inbound_cost FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS inbound_cost_read ON main.inbound_cost;
DROP POLICY IF EXISTS inbound_cost_create ON main.inbound_cost;
DROP POLICY IF EXISTS inbound_cost_update ON main.inbound_cost;
DROP POLICY IF EXISTS inbound_cost_delete ON main.inbound_cost;
CREATE POLICY inbound_cost_read ON main.inbound_cost FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',finance,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.inbound_cost TO steward_app;
DROP POLICY IF EXISTS inbound_cost_system ON main.inbound_cost;
CREATE POLICY inbound_cost_system ON main.inbound_cost TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.inbound_cost TO steward_system;

CREATE TABLE IF NOT EXISTS main.inbound_proposal (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    inbound_box_id uuid NOT NULL,
    source text COLLATE "C" NOT NULL CONSTRAINT inbound_proposal_source_length CHECK (char_length(source) >= 1 AND char_length(source) <= 40),
    confidence_permille bigint NOT NULL CONSTRAINT inbound_proposal_confidence_permille_range CHECK (confidence_permille >= 0 AND confidence_permille <= 1000),
    description text COLLATE "C" NOT NULL CONSTRAINT inbound_proposal_description_length CHECK (char_length(description) >= 1 AND char_length(description) <= 200),
    size text COLLATE "C" CONSTRAINT inbound_proposal_size_length CHECK (char_length(size) <= 16),
    code text COLLATE "C" CONSTRAINT inbound_proposal_code_length CHECK ((char_length(code) >= 1 OR code = '') AND char_length(code) <= 80),
    product_id uuid,
    product_variant_id uuid,
    quantity bigint NOT NULL CONSTRAINT inbound_proposal_quantity_range CHECK (quantity >= 1 AND quantity <= 1000000),
    state text COLLATE "C" NOT NULL DEFAULT 'proposed' CONSTRAINT inbound_proposal_state_choice CHECK (state IN ('proposed', 'accepted', 'rejected')),
    inbound_line_id uuid,
    decided_by uuid,
    decided_at bigint,
    CONSTRAINT inbound_proposal_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT inbound_proposal_inbound_box_id_link FOREIGN KEY (workspace_id, inbound_box_id) REFERENCES main.inbound_box (workspace_id, id),
    CONSTRAINT inbound_proposal_product_id_link FOREIGN KEY (workspace_id, product_id) REFERENCES main.product (workspace_id, id),
    CONSTRAINT inbound_proposal_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES main.product_variant (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS inbound_proposal_created_at_index ON main.inbound_proposal (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS inbound_proposal_inbound_box_id_index ON main.inbound_proposal (workspace_id, inbound_box_id, id);
CREATE INDEX IF NOT EXISTS inbound_proposal_product_id_linked ON main.inbound_proposal (workspace_id, product_id, id) WHERE product_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS inbound_proposal_product_variant_id_linked ON main.inbound_proposal (workspace_id, product_variant_id, id) WHERE product_variant_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS inbound_proposal_state_index ON main.inbound_proposal (workspace_id, state, id);
CREATE INDEX IF NOT EXISTS inbound_proposal_state_created_at_index ON main.inbound_proposal (workspace_id, state, created_at, id);
ALTER TABLE main.inbound_proposal ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.inbound_proposal FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.inbound_proposal FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS inbound_proposal_read ON main.inbound_proposal;
DROP POLICY IF EXISTS inbound_proposal_create ON main.inbound_proposal;
DROP POLICY IF EXISTS inbound_proposal_update ON main.inbound_proposal;
DROP POLICY IF EXISTS inbound_proposal_delete ON main.inbound_proposal;
CREATE POLICY inbound_proposal_read ON main.inbound_proposal FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.inbound_proposal TO steward_app;
DROP POLICY IF EXISTS inbound_proposal_system ON main.inbound_proposal;
CREATE POLICY inbound_proposal_system ON main.inbound_proposal TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.inbound_proposal TO steward_system;

CREATE TABLE IF NOT EXISTS main.stock_count (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    location_id uuid,
    inbound_box_id uuid,
    round bigint NOT NULL DEFAULT 1 CONSTRAINT stock_count_round_range CHECK (round >= 1 AND round <= 2),
    state text COLLATE "C" NOT NULL DEFAULT 'open' CONSTRAINT stock_count_state_choice CHECK (state IN ('open', 'closed')),
    hides_books smallint NOT NULL DEFAULT 0 CONSTRAINT stock_count_hides_books_boolean CHECK (hides_books IN (0, 1)),
    closed_at bigint,
    note text COLLATE "C" CONSTRAINT stock_count_note_length CHECK (char_length(note) <= 400),
    CONSTRAINT stock_count_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT stock_count_location_id_link FOREIGN KEY (workspace_id, location_id) REFERENCES main.location (workspace_id, id),
    CONSTRAINT stock_count_inbound_box_id_link FOREIGN KEY (workspace_id, inbound_box_id) REFERENCES main.inbound_box (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS stock_count_created_at_index ON main.stock_count (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS stock_count_location_id_linked ON main.stock_count (workspace_id, location_id, id) WHERE location_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS stock_count_inbound_box_id_linked ON main.stock_count (workspace_id, inbound_box_id, id) WHERE inbound_box_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS stock_count_state_index ON main.stock_count (workspace_id, state, id);
CREATE INDEX IF NOT EXISTS stock_count_state_created_at_index ON main.stock_count (workspace_id, state, created_at, id);
CREATE UNIQUE INDEX IF NOT EXISTS stock_count_inbound_box_id_round_unique ON main.stock_count (workspace_id, inbound_box_id, round);
ALTER TABLE main.stock_count ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.stock_count FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.stock_count FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS stock_count_read ON main.stock_count;
DROP POLICY IF EXISTS stock_count_create ON main.stock_count;
DROP POLICY IF EXISTS stock_count_update ON main.stock_count;
DROP POLICY IF EXISTS stock_count_delete ON main.stock_count;
CREATE POLICY stock_count_read ON main.stock_count FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.stock_count TO steward_app;
DROP POLICY IF EXISTS stock_count_system ON main.stock_count;
CREATE POLICY stock_count_system ON main.stock_count TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.stock_count TO steward_system;

CREATE TABLE IF NOT EXISTS main.stock_count_line (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    stock_count_id uuid NOT NULL,
    product_variant_id uuid NOT NULL,
    counted bigint NOT NULL DEFAULT 0 CONSTRAINT stock_count_line_counted_range CHECK (counted >= 0 AND counted <= 1000000000),
    first_at bigint NOT NULL,
    last_at bigint NOT NULL,
    is_shared smallint NOT NULL DEFAULT 0 CONSTRAINT stock_count_line_is_shared_boolean CHECK (is_shared IN (0, 1)),
    expected bigint CONSTRAINT stock_count_line_expected_range CHECK (expected >= -1000000000 AND expected <= 1000000000),
    difference bigint CONSTRAINT stock_count_line_difference_range CHECK (difference >= -1000000000 AND difference <= 1000000000),
    CONSTRAINT stock_count_line_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT stock_count_line_stock_count_id_link FOREIGN KEY (workspace_id, stock_count_id) REFERENCES main.stock_count (workspace_id, id),
    CONSTRAINT stock_count_line_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES main.product_variant (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS stock_count_line_created_by_created_at_index ON main.stock_count_line (workspace_id, created_by, created_at, id);
CREATE INDEX IF NOT EXISTS stock_count_line_created_at_index ON main.stock_count_line (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS stock_count_line_stock_count_id_index ON main.stock_count_line (workspace_id, stock_count_id, id);
CREATE INDEX IF NOT EXISTS stock_count_line_product_variant_id_index ON main.stock_count_line (workspace_id, product_variant_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS stock_count_line_stock_count_id_product_variant_id_unique ON main.stock_count_line (workspace_id, stock_count_id, product_variant_id);
ALTER TABLE main.stock_count_line ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.stock_count_line FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.stock_count_line FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS stock_count_line_read ON main.stock_count_line;
DROP POLICY IF EXISTS stock_count_line_create ON main.stock_count_line;
DROP POLICY IF EXISTS stock_count_line_update ON main.stock_count_line;
DROP POLICY IF EXISTS stock_count_line_delete ON main.stock_count_line;
CREATE POLICY stock_count_line_read ON main.stock_count_line FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (created_by = nullif(current_setting('app.account', true), '')::uuid OR is_shared = 1));
GRANT SELECT ON main.stock_count_line TO steward_app;
DROP POLICY IF EXISTS stock_count_line_system ON main.stock_count_line;
CREATE POLICY stock_count_line_system ON main.stock_count_line TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.stock_count_line TO steward_system;

CREATE TABLE IF NOT EXISTS main.stock_count_scan (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    stock_count_id uuid NOT NULL,
    product_variant_id uuid NOT NULL,
    scanned_at bigint NOT NULL,
    is_figure smallint NOT NULL DEFAULT 0 CONSTRAINT stock_count_scan_is_figure_boolean CHECK (is_figure IN (0, 1)),
    quantity bigint NOT NULL CONSTRAINT stock_count_scan_quantity_range CHECK (quantity >= -1000000 AND quantity <= 1000000),
    CONSTRAINT stock_count_scan_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT stock_count_scan_stock_count_id_link FOREIGN KEY (workspace_id, stock_count_id) REFERENCES main.stock_count (workspace_id, id),
    CONSTRAINT stock_count_scan_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES main.product_variant (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS stock_count_scan_created_by_created_at_index ON main.stock_count_scan (workspace_id, created_by, created_at, id);
CREATE INDEX IF NOT EXISTS stock_count_scan_created_at_index ON main.stock_count_scan (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS stock_count_scan_stock_count_id_index ON main.stock_count_scan (workspace_id, stock_count_id, id);
CREATE INDEX IF NOT EXISTS stock_count_scan_product_variant_id_index ON main.stock_count_scan (workspace_id, product_variant_id, id);
ALTER TABLE main.stock_count_scan ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.stock_count_scan FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.stock_count_scan FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS stock_count_scan_read ON main.stock_count_scan;
DROP POLICY IF EXISTS stock_count_scan_create ON main.stock_count_scan;
DROP POLICY IF EXISTS stock_count_scan_update ON main.stock_count_scan;
DROP POLICY IF EXISTS stock_count_scan_delete ON main.stock_count_scan;
CREATE POLICY stock_count_scan_read ON main.stock_count_scan FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',warehouse,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND created_by = nullif(current_setting('app.account', true), '')::uuid);
GRANT SELECT ON main.stock_count_scan TO steward_app;
DROP POLICY IF EXISTS stock_count_scan_system ON main.stock_count_scan;
CREATE POLICY stock_count_scan_system ON main.stock_count_scan TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.stock_count_scan TO steward_system;

CREATE TABLE IF NOT EXISTS main.article_category (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL CONSTRAINT article_category_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 80),
    position bigint NOT NULL DEFAULT 0 CONSTRAINT article_category_position_range CHECK (position >= 0 AND position <= 100000),
    name_fold text COLLATE "C",
    CONSTRAINT article_category_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS article_category_position_index ON main.article_category (workspace_id, position, id);
CREATE UNIQUE INDEX IF NOT EXISTS article_category_name_unique ON main.article_category (workspace_id, name);
ALTER TABLE main.article_category ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.article_category FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.article_category FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS article_category_read ON main.article_category;
DROP POLICY IF EXISTS article_category_create ON main.article_category;
DROP POLICY IF EXISTS article_category_update ON main.article_category;
DROP POLICY IF EXISTS article_category_delete ON main.article_category;
CREATE POLICY article_category_read ON main.article_category FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',knowledge,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.article_category TO steward_app;
CREATE POLICY article_category_create ON main.article_category FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',knowledge,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',knowledge,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.article_category TO steward_app;
CREATE POLICY article_category_update ON main.article_category FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',knowledge,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',knowledge,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',knowledge,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',knowledge,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.article_category TO steward_app;
CREATE POLICY article_category_delete ON main.article_category FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',knowledge,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',knowledge,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.article_category TO steward_app;
DROP POLICY IF EXISTS article_category_system ON main.article_category;
CREATE POLICY article_category_system ON main.article_category TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.article_category TO steward_system;

CREATE TABLE IF NOT EXISTS main.article (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    title text COLLATE "C" NOT NULL CONSTRAINT article_title_length CHECK (char_length(title) >= 1 AND char_length(title) <= 160),
    article_category_id uuid,
    language text COLLATE "C" CONSTRAINT article_language_choice CHECK (language IN ('en', 'zh')),
    body text COLLATE "C" NOT NULL DEFAULT '' CONSTRAINT article_body_length CHECK (char_length(body) <= 60000),
    audience text COLLATE "C" NOT NULL DEFAULT 'everybody' CONSTRAINT article_audience_choice CHECK (audience IN ('everybody', 'editors', 'chosen')),
    members text COLLATE "C" CONSTRAINT article_members_length CHECK (char_length(members) <= 8000),
    required text COLLATE "C" NOT NULL DEFAULT 'nobody' CONSTRAINT article_required_choice CHECK (required IN ('nobody', 'everybody', 'members', 'admins', 'module')),
    required_module text COLLATE "C" CONSTRAINT article_required_module_choice CHECK (required_module IN ('live', 'sales', 'warehouse', 'finance')),
    pass_percent bigint NOT NULL DEFAULT 80 CONSTRAINT article_pass_percent_range CHECK (pass_percent >= 1 AND pass_percent <= 100),
    state text COLLATE "C" NOT NULL DEFAULT 'draft' CONSTRAINT article_state_choice CHECK (state IN ('draft', 'published')),
    version_number bigint NOT NULL DEFAULT 0,
    question_count bigint NOT NULL DEFAULT 0,
    published_at bigint,
    published_by uuid,
    has_new_quiz smallint NOT NULL DEFAULT 0 CONSTRAINT article_has_new_quiz_boolean CHECK (has_new_quiz IN (0, 1)),
    title_fold text COLLATE "C",
    body_fold text COLLATE "C",
    CONSTRAINT article_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT article_article_category_id_link FOREIGN KEY (workspace_id, article_category_id) REFERENCES main.article_category (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS article_title_index ON main.article (workspace_id, title, id);
CREATE INDEX IF NOT EXISTS article_article_category_id_title_linked ON main.article (workspace_id, article_category_id, title, id) WHERE article_category_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS article_state_index ON main.article (workspace_id, state, id);
CREATE INDEX IF NOT EXISTS article_state_title_index ON main.article (workspace_id, state, title, id);
CREATE INDEX IF NOT EXISTS article_published_at_index ON main.article (workspace_id, published_at, id);
ALTER TABLE main.article ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.article FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.article FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS article_read ON main.article;
DROP POLICY IF EXISTS article_create ON main.article;
DROP POLICY IF EXISTS article_update ON main.article;
DROP POLICY IF EXISTS article_delete ON main.article;
CREATE POLICY article_read ON main.article FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',knowledge,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (created_by = nullif(current_setting('app.account', true), '')::uuid OR strpos(current_setting('app.manage', true), ',knowledge,') > 0 OR (audience <> 'chosen' AND workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',knowledge,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END) OR (published_at IS NOT NULL AND (audience = 'everybody' OR (audience = 'chosen' AND strpos(members, nullif(current_setting('app.account', true), '')) > 0)))));
GRANT SELECT ON main.article TO steward_app;
CREATE POLICY article_create ON main.article FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',knowledge,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',knowledge,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.article TO steward_app;
CREATE POLICY article_update ON main.article FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',knowledge,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',knowledge,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',knowledge,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',knowledge,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.article TO steward_app;
CREATE POLICY article_delete ON main.article FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',knowledge,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',knowledge,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.article TO steward_app;
DROP POLICY IF EXISTS article_system ON main.article;
CREATE POLICY article_system ON main.article TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.article TO steward_system;

CREATE TABLE IF NOT EXISTS main.article_version (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    article_id uuid NOT NULL,
    number bigint NOT NULL CONSTRAINT article_version_number_range CHECK (number >= 1),
    title text COLLATE "C" NOT NULL CONSTRAINT article_version_title_length CHECK (char_length(title) >= 1 AND char_length(title) <= 160),
    body text COLLATE "C" NOT NULL CONSTRAINT article_version_body_length CHECK (char_length(body) <= 60000),
    published_by uuid,
    changed text COLLATE "C" CONSTRAINT article_version_changed_length CHECK (char_length(changed) <= 500),
    pass_percent bigint NOT NULL,
    question_count bigint NOT NULL,
    audience text COLLATE "C" NOT NULL DEFAULT 'editors' CONSTRAINT article_version_audience_choice CHECK (audience IN ('everybody', 'editors', 'chosen')),
    members text COLLATE "C" CONSTRAINT article_version_members_length CHECK (char_length(members) <= 8000),
    CONSTRAINT article_version_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS article_version_created_at_index ON main.article_version (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS article_version_article_id_created_at_index ON main.article_version (workspace_id, article_id, created_at, id);
CREATE UNIQUE INDEX IF NOT EXISTS article_version_article_id_number_unique ON main.article_version (workspace_id, article_id, number);
ALTER TABLE main.article_version ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.article_version FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.article_version FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS article_version_read ON main.article_version;
DROP POLICY IF EXISTS article_version_create ON main.article_version;
DROP POLICY IF EXISTS article_version_update ON main.article_version;
DROP POLICY IF EXISTS article_version_delete ON main.article_version;
CREATE POLICY article_version_read ON main.article_version FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',knowledge,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (created_by = nullif(current_setting('app.account', true), '')::uuid OR strpos(current_setting('app.manage', true), ',knowledge,') > 0 OR (audience <> 'chosen' AND workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',knowledge,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END) OR ((audience = 'everybody' OR (audience = 'chosen' AND strpos(members, nullif(current_setting('app.account', true), '')) > 0)))));
GRANT SELECT ON main.article_version TO steward_app;
DROP POLICY IF EXISTS article_version_system ON main.article_version;
CREATE POLICY article_version_system ON main.article_version TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.article_version TO steward_system;

CREATE TABLE IF NOT EXISTS main.article_ack (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    article_id uuid NOT NULL,
    account_id uuid NOT NULL,
    number bigint NOT NULL CONSTRAINT article_ack_number_range CHECK (number >= 1),
    CONSTRAINT article_ack_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS article_ack_created_by_created_at_index ON main.article_ack (workspace_id, created_by, created_at, id);
CREATE INDEX IF NOT EXISTS article_ack_created_at_index ON main.article_ack (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS article_ack_article_id_created_at_index ON main.article_ack (workspace_id, article_id, created_at, id);
CREATE INDEX IF NOT EXISTS article_ack_account_id_created_at_index ON main.article_ack (workspace_id, account_id, created_at, id);
CREATE UNIQUE INDEX IF NOT EXISTS article_ack_article_id_number_account_id_unique ON main.article_ack (workspace_id, article_id, number, account_id);
ALTER TABLE main.article_ack ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.article_ack FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.article_ack FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS article_ack_read ON main.article_ack;
DROP POLICY IF EXISTS article_ack_create ON main.article_ack;
DROP POLICY IF EXISTS article_ack_update ON main.article_ack;
DROP POLICY IF EXISTS article_ack_delete ON main.article_ack;
CREATE POLICY article_ack_read ON main.article_ack FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',knowledge,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND created_by = nullif(current_setting('app.account', true), '')::uuid);
GRANT SELECT ON main.article_ack TO steward_app;
DROP POLICY IF EXISTS article_ack_system ON main.article_ack;
CREATE POLICY article_ack_system ON main.article_ack TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.article_ack TO steward_system;

CREATE TABLE IF NOT EXISTS main.quiz_question (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    article_id uuid NOT NULL,
    number bigint NOT NULL,
    position bigint NOT NULL,
    question text COLLATE "C" NOT NULL CONSTRAINT quiz_question_question_length CHECK (char_length(question) >= 1 AND char_length(question) <= 500),
    choices text COLLATE "C" NOT NULL CONSTRAINT quiz_question_choices_length CHECK (char_length(choices) <= 8192),
    answers text COLLATE "C" NOT NULL CONSTRAINT quiz_question_answers_length CHECK (char_length(answers) <= 100),
    explanation text COLLATE "C" CONSTRAINT quiz_question_explanation_length CHECK (char_length(explanation) <= 500),
    audience text COLLATE "C" NOT NULL DEFAULT 'chosen' CONSTRAINT quiz_question_audience_choice CHECK (audience IN ('everybody', 'editors', 'chosen')),
    members text COLLATE "C" CONSTRAINT quiz_question_members_length CHECK (char_length(members) <= 8000),
    CONSTRAINT quiz_question_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS quiz_question_position_index ON main.quiz_question (workspace_id, position, id);
CREATE INDEX IF NOT EXISTS quiz_question_article_id_position_index ON main.quiz_question (workspace_id, article_id, position, id);
CREATE UNIQUE INDEX IF NOT EXISTS quiz_question_article_id_number_position_unique ON main.quiz_question (workspace_id, article_id, number, position);
ALTER TABLE main.quiz_question ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.quiz_question FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.quiz_question FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS quiz_question_read ON main.quiz_question;
DROP POLICY IF EXISTS quiz_question_create ON main.quiz_question;
DROP POLICY IF EXISTS quiz_question_update ON main.quiz_question;
DROP POLICY IF EXISTS quiz_question_delete ON main.quiz_question;
CREATE POLICY quiz_question_read ON main.quiz_question FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',knowledge,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (created_by = nullif(current_setting('app.account', true), '')::uuid OR strpos(current_setting('app.manage', true), ',knowledge,') > 0 OR (audience <> 'chosen' AND workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',knowledge,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END) OR ((audience = 'everybody' OR (audience = 'chosen' AND strpos(members, nullif(current_setting('app.account', true), '')) > 0)))));
GRANT SELECT ON main.quiz_question TO steward_app;
DROP POLICY IF EXISTS quiz_question_system ON main.quiz_question;
CREATE POLICY quiz_question_system ON main.quiz_question TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.quiz_question TO steward_system;

CREATE TABLE IF NOT EXISTS main.quiz_attempt (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    article_id uuid NOT NULL,
    account_id uuid NOT NULL,
    number bigint NOT NULL,
    score bigint NOT NULL,
    question_count bigint NOT NULL,
    is_passed smallint NOT NULL DEFAULT 0 CONSTRAINT quiz_attempt_is_passed_boolean CHECK (is_passed IN (0, 1)),
    CONSTRAINT quiz_attempt_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS quiz_attempt_created_by_created_at_index ON main.quiz_attempt (workspace_id, created_by, created_at, id);
CREATE INDEX IF NOT EXISTS quiz_attempt_created_at_index ON main.quiz_attempt (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS quiz_attempt_article_id_created_at_index ON main.quiz_attempt (workspace_id, article_id, created_at, id);
CREATE INDEX IF NOT EXISTS quiz_attempt_account_id_created_at_index ON main.quiz_attempt (workspace_id, account_id, created_at, id);
ALTER TABLE main.quiz_attempt ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.quiz_attempt FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.quiz_attempt FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS quiz_attempt_read ON main.quiz_attempt;
DROP POLICY IF EXISTS quiz_attempt_create ON main.quiz_attempt;
DROP POLICY IF EXISTS quiz_attempt_update ON main.quiz_attempt;
DROP POLICY IF EXISTS quiz_attempt_delete ON main.quiz_attempt;
CREATE POLICY quiz_attempt_read ON main.quiz_attempt FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',knowledge,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND created_by = nullif(current_setting('app.account', true), '')::uuid);
GRANT SELECT ON main.quiz_attempt TO steward_app;
DROP POLICY IF EXISTS quiz_attempt_system ON main.quiz_attempt;
CREATE POLICY quiz_attempt_system ON main.quiz_attempt TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.quiz_attempt TO steward_system;

CREATE TABLE IF NOT EXISTS main.announcement (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    title text COLLATE "C" NOT NULL CONSTRAINT announcement_title_length CHECK (char_length(title) >= 1 AND char_length(title) <= 160),
    body text COLLATE "C" CONSTRAINT announcement_body_length CHECK (char_length(body) <= 8000),
    starts_at bigint,
    ends_at bigint,
    is_pinned smallint NOT NULL DEFAULT 0 CONSTRAINT announcement_is_pinned_boolean CHECK (is_pinned IN (0, 1)),
    title_fold text COLLATE "C",
    CONSTRAINT announcement_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS announcement_created_at_index ON main.announcement (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS announcement_starts_at_index ON main.announcement (workspace_id, starts_at, id);
ALTER TABLE main.announcement ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.announcement FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.announcement FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS announcement_read ON main.announcement;
DROP POLICY IF EXISTS announcement_create ON main.announcement;
DROP POLICY IF EXISTS announcement_update ON main.announcement;
DROP POLICY IF EXISTS announcement_delete ON main.announcement;
CREATE POLICY announcement_read ON main.announcement FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',knowledge,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END);
GRANT SELECT ON main.announcement TO steward_app;
CREATE POLICY announcement_create ON main.announcement FOR INSERT TO steward_app WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',knowledge,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',knowledge,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT INSERT ON main.announcement TO steward_app;
CREATE POLICY announcement_update ON main.announcement FOR UPDATE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',knowledge,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',knowledge,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid)) WITH CHECK (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',knowledge,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',knowledge,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT UPDATE ON main.announcement TO steward_app;
CREATE POLICY announcement_delete ON main.announcement FOR DELETE TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.write', true), ',knowledge,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND (strpos(current_setting('app.manage', true), ',knowledge,') > 0 OR created_by = nullif(current_setting('app.account', true), '')::uuid));
GRANT DELETE ON main.announcement TO steward_app;
DROP POLICY IF EXISTS announcement_system ON main.announcement;
CREATE POLICY announcement_system ON main.announcement TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.announcement TO steward_system;

CREATE TABLE IF NOT EXISTS main.announcement_seen (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    announcement_id uuid NOT NULL,
    account_id uuid NOT NULL,
    CONSTRAINT announcement_seen_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS announcement_seen_created_by_created_at_index ON main.announcement_seen (workspace_id, created_by, created_at, id);
CREATE INDEX IF NOT EXISTS announcement_seen_created_at_index ON main.announcement_seen (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS announcement_seen_announcement_id_created_at_index ON main.announcement_seen (workspace_id, announcement_id, created_at, id);
CREATE INDEX IF NOT EXISTS announcement_seen_account_id_created_at_index ON main.announcement_seen (workspace_id, account_id, created_at, id);
CREATE UNIQUE INDEX IF NOT EXISTS announcement_seen_announcement_id_account_id_unique ON main.announcement_seen (workspace_id, announcement_id, account_id);
ALTER TABLE main.announcement_seen ENABLE ROW LEVEL SECURITY;
ALTER TABLE main.announcement_seen FORCE ROW LEVEL SECURITY;
REVOKE ALL ON main.announcement_seen FROM PUBLIC, steward_app, steward_system;
DROP POLICY IF EXISTS announcement_seen_read ON main.announcement_seen;
DROP POLICY IF EXISTS announcement_seen_create ON main.announcement_seen;
DROP POLICY IF EXISTS announcement_seen_update ON main.announcement_seen;
DROP POLICY IF EXISTS announcement_seen_delete ON main.announcement_seen;
CREATE POLICY announcement_seen_read ON main.announcement_seen FOR SELECT TO steward_app USING (workspace_id = CASE WHEN strpos(current_setting('app.read', true), ',knowledge,') > 0 THEN nullif(current_setting('app.workspace', true), '')::bigint END AND created_by = nullif(current_setting('app.account', true), '')::uuid);
GRANT SELECT ON main.announcement_seen TO steward_app;
DROP POLICY IF EXISTS announcement_seen_system ON main.announcement_seen;
CREATE POLICY announcement_seen_system ON main.announcement_seen TO steward_system USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON main.announcement_seen TO steward_system;
