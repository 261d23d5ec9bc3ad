-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key identity oauth_flow backup_snapshot outbox_mail egress_event import_run import_file import_row import_mapping storage_bucket storage_object blob storage_upload self_check live_session product product_variant product_barcode barcode_counter location sale

CREATE TABLE IF NOT EXISTS main.account (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT account_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT account_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    email TEXT CONSTRAINT account_email_length CHECK (length(email) <= 254),
    username TEXT CONSTRAINT account_username_length CHECK ((length(username) >= 2 OR username = '') AND length(username) <= 40),
    display_name TEXT NOT NULL CONSTRAINT account_display_name_length CHECK (length(display_name) >= 1 AND length(display_name) <= 80),
    password TEXT CONSTRAINT account_password_length CHECK (length(password) <= 256),
    password_changed_at INTEGER,
    language TEXT NOT NULL DEFAULT 'en' CONSTRAINT account_language_choice CHECK (language IN ('en', 'zh')),
    email_confirmed_at INTEGER,
    last_workspace INTEGER NOT NULL DEFAULT 0,
    last_sign_in_at INTEGER,
    is_operator INTEGER NOT NULL DEFAULT 0 CONSTRAINT account_is_operator_boolean CHECK (is_operator IN (0, 1)),
    CONSTRAINT account_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.account_email_unique ON account (workspace_id, email);
CREATE UNIQUE INDEX IF NOT EXISTS main.account_username_unique ON account (workspace_id, username);

CREATE TABLE IF NOT EXISTS main.self_check (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT self_check_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT self_check_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT self_check_name_length CHECK (length(name) >= 1 AND length(name) <= 40),
    state TEXT NOT NULL CONSTRAINT self_check_state_choice CHECK (state IN ('fine', 'advice', 'fault')),
    since INTEGER NOT NULL,
    en TEXT NOT NULL CONSTRAINT self_check_en_length CHECK (length(en) <= 2000),
    zh TEXT NOT NULL CONSTRAINT self_check_zh_length CHECK (length(zh) <= 2000),
    CONSTRAINT self_check_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.self_check_name_unique ON self_check (workspace_id, name);
