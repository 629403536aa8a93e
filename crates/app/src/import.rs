//! Importing a fleet from lists: everything or nothing, and every row that is wrong is named.

mod gbfs;
mod people;
mod rows;
mod sheet;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use rimessa_rulebook::texts::Texts;

use crate::event::Event;
use crate::reply::Reply;
use crate::scene::{Concerns, Scene};
use crate::trouble::{Invalid, Trouble};

/// So much can be wrong at once; what is more is not listed.
const MOST_WRONG: usize = 1000;

/// Whether it is only tried.
#[derive(Clone, Copy, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct How {
    /// Only say what would come of it.
    #[serde(default)]
    pub dry_run: bool,
}

/// What came of an import, or would come of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ImportReport)]
pub struct Report {
    /// It was only tried.
    pub dry_run: bool,
    /// How many rows there are.
    pub rows: usize,
    /// How many are new.
    pub added: usize,
    /// How many were known, and have the values of the list now.
    pub changed: usize,
    /// How many were known, and are as the list has them.
    pub unchanged: usize,
    /// All that is wrong. Nothing is imported if there is anything.
    pub wrong: Vec<Wrong>,
}

/// Something that is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ImportError)]
pub struct Wrong {
    /// The line of the file, from 1; in a feed, the place of the station in its list.
    pub line: u64,
    /// The column, or the field of the feed.
    pub column: String,
    /// The stable code.
    pub code: String,
    /// What is wrong and what to do.
    pub detail: String,
}

/// Something wrong on its way to whoever reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bad {
    pub(crate) line: u64,
    pub(crate) what: Invalid,
}

impl Bad {
    fn new(line: u64, column: &str, code: &'static str, found: &str) -> Self {
        let found = found.chars().take(80).collect();
        Self { line, what: Invalid { field: column.to_owned(), code, found } }
    }
}

/// What a list enters.
pub(crate) struct Entered {
    pub(crate) added: usize,
    pub(crate) changed: usize,
    pub(crate) unchanged: usize,
    pub(crate) rows: usize,
    pub(crate) bad: Vec<Bad>,
}

/// All lists that can be imported.
pub const LISTS: [&str; 7] =
    ["stations", "gbfs-stations", "vehicles", "chargers", "kiosks", "key-slots", "members"];

/// The columns of a table; those with `!` must be there. A feed has none.
#[must_use]
pub fn columns_of(list: &str) -> &'static [&'static str] {
    rows::Kind::named(list).map_or(&[], rows::Kind::columns)
}

/// Imports `stations`, `vehicles`, `chargers`, `kiosks`, `key-slots` or `members` from a table (CSV), or
/// `gbfs-stations` from a feed (GBFS 2.3 or 3.0, `station_information`).
///
/// # Errors
/// [`Trouble::Invalid`] names all that is wrong (unless it is only tried); nothing is changed then.
pub fn import(
    scene: &mut Scene<'_, '_>,
    what: &str,
    bytes: &[u8],
    how: How,
) -> Result<Reply<Report>, Trouble> {
    let entered = match what {
        "gbfs-stations" => gbfs::stations(scene, bytes, how.dry_run)?,
        _ => {
            let kind = rows::Kind::named(what).ok_or(Trouble::NotFound("list"))?;
            match sheet::read(bytes, kind.columns()) {
                Ok(sheet) => rows::enter(scene, kind, &sheet, how.dry_run)?,
                Err(bad) => Entered { added: 0, changed: 0, unchanged: 0, rows: 0, bad },
            }
        }
    };
    if !how.dry_run && !entered.bad.is_empty() {
        let wrong = entered
            .bad
            .into_iter()
            .take(MOST_WRONG)
            .map(|bad| Invalid { field: format!("{}:{}", bad.line, bad.what.field), ..bad.what });
        return Err(Trouble::Invalid(wrong.collect()));
    }
    if !how.dry_run && entered.added + entered.changed > 0 {
        let of = Some(format!("{what} {}", entered.rows));
        let event = Event { kind: "import", of, ..Event::default() };
        scene.note(scene.now(), &event, None, Concerns::default())?;
    }
    Ok(Reply::Done(Report {
        dry_run: how.dry_run,
        rows: entered.rows,
        added: entered.added,
        changed: entered.changed,
        unchanged: entered.unchanged,
        wrong: entered.bad.iter().take(MOST_WRONG).map(|bad| scene.wrong_row(bad)).collect(),
    }))
}

impl Scene<'_, '_> {
    fn wrong_row(&self, bad: &Bad) -> Wrong {
        let key = format!("invalid-{}", bad.what.code);
        let found = [("found", bad.what.found.as_str().into())];
        Wrong {
            line: bad.line,
            column: bad.what.field.clone(),
            code: bad.what.code.to_owned(),
            detail: Texts::default().get(self.language, &key, &found).unwrap_or(key),
        }
    }
}
