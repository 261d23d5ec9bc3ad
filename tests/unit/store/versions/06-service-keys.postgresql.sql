-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key outbox_mail import_run import_file import_row import_mapping live_session product sale

CREATE TABLE IF NOT EXISTS main.service_key (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL CONSTRAINT service_key_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 80),
    key_hash text COLLATE "C" NOT NULL CONSTRAINT service_key_key_hash_length CHECK (char_length(key_hash) >= 64 AND char_length(key_hash) <= 64),
    last_used_at bigint,
    revoked_at bigint,
    CONSTRAINT service_key_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS service_key_key_hash_unique ON main.service_key (workspace_id, key_hash);
