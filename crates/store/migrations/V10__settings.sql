-- Counts how often an operator set something, so that other processes notice.

ALTER TABLE operator ADD COLUMN settings_version BIGINT NOT NULL DEFAULT 0;
