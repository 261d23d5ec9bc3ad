-- tables: kept_answer server_setting account membership session sign_in_event one_time_token workspace member invite saved_view audit_event factor factor_challenge recovery_code service_key identity oauth_flow backup_snapshot outbox_mail egress_event import_run import_file import_row import_mapping storage_bucket storage_object blob storage_upload self_check live_session product product_variant product_barcode barcode_counter location sale record_lock cost_category recurring_cost cost_item cost_budget month_close

CREATE TABLE IF NOT EXISTS main.record_lock (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT record_lock_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT record_lock_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    month TEXT CONSTRAINT record_lock_month_form CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    live_session_id BLOB CONSTRAINT record_lock_live_session_id_size CHECK (length(live_session_id) = 16),
    CONSTRAINT record_lock_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT record_lock_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES live_session (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.record_lock_month_index ON record_lock (workspace_id, month, id);
CREATE INDEX IF NOT EXISTS main.record_lock_live_session_id_index ON record_lock (workspace_id, live_session_id, id);

CREATE TABLE IF NOT EXISTS main.cost_category (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT cost_category_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT cost_category_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT cost_category_name_length CHECK (length(name) >= 1 AND length(name) <= 80),
    kind TEXT NOT NULL DEFAULT 'other' CONSTRAINT cost_category_kind_choice CHECK (kind IN ('goods', 'platform', 'host', 'ads', 'shipping', 'premises', 'other')),
    is_active INTEGER NOT NULL DEFAULT 1 CONSTRAINT cost_category_is_active_boolean CHECK (is_active IN (0, 1)),
    name_fold TEXT,
    CONSTRAINT cost_category_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS main.cost_category_name_unique ON cost_category (workspace_id, name);

CREATE TABLE IF NOT EXISTS main.recurring_cost (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT recurring_cost_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT recurring_cost_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    name TEXT NOT NULL CONSTRAINT recurring_cost_name_length CHECK (length(name) >= 1 AND length(name) <= 160),
    cost_category_id BLOB NOT NULL CONSTRAINT recurring_cost_cost_category_id_size CHECK (length(cost_category_id) = 16),
    currency TEXT NOT NULL CONSTRAINT recurring_cost_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    amount INTEGER NOT NULL CONSTRAINT recurring_cost_amount_range CHECK (amount >= 0 AND amount <= 1000000000000),
    day_of_month INTEGER NOT NULL DEFAULT 1 CONSTRAINT recurring_cost_day_of_month_range CHECK (day_of_month >= 1 AND day_of_month <= 31),
    starts_on TEXT NOT NULL CONSTRAINT recurring_cost_starts_on_form CHECK (starts_on GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    ends_on TEXT CONSTRAINT recurring_cost_ends_on_form CHECK (ends_on GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    share_by TEXT NOT NULL DEFAULT 'none' CONSTRAINT recurring_cost_share_by_choice CHECK (share_by IN ('none', 'gmv', 'units', 'hours')),
    booked_to TEXT CONSTRAINT recurring_cost_booked_to_form CHECK (booked_to GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    name_fold TEXT,
    CONSTRAINT recurring_cost_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT recurring_cost_cost_category_id_link FOREIGN KEY (workspace_id, cost_category_id) REFERENCES cost_category (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.recurring_cost_cost_category_id_index ON recurring_cost (workspace_id, cost_category_id, id);

CREATE TABLE IF NOT EXISTS main.cost_item (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT cost_item_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT cost_item_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    day TEXT NOT NULL CONSTRAINT cost_item_day_form CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    cost_category_id BLOB NOT NULL CONSTRAINT cost_item_cost_category_id_size CHECK (length(cost_category_id) = 16),
    name TEXT NOT NULL CONSTRAINT cost_item_name_length CHECK (length(name) >= 1 AND length(name) <= 160),
    currency TEXT NOT NULL CONSTRAINT cost_item_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    amount INTEGER NOT NULL CONSTRAINT cost_item_amount_range CHECK (amount >= -1000000000000 AND amount <= 1000000000000),
    live_session_id BLOB CONSTRAINT cost_item_live_session_id_size CHECK (length(live_session_id) = 16),
    share_by TEXT NOT NULL DEFAULT 'none' CONSTRAINT cost_item_share_by_choice CHECK (share_by IN ('none', 'gmv', 'units', 'hours')),
    supplier TEXT CONSTRAINT cost_item_supplier_length CHECK (length(supplier) <= 120),
    note TEXT CONSTRAINT cost_item_note_length CHECK (length(note) <= 4000),
    recurring_cost_id BLOB CONSTRAINT cost_item_recurring_cost_id_size CHECK (length(recurring_cost_id) = 16),
    recurring_month TEXT CONSTRAINT cost_item_recurring_month_form CHECK (recurring_month GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    name_fold TEXT,
    supplier_fold TEXT,
    CONSTRAINT cost_item_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT cost_item_cost_category_id_link FOREIGN KEY (workspace_id, cost_category_id) REFERENCES cost_category (workspace_id, id),
    CONSTRAINT cost_item_live_session_id_link FOREIGN KEY (workspace_id, live_session_id) REFERENCES live_session (workspace_id, id),
    CONSTRAINT cost_item_recurring_cost_id_link FOREIGN KEY (workspace_id, recurring_cost_id) REFERENCES recurring_cost (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.cost_item_day_index ON cost_item (workspace_id, day, id);
CREATE INDEX IF NOT EXISTS main.cost_item_cost_category_id_index ON cost_item (workspace_id, cost_category_id, id);
CREATE INDEX IF NOT EXISTS main.cost_item_live_session_id_index ON cost_item (workspace_id, live_session_id, id);
CREATE INDEX IF NOT EXISTS main.cost_item_recurring_cost_id_index ON cost_item (workspace_id, recurring_cost_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS main.cost_item_recurring_cost_id_recurring_month_unique ON cost_item (workspace_id, recurring_cost_id, recurring_month);

CREATE TABLE IF NOT EXISTS main.cost_budget (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT cost_budget_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT cost_budget_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    month TEXT NOT NULL CONSTRAINT cost_budget_month_form CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    cost_category_id BLOB NOT NULL CONSTRAINT cost_budget_cost_category_id_size CHECK (length(cost_category_id) = 16),
    currency TEXT NOT NULL CONSTRAINT cost_budget_currency_form CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    amount INTEGER NOT NULL CONSTRAINT cost_budget_amount_range CHECK (amount >= 0 AND amount <= 1000000000000),
    note TEXT CONSTRAINT cost_budget_note_length CHECK (length(note) <= 1000),
    CONSTRAINT cost_budget_key PRIMARY KEY (workspace_id, id),
    CONSTRAINT cost_budget_cost_category_id_link FOREIGN KEY (workspace_id, cost_category_id) REFERENCES cost_category (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.cost_budget_month_index ON cost_budget (workspace_id, month, id);
CREATE INDEX IF NOT EXISTS main.cost_budget_cost_category_id_index ON cost_budget (workspace_id, cost_category_id, id);

CREATE TABLE IF NOT EXISTS main.month_close (
    workspace_id INTEGER NOT NULL,
    id BLOB NOT NULL CONSTRAINT month_close_id_size CHECK (length(id) = 16),
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    created_by BLOB CONSTRAINT month_close_created_by_size CHECK (length(created_by) = 16),
    version INTEGER NOT NULL,
    month TEXT NOT NULL CONSTRAINT month_close_month_form CHECK (month GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    closed_at INTEGER NOT NULL,
    closed_by BLOB CONSTRAINT month_close_closed_by_size CHECK (length(closed_by) = 16),
    note TEXT CONSTRAINT month_close_note_length CHECK (length(note) <= 1000),
    figures TEXT CONSTRAINT month_close_figures_length CHECK (length(figures) <= 262144),
    reopened_at INTEGER,
    reopened_by BLOB CONSTRAINT month_close_reopened_by_size CHECK (length(reopened_by) = 16),
    reason TEXT CONSTRAINT month_close_reason_length CHECK (length(reason) <= 1000),
    CONSTRAINT month_close_key PRIMARY KEY (workspace_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS main.month_close_month_index ON month_close (workspace_id, month, id);
