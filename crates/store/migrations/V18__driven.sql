-- How far a vehicle was driven on a trip, in metres, as it was told or read at the return: for figures.
-- Of trips that ended before this, it is not known.
ALTER TABLE booking ADD COLUMN distance_m BIGINT;
