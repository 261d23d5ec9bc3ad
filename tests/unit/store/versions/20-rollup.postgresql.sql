-- tables: kept_answer data_key server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key identity oauth_flow backup_snapshot erasure outbox_mail egress_event import_run import_file import_row import_mapping storage_bucket storage_object photo blob storage_upload self_check security_report live_session product product_variant product_barcode barcode_counter location inbound_box inbound_line sale sale_rollup record_lock cost_category recurring_cost cost_item cost_budget month_close stock_movement stock_level stock_cost stock_entry

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
