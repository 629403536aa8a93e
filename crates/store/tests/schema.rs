//! Both engines have the same schema: what is written once is there twice.

use std::collections::BTreeMap;

use rimessa_store::reseal::{self, Column as SealedIn, Sealed};
use rimessa_store::{Failure, OperatorId, Place, Settings, Store, Tx};
use rimessa_testing::Server;

/// A column: its type in PostgreSQL's words, whether it may be empty, its place in the primary key.
type Column = (String, bool, i64);

#[derive(Debug, Default, PartialEq, Eq)]
struct Table {
    columns: BTreeMap<String, Column>,
    indexes: Vec<String>,
}

type Schema = BTreeMap<String, Table>;

fn store(place: &Place) -> Store {
    Store::open(place, Settings { connections: 1, ..Settings::default() }).unwrap()
}

fn of_sqlite(tx: &mut Tx<'_>) -> Result<Schema, Failure> {
    let mut schema = Schema::new();
    let sql = "SELECT m.name, c.name, c.type, c.[notnull], c.pk FROM sqlite_schema m,
        pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'";
    let columns = tx.all(sql, &[], |row| {
        let (may_be_empty, place) = (!row.flag(3)?, row.int(4)?);
        Ok((row.string(0)?, row.string(1)?, (row.string(2)?, may_be_empty, place)))
    })?;
    for (table, name, column) in columns {
        schema.entry(table).or_default().columns.insert(name, column);
    }
    let sql = "SELECT tbl_name, name FROM sqlite_schema WHERE type = 'index'
        AND name NOT LIKE 'sqlite_%' ORDER BY name";
    for (table, index) in tx.all(sql, &[], |row| Ok((row.string(0)?, row.string(1)?)))? {
        schema.entry(table).or_default().indexes.push(index);
    }
    Ok(schema)
}

fn of_postgres(tx: &mut Tx<'_>) -> Result<Schema, Failure> {
    let mut schema = Schema::new();
    let sql = "SELECT c.table_name::TEXT, c.column_name::TEXT, c.data_type::TEXT,
        c.is_nullable = 'YES', COALESCE((SELECT k.ordinal_position
            FROM information_schema.table_constraints t
            JOIN information_schema.key_column_usage k USING (constraint_name, table_name)
            WHERE t.constraint_type = 'PRIMARY KEY' AND k.table_name = c.table_name
            AND k.column_name = c.column_name), 0)::BIGINT
        FROM information_schema.columns c WHERE c.table_schema = 'public'";
    let columns = tx.all(sql, &[], |row| {
        Ok((row.string(0)?, row.string(1)?, (row.string(2)?, row.flag(3)?, row.int(4)?)))
    })?;
    for (table, name, column) in columns {
        schema.entry(table).or_default().columns.insert(name, column);
    }
    // Those that belong to a constraint have names of each engine's own.
    let sql = "SELECT tablename::TEXT, indexname::TEXT FROM pg_indexes i
        WHERE schemaname = 'public' AND NOT EXISTS
        (SELECT 1 FROM pg_constraint c WHERE c.conname = i.indexname) ORDER BY indexname";
    for (table, index) in tx.all(sql, &[], |row| Ok((row.string(0)?, row.string(1)?)))? {
        schema.entry(table).or_default().indexes.push(index);
    }
    Ok(schema)
}

/// SQLite's word for a type of PostgreSQL.
fn word(of_postgres: &str) -> &'static str {
    match of_postgres {
        "bigint" | "boolean" => "INTEGER",
        "uuid" | "bytea" => "BLOB",
        "text" => "TEXT",
        other => panic!("a type that only one engine has: {other}"),
    }
}

#[test]
fn both_engines_have_the_same_schema() {
    let folder = tempfile::tempdir().unwrap();
    let embedded = store(&Place::File(folder.path().join("store.db")));
    let mut embedded: Schema = embedded.read_now(of_sqlite).unwrap();
    let other = store(&Server::shared().database().parse().unwrap());
    let mut other: Schema = other.read_now(of_postgres).unwrap();
    for schema in [&mut embedded, &mut other] {
        schema.remove("refinery_schema_history").expect("migrations were counted");
    }
    // The journal is ordered by its one writer on SQLite, and by transactions on PostgreSQL.
    let journal = other.get_mut("journal").unwrap();
    assert!(journal.columns.remove("xid").is_some());
    journal.indexes.retain(|index| index != "journal_order");
    journal.columns.get_mut("operator_id").unwrap().2 = 0;
    journal.columns.get_mut("seq").unwrap().2 = 1;
    let seq = &mut embedded.get_mut("journal").unwrap().columns.get_mut("seq").unwrap().1;
    assert!(*seq, "a row's number says of itself that it may be empty");
    *seq = false;
    assert!(embedded.len() > 12, "{:?}", embedded.keys());
    for table in other.values_mut() {
        for column in table.columns.values_mut() {
            column.0 = word(&column.0).to_owned();
        }
    }
    let names = |schema: &Schema| schema.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&embedded), names(&other));
    for (name, table) in &embedded {
        assert_eq!(Some(table), other.get(name), "{name}");
    }
}

/// What is sealed, and need not be sealed again when the key changes.
const NOT_AGAIN: [(&str, &str, &str); 2] = [
    ("draft", "sealed", "with a token that only whoever signs up has"),
    ("passkey_ceremony", "sealed", "for five minutes"),
];

#[test]
fn everything_sealed_can_be_sealed_again() {
    let other = store(&Server::shared().database().parse().unwrap());
    let sql = "SELECT table_name::TEXT, column_name::TEXT FROM information_schema.columns
        WHERE table_schema = 'public' AND data_type = 'bytea' ORDER BY 1, 2";
    let bytes: Vec<(String, String)> = other
        .read_now(|tx: &mut Tx<'_>| -> Result<_, Failure> {
            tx.all(sql, &[], |row| Ok((row.string(0)?, row.string(1)?)))
        })
        .unwrap();
    let known: Vec<(&str, &str)> = SealedIn::ALL.iter().map(|column| column.name()).collect();
    for (table, column) in &bytes {
        let named = (table.as_str(), column.as_str());
        let is_hash = column.ends_with("_hash")
            || [("idempotency", "digest"), ("attempt", "origin")].contains(&named);
        let is_known = known.contains(&named);
        let is_not_again = NOT_AGAIN.iter().any(|(table, column, _)| named == (*table, *column));
        assert!(
            [is_hash, is_known, is_not_again].iter().filter(|is| **is).count() == 1,
            "{table}.{column}: is it sealed? Then let rimessa_store::reseal know it"
        );
    }
    assert!(known.iter().all(|(table, column)| {
        bytes.iter().any(|(other, name)| (other.as_str(), name.as_str()) == (*table, *column))
    }));
}

#[test]
fn both_engines_can_seal_again() {
    let folder = tempfile::tempdir().unwrap();
    let places =
        [Place::File(folder.path().join("store.db")), Server::shared().database().parse().unwrap()];
    for store in places.iter().map(store) {
        for column in SealedIn::ALL.iter().copied() {
            let before = (OperatorId(0), 0, 0);
            let work = move |tx: &mut Tx<'_>| -> Result<_, Failure> {
                let sealed =
                    Sealed { operator: OperatorId(1), id: 2, within: 3, bytes: b"old".to_vec() };
                reseal::replace(tx, column, &sealed, b"new")?;
                reseal::page(tx, column, before, 10)
            };
            let found = store.write_now(work);
            assert_eq!(found, Ok(Vec::new()), "{column:?}");
        }
    }
}

#[test]
fn every_table_begins_with_its_operator() {
    let folder = tempfile::tempdir().unwrap();
    let embedded = store(&Place::File(folder.path().join("store.db")));
    let sql = "SELECT m.name FROM sqlite_schema m WHERE m.type = 'table'
        AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'refinery_schema_history'
        AND (SELECT c.name FROM pragma_table_info(m.name) c WHERE c.cid = 0) <> 'operator_id'";
    let others: Vec<String> = embedded
        .read_now(|tx: &mut Tx<'_>| -> Result<_, Failure> { tx.all(sql, &[], |row| row.string(0)) })
        .unwrap();
    assert_eq!(others, [] as [&str; 0]);
}
