-- tables: server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code outbox_mail import_run import_file import_row import_mapping live_session product sale

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
    end_reason TEXT CONSTRAINT session_end_reason_choice CHECK (end_reason IN ('sign_out', 'owner', 'password', 'reuse', 'operator', 'factor')),
    refresh_count INTEGER NOT NULL DEFAULT 0,
    refreshed_at INTEGER,
    factor_method TEXT CONSTRAINT session_factor_method_choice CHECK (factor_method IN ('totp', 'recovery_code')),
    factor_at INTEGER,
    CONSTRAINT session_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT session_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.session_account_id_index ON session (workspace_id, account_id, id);
CREATE INDEX IF NOT EXISTS main.session_expires_at_index ON session (workspace_id, expires_at, id);

CREATE TABLE IF NOT EXISTS main.sign_in_event (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT sign_in_event_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT sign_in_event_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    account_id BLOB CONSTRAINT sign_in_event_account_id_size CHECK (length(account_id) = 16),
    session_id BLOB CONSTRAINT sign_in_event_session_id_size CHECK (length(session_id) = 16),
    outcome TEXT NOT NULL CONSTRAINT sign_in_event_outcome_choice CHECK (outcome IN ('done', 'refused', 'reused', 'code_refused')),
    device TEXT CONSTRAINT sign_in_event_device_length CHECK (length(device) <= 80),
    region TEXT CONSTRAINT sign_in_event_region_length CHECK (length(region) <= 16),
    address TEXT CONSTRAINT sign_in_event_address_length CHECK (length(address) <= 64),
    CONSTRAINT sign_in_event_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT sign_in_event_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.sign_in_event_account_id_index ON sign_in_event (workspace_id, account_id, id);

CREATE TABLE IF NOT EXISTS main.workspace (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT workspace_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT workspace_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT workspace_name_length CHECK (length(name) >= 1 AND length(name) <= 80),
    time_zone TEXT NOT NULL CONSTRAINT workspace_time_zone_length CHECK (length(time_zone) >= 1 AND length(time_zone) <= 64),
    currency TEXT NOT NULL CONSTRAINT workspace_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    week_start INTEGER NOT NULL DEFAULT 1 CONSTRAINT workspace_week_start_range CHECK (week_start >= 1 AND week_start <= 7),
    second_factor INTEGER NOT NULL DEFAULT 0 CONSTRAINT workspace_second_factor_boolean CHECK (second_factor IN (0, 1)),
    CONSTRAINT workspace_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS main.factor (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT factor_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT factor_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    account_id BLOB NOT NULL CONSTRAINT factor_account_id_size CHECK (length(account_id) = 16),
    friendly_name TEXT CONSTRAINT factor_friendly_name_length CHECK (length(friendly_name) <= 80),
    status TEXT NOT NULL DEFAULT 'unverified' CONSTRAINT factor_status_choice CHECK (status IN ('unverified', 'verified')),
    sealed TEXT NOT NULL CONSTRAINT factor_sealed_length CHECK (length(sealed) >= 1 AND length(sealed) <= 200),
    last_step INTEGER NOT NULL DEFAULT 0,
    verified_at INTEGER,
    CONSTRAINT factor_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT factor_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.factor_account_id_index ON factor (workspace_id, account_id, id);

CREATE TABLE IF NOT EXISTS main.factor_challenge (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT factor_challenge_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT factor_challenge_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    factor_id BLOB NOT NULL CONSTRAINT factor_challenge_factor_id_size CHECK (length(factor_id) = 16),
    session_id BLOB NOT NULL CONSTRAINT factor_challenge_session_id_size CHECK (length(session_id) = 16),
    expires_at INTEGER NOT NULL,
    used_at INTEGER,
    CONSTRAINT factor_challenge_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT factor_challenge_factor_id_link FOREIGN KEY (workspace_id, factor_id) REFERENCES factor (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.factor_challenge_factor_id_index ON factor_challenge (workspace_id, factor_id, id);
CREATE INDEX IF NOT EXISTS main.factor_challenge_expires_at_index ON factor_challenge (workspace_id, expires_at, id);

CREATE TABLE IF NOT EXISTS main.recovery_code (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT recovery_code_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT recovery_code_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    account_id BLOB NOT NULL CONSTRAINT recovery_code_account_id_size CHECK (length(account_id) = 16),
    code_hash TEXT NOT NULL CONSTRAINT recovery_code_code_hash_length CHECK (length(code_hash) >= 64 AND length(code_hash) <= 64),
    used_at INTEGER,
    CONSTRAINT recovery_code_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT recovery_code_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES account (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.recovery_code_account_id_index ON recovery_code (workspace_id, account_id, id);
