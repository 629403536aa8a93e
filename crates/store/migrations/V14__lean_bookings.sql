-- A booking is entered into fewer indexes: what is to come of a vehicle is found by its reserved time, so
-- that only the trips under way need one of their own.
CREATE INDEX booking_on_trip ON booking (operator_id, vehicle_id) WHERE state = 'driving';
DROP INDEX booking_open;
