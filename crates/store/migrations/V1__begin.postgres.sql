
CREATE TABLE journal (
    operator_id BIGINT NOT NULL,
    seq BIGINT GENERATED ALWAYS AS IDENTITY,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    actor_id UUID,
    kind TEXT NOT NULL,
    refused TEXT,
    member_id UUID,
    booking_id UUID,
    vehicle_id UUID,
    subject_id UUID,
    version BIGINT,
    data TEXT NOT NULL,
    PRIMARY KEY (operator_id, seq)
);
CREATE INDEX journal_order ON journal (xid, seq);
CREATE INDEX journal_by_booking ON journal (operator_id, booking_id) WHERE booking_id IS NOT NULL;
CREATE INDEX journal_by_member ON journal (operator_id, member_id, seq) WHERE member_id IS NOT NULL;

-- Nobody reserves a vehicle twice, whatever the program believes.
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE booking ADD CONSTRAINT booking_reserved_once EXCLUDE USING gist (
    vehicle_id WITH =, int8range(reserved_from, reserved_until) WITH &&
) WHERE (reserved_from IS NOT NULL);
