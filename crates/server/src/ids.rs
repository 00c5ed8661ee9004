//! Ids and secrets, injected: tests count instead of drawing lots.

use std::sync::Mutex;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Timestamp;
use uuid::{ContextV7, Uuid};

/// Bytes of a secret: 256 bits.
pub const SECRET_BYTES: usize = 32;

/// Makes ids and secrets.
pub trait Ids: Send + Sync {
    /// A new id for something made at `now`: later ones are greater, also within a millisecond.
    fn id(&self, now: Timestamp) -> u128;

    /// Random bytes that nobody can guess.
    fn secret_bytes(&self) -> [u8; SECRET_BYTES];

    /// A secret of 256 bits, as 43 characters of base64url.
    fn secret(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.secret_bytes())
    }
}

/// `UUIDv7` (RFC 9562) and the randomness of the machine.
#[derive(Debug, Default)]
pub struct SystemIds {
    /// Counts within a millisecond, so that ids keep the order in which they were made.
    context: Mutex<ContextV7>,
}

impl Ids for SystemIds {
    fn id(&self, now: Timestamp) -> u128 {
        let ms = u64::try_from(now.0).unwrap_or_default();
        let nanos = u32::try_from(ms % 1_000).unwrap_or_default() * 1_000_000;
        let context = self.context.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Uuid::new_v7(uuid::Timestamp::from_unix(&*context, ms / 1_000, nanos)).as_u128()
    }

    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for randomness")]
    fn secret_bytes(&self) -> [u8; SECRET_BYTES] {
        let mut bytes = [0; SECRET_BYTES];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes once it has started");
        bytes
    }
}
