//! What SQLite's planner is told of how many rows an index finds.
//!
//! Told nothing, it takes an operator for somebody with ten bookings, ten lines, ten of everything, and
//! rather reads all of an operator than goes by the index of a vehicle. Counting (`ANALYZE`)
//! would find nothing in a new store, and another thing each time. So it is told the same everywhere:
//! that of a large operator, with which a small one is served as well.

use rusqlite::Connection;

use crate::failure::Failure;

/// The rows of a table.
const TABLE: i64 = 1_000_000;
/// The rows that an index has of a table of which it holds a part: what waits, what is under way.
const PART: i64 = 10_000;
/// Of how many operators they are.
const OPERATORS: i64 = 10;
/// So many rows have the same id, moment, number or name; with each further column fewer.
const FEW: [i64; 3] = [20, 4, 2];
/// Columns of which each value is that of very many rows.
const CLASSES: [&str; 4] = ["kind", "state", "medium", "account"];

/// What is told of an index: its table, its name, its figures.
type Told = (String, String, String);

/// Tells it, of all indexes that there are, unless it was told before. Connections that are opened from
/// now on know.
pub(crate) fn tell(connection: &Connection) -> Result<(), Failure> {
    let told = estimates(connection)?;
    if known(connection)? == told {
        return Ok(());
    }
    // Counting makes the table of figures, if there is none.
    connection.execute_batch("BEGIN IMMEDIATE; ANALYZE operator; DELETE FROM sqlite_stat1")?;
    {
        let insert = "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?1, ?2, ?3)";
        let mut insert = connection.prepare(insert)?;
        for (table, index, figures) in &told {
            insert.execute([table, index, figures])?;
        }
    }
    connection.execute_batch("COMMIT; ANALYZE sqlite_schema")?;
    Ok(())
}

/// What was told before.
fn known(connection: &Connection) -> Result<Vec<Told>, Failure> {
    let there = "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'";
    if connection.query_row(there, [], |row| row.get::<_, i64>(0))? == 0 {
        return Ok(Vec::new());
    }
    let sql = "SELECT tbl, COALESCE(idx, ''), stat FROM sqlite_stat1 ORDER BY 1, 2";
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What there is to tell.
fn estimates(connection: &Connection) -> Result<Vec<Told>, Failure> {
    // The key of a table has its figures under the table's own name.
    let sql = "SELECT m.name, CASE i.origin WHEN 'pk' THEN m.name ELSE i.name END, i.[unique],
        i.partial, (SELECT GROUP_CONCAT(COALESCE(name, '')) FROM
        (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno))
        FROM sqlite_schema m, pragma_index_list(m.name) i WHERE m.type = 'table'
        AND m.name NOT LIKE 'sqlite_%' ORDER BY 1, 2";
    let mut statement = connection.prepare(sql)?;
    let rows = statement.query_map([], |row| {
        let (is_unique, is_part): (bool, bool) = (row.get(2)?, row.get(3)?);
        let columns: String = row.get(4)?;
        let all = if is_part { PART } else { TABLE };
        let figures = figures(all, is_unique, &columns.split(',').collect::<Vec<_>>());
        Ok((row.get(0)?, row.get(1)?, figures))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many rows there are, and how many have the same values in the first column, the first two …
fn figures(all: i64, is_unique: bool, columns: &[&str]) -> String {
    let (mut text, mut same, mut few) = (all.to_string(), all, FEW.iter());
    for (number, column) in columns.iter().enumerate() {
        same = match *column {
            _ if is_unique && number + 1 == columns.len() => 1,
            "operator_id" => same / OPERATORS,
            column if CLASSES.contains(&column) => (same / 10).max(1),
            _ => same.min(few.next().copied().unwrap_or(1)),
        };
        text.push_str(&format!(" {same}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrate;

    /// How a question is answered, in SQLite's words.
    fn plan(connection: &Connection, sql: &str) -> String {
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let values = vec![1; statement.parameter_count()];
        let rows = statement.query_map(rusqlite::params_from_iter(values), |row| row.get(3));
        rows.unwrap().collect::<Result<Vec<String>, _>>().unwrap().join("; ")
    }

    #[test]
    fn whoever_asks_by_the_columns_of_an_index_is_answered_by_it() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate::sqlite(&mut connection).unwrap();
        let sql = "SELECT m.name, GROUP_CONCAT(c.name) FROM sqlite_schema m,
            pragma_index_list(m.name) i, pragma_index_info(i.name) c
            WHERE m.type = 'table' AND NOT i.partial AND c.seqno < 2 AND c.name IS NOT NULL
            GROUP BY m.name, i.name HAVING COUNT(*) = 2 AND MIN(c.name) <> 'version'";
        let mut statement = connection.prepare(sql).unwrap();
        let indexes = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        let indexes: Vec<(String, String)> = indexes.unwrap().map(Result::unwrap).collect();
        assert!(indexes.len() > 60, "{}", indexes.len());
        for (table, columns) in indexes {
            let (first, second) = columns.split_once(',').unwrap();
            let sql = format!("SELECT * FROM {table} WHERE {first} = ?1 AND {second} = ?2");
            let plan = plan(&connection, &sql);
            assert!(plan.contains(&format!("{second}=?")), "{sql}: {plan}");
        }
    }

    #[test]
    fn it_is_told_once() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate::sqlite(&mut connection).unwrap();
        assert_eq!(known(&connection).unwrap(), estimates(&connection).unwrap());
        let before = connection.total_changes();
        migrate::sqlite(&mut connection).unwrap();
        assert_eq!(connection.total_changes(), before);
    }

    #[test]
    fn nothing_is_looked_for_among_all_that_an_operator_has() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate::sqlite(&mut connection).unwrap();
        for (sql, by) in [
            ("booking WHERE operator_id = ?1 AND vehicle_id = ?2 AND state = 'driving'", "on_trip"),
            ("booking WHERE operator_id = ?1 AND member_id = ?2 AND settles_at < ?3", "by_member"),
            ("line WHERE operator_id = ?1 AND about_id = ?2 ORDER BY line_id", "by_about"),
            ("ledger_entry WHERE operator_id = ?1 AND member_id = ?2 AND unit = ?3", "by_member"),
            ("subscription WHERE operator_id = ?1 AND member_id = ?2", "by_member"),
            (
                "booking WHERE operator_id = ?1 AND state = 'planned' AND start_at < ?2
              ORDER BY start_at, booking_id LIMIT 9",
                "booking_planned",
            ),
            ("booking WHERE operator_id = ?1 AND state = 'driving' ORDER BY end_at", "driving"),
            (
                "case_file WHERE operator_id = ?1 AND state <> 'closed' ORDER BY due_at, case_id
              LIMIT 9",
                "case_queue",
            ),
            ("outbox WHERE next_at <= ?1 AND medium = ?2 ORDER BY next_at LIMIT 9", "outbox_due"),
        ] {
            let plan = plan(&connection, &format!("SELECT * FROM {sql}"));
            assert!(plan.contains(by), "{sql}: {plan}");
        }
    }
}
