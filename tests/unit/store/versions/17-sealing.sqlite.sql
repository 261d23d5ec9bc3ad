-- tables: kept_answer data_key server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key identity oauth_flow backup_snapshot outbox_mail egress_event import_run import_file import_row import_mapping storage_bucket storage_object photo blob storage_upload self_check security_report live_session product product_variant product_barcode barcode_counter location inbound_box inbound_line sale record_lock cost_category recurring_cost cost_item cost_budget month_close stock_movement stock_level stock_cost stock_entry

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
    language TEXT NOT NULL DEFAULT 'en' CONSTRAINT account_language_choice CHECK (language IN ('en', 'zh')),
    email_confirmed_at INTEGER,
    last_workspace INTEGER NOT NULL DEFAULT 0,
    last_sign_in_at INTEGER,
    is_operator INTEGER NOT NULL DEFAULT 0 CONSTRAINT account_is_operator_boolean CHECK (is_operator IN (0, 1)),
    email_blind TEXT,
    CONSTRAINT account_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.account_email_blind_unique ON account (workspace_id, email_blind);
CREATE UNIQUE INDEX IF NOT EXISTS main.account_username_unique ON account (workspace_id, username);

CREATE TABLE IF NOT EXISTS main.session (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT session_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT session_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    account_id BLOB NOT NULL CONSTRAINT session_account_id_size CHECK (length(account_id) = 16),
    current_workspace INTEGER NOT NULL DEFAULT 0,
    method TEXT NOT NULL CONSTRAINT session_method_choice CHECK (method IN ('password', 'recovery', 'invite', 'confirm', 'set_up', 'otp', 'oauth')),
    device TEXT CONSTRAINT session_device_length CHECK (length(device) <= 608),
    region TEXT CONSTRAINT session_region_length CHECK (length(region) <= 224),
    last_seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    end_reason TEXT CONSTRAINT session_end_reason_choice CHECK (end_reason IN ('sign_out', 'owner', 'password', 'reuse', 'operator', 'factor')),
    refresh_count INTEGER NOT NULL DEFAULT 0,
    refreshed_at INTEGER,
    factor_method TEXT CONSTRAINT session_factor_method_choice CHECK (factor_method IN ('totp', 'recovery_code')),
    factor_at INTEGER,
    CONSTRAINT session_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT session_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.session_account_id_index ON session (workspace_id, account_id, id);
CREATE INDEX IF NOT EXISTS main.session_expires_at_index ON session (workspace_id, expires_at, id);

CREATE TABLE IF NOT EXISTS main.sign_in_event (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT sign_in_event_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT sign_in_event_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    account_id BLOB CONSTRAINT sign_in_event_account_id_size CHECK (length(account_id) = 16),
    session_id BLOB CONSTRAINT sign_in_event_session_id_size CHECK (length(session_id) = 16),
    outcome TEXT NOT NULL CONSTRAINT sign_in_event_outcome_choice CHECK (outcome IN ('done', 'refused', 'reused', 'code_refused')),
    device TEXT CONSTRAINT sign_in_event_device_length CHECK (length(device) <= 608),
    region TEXT CONSTRAINT sign_in_event_region_length CHECK (length(region) <= 224),
    address TEXT CONSTRAINT sign_in_event_address_length CHECK (length(address) <= 512),
    CONSTRAINT sign_in_event_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT sign_in_event_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.sign_in_event_account_id_index ON sign_in_event (workspace_id, account_id, id);

CREATE TABLE IF NOT EXISTS main.one_time_token (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT one_time_token_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT one_time_token_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    kind TEXT NOT NULL CONSTRAINT one_time_token_kind_choice CHECK (kind IN ('recovery', 'invite', 'confirm', 'email', 'set_up', 'sign_in', 'reauthenticate', 'email_old', 'account_invite')),
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
CREATE INDEX IF NOT EXISTS main.one_time_token_account_id_index ON one_time_token (workspace_id, account_id, id);
CREATE INDEX IF NOT EXISTS main.one_time_token_expires_at_index ON one_time_token (workspace_id, expires_at, id);

CREATE TABLE IF NOT EXISTS main.invite (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT invite_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT invite_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    email TEXT NOT NULL CONSTRAINT invite_email_length CHECK (length(email) <= 1652),
    role TEXT NOT NULL CONSTRAINT invite_role_choice CHECK (role IN ('member', 'admin')),
    grants TEXT NOT NULL DEFAULT '{}' CONSTRAINT invite_grants_length CHECK (length(grants) <= 500),
    expires_at INTEGER NOT NULL,
    accepted_at INTEGER,
    revoked_at INTEGER,
    email_blind TEXT,
    CONSTRAINT invite_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.invite_email_blind_index ON invite (workspace_id, email_blind, id);
CREATE INDEX IF NOT EXISTS main.invite_expires_at_index ON invite (workspace_id, expires_at, id);

CREATE TABLE IF NOT EXISTS main.factor (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT factor_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT factor_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    account_id BLOB NOT NULL CONSTRAINT factor_account_id_size CHECK (length(account_id) = 16),
    friendly_name TEXT CONSTRAINT factor_friendly_name_length CHECK (length(friendly_name) <= 608),
    status TEXT NOT NULL DEFAULT 'unverified' CONSTRAINT factor_status_choice CHECK (status IN ('unverified', 'verified')),
    sealed TEXT NOT NULL CONSTRAINT factor_sealed_length CHECK (length(sealed) <= 1328),
    last_step INTEGER NOT NULL DEFAULT 0,
    verified_at INTEGER,
    CONSTRAINT factor_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT factor_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.factor_account_id_index ON factor (workspace_id, account_id, id);

CREATE TABLE IF NOT EXISTS main.identity (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT identity_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT identity_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    account_id BLOB NOT NULL CONSTRAINT identity_account_id_size CHECK (length(account_id) = 16),
    provider TEXT NOT NULL CONSTRAINT identity_provider_choice CHECK (provider IN ('google')),
    subject_hash TEXT NOT NULL CONSTRAINT identity_subject_hash_length CHECK (length(subject_hash) >= 64 AND length(subject_hash) <= 64),
    email TEXT CONSTRAINT identity_email_length CHECK (length(email) <= 1652),
    last_sign_in_at INTEGER,
    CONSTRAINT identity_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT identity_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.identity_account_id_index ON identity (workspace_id, account_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.identity_subject_hash_unique ON identity (workspace_id, subject_hash);

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
    sealed TEXT CONSTRAINT outbox_mail_sealed_length CHECK (length(sealed) <= 196736),
    status TEXT NOT NULL DEFAULT 'queued' CONSTRAINT outbox_mail_status_choice CHECK (status IN ('queued', 'sending', 'sent', 'failed', 'unknown')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at INTEGER NOT NULL,
    leased_until INTEGER,
    settled_at INTEGER,
    fault TEXT CONSTRAINT outbox_mail_fault_length CHECK (length(fault) <= 80),
    CONSTRAINT outbox_mail_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.outbox_mail_idempotency_key_unique ON outbox_mail (workspace_id, idempotency_key);
CREATE INDEX IF NOT EXISTS main.outbox_mail_next_attempt_at_index ON outbox_mail (workspace_id, next_attempt_at, id);

CREATE TABLE IF NOT EXISTS main.import_run (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT import_run_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT import_run_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    entity TEXT NOT NULL CONSTRAINT import_run_entity_length CHECK (length(entity) <= 64),
    file_name TEXT NOT NULL CONSTRAINT import_run_file_name_length CHECK (length(file_name) <= 255),
    status TEXT NOT NULL CONSTRAINT import_run_status_choice CHECK (status IN ('uploaded', 'ready', 'running', 'done', 'failed', 'cancelled', 'undone')),
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
    failure TEXT CONSTRAINT import_run_failure_choice CHECK (failure IN ('stopped', 'unreadable', 'refused', 'forbidden')),
    started_at INTEGER,
    finished_at INTEGER,
    CONSTRAINT import_run_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.import_run_created_by_index ON import_run (workspace_id, created_by, id);
CREATE INDEX IF NOT EXISTS main.import_run_content_key_index ON import_run (workspace_id, content_key, id);

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
    size_system TEXT CONSTRAINT sale_size_system_choice CHECK (size_system IN ('US', 'EU', 'UK', 'CM')),
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
    brand_fold TEXT,
    shoe_type_fold TEXT,
    CONSTRAINT sale_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT sale_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES live_session (workspace_id, id),
    CONSTRAINT sale_product_id_link FOREIGN KEY (workspace_id, product_id) REFERENCES product (workspace_id, id),
    CONSTRAINT sale_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES product_variant (workspace_id, id),
    CONSTRAINT sale_location_id_link FOREIGN KEY (workspace_id, location_id) REFERENCES location (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.sale_live_session_id_index ON sale (workspace_id, live_session_id, id);
CREATE INDEX IF NOT EXISTS main.sale_product_id_index ON sale (workspace_id, product_id, id);
CREATE INDEX IF NOT EXISTS main.sale_sold_at_index ON sale (workspace_id, sold_at, id);
CREATE INDEX IF NOT EXISTS main.sale_day_index ON sale (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS main.sale_brand_index ON sale (workspace_id, brand, id);
CREATE INDEX IF NOT EXISTS main.sale_shoe_type_index ON sale (workspace_id, shoe_type, id);
CREATE INDEX IF NOT EXISTS main.sale_product_variant_id_index ON sale (workspace_id, product_variant_id, id);
CREATE INDEX IF NOT EXISTS main.sale_location_id_index ON sale (workspace_id, location_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.sale_source_external_ref_unique ON sale (workspace_id, source, external_ref);
