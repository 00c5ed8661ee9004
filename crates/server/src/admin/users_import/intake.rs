//! A file while it comes: decoded, looked at and stored piece by piece, and never held whole.

use api::Code;
use api::Problem;
use api::problem::FieldError;
use api::users_import::{Encoding, MAX_LINES};
use store::Import;

use crate::audit;
use crate::csv::{Decoder, NotText, delimiter, without_separator_line};
use crate::http::Failure;
use crate::jobs::import::Table;

/// Bytes of a stored piece.
const PIECE: usize = 256 << 10;
/// Text that is waited for before the first line is looked at.
const HEAD: usize = 64 << 10;
/// Lines that are shown.
const SAMPLE: usize = 5;

/// What is known of the file so far.
pub struct Intake {
    decoder: Decoder,
    /// The beginning of the text, until there is enough of it to see what separates its columns.
    head: String,
    table: Option<Table>,
    delimiter: u8,
    /// Text that is not stored yet.
    piece: String,
    sample: Vec<Vec<String>>,
    lines: u64,
    last_line: u64,
    size: u64,
}

impl Intake {
    /// Of a file in that encoding, where one was named.
    pub fn new(encoding: Option<Encoding>) -> Self {
        Self {
            decoder: Decoder::new(encoding),
            head: String::new(),
            table: None,
            delimiter: b',',
            piece: String::new(),
            sample: Vec::new(),
            lines: 0,
            last_line: 1,
            size: 0,
        }
    }

    /// Takes the next bytes; gives the pieces that are to be stored by now.
    ///
    /// # Errors
    /// `encoding_needed`, `invalid_fields`, `too_large`.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<Vec<u8>>, Failure> {
        self.size += bytes.len() as u64;
        let text = self.decoder.push(bytes, false).map_err(not_text)?;
        self.take(&text)?;
        Ok(self.pieces(PIECE))
    }

    /// The end of the file; gives the last pieces.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub fn finish(&mut self) -> Result<Vec<Vec<u8>>, Failure> {
        let text = self.decoder.push(&[], true).map_err(not_text)?;
        self.take(&text)?;
        self.begin()?;
        if let Some(table) = &mut self.table {
            let open = table.quote_is_open();
            let records = table.finish().map_err(|unreadable| refused(&unreadable.to_string()))?;
            self.look(records)?;
            if open {
                let words = format!(
                    "A quotation mark in line {} or before is never closed. Close it, or take it out.",
                    self.last_line
                );
                return Err(refused(&words));
            }
        }
        if self.table.as_ref().and_then(Table::header).is_none() {
            return Err(refused("The file is empty. Its first line has to name the columns."));
        }
        if self.lines == 0 {
            return Err(refused(
                "The file has its first line only, and so nobody in it. Add a line for each person.",
            ));
        }
        Ok(self.pieces(1))
    }

    /// Writes what is known of the file into its record.
    pub fn describe(&self, import: Import) -> Import {
        let json = |value: serde_json::Result<String>| value.unwrap_or_default();
        let header = self.table.as_ref().and_then(Table::header).unwrap_or_default();
        Import {
            complete: true,
            encoding: audit::name(self.decoder.encoding()),
            delimiter: self.delimiter,
            header: json(serde_json::to_string(header)),
            sample: json(serde_json::to_string(&self.sample)),
            lines: self.lines,
            size: self.size,
            ..import
        }
    }

    fn take(&mut self, text: &str) -> Result<(), Failure> {
        self.piece.push_str(text);
        if self.table.is_some() {
            return self.parse(text);
        }
        self.head.push_str(text);
        if self.head.len() >= HEAD { self.begin() } else { Ok(()) }
    }

    /// Sees what separates the columns, and reads what has come so far.
    fn begin(&mut self) -> Result<(), Failure> {
        if self.table.is_some() {
            return Ok(());
        }
        let head = std::mem::take(&mut self.head);
        self.delimiter = delimiter(without_separator_line(&head).1);
        self.table = Some(Table::new(self.delimiter));
        self.parse(&head)
    }

    fn parse(&mut self, text: &str) -> Result<(), Failure> {
        let Some(table) = &mut self.table else { return Ok(()) };
        let records = table.push(text.as_bytes()).map_err(|unreadable| refused(&unreadable.to_string()))?;
        self.look(records)
    }

    fn look(&mut self, records: Vec<crate::csv::Record>) -> Result<(), Failure> {
        for record in records {
            self.lines += 1;
            self.last_line = record.line;
            if self.sample.len() < SAMPLE {
                self.sample.push(record.cells);
            }
        }
        if self.lines > MAX_LINES {
            let words =
                "The file has more than 200,000 people. Split it, and upload the parts one after the other.";
            return Err(Failure::new(Code::TooLarge, words));
        }
        Ok(())
    }

    /// Pieces of the text that waits, while there is at least so much of it.
    fn pieces(&mut self, least: usize) -> Vec<Vec<u8>> {
        if self.piece.len() < least {
            return Vec::new();
        }
        let text = std::mem::take(&mut self.piece).into_bytes();
        text.chunks(PIECE).map(<[u8]>::to_vec).collect()
    }
}

/// The file as a whole is refused.
fn refused(message: &str) -> Failure {
    let error =
        FieldError { field: "file".to_owned(), invalid: None, reason: None, message: message.to_owned() };
    Problem { detail: message.to_owned(), ..Problem::fields(vec![error]) }.into()
}

fn not_text(why: NotText) -> Failure {
    let words = match why {
        NotText::NotUtf8 { line } => format!(
            "Line {line} is not in UTF-8. Say in which encoding the file is and upload it again, or save it as “CSV UTF-8”."
        ),
        NotText::Nul { line } => format!(
            "Line {line} holds a NUL, which no text has. If the file is in UTF-16, say so and upload it again; otherwise save it as “CSV UTF-8”."
        ),
    };
    Failure::new(Code::EncodingNeeded, words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(bytes: &[u8], part: usize) -> Result<(Intake, Vec<u8>), Failure> {
        let (mut intake, mut stored) = (Intake::new(None), Vec::new());
        for part in bytes.chunks(part) {
            stored.extend(intake.push(part)?.into_iter().flatten());
        }
        stored.extend(intake.finish()?.into_iter().flatten());
        Ok((intake, stored))
    }

    #[test]
    fn a_file_is_the_same_whatever_the_parts_that_it_comes_in() {
        let text = "\u{FEFF}Benutzername;Vorname\r\nzoë@x.com;Zoë\r\n\r\n\"a;b\";\"x\r\ny\"\r\n";
        for part in 1..30 {
            let (intake, stored) = whole(text.as_bytes(), part).unwrap();
            assert_eq!(String::from_utf8(stored).unwrap(), text.trim_start_matches('\u{FEFF}'));
            assert_eq!((intake.delimiter, intake.lines, intake.last_line), (b';', 2, 4));
            assert_eq!(intake.sample, [["zoë@x.com", "Zoë"], ["a;b", "x\r\ny"]]);
        }
    }

    #[test]
    fn what_is_no_list_of_people_is_refused_in_words() {
        for (bytes, code) in [
            (&b""[..], Code::InvalidFields),
            (b"\n\n;;\n", Code::InvalidFields),
            (b"username,mail\n", Code::InvalidFields),
            (b"username\n\"ada", Code::InvalidFields),
            (b"username\nZo\xEB", Code::EncodingNeeded),
            (b"username\na\0da", Code::EncodingNeeded),
        ] {
            let failure = whole(bytes, 3).map(drop).unwrap_err();
            assert_eq!(failure.0.code, code, "{bytes:?}");
            assert!(failure.0.detail.ends_with('.'), "{}", failure.0.detail);
        }
    }
}
