//! Tables of plain text, aligned.

use super::Page;

/// A table; columns that are empty in every row are left out.
pub(super) struct Table {
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Columns whose cells stand at the right.
    right: Vec<usize>,
}

impl Table {
    /// With these heads; amounts stand in the columns `right`.
    pub(super) fn new(heads: Vec<String>, right: &[usize]) -> Self {
        Self { heads, rows: Vec::new(), right: right.to_vec() }
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// Whether there is no row.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Writes the table.
    pub(super) fn write(&self, page: &mut Page<'_>) {
        let filled = |column: &usize| self.rows.iter().any(|row| !row[*column].is_empty());
        let columns: Vec<usize> = (0..self.heads.len()).filter(filled).collect();
        let width = |column: &usize| {
            let cells = self.rows.iter().map(|row| &row[*column]).chain([&self.heads[*column]]);
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = columns.iter().map(width).collect();
        page.line(&self.written(&self.heads, &columns, &widths));
        let dash = |(column, width): (&usize, &usize)| {
            let end = if self.right.contains(column) { ":" } else { "-" };
            format!("{}{end}", "-".repeat(*width + 1))
        };
        let dashes: Vec<String> = columns.iter().zip(&widths).map(dash).collect();
        page.line(&format!("|{}|", dashes.join("|")));
        for row in &self.rows {
            page.line(&self.written(row, &columns, &widths));
        }
    }

    fn written(&self, row: &[String], columns: &[usize], widths: &[usize]) -> String {
        let cell = |(column, width): (&usize, &usize)| {
            let cell = &row[*column];
            let room = " ".repeat(width.saturating_sub(cell.chars().count()));
            if self.right.contains(column) {
                format!(" {room}{cell} ")
            } else {
                format!(" {cell}{room} ")
            }
        };
        let cells: Vec<String> = columns.iter().zip(widths).map(cell).collect();
        format!("|{}|", cells.join("|"))
    }
}
