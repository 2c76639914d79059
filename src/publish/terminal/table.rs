//! Tables without lines: columns apart by two blanks, words left, figures right.

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

/// Lays out rows under a heading; `right` names the columns that hold figures. Every line is indented by two blanks.
pub fn table(heading: &[&str], rows: &[Vec<String>], right: &[usize]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(heading.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
    for row in rows {
        table.add_row(row.clone());
    }
    for column in table.column_iter_mut() {
        column.set_padding((1, 1));
    }
    for at in right {
        if let Some(column) = table.column_mut(*at) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.lines().map(|line| format!(" {}\n", line.trim_end())).collect()
}
