-- Answers are long and their keys come in no order. Kept by its key, a page would hold four of them,
-- and every other one would split a page; now only the keys are kept in order.
CREATE TABLE idempotency_by_age (
    operator_id INTEGER NOT NULL,
    actor TEXT NOT NULL,
    key TEXT NOT NULL,
    digest BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    answer TEXT NOT NULL,
    PRIMARY KEY (operator_id, actor, key)
) STRICT;
INSERT INTO idempotency_by_age (operator_id, actor, key, digest, made_at, answer)
SELECT operator_id, actor, key, digest, made_at, answer FROM idempotency ORDER BY made_at;
DROP TABLE idempotency;
ALTER TABLE idempotency_by_age RENAME TO idempotency;
