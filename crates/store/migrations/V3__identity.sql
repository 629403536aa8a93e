-- Sessions have an id by which they are listed and ended, know when they were last used (coarsely),
-- and whether a second factor began them.
ALTER TABLE session ADD COLUMN session_id UUID;
ALTER TABLE session ADD COLUMN used_at BIGINT;
ALTER TABLE session ADD COLUMN second_factor BOOLEAN NOT NULL DEFAULT FALSE;

-- The second factor of staff: a shared secret, and the last step whose code was used.
CREATE TABLE second_factor (
    operator_id BIGINT NOT NULL,
    login_id UUID NOT NULL,
    secret_sealed BYTEA NOT NULL,
    confirmed_at BIGINT,
    last_step BIGINT NOT NULL,
    PRIMARY KEY (operator_id, login_id)
);

-- What stands in for a lost second factor: each once.
CREATE TABLE recovery_code (
    operator_id BIGINT NOT NULL,
    login_id UUID NOT NULL,
    code_hash BYTEA NOT NULL,
    PRIMARY KEY (operator_id, login_id, code_hash)
);

-- Asked-for resets of a password, by the hash of the token that was sent. Those for names that do not
-- exist have no login: they are kept so that asking takes as long.
CREATE TABLE password_reset (
    operator_id BIGINT NOT NULL,
    token_hash BYTEA NOT NULL,
    login_id UUID,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (operator_id, token_hash)
);
CREATE INDEX password_reset_by_login ON password_reset (operator_id, login_id) WHERE login_id IS NOT NULL;
CREATE INDEX password_reset_expires ON password_reset (expires_at);

-- Devices, each with a key of its own; after a rotation the old one holds a while longer.
CREATE TABLE device (
    operator_id BIGINT NOT NULL,
    device_id UUID NOT NULL,
    kind TEXT NOT NULL,
    label TEXT NOT NULL,
    station_id UUID,
    vehicle_id UUID,
    key_sealed BYTEA NOT NULL,
    old_key_sealed BYTEA,
    old_key_until BIGINT,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,
    PRIMARY KEY (operator_id, device_id)
);
