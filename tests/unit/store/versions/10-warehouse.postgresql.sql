-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key identity oauth_flow outbox_mail egress_event import_run import_file import_row import_mapping storage_bucket storage_object blob storage_upload live_session product product_variant product_barcode barcode_counter location sale

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
CREATE INDEX IF NOT EXISTS product_barcode_product_variant_id_index ON main.product_barcode (workspace_id, product_variant_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS product_barcode_code_unique ON main.product_barcode (workspace_id, code);
CREATE INDEX IF NOT EXISTS product_barcode_code_key_index ON main.product_barcode (workspace_id, code_key, id);

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
CREATE INDEX IF NOT EXISTS location_location_id_index ON main.location (workspace_id, location_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS location_code_unique ON main.location (workspace_id, code);
