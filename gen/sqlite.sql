-- made by `steward derive sql` from the entity tables, do not edit

CREATE TABLE IF NOT EXISTS main.kept_answer (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT kept_answer_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT kept_answer_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    key_hash TEXT NOT NULL CONSTRAINT kept_answer_key_hash_length CHECK (length(key_hash) >= 64 AND length(key_hash) <= 64),
    request_hash TEXT NOT NULL CONSTRAINT kept_answer_request_hash_length CHECK (length(request_hash) >= 64 AND length(request_hash) <= 64),
    http_status INTEGER NOT NULL CONSTRAINT kept_answer_http_status_range CHECK (http_status >= 0 AND http_status <= 599),
    content_type TEXT CONSTRAINT kept_answer_content_type_length CHECK (length(content_type) <= 100),
    headers TEXT NOT NULL CONSTRAINT kept_answer_headers_length CHECK (length(headers) <= 24128),
    body TEXT CONSTRAINT kept_answer_body_length CHECK (length(body) <= 25165952),
    expires_at INTEGER NOT NULL,
    CONSTRAINT kept_answer_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.kept_answer_key_hash_unique ON kept_answer (workspace_id, key_hash);
CREATE INDEX IF NOT EXISTS main.kept_answer_expires_at_index ON kept_answer (workspace_id, expires_at, id);
CREATE TEMP VIEW kept_answer AS SELECT * FROM main.kept_answer WHERE 0;

CREATE TABLE IF NOT EXISTS main.data_key (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT data_key_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT data_key_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    owner TEXT NOT NULL CONSTRAINT data_key_owner_length CHECK (length(owner) >= 1 AND length(owner) <= 160),
    wrapped TEXT NOT NULL CONSTRAINT data_key_wrapped_length CHECK (length(wrapped) >= 1 AND length(wrapped) <= 120),
    CONSTRAINT data_key_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.data_key_owner_unique ON data_key (workspace_id, owner);
CREATE TEMP VIEW data_key AS SELECT * FROM main.data_key WHERE 0;

CREATE TABLE IF NOT EXISTS main.server_setting (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT server_setting_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT server_setting_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT server_setting_name_length CHECK (length(name) >= 1 AND length(name) <= 64),
    value TEXT CONSTRAINT server_setting_value_length CHECK (length(value) <= 2000),
    number INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT server_setting_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.server_setting_name_unique ON server_setting (workspace_id, name);
CREATE TEMP VIEW server_setting AS SELECT * FROM main.server_setting WHERE 0;

CREATE TABLE IF NOT EXISTS main.account (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT account_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT account_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    email TEXT CONSTRAINT account_email_length CHECK (length(email) <= 1652),
    username TEXT CONSTRAINT account_username_length CHECK ((length(username) >= 2 OR username = '') AND length(username) <= 40),
    display_name TEXT NOT NULL CONSTRAINT account_display_name_length CHECK (length(display_name) >= 1 AND length(display_name) <= 80),
    password TEXT CONSTRAINT account_password_length CHECK (length(password) <= 256),
    password_changed_at INTEGER,
    language TEXT NOT NULL DEFAULT 'en' CONSTRAINT account_language_choice CHECK (language = 'en' OR language = 'zh'),
    email_confirmed_at INTEGER,
    last_workspace INTEGER NOT NULL DEFAULT 0,
    last_sign_in_at INTEGER,
    is_operator INTEGER NOT NULL DEFAULT 0 CONSTRAINT account_is_operator_boolean CHECK (is_operator IN (0, 1)),
    email_blind TEXT,
    CONSTRAINT account_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.account_email_blind_unique ON account (workspace_id, email_blind);
CREATE UNIQUE INDEX IF NOT EXISTS main.account_username_unique ON account (workspace_id, username);
CREATE TEMP VIEW account AS SELECT * FROM main.account WHERE 0;

CREATE TABLE IF NOT EXISTS main.membership (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT membership_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT membership_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    account_id BLOB NOT NULL CONSTRAINT membership_account_id_size CHECK (length(account_id) = 16),
    of_workspace INTEGER NOT NULL CONSTRAINT membership_of_workspace_range CHECK (of_workspace >= 1),
    CONSTRAINT membership_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT membership_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.membership_account_id_index ON membership (workspace_id, account_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.membership_account_id_of_workspace_unique ON membership (workspace_id, account_id, of_workspace);
CREATE TEMP VIEW membership AS SELECT * FROM main.membership WHERE 0;

CREATE TABLE IF NOT EXISTS main.session (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT session_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT session_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    account_id BLOB NOT NULL CONSTRAINT session_account_id_size CHECK (length(account_id) = 16),
    current_workspace INTEGER NOT NULL DEFAULT 0,
    method TEXT NOT NULL CONSTRAINT session_method_choice CHECK (method = 'password' OR method = 'recovery' OR method = 'invite' OR method = 'confirm' OR method = 'set_up' OR method = 'otp' OR method = 'oauth'),
    device TEXT CONSTRAINT session_device_length CHECK (length(device) <= 608),
    region TEXT CONSTRAINT session_region_length CHECK (length(region) <= 224),
    last_seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    end_reason TEXT CONSTRAINT session_end_reason_choice CHECK (end_reason = 'sign_out' OR end_reason = 'owner' OR end_reason = 'password' OR end_reason = 'reuse' OR end_reason = 'operator' OR end_reason = 'factor'),
    refresh_count INTEGER NOT NULL DEFAULT 0,
    refreshed_at INTEGER,
    factor_method TEXT CONSTRAINT session_factor_method_choice CHECK (factor_method = 'totp' OR factor_method = 'recovery_code'),
    factor_at INTEGER,
    CONSTRAINT session_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT session_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.session_account_id_index ON session (workspace_id, account_id, id);
CREATE INDEX IF NOT EXISTS main.session_expires_at_index ON session (workspace_id, expires_at, id);
CREATE TEMP VIEW session AS SELECT * FROM main.session WHERE 0;

CREATE TABLE IF NOT EXISTS main.sign_in_event (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT sign_in_event_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT sign_in_event_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    account_id BLOB CONSTRAINT sign_in_event_account_id_size CHECK (length(account_id) = 16),
    session_id BLOB CONSTRAINT sign_in_event_session_id_size CHECK (length(session_id) = 16),
    outcome TEXT NOT NULL CONSTRAINT sign_in_event_outcome_choice CHECK (outcome = 'done' OR outcome = 'refused' OR outcome = 'reused' OR outcome = 'code_refused'),
    device TEXT CONSTRAINT sign_in_event_device_length CHECK (length(device) <= 608),
    region TEXT CONSTRAINT sign_in_event_region_length CHECK (length(region) <= 224),
    address TEXT CONSTRAINT sign_in_event_address_length CHECK (length(address) <= 512),
    CONSTRAINT sign_in_event_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT sign_in_event_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.sign_in_event_account_id_linked ON sign_in_event (workspace_id, account_id, id) WHERE account_id IS NOT NULL;
CREATE TEMP VIEW sign_in_event AS SELECT * FROM main.sign_in_event WHERE 0;

CREATE TABLE IF NOT EXISTS main.one_time_token (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT one_time_token_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT one_time_token_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    kind TEXT NOT NULL CONSTRAINT one_time_token_kind_choice CHECK (kind = 'recovery' OR kind = 'invite' OR kind = 'confirm' OR kind = 'email' OR kind = 'set_up' OR kind = 'sign_in' OR kind = 'reauthenticate' OR kind = 'email_old' OR kind = 'account_invite'),
    token_hash TEXT NOT NULL CONSTRAINT one_time_token_token_hash_length CHECK (length(token_hash) >= 64 AND length(token_hash) <= 64),
    account_id BLOB CONSTRAINT one_time_token_account_id_size CHECK (length(account_id) = 16),
    for_workspace INTEGER NOT NULL DEFAULT 0,
    invite_id BLOB CONSTRAINT one_time_token_invite_id_size CHECK (length(invite_id) = 16),
    email TEXT CONSTRAINT one_time_token_email_length CHECK (length(email) <= 1652),
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    code_hash TEXT CONSTRAINT one_time_token_code_hash_length CHECK (length(code_hash) <= 64),
    tries INTEGER NOT NULL DEFAULT 0,
    waits INTEGER NOT NULL DEFAULT 0 CONSTRAINT one_time_token_waits_boolean CHECK (waits IN (0, 1)),
    CONSTRAINT one_time_token_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT one_time_token_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.one_time_token_token_hash_unique ON one_time_token (workspace_id, token_hash);
CREATE INDEX IF NOT EXISTS main.one_time_token_account_id_linked ON one_time_token (workspace_id, account_id, id) WHERE account_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS main.one_time_token_expires_at_index ON one_time_token (workspace_id, expires_at, id);
CREATE TEMP VIEW one_time_token AS SELECT * FROM main.one_time_token WHERE 0;

CREATE TABLE IF NOT EXISTS main.workspace (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT workspace_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT workspace_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT workspace_name_length CHECK (length(name) >= 1 AND length(name) <= 80),
    time_zone TEXT NOT NULL CONSTRAINT workspace_time_zone_length CHECK (length(time_zone) >= 1 AND length(time_zone) <= 64),
    currency TEXT NOT NULL CONSTRAINT workspace_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    week_start INTEGER NOT NULL DEFAULT 1 CONSTRAINT workspace_week_start_range CHECK (week_start >= 1 AND week_start <= 7),
    negative_stock TEXT NOT NULL DEFAULT 'warn' CONSTRAINT workspace_negative_stock_choice CHECK (negative_stock = 'warn' OR negative_stock = 'refuse'),
    second_counter TEXT NOT NULL DEFAULT 'another' CONSTRAINT workspace_second_counter_choice CHECK (second_counter = 'another' OR second_counter = 'anybody'),
    second_factor INTEGER NOT NULL DEFAULT 0 CONSTRAINT workspace_second_factor_boolean CHECK (second_factor IN (0, 1)),
    CONSTRAINT workspace_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.workspace_name_index ON workspace (workspace_id, name, id);
CREATE TEMP VIEW workspace AS SELECT * FROM main.workspace WHERE workspace_id = rls_read('core');

CREATE TABLE IF NOT EXISTS main.member (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT member_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT member_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    account_id BLOB NOT NULL CONSTRAINT member_account_id_size CHECK (length(account_id) = 16),
    username TEXT CONSTRAINT member_username_length CHECK (length(username) <= 40),
    display_name TEXT NOT NULL CONSTRAINT member_display_name_length CHECK (length(display_name) >= 1 AND length(display_name) <= 80),
    role TEXT NOT NULL CONSTRAINT member_role_choice CHECK (role = 'member' OR role = 'admin'),
    grants TEXT NOT NULL DEFAULT '{}' CONSTRAINT member_grants_length CHECK (length(grants) <= 500),
    CONSTRAINT member_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.member_display_name_index ON member (workspace_id, display_name, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.member_account_id_unique ON member (workspace_id, account_id);
CREATE TEMP VIEW member AS SELECT * FROM main.member WHERE workspace_id = rls_read('core');

CREATE TABLE IF NOT EXISTS main.invite (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT invite_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT invite_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    email TEXT NOT NULL CONSTRAINT invite_email_length CHECK (length(email) <= 1652),
    role TEXT NOT NULL CONSTRAINT invite_role_choice CHECK (role = 'member' OR role = 'admin'),
    grants TEXT NOT NULL DEFAULT '{}' CONSTRAINT invite_grants_length CHECK (length(grants) <= 500),
    expires_at INTEGER NOT NULL,
    accepted_at INTEGER,
    revoked_at INTEGER,
    email_blind TEXT,
    CONSTRAINT invite_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.invite_created_at_index ON invite (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS main.invite_email_blind_index ON invite (workspace_id, email_blind, id);
CREATE INDEX IF NOT EXISTS main.invite_expires_at_index ON invite (workspace_id, expires_at, id);
CREATE TEMP VIEW invite AS SELECT * FROM main.invite WHERE workspace_id = rls_read('admin');

CREATE TABLE IF NOT EXISTS main.saved_view (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT saved_view_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT saved_view_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    entity TEXT NOT NULL CONSTRAINT saved_view_entity_length CHECK (length(entity) >= 1 AND length(entity) <= 64),
    name TEXT NOT NULL CONSTRAINT saved_view_name_length CHECK (length(name) >= 1 AND length(name) <= 80),
    query TEXT NOT NULL CONSTRAINT saved_view_query_length CHECK (length(query) <= 8000),
    shared INTEGER NOT NULL DEFAULT 0 CONSTRAINT saved_view_shared_boolean CHECK (shared IN (0, 1)),
    CONSTRAINT saved_view_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.saved_view_created_by_name_index ON saved_view (workspace_id, created_by, name, id);
CREATE INDEX IF NOT EXISTS main.saved_view_name_index ON saved_view (workspace_id, name, id);
CREATE INDEX IF NOT EXISTS main.saved_view_entity_index ON saved_view (workspace_id, entity, id);
CREATE INDEX IF NOT EXISTS main.saved_view_entity_name_index ON saved_view (workspace_id, entity, name, id);
CREATE TEMP VIEW saved_view AS SELECT * FROM main.saved_view WHERE workspace_id = rls_read('core') AND (created_by = rls_account() OR shared = 1) AND saved_view.workspace_id = rls_read(CASE saved_view.entity WHEN 'live_session' THEN 'live' WHEN 'host' THEN 'live' WHEN 'show_slot' THEN 'live' WHEN 'review_template' THEN 'live' WHEN 'product' THEN 'warehouse' WHEN 'product_variant' THEN 'warehouse' WHEN 'product_barcode' THEN 'warehouse' WHEN 'barcode_counter' THEN 'warehouse' WHEN 'location' THEN 'warehouse' WHEN 'show_item' THEN 'live' WHEN 'inbound_box' THEN 'warehouse' WHEN 'inbound_line' THEN 'warehouse' WHEN 'sale' THEN 'sales' WHEN 'sale_rollup' THEN 'sales' WHEN 'sale_return' THEN 'sales' WHEN 'cost_category' THEN 'finance' WHEN 'recurring_cost' THEN 'finance' WHEN 'cost_item' THEN 'finance' WHEN 'cost_budget' THEN 'finance' WHEN 'month_close' THEN 'finance' WHEN 'exchange_rate' THEN 'finance' WHEN 'fee_rule' THEN 'finance' WHEN 'host_pay_rule' THEN 'finance' WHEN 'payout_line' THEN 'finance' WHEN 'cash_receipt' THEN 'finance' WHEN 'show_explanation' THEN 'finance' WHEN 'show_close' THEN 'finance' WHEN 'stock_movement' THEN 'warehouse' WHEN 'stock_level' THEN 'warehouse' WHEN 'stock_cost' THEN 'finance' WHEN 'stock_entry' THEN 'finance' WHEN 'inbound_cost' THEN 'finance' WHEN 'inbound_proposal' THEN 'warehouse' WHEN 'stock_count' THEN 'warehouse' WHEN 'stock_count_line' THEN 'warehouse' WHEN 'stock_count_scan' THEN 'warehouse' WHEN 'article_category' THEN 'knowledge' WHEN 'article' THEN 'knowledge' WHEN 'article_version' THEN 'knowledge' WHEN 'article_ack' THEN 'knowledge' WHEN 'quiz_question' THEN 'knowledge' WHEN 'quiz_attempt' THEN 'knowledge' WHEN 'announcement' THEN 'knowledge' WHEN 'announcement_seen' THEN 'knowledge' ELSE 'core' END);

CREATE TABLE IF NOT EXISTS main.audit_event (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT audit_event_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT audit_event_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    number INTEGER NOT NULL CONSTRAINT audit_event_number_range CHECK (number >= 1),
    actor_id BLOB CONSTRAINT audit_event_actor_id_size CHECK (length(actor_id) = 16),
    action TEXT NOT NULL CONSTRAINT audit_event_action_length CHECK (length(action) >= 1 AND length(action) <= 64),
    entity TEXT CONSTRAINT audit_event_entity_length CHECK (length(entity) <= 64),
    row_id BLOB CONSTRAINT audit_event_row_id_size CHECK (length(row_id) = 16),
    details TEXT CONSTRAINT audit_event_details_length CHECK (length(details) <= 500),
    previous_hash TEXT CONSTRAINT audit_event_previous_hash_length CHECK (length(previous_hash) <= 64),
    hash TEXT NOT NULL CONSTRAINT audit_event_hash_length CHECK (length(hash) >= 64 AND length(hash) <= 64),
    CONSTRAINT audit_event_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.audit_event_actor_id_number_linked ON audit_event (workspace_id, actor_id, number, id) WHERE actor_id IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS main.audit_event_number_unique ON audit_event (workspace_id, number);
CREATE TEMP VIEW audit_event AS SELECT * FROM main.audit_event WHERE workspace_id = rls_read('admin');

CREATE TABLE IF NOT EXISTS main.activity (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT activity_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT activity_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    module TEXT NOT NULL DEFAULT 'core' CONSTRAINT activity_module_choice CHECK (module = 'core' OR module = 'admin' OR module = 'live' OR module = 'sales' OR module = 'warehouse' OR module = 'finance' OR module = 'knowledge' OR module = 'assistant' OR module = 'studio' OR module = 'creator'),
    action TEXT NOT NULL CONSTRAINT activity_action_length CHECK (length(action) >= 1 AND length(action) <= 64),
    entity TEXT CONSTRAINT activity_entity_length CHECK (length(entity) <= 64),
    row_id BLOB CONSTRAINT activity_row_id_size CHECK (length(row_id) = 16),
    count INTEGER NOT NULL,
    day TEXT NOT NULL CONSTRAINT activity_day_form CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    audience TEXT NOT NULL DEFAULT 'everybody' CONSTRAINT activity_audience_choice CHECK (audience = 'everybody' OR audience = 'editors' OR audience = 'chosen'),
    members TEXT CONSTRAINT activity_members_length CHECK (length(members) <= 8000),
    CONSTRAINT activity_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.activity_module_index ON activity (workspace_id, module, id);
CREATE INDEX IF NOT EXISTS main.activity_row_id_linked ON activity (workspace_id, row_id, id) WHERE row_id IS NOT NULL;
CREATE TEMP VIEW activity AS SELECT * FROM main.activity WHERE workspace_id = rls_read('core') AND workspace_id = rls_read(module) AND (created_by = rls_account() OR rls_manage(module) OR (audience <> 'chosen' AND workspace_id = rls_write(module)) OR ((audience = 'everybody' OR (audience = 'chosen' AND instr(members, wire_id(rls_account())) > 0))));

CREATE TABLE IF NOT EXISTS main.factor (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT factor_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT factor_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    account_id BLOB NOT NULL CONSTRAINT factor_account_id_size CHECK (length(account_id) = 16),
    friendly_name TEXT CONSTRAINT factor_friendly_name_length CHECK (length(friendly_name) <= 608),
    status TEXT NOT NULL DEFAULT 'unverified' CONSTRAINT factor_status_choice CHECK (status = 'unverified' OR status = 'verified'),
    sealed TEXT NOT NULL CONSTRAINT factor_sealed_length CHECK (length(sealed) <= 1328),
    last_step INTEGER NOT NULL DEFAULT 0,
    verified_at INTEGER,
    CONSTRAINT factor_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT factor_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.factor_account_id_index ON factor (workspace_id, account_id, id);
CREATE TEMP VIEW factor AS SELECT * FROM main.factor WHERE 0;

CREATE TABLE IF NOT EXISTS main.factor_challenge (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT factor_challenge_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT factor_challenge_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    factor_id BLOB NOT NULL CONSTRAINT factor_challenge_factor_id_size CHECK (length(factor_id) = 16),
    session_id BLOB NOT NULL CONSTRAINT factor_challenge_session_id_size CHECK (length(session_id) = 16),
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    CONSTRAINT factor_challenge_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT factor_challenge_factor_id_link FOREIGN KEY (workspace_id, factor_id) REFERENCES factor (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.factor_challenge_factor_id_index ON factor_challenge (workspace_id, factor_id, id);
CREATE INDEX IF NOT EXISTS main.factor_challenge_expires_at_index ON factor_challenge (workspace_id, expires_at, id);
CREATE TEMP VIEW factor_challenge AS SELECT * FROM main.factor_challenge WHERE 0;

CREATE TABLE IF NOT EXISTS main.recovery_code (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT recovery_code_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT recovery_code_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    account_id BLOB NOT NULL CONSTRAINT recovery_code_account_id_size CHECK (length(account_id) = 16),
    code_hash TEXT NOT NULL CONSTRAINT recovery_code_code_hash_length CHECK (length(code_hash) >= 64 AND length(code_hash) <= 64),
    used_at INTEGER,
    CONSTRAINT recovery_code_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT recovery_code_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.recovery_code_account_id_index ON recovery_code (workspace_id, account_id, id);
CREATE TEMP VIEW recovery_code AS SELECT * FROM main.recovery_code WHERE 0;

CREATE TABLE IF NOT EXISTS main.service_key (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT service_key_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT service_key_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT service_key_name_length CHECK (length(name) >= 1 AND length(name) <= 80),
    key_hash TEXT NOT NULL CONSTRAINT service_key_key_hash_length CHECK (length(key_hash) >= 64 AND length(key_hash) <= 64),
    last_used_at INTEGER,
    revoked_at INTEGER,
    CONSTRAINT service_key_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.service_key_key_hash_unique ON service_key (workspace_id, key_hash);
CREATE TEMP VIEW service_key AS SELECT * FROM main.service_key WHERE 0;

CREATE TABLE IF NOT EXISTS main.identity (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT identity_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT identity_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    account_id BLOB NOT NULL CONSTRAINT identity_account_id_size CHECK (length(account_id) = 16),
    provider TEXT NOT NULL CONSTRAINT identity_provider_choice CHECK (provider = 'google'),
    subject_hash TEXT NOT NULL CONSTRAINT identity_subject_hash_length CHECK (length(subject_hash) >= 64 AND length(subject_hash) <= 64),
    email TEXT CONSTRAINT identity_email_length CHECK (length(email) <= 1652),
    last_sign_in_at INTEGER,
    CONSTRAINT identity_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT identity_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.identity_account_id_index ON identity (workspace_id, account_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.identity_subject_hash_unique ON identity (workspace_id, subject_hash);
CREATE TEMP VIEW identity AS SELECT * FROM main.identity WHERE 0;

CREATE TABLE IF NOT EXISTS main.oauth_flow (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT oauth_flow_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT oauth_flow_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    state_hash TEXT NOT NULL CONSTRAINT oauth_flow_state_hash_length CHECK (length(state_hash) >= 64 AND length(state_hash) <= 64),
    browser_hash TEXT NOT NULL CONSTRAINT oauth_flow_browser_hash_length CHECK (length(browser_hash) >= 64 AND length(browser_hash) <= 64),
    redirect_to TEXT NOT NULL CONSTRAINT oauth_flow_redirect_to_length CHECK (length(redirect_to) >= 1 AND length(redirect_to) <= 1000),
    challenge TEXT CONSTRAINT oauth_flow_challenge_length CHECK (length(challenge) <= 128),
    link_account BLOB CONSTRAINT oauth_flow_link_account_size CHECK (length(link_account) = 16),
    account_id BLOB CONSTRAINT oauth_flow_account_id_size CHECK (length(account_id) = 16),
    code_hash TEXT CONSTRAINT oauth_flow_code_hash_length CHECK (length(code_hash) <= 64),
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    exchanged_at INTEGER,
    CONSTRAINT oauth_flow_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT oauth_flow_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.oauth_flow_state_hash_unique ON oauth_flow (workspace_id, state_hash);
CREATE INDEX IF NOT EXISTS main.oauth_flow_account_id_linked ON oauth_flow (workspace_id, account_id, id) WHERE account_id IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS main.oauth_flow_code_hash_unique ON oauth_flow (workspace_id, code_hash);
CREATE INDEX IF NOT EXISTS main.oauth_flow_expires_at_index ON oauth_flow (workspace_id, expires_at, id);
CREATE TEMP VIEW oauth_flow AS SELECT * FROM main.oauth_flow WHERE 0;

CREATE TABLE IF NOT EXISTS main.oauth_token (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT oauth_token_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT oauth_token_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    account_id BLOB NOT NULL CONSTRAINT oauth_token_account_id_size CHECK (length(account_id) = 16),
    for_workspace INTEGER NOT NULL DEFAULT 0,
    provider TEXT NOT NULL CONSTRAINT oauth_token_provider_length CHECK (length(provider) >= 1 AND length(provider) <= 40),
    connection_id BLOB NOT NULL CONSTRAINT oauth_token_connection_id_size CHECK (length(connection_id) = 16),
    scopes TEXT CONSTRAINT oauth_token_scopes_length CHECK (length(scopes) <= 2000),
    sealed TEXT NOT NULL CONSTRAINT oauth_token_sealed_length CHECK (length(sealed) <= 196736),
    access_expires_at INTEGER,
    expires_at INTEGER,
    CONSTRAINT oauth_token_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT oauth_token_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.oauth_token_account_id_index ON oauth_token (workspace_id, account_id, id);
CREATE INDEX IF NOT EXISTS main.oauth_token_expires_at_index ON oauth_token (workspace_id, expires_at, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.oauth_token_provider_connection_id_unique ON oauth_token (workspace_id, provider, connection_id);
CREATE TEMP VIEW oauth_token AS SELECT * FROM main.oauth_token WHERE 0;

CREATE TABLE IF NOT EXISTS main.oauth_revocation (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT oauth_revocation_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT oauth_revocation_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    provider TEXT NOT NULL CONSTRAINT oauth_revocation_provider_length CHECK (length(provider) >= 1 AND length(provider) <= 40),
    hint TEXT NOT NULL CONSTRAINT oauth_revocation_hint_length CHECK (length(hint) >= 1 AND length(hint) <= 20),
    account_id BLOB CONSTRAINT oauth_revocation_account_id_size CHECK (length(account_id) = 16),
    sealed TEXT NOT NULL CONSTRAINT oauth_revocation_sealed_length CHECK (length(sealed) <= 49280),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at INTEGER NOT NULL,
    leased_until INTEGER,
    give_up_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    CONSTRAINT oauth_revocation_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.oauth_revocation_next_attempt_at_index ON oauth_revocation (workspace_id, next_attempt_at, id);
CREATE TEMP VIEW oauth_revocation AS SELECT * FROM main.oauth_revocation WHERE 0;

CREATE TABLE IF NOT EXISTS main.backup_snapshot (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT backup_snapshot_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT backup_snapshot_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT backup_snapshot_name_length CHECK (length(name) >= 1 AND length(name) <= 40),
    made_at INTEGER NOT NULL,
    state TEXT NOT NULL CONSTRAINT backup_snapshot_state_choice CHECK (state = 'kept' OR state = 'failed' OR state = 'destroyed'),
    record_count INTEGER NOT NULL DEFAULT 0,
    size_bytes INTEGER NOT NULL DEFAULT 0,
    verified_at INTEGER,
    hash TEXT CONSTRAINT backup_snapshot_hash_length CHECK (length(hash) <= 64),
    destroyed_at INTEGER,
    destruction_hash TEXT CONSTRAINT backup_snapshot_destruction_hash_length CHECK (length(destruction_hash) <= 64),
    reason TEXT CONSTRAINT backup_snapshot_reason_length CHECK (length(reason) <= 500),
    CONSTRAINT backup_snapshot_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.backup_snapshot_name_unique ON backup_snapshot (workspace_id, name);
CREATE INDEX IF NOT EXISTS main.backup_snapshot_made_at_index ON backup_snapshot (workspace_id, made_at, id);
CREATE TEMP VIEW backup_snapshot AS SELECT * FROM main.backup_snapshot WHERE workspace_id = rls_read('admin');

CREATE TABLE IF NOT EXISTS main.erasure (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT erasure_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT erasure_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    entity TEXT NOT NULL CONSTRAINT erasure_entity_length CHECK (length(entity) >= 1 AND length(entity) <= 64),
    of_workspace INTEGER NOT NULL DEFAULT 0,
    row_id BLOB CONSTRAINT erasure_row_id_size CHECK (length(row_id) = 16),
    CONSTRAINT erasure_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE TEMP VIEW erasure AS SELECT * FROM main.erasure WHERE 0;

CREATE TABLE IF NOT EXISTS main.outbox_mail (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT outbox_mail_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT outbox_mail_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    recipient TEXT NOT NULL CONSTRAINT outbox_mail_recipient_length CHECK (length(recipient) <= 1652),
    kind TEXT NOT NULL CONSTRAINT outbox_mail_kind_length CHECK (length(kind) >= 1 AND length(kind) <= 40),
    idempotency_key TEXT NOT NULL CONSTRAINT outbox_mail_idempotency_key_length CHECK (length(idempotency_key) >= 1 AND length(idempotency_key) <= 120),
    sealed TEXT CONSTRAINT outbox_mail_sealed_length CHECK (length(sealed) <= 553088),
    status TEXT NOT NULL DEFAULT 'queued' CONSTRAINT outbox_mail_status_choice CHECK (status = 'queued' OR status = 'sending' OR status = 'sent' OR status = 'failed' OR status = 'unknown'),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at INTEGER NOT NULL,
    leased_until INTEGER,
    settled_at INTEGER,
    valid_until INTEGER,
    fault TEXT CONSTRAINT outbox_mail_fault_length CHECK (length(fault) <= 80),
    CONSTRAINT outbox_mail_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.outbox_mail_idempotency_key_unique ON outbox_mail (workspace_id, idempotency_key);
CREATE INDEX IF NOT EXISTS main.outbox_mail_next_attempt_at_index ON outbox_mail (workspace_id, next_attempt_at, id);
CREATE TEMP VIEW outbox_mail AS SELECT * FROM main.outbox_mail WHERE 0;

CREATE TABLE IF NOT EXISTS main.egress_event (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT egress_event_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT egress_event_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    processor TEXT NOT NULL CONSTRAINT egress_event_processor_length CHECK (length(processor) >= 1 AND length(processor) <= 40),
    host TEXT CONSTRAINT egress_event_host_length CHECK (length(host) <= 253),
    purpose TEXT NOT NULL CONSTRAINT egress_event_purpose_length CHECK (length(purpose) >= 1 AND length(purpose) <= 40),
    account_id BLOB CONSTRAINT egress_event_account_id_size CHECK (length(account_id) = 16),
    outcome TEXT NOT NULL CONSTRAINT egress_event_outcome_choice CHECK (outcome = 'answered' OR outcome = 'refused' OR outcome = 'failed'),
    http_status INTEGER NOT NULL DEFAULT 0,
    bytes_out INTEGER NOT NULL DEFAULT 0,
    bytes_in INTEGER NOT NULL DEFAULT 0,
    duration_ms INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT egress_event_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.egress_event_created_at_index ON egress_event (workspace_id, created_at, id);
CREATE TEMP VIEW egress_event AS SELECT * FROM main.egress_event WHERE workspace_id = rls_read('admin');

CREATE TABLE IF NOT EXISTS main.import_run (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT import_run_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT import_run_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    entity TEXT NOT NULL CONSTRAINT import_run_entity_length CHECK (length(entity) <= 64),
    file_name TEXT NOT NULL CONSTRAINT import_run_file_name_length CHECK (length(file_name) <= 255),
    status TEXT NOT NULL CONSTRAINT import_run_status_choice CHECK (status = 'uploaded' OR status = 'ready' OR status = 'running' OR status = 'done' OR status = 'failed' OR status = 'cancelled' OR status = 'undone'),
    source TEXT CONSTRAINT import_run_source_length CHECK (length(source) <= 40),
    header_key TEXT NOT NULL CONSTRAINT import_run_header_key_length CHECK (length(header_key) <= 64),
    content_key TEXT NOT NULL CONSTRAINT import_run_content_key_length CHECK (length(content_key) <= 64),
    rows_total INTEGER NOT NULL DEFAULT 0,
    rows_done INTEGER NOT NULL DEFAULT 0,
    rows_failed INTEGER NOT NULL DEFAULT 0,
    rows_skipped INTEGER NOT NULL DEFAULT 0,
    links_created INTEGER NOT NULL DEFAULT 0,
    mapping TEXT CONSTRAINT import_run_mapping_length CHECK (length(mapping) <= 65536),
    options TEXT CONSTRAINT import_run_options_length CHECK (length(options) <= 4000),
    errors TEXT CONSTRAINT import_run_errors_length CHECK (length(errors) <= 393344),
    left_out TEXT CONSTRAINT import_run_left_out_length CHECK (length(left_out) <= 65536),
    failure TEXT CONSTRAINT import_run_failure_choice CHECK (failure = 'stopped' OR failure = 'unreadable' OR failure = 'refused' OR failure = 'forbidden'),
    started_at INTEGER,
    finished_at INTEGER,
    CONSTRAINT import_run_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.import_run_created_by_created_at_index ON import_run (workspace_id, created_by, created_at, id);
CREATE INDEX IF NOT EXISTS main.import_run_created_at_index ON import_run (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS main.import_run_content_key_index ON import_run (workspace_id, content_key, id);
CREATE INDEX IF NOT EXISTS main.import_run_content_key_created_at_index ON import_run (workspace_id, content_key, created_at, id);
CREATE TEMP VIEW import_run AS SELECT * FROM main.import_run WHERE workspace_id = rls_read('core') AND created_by = rls_account() AND import_run.workspace_id = rls_read(CASE import_run.entity WHEN 'live_session' THEN 'live' WHEN 'host' THEN 'live' WHEN 'show_slot' THEN 'live' WHEN 'review_template' THEN 'live' WHEN 'product' THEN 'warehouse' WHEN 'product_variant' THEN 'warehouse' WHEN 'product_barcode' THEN 'warehouse' WHEN 'barcode_counter' THEN 'warehouse' WHEN 'location' THEN 'warehouse' WHEN 'show_item' THEN 'live' WHEN 'inbound_box' THEN 'warehouse' WHEN 'inbound_line' THEN 'warehouse' WHEN 'sale' THEN 'sales' WHEN 'sale_rollup' THEN 'sales' WHEN 'sale_return' THEN 'sales' WHEN 'cost_category' THEN 'finance' WHEN 'recurring_cost' THEN 'finance' WHEN 'cost_item' THEN 'finance' WHEN 'cost_budget' THEN 'finance' WHEN 'month_close' THEN 'finance' WHEN 'exchange_rate' THEN 'finance' WHEN 'fee_rule' THEN 'finance' WHEN 'host_pay_rule' THEN 'finance' WHEN 'payout_line' THEN 'finance' WHEN 'cash_receipt' THEN 'finance' WHEN 'show_explanation' THEN 'finance' WHEN 'show_close' THEN 'finance' WHEN 'stock_movement' THEN 'warehouse' WHEN 'stock_level' THEN 'warehouse' WHEN 'stock_cost' THEN 'finance' WHEN 'stock_entry' THEN 'finance' WHEN 'inbound_cost' THEN 'finance' WHEN 'inbound_proposal' THEN 'warehouse' WHEN 'stock_count' THEN 'warehouse' WHEN 'stock_count_line' THEN 'warehouse' WHEN 'stock_count_scan' THEN 'warehouse' WHEN 'article_category' THEN 'knowledge' WHEN 'article' THEN 'knowledge' WHEN 'article_version' THEN 'knowledge' WHEN 'article_ack' THEN 'knowledge' WHEN 'quiz_question' THEN 'knowledge' WHEN 'quiz_attempt' THEN 'knowledge' WHEN 'announcement' THEN 'knowledge' WHEN 'announcement_seen' THEN 'knowledge' ELSE 'core' END);

CREATE TABLE IF NOT EXISTS main.import_file (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT import_file_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT import_file_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    run_id BLOB NOT NULL CONSTRAINT import_file_run_id_size CHECK (length(run_id) = 16),
    number INTEGER NOT NULL,
    data TEXT NOT NULL CONSTRAINT import_file_data_length CHECK (length(data) <= 393344),
    expires_at INTEGER NOT NULL,
    CONSTRAINT import_file_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.import_file_run_id_index ON import_file (workspace_id, run_id, id);
CREATE INDEX IF NOT EXISTS main.import_file_expires_at_index ON import_file (workspace_id, expires_at, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.import_file_run_id_number_unique ON import_file (workspace_id, run_id, number);
CREATE TEMP VIEW import_file AS SELECT * FROM main.import_file WHERE 0;

CREATE TABLE IF NOT EXISTS main.import_row (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT import_row_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT import_row_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    run_id BLOB NOT NULL CONSTRAINT import_row_run_id_size CHECK (length(run_id) = 16),
    entity TEXT NOT NULL CONSTRAINT import_row_entity_length CHECK (length(entity) <= 64),
    row_id BLOB NOT NULL CONSTRAINT import_row_row_id_size CHECK (length(row_id) = 16),
    row_version INTEGER NOT NULL,
    CONSTRAINT import_row_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.import_row_run_id_index ON import_row (workspace_id, run_id, id);
CREATE TEMP VIEW import_row AS SELECT * FROM main.import_row WHERE 0;

CREATE TABLE IF NOT EXISTS main.import_mapping (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT import_mapping_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT import_mapping_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    entity TEXT NOT NULL CONSTRAINT import_mapping_entity_length CHECK (length(entity) <= 64),
    header_key TEXT NOT NULL CONSTRAINT import_mapping_header_key_length CHECK (length(header_key) <= 64),
    mapping TEXT NOT NULL CONSTRAINT import_mapping_mapping_length CHECK (length(mapping) <= 65536),
    options TEXT NOT NULL CONSTRAINT import_mapping_options_length CHECK (length(options) <= 4000),
    CONSTRAINT import_mapping_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.import_mapping_updated_at_index ON import_mapping (workspace_id, updated_at, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.import_mapping_entity_header_key_unique ON import_mapping (workspace_id, entity, header_key);
CREATE TEMP VIEW import_mapping AS SELECT * FROM main.import_mapping WHERE workspace_id = rls_read('core') AND import_mapping.workspace_id = rls_read(CASE import_mapping.entity WHEN 'live_session' THEN 'live' WHEN 'host' THEN 'live' WHEN 'show_slot' THEN 'live' WHEN 'review_template' THEN 'live' WHEN 'product' THEN 'warehouse' WHEN 'product_variant' THEN 'warehouse' WHEN 'product_barcode' THEN 'warehouse' WHEN 'barcode_counter' THEN 'warehouse' WHEN 'location' THEN 'warehouse' WHEN 'show_item' THEN 'live' WHEN 'inbound_box' THEN 'warehouse' WHEN 'inbound_line' THEN 'warehouse' WHEN 'sale' THEN 'sales' WHEN 'sale_rollup' THEN 'sales' WHEN 'sale_return' THEN 'sales' WHEN 'cost_category' THEN 'finance' WHEN 'recurring_cost' THEN 'finance' WHEN 'cost_item' THEN 'finance' WHEN 'cost_budget' THEN 'finance' WHEN 'month_close' THEN 'finance' WHEN 'exchange_rate' THEN 'finance' WHEN 'fee_rule' THEN 'finance' WHEN 'host_pay_rule' THEN 'finance' WHEN 'payout_line' THEN 'finance' WHEN 'cash_receipt' THEN 'finance' WHEN 'show_explanation' THEN 'finance' WHEN 'show_close' THEN 'finance' WHEN 'stock_movement' THEN 'warehouse' WHEN 'stock_level' THEN 'warehouse' WHEN 'stock_cost' THEN 'finance' WHEN 'stock_entry' THEN 'finance' WHEN 'inbound_cost' THEN 'finance' WHEN 'inbound_proposal' THEN 'warehouse' WHEN 'stock_count' THEN 'warehouse' WHEN 'stock_count_line' THEN 'warehouse' WHEN 'stock_count_scan' THEN 'warehouse' WHEN 'article_category' THEN 'knowledge' WHEN 'article' THEN 'knowledge' WHEN 'article_version' THEN 'knowledge' WHEN 'article_ack' THEN 'knowledge' WHEN 'quiz_question' THEN 'knowledge' WHEN 'quiz_attempt' THEN 'knowledge' WHEN 'announcement' THEN 'knowledge' WHEN 'announcement_seen' THEN 'knowledge' ELSE 'core' END);

CREATE TABLE IF NOT EXISTS main.storage_bucket (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT storage_bucket_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT storage_bucket_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '' CONSTRAINT storage_bucket_name_length CHECK (length(name) >= 1 AND length(name) <= 63),
    module TEXT NOT NULL DEFAULT 'core' CONSTRAINT storage_bucket_module_choice CHECK (module = 'core' OR module = 'admin' OR module = 'live' OR module = 'sales' OR module = 'warehouse' OR module = 'finance' OR module = 'knowledge' OR module = 'assistant' OR module = 'studio' OR module = 'creator'),
    is_public INTEGER NOT NULL DEFAULT 0 CONSTRAINT storage_bucket_is_public_boolean CHECK (is_public IN (0, 1)),
    size_limit INTEGER NOT NULL DEFAULT 0,
    types TEXT NOT NULL DEFAULT '' CONSTRAINT storage_bucket_types_length CHECK (length(types) <= 2000),
    CONSTRAINT storage_bucket_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.storage_bucket_name_unique ON storage_bucket (workspace_id, name);
CREATE TEMP VIEW storage_bucket AS SELECT * FROM main.storage_bucket WHERE workspace_id = rls_read('core') AND workspace_id = rls_read(module);

CREATE TABLE IF NOT EXISTS main.storage_object (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT storage_object_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT storage_object_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    bucket TEXT NOT NULL DEFAULT '' CONSTRAINT storage_object_bucket_length CHECK (length(bucket) >= 1 AND length(bucket) <= 63),
    name TEXT NOT NULL DEFAULT '' CONSTRAINT storage_object_name_length CHECK (length(name) >= 1 AND length(name) <= 1024),
    folder TEXT NOT NULL DEFAULT '' CONSTRAINT storage_object_folder_length CHECK (length(folder) <= 1024),
    leaf TEXT NOT NULL DEFAULT '' CONSTRAINT storage_object_leaf_length CHECK (length(leaf) <= 1024),
    module TEXT NOT NULL DEFAULT 'core' CONSTRAINT storage_object_module_choice CHECK (module = 'core' OR module = 'admin' OR module = 'live' OR module = 'sales' OR module = 'warehouse' OR module = 'finance' OR module = 'knowledge' OR module = 'assistant' OR module = 'studio' OR module = 'creator'),
    content_type TEXT NOT NULL DEFAULT '' CONSTRAINT storage_object_content_type_length CHECK (length(content_type) <= 255),
    cache_control TEXT NOT NULL DEFAULT '' CONSTRAINT storage_object_cache_control_length CHECK (length(cache_control) <= 100),
    size INTEGER NOT NULL DEFAULT 0,
    etag TEXT NOT NULL DEFAULT '' CONSTRAINT storage_object_etag_length CHECK (length(etag) <= 64),
    metadata TEXT CONSTRAINT storage_object_metadata_length CHECK (length(metadata) <= 8000),
    blob_id BLOB CONSTRAINT storage_object_blob_id_size CHECK (length(blob_id) = 16),
    audience TEXT NOT NULL DEFAULT 'everybody' CONSTRAINT storage_object_audience_choice CHECK (audience = 'everybody' OR audience = 'editors' OR audience = 'chosen'),
    members TEXT CONSTRAINT storage_object_members_length CHECK (length(members) <= 8000),
    leaf_fold TEXT,
    CONSTRAINT storage_object_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.storage_object_name_index ON storage_object (workspace_id, name, id);
CREATE INDEX IF NOT EXISTS main.storage_object_bucket_index ON storage_object (workspace_id, bucket, id);
CREATE INDEX IF NOT EXISTS main.storage_object_bucket_name_index ON storage_object (workspace_id, bucket, name, id);
CREATE INDEX IF NOT EXISTS main.storage_object_folder_index ON storage_object (workspace_id, folder, id);
CREATE INDEX IF NOT EXISTS main.storage_object_folder_name_index ON storage_object (workspace_id, folder, name, id);
CREATE INDEX IF NOT EXISTS main.storage_object_blob_id_name_linked ON storage_object (workspace_id, blob_id, name, id) WHERE blob_id IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS main.storage_object_bucket_name_unique ON storage_object (workspace_id, bucket, name);
CREATE TEMP VIEW storage_object AS SELECT * FROM main.storage_object WHERE workspace_id = rls_read('core') AND workspace_id = rls_read(module) AND (created_by = rls_account() OR rls_manage(module) OR (audience <> 'chosen' AND workspace_id = rls_write(module)) OR ((audience = 'everybody' OR (audience = 'chosen' AND instr(members, wire_id(rls_account())) > 0))));

CREATE TABLE IF NOT EXISTS main.photo (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT photo_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT photo_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    entity TEXT NOT NULL DEFAULT '' CONSTRAINT photo_entity_length CHECK (length(entity) >= 1 AND length(entity) <= 63),
    record_id BLOB NOT NULL CONSTRAINT photo_record_id_size CHECK (length(record_id) = 16),
    module TEXT NOT NULL DEFAULT 'core' CONSTRAINT photo_module_choice CHECK (module = 'core' OR module = 'admin' OR module = 'live' OR module = 'sales' OR module = 'warehouse' OR module = 'finance' OR module = 'knowledge' OR module = 'assistant' OR module = 'studio' OR module = 'creator'),
    storage_object_id BLOB NOT NULL CONSTRAINT photo_storage_object_id_size CHECK (length(storage_object_id) = 16),
    position INTEGER NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    audience TEXT NOT NULL DEFAULT 'everybody' CONSTRAINT photo_audience_choice CHECK (audience = 'everybody' OR audience = 'editors' OR audience = 'chosen'),
    members TEXT CONSTRAINT photo_members_length CHECK (length(members) <= 8000),
    CONSTRAINT photo_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT photo_storage_object_id_link FOREIGN KEY (workspace_id, storage_object_id) REFERENCES storage_object (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.photo_position_index ON photo (workspace_id, position, id);
CREATE INDEX IF NOT EXISTS main.photo_record_id_position_index ON photo (workspace_id, record_id, position, id);
CREATE INDEX IF NOT EXISTS main.photo_storage_object_id_position_index ON photo (workspace_id, storage_object_id, position, id);
CREATE TEMP VIEW photo AS SELECT * FROM main.photo WHERE workspace_id = rls_read('core') AND workspace_id = rls_read(module) AND (created_by = rls_account() OR rls_manage(module) OR (audience <> 'chosen' AND workspace_id = rls_write(module)) OR ((audience = 'everybody' OR (audience = 'chosen' AND instr(members, wire_id(rls_account())) > 0))));

CREATE TABLE IF NOT EXISTS main.blob (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT blob_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT blob_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    key TEXT NOT NULL CONSTRAINT blob_key_length CHECK (length(key) <= 200),
    state TEXT NOT NULL CONSTRAINT blob_state_choice CHECK (state = 'writing' OR state = 'kept' OR state = 'doomed'),
    size INTEGER NOT NULL,
    expires_at INTEGER,
    CONSTRAINT blob_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.blob_state_index ON blob (workspace_id, state, id);
CREATE TEMP VIEW blob AS SELECT * FROM main.blob WHERE 0;

CREATE TABLE IF NOT EXISTS main.storage_upload (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT storage_upload_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT storage_upload_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    bucket TEXT NOT NULL CONSTRAINT storage_upload_bucket_length CHECK (length(bucket) >= 1 AND length(bucket) <= 63),
    name TEXT NOT NULL CONSTRAINT storage_upload_name_length CHECK (length(name) >= 1 AND length(name) <= 1024),
    size INTEGER NOT NULL,
    content_type TEXT NOT NULL CONSTRAINT storage_upload_content_type_length CHECK (length(content_type) <= 255),
    cache_control TEXT NOT NULL CONSTRAINT storage_upload_cache_control_length CHECK (length(cache_control) <= 100),
    metadata TEXT CONSTRAINT storage_upload_metadata_length CHECK (length(metadata) <= 8000),
    upserts INTEGER NOT NULL CONSTRAINT storage_upload_upserts_boolean CHECK (upserts IN (0, 1)),
    may_every INTEGER NOT NULL CONSTRAINT storage_upload_may_every_boolean CHECK (may_every IN (0, 1)),
    is_finished INTEGER NOT NULL DEFAULT 0 CONSTRAINT storage_upload_is_finished_boolean CHECK (is_finished IN (0, 1)),
    blob_id BLOB NOT NULL CONSTRAINT storage_upload_blob_id_size CHECK (length(blob_id) = 16),
    expires_at INTEGER NOT NULL,
    CONSTRAINT storage_upload_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE TEMP VIEW storage_upload AS SELECT * FROM main.storage_upload WHERE 0;

CREATE TABLE IF NOT EXISTS main.self_check (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT self_check_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT self_check_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT self_check_name_length CHECK (length(name) >= 1 AND length(name) <= 40),
    state TEXT NOT NULL CONSTRAINT self_check_state_choice CHECK (state = 'fine' OR state = 'advice' OR state = 'fault'),
    since INTEGER NOT NULL,
    en TEXT NOT NULL CONSTRAINT self_check_en_length CHECK (length(en) <= 2000),
    zh TEXT NOT NULL CONSTRAINT self_check_zh_length CHECK (length(zh) <= 2000),
    CONSTRAINT self_check_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.self_check_name_unique ON self_check (workspace_id, name);
CREATE TEMP VIEW self_check AS SELECT * FROM main.self_check WHERE 0;

CREATE TABLE IF NOT EXISTS main.security_report (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT security_report_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT security_report_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    subject TEXT NOT NULL CONSTRAINT security_report_subject_length CHECK (length(subject) <= 848),
    report TEXT NOT NULL CONSTRAINT security_report_report_length CHECK (length(report) <= 48128),
    contact TEXT CONSTRAINT security_report_contact_length CHECK (length(contact) <= 1652),
    language TEXT NOT NULL CONSTRAINT security_report_language_choice CHECK (language = 'en' OR language = 'zh'),
    state TEXT NOT NULL DEFAULT 'open' CONSTRAINT security_report_state_choice CHECK (state = 'open' OR state = 'answered'),
    due_at INTEGER NOT NULL,
    answered_at INTEGER,
    answer TEXT CONSTRAINT security_report_answer_length CHECK (length(answer) <= 48128),
    answered_by BLOB CONSTRAINT security_report_answered_by_size CHECK (length(answered_by) = 16),
    CONSTRAINT security_report_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.security_report_due_at_index ON security_report (workspace_id, due_at, id);
CREATE TEMP VIEW security_report AS SELECT * FROM main.security_report WHERE 0;

CREATE TABLE IF NOT EXISTS main.live_session (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT live_session_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT live_session_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    title TEXT NOT NULL CONSTRAINT live_session_title_length CHECK (length(title) >= 1 AND length(title) <= 120),
    day TEXT NOT NULL CONSTRAINT live_session_day_form CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    platform TEXT NOT NULL CONSTRAINT live_session_platform_choice CHECK (platform = 'tiktok' OR platform = 'whatnot' OR platform = 'douyin' OR platform = 'taobao' OR platform = 'kuaishou' OR platform = 'instagram' OR platform = 'other'),
    host TEXT CONSTRAINT live_session_host_length CHECK (length(host) <= 80),
    status TEXT NOT NULL DEFAULT 'planned' CONSTRAINT live_session_status_choice CHECK (status = 'planned' OR status = 'live' OR status = 'ended'),
    starts_at INTEGER,
    ends_at INTEGER,
    currency TEXT NOT NULL CONSTRAINT live_session_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    gmv INTEGER CONSTRAINT live_session_gmv_range CHECK (gmv >= 0 AND gmv <= 1000000000000),
    cost INTEGER CONSTRAINT live_session_cost_range CHECK (cost >= 0 AND cost <= 1000000000000),
    buyers INTEGER CONSTRAINT live_session_buyers_range CHECK (buyers >= 0 AND buyers <= 1000000),
    items INTEGER CONSTRAINT live_session_items_range CHECK (items >= 0 AND items <= 1000000),
    target_gmv INTEGER CONSTRAINT live_session_target_gmv_range CHECK (target_gmv >= 0 AND target_gmv <= 1000000000000),
    target_units INTEGER CONSTRAINT live_session_target_units_range CHECK (target_units >= 0 AND target_units <= 1000000),
    review TEXT CONSTRAINT live_session_review_length CHECK (length(review) <= 8000),
    title_fold TEXT,
    host_fold TEXT,
    CONSTRAINT live_session_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.live_session_day_index ON live_session (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS main.live_session_platform_index ON live_session (workspace_id, platform, id);
CREATE INDEX IF NOT EXISTS main.live_session_platform_day_index ON live_session (workspace_id, platform, day, id);
CREATE INDEX IF NOT EXISTS main.live_session_host_index ON live_session (workspace_id, host, id);
CREATE INDEX IF NOT EXISTS main.live_session_host_day_index ON live_session (workspace_id, host, day, id);
CREATE INDEX IF NOT EXISTS main.live_session_starts_at_index ON live_session (workspace_id, starts_at, id);
CREATE TEMP VIEW live_session AS SELECT * FROM main.live_session WHERE workspace_id = rls_read('live');

CREATE TABLE IF NOT EXISTS main.host (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT host_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT host_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT host_name_length CHECK (length(name) >= 1 AND length(name) <= 80),
    account_id BLOB CONSTRAINT host_account_id_size CHECK (length(account_id) = 16),
    is_active INTEGER NOT NULL DEFAULT 1 CONSTRAINT host_is_active_boolean CHECK (is_active IN (0, 1)),
    note TEXT CONSTRAINT host_note_length CHECK (length(note) <= 1000),
    name_fold TEXT,
    CONSTRAINT host_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.host_name_unique ON host (workspace_id, name);
CREATE UNIQUE INDEX IF NOT EXISTS main.host_account_id_unique ON host (workspace_id, account_id);
CREATE TEMP VIEW host AS SELECT * FROM main.host WHERE workspace_id = rls_read('live');

CREATE TABLE IF NOT EXISTS main.show_slot (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT show_slot_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT show_slot_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    live_session_id BLOB NOT NULL CONSTRAINT show_slot_live_session_id_size CHECK (length(live_session_id) = 16),
    host_id BLOB NOT NULL CONSTRAINT show_slot_host_id_size CHECK (length(host_id) = 16),
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    note TEXT CONSTRAINT show_slot_note_length CHECK (length(note) <= 400),
    CONSTRAINT show_slot_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT show_slot_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES live_session (workspace_id, id),
    CONSTRAINT show_slot_host_id_link FOREIGN KEY (workspace_id, host_id) REFERENCES host (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.show_slot_live_session_id_starts_at_index ON show_slot (workspace_id, live_session_id, starts_at, id);
CREATE INDEX IF NOT EXISTS main.show_slot_host_id_starts_at_index ON show_slot (workspace_id, host_id, starts_at, id);
CREATE INDEX IF NOT EXISTS main.show_slot_starts_at_index ON show_slot (workspace_id, starts_at, id);
CREATE TEMP VIEW show_slot AS SELECT * FROM main.show_slot WHERE workspace_id = rls_read('live');

CREATE TABLE IF NOT EXISTS main.review_template (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT review_template_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT review_template_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT review_template_name_length CHECK (length(name) >= 1 AND length(name) <= 80),
    text TEXT NOT NULL CONSTRAINT review_template_text_length CHECK (length(text) >= 1 AND length(text) <= 8000),
    is_default INTEGER NOT NULL DEFAULT 0 CONSTRAINT review_template_is_default_boolean CHECK (is_default IN (0, 1)),
    name_fold TEXT,
    CONSTRAINT review_template_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.review_template_name_unique ON review_template (workspace_id, name);
CREATE TEMP VIEW review_template AS SELECT * FROM main.review_template WHERE workspace_id = rls_read('live');

CREATE TABLE IF NOT EXISTS main.product (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT product_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT product_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT product_name_length CHECK (length(name) >= 1 AND length(name) <= 160),
    brand TEXT NOT NULL CONSTRAINT product_brand_length CHECK (length(brand) >= 1 AND length(brand) <= 80),
    shoe_type TEXT CONSTRAINT product_shoe_type_length CHECK (length(shoe_type) <= 80),
    model TEXT CONSTRAINT product_model_length CHECK (length(model) <= 80),
    colour TEXT CONSTRAINT product_colour_length CHECK (length(colour) <= 80),
    sku TEXT CONSTRAINT product_sku_length CHECK ((length(sku) >= 1 OR sku = '') AND length(sku) <= 64),
    barcode TEXT CONSTRAINT product_barcode_length CHECK ((length(barcode) >= 4 OR barcode = '') AND length(barcode) <= 64),
    currency TEXT NOT NULL CONSTRAINT product_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    price INTEGER CONSTRAINT product_price_range CHECK (price >= 0 AND price <= 1000000000000),
    cost INTEGER CONSTRAINT product_cost_range CHECK (cost >= 0 AND cost <= 1000000000000),
    is_active INTEGER NOT NULL DEFAULT 1 CONSTRAINT product_is_active_boolean CHECK (is_active IN (0, 1)),
    name_fold TEXT,
    brand_fold TEXT,
    shoe_type_fold TEXT,
    model_fold TEXT,
    sku_fold TEXT,
    CONSTRAINT product_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.product_name_index ON product (workspace_id, name, id);
CREATE INDEX IF NOT EXISTS main.product_brand_index ON product (workspace_id, brand, id);
CREATE INDEX IF NOT EXISTS main.product_brand_name_index ON product (workspace_id, brand, name, id);
CREATE INDEX IF NOT EXISTS main.product_shoe_type_index ON product (workspace_id, shoe_type, id);
CREATE INDEX IF NOT EXISTS main.product_shoe_type_name_index ON product (workspace_id, shoe_type, name, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.product_sku_unique ON product (workspace_id, sku);
CREATE UNIQUE INDEX IF NOT EXISTS main.product_barcode_unique ON product (workspace_id, barcode);
CREATE TEMP VIEW product AS SELECT * FROM main.product WHERE workspace_id = rls_read('warehouse');

CREATE TABLE IF NOT EXISTS main.product_variant (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT product_variant_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT product_variant_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    product_id BLOB NOT NULL CONSTRAINT product_variant_product_id_size CHECK (length(product_id) = 16),
    size TEXT CONSTRAINT product_variant_size_length CHECK ((length(size) >= 1 OR size = '') AND length(size) <= 16),
    size_system TEXT CONSTRAINT product_variant_size_system_choice CHECK (size_system = 'US' OR size_system = 'EU' OR size_system = 'UK' OR size_system = 'CM'),
    size_order INTEGER,
    size_key TEXT NOT NULL DEFAULT '' CONSTRAINT product_variant_size_key_length CHECK (length(size_key) <= 64),
    sku TEXT CONSTRAINT product_variant_sku_length CHECK ((length(sku) >= 1 OR sku = '') AND length(sku) <= 64),
    currency TEXT NOT NULL CONSTRAINT product_variant_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    price INTEGER CONSTRAINT product_variant_price_range CHECK (price >= 0 AND price <= 1000000000000),
    cost INTEGER CONSTRAINT product_variant_cost_range CHECK (cost >= 0 AND cost <= 1000000000000),
    reorder_at INTEGER CONSTRAINT product_variant_reorder_at_range CHECK (reorder_at >= 0 AND reorder_at <= 1000000),
    is_active INTEGER NOT NULL DEFAULT 1 CONSTRAINT product_variant_is_active_boolean CHECK (is_active IN (0, 1)),
    sku_fold TEXT,
    CONSTRAINT product_variant_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT product_variant_product_id_link FOREIGN KEY (workspace_id, product_id) REFERENCES product (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.product_variant_product_id_index ON product_variant (workspace_id, product_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.product_variant_sku_unique ON product_variant (workspace_id, sku);
CREATE UNIQUE INDEX IF NOT EXISTS main.product_variant_product_id_size_key_unique ON product_variant (workspace_id, product_id, size_key);
CREATE TEMP VIEW product_variant AS SELECT * FROM main.product_variant WHERE workspace_id = rls_read('warehouse');

CREATE TABLE IF NOT EXISTS main.product_barcode (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT product_barcode_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT product_barcode_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    product_variant_id BLOB NOT NULL CONSTRAINT product_barcode_product_variant_id_size CHECK (length(product_variant_id) = 16),
    code TEXT NOT NULL CONSTRAINT product_barcode_code_length CHECK (length(code) >= 1 AND length(code) <= 80),
    code_key TEXT NOT NULL DEFAULT '' CONSTRAINT product_barcode_code_key_length CHECK (length(code_key) <= 80),
    symbology TEXT CONSTRAINT product_barcode_symbology_choice CHECK (symbology = 'code_128' OR symbology = 'ean_13' OR symbology = 'ean_8' OR symbology = 'upc_a' OR symbology = 'qr' OR symbology = 'other'),
    is_own INTEGER NOT NULL DEFAULT 0 CONSTRAINT product_barcode_is_own_boolean CHECK (is_own IN (0, 1)),
    code_fold TEXT,
    CONSTRAINT product_barcode_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT product_barcode_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES product_variant (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.product_barcode_product_variant_id_code_index ON product_barcode (workspace_id, product_variant_id, code, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.product_barcode_code_unique ON product_barcode (workspace_id, code);
CREATE INDEX IF NOT EXISTS main.product_barcode_code_key_index ON product_barcode (workspace_id, code_key, id);
CREATE INDEX IF NOT EXISTS main.product_barcode_code_key_code_index ON product_barcode (workspace_id, code_key, code, id);
CREATE TEMP VIEW product_barcode AS SELECT * FROM main.product_barcode WHERE workspace_id = rls_read('warehouse');

CREATE TABLE IF NOT EXISTS main.barcode_counter (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT barcode_counter_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT barcode_counter_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT barcode_counter_name_length CHECK (length(name) >= 1 AND length(name) <= 40),
    last INTEGER NOT NULL CONSTRAINT barcode_counter_last_range CHECK (last >= 0 AND last <= 99999999999),
    CONSTRAINT barcode_counter_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.barcode_counter_name_unique ON barcode_counter (workspace_id, name);
CREATE TEMP VIEW barcode_counter AS SELECT * FROM main.barcode_counter WHERE 0;

CREATE TABLE IF NOT EXISTS main.location (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT location_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT location_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT location_name_length CHECK (length(name) >= 1 AND length(name) <= 80),
    kind TEXT NOT NULL DEFAULT 'warehouse' CONSTRAINT location_kind_choice CHECK (kind = 'warehouse' OR kind = 'shelf' OR kind = 'bin' OR kind = 'show' OR kind = 'transit'),
    location_id BLOB CONSTRAINT location_location_id_size CHECK (length(location_id) = 16),
    code TEXT CONSTRAINT location_code_length CHECK ((length(code) >= 1 OR code = '') AND length(code) <= 80),
    is_active INTEGER NOT NULL DEFAULT 1 CONSTRAINT location_is_active_boolean CHECK (is_active IN (0, 1)),
    name_fold TEXT,
    CONSTRAINT location_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT location_location_id_link FOREIGN KEY (workspace_id, location_id) REFERENCES location (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.location_name_unique ON location (workspace_id, name);
CREATE INDEX IF NOT EXISTS main.location_location_id_linked ON location (workspace_id, location_id, id) WHERE location_id IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS main.location_code_unique ON location (workspace_id, code);
CREATE TEMP VIEW location AS SELECT * FROM main.location WHERE workspace_id = rls_read('warehouse');

CREATE TABLE IF NOT EXISTS main.show_item (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT show_item_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT show_item_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    live_session_id BLOB NOT NULL CONSTRAINT show_item_live_session_id_size CHECK (length(live_session_id) = 16),
    position INTEGER NOT NULL CONSTRAINT show_item_position_range CHECK (position >= 1 AND position <= 10000),
    brand TEXT NOT NULL CONSTRAINT show_item_brand_length CHECK (length(brand) >= 1 AND length(brand) <= 80),
    shoe_type TEXT NOT NULL CONSTRAINT show_item_shoe_type_length CHECK (length(shoe_type) >= 1 AND length(shoe_type) <= 80),
    product_id BLOB CONSTRAINT show_item_product_id_size CHECK (length(product_id) = 16),
    product_variant_id BLOB CONSTRAINT show_item_product_variant_id_size CHECK (length(product_variant_id) = 16),
    currency TEXT NOT NULL CONSTRAINT show_item_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    target_price INTEGER CONSTRAINT show_item_target_price_range CHECK (target_price >= 0 AND target_price <= 1000000000000),
    target_quantity INTEGER CONSTRAINT show_item_target_quantity_range CHECK (target_quantity >= 0 AND target_quantity <= 1000000),
    note TEXT CONSTRAINT show_item_note_length CHECK (length(note) <= 1000),
    on_camera_since INTEGER,
    brand_fold TEXT,
    shoe_type_fold TEXT,
    CONSTRAINT show_item_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT show_item_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES live_session (workspace_id, id),
    CONSTRAINT show_item_product_id_link FOREIGN KEY (workspace_id, product_id) REFERENCES product (workspace_id, id),
    CONSTRAINT show_item_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES product_variant (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.show_item_position_index ON show_item (workspace_id, position, id);
CREATE INDEX IF NOT EXISTS main.show_item_live_session_id_position_index ON show_item (workspace_id, live_session_id, position, id);
CREATE INDEX IF NOT EXISTS main.show_item_product_id_position_linked ON show_item (workspace_id, product_id, position, id) WHERE product_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS main.show_item_product_variant_id_linked ON show_item (workspace_id, product_variant_id, id) WHERE product_variant_id IS NOT NULL;
CREATE TEMP VIEW show_item AS SELECT * FROM main.show_item WHERE workspace_id = rls_read('live');

CREATE TABLE IF NOT EXISTS main.inbound_box (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT inbound_box_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT inbound_box_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    supplier TEXT NOT NULL CONSTRAINT inbound_box_supplier_length CHECK (length(supplier) >= 1 AND length(supplier) <= 120),
    tracking_number TEXT CONSTRAINT inbound_box_tracking_number_length CHECK ((length(tracking_number) >= 1 OR tracking_number = '') AND length(tracking_number) <= 80),
    status TEXT NOT NULL DEFAULT 'expected' CONSTRAINT inbound_box_status_choice CHECK (status = 'expected' OR status = 'arrived' OR status = 'counted' OR status = 'booked'),
    expected_on TEXT CONSTRAINT inbound_box_expected_on_form CHECK (expected_on GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    arrived_at INTEGER,
    day TEXT CONSTRAINT inbound_box_day_form CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    note TEXT CONSTRAINT inbound_box_note_length CHECK (length(note) <= 4000),
    location_id BLOB CONSTRAINT inbound_box_location_id_size CHECK (length(location_id) = 16),
    wants_second_count INTEGER NOT NULL DEFAULT 0 CONSTRAINT inbound_box_wants_second_count_boolean CHECK (wants_second_count IN (0, 1)),
    booked_at INTEGER,
    supplier_fold TEXT,
    tracking_number_fold TEXT,
    CONSTRAINT inbound_box_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT inbound_box_location_id_link FOREIGN KEY (workspace_id, location_id) REFERENCES location (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.inbound_box_created_at_index ON inbound_box (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS main.inbound_box_supplier_index ON inbound_box (workspace_id, supplier, id);
CREATE INDEX IF NOT EXISTS main.inbound_box_supplier_created_at_index ON inbound_box (workspace_id, supplier, created_at, id);
CREATE INDEX IF NOT EXISTS main.inbound_box_tracking_number_index ON inbound_box (workspace_id, tracking_number, id);
CREATE INDEX IF NOT EXISTS main.inbound_box_tracking_number_created_at_index ON inbound_box (workspace_id, tracking_number, created_at, id);
CREATE INDEX IF NOT EXISTS main.inbound_box_status_index ON inbound_box (workspace_id, status, id);
CREATE INDEX IF NOT EXISTS main.inbound_box_status_created_at_index ON inbound_box (workspace_id, status, created_at, id);
CREATE INDEX IF NOT EXISTS main.inbound_box_arrived_at_index ON inbound_box (workspace_id, arrived_at, id);
CREATE INDEX IF NOT EXISTS main.inbound_box_day_index ON inbound_box (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS main.inbound_box_location_id_linked ON inbound_box (workspace_id, location_id, id) WHERE location_id IS NOT NULL;
CREATE TEMP VIEW inbound_box AS SELECT * FROM main.inbound_box WHERE workspace_id = rls_read('warehouse');

CREATE TABLE IF NOT EXISTS main.inbound_line (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT inbound_line_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT inbound_line_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    inbound_box_id BLOB NOT NULL CONSTRAINT inbound_line_inbound_box_id_size CHECK (length(inbound_box_id) = 16),
    product_id BLOB CONSTRAINT inbound_line_product_id_size CHECK (length(product_id) = 16),
    description TEXT NOT NULL CONSTRAINT inbound_line_description_length CHECK (length(description) >= 1 AND length(description) <= 200),
    size TEXT CONSTRAINT inbound_line_size_length CHECK (length(size) <= 16),
    expected INTEGER CONSTRAINT inbound_line_expected_range CHECK (expected >= 0 AND expected <= 1000000),
    counted INTEGER CONSTRAINT inbound_line_counted_range CHECK (counted >= 0 AND counted <= 1000000),
    product_variant_id BLOB CONSTRAINT inbound_line_product_variant_id_size CHECK (length(product_variant_id) = 16),
    from_proposal INTEGER NOT NULL DEFAULT 0 CONSTRAINT inbound_line_from_proposal_boolean CHECK (from_proposal IN (0, 1)),
    stock_movement_id BLOB CONSTRAINT inbound_line_stock_movement_id_size CHECK (length(stock_movement_id) = 16),
    description_fold TEXT,
    CONSTRAINT inbound_line_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT inbound_line_inbound_box_id_link FOREIGN KEY (workspace_id, inbound_box_id) REFERENCES inbound_box (workspace_id, id),
    CONSTRAINT inbound_line_product_id_link FOREIGN KEY (workspace_id, product_id) REFERENCES product (workspace_id, id),
    CONSTRAINT inbound_line_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES product_variant (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.inbound_line_created_at_index ON inbound_line (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS main.inbound_line_inbound_box_id_created_at_index ON inbound_line (workspace_id, inbound_box_id, created_at, id);
CREATE INDEX IF NOT EXISTS main.inbound_line_product_id_created_at_linked ON inbound_line (workspace_id, product_id, created_at, id) WHERE product_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS main.inbound_line_product_variant_id_linked ON inbound_line (workspace_id, product_variant_id, id) WHERE product_variant_id IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS main.inbound_line_inbound_box_id_product_variant_id_unique ON inbound_line (workspace_id, inbound_box_id, product_variant_id);
CREATE TEMP VIEW inbound_line AS SELECT * FROM main.inbound_line WHERE workspace_id = rls_read('warehouse');

CREATE TABLE IF NOT EXISTS main.sale (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT sale_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT sale_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    live_session_id BLOB CONSTRAINT sale_live_session_id_size CHECK (length(live_session_id) = 16),
    product_id BLOB CONSTRAINT sale_product_id_size CHECK (length(product_id) = 16),
    sold_at INTEGER NOT NULL,
    day TEXT NOT NULL CONSTRAINT sale_day_form CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    hour INTEGER NOT NULL CONSTRAINT sale_hour_range CHECK (hour >= 0 AND hour <= 23),
    brand TEXT NOT NULL CONSTRAINT sale_brand_length CHECK (length(brand) >= 1 AND length(brand) <= 80),
    shoe_type TEXT NOT NULL CONSTRAINT sale_shoe_type_length CHECK (length(shoe_type) >= 1 AND length(shoe_type) <= 80),
    size TEXT CONSTRAINT sale_size_length CHECK (length(size) <= 16),
    size_system TEXT CONSTRAINT sale_size_system_choice CHECK (size_system = 'US' OR size_system = 'EU' OR size_system = 'UK' OR size_system = 'CM'),
    size_order INTEGER,
    quantity INTEGER NOT NULL DEFAULT 1 CONSTRAINT sale_quantity_range CHECK (quantity >= 1 AND quantity <= 1000000),
    currency TEXT NOT NULL CONSTRAINT sale_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    price INTEGER NOT NULL CONSTRAINT sale_price_range CHECK (price >= 0 AND price <= 1000000000000),
    cost INTEGER CONSTRAINT sale_cost_range CHECK (cost >= 0 AND cost <= 1000000000000),
    source TEXT CONSTRAINT sale_source_length CHECK (length(source) <= 40),
    external_ref TEXT CONSTRAINT sale_external_ref_length CHECK ((length(external_ref) >= 1 OR external_ref = '') AND length(external_ref) <= 80),
    transcript TEXT CONSTRAINT sale_transcript_length CHECK (length(transcript) <= 24128),
    product_variant_id BLOB CONSTRAINT sale_product_variant_id_size CHECK (length(product_variant_id) = 16),
    location_id BLOB CONSTRAINT sale_location_id_size CHECK (length(location_id) = 16),
    returned INTEGER NOT NULL DEFAULT 0,
    refunded INTEGER NOT NULL DEFAULT 0 CONSTRAINT sale_refunded_range CHECK (refunded >= 0),
    restocked INTEGER NOT NULL DEFAULT 0,
    brand_fold TEXT,
    shoe_type_fold TEXT,
    CONSTRAINT sale_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT sale_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES live_session (workspace_id, id),
    CONSTRAINT sale_product_id_link FOREIGN KEY (workspace_id, product_id) REFERENCES product (workspace_id, id),
    CONSTRAINT sale_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES product_variant (workspace_id, id),
    CONSTRAINT sale_location_id_link FOREIGN KEY (workspace_id, location_id) REFERENCES location (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.sale_live_session_id_sold_at_linked ON sale (workspace_id, live_session_id, sold_at, id) WHERE live_session_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS main.sale_product_id_sold_at_linked ON sale (workspace_id, product_id, sold_at, id) WHERE product_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS main.sale_sold_at_index ON sale (workspace_id, sold_at, id);
CREATE INDEX IF NOT EXISTS main.sale_day_index ON sale (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS main.sale_brand_index ON sale (workspace_id, brand, id);
CREATE INDEX IF NOT EXISTS main.sale_brand_sold_at_index ON sale (workspace_id, brand, sold_at, id);
CREATE INDEX IF NOT EXISTS main.sale_shoe_type_index ON sale (workspace_id, shoe_type, id);
CREATE INDEX IF NOT EXISTS main.sale_shoe_type_sold_at_index ON sale (workspace_id, shoe_type, sold_at, id);
CREATE INDEX IF NOT EXISTS main.sale_product_variant_id_sold_at_linked ON sale (workspace_id, product_variant_id, sold_at, id) WHERE product_variant_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS main.sale_location_id_linked ON sale (workspace_id, location_id, id) WHERE location_id IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS main.sale_source_external_ref_unique ON sale (workspace_id, source, external_ref);
CREATE TEMP VIEW sale AS SELECT * FROM main.sale WHERE workspace_id = rls_read('sales');

CREATE TABLE IF NOT EXISTS main.sale_rollup (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT sale_rollup_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT sale_rollup_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    day TEXT NOT NULL CONSTRAINT sale_rollup_day_form CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    first_day TEXT NOT NULL CONSTRAINT sale_rollup_first_day_form CHECK (first_day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    types TEXT NOT NULL CONSTRAINT sale_rollup_types_length CHECK (length(types) <= 8388608),
    sizes TEXT NOT NULL CONSTRAINT sale_rollup_sizes_length CHECK (length(sizes) <= 8388608),
    hours TEXT NOT NULL CONSTRAINT sale_rollup_hours_length CHECK (length(hours) <= 8388608),
    CONSTRAINT sale_rollup_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE TEMP VIEW sale_rollup AS SELECT * FROM main.sale_rollup WHERE 0;

CREATE TABLE IF NOT EXISTS main.sale_return (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT sale_return_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT sale_return_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    sale_id BLOB NOT NULL CONSTRAINT sale_return_sale_id_size CHECK (length(sale_id) = 16),
    quantity INTEGER NOT NULL DEFAULT 1 CONSTRAINT sale_return_quantity_range CHECK (quantity >= 0 AND quantity <= 1000000),
    currency TEXT NOT NULL CONSTRAINT sale_return_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    refund INTEGER NOT NULL CONSTRAINT sale_return_refund_range CHECK (refund >= 0 AND refund <= 1000000000000),
    returned_at INTEGER NOT NULL,
    day TEXT NOT NULL CONSTRAINT sale_return_day_form CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    reason TEXT CONSTRAINT sale_return_reason_choice CHECK (reason = 'size' OR reason = 'changed_mind' OR reason = 'damaged' OR reason = 'not_as_described' OR reason = 'wrong_item' OR reason = 'not_delivered' OR reason = 'unpaid' OR reason = 'other'),
    location_id BLOB CONSTRAINT sale_return_location_id_size CHECK (length(location_id) = 16),
    source TEXT CONSTRAINT sale_return_source_length CHECK (length(source) <= 40),
    external_ref TEXT CONSTRAINT sale_return_external_ref_length CHECK ((length(external_ref) >= 1 OR external_ref = '') AND length(external_ref) <= 80),
    note TEXT CONSTRAINT sale_return_note_length CHECK (length(note) <= 1000),
    CONSTRAINT sale_return_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT sale_return_sale_id_link FOREIGN KEY (workspace_id, sale_id) REFERENCES sale (workspace_id, id),
    CONSTRAINT sale_return_location_id_link FOREIGN KEY (workspace_id, location_id) REFERENCES location (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.sale_return_sale_id_returned_at_index ON sale_return (workspace_id, sale_id, returned_at, id);
CREATE INDEX IF NOT EXISTS main.sale_return_returned_at_index ON sale_return (workspace_id, returned_at, id);
CREATE INDEX IF NOT EXISTS main.sale_return_day_index ON sale_return (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS main.sale_return_location_id_returned_at_linked ON sale_return (workspace_id, location_id, returned_at, id) WHERE location_id IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS main.sale_return_source_external_ref_unique ON sale_return (workspace_id, source, external_ref);
CREATE TEMP VIEW sale_return AS SELECT * FROM main.sale_return WHERE workspace_id = rls_read('sales');

CREATE TABLE IF NOT EXISTS main.record_lock (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT record_lock_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT record_lock_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    month TEXT CONSTRAINT record_lock_month_form CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    live_session_id BLOB CONSTRAINT record_lock_live_session_id_size CHECK (length(live_session_id) = 16),
    CONSTRAINT record_lock_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT record_lock_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES live_session (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.record_lock_month_index ON record_lock (workspace_id, month, id);
CREATE INDEX IF NOT EXISTS main.record_lock_live_session_id_linked ON record_lock (workspace_id, live_session_id, id) WHERE live_session_id IS NOT NULL;
CREATE TEMP VIEW record_lock AS SELECT * FROM main.record_lock WHERE workspace_id = rls_read('core');

CREATE TABLE IF NOT EXISTS main.import_preset (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT import_preset_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT import_preset_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT import_preset_name_length CHECK (length(name) >= 1 AND length(name) <= 80),
    entity TEXT NOT NULL DEFAULT 'sale' CONSTRAINT import_preset_entity_length CHECK (length(entity) >= 1 AND length(entity) <= 64),
    platform TEXT CONSTRAINT import_preset_platform_length CHECK (length(platform) <= 40),
    built_in TEXT CONSTRAINT import_preset_built_in_length CHECK ((length(built_in) >= 1 OR built_in = '') AND length(built_in) <= 40),
    is_off INTEGER NOT NULL DEFAULT 0 CONSTRAINT import_preset_is_off_boolean CHECK (is_off IN (0, 1)),
    columns TEXT NOT NULL CONSTRAINT import_preset_columns_length CHECK (length(columns) <= 65536),
    headers TEXT CONSTRAINT import_preset_headers_length CHECK (length(headers) <= 65536),
    options TEXT CONSTRAINT import_preset_options_length CHECK (length(options) <= 65536),
    CONSTRAINT import_preset_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.import_preset_name_index ON import_preset (workspace_id, name, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.import_preset_built_in_unique ON import_preset (workspace_id, built_in);
CREATE TEMP VIEW import_preset AS SELECT * FROM main.import_preset WHERE workspace_id = rls_read('core') AND import_preset.workspace_id = rls_read(CASE import_preset.entity WHEN 'live_session' THEN 'live' WHEN 'host' THEN 'live' WHEN 'show_slot' THEN 'live' WHEN 'review_template' THEN 'live' WHEN 'product' THEN 'warehouse' WHEN 'product_variant' THEN 'warehouse' WHEN 'product_barcode' THEN 'warehouse' WHEN 'barcode_counter' THEN 'warehouse' WHEN 'location' THEN 'warehouse' WHEN 'show_item' THEN 'live' WHEN 'inbound_box' THEN 'warehouse' WHEN 'inbound_line' THEN 'warehouse' WHEN 'sale' THEN 'sales' WHEN 'sale_rollup' THEN 'sales' WHEN 'sale_return' THEN 'sales' WHEN 'cost_category' THEN 'finance' WHEN 'recurring_cost' THEN 'finance' WHEN 'cost_item' THEN 'finance' WHEN 'cost_budget' THEN 'finance' WHEN 'month_close' THEN 'finance' WHEN 'exchange_rate' THEN 'finance' WHEN 'fee_rule' THEN 'finance' WHEN 'host_pay_rule' THEN 'finance' WHEN 'payout_line' THEN 'finance' WHEN 'cash_receipt' THEN 'finance' WHEN 'show_explanation' THEN 'finance' WHEN 'show_close' THEN 'finance' WHEN 'stock_movement' THEN 'warehouse' WHEN 'stock_level' THEN 'warehouse' WHEN 'stock_cost' THEN 'finance' WHEN 'stock_entry' THEN 'finance' WHEN 'inbound_cost' THEN 'finance' WHEN 'inbound_proposal' THEN 'warehouse' WHEN 'stock_count' THEN 'warehouse' WHEN 'stock_count_line' THEN 'warehouse' WHEN 'stock_count_scan' THEN 'warehouse' WHEN 'article_category' THEN 'knowledge' WHEN 'article' THEN 'knowledge' WHEN 'article_version' THEN 'knowledge' WHEN 'article_ack' THEN 'knowledge' WHEN 'quiz_question' THEN 'knowledge' WHEN 'quiz_attempt' THEN 'knowledge' WHEN 'announcement' THEN 'knowledge' WHEN 'announcement_seen' THEN 'knowledge' ELSE 'core' END);

CREATE TABLE IF NOT EXISTS main.cost_category (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT cost_category_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT cost_category_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT cost_category_name_length CHECK (length(name) >= 1 AND length(name) <= 80),
    kind TEXT NOT NULL DEFAULT 'other' CONSTRAINT cost_category_kind_choice CHECK (kind = 'goods' OR kind = 'platform' OR kind = 'host' OR kind = 'ads' OR kind = 'shipping' OR kind = 'premises' OR kind = 'other'),
    is_active INTEGER NOT NULL DEFAULT 1 CONSTRAINT cost_category_is_active_boolean CHECK (is_active IN (0, 1)),
    name_fold TEXT,
    CONSTRAINT cost_category_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.cost_category_name_unique ON cost_category (workspace_id, name);
CREATE TEMP VIEW cost_category AS SELECT * FROM main.cost_category WHERE workspace_id = rls_read('finance');

CREATE TABLE IF NOT EXISTS main.recurring_cost (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT recurring_cost_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT recurring_cost_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT recurring_cost_name_length CHECK (length(name) >= 1 AND length(name) <= 160),
    cost_category_id BLOB NOT NULL CONSTRAINT recurring_cost_cost_category_id_size CHECK (length(cost_category_id) = 16),
    currency TEXT NOT NULL CONSTRAINT recurring_cost_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    amount INTEGER NOT NULL CONSTRAINT recurring_cost_amount_range CHECK (amount >= 0 AND amount <= 1000000000000),
    day_of_month INTEGER NOT NULL DEFAULT 1 CONSTRAINT recurring_cost_day_of_month_range CHECK (day_of_month >= 1 AND day_of_month <= 31),
    starts_on TEXT NOT NULL CONSTRAINT recurring_cost_starts_on_form CHECK (starts_on GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    ends_on TEXT CONSTRAINT recurring_cost_ends_on_form CHECK (ends_on GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    share_by TEXT NOT NULL DEFAULT 'none' CONSTRAINT recurring_cost_share_by_choice CHECK (share_by = 'none' OR share_by = 'gmv' OR share_by = 'units' OR share_by = 'hours'),
    booked_to TEXT CONSTRAINT recurring_cost_booked_to_form CHECK (booked_to GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    name_fold TEXT,
    CONSTRAINT recurring_cost_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT recurring_cost_cost_category_id_link FOREIGN KEY (workspace_id, cost_category_id) REFERENCES cost_category (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.recurring_cost_name_index ON recurring_cost (workspace_id, name, id);
CREATE INDEX IF NOT EXISTS main.recurring_cost_cost_category_id_name_index ON recurring_cost (workspace_id, cost_category_id, name, id);
CREATE TEMP VIEW recurring_cost AS SELECT * FROM main.recurring_cost WHERE workspace_id = rls_read('finance');

CREATE TABLE IF NOT EXISTS main.cost_item (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT cost_item_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT cost_item_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    day TEXT NOT NULL CONSTRAINT cost_item_day_form CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    cost_category_id BLOB NOT NULL CONSTRAINT cost_item_cost_category_id_size CHECK (length(cost_category_id) = 16),
    name TEXT NOT NULL CONSTRAINT cost_item_name_length CHECK (length(name) >= 1 AND length(name) <= 160),
    currency TEXT NOT NULL CONSTRAINT cost_item_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    amount INTEGER NOT NULL CONSTRAINT cost_item_amount_range CHECK (amount >= -1000000000000 AND amount <= 1000000000000),
    live_session_id BLOB CONSTRAINT cost_item_live_session_id_size CHECK (length(live_session_id) = 16),
    share_by TEXT NOT NULL DEFAULT 'none' CONSTRAINT cost_item_share_by_choice CHECK (share_by = 'none' OR share_by = 'gmv' OR share_by = 'units' OR share_by = 'hours'),
    supplier TEXT CONSTRAINT cost_item_supplier_length CHECK (length(supplier) <= 120),
    note TEXT CONSTRAINT cost_item_note_length CHECK (length(note) <= 4000),
    recurring_cost_id BLOB CONSTRAINT cost_item_recurring_cost_id_size CHECK (length(recurring_cost_id) = 16),
    recurring_month TEXT CONSTRAINT cost_item_recurring_month_form CHECK (recurring_month GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    name_fold TEXT,
    supplier_fold TEXT,
    CONSTRAINT cost_item_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT cost_item_cost_category_id_link FOREIGN KEY (workspace_id, cost_category_id) REFERENCES cost_category (workspace_id, id),
    CONSTRAINT cost_item_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES live_session (workspace_id, id),
    CONSTRAINT cost_item_recurring_cost_id_link FOREIGN KEY (workspace_id, recurring_cost_id) REFERENCES recurring_cost (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.cost_item_day_index ON cost_item (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS main.cost_item_cost_category_id_day_index ON cost_item (workspace_id, cost_category_id, day, id);
CREATE INDEX IF NOT EXISTS main.cost_item_live_session_id_day_linked ON cost_item (workspace_id, live_session_id, day, id) WHERE live_session_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS main.cost_item_recurring_cost_id_linked ON cost_item (workspace_id, recurring_cost_id, id) WHERE recurring_cost_id IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS main.cost_item_recurring_cost_id_recurring_month_unique ON cost_item (workspace_id, recurring_cost_id, recurring_month);
CREATE TEMP VIEW cost_item AS SELECT * FROM main.cost_item WHERE workspace_id = rls_read('finance');

CREATE TABLE IF NOT EXISTS main.cost_budget (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT cost_budget_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT cost_budget_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    month TEXT NOT NULL CONSTRAINT cost_budget_month_form CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    cost_category_id BLOB NOT NULL CONSTRAINT cost_budget_cost_category_id_size CHECK (length(cost_category_id) = 16),
    currency TEXT NOT NULL CONSTRAINT cost_budget_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    amount INTEGER NOT NULL CONSTRAINT cost_budget_amount_range CHECK (amount >= 0 AND amount <= 1000000000000),
    note TEXT CONSTRAINT cost_budget_note_length CHECK (length(note) <= 1000),
    CONSTRAINT cost_budget_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT cost_budget_cost_category_id_link FOREIGN KEY (workspace_id, cost_category_id) REFERENCES cost_category (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.cost_budget_month_index ON cost_budget (workspace_id, month, id);
CREATE INDEX IF NOT EXISTS main.cost_budget_cost_category_id_index ON cost_budget (workspace_id, cost_category_id, id);
CREATE TEMP VIEW cost_budget AS SELECT * FROM main.cost_budget WHERE workspace_id = rls_read('finance');

CREATE TABLE IF NOT EXISTS main.month_close (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT month_close_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT month_close_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    month TEXT NOT NULL CONSTRAINT month_close_month_form CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    closed_at INTEGER NOT NULL,
    closed_by BLOB CONSTRAINT month_close_closed_by_size CHECK (length(closed_by) = 16),
    note TEXT CONSTRAINT month_close_note_length CHECK (length(note) <= 1000),
    figures TEXT CONSTRAINT month_close_figures_length CHECK (length(figures) <= 262144),
    reopened_at INTEGER,
    reopened_by BLOB CONSTRAINT month_close_reopened_by_size CHECK (length(reopened_by) = 16),
    reason TEXT CONSTRAINT month_close_reason_length CHECK (length(reason) <= 1000),
    CONSTRAINT month_close_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.month_close_month_index ON month_close (workspace_id, month, id);
CREATE TEMP VIEW month_close AS SELECT * FROM main.month_close WHERE workspace_id = rls_read('finance');

CREATE TABLE IF NOT EXISTS main.exchange_rate (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT exchange_rate_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT exchange_rate_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    day TEXT NOT NULL CONSTRAINT exchange_rate_day_form CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    from_currency TEXT NOT NULL CONSTRAINT exchange_rate_from_currency_form CHECK (from_currency GLOB '[A-Z][A-Z][A-Z]'),
    to_currency TEXT NOT NULL CONSTRAINT exchange_rate_to_currency_form CHECK (to_currency GLOB '[A-Z][A-Z][A-Z]'),
    rate TEXT NOT NULL CONSTRAINT exchange_rate_rate_length CHECK (length(rate) >= 1 AND length(rate) <= 20),
    source TEXT CONSTRAINT exchange_rate_source_length CHECK (length(source) <= 80),
    CONSTRAINT exchange_rate_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.exchange_rate_day_index ON exchange_rate (workspace_id, day, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.exchange_rate_day_from_currency_to_currency_unique ON exchange_rate (workspace_id, day, from_currency, to_currency);
CREATE TEMP VIEW exchange_rate AS SELECT * FROM main.exchange_rate WHERE workspace_id = rls_read('finance');

CREATE TABLE IF NOT EXISTS main.fee_rule (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT fee_rule_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT fee_rule_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT fee_rule_name_length CHECK (length(name) >= 1 AND length(name) <= 80),
    platform TEXT NOT NULL CONSTRAINT fee_rule_platform_choice CHECK (platform = 'tiktok' OR platform = 'whatnot' OR platform = 'douyin' OR platform = 'taobao' OR platform = 'kuaishou' OR platform = 'instagram' OR platform = 'other'),
    currency TEXT NOT NULL CONSTRAINT fee_rule_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    percent TEXT NOT NULL DEFAULT '0' CONSTRAINT fee_rule_percent_length CHECK (length(percent) >= 1 AND length(percent) <= 8),
    of TEXT NOT NULL DEFAULT 'net' CONSTRAINT fee_rule_of_choice CHECK (of = 'net' OR of = 'gmv'),
    per_sale INTEGER NOT NULL DEFAULT 0 CONSTRAINT fee_rule_per_sale_range CHECK (per_sale >= 0 AND per_sale <= 1000000000000),
    per_piece INTEGER NOT NULL DEFAULT 0 CONSTRAINT fee_rule_per_piece_range CHECK (per_piece >= 0 AND per_piece <= 1000000000000),
    valid_from TEXT NOT NULL CONSTRAINT fee_rule_valid_from_form CHECK (valid_from GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    valid_until TEXT CONSTRAINT fee_rule_valid_until_form CHECK (valid_until GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    name_fold TEXT,
    CONSTRAINT fee_rule_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.fee_rule_platform_index ON fee_rule (workspace_id, platform, id);
CREATE TEMP VIEW fee_rule AS SELECT * FROM main.fee_rule WHERE workspace_id = rls_read('finance');

CREATE TABLE IF NOT EXISTS main.host_pay_rule (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT host_pay_rule_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT host_pay_rule_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    host_id BLOB NOT NULL CONSTRAINT host_pay_rule_host_id_size CHECK (length(host_id) = 16),
    currency TEXT NOT NULL CONSTRAINT host_pay_rule_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    per_hour INTEGER NOT NULL DEFAULT 0 CONSTRAINT host_pay_rule_per_hour_range CHECK (per_hour >= 0 AND per_hour <= 1000000000000),
    percent TEXT NOT NULL DEFAULT '0' CONSTRAINT host_pay_rule_percent_length CHECK (length(percent) >= 1 AND length(percent) <= 8),
    per_show INTEGER NOT NULL DEFAULT 0 CONSTRAINT host_pay_rule_per_show_range CHECK (per_show >= 0 AND per_show <= 1000000000000),
    valid_from TEXT NOT NULL CONSTRAINT host_pay_rule_valid_from_form CHECK (valid_from GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    valid_until TEXT CONSTRAINT host_pay_rule_valid_until_form CHECK (valid_until GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    note TEXT CONSTRAINT host_pay_rule_note_length CHECK (length(note) <= 400),
    CONSTRAINT host_pay_rule_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT host_pay_rule_host_id_link FOREIGN KEY (workspace_id, host_id) REFERENCES host (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.host_pay_rule_valid_from_index ON host_pay_rule (workspace_id, valid_from, id);
CREATE INDEX IF NOT EXISTS main.host_pay_rule_host_id_valid_from_index ON host_pay_rule (workspace_id, host_id, valid_from, id);
CREATE TEMP VIEW host_pay_rule AS SELECT * FROM main.host_pay_rule WHERE workspace_id = rls_read('finance');

CREATE TABLE IF NOT EXISTS main.payout_line (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT payout_line_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT payout_line_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    live_session_id BLOB NOT NULL CONSTRAINT payout_line_live_session_id_size CHECK (length(live_session_id) = 16),
    external_ref TEXT CONSTRAINT payout_line_external_ref_length CHECK ((length(external_ref) >= 1 OR external_ref = '') AND length(external_ref) <= 80),
    currency TEXT NOT NULL CONSTRAINT payout_line_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    amount INTEGER NOT NULL CONSTRAINT payout_line_amount_range CHECK (amount >= -1000000000000 AND amount <= 1000000000000),
    fee INTEGER NOT NULL DEFAULT 0 CONSTRAINT payout_line_fee_range CHECK (fee >= -1000000000000 AND fee <= 1000000000000),
    paid INTEGER CONSTRAINT payout_line_paid_range CHECK (paid >= -1000000000000 AND paid <= 1000000000000),
    paid_on TEXT CONSTRAINT payout_line_paid_on_form CHECK (paid_on GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    source TEXT CONSTRAINT payout_line_source_length CHECK (length(source) <= 40),
    line_ref TEXT CONSTRAINT payout_line_line_ref_length CHECK ((length(line_ref) >= 1 OR line_ref = '') AND length(line_ref) <= 80),
    note TEXT CONSTRAINT payout_line_note_length CHECK (length(note) <= 400),
    CONSTRAINT payout_line_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT payout_line_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES live_session (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.payout_line_created_at_index ON payout_line (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS main.payout_line_live_session_id_created_at_index ON payout_line (workspace_id, live_session_id, created_at, id);
CREATE INDEX IF NOT EXISTS main.payout_line_external_ref_index ON payout_line (workspace_id, external_ref, id);
CREATE INDEX IF NOT EXISTS main.payout_line_external_ref_created_at_index ON payout_line (workspace_id, external_ref, created_at, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.payout_line_source_line_ref_unique ON payout_line (workspace_id, source, line_ref);
CREATE TEMP VIEW payout_line AS SELECT * FROM main.payout_line WHERE workspace_id = rls_read('finance');

CREATE TABLE IF NOT EXISTS main.cash_receipt (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT cash_receipt_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT cash_receipt_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    live_session_id BLOB NOT NULL CONSTRAINT cash_receipt_live_session_id_size CHECK (length(live_session_id) = 16),
    day TEXT NOT NULL CONSTRAINT cash_receipt_day_form CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    currency TEXT NOT NULL CONSTRAINT cash_receipt_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    amount INTEGER NOT NULL CONSTRAINT cash_receipt_amount_range CHECK (amount >= -1000000000000 AND amount <= 1000000000000),
    note TEXT CONSTRAINT cash_receipt_note_length CHECK (length(note) <= 400),
    CONSTRAINT cash_receipt_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT cash_receipt_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES live_session (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.cash_receipt_day_index ON cash_receipt (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS main.cash_receipt_live_session_id_day_index ON cash_receipt (workspace_id, live_session_id, day, id);
CREATE TEMP VIEW cash_receipt AS SELECT * FROM main.cash_receipt WHERE workspace_id = rls_read('finance');

CREATE TABLE IF NOT EXISTS main.show_explanation (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT show_explanation_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT show_explanation_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    live_session_id BLOB NOT NULL CONSTRAINT show_explanation_live_session_id_size CHECK (length(live_session_id) = 16),
    about TEXT NOT NULL CONSTRAINT show_explanation_about_choice CHECK (about = 'sales' OR about = 'fee' OR about = 'cash' OR about = 'stock'),
    cause TEXT NOT NULL CONSTRAINT show_explanation_cause_choice CHECK (cause = 'paid_later' OR cause = 'refund' OR cause = 'missing_sale' OR cause = 'cancelled' OR cause = 'voucher' OR cause = 'shipping' OR cause = 'fee_changed' OR cause = 'bank' OR cause = 'not_in_stock' OR cause = 'lost' OR cause = 'mistake' OR cause = 'other'),
    currency TEXT NOT NULL CONSTRAINT show_explanation_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    amount INTEGER NOT NULL DEFAULT 0 CONSTRAINT show_explanation_amount_range CHECK (amount >= -1000000000000 AND amount <= 1000000000000),
    pieces INTEGER NOT NULL DEFAULT 0 CONSTRAINT show_explanation_pieces_range CHECK (pieces >= -1000000 AND pieces <= 1000000),
    note TEXT CONSTRAINT show_explanation_note_length CHECK (length(note) <= 1000),
    CONSTRAINT show_explanation_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT show_explanation_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES live_session (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.show_explanation_created_at_index ON show_explanation (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS main.show_explanation_live_session_id_created_at_index ON show_explanation (workspace_id, live_session_id, created_at, id);
CREATE TEMP VIEW show_explanation AS SELECT * FROM main.show_explanation WHERE workspace_id = rls_read('finance');

CREATE TABLE IF NOT EXISTS main.show_close (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT show_close_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT show_close_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    live_session_id BLOB NOT NULL CONSTRAINT show_close_live_session_id_size CHECK (length(live_session_id) = 16),
    closed_at INTEGER NOT NULL,
    closed_by BLOB CONSTRAINT show_close_closed_by_size CHECK (length(closed_by) = 16),
    note TEXT CONSTRAINT show_close_note_length CHECK (length(note) <= 1000),
    figures TEXT CONSTRAINT show_close_figures_length CHECK (length(figures) <= 262144),
    reopened_at INTEGER,
    reopened_by BLOB CONSTRAINT show_close_reopened_by_size CHECK (length(reopened_by) = 16),
    reason TEXT CONSTRAINT show_close_reason_length CHECK (length(reason) <= 1000),
    CONSTRAINT show_close_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT show_close_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES live_session (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.show_close_closed_at_index ON show_close (workspace_id, closed_at, id);
CREATE INDEX IF NOT EXISTS main.show_close_live_session_id_closed_at_index ON show_close (workspace_id, live_session_id, closed_at, id);
CREATE TEMP VIEW show_close AS SELECT * FROM main.show_close WHERE workspace_id = rls_read('finance');

CREATE TABLE IF NOT EXISTS main.stock_movement (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT stock_movement_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT stock_movement_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    product_variant_id BLOB NOT NULL CONSTRAINT stock_movement_product_variant_id_size CHECK (length(product_variant_id) = 16),
    location_id BLOB NOT NULL CONSTRAINT stock_movement_location_id_size CHECK (length(location_id) = 16),
    sequence INTEGER NOT NULL CONSTRAINT stock_movement_sequence_range CHECK (sequence >= 1),
    kind TEXT NOT NULL CONSTRAINT stock_movement_kind_choice CHECK (kind = 'in' OR kind = 'out' OR kind = 'transfer' OR kind = 'adjust' OR kind = 'return' OR kind = 'count'),
    quantity INTEGER NOT NULL CONSTRAINT stock_movement_quantity_range CHECK (quantity >= -1000000000 AND quantity <= 1000000000),
    on_hand INTEGER NOT NULL CONSTRAINT stock_movement_on_hand_range CHECK (on_hand >= -1000000000 AND on_hand <= 1000000000),
    on_hand_total INTEGER NOT NULL CONSTRAINT stock_movement_on_hand_total_range CHECK (on_hand_total >= -1000000000 AND on_hand_total <= 1000000000),
    booked_at INTEGER NOT NULL,
    moved_at INTEGER NOT NULL,
    day TEXT NOT NULL CONSTRAINT stock_movement_day_form CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    reason TEXT CONSTRAINT stock_movement_reason_choice CHECK (reason = 'purchase' OR reason = 'sale' OR reason = 'customer_return' OR reason = 'supplier_return' OR reason = 'damaged' OR reason = 'lost' OR reason = 'found' OR reason = 'sample' OR reason = 'opening' OR reason = 'count' OR reason = 'correction' OR reason = 'other'),
    reference_kind TEXT CONSTRAINT stock_movement_reference_kind_choice CHECK (reference_kind = 'sale' OR reference_kind = 'box' OR reference_kind = 'count' OR reference_kind = 'return'),
    reference_id BLOB CONSTRAINT stock_movement_reference_id_size CHECK (length(reference_id) = 16),
    transfer_id BLOB CONSTRAINT stock_movement_transfer_id_size CHECK (length(transfer_id) = 16),
    corrects_id BLOB CONSTRAINT stock_movement_corrects_id_size CHECK (length(corrects_id) = 16),
    counted INTEGER CONSTRAINT stock_movement_counted_range CHECK (counted >= 0 AND counted <= 1000000000),
    is_short INTEGER NOT NULL DEFAULT 0 CONSTRAINT stock_movement_is_short_boolean CHECK (is_short IN (0, 1)),
    note TEXT CONSTRAINT stock_movement_note_length CHECK (length(note) <= 400),
    CONSTRAINT stock_movement_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT stock_movement_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES product_variant (workspace_id, id),
    CONSTRAINT stock_movement_location_id_link FOREIGN KEY (workspace_id, location_id) REFERENCES location (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.stock_movement_product_variant_id_moved_at_index ON stock_movement (workspace_id, product_variant_id, moved_at, id);
CREATE INDEX IF NOT EXISTS main.stock_movement_location_id_moved_at_index ON stock_movement (workspace_id, location_id, moved_at, id);
CREATE INDEX IF NOT EXISTS main.stock_movement_kind_index ON stock_movement (workspace_id, kind, id);
CREATE INDEX IF NOT EXISTS main.stock_movement_kind_moved_at_index ON stock_movement (workspace_id, kind, moved_at, id);
CREATE INDEX IF NOT EXISTS main.stock_movement_booked_at_index ON stock_movement (workspace_id, booked_at, id);
CREATE INDEX IF NOT EXISTS main.stock_movement_moved_at_index ON stock_movement (workspace_id, moved_at, id);
CREATE INDEX IF NOT EXISTS main.stock_movement_day_index ON stock_movement (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS main.stock_movement_reference_id_moved_at_linked ON stock_movement (workspace_id, reference_id, moved_at, id) WHERE reference_id IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS main.stock_movement_corrects_id_unique ON stock_movement (workspace_id, corrects_id);
CREATE UNIQUE INDEX IF NOT EXISTS main.stock_movement_product_variant_id_sequence_unique ON stock_movement (workspace_id, product_variant_id, sequence);
CREATE INDEX IF NOT EXISTS main.stock_movement_pace_index ON stock_movement (workspace_id, product_variant_id, kind, day, moved_at, reason, quantity, sequence, id);
CREATE TEMP VIEW stock_movement AS SELECT * FROM main.stock_movement WHERE workspace_id = rls_read('warehouse');

CREATE TABLE IF NOT EXISTS main.stock_level (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT stock_level_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT stock_level_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    product_variant_id BLOB NOT NULL CONSTRAINT stock_level_product_variant_id_size CHECK (length(product_variant_id) = 16),
    location_id BLOB NOT NULL CONSTRAINT stock_level_location_id_size CHECK (length(location_id) = 16),
    on_hand INTEGER NOT NULL DEFAULT 0 CONSTRAINT stock_level_on_hand_range CHECK (on_hand >= -1000000000 AND on_hand <= 1000000000),
    counted_at INTEGER,
    reorder_at INTEGER CONSTRAINT stock_level_reorder_at_range CHECK (reorder_at >= 0 AND reorder_at <= 1000000),
    CONSTRAINT stock_level_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT stock_level_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES product_variant (workspace_id, id),
    CONSTRAINT stock_level_location_id_link FOREIGN KEY (workspace_id, location_id) REFERENCES location (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.stock_level_on_hand_index ON stock_level (workspace_id, on_hand, id);
CREATE INDEX IF NOT EXISTS main.stock_level_product_variant_id_on_hand_index ON stock_level (workspace_id, product_variant_id, on_hand, id);
CREATE INDEX IF NOT EXISTS main.stock_level_location_id_on_hand_index ON stock_level (workspace_id, location_id, on_hand, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.stock_level_product_variant_id_location_id_unique ON stock_level (workspace_id, product_variant_id, location_id);
CREATE TEMP VIEW stock_level AS SELECT * FROM main.stock_level WHERE workspace_id = rls_read('warehouse');

CREATE TABLE IF NOT EXISTS main.stock_cost (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT stock_cost_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT stock_cost_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    product_variant_id BLOB NOT NULL CONSTRAINT stock_cost_product_variant_id_size CHECK (length(product_variant_id) = 16),
    sequence INTEGER NOT NULL DEFAULT 0,
    quantity INTEGER NOT NULL DEFAULT 0 CONSTRAINT stock_cost_quantity_range CHECK (quantity >= -1000000000 AND quantity <= 1000000000),
    currency TEXT NOT NULL CONSTRAINT stock_cost_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    value INTEGER NOT NULL DEFAULT 0 CONSTRAINT stock_cost_value_range CHECK (value >= -1000000000000000 AND value <= 1000000000000000),
    unit_cost INTEGER NOT NULL DEFAULT 0 CONSTRAINT stock_cost_unit_cost_range CHECK (unit_cost >= 0 AND unit_cost <= 1000000000000000),
    CONSTRAINT stock_cost_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT stock_cost_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES product_variant (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.stock_cost_value_index ON stock_cost (workspace_id, value, id);
CREATE INDEX IF NOT EXISTS main.stock_cost_product_variant_id_index ON stock_cost (workspace_id, product_variant_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.stock_cost_product_variant_id_unique ON stock_cost (workspace_id, product_variant_id);
CREATE TEMP VIEW stock_cost AS SELECT * FROM main.stock_cost WHERE workspace_id = rls_read('finance');

CREATE TABLE IF NOT EXISTS main.stock_entry (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT stock_entry_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT stock_entry_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    stock_movement_id BLOB NOT NULL CONSTRAINT stock_entry_stock_movement_id_size CHECK (length(stock_movement_id) = 16),
    product_variant_id BLOB NOT NULL CONSTRAINT stock_entry_product_variant_id_size CHECK (length(product_variant_id) = 16),
    sequence INTEGER NOT NULL,
    moved_at INTEGER NOT NULL,
    day TEXT NOT NULL CONSTRAINT stock_entry_day_form CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    quantity INTEGER NOT NULL CONSTRAINT stock_entry_quantity_range CHECK (quantity >= -1000000000 AND quantity <= 1000000000),
    currency TEXT NOT NULL CONSTRAINT stock_entry_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    unit_cost INTEGER NOT NULL CONSTRAINT stock_entry_unit_cost_range CHECK (unit_cost >= 0 AND unit_cost <= 1000000000000000),
    value INTEGER NOT NULL CONSTRAINT stock_entry_value_range CHECK (value >= -1000000000000000 AND value <= 1000000000000000),
    value_total INTEGER NOT NULL CONSTRAINT stock_entry_value_total_range CHECK (value_total >= -1000000000000000 AND value_total <= 1000000000000000),
    CONSTRAINT stock_entry_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT stock_entry_stock_movement_id_link FOREIGN KEY (workspace_id, stock_movement_id) REFERENCES stock_movement (workspace_id, id),
    CONSTRAINT stock_entry_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES product_variant (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.stock_entry_stock_movement_id_index ON stock_entry (workspace_id, stock_movement_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.stock_entry_stock_movement_id_unique ON stock_entry (workspace_id, stock_movement_id);
CREATE INDEX IF NOT EXISTS main.stock_entry_product_variant_id_day_index ON stock_entry (workspace_id, product_variant_id, day, id);
CREATE INDEX IF NOT EXISTS main.stock_entry_day_index ON stock_entry (workspace_id, day, id);
CREATE TEMP VIEW stock_entry AS SELECT * FROM main.stock_entry WHERE workspace_id = rls_read('finance');

CREATE TABLE IF NOT EXISTS main.inbound_cost (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT inbound_cost_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT inbound_cost_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    inbound_line_id BLOB NOT NULL CONSTRAINT inbound_cost_inbound_line_id_size CHECK (length(inbound_line_id) = 16),
    currency TEXT NOT NULL CONSTRAINT inbound_cost_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    unit_cost INTEGER NOT NULL CONSTRAINT inbound_cost_unit_cost_range CHECK (unit_cost >= 0 AND unit_cost <= 1000000000000),
    CONSTRAINT inbound_cost_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT inbound_cost_inbound_line_id_link FOREIGN KEY (workspace_id, inbound_line_id) REFERENCES inbound_line (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.inbound_cost_created_at_index ON inbound_cost (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS main.inbound_cost_inbound_line_id_index ON inbound_cost (workspace_id, inbound_line_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.inbound_cost_inbound_line_id_unique ON inbound_cost (workspace_id, inbound_line_id);
CREATE TEMP VIEW inbound_cost AS SELECT * FROM main.inbound_cost WHERE workspace_id = rls_read('finance');

CREATE TABLE IF NOT EXISTS main.inbound_proposal (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT inbound_proposal_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT inbound_proposal_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    inbound_box_id BLOB NOT NULL CONSTRAINT inbound_proposal_inbound_box_id_size CHECK (length(inbound_box_id) = 16),
    source TEXT NOT NULL CONSTRAINT inbound_proposal_source_length CHECK (length(source) >= 1 AND length(source) <= 40),
    confidence_permille INTEGER NOT NULL CONSTRAINT inbound_proposal_confidence_permille_range CHECK (confidence_permille >= 0 AND confidence_permille <= 1000),
    description TEXT NOT NULL CONSTRAINT inbound_proposal_description_length CHECK (length(description) >= 1 AND length(description) <= 200),
    size TEXT CONSTRAINT inbound_proposal_size_length CHECK (length(size) <= 16),
    code TEXT CONSTRAINT inbound_proposal_code_length CHECK ((length(code) >= 1 OR code = '') AND length(code) <= 80),
    product_id BLOB CONSTRAINT inbound_proposal_product_id_size CHECK (length(product_id) = 16),
    product_variant_id BLOB CONSTRAINT inbound_proposal_product_variant_id_size CHECK (length(product_variant_id) = 16),
    quantity INTEGER NOT NULL CONSTRAINT inbound_proposal_quantity_range CHECK (quantity >= 1 AND quantity <= 1000000),
    state TEXT NOT NULL DEFAULT 'proposed' CONSTRAINT inbound_proposal_state_choice CHECK (state = 'proposed' OR state = 'accepted' OR state = 'rejected'),
    inbound_line_id BLOB CONSTRAINT inbound_proposal_inbound_line_id_size CHECK (length(inbound_line_id) = 16),
    decided_by BLOB CONSTRAINT inbound_proposal_decided_by_size CHECK (length(decided_by) = 16),
    decided_at INTEGER,
    CONSTRAINT inbound_proposal_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT inbound_proposal_inbound_box_id_link FOREIGN KEY (workspace_id, inbound_box_id) REFERENCES inbound_box (workspace_id, id),
    CONSTRAINT inbound_proposal_product_id_link FOREIGN KEY (workspace_id, product_id) REFERENCES product (workspace_id, id),
    CONSTRAINT inbound_proposal_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES product_variant (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.inbound_proposal_created_at_index ON inbound_proposal (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS main.inbound_proposal_inbound_box_id_index ON inbound_proposal (workspace_id, inbound_box_id, id);
CREATE INDEX IF NOT EXISTS main.inbound_proposal_product_id_linked ON inbound_proposal (workspace_id, product_id, id) WHERE product_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS main.inbound_proposal_product_variant_id_linked ON inbound_proposal (workspace_id, product_variant_id, id) WHERE product_variant_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS main.inbound_proposal_state_index ON inbound_proposal (workspace_id, state, id);
CREATE INDEX IF NOT EXISTS main.inbound_proposal_state_created_at_index ON inbound_proposal (workspace_id, state, created_at, id);
CREATE TEMP VIEW inbound_proposal AS SELECT * FROM main.inbound_proposal WHERE workspace_id = rls_read('warehouse');

CREATE TABLE IF NOT EXISTS main.stock_count (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT stock_count_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT stock_count_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    location_id BLOB CONSTRAINT stock_count_location_id_size CHECK (length(location_id) = 16),
    inbound_box_id BLOB CONSTRAINT stock_count_inbound_box_id_size CHECK (length(inbound_box_id) = 16),
    round INTEGER NOT NULL DEFAULT 1 CONSTRAINT stock_count_round_range CHECK (round >= 1 AND round <= 2),
    state TEXT NOT NULL DEFAULT 'open' CONSTRAINT stock_count_state_choice CHECK (state = 'open' OR state = 'closed'),
    hides_books INTEGER NOT NULL DEFAULT 0 CONSTRAINT stock_count_hides_books_boolean CHECK (hides_books IN (0, 1)),
    closed_at INTEGER,
    note TEXT CONSTRAINT stock_count_note_length CHECK (length(note) <= 400),
    CONSTRAINT stock_count_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT stock_count_location_id_link FOREIGN KEY (workspace_id, location_id) REFERENCES location (workspace_id, id),
    CONSTRAINT stock_count_inbound_box_id_link FOREIGN KEY (workspace_id, inbound_box_id) REFERENCES inbound_box (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.stock_count_created_at_index ON stock_count (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS main.stock_count_location_id_linked ON stock_count (workspace_id, location_id, id) WHERE location_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS main.stock_count_inbound_box_id_linked ON stock_count (workspace_id, inbound_box_id, id) WHERE inbound_box_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS main.stock_count_state_index ON stock_count (workspace_id, state, id);
CREATE INDEX IF NOT EXISTS main.stock_count_state_created_at_index ON stock_count (workspace_id, state, created_at, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.stock_count_inbound_box_id_round_unique ON stock_count (workspace_id, inbound_box_id, round);
CREATE TEMP VIEW stock_count AS SELECT * FROM main.stock_count WHERE workspace_id = rls_read('warehouse');

CREATE TABLE IF NOT EXISTS main.stock_count_line (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT stock_count_line_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT stock_count_line_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    stock_count_id BLOB NOT NULL CONSTRAINT stock_count_line_stock_count_id_size CHECK (length(stock_count_id) = 16),
    product_variant_id BLOB NOT NULL CONSTRAINT stock_count_line_product_variant_id_size CHECK (length(product_variant_id) = 16),
    counted INTEGER NOT NULL DEFAULT 0 CONSTRAINT stock_count_line_counted_range CHECK (counted >= 0 AND counted <= 1000000000),
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    is_shared INTEGER NOT NULL DEFAULT 0 CONSTRAINT stock_count_line_is_shared_boolean CHECK (is_shared IN (0, 1)),
    expected INTEGER CONSTRAINT stock_count_line_expected_range CHECK (expected >= -1000000000 AND expected <= 1000000000),
    difference INTEGER CONSTRAINT stock_count_line_difference_range CHECK (difference >= -1000000000 AND difference <= 1000000000),
    CONSTRAINT stock_count_line_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT stock_count_line_stock_count_id_link FOREIGN KEY (workspace_id, stock_count_id) REFERENCES stock_count (workspace_id, id),
    CONSTRAINT stock_count_line_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES product_variant (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.stock_count_line_created_by_created_at_index ON stock_count_line (workspace_id, created_by, created_at, id);
CREATE INDEX IF NOT EXISTS main.stock_count_line_created_at_index ON stock_count_line (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS main.stock_count_line_stock_count_id_index ON stock_count_line (workspace_id, stock_count_id, id);
CREATE INDEX IF NOT EXISTS main.stock_count_line_product_variant_id_index ON stock_count_line (workspace_id, product_variant_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.stock_count_line_stock_count_id_product_variant_id_unique ON stock_count_line (workspace_id, stock_count_id, product_variant_id);
CREATE TEMP VIEW stock_count_line AS SELECT * FROM main.stock_count_line WHERE workspace_id = rls_read('warehouse') AND (created_by = rls_account() OR is_shared = 1);

CREATE TABLE IF NOT EXISTS main.stock_count_scan (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT stock_count_scan_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT stock_count_scan_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    stock_count_id BLOB NOT NULL CONSTRAINT stock_count_scan_stock_count_id_size CHECK (length(stock_count_id) = 16),
    product_variant_id BLOB NOT NULL CONSTRAINT stock_count_scan_product_variant_id_size CHECK (length(product_variant_id) = 16),
    scanned_at INTEGER NOT NULL,
    is_figure INTEGER NOT NULL DEFAULT 0 CONSTRAINT stock_count_scan_is_figure_boolean CHECK (is_figure IN (0, 1)),
    quantity INTEGER NOT NULL CONSTRAINT stock_count_scan_quantity_range CHECK (quantity >= -1000000 AND quantity <= 1000000),
    CONSTRAINT stock_count_scan_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT stock_count_scan_stock_count_id_link FOREIGN KEY (workspace_id, stock_count_id) REFERENCES stock_count (workspace_id, id),
    CONSTRAINT stock_count_scan_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES product_variant (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.stock_count_scan_created_by_created_at_index ON stock_count_scan (workspace_id, created_by, created_at, id);
CREATE INDEX IF NOT EXISTS main.stock_count_scan_created_at_index ON stock_count_scan (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS main.stock_count_scan_stock_count_id_index ON stock_count_scan (workspace_id, stock_count_id, id);
CREATE INDEX IF NOT EXISTS main.stock_count_scan_product_variant_id_index ON stock_count_scan (workspace_id, product_variant_id, id);
CREATE TEMP VIEW stock_count_scan AS SELECT * FROM main.stock_count_scan WHERE workspace_id = rls_read('warehouse') AND created_by = rls_account();

CREATE TABLE IF NOT EXISTS main.article_category (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT article_category_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT article_category_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT article_category_name_length CHECK (length(name) >= 1 AND length(name) <= 80),
    position INTEGER NOT NULL DEFAULT 0 CONSTRAINT article_category_position_range CHECK (position >= 0 AND position <= 100000),
    name_fold TEXT,
    CONSTRAINT article_category_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.article_category_position_index ON article_category (workspace_id, position, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.article_category_name_unique ON article_category (workspace_id, name);
CREATE TEMP VIEW article_category AS SELECT * FROM main.article_category WHERE workspace_id = rls_read('knowledge');

CREATE TABLE IF NOT EXISTS main.article (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT article_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT article_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    title TEXT NOT NULL CONSTRAINT article_title_length CHECK (length(title) >= 1 AND length(title) <= 160),
    article_category_id BLOB CONSTRAINT article_article_category_id_size CHECK (length(article_category_id) = 16),
    language TEXT CONSTRAINT article_language_choice CHECK (language = 'en' OR language = 'zh'),
    body TEXT NOT NULL DEFAULT '' CONSTRAINT article_body_length CHECK (length(body) <= 60000),
    audience TEXT NOT NULL DEFAULT 'everybody' CONSTRAINT article_audience_choice CHECK (audience = 'everybody' OR audience = 'editors' OR audience = 'chosen'),
    members TEXT CONSTRAINT article_members_length CHECK (length(members) <= 8000),
    required TEXT NOT NULL DEFAULT 'nobody' CONSTRAINT article_required_choice CHECK (required = 'nobody' OR required = 'everybody' OR required = 'members' OR required = 'admins' OR required = 'module'),
    required_module TEXT CONSTRAINT article_required_module_choice CHECK (required_module = 'live' OR required_module = 'sales' OR required_module = 'warehouse' OR required_module = 'finance'),
    pass_percent INTEGER NOT NULL DEFAULT 80 CONSTRAINT article_pass_percent_range CHECK (pass_percent >= 1 AND pass_percent <= 100),
    state TEXT NOT NULL DEFAULT 'draft' CONSTRAINT article_state_choice CHECK (state = 'draft' OR state = 'published'),
    version_number INTEGER NOT NULL DEFAULT 0,
    question_count INTEGER NOT NULL DEFAULT 0,
    published_at INTEGER,
    published_by BLOB CONSTRAINT article_published_by_size CHECK (length(published_by) = 16),
    has_new_quiz INTEGER NOT NULL DEFAULT 0 CONSTRAINT article_has_new_quiz_boolean CHECK (has_new_quiz IN (0, 1)),
    title_fold TEXT,
    body_fold TEXT,
    CONSTRAINT article_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT article_article_category_id_link FOREIGN KEY (workspace_id, article_category_id) REFERENCES article_category (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.article_title_index ON article (workspace_id, title, id);
CREATE INDEX IF NOT EXISTS main.article_article_category_id_title_linked ON article (workspace_id, article_category_id, title, id) WHERE article_category_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS main.article_state_index ON article (workspace_id, state, id);
CREATE INDEX IF NOT EXISTS main.article_state_title_index ON article (workspace_id, state, title, id);
CREATE INDEX IF NOT EXISTS main.article_published_at_index ON article (workspace_id, published_at, id);
CREATE TEMP VIEW article AS SELECT * FROM main.article WHERE workspace_id = rls_read('knowledge') AND (created_by = rls_account() OR rls_manage('knowledge') OR (audience <> 'chosen' AND workspace_id = rls_write('knowledge')) OR (published_at IS NOT NULL AND (audience = 'everybody' OR (audience = 'chosen' AND instr(members, wire_id(rls_account())) > 0))));

CREATE TABLE IF NOT EXISTS main.article_version (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT article_version_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT article_version_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    article_id BLOB NOT NULL CONSTRAINT article_version_article_id_size CHECK (length(article_id) = 16),
    number INTEGER NOT NULL CONSTRAINT article_version_number_range CHECK (number >= 1),
    title TEXT NOT NULL CONSTRAINT article_version_title_length CHECK (length(title) >= 1 AND length(title) <= 160),
    body TEXT NOT NULL CONSTRAINT article_version_body_length CHECK (length(body) <= 60000),
    published_by BLOB CONSTRAINT article_version_published_by_size CHECK (length(published_by) = 16),
    changed TEXT CONSTRAINT article_version_changed_length CHECK (length(changed) <= 500),
    pass_percent INTEGER NOT NULL,
    question_count INTEGER NOT NULL,
    audience TEXT NOT NULL DEFAULT 'editors' CONSTRAINT article_version_audience_choice CHECK (audience = 'everybody' OR audience = 'editors' OR audience = 'chosen'),
    members TEXT CONSTRAINT article_version_members_length CHECK (length(members) <= 8000),
    CONSTRAINT article_version_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.article_version_created_at_index ON article_version (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS main.article_version_article_id_created_at_index ON article_version (workspace_id, article_id, created_at, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.article_version_article_id_number_unique ON article_version (workspace_id, article_id, number);
CREATE TEMP VIEW article_version AS SELECT * FROM main.article_version WHERE workspace_id = rls_read('knowledge') AND (created_by = rls_account() OR rls_manage('knowledge') OR (audience <> 'chosen' AND workspace_id = rls_write('knowledge')) OR ((audience = 'everybody' OR (audience = 'chosen' AND instr(members, wire_id(rls_account())) > 0))));

CREATE TABLE IF NOT EXISTS main.article_ack (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT article_ack_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT article_ack_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    article_id BLOB NOT NULL CONSTRAINT article_ack_article_id_size CHECK (length(article_id) = 16),
    account_id BLOB NOT NULL CONSTRAINT article_ack_account_id_size CHECK (length(account_id) = 16),
    number INTEGER NOT NULL CONSTRAINT article_ack_number_range CHECK (number >= 1),
    CONSTRAINT article_ack_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.article_ack_created_by_created_at_index ON article_ack (workspace_id, created_by, created_at, id);
CREATE INDEX IF NOT EXISTS main.article_ack_created_at_index ON article_ack (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS main.article_ack_article_id_created_at_index ON article_ack (workspace_id, article_id, created_at, id);
CREATE INDEX IF NOT EXISTS main.article_ack_account_id_created_at_index ON article_ack (workspace_id, account_id, created_at, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.article_ack_article_id_number_account_id_unique ON article_ack (workspace_id, article_id, number, account_id);
CREATE TEMP VIEW article_ack AS SELECT * FROM main.article_ack WHERE workspace_id = rls_read('knowledge') AND created_by = rls_account();

CREATE TABLE IF NOT EXISTS main.quiz_question (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT quiz_question_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT quiz_question_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    article_id BLOB NOT NULL CONSTRAINT quiz_question_article_id_size CHECK (length(article_id) = 16),
    number INTEGER NOT NULL,
    position INTEGER NOT NULL,
    question TEXT NOT NULL CONSTRAINT quiz_question_question_length CHECK (length(question) >= 1 AND length(question) <= 500),
    choices TEXT NOT NULL CONSTRAINT quiz_question_choices_length CHECK (length(choices) <= 8192),
    answers TEXT NOT NULL CONSTRAINT quiz_question_answers_length CHECK (length(answers) <= 100),
    explanation TEXT CONSTRAINT quiz_question_explanation_length CHECK (length(explanation) <= 500),
    audience TEXT NOT NULL DEFAULT 'chosen' CONSTRAINT quiz_question_audience_choice CHECK (audience = 'everybody' OR audience = 'editors' OR audience = 'chosen'),
    members TEXT CONSTRAINT quiz_question_members_length CHECK (length(members) <= 8000),
    CONSTRAINT quiz_question_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.quiz_question_position_index ON quiz_question (workspace_id, position, id);
CREATE INDEX IF NOT EXISTS main.quiz_question_article_id_position_index ON quiz_question (workspace_id, article_id, position, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.quiz_question_article_id_number_position_unique ON quiz_question (workspace_id, article_id, number, position);
CREATE TEMP VIEW quiz_question AS SELECT * FROM main.quiz_question WHERE workspace_id = rls_read('knowledge') AND (created_by = rls_account() OR rls_manage('knowledge') OR (audience <> 'chosen' AND workspace_id = rls_write('knowledge')) OR ((audience = 'everybody' OR (audience = 'chosen' AND instr(members, wire_id(rls_account())) > 0))));

CREATE TABLE IF NOT EXISTS main.quiz_attempt (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT quiz_attempt_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT quiz_attempt_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    article_id BLOB NOT NULL CONSTRAINT quiz_attempt_article_id_size CHECK (length(article_id) = 16),
    account_id BLOB NOT NULL CONSTRAINT quiz_attempt_account_id_size CHECK (length(account_id) = 16),
    number INTEGER NOT NULL,
    score INTEGER NOT NULL,
    question_count INTEGER NOT NULL,
    is_passed INTEGER NOT NULL DEFAULT 0 CONSTRAINT quiz_attempt_is_passed_boolean CHECK (is_passed IN (0, 1)),
    CONSTRAINT quiz_attempt_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.quiz_attempt_created_by_created_at_index ON quiz_attempt (workspace_id, created_by, created_at, id);
CREATE INDEX IF NOT EXISTS main.quiz_attempt_created_at_index ON quiz_attempt (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS main.quiz_attempt_article_id_created_at_index ON quiz_attempt (workspace_id, article_id, created_at, id);
CREATE INDEX IF NOT EXISTS main.quiz_attempt_account_id_created_at_index ON quiz_attempt (workspace_id, account_id, created_at, id);
CREATE TEMP VIEW quiz_attempt AS SELECT * FROM main.quiz_attempt WHERE workspace_id = rls_read('knowledge') AND created_by = rls_account();

CREATE TABLE IF NOT EXISTS main.announcement (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT announcement_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT announcement_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    title TEXT NOT NULL CONSTRAINT announcement_title_length CHECK (length(title) >= 1 AND length(title) <= 160),
    body TEXT CONSTRAINT announcement_body_length CHECK (length(body) <= 8000),
    starts_at INTEGER,
    ends_at INTEGER,
    is_pinned INTEGER NOT NULL DEFAULT 0 CONSTRAINT announcement_is_pinned_boolean CHECK (is_pinned IN (0, 1)),
    title_fold TEXT,
    CONSTRAINT announcement_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.announcement_created_at_index ON announcement (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS main.announcement_starts_at_index ON announcement (workspace_id, starts_at, id);
CREATE TEMP VIEW announcement AS SELECT * FROM main.announcement WHERE workspace_id = rls_read('knowledge');

CREATE TABLE IF NOT EXISTS main.announcement_seen (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT announcement_seen_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT announcement_seen_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    announcement_id BLOB NOT NULL CONSTRAINT announcement_seen_announcement_id_size CHECK (length(announcement_id) = 16),
    account_id BLOB NOT NULL CONSTRAINT announcement_seen_account_id_size CHECK (length(account_id) = 16),
    CONSTRAINT announcement_seen_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.announcement_seen_created_by_created_at_index ON announcement_seen (workspace_id, created_by, created_at, id);
CREATE INDEX IF NOT EXISTS main.announcement_seen_created_at_index ON announcement_seen (workspace_id, created_at, id);
CREATE INDEX IF NOT EXISTS main.announcement_seen_announcement_id_created_at_index ON announcement_seen (workspace_id, announcement_id, created_at, id);
CREATE INDEX IF NOT EXISTS main.announcement_seen_account_id_created_at_index ON announcement_seen (workspace_id, account_id, created_at, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.announcement_seen_announcement_id_account_id_unique ON announcement_seen (workspace_id, announcement_id, account_id);
CREATE TEMP VIEW announcement_seen AS SELECT * FROM main.announcement_seen WHERE workspace_id = rls_read('knowledge') AND created_by = rls_account();
