-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key outbox_mail import_run import_file import_row import_mapping storage_bucket storage_object blob storage_upload live_session product sale

CREATE TABLE IF NOT EXISTS main.storage_bucket (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL DEFAULT '' CONSTRAINT storage_bucket_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 63),
    module text COLLATE "C" NOT NULL DEFAULT 'core' CONSTRAINT storage_bucket_module_choice CHECK (module IN ('core', 'admin', 'live', 'sales', 'warehouse', 'finance', 'knowledge', 'assistant', 'studio', 'creator')),
    is_public smallint NOT NULL DEFAULT 0 CONSTRAINT storage_bucket_is_public_boolean CHECK (is_public IN (0, 1)),
    size_limit bigint NOT NULL DEFAULT 0,
    types text COLLATE "C" NOT NULL DEFAULT '' CONSTRAINT storage_bucket_types_length CHECK (char_length(types) <= 2000),
    CONSTRAINT storage_bucket_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS storage_bucket_name_unique ON main.storage_bucket (workspace_id, name);

CREATE TABLE IF NOT EXISTS main.storage_object (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    bucket text COLLATE "C" NOT NULL DEFAULT '' CONSTRAINT storage_object_bucket_length CHECK (char_length(bucket) >= 1 AND char_length(bucket) <= 63),
    name text COLLATE "C" NOT NULL DEFAULT '' CONSTRAINT storage_object_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 1024),
    folder text COLLATE "C" NOT NULL DEFAULT '' CONSTRAINT storage_object_folder_length CHECK (char_length(folder) <= 1024),
    leaf text COLLATE "C" NOT NULL DEFAULT '' CONSTRAINT storage_object_leaf_length CHECK (char_length(leaf) <= 1024),
    module text COLLATE "C" NOT NULL DEFAULT 'core' CONSTRAINT storage_object_module_choice CHECK (module IN ('core', 'admin', 'live', 'sales', 'warehouse', 'finance', 'knowledge', 'assistant', 'studio', 'creator')),
    content_type text COLLATE "C" NOT NULL DEFAULT '' CONSTRAINT storage_object_content_type_length CHECK (char_length(content_type) <= 255),
    cache_control text COLLATE "C" NOT NULL DEFAULT '' CONSTRAINT storage_object_cache_control_length CHECK (char_length(cache_control) <= 100),
    size bigint NOT NULL DEFAULT 0,
    etag text COLLATE "C" NOT NULL DEFAULT '' CONSTRAINT storage_object_etag_length CHECK (char_length(etag) <= 64),
    metadata text COLLATE "C" CONSTRAINT storage_object_metadata_length CHECK (char_length(metadata) <= 8000),
    blob_id uuid,
    leaf_fold text COLLATE "C",
    CONSTRAINT storage_object_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS storage_object_bucket_index ON main.storage_object (workspace_id, bucket, id);
CREATE INDEX IF NOT EXISTS storage_object_folder_index ON main.storage_object (workspace_id, folder, id);
CREATE INDEX IF NOT EXISTS storage_object_blob_id_index ON main.storage_object (workspace_id, blob_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS storage_object_bucket_name_unique ON main.storage_object (workspace_id, bucket, name);

CREATE TABLE IF NOT EXISTS main.blob (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    key text COLLATE "C" NOT NULL CONSTRAINT blob_key_length CHECK (char_length(key) <= 200),
    state text COLLATE "C" NOT NULL CONSTRAINT blob_state_choice CHECK (state IN ('writing', 'kept', 'doomed')),
    size bigint NOT NULL,
    expires_at bigint,
    CONSTRAINT blob_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS blob_state_index ON main.blob (workspace_id, state, id);

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
    blob_id uuid NOT NULL,
    expires_at bigint NOT NULL,
    CONSTRAINT storage_upload_key PRIMARY KEY (workspace_id, id)
);
