//! Everything that the server logs while these tests run, at its most talkative, looked through for secrets.

use std::io;
use std::sync::{Mutex, Once, PoisonError};

use tracing_subscriber::EnvFilter;

use super::PASSWORD;

/// What the tests plant, and what every secret that Rollcall makes begins with.
const SECRETS: [&str; 12] = [
    PASSWORD,
    "rc_scim_",
    "rc_api_",
    "rc_client_",
    "rc_code_",
    "rc_access_",
    "rc_refresh_",
    "whsec_",
    "rollcall_session=",
    "rollcall_device=",
    "/set-password#",
    "PRIVATE KEY",
];

static FOUND: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Takes each line of the log, and keeps those with a secret in it.
struct Reader;

impl io::Write for Reader {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        if SECRETS.iter().any(|secret| text.contains(secret)) {
            FOUND.lock().unwrap_or_else(PoisonError::into_inner).push(text.into_owned());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads the log from now on.
pub(super) fn read() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let filter = EnvFilter::new("info,server=trace,store=trace,request=trace");
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(|| Reader).init();
    });
}

/// No secret is in what was logged so far, by whichever test.
pub(super) fn assert_without_secrets() {
    let found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    assert_eq!(*found, Vec::<String>::new(), "a secret is in the log");
}
