-- One booking as the service makes it: the same statements in the same transaction, by pgbench.
\set vehicle random(1, :vehicles)
\set slot random(1, 1000000)
\set person random(0, :members - 1)
\set key random(1, 1000000000000)
BEGIN;
SELECT digest, answer FROM idempotency WHERE operator_id = 1 AND actor = 'pgbench' AND key = (:key)::text;
SELECT member_id AS m FROM member WHERE operator_id = 1 AND number = (100001 + :person)::text FOR UPDATE \gset
SELECT * FROM vehicle WHERE operator_id = 1 AND code = (:vehicle)::text;
SELECT vehicle_id AS v, station_id AS s FROM vehicle WHERE operator_id = 1 AND code = (:vehicle)::text FOR UPDATE \gset
SELECT 1 WHERE (SELECT MIN(settles_at) FROM booking WHERE settles_at IS NOT NULL) < 1700000000000 OR (SELECT MIN(due_at) FROM subscription WHERE due_at IS NOT NULL) < 1700000000000;
SELECT * FROM booking WHERE operator_id = 1 AND vehicle_id = :v::uuid AND reserved_until > 1700000000000 UNION ALL SELECT * FROM booking WHERE operator_id = 1 AND vehicle_id = :v::uuid AND reserved_until <= 1700000000000 AND state IN ('planned', 'driving');
INSERT INTO booking (operator_id, booking_id, member_id, vehicle_id, plan, channel, made_at, start_at, end_at, agreed_end_at, reserve_ms, pickup, dropoff, state, reported, extension_refused, waived, restored, reserved_from, reserved_until, settles_at, code_sealed, version) VALUES (1, gen_random_uuid(), :m::uuid, :v::uuid, :plan, 'web', 1790000000000, 4000000000000 + :slot::bigint * 7200000, 4000007200000 + :slot::bigint * 7200000, 4000007200000 + :slot::bigint * 7200000, 0, :s::uuid, :s::uuid, 'planned', '', false, false, false, 4000000000000 + :slot::bigint * 7200000, 4000007200000 + :slot::bigint * 7200000, 4000007200000 + :slot::bigint * 7200000, '\x00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000', 1);
UPDATE vehicle SET first_pickup = :s::uuid, version = version + 1 WHERE operator_id = 1 AND vehicle_id = :v::uuid;
INSERT INTO journal (operator_id, at, actor, kind, member_id, booking_id, vehicle_id, version, data) VALUES (1, 1790000000000, 'member', 'book', :m::uuid, gen_random_uuid(), :v::uuid, 1, repeat('x', 380));
SELECT * FROM person WHERE operator_id = 1 AND member_id = :m::uuid;
SELECT * FROM station WHERE operator_id = 1 AND station_id = :s::uuid;
INSERT INTO outbox (operator_id, message_id, made_at, medium, kind, sealed, state, attempts) VALUES (1, gen_random_uuid(), 1790000000000, 'mail', 'booked', decode(repeat('00', 420), 'hex'), 'waiting', 0);
INSERT INTO outbox (operator_id, message_id, made_at, medium, kind, sealed, state, attempts) VALUES (1, gen_random_uuid(), 1790000000000, 'sms', 'booked', decode(repeat('00', 420), 'hex'), 'waiting', 0);
SELECT * FROM station WHERE operator_id = 1 AND station_id = :s::uuid;
INSERT INTO idempotency (operator_id, actor, key, digest, made_at, answer) VALUES (1, 'pgbench', (:key)::text, '\x00', 1790000000000, repeat('x', 400));
COMMIT;
