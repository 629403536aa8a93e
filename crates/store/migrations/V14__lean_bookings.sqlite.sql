-- Reserved times of a vehicle do not overlap: if the first that ends later begins later, too, all do.
DROP TRIGGER booking_reserved_once_new;
CREATE TRIGGER booking_reserved_once_new BEFORE INSERT ON booking
WHEN NEW.reserved_from IS NOT NULL AND NEW.reserved_until > (
    SELECT reserved_from FROM booking WHERE operator_id = NEW.operator_id
    AND vehicle_id = NEW.vehicle_id AND reserved_until > NEW.reserved_from
    ORDER BY reserved_until LIMIT 1
) BEGIN SELECT RAISE(ABORT, 'booking_reserved_once'); END;
