//! Writing lines.

use super::guard::guarded;

/// Before the first line: Excel reads the file as UTF-8 then.
pub const BYTE_ORDER_MARK: &str = "\u{FEFF}";

/// Lines of a file, gathered until they are sent.
pub struct Lines(::csv::Writer<Vec<u8>>);

impl Default for Lines {
    fn default() -> Self {
        let mut builder = ::csv::WriterBuilder::new();
        // By RFC 4180; lines of a batch differ in length only when the caller says so.
        Self(builder.terminator(::csv::Terminator::CRLF).flexible(true).from_writer(Vec::new()))
    }
}

impl Lines {
    /// The beginning of a file.
    #[must_use]
    pub fn first<'a>(header: impl IntoIterator<Item = &'a str>) -> Self {
        let mut builder = ::csv::WriterBuilder::new();
        let builder = builder.terminator(::csv::Terminator::CRLF).flexible(true);
        let mut lines = Self(builder.from_writer(BYTE_ORDER_MARK.as_bytes().to_vec()));
        lines.push(header);
        lines
    }

    /// Adds a line; each cell is guarded against formulas.
    ///
    /// # Panics
    /// Never: a line is written to memory.
    pub fn push<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) {
        for cell in cells {
            self.0.write_field(guarded(cell).as_bytes()).expect("memory takes every cell");
        }
        self.0.write_record(None::<&[u8]>).expect("memory takes the end of a line");
    }

    /// The bytes.
    ///
    /// # Panics
    /// Never: they are in memory already.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_inner().expect("memory takes what was gathered")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_written_by_the_rules_of_csv_and_guarded() {
        let mut lines = Lines::first(["Name", "Note"]);
        lines.push(["Lovelace, Ada", "=1+1"]);
        lines.push(["", "a \"quoted\"\nword"]);
        let text = String::from_utf8(lines.into_bytes()).unwrap();
        assert_eq!(text, "\u{FEFF}Name,Note\r\n\"Lovelace, Ada\",'=1+1\r\n,\"a \"\"quoted\"\"\nword\"\r\n");
    }

    #[test]
    fn one_empty_cell_is_a_line_of_its_own() {
        let mut lines = Lines::default();
        lines.push([""]);
        assert_eq!(lines.into_bytes(), b"\"\"\r\n");
    }
}
