-- tables: server_setting account membership session sign_in_event one_time_token workspace member audit_event live_session product sale

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

CREATE TABLE IF NOT EXISTS main.account (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT account_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT account_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    email TEXT CONSTRAINT account_email_length CHECK (length(email) <= 254),
    username TEXT CONSTRAINT account_username_length CHECK ((length(username) >= 2 OR username = '') AND length(username) <= 40),
    display_name TEXT NOT NULL CONSTRAINT account_display_name_length CHECK (length(display_name) >= 1 AND length(display_name) <= 80),
    password TEXT CONSTRAINT account_password_length CHECK (length(password) <= 256),
    password_changed_at INTEGER,
    language TEXT NOT NULL DEFAULT 'en' CONSTRAINT account_language_choice CHECK (language IN ('en', 'zh')),
    email_confirmed_at INTEGER,
    last_workspace INTEGER NOT NULL DEFAULT 0,
    last_sign_in_at INTEGER,
    CONSTRAINT account_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.account_email_unique ON account (workspace_id, email);
CREATE UNIQUE INDEX IF NOT EXISTS main.account_username_unique ON account (workspace_id, username);

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

CREATE TABLE IF NOT EXISTS main.session (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT session_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT session_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    account_id BLOB NOT NULL CONSTRAINT session_account_id_size CHECK (length(account_id) = 16),
    current_workspace INTEGER NOT NULL DEFAULT 0,
    method TEXT NOT NULL CONSTRAINT session_method_choice CHECK (method IN ('password', 'recovery', 'invite', 'confirm', 'set_up')),
    device TEXT CONSTRAINT session_device_length CHECK (length(device) <= 80),
    region TEXT CONSTRAINT session_region_length CHECK (length(region) <= 16),
    last_seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    end_reason TEXT CONSTRAINT session_end_reason_choice CHECK (end_reason IN ('sign_out', 'owner', 'password', 'reuse', 'operator')),
    refresh_count INTEGER NOT NULL DEFAULT 0,
    refreshed_at INTEGER,
    recovery_until INTEGER,
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
    outcome TEXT NOT NULL CONSTRAINT sign_in_event_outcome_choice CHECK (outcome IN ('done', 'refused', 'reused')),
    device TEXT CONSTRAINT sign_in_event_device_length CHECK (length(device) <= 80),
    region TEXT CONSTRAINT sign_in_event_region_length CHECK (length(region) <= 16),
    address TEXT CONSTRAINT sign_in_event_address_length CHECK (length(address) <= 64),
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
    kind TEXT NOT NULL CONSTRAINT one_time_token_kind_choice CHECK (kind IN ('recovery', 'invite', 'confirm', 'email', 'set_up')),
    token_hash TEXT NOT NULL CONSTRAINT one_time_token_token_hash_length CHECK (length(token_hash) >= 64 AND length(token_hash) <= 64),
    account_id BLOB CONSTRAINT one_time_token_account_id_size CHECK (length(account_id) = 16),
    for_workspace INTEGER NOT NULL DEFAULT 0,
    invite_id BLOB CONSTRAINT one_time_token_invite_id_size CHECK (length(invite_id) = 16),
    email TEXT CONSTRAINT one_time_token_email_length CHECK (length(email) <= 254),
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    CONSTRAINT one_time_token_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT one_time_token_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.one_time_token_token_hash_unique ON one_time_token (workspace_id, token_hash);
CREATE INDEX IF NOT EXISTS main.one_time_token_account_id_index ON one_time_token (workspace_id, account_id, id);
CREATE INDEX IF NOT EXISTS main.one_time_token_expires_at_index ON one_time_token (workspace_id, expires_at, id);

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
    CONSTRAINT workspace_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;

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
    role TEXT NOT NULL CONSTRAINT member_role_choice CHECK (role IN ('member', 'admin')),
    grants TEXT NOT NULL DEFAULT '{}' CONSTRAINT member_grants_length CHECK (length(grants) <= 500),
    CONSTRAINT member_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.member_account_id_unique ON member (workspace_id, account_id);

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
CREATE INDEX IF NOT EXISTS main.audit_event_actor_id_index ON audit_event (workspace_id, actor_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.audit_event_number_unique ON audit_event (workspace_id, number);

CREATE TABLE IF NOT EXISTS main.live_session (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT live_session_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT live_session_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    title TEXT NOT NULL CONSTRAINT live_session_title_length CHECK (length(title) >= 1 AND length(title) <= 120),
    day TEXT NOT NULL CONSTRAINT live_session_day_form CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    platform TEXT NOT NULL CONSTRAINT live_session_platform_choice CHECK (platform IN ('tiktok', 'whatnot', 'douyin', 'taobao', 'kuaishou', 'instagram', 'other')),
    host TEXT CONSTRAINT live_session_host_length CHECK (length(host) <= 80),
    status TEXT NOT NULL DEFAULT 'planned' CONSTRAINT live_session_status_choice CHECK (status IN ('planned', 'live', 'ended')),
    starts_at INTEGER,
    ends_at INTEGER,
    currency TEXT NOT NULL CONSTRAINT live_session_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    gmv INTEGER CONSTRAINT live_session_gmv_range CHECK (gmv >= 0 AND gmv <= 1000000000000),
    cost INTEGER CONSTRAINT live_session_cost_range CHECK (cost >= 0 AND cost <= 1000000000000),
    buyers INTEGER CONSTRAINT live_session_buyers_range CHECK (buyers >= 0 AND buyers <= 1000000),
    items INTEGER CONSTRAINT live_session_items_range CHECK (items >= 0 AND items <= 1000000),
    review TEXT CONSTRAINT live_session_review_length CHECK (length(review) <= 8000),
    title_fold TEXT,
    host_fold TEXT,
    CONSTRAINT live_session_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.live_session_day_index ON live_session (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS main.live_session_platform_index ON live_session (workspace_id, platform, id);
CREATE INDEX IF NOT EXISTS main.live_session_host_index ON live_session (workspace_id, host, id);
CREATE INDEX IF NOT EXISTS main.live_session_starts_at_index ON live_session (workspace_id, starts_at, id);

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
CREATE INDEX IF NOT EXISTS main.product_shoe_type_index ON product (workspace_id, shoe_type, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.product_sku_unique ON product (workspace_id, sku);
CREATE UNIQUE INDEX IF NOT EXISTS main.product_barcode_unique ON product (workspace_id, barcode);

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
    transcript TEXT CONSTRAINT sale_transcript_length CHECK (length(transcript) <= 4000),
    brand_fold TEXT,
    shoe_type_fold TEXT,
    CONSTRAINT sale_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT sale_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES live_session (workspace_id, id),
    CONSTRAINT sale_product_id_link FOREIGN KEY (workspace_id, product_id) REFERENCES product (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.sale_live_session_id_index ON sale (workspace_id, live_session_id, id);
CREATE INDEX IF NOT EXISTS main.sale_product_id_index ON sale (workspace_id, product_id, id);
CREATE INDEX IF NOT EXISTS main.sale_sold_at_index ON sale (workspace_id, sold_at, id);
CREATE INDEX IF NOT EXISTS main.sale_day_index ON sale (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS main.sale_brand_index ON sale (workspace_id, brand, id);
CREATE INDEX IF NOT EXISTS main.sale_shoe_type_index ON sale (workspace_id, shoe_type, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.sale_source_external_ref_unique ON sale (workspace_id, source, external_ref);
