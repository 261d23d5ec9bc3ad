-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key identity oauth_flow backup_snapshot outbox_mail egress_event import_run import_file import_row import_mapping storage_bucket storage_object blob storage_upload self_check live_session product product_variant product_barcode barcode_counter location sale

CREATE TABLE IF NOT EXISTS main.account (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    email text COLLATE "C" CONSTRAINT account_email_length CHECK (char_length(email) <= 254),
    username text COLLATE "C" CONSTRAINT account_username_length CHECK ((char_length(username) >= 2 OR username = '') AND char_length(username) <= 40),
    display_name text COLLATE "C" NOT NULL CONSTRAINT account_display_name_length CHECK (char_length(display_name) >= 1 AND char_length(display_name) <= 80),
    password text COLLATE "C" CONSTRAINT account_password_length CHECK (char_length(password) <= 256),
    password_changed_at bigint,
    language text COLLATE "C" NOT NULL DEFAULT 'en' CONSTRAINT account_language_choice CHECK (language IN ('en', 'zh')),
    email_confirmed_at bigint,
    last_workspace bigint NOT NULL DEFAULT 0,
    last_sign_in_at bigint,
    is_operator smallint NOT NULL DEFAULT 0 CONSTRAINT account_is_operator_boolean CHECK (is_operator IN (0, 1)),
    CONSTRAINT account_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS account_email_unique ON main.account (workspace_id, email);
CREATE UNIQUE INDEX IF NOT EXISTS account_username_unique ON main.account (workspace_id, username);

CREATE TABLE IF NOT EXISTS main.self_check (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL CONSTRAINT self_check_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 40),
    state text COLLATE "C" NOT NULL CONSTRAINT self_check_state_choice CHECK (state IN ('fine', 'advice', 'fault')),
    since bigint NOT NULL,
    en text COLLATE "C" NOT NULL CONSTRAINT self_check_en_length CHECK (char_length(en) <= 2000),
    zh text COLLATE "C" NOT NULL CONSTRAINT self_check_zh_length CHECK (char_length(zh) <= 2000),
    CONSTRAINT self_check_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS self_check_name_unique ON main.self_check (workspace_id, name);
