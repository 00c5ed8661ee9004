//! What must hold of any bytes that somebody uploads or a browser sends: the bodies of the fuzz targets. `crates/server/tests/corpus` includes
//! this file too, and runs every file of the corpus through the same functions.

use api::users_import::Encoding;
use axum::http::{HeaderMap, HeaderValue, header};
use server::config::Config;
use server::csv::{Decoder, Parser, Record, delimiter};
use server::session::cookie;

const ENCODINGS: [Option<Encoding>; 9] = [
    None,
    Some(Encoding::Utf8),
    Some(Encoding::Utf16Le),
    Some(Encoding::Utf16Be),
    Some(Encoding::Windows1250),
    Some(Encoding::Windows1251),
    Some(Encoding::Windows1252),
    Some(Encoding::ShiftJis),
    Some(Encoding::Gb18030),
];

/// A file of people is refused, or read as lines whose numbers grow: the same, whatever the parts that it comes in. The first byte chooses
/// the encoding, the second one the length of the parts.
///
/// # Panics
/// When that does not hold, as of all functions here.
pub fn csv(bytes: &[u8]) {
    let [choice, part, file @ ..] = bytes else { return };
    let given = ENCODINGS[usize::from(*choice) % ENCODINGS.len()];
    let whole = text(file, given, file.len().max(1));
    let by_parts = text(file, given, usize::from(*part).max(1));
    assert_eq!(whole, by_parts, "the parts decide what the text is");
    let Some(text) = whole else { return };
    let whole = records(&text, text.len().max(1));
    assert_eq!(whole, records(&text, usize::from(*part).max(1)), "the parts decide what the lines are");
    for pair in whole.unwrap_or_default().windows(2) {
        assert!(pair[0].line < pair[1].line, "two lines have one number");
    }
}

fn text(file: &[u8], given: Option<Encoding>, part: usize) -> Option<String> {
    let (mut decoder, mut text) = (Decoder::new(given), String::new());
    for part in file.chunks(part) {
        text.push_str(&decoder.push(part, false).ok()?);
    }
    text.push_str(&decoder.push(&[], true).ok()?);
    Some(text)
}

fn records(text: &str, part: usize) -> Option<Vec<Record>> {
    let (mut parser, mut records) = (Parser::new(delimiter(text)), Vec::new());
    // A decoder never gives half a character.
    let characters: Vec<char> = text.chars().collect();
    for part in characters.chunks(part) {
        parser.push(part.iter().collect::<String>().as_bytes(), &mut records).ok()?;
    }
    parser.finish(&mut records).ok()?;
    Some(records)
}

/// A header of cookies has a session's secret in it, or not. One that is found is in there to the letter.
pub fn cookie(bytes: &[u8]) {
    let Ok(value) = HeaderValue::from_bytes(bytes) else { return };
    let mut headers = HeaderMap::new();
    headers.append(header::COOKIE, value);
    for public_url in ["http://127.0.0.1", "https://rollcall.example"] {
        let config = Config { public_url: public_url.to_owned(), ..Config::default() };
        if let Some(secret) = cookie::read(&config, &headers) {
            let secret = secret.to_string();
            assert!(bytes.windows(secret.len()).any(|part| part == secret.as_bytes()));
        }
    }
}
