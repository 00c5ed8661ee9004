//! Reading lines while they come: a part of a file goes in, and the lines that are whole by then come out. What it holds is the
//! line that is not whole yet, whatever the length of the file.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::guard::unguarded;

/// Longest line, in bytes: one that never ends is a quotation mark that was never closed, and no line.
pub const MAX_LINE: usize = 64 << 10;
/// Most columns.
pub const MAX_COLUMNS: usize = 1_000;

/// A line, which may go over several lines of text where its cells do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The number of the line of text that it begins in, from 1; no two have the same.
    pub line: u64,
    /// Its cells, without the guard against formulas.
    pub cells: Vec<String>,
}

impl Record {
    /// Nothing stands in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// A file is none of lines and columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is longer than [`MAX_LINE`].
    #[error(
        "The line that begins in line {line} is longer than 64 KB. Probably a quotation mark in it is never closed: close it, or take it out."
    )]
    LineTooLong {
        /// Where it begins.
        line: u64,
    },
    /// It has more than [`MAX_COLUMNS`].
    #[error("Line {line} has more than 1,000 columns. Take out the columns that are not needed.")]
    TooManyColumns {
        /// Where it begins.
        line: u64,
    },
}

/// Reads a file by parts.
pub struct Parser {
    core: Reader,
    cells: Vec<u8>,
    filled: usize,
    ends: Vec<usize>,
    ended: usize,
    /// The line of text that comes next.
    next_line: u64,
    /// Where the line that is being read began; nothing before its first character.
    begun: Option<u64>,
    last: u64,
    quotes: u64,
}

impl Parser {
    /// A file whose columns are separated by `delimiter`.
    #[must_use]
    pub fn new(delimiter: u8) -> Self {
        Self {
            core: ReaderBuilder::new().delimiter(delimiter).build(),
            cells: vec![0; 4_096],
            filled: 0,
            ends: vec![0; 64],
            ended: 0,
            next_line: 1,
            begun: None,
            last: 0,
            quotes: 0,
        }
    }

    /// Takes the next part of the file, which is UTF-8, and adds the lines that are whole by now to `records`.
    ///
    /// # Errors
    /// [`Unreadable`]: the rest cannot be read either.
    pub fn push(&mut self, mut part: &[u8], records: &mut Vec<Record>) -> Result<(), Unreadable> {
        while !part.is_empty() {
            let taken = self.advance(part, records)?;
            part = &part[taken..];
        }
        Ok(())
    }

    /// The end of the file: adds the last line, where nothing ends it.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn finish(&mut self, records: &mut Vec<Record>) -> Result<(), Unreadable> {
        let before = records.len();
        // An empty part is the end. It is told twice: once for the line, and once for the file.
        self.advance(&[], records)?;
        if records.len() > before { self.advance(&[], records).map(drop) } else { Ok(()) }
    }

    /// So far, was a quotation mark opened and not closed?
    #[must_use]
    pub const fn quote_is_open(&self) -> bool {
        self.quotes % 2 == 1
    }

    /// One call of the automaton; returns how much it has taken.
    fn advance(&mut self, part: &[u8], records: &mut Vec<Record>) -> Result<usize, Unreadable> {
        let (result, taken, filled, ended) =
            self.core.read_record(part, &mut self.cells[self.filled..], &mut self.ends[self.ended..]);
        self.filled += filled;
        self.ended += ended;
        self.follow(&part[..taken]);
        let line = self.begun.unwrap_or(self.next_line);
        match result {
            ReadRecordResult::OutputFull if self.cells.len() >= MAX_LINE => {
                return Err(Unreadable::LineTooLong { line });
            }
            ReadRecordResult::OutputEndsFull if self.ends.len() > MAX_COLUMNS => {
                return Err(Unreadable::TooManyColumns { line });
            }
            ReadRecordResult::OutputFull => self.cells.resize((self.cells.len() * 2).min(MAX_LINE), 0),
            ReadRecordResult::OutputEndsFull => {
                self.ends.resize((self.ends.len() * 2).min(MAX_COLUMNS + 1), 0);
            }
            ReadRecordResult::Record if self.ended > MAX_COLUMNS => {
                return Err(Unreadable::TooManyColumns { line });
            }
            ReadRecordResult::Record => records.push(self.record(line)),
            ReadRecordResult::InputEmpty | ReadRecordResult::End => {}
        }
        Ok(taken)
    }

    /// Counts lines and quotation marks in what was taken. Ends of lines before a line are none of its own.
    fn follow(&mut self, taken: &[u8]) {
        for byte in taken {
            if self.begun.is_none() && !matches!(byte, b'\r' | b'\n') {
                self.begun = Some(self.next_line);
            }
            match byte {
                b'\n' => self.next_line += 1,
                b'"' => self.quotes += 1,
                _ => {}
            }
        }
    }

    fn record(&mut self, line: u64) -> Record {
        let mut start = 0;
        let cells = self.ends[..self.ended].iter().map(|end| {
            let cell = String::from_utf8_lossy(&self.cells[start..*end]);
            start = *end;
            unguarded(&cell).to_owned()
        });
        let cells = cells.collect();
        (self.filled, self.ended, self.begun) = (0, 0, None);
        self.last = line.max(self.last + 1);
        Record { line: self.last, cells }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(text: &str, part: usize) -> Result<Vec<Record>, Unreadable> {
        let (mut parser, mut records) = (Parser::new(b','), Vec::new());
        for part in text.as_bytes().chunks(part) {
            parser.push(part, &mut records)?;
        }
        parser.finish(&mut records)?;
        Ok(records)
    }

    fn lines(text: &str) -> Vec<(u64, Vec<String>)> {
        parse(text, 3).unwrap().into_iter().map(|record| (record.line, record.cells)).collect()
    }

    #[test]
    fn lines_are_numbered_as_an_editor_numbers_them() {
        let text = "a,b\r\n\r\n\"1\n2\",x\r\nlast,\"\"";
        let cells = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        assert_eq!(
            lines(text),
            [(1, cells(["a", "b"])), (3, cells(["1\n2", "x"])), (5, cells(["last", ""]))]
        );
        let numbers: Vec<u64> = lines("a\rb\rc").into_iter().map(|(line, _)| line).collect();
        assert_eq!(numbers, [1, 2, 3], "no two lines have one number");
    }

    #[test]
    fn the_guard_is_taken_off() {
        assert_eq!(lines("'+44 20,'=1,'s-Hertogenbosch")[0].1, ["+44 20", "=1", "'s-Hertogenbosch"]);
    }

    #[test]
    fn a_line_without_end_and_a_line_of_too_many_columns_are_refused_by_number() {
        let long = format!("a\n\"{}", "x".repeat(MAX_LINE + 9));
        assert_eq!(parse(&long, 5_000), Err(Unreadable::LineTooLong { line: 2 }));
        let wide = format!("a\nb\n{}\n", ",".repeat(MAX_COLUMNS));
        assert_eq!(parse(&wide, 5_000), Err(Unreadable::TooManyColumns { line: 3 }));
        assert_eq!(parse(&",".repeat(MAX_COLUMNS - 1), 5_000).unwrap()[0].cells.len(), MAX_COLUMNS);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_known() {
        let mut parser = Parser::new(b',');
        parser.push(b"a,\"b\nc", &mut Vec::new()).unwrap();
        assert!(parser.quote_is_open());
    }

    proptest! {
        #[test]
        fn it_reads_what_the_csv_crate_reads_whatever_the_parts(
            text in "([a-z\",\n]|\r\n|é){0,40}",
            part in 1usize..9,
        ) {
            let mut reader = ::csv::ReaderBuilder::new();
            let mut reader = reader.flexible(true).has_headers(false).from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> =
                reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
            let ours: Vec<Vec<String>> = parse(&text, part).unwrap().into_iter().map(|r| r.cells).collect();
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn what_is_written_is_read_back(rows in prop::collection::vec(prop::collection::vec("\\PC{0,8}[\n\r\"]?", 2..4), 1..5)) {
            let mut written = super::super::Lines::default();
            let clean: Vec<Vec<String>> = rows
                .into_iter()
                .map(|row| row.into_iter().filter(|cell| unguarded(cell) == cell).collect::<Vec<_>>())
                .filter(|row: &Vec<String>| row.len() > 1)
                .collect();
            for row in &clean {
                written.push(row.iter().map(String::as_str));
            }
            let text = String::from_utf8(written.into_bytes()).unwrap();
            let read: Vec<Vec<String>> = parse(&text, 7).unwrap().into_iter().map(|r| r.cells).collect();
            prop_assert_eq!(read, clean);
        }
    }
}
