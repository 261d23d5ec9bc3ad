-- tables: server_setting account membership session sign_in_event one_time_token workspace member audit_event live_session product sale

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

CREATE TABLE IF NOT EXISTS main.account (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    email text COLLATE "C" CONSTRAINT account_email_length CHECK (char_length(email) <= 254),
    username text COLLATE "C" CONSTRAINT account_username_length CHECK ((char_length(username) >= 2 OR username = '') AND char_length(username) <= 40),
    display_name text COLLATE "C" NOT NULL CONSTRAINT account_display_name_length CHECK (char_length(display_name) >= 1 AND char_length(display_name) <= 80),
    password text COLLATE "C" CONSTRAINT account_password_length CHECK (char_length(password) <= 256),
    password_changed_at bigint,
    language text COLLATE "C" NOT NULL DEFAULT 'en' CONSTRAINT account_language_choice CHECK (language IN ('en', 'zh')),
    email_confirmed_at bigint,
    last_workspace bigint NOT NULL DEFAULT 0,
    last_sign_in_at bigint,
    CONSTRAINT account_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS account_email_unique ON main.account (workspace_id, email);
CREATE UNIQUE INDEX IF NOT EXISTS account_username_unique ON main.account (workspace_id, username);

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

CREATE TABLE IF NOT EXISTS main.session (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    account_id uuid NOT NULL,
    current_workspace bigint NOT NULL DEFAULT 0,
    method text COLLATE "C" NOT NULL CONSTRAINT session_method_choice CHECK (method IN ('password', 'recovery', 'invite', 'confirm', 'set_up')),
    device text COLLATE "C" CONSTRAINT session_device_length CHECK (char_length(device) <= 80),
    region text COLLATE "C" CONSTRAINT session_region_length CHECK (char_length(region) <= 16),
    last_seen_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    ended_at bigint,
    end_reason text COLLATE "C" CONSTRAINT session_end_reason_choice CHECK (end_reason IN ('sign_out', 'owner', 'password', 'reuse', 'operator')),
    refresh_count bigint NOT NULL DEFAULT 0,
    refreshed_at bigint,
    recovery_until bigint,
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
    outcome text COLLATE "C" NOT NULL CONSTRAINT sign_in_event_outcome_choice CHECK (outcome IN ('done', 'refused', 'reused')),
    device text COLLATE "C" CONSTRAINT sign_in_event_device_length CHECK (char_length(device) <= 80),
    region text COLLATE "C" CONSTRAINT sign_in_event_region_length CHECK (char_length(region) <= 16),
    address text COLLATE "C" CONSTRAINT sign_in_event_address_length CHECK (char_length(address) <= 64),
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
    kind text COLLATE "C" NOT NULL CONSTRAINT one_time_token_kind_choice CHECK (kind IN ('recovery', 'invite', 'confirm', 'email', 'set_up')),
    token_hash text COLLATE "C" NOT NULL CONSTRAINT one_time_token_token_hash_length CHECK (char_length(token_hash) >= 64 AND char_length(token_hash) <= 64),
    account_id uuid,
    for_workspace bigint NOT NULL DEFAULT 0,
    invite_id uuid,
    email text COLLATE "C" CONSTRAINT one_time_token_email_length CHECK (char_length(email) <= 254),
    expires_at bigint NOT NULL,
    used_at bigint,
    CONSTRAINT one_time_token_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT one_time_token_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES main.account (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS one_time_token_token_hash_unique ON main.one_time_token (workspace_id, token_hash);
CREATE INDEX IF NOT EXISTS one_time_token_account_id_index ON main.one_time_token (workspace_id, account_id, id);
CREATE INDEX IF NOT EXISTS one_time_token_expires_at_index ON main.one_time_token (workspace_id, expires_at, id);

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
    CONSTRAINT workspace_key PRIMARY KEY (workspace_id, id)
);

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
CREATE UNIQUE INDEX IF NOT EXISTS member_account_id_unique ON main.member (workspace_id, account_id);

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
CREATE INDEX IF NOT EXISTS audit_event_actor_id_index ON main.audit_event (workspace_id, actor_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS audit_event_number_unique ON main.audit_event (workspace_id, number);

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
    review text COLLATE "C" CONSTRAINT live_session_review_length CHECK (char_length(review) <= 8000),
    title_fold text COLLATE "C",
    host_fold text COLLATE "C",
    CONSTRAINT live_session_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS live_session_day_index ON main.live_session (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS live_session_platform_index ON main.live_session (workspace_id, platform, id);
CREATE INDEX IF NOT EXISTS live_session_host_index ON main.live_session (workspace_id, host, id);
CREATE INDEX IF NOT EXISTS live_session_starts_at_index ON main.live_session (workspace_id, starts_at, id);

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
CREATE INDEX IF NOT EXISTS product_shoe_type_index ON main.product (workspace_id, shoe_type, id);
CREATE UNIQUE INDEX IF NOT EXISTS product_sku_unique ON main.product (workspace_id, sku);
CREATE UNIQUE INDEX IF NOT EXISTS product_barcode_unique ON main.product (workspace_id, barcode);

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
    transcript text COLLATE "C" CONSTRAINT sale_transcript_length CHECK (char_length(transcript) <= 4000),
    brand_fold text COLLATE "C",
    shoe_type_fold text COLLATE "C",
    CONSTRAINT sale_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT sale_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES main.live_session (workspace_id, id),
    CONSTRAINT sale_product_id_link FOREIGN KEY (workspace_id, product_id) REFERENCES main.product (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS sale_live_session_id_index ON main.sale (workspace_id, live_session_id, id);
CREATE INDEX IF NOT EXISTS sale_product_id_index ON main.sale (workspace_id, product_id, id);
CREATE INDEX IF NOT EXISTS sale_sold_at_index ON main.sale (workspace_id, sold_at, id);
CREATE INDEX IF NOT EXISTS sale_day_index ON main.sale (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS sale_brand_index ON main.sale (workspace_id, brand, id);
CREATE INDEX IF NOT EXISTS sale_shoe_type_index ON main.sale (workspace_id, shoe_type, id);
CREATE UNIQUE INDEX IF NOT EXISTS sale_source_external_ref_unique ON main.sale (workspace_id, source, external_ref);
