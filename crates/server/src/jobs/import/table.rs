//! A file as a table: its first line names the columns, and the others are people.

use crate::csv::{Parser, Record, Unreadable, is_separator_line};

/// Reads a file by parts.
pub struct Table {
    parser: Parser,
    header: Option<Vec<String>>,
    read: Vec<Record>,
}

impl Table {
    /// A file whose columns are separated by `delimiter`.
    #[must_use]
    pub fn new(delimiter: u8) -> Self {
        Self { parser: Parser::new(delimiter), header: None, read: Vec::new() }
    }

    /// Takes the next part, and gives the lines that are whole by now; those with nothing in them are left out.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn push(&mut self, part: &[u8]) -> Result<Vec<Record>, Unreadable> {
        self.parser.push(part, &mut self.read)?;
        Ok(self.take())
    }

    /// The end of the file: gives the last line.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn finish(&mut self) -> Result<Vec<Record>, Unreadable> {
        self.parser.finish(&mut self.read)?;
        Ok(self.take())
    }

    /// The names of the columns, once they were read.
    #[must_use]
    pub fn header(&self) -> Option<&[String]> {
        self.header.as_deref()
    }

    /// Was a quotation mark opened and never closed?
    #[must_use]
    pub const fn quote_is_open(&self) -> bool {
        self.parser.quote_is_open()
    }

    fn take(&mut self) -> Vec<Record> {
        let mut records = std::mem::take(&mut self.read);
        records.retain(|record| !record.is_blank());
        if self.header.is_none() {
            records.retain(|record| !is_separator_line(&record.cells));
            if !records.is_empty() {
                self.header = Some(records.remove(0).cells);
            }
        }
        records
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_names_the_columns_whatever_comes_before_it() {
        let mut table = Table::new(b';');
        let mut lines = table.push(b"sep=;\n\n;\nusername;mail\nada;").unwrap();
        lines.extend(table.push(b"a@x.com\n;;\nbob;b@x.com").unwrap());
        lines.extend(table.finish().unwrap());
        assert_eq!(table.header().unwrap(), ["username", "mail"]);
        let lines: Vec<(u64, &str)> = lines.iter().map(|line| (line.line, line.cells[0].as_str())).collect();
        assert_eq!(lines, [(5, "ada"), (7, "bob")]);
    }
}
