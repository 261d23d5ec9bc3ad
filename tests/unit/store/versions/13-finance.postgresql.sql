-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key identity oauth_flow backup_snapshot outbox_mail egress_event import_run import_file import_row import_mapping storage_bucket storage_object blob storage_upload self_check live_session product product_variant product_barcode barcode_counter location sale record_lock cost_category recurring_cost cost_item cost_budget month_close

CREATE TABLE IF NOT EXISTS main.record_lock (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    month text COLLATE "C" CONSTRAINT record_lock_month_form CHECK (month ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    live_session_id uuid,
    CONSTRAINT record_lock_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT record_lock_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES main.live_session (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS record_lock_month_index ON main.record_lock (workspace_id, month, id);
CREATE INDEX IF NOT EXISTS record_lock_live_session_id_index ON main.record_lock (workspace_id, live_session_id, id);

CREATE TABLE IF NOT EXISTS main.cost_category (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL CONSTRAINT cost_category_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 80),
    kind text COLLATE "C" NOT NULL DEFAULT 'other' CONSTRAINT cost_category_kind_choice CHECK (kind IN ('goods', 'platform', 'host', 'ads', 'shipping', 'premises', 'other')),
    is_active smallint NOT NULL DEFAULT 1 CONSTRAINT cost_category_is_active_boolean CHECK (is_active IN (0, 1)),
    name_fold text COLLATE "C",
    CONSTRAINT cost_category_key PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX IF NOT EXISTS cost_category_name_unique ON main.cost_category (workspace_id, name);

CREATE TABLE IF NOT EXISTS main.recurring_cost (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    name text COLLATE "C" NOT NULL CONSTRAINT recurring_cost_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 160),
    cost_category_id uuid NOT NULL,
    currency text COLLATE "C" NOT NULL CONSTRAINT recurring_cost_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    amount bigint NOT NULL CONSTRAINT recurring_cost_amount_range CHECK (amount >= 0 AND amount <= 1000000000000),
    day_of_month bigint NOT NULL DEFAULT 1 CONSTRAINT recurring_cost_day_of_month_range CHECK (day_of_month >= 1 AND day_of_month <= 31),
    starts_on text COLLATE "C" NOT NULL CONSTRAINT recurring_cost_starts_on_form CHECK (starts_on ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    ends_on text COLLATE "C" CONSTRAINT recurring_cost_ends_on_form CHECK (ends_on ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    share_by text COLLATE "C" NOT NULL DEFAULT 'none' CONSTRAINT recurring_cost_share_by_choice CHECK (share_by IN ('none', 'gmv', 'units', 'hours')),
    booked_to text COLLATE "C" CONSTRAINT recurring_cost_booked_to_form CHECK (booked_to ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    name_fold text COLLATE "C",
    CONSTRAINT recurring_cost_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT recurring_cost_cost_category_id_link FOREIGN KEY (workspace_id, cost_category_id) REFERENCES main.cost_category (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS recurring_cost_cost_category_id_index ON main.recurring_cost (workspace_id, cost_category_id, id);

CREATE TABLE IF NOT EXISTS main.cost_item (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    day text COLLATE "C" NOT NULL CONSTRAINT cost_item_day_form CHECK (day ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    cost_category_id uuid NOT NULL,
    name text COLLATE "C" NOT NULL CONSTRAINT cost_item_name_length CHECK (char_length(name) >= 1 AND char_length(name) <= 160),
    currency text COLLATE "C" NOT NULL CONSTRAINT cost_item_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    amount bigint NOT NULL CONSTRAINT cost_item_amount_range CHECK (amount >= -1000000000000 AND amount <= 1000000000000),
    live_session_id uuid,
    share_by text COLLATE "C" NOT NULL DEFAULT 'none' CONSTRAINT cost_item_share_by_choice CHECK (share_by IN ('none', 'gmv', 'units', 'hours')),
    supplier text COLLATE "C" CONSTRAINT cost_item_supplier_length CHECK (char_length(supplier) <= 120),
    note text COLLATE "C" CONSTRAINT cost_item_note_length CHECK (char_length(note) <= 4000),
    recurring_cost_id uuid,
    recurring_month text COLLATE "C" CONSTRAINT cost_item_recurring_month_form CHECK (recurring_month ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    name_fold text COLLATE "C",
    supplier_fold text COLLATE "C",
    CONSTRAINT cost_item_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT cost_item_cost_category_id_link FOREIGN KEY (workspace_id, cost_category_id) REFERENCES main.cost_category (workspace_id, id),
    CONSTRAINT cost_item_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES main.live_session (workspace_id, id),
    CONSTRAINT cost_item_recurring_cost_id_link FOREIGN KEY (workspace_id, recurring_cost_id) REFERENCES main.recurring_cost (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS cost_item_day_index ON main.cost_item (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS cost_item_cost_category_id_index ON main.cost_item (workspace_id, cost_category_id, id);
CREATE INDEX IF NOT EXISTS cost_item_live_session_id_index ON main.cost_item (workspace_id, live_session_id, id);
CREATE INDEX IF NOT EXISTS cost_item_recurring_cost_id_index ON main.cost_item (workspace_id, recurring_cost_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS cost_item_recurring_cost_id_recurring_month_unique ON main.cost_item (workspace_id, recurring_cost_id, recurring_month);

CREATE TABLE IF NOT EXISTS main.cost_budget (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    month text COLLATE "C" NOT NULL CONSTRAINT cost_budget_month_form CHECK (month ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    cost_category_id uuid NOT NULL,
    currency text COLLATE "C" NOT NULL CONSTRAINT cost_budget_currency_form CHECK (currency ~ '^[A-Z]{3}$'),
    amount bigint NOT NULL CONSTRAINT cost_budget_amount_range CHECK (amount >= 0 AND amount <= 1000000000000),
    note text COLLATE "C" CONSTRAINT cost_budget_note_length CHECK (char_length(note) <= 1000),
    CONSTRAINT cost_budget_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT cost_budget_cost_category_id_link FOREIGN KEY (workspace_id, cost_category_id) REFERENCES main.cost_category (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS cost_budget_month_index ON main.cost_budget (workspace_id, month, id);
CREATE INDEX IF NOT EXISTS cost_budget_cost_category_id_index ON main.cost_budget (workspace_id, cost_category_id, id);

CREATE TABLE IF NOT EXISTS main.month_close (
    workspace_id bigint NOT NULL,
    id uuid NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    created_by uuid,
    version bigint NOT NULL,
    month text COLLATE "C" NOT NULL CONSTRAINT month_close_month_form CHECK (month ~ '^[0-9]{4}-[01][0-9]-[0-3][0-9]$'),
    closed_at bigint NOT NULL,
    closed_by uuid,
    note text COLLATE "C" CONSTRAINT month_close_note_length CHECK (char_length(note) <= 1000),
    figures text COLLATE "C" CONSTRAINT month_close_figures_length CHECK (char_length(figures) <= 262144),
    reopened_at bigint,
    reopened_by uuid,
    reason text COLLATE "C" CONSTRAINT month_close_reason_length CHECK (char_length(reason) <= 1000),
    CONSTRAINT month_close_key PRIMARY KEY (workspace_id, id)
);
CREATE INDEX IF NOT EXISTS month_close_month_index ON main.month_close (workspace_id, month, id);
