-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key outbox_mail import_run import_file import_row import_mapping storage_bucket storage_object blob storage_upload live_session product sale

CREATE TABLE IF NOT EXISTS main.storage_bucket (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT storage_bucket_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT storage_bucket_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL DEFAULT '' CONSTRAINT storage_bucket_name_length CHECK (length(name) >= 1 AND length(name) <= 63),
    module TEXT NOT NULL DEFAULT 'core' CONSTRAINT storage_bucket_module_choice CHECK (module IN ('core', 'admin', 'live', 'sales', 'warehouse', 'finance', 'knowledge', 'assistant', 'studio', 'creator')),
    is_public INTEGER NOT NULL DEFAULT 0 CONSTRAINT storage_bucket_is_public_boolean CHECK (is_public IN (0, 1)),
    size_limit INTEGER NOT NULL DEFAULT 0,
    types TEXT NOT NULL DEFAULT '' CONSTRAINT storage_bucket_types_length CHECK (length(types) <= 2000),
    CONSTRAINT storage_bucket_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.storage_bucket_name_unique ON storage_bucket (workspace_id, name);

CREATE TABLE IF NOT EXISTS main.storage_object (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT storage_object_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT storage_object_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    bucket TEXT NOT NULL DEFAULT '' CONSTRAINT storage_object_bucket_length CHECK (length(bucket) >= 1 AND length(bucket) <= 63),
    name TEXT NOT NULL DEFAULT '' CONSTRAINT storage_object_name_length CHECK (length(name) >= 1 AND length(name) <= 1024),
    folder TEXT NOT NULL DEFAULT '' CONSTRAINT storage_object_folder_length CHECK (length(folder) <= 1024),
    leaf TEXT NOT NULL DEFAULT '' CONSTRAINT storage_object_leaf_length CHECK (length(leaf) <= 1024),
    module TEXT NOT NULL DEFAULT 'core' CONSTRAINT storage_object_module_choice CHECK (module IN ('core', 'admin', 'live', 'sales', 'warehouse', 'finance', 'knowledge', 'assistant', 'studio', 'creator')),
    content_type TEXT NOT NULL DEFAULT '' CONSTRAINT storage_object_content_type_length CHECK (length(content_type) <= 255),
    cache_control TEXT NOT NULL DEFAULT '' CONSTRAINT storage_object_cache_control_length CHECK (length(cache_control) <= 100),
    size INTEGER NOT NULL DEFAULT 0,
    etag TEXT NOT NULL DEFAULT '' CONSTRAINT storage_object_etag_length CHECK (length(etag) <= 64),
    metadata TEXT CONSTRAINT storage_object_metadata_length CHECK (length(metadata) <= 8000),
    blob_id BLOB CONSTRAINT storage_object_blob_id_size CHECK (length(blob_id) = 16),
    leaf_fold TEXT,
    CONSTRAINT storage_object_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.storage_object_bucket_index ON storage_object (workspace_id, bucket, id);
CREATE INDEX IF NOT EXISTS main.storage_object_folder_index ON storage_object (workspace_id, folder, id);
CREATE INDEX IF NOT EXISTS main.storage_object_blob_id_index ON storage_object (workspace_id, blob_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.storage_object_bucket_name_unique ON storage_object (workspace_id, bucket, name);

CREATE TABLE IF NOT EXISTS main.blob (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT blob_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT blob_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    key TEXT NOT NULL CONSTRAINT blob_key_length CHECK (length(key) <= 200),
    state TEXT NOT NULL CONSTRAINT blob_state_choice CHECK (state IN ('writing', 'kept', 'doomed')),
    size INTEGER NOT NULL,
    expires_at INTEGER,
    CONSTRAINT blob_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.blob_state_index ON blob (workspace_id, state, id);

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
    blob_id BLOB NOT NULL CONSTRAINT storage_upload_blob_id_size CHECK (length(blob_id) = 16),
    expires_at INTEGER NOT NULL,
    CONSTRAINT storage_upload_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
