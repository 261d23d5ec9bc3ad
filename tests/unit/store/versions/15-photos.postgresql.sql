-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key identity oauth_flow backup_snapshot outbox_mail egress_event import_run import_file import_row import_mapping storage_bucket storage_object photo blob storage_upload self_check live_session product product_variant product_barcode barcode_counter location inbound_box inbound_line sale record_lock cost_category recurring_cost cost_item cost_budget month_close stock_movement stock_level stock_cost stock_entry

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
    CONSTRAINT photo_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT photo_storage_object_id_link FOREIGN KEY (workspace_id, storage_object_id) REFERENCES main.storage_object (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS photo_record_id_index ON main.photo (workspace_id, record_id, id);
CREATE INDEX IF NOT EXISTS photo_storage_object_id_index ON main.photo (workspace_id, storage_object_id, id);

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
    supplier_fold text COLLATE "C",
    tracking_number_fold text COLLATE "C",
    CONSTRAINT inbound_box_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS inbound_box_supplier_index ON main.inbound_box (workspace_id, supplier, id);
CREATE INDEX IF NOT EXISTS inbound_box_tracking_number_index ON main.inbound_box (workspace_id, tracking_number, id);
CREATE INDEX IF NOT EXISTS inbound_box_status_index ON main.inbound_box (workspace_id, status, id);
CREATE INDEX IF NOT EXISTS inbound_box_arrived_at_index ON main.inbound_box (workspace_id, arrived_at, id);
CREATE INDEX IF NOT EXISTS inbound_box_day_index ON main.inbound_box (workspace_id, day, id);

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
    description_fold text COLLATE "C",
    CONSTRAINT inbound_line_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT inbound_line_inbound_box_id_link FOREIGN KEY (workspace_id, inbound_box_id) REFERENCES main.inbound_box (workspace_id, id),
    CONSTRAINT inbound_line_product_id_link FOREIGN KEY (workspace_id, product_id) REFERENCES main.product (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS inbound_line_inbound_box_id_index ON main.inbound_line (workspace_id, inbound_box_id, id);
CREATE INDEX IF NOT EXISTS inbound_line_product_id_index ON main.inbound_line (workspace_id, product_id, id);
