-- tables: server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event outbox_mail import_run import_file import_row import_mapping live_session product sale

CREATE TABLE IF NOT EXISTS main.session (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT session_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT session_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    account_id BLOB NOT NULL CONSTRAINT session_account_id_size CHECK (length(account_id) = 16),
    current_workspace INTEGER NOT NULL DEFAULT 0,
    method TEXT NOT NULL CONSTRAINT session_method_choice CHECK (method IN ('password', 'recovery', 'invite', 'confirm', 'set_up')),
    device TEXT CONSTRAINT session_device_length CHECK (length(device) <= 80),
    region TEXT CONSTRAINT session_region_length CHECK (length(region) <= 16),
    last_seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER,
    end_reason TEXT CONSTRAINT session_end_reason_choice CHECK (end_reason IN ('sign_out', 'owner', 'password', 'reuse', 'operator')),
    refresh_count INTEGER NOT NULL DEFAULT 0,
    refreshed_at INTEGER,
    CONSTRAINT session_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT session_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.session_account_id_index ON session (workspace_id, account_id, id);
CREATE INDEX IF NOT EXISTS main.session_expires_at_index ON session (workspace_id, expires_at, id);

CREATE TABLE IF NOT EXISTS main.invite (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT invite_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT invite_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    email TEXT NOT NULL CONSTRAINT invite_email_length CHECK (length(email) >= 3 AND length(email) <= 254),
    role TEXT NOT NULL CONSTRAINT invite_role_choice CHECK (role IN ('member', 'admin')),
    grants TEXT NOT NULL DEFAULT '{}' CONSTRAINT invite_grants_length CHECK (length(grants) <= 500),
    expires_at INTEGER NOT NULL,
    accepted_at INTEGER,
    revoked_at INTEGER,
    CONSTRAINT invite_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.invite_expires_at_index ON invite (workspace_id, expires_at, id);

CREATE TABLE IF NOT EXISTS main.saved_view (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT saved_view_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT saved_view_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    entity TEXT NOT NULL CONSTRAINT saved_view_entity_length CHECK (length(entity) >= 1 AND length(entity) <= 64),
    name TEXT NOT NULL CONSTRAINT saved_view_name_length CHECK (length(name) >= 1 AND length(name) <= 80),
    query TEXT NOT NULL CONSTRAINT saved_view_query_length CHECK (length(query) <= 8000),
    shared INTEGER NOT NULL DEFAULT 0 CONSTRAINT saved_view_shared_boolean CHECK (shared IN (0, 1)),
    CONSTRAINT saved_view_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.saved_view_created_by_index ON saved_view (workspace_id, created_by, id);
CREATE INDEX IF NOT EXISTS main.saved_view_entity_index ON saved_view (workspace_id, entity, id);

CREATE TABLE IF NOT EXISTS main.outbox_mail (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT outbox_mail_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT outbox_mail_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    recipient TEXT NOT NULL CONSTRAINT outbox_mail_recipient_length CHECK (length(recipient) >= 3 AND length(recipient) <= 254),
    kind TEXT NOT NULL CONSTRAINT outbox_mail_kind_length CHECK (length(kind) >= 1 AND length(kind) <= 40),
    idempotency_key TEXT NOT NULL CONSTRAINT outbox_mail_idempotency_key_length CHECK (length(idempotency_key) >= 1 AND length(idempotency_key) <= 120),
    sealed TEXT CONSTRAINT outbox_mail_sealed_length CHECK (length(sealed) <= 32768),
    status TEXT NOT NULL DEFAULT 'queued' CONSTRAINT outbox_mail_status_choice CHECK (status IN ('queued', 'sending', 'sent', 'failed', 'unknown')),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt_at INTEGER NOT NULL,
    leased_until INTEGER,
    settled_at INTEGER,
    fault TEXT CONSTRAINT outbox_mail_fault_length CHECK (length(fault) <= 80),
    CONSTRAINT outbox_mail_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.outbox_mail_idempotency_key_unique ON outbox_mail (workspace_id, idempotency_key);
CREATE INDEX IF NOT EXISTS main.outbox_mail_next_attempt_at_index ON outbox_mail (workspace_id, next_attempt_at, id);

CREATE TABLE IF NOT EXISTS main.import_run (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT import_run_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT import_run_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    entity TEXT NOT NULL CONSTRAINT import_run_entity_length CHECK (length(entity) <= 64),
    file_name TEXT NOT NULL CONSTRAINT import_run_file_name_length CHECK (length(file_name) <= 255),
    status TEXT NOT NULL CONSTRAINT import_run_status_choice CHECK (status IN ('uploaded', 'ready', 'running', 'done', 'failed', 'cancelled', 'undone')),
    source TEXT CONSTRAINT import_run_source_length CHECK (length(source) <= 40),
    header_key TEXT NOT NULL CONSTRAINT import_run_header_key_length CHECK (length(header_key) <= 64),
    content_key TEXT NOT NULL CONSTRAINT import_run_content_key_length CHECK (length(content_key) <= 64),
    rows_total INTEGER NOT NULL DEFAULT 0,
    rows_done INTEGER NOT NULL DEFAULT 0,
    rows_failed INTEGER NOT NULL DEFAULT 0,
    rows_skipped INTEGER NOT NULL DEFAULT 0,
    links_created INTEGER NOT NULL DEFAULT 0,
    mapping TEXT CONSTRAINT import_run_mapping_length CHECK (length(mapping) <= 65536),
    options TEXT CONSTRAINT import_run_options_length CHECK (length(options) <= 4000),
    errors TEXT CONSTRAINT import_run_errors_length CHECK (length(errors) <= 65536),
    failure TEXT CONSTRAINT import_run_failure_choice CHECK (failure IN ('stopped', 'unreadable', 'refused', 'forbidden')),
    started_at INTEGER,
    finished_at INTEGER,
    CONSTRAINT import_run_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.import_run_created_by_index ON import_run (workspace_id, created_by, id);
CREATE INDEX IF NOT EXISTS main.import_run_content_key_index ON import_run (workspace_id, content_key, id);

CREATE TABLE IF NOT EXISTS main.import_file (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT import_file_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT import_file_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    run_id BLOB NOT NULL CONSTRAINT import_file_run_id_size CHECK (length(run_id) = 16),
    number INTEGER NOT NULL,
    data TEXT NOT NULL CONSTRAINT import_file_data_length CHECK (length(data) <= 65536),
    expires_at INTEGER NOT NULL,
    CONSTRAINT import_file_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.import_file_run_id_index ON import_file (workspace_id, run_id, id);
CREATE INDEX IF NOT EXISTS main.import_file_expires_at_index ON import_file (workspace_id, expires_at, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.import_file_run_id_number_unique ON import_file (workspace_id, run_id, number);

CREATE TABLE IF NOT EXISTS main.import_row (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT import_row_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT import_row_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    run_id BLOB NOT NULL CONSTRAINT import_row_run_id_size CHECK (length(run_id) = 16),
    entity TEXT NOT NULL CONSTRAINT import_row_entity_length CHECK (length(entity) <= 64),
    row_id BLOB NOT NULL CONSTRAINT import_row_row_id_size CHECK (length(row_id) = 16),
    row_version INTEGER NOT NULL,
    CONSTRAINT import_row_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.import_row_run_id_index ON import_row (workspace_id, run_id, id);

CREATE TABLE IF NOT EXISTS main.import_mapping (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT import_mapping_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT import_mapping_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    entity TEXT NOT NULL CONSTRAINT import_mapping_entity_length CHECK (length(entity) <= 64),
    header_key TEXT NOT NULL CONSTRAINT import_mapping_header_key_length CHECK (length(header_key) <= 64),
    mapping TEXT NOT NULL CONSTRAINT import_mapping_mapping_length CHECK (length(mapping) <= 65536),
    options TEXT NOT NULL CONSTRAINT import_mapping_options_length CHECK (length(options) <= 4000),
    CONSTRAINT import_mapping_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.import_mapping_entity_header_key_unique ON import_mapping (workspace_id, entity, header_key);
