-- Passkeys of members and staff: the public key, sealed, and what is needed to know it again.
CREATE TABLE passkey (
    operator_id BIGINT NOT NULL,
    passkey_id UUID NOT NULL,
    login_id UUID NOT NULL,
    label TEXT NOT NULL,
    sealed BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (operator_id, passkey_id)
);
CREATE INDEX passkey_by_login ON passkey (operator_id, login_id);

-- Ceremonies that were begun: what was asked of an authenticator, to be held against its answer once.
CREATE TABLE passkey_ceremony (
    operator_id BIGINT NOT NULL,
    ceremony_id UUID NOT NULL,
    login_id UUID,
    sealed BYTEA NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (operator_id, ceremony_id)
);
CREATE INDEX passkey_ceremony_expires ON passkey_ceremony (expires_at);
