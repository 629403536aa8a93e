//! Tables as they come: CSV with commas or semicolons, in UTF-8, with or without a byte order mark.

use super::Bad;

/// No table has more rows.
const MOST_ROWS: usize = 20_000;

/// A table with the columns that were expected.
pub(super) struct Sheet {
    /// Its rows, each with its line.
    pub(super) rows: Vec<Row>,
    /// What is wrong with the form of rows; these are not in `rows`.
    pub(super) bad: Vec<Bad>,
}

/// A row of a table.
pub(super) struct Row {
    pub(super) line: u64,
    /// By the places of the columns that were expected; `null`: nothing stands there.
    cells: Vec<Option<String>>,
}

impl Row {
    /// What stands in a column.
    pub(super) fn get(&self, column: usize) -> Option<&str> {
        self.cells.get(column)?.as_deref()
    }

    /// What stands in a column, or nothing.
    pub(super) fn text(&self, column: usize) -> String {
        self.get(column).unwrap_or_default().to_owned()
    }

    /// What stands in a column, if anything does.
    pub(super) fn maybe(&self, column: usize) -> Option<String> {
        self.get(column).map(str::to_owned)
    }
}

/// Reads a table. Columns may stand in any order; those with `!` must be there.
pub(super) fn read(bytes: &[u8], columns: &[&str]) -> Result<Sheet, Vec<Bad>> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    // With the ends of lines as they are on other systems, lines would be counted wrongly.
    let text = utf8(bytes)?.replace("\r\n", "\n");
    let head = text.lines().next().unwrap_or_default();
    let semicolons = head.matches(';').count() > head.matches(',').count();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(if semicolons { b';' } else { b',' })
        .trim(csv::Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    let heading = reader.headers().map_err(|_| vec![Bad::new(1, "", "csv-broken", "")])?.clone();
    let places = places(&heading, columns)?;
    let mut sheet = Sheet { rows: Vec::new(), bad: Vec::new() };
    for record in reader.records() {
        let Ok(record) = record else {
            sheet.bad.push(Bad::new(1, "", "csv-broken", ""));
            break;
        };
        let line = record.position().map_or(0, csv::Position::line);
        if sheet.rows.len() >= MOST_ROWS {
            sheet.bad.push(Bad::new(line, "", "csv-too-long", ""));
            break;
        }
        if record.len() != heading.len() {
            let found = format!("{} / {}", record.len(), heading.len());
            sheet.bad.push(Bad::new(line, "", "csv-cells", &found));
            continue;
        }
        let cell = |place: &Option<usize>| {
            let text = record.get((*place)?)?;
            (!text.is_empty()).then(|| text.to_owned())
        };
        sheet.rows.push(Row { line, cells: places.iter().map(cell).collect() });
    }
    if sheet.rows.is_empty() && sheet.bad.is_empty() {
        return Err(vec![Bad::new(1, "", "csv-empty", "")]);
    }
    Ok(sheet)
}

/// The text, or every line that is not UTF-8.
fn utf8(bytes: &[u8]) -> Result<&str, Vec<Bad>> {
    std::str::from_utf8(bytes).map_err(|_| {
        let lines = (1..).zip(bytes.split(|byte| *byte == b'\n'));
        let bad = lines.filter(|(_, line)| std::str::from_utf8(line).is_err());
        let bad = bad.map(|(no, line)| {
            Bad::new(no, "", "csv-not-utf-8", String::from_utf8_lossy(line).trim())
        });
        bad.collect()
    })
}

/// Where the columns stand, in the order in which they were expected.
fn places(heading: &csv::StringRecord, columns: &[&str]) -> Result<Vec<Option<usize>>, Vec<Bad>> {
    let name = |column: &&str| column.trim_end_matches('!').to_owned();
    let known: Vec<String> = columns.iter().map(name).collect();
    let mut bad = Vec::new();
    for (at, given) in heading.iter().enumerate() {
        if !known.iter().any(|column| column == given) {
            bad.push(Bad::new(1, given, "csv-unknown-column", &known.join(", ")));
        } else if heading.iter().take(at).any(|before| before == given) {
            bad.push(Bad::new(1, given, "twice", given));
        }
    }
    let places: Vec<Option<usize>> =
        known.iter().map(|column| heading.iter().position(|given| given == column)).collect();
    for ((column, place), known) in columns.iter().zip(&places).zip(&known) {
        if column.ends_with('!') && place.is_none() {
            bad.push(Bad::new(1, known, "csv-missing-column", known));
        }
    }
    if bad.is_empty() { Ok(places) } else { Err(bad) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cells of each line.
    type Cells = Vec<(u64, Vec<String>)>;
    /// Line, column and code of what is wrong.
    type Told<T> = Vec<(u64, T, &'static str)>;

    fn rows(text: &[u8]) -> Result<Cells, Told<String>> {
        let told = |bad: Vec<Bad>| -> Told<String> {
            bad.into_iter().map(|bad| (bad.line, bad.what.field, bad.what.code)).collect()
        };
        let sheet = read(text, &["code!", "name"]).map_err(told)?;
        if !sheet.bad.is_empty() {
            return Err(told(sheet.bad));
        }
        let cells = |row: &Row| (row.line, vec![row.text(0), row.text(1)]);
        Ok(sheet.rows.iter().map(cells).collect())
    }

    #[test]
    fn tables_are_read_in_the_forms_in_which_they_come() {
        let expected = vec![(2, vec!["A".to_owned(), "Été; 1".to_owned()])];
        for text in [
            "code,name\nA,Été; 1\n",
            "\u{feff}code,name\r\nA,Été; 1\r\n",
            "name;code\n\"Été; 1\";A",
            " code , name \n A , Été; 1 \n",
        ] {
            assert_eq!(rows(text.as_bytes()).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn every_bad_line_of_a_table_is_named() {
        let cases: [(&[u8], Told<&str>); 7] = [
            (b"", vec![(1, "code", "csv-missing-column")]),
            (b"code,name\n", vec![(1, "", "csv-empty")]),
            (b"name\nX\n", vec![(1, "code", "csv-missing-column")]),
            (
                b"code,colour,code\n",
                vec![(1, "colour", "csv-unknown-column"), (1, "code", "twice")],
            ),
            (b"code,name\nA,B,C\nB,C\nD\n", vec![(2, "", "csv-cells"), (4, "", "csv-cells")]),
            (
                b"code,name\nA,\xc9t\xe9\nB,C\nC,\xe9\n",
                vec![(2, "", "csv-not-utf-8"), (4, "", "csv-not-utf-8")],
            ),
            (b"code,name\nA,\"open\n", vec![]),
        ];
        for (text, expected) in cases {
            let expected: Vec<(u64, String, &str)> = expected
                .into_iter()
                .map(|(line, field, code)| (line, field.into(), code))
                .collect();
            assert_eq!(rows(text).err().unwrap_or_default(), expected, "{text:?}");
        }
    }
}
