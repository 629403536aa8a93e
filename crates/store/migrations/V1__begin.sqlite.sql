
CREATE TABLE journal (
    operator_id INTEGER NOT NULL,
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    actor_id BLOB,
    kind TEXT NOT NULL,
    refused TEXT,
    member_id BLOB,
    booking_id BLOB,
    vehicle_id BLOB,
    subject_id BLOB,
    version INTEGER,
    data TEXT NOT NULL
) STRICT;
CREATE INDEX journal_by_booking ON journal (operator_id, booking_id) WHERE booking_id IS NOT NULL;
CREATE INDEX journal_by_member ON journal (operator_id, member_id, seq) WHERE member_id IS NOT NULL;

-- Nobody reserves a vehicle twice, whatever the program believes.
CREATE TRIGGER booking_reserved_once_new BEFORE INSERT ON booking
WHEN NEW.reserved_from IS NOT NULL AND EXISTS (
    SELECT 1 FROM booking WHERE operator_id = NEW.operator_id AND vehicle_id = NEW.vehicle_id
    AND reserved_until > NEW.reserved_from AND reserved_from < NEW.reserved_until
) BEGIN SELECT RAISE(ABORT, 'booking_reserved_once'); END;
CREATE TRIGGER booking_reserved_once_moved
BEFORE UPDATE OF reserved_from, reserved_until, vehicle_id ON booking
WHEN NEW.reserved_from IS NOT NULL AND EXISTS (
    SELECT 1 FROM booking WHERE operator_id = NEW.operator_id AND vehicle_id = NEW.vehicle_id
    AND booking_id <> NEW.booking_id
    AND reserved_until > NEW.reserved_from AND reserved_from < NEW.reserved_until
) BEGIN SELECT RAISE(ABORT, 'booking_reserved_once'); END;
