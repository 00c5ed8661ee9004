//! The least of HTTP/1.1 that a load generator needs, so that it takes little of the machine from the server: requests
//! as bytes, one connection kept open, and bodies whose length the server tells.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use crate::failure::Result;

/// A server that says nothing for so long is given up.
const PATIENCE: Duration = Duration::from_secs(60);

/// An open connection.
pub struct Connection {
    stream: TcpStream,
    /// What was read: the last answer, and perhaps the start of another one.
    read: Vec<u8>,
}

/// An answer.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its header, as it came.
    pub head: String,
    /// Its body.
    pub body: Vec<u8>,
}

/// What is the same in all requests of one caller: where to, and as whom.
#[derive(Clone)]
pub struct Caller {
    /// The server.
    pub address: SocketAddr,
    /// Lines of the header, each with its end.
    pub headers: String,
}

impl Caller {
    /// The bytes of a request.
    pub fn request(&self, method: &str, path: &str, body: &str) -> Vec<u8> {
        let Self { address, headers } = self;
        let length =
            if body.is_empty() { String::new() } else { format!("content-length: {}\r\n", body.len()) };
        format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\n{headers}{length}\r\n{body}").into_bytes()
    }

    /// One request on a connection of its own.
    pub fn ask(&self, method: &str, path: &str, body: &str) -> Result<Answer> {
        Connection::open(self.address)?.send(&self.request(method, path, body))
    }
}

impl Connection {
    /// Connects.
    pub fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        Ok(Self { stream, read: Vec::with_capacity(16 * 1024) })
    }

    /// Sends a request and waits for all of its answer.
    pub fn send(&mut self, request: &[u8]) -> Result<Answer> {
        self.stream.write_all(request)?;
        loop {
            if let Some((answer, length)) = parse(&self.read)? {
                self.read.drain(..length);
                return Ok(answer);
            }
            let mut chunk = [0; 16 * 1024];
            match self.stream.read(&mut chunk)? {
                0 => return Err("the server closed the connection within an answer".into()),
                read => self.read.extend_from_slice(&chunk[..read]),
            }
        }
    }
}

/// The answer at the start of `bytes`, and how long it is; nothing while some of it is missing.
fn parse(bytes: &[u8]) -> Result<Option<(Answer, usize)>> {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let head = std::str::from_utf8(&bytes[..end])?;
    let status: u16 =
        head.get(9..12).and_then(|digits| digits.parse().ok()).ok_or("an answer has no status")?;
    let length = match field(head, "content-length") {
        Some(length) => length.parse()?,
        None if status == 204 || status == 304 => 0,
        None => return Err("an answer does not tell its length".into()),
    };
    let all = end + 4 + length;
    let body = bytes.get(end + 4..all);
    Ok(body.map(|body| (Answer { status, head: head.to_owned(), body: body.to_vec() }, all)))
}

/// A field of a header, by its name in small letters.
pub fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut fields = head.lines().skip(1).filter_map(|line| line.split_once(':'));
    fields.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_taken_when_all_of_it_is_there() {
        let bytes = b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\nX: y\r\n\r\nokHTTP/1.1 200";
        let (answer, length) = parse(bytes).unwrap().unwrap();
        assert_eq!((answer.status, answer.body.as_slice(), length), (201, &b"ok"[..], bytes.len() - 12));
        assert_eq!(field(&answer.head, "x"), Some("y"));
        for missing in [10, 40, bytes.len() - 13] {
            assert_eq!(parse(&bytes[..missing]).unwrap(), None, "{missing}");
        }
    }

    #[test]
    fn an_answer_without_content_may_leave_its_length_out_and_no_other() {
        assert!(parse(b"HTTP/1.1 204 No Content\r\n\r\n").unwrap().is_some());
        assert!(parse(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }
}
