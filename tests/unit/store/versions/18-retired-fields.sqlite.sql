-- tables: kept_answer data_key server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key identity oauth_flow backup_snapshot outbox_mail egress_event import_run import_file import_row import_mapping storage_bucket storage_object photo blob storage_upload self_check security_report live_session product product_variant product_barcode barcode_counter location inbound_box inbound_line sale record_lock cost_category recurring_cost cost_item cost_budget month_close stock_movement stock_level stock_cost stock_entry

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
