-- tables: kept_answer data_key server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key identity oauth_flow backup_snapshot outbox_mail egress_event import_run import_file import_row import_mapping storage_bucket storage_object photo blob storage_upload self_check security_report live_session product product_variant product_barcode barcode_counter location inbound_box inbound_line sale record_lock cost_category recurring_cost cost_item cost_budget month_close stock_movement stock_level stock_cost stock_entry

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
