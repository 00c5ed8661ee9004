//! Bytes of an uploaded file as text, while they come.

use api::users_import::Encoding;
use encoding_rs::DecoderResult;

/// Bytes that tell which encoding it is: the longest byte order mark.
const HEAD: usize = 3;

/// Why bytes are no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotText {
    /// They are no UTF-8, and nobody has said what they are.
    NotUtf8 {
        /// The line of the first byte that is none.
        line: u64,
    },
    /// There is a NUL in it: UTF-16 without a byte order mark, or no text at all.
    Nul {
        /// Its line.
        line: u64,
    },
}

/// Decodes a file by parts.
pub struct Decoder {
    given: Option<Encoding>,
    /// The first bytes, until there are enough to tell the encoding.
    head: Vec<u8>,
    inner: Option<encoding_rs::Decoder>,
    /// What it is read as, once that is known.
    encoding: Encoding,
    line: u64,
}

const fn of(encoding: Encoding) -> &'static encoding_rs::Encoding {
    match encoding {
        Encoding::Utf8 => encoding_rs::UTF_8,
        Encoding::Utf16Le => encoding_rs::UTF_16LE,
        Encoding::Utf16Be => encoding_rs::UTF_16BE,
        Encoding::Windows1250 => encoding_rs::WINDOWS_1250,
        Encoding::Windows1251 => encoding_rs::WINDOWS_1251,
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252,
        Encoding::ShiftJis => encoding_rs::SHIFT_JIS,
        Encoding::Gb18030 => encoding_rs::GB18030,
    }
}

/// The encoding that a byte order mark tells, and the length of the mark.
fn of_mark(head: &[u8]) -> Option<(Encoding, usize)> {
    match head {
        [0xEF, 0xBB, 0xBF, ..] => Some((Encoding::Utf8, 3)),
        [0xFF, 0xFE, ..] => Some((Encoding::Utf16Le, 2)),
        [0xFE, 0xFF, ..] => Some((Encoding::Utf16Be, 2)),
        _ => None,
    }
}

impl Decoder {
    /// For a file of that encoding; of none given, its byte order mark tells, and without one it must be UTF-8.
    #[must_use]
    pub const fn new(given: Option<Encoding>) -> Self {
        Self { given, head: Vec::new(), inner: None, encoding: Encoding::Utf8, line: 1 }
    }

    /// What the file is read as.
    #[must_use]
    pub const fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// The text of the next part; `last`, when there is no more.
    ///
    /// # Errors
    /// [`NotText`].
    pub fn push(&mut self, part: &[u8], last: bool) -> Result<String, NotText> {
        if self.inner.is_some() {
            return self.decode(part, last);
        }
        self.head.extend_from_slice(part);
        if self.head.len() < HEAD && !last {
            return Ok(String::new());
        }
        let head = std::mem::take(&mut self.head);
        let (encoding, mark) = match (self.given, of_mark(&head)) {
            // A mark is surer than a choice, but for a choice among encodings that know none.
            (None | Some(Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be), Some(marked)) => marked,
            (given, _) => (given.unwrap_or(Encoding::Utf8), 0),
        };
        self.encoding = encoding;
        self.inner = Some(of(encoding).new_decoder_without_bom_handling());
        self.decode(&head[mark..], last)
    }

    fn decode(&mut self, part: &[u8], last: bool) -> Result<String, NotText> {
        let Some(decoder) = &mut self.inner else { return Ok(String::new()) };
        let room = decoder.max_utf8_buffer_length(part.len()).unwrap_or(part.len() * 3 + 16);
        let mut text = String::with_capacity(room);
        if self.given.is_none() && self.encoding == Encoding::Utf8 {
            let (result, _) = decoder.decode_to_string_without_replacement(part, &mut text, last);
            if let DecoderResult::Malformed(..) = result {
                return Err(NotText::NotUtf8 { line: self.line + newlines(&text) });
            }
        } else {
            // What the chosen encoding does not know becomes U+FFFD, and its line is refused later by that.
            let _ = decoder.decode_to_string(part, &mut text, last);
        }
        if let Some(at) = text.find('\0') {
            return Err(NotText::Nul { line: self.line + newlines(&text[..at]) });
        }
        self.line += newlines(&text);
        Ok(text)
    }
}

fn newlines(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(bytes: &[u8], given: Option<Encoding>, part: usize) -> Result<(String, Encoding), NotText> {
        let (mut decoder, mut text) = (Decoder::new(given), String::new());
        for part in bytes.chunks(part) {
            text.push_str(&decoder.push(part, false)?);
        }
        text.push_str(&decoder.push(&[], true)?);
        Ok((text, decoder.encoding()))
    }

    #[test]
    fn a_mark_tells_the_encoding_and_is_no_part_of_the_text() {
        for part in 1..5 {
            let utf8 = decode("\u{FEFF}Zoë".as_bytes(), None, part).unwrap();
            assert_eq!(utf8, ("Zoë".to_owned(), Encoding::Utf8));
            let little: Vec<u8> = "\u{FEFF}Zoë".encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(decode(&little, None, part).unwrap(), ("Zoë".to_owned(), Encoding::Utf16Le));
            let big: Vec<u8> = "\u{FEFF}Zoë".encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!(decode(&big, None, part).unwrap(), ("Zoë".to_owned(), Encoding::Utf16Be));
            assert_eq!(decode(b"", None, part).unwrap().0, "");
            assert_eq!(decode(b"a", None, part).unwrap().0, "a");
        }
    }

    #[test]
    fn what_is_no_utf8_is_told_by_line_and_read_as_what_somebody_says() {
        let latin = b"name\nAda\nZo\xEB\nx";
        for part in 1..20 {
            assert_eq!(decode(latin, None, part), Err(NotText::NotUtf8 { line: 3 }));
            let read = decode(latin, Some(Encoding::Windows1252), part).unwrap();
            assert_eq!(read.0, "name\nAda\nZoë\nx");
            assert_eq!(decode(latin, Some(Encoding::Utf8), part).unwrap().0, "name\nAda\nZo\u{FFFD}\nx");
        }
    }

    #[test]
    fn a_nul_is_told_by_line() {
        assert_eq!(decode(b"a\nb\0", None, 2), Err(NotText::Nul { line: 2 }));
        let bare: Vec<u8> = "name\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&bare, None, 2), Err(NotText::Nul { line: 1 }));
        assert_eq!(decode(&bare, Some(Encoding::Utf16Le), 2).unwrap().0, "name\n");
    }
}
