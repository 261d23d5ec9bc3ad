-- tables: server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event outbox_mail import_run import_file import_row import_mapping live_session product sale

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
    CONSTRAINT session_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT session_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES main.account (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS session_account_id_index ON main.session (workspace_id, account_id, id);
CREATE INDEX IF NOT EXISTS session_expires_at_index ON main.session (workspace_id, expires_at, id);

CREATE TABLE IF NOT EXISTS main.invite (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    email text COLLATE "C" NOT NULL CONSTRAINT invite_email_length CHECK (char_length(email) >= 3 AND char_length(email) <= 254),
    role text COLLATE "C" NOT NULL CONSTRAINT invite_role_choice CHECK (role IN ('member', 'admin')),
    grants text COLLATE "C" NOT NULL DEFAULT '{}' CONSTRAINT invite_grants_length CHECK (char_length(grants) <= 500),
    expires_at bigint NOT NULL,
    accepted_at bigint,
    revoked_at bigint,
    CONSTRAINT invite_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS invite_expires_at_index ON main.invite (workspace_id, expires_at, id);

CREATE TABLE IF NOT EXISTS main.saved_view (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    entity text COLLATE "C" NOT NULL CONSTRAINT saved_view_entity_length CHECK (char_length(entity) >= 1 AND char_length(entity) <= 64),
    name text COLLATE "C" NOT NULL CONSTRAINT saved_view_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 80),
    query text COLLATE "C" NOT NULL CONSTRAINT saved_view_query_length CHECK (char_length(query) <= 8000),
    shared smallint NOT NULL DEFAULT 0 CONSTRAINT saved_view_shared_boolean CHECK (shared IN (0, 1)),
    CONSTRAINT saved_view_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS saved_view_created_by_index ON main.saved_view (workspace_id, created_by, id);
CREATE INDEX IF NOT EXISTS saved_view_entity_index ON main.saved_view (workspace_id, entity, id);

CREATE TABLE IF NOT EXISTS main.outbox_mail (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    recipient text COLLATE "C" NOT NULL CONSTRAINT outbox_mail_recipient_length CHECK (char_length(recipient) >= 3 AND char_length(recipient) <= 254),
    kind text COLLATE "C" NOT NULL CONSTRAINT outbox_mail_kind_length CHECK (char_length(kind) >= 1 AND char_length(kind) <= 40),
    idempotency_key text COLLATE "C" NOT NULL CONSTRAINT outbox_mail_idempotency_key_length CHECK (char_length(idempotency_key) >= 1 AND char_length(idempotency_key) <= 120),
    sealed text COLLATE "C" CONSTRAINT outbox_mail_sealed_length CHECK (char_length(sealed) <= 32768),
    status text COLLATE "C" NOT NULL DEFAULT 'queued' CONSTRAINT outbox_mail_status_choice CHECK (status IN ('queued', 'sending', 'sent', 'failed', 'unknown')),
    attempts bigint NOT NULL DEFAULT 0,
    next_attempt_at bigint NOT NULL,
    leased_until bigint,
    settled_at bigint,
    fault text COLLATE "C" CONSTRAINT outbox_mail_fault_length CHECK (char_length(fault) <= 80),
    CONSTRAINT outbox_mail_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS outbox_mail_idempotency_key_unique ON main.outbox_mail (workspace_id, idempotency_key);
CREATE INDEX IF NOT EXISTS outbox_mail_next_attempt_at_index ON main.outbox_mail (workspace_id, next_attempt_at, id);

CREATE TABLE IF NOT EXISTS main.import_run (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    entity text COLLATE "C" NOT NULL CONSTRAINT import_run_entity_length CHECK (char_length(entity) <= 64),
    file_name text COLLATE "C" NOT NULL CONSTRAINT import_run_file_name_length CHECK (char_length(file_name) <= 255),
    status text COLLATE "C" NOT NULL CONSTRAINT import_run_status_choice CHECK (status IN ('uploaded', 'ready', 'running', 'done', 'failed', 'cancelled', 'undone')),
    source text COLLATE "C" CONSTRAINT import_run_source_length CHECK (char_length(source) <= 40),
    header_key text COLLATE "C" NOT NULL CONSTRAINT import_run_header_key_length CHECK (char_length(header_key) <= 64),
    content_key text COLLATE "C" NOT NULL CONSTRAINT import_run_content_key_length CHECK (char_length(content_key) <= 64),
    rows_total bigint NOT NULL DEFAULT 0,
    rows_done bigint NOT NULL DEFAULT 0,
    rows_failed bigint NOT NULL DEFAULT 0,
    rows_skipped bigint NOT NULL DEFAULT 0,
    links_created bigint NOT NULL DEFAULT 0,
    mapping text COLLATE "C" CONSTRAINT import_run_mapping_length CHECK (char_length(mapping) <= 65536),
    options text COLLATE "C" CONSTRAINT import_run_options_length CHECK (char_length(options) <= 4000),
    errors text COLLATE "C" CONSTRAINT import_run_errors_length CHECK (char_length(errors) <= 65536),
    failure text COLLATE "C" CONSTRAINT import_run_failure_choice CHECK (failure IN ('stopped', 'unreadable', 'refused', 'forbidden')),
    started_at bigint,
    finished_at bigint,
    CONSTRAINT import_run_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS import_run_created_by_index ON main.import_run (workspace_id, created_by, id);
CREATE INDEX IF NOT EXISTS import_run_content_key_index ON main.import_run (workspace_id, content_key, id);

CREATE TABLE IF NOT EXISTS main.import_file (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    run_id uuid NOT NULL,
    number bigint NOT NULL,
    data text COLLATE "C" NOT NULL CONSTRAINT import_file_data_length CHECK (char_length(data) <= 65536),
    expires_at bigint NOT NULL,
    CONSTRAINT import_file_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS import_file_run_id_index ON main.import_file (workspace_id, run_id, id);
CREATE INDEX IF NOT EXISTS import_file_expires_at_index ON main.import_file (workspace_id, expires_at, id);
CREATE UNIQUE INDEX IF NOT EXISTS import_file_run_id_number_unique ON main.import_file (workspace_id, run_id, number);

CREATE TABLE IF NOT EXISTS main.import_row (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    run_id uuid NOT NULL,
    entity text COLLATE "C" NOT NULL CONSTRAINT import_row_entity_length CHECK (char_length(entity) <= 64),
    row_id uuid NOT NULL,
    row_version bigint NOT NULL,
    CONSTRAINT import_row_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS import_row_run_id_index ON main.import_row (workspace_id, run_id, id);

CREATE TABLE IF NOT EXISTS main.import_mapping (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    entity text COLLATE "C" NOT NULL CONSTRAINT import_mapping_entity_length CHECK (char_length(entity) <= 64),
    header_key text COLLATE "C" NOT NULL CONSTRAINT import_mapping_header_key_length CHECK (char_length(header_key) <= 64),
    mapping text COLLATE "C" NOT NULL CONSTRAINT import_mapping_mapping_length CHECK (char_length(mapping) <= 65536),
    options text COLLATE "C" NOT NULL CONSTRAINT import_mapping_options_length CHECK (char_length(options) <= 4000),
    CONSTRAINT import_mapping_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS import_mapping_entity_header_key_unique ON main.import_mapping (workspace_id, entity, header_key);
