-- tables: kept_answer data_key server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key identity oauth_flow backup_snapshot outbox_mail egress_event import_run import_file import_row import_mapping storage_bucket storage_object photo blob storage_upload self_check security_report live_session product product_variant product_barcode barcode_counter location inbound_box inbound_line sale record_lock cost_category recurring_cost cost_item cost_budget month_close stock_movement stock_level stock_cost stock_entry

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
CREATE INDEX IF NOT EXISTS sign_in_event_account_id_index ON main.sign_in_event (workspace_id, account_id, id);

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
CREATE INDEX IF NOT EXISTS one_time_token_account_id_index ON main.one_time_token (workspace_id, account_id, id);
CREATE INDEX IF NOT EXISTS one_time_token_expires_at_index ON main.one_time_token (workspace_id, expires_at, id);

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
CREATE INDEX IF NOT EXISTS invite_email_blind_index ON main.invite (workspace_id, email_blind, id);
CREATE INDEX IF NOT EXISTS invite_expires_at_index ON main.invite (workspace_id, expires_at, id);

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
    sealed text COLLATE "C" CONSTRAINT outbox_mail_sealed_length CHECK (length(sealed) <= 196736),
    status text COLLATE "C" NOT NULL DEFAULT 'queued' CONSTRAINT outbox_mail_status_choice CHECK (status IN ('queued', 'sending', 'sent', 'failed', 'unknown')),
    attempts bigint NOT NULL DEFAULT 0,
    next_attempt_at bigint NOT NULL,
    leased_until bigint,
    settled_at bigint,
    fault text COLLATE "C" CONSTRAINT outbox_mail_fault_length CHECK (char_length(fault) <= 80),
    CONSTRAINT outbox_mail_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS outbox_mail_idempotency_key_unique ON main.outbox_mail (workspace_id, idempotency_key);
CREATE INDEX IF NOT EXISTS outbox_mail_next_attempt_at_index ON main.outbox_mail (workspace_id, next_attempt_at, id);

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
    failure text COLLATE "C" CONSTRAINT import_run_failure_choice CHECK (failure IN ('stopped', 'unreadable', 'refused', 'forbidden')),
    started_at bigint,
    finished_at bigint,
    CONSTRAINT import_run_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS import_run_created_by_index ON main.import_run (workspace_id, created_by, id);
CREATE INDEX IF NOT EXISTS import_run_content_key_index ON main.import_run (workspace_id, content_key, id);

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
    brand_fold text COLLATE "C",
    shoe_type_fold text COLLATE "C",
    CONSTRAINT sale_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT sale_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES main.live_session (workspace_id, id),
    CONSTRAINT sale_product_id_link FOREIGN KEY (workspace_id, product_id) REFERENCES main.product (workspace_id, id),
    CONSTRAINT sale_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES main.product_variant (workspace_id, id),
    CONSTRAINT sale_location_id_link FOREIGN KEY (workspace_id, location_id) REFERENCES main.location (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS sale_live_session_id_index ON main.sale (workspace_id, live_session_id, id);
CREATE INDEX IF NOT EXISTS sale_product_id_index ON main.sale (workspace_id, product_id, id);
CREATE INDEX IF NOT EXISTS sale_sold_at_index ON main.sale (workspace_id, sold_at, id);
CREATE INDEX IF NOT EXISTS sale_day_index ON main.sale (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS sale_brand_index ON main.sale (workspace_id, brand, id);
CREATE INDEX IF NOT EXISTS sale_shoe_type_index ON main.sale (workspace_id, shoe_type, id);
CREATE INDEX IF NOT EXISTS sale_product_variant_id_index ON main.sale (workspace_id, product_variant_id, id);
CREATE INDEX IF NOT EXISTS sale_location_id_index ON main.sale (workspace_id, location_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS sale_source_external_ref_unique ON main.sale (workspace_id, source, external_ref);
