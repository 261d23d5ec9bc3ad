-- tables: server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code outbox_mail import_run import_file import_row import_mapping live_session product sale

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
    end_reason text COLLATE "C" CONSTRAINT session_end_reason_choice CHECK (end_reason IN ('sign_out', 'owner', 'password', 'reuse', 'operator', 'factor')),
    refresh_count bigint NOT NULL DEFAULT 0,
    refreshed_at bigint,
    factor_method text COLLATE "C" CONSTRAINT session_factor_method_choice CHECK (factor_method IN ('totp', 'recovery_code')),
    factor_at bigint,
    CONSTRAINT session_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT session_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES main.account (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS session_account_id_index ON main.session (workspace_id, account_id, id);
CREATE INDEX IF NOT EXISTS session_expires_at_index ON main.session (workspace_id, expires_at, id);

CREATE TABLE IF NOT EXISTS main.sign_in_event (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    account_id uuid,
    session_id uuid,
    outcome text COLLATE "C" NOT NULL CONSTRAINT sign_in_event_outcome_choice CHECK (outcome IN ('done', 'refused', 'reused', 'code_refused')),
    device text COLLATE "C" CONSTRAINT sign_in_event_device_length CHECK (char_length(device) <= 80),
    region text COLLATE "C" CONSTRAINT sign_in_event_region_length CHECK (char_length(region) <= 16),
    address text COLLATE "C" CONSTRAINT sign_in_event_address_length CHECK (char_length(address) <= 64),
    CONSTRAINT sign_in_event_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT sign_in_event_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES main.account (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS sign_in_event_account_id_index ON main.sign_in_event (workspace_id, account_id, id);

CREATE TABLE IF NOT EXISTS main.workspace (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL CONSTRAINT workspace_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 80),
    time_zone text COLLATE "C" NOT NULL CONSTRAINT workspace_time_zone_length CHECK (char_length(time_zone) >= 1 AND char_length(time_zone) <= 64),
    currency text COLLATE "C" NOT NULL CONSTRAINT workspace_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    week_start bigint NOT NULL DEFAULT 1 CONSTRAINT workspace_week_start_range CHECK (week_start >= 1 AND week_start <= 7),
    second_factor smallint NOT NULL DEFAULT 0 CONSTRAINT workspace_second_factor_boolean CHECK (second_factor IN (0, 1)),
    CONSTRAINT workspace_key PRIMARY KEY (workspace_id, id)
);

CREATE TABLE IF NOT EXISTS main.factor (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    account_id uuid NOT NULL,
    friendly_name text COLLATE "C" CONSTRAINT factor_friendly_name_length CHECK (char_length(friendly_name) <= 80),
    status text COLLATE "C" NOT NULL DEFAULT 'unverified' CONSTRAINT factor_status_choice CHECK (status IN ('unverified', 'verified')),
    sealed text COLLATE "C" NOT NULL CONSTRAINT factor_sealed_length CHECK (char_length(sealed) >= 1 AND char_length(sealed) <= 200),
    last_step bigint NOT NULL DEFAULT 0,
    verified_at bigint,
    CONSTRAINT factor_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT factor_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES main.account (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS factor_account_id_index ON main.factor (workspace_id, account_id, id);

CREATE TABLE IF NOT EXISTS main.factor_challenge (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    factor_id uuid NOT NULL,
    session_id uuid NOT NULL,
    expires_at bigint NOT NULL,
    used_at bigint,
    CONSTRAINT factor_challenge_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT factor_challenge_factor_id_link FOREIGN KEY (workspace_id, factor_id) REFERENCES main.factor (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS factor_challenge_factor_id_index ON main.factor_challenge (workspace_id, factor_id, id);
CREATE INDEX IF NOT EXISTS factor_challenge_expires_at_index ON main.factor_challenge (workspace_id, expires_at, id);

CREATE TABLE IF NOT EXISTS main.recovery_code (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    account_id uuid NOT NULL,
    code_hash text COLLATE "C" NOT NULL CONSTRAINT recovery_code_code_hash_length CHECK (char_length(code_hash) >= 64 AND char_length(code_hash) <= 64),
    used_at bigint,
    CONSTRAINT recovery_code_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT recovery_code_account_id_link FOREIGN KEY (workspace_id, account_id) REFERENCES main.account (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS recovery_code_account_id_index ON main.recovery_code (workspace_id, account_id, id);
