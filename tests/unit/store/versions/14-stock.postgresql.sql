-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key identity oauth_flow backup_snapshot outbox_mail egress_event import_run import_file import_row import_mapping storage_bucket storage_object blob storage_upload self_check live_session product product_variant product_barcode barcode_counter location sale record_lock cost_category recurring_cost cost_item cost_budget month_close stock_movement stock_level stock_cost stock_entry

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
    second_factor smallint NOT NULL DEFAULT 0 CONSTRAINT workspace_second_factor_boolean CHECK (second_factor IN (0, 1)),
    CONSTRAINT workspace_key PRIMARY KEY (workspace_id, id)
);

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
    reference_kind text COLLATE "C" CONSTRAINT stock_movement_reference_kind_choice CHECK (reference_kind IN ('sale', 'box', 'count')),
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
CREATE INDEX IF NOT EXISTS stock_movement_product_variant_id_index ON main.stock_movement (workspace_id, product_variant_id, id);
CREATE INDEX IF NOT EXISTS stock_movement_location_id_index ON main.stock_movement (workspace_id, location_id, id);
CREATE INDEX IF NOT EXISTS stock_movement_kind_index ON main.stock_movement (workspace_id, kind, id);
CREATE INDEX IF NOT EXISTS stock_movement_booked_at_index ON main.stock_movement (workspace_id, booked_at, id);
CREATE INDEX IF NOT EXISTS stock_movement_moved_at_index ON main.stock_movement (workspace_id, moved_at, id);
CREATE INDEX IF NOT EXISTS stock_movement_day_index ON main.stock_movement (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS stock_movement_reference_id_index ON main.stock_movement (workspace_id, reference_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS stock_movement_corrects_id_unique ON main.stock_movement (workspace_id, corrects_id);
CREATE UNIQUE INDEX IF NOT EXISTS stock_movement_product_variant_id_sequence_unique ON main.stock_movement (workspace_id, product_variant_id, sequence);

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
    CONSTRAINT stock_level_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT stock_level_product_variant_id_link FOREIGN KEY (workspace_id, product_variant_id) REFERENCES main.product_variant (workspace_id, id),
    CONSTRAINT stock_level_location_id_link FOREIGN KEY (workspace_id, location_id) REFERENCES main.location (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS stock_level_product_variant_id_index ON main.stock_level (workspace_id, product_variant_id, id);
CREATE INDEX IF NOT EXISTS stock_level_location_id_index ON main.stock_level (workspace_id, location_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS stock_level_product_variant_id_location_id_unique ON main.stock_level (workspace_id, product_variant_id, location_id);

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
CREATE INDEX IF NOT EXISTS stock_cost_product_variant_id_index ON main.stock_cost (workspace_id, product_variant_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS stock_cost_product_variant_id_unique ON main.stock_cost (workspace_id, product_variant_id);

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
CREATE INDEX IF NOT EXISTS stock_entry_product_variant_id_index ON main.stock_entry (workspace_id, product_variant_id, id);
CREATE INDEX IF NOT EXISTS stock_entry_day_index ON main.stock_entry (workspace_id, day, id);
