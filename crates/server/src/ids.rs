//! Ids and secrets, injected: tests count instead of drawing lots.

use std::sync::Mutex;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::Timestamp;
use rand_core::{CryptoRng, RngCore};
use sha2::{Digest, Sha256};
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

/// The injected randomness, drawn out for what makes keys: 32 bytes of it, and SHA-256 in counter mode. `Debug` does not show it.
pub struct Random {
    seed: [u8; 32],
    counter: u64,
}

impl Random {
    /// Drawn from `ids`.
    #[must_use]
    pub fn new(ids: &dyn Ids) -> Self {
        Self { seed: ids.secret_bytes(), counter: 0 }
    }
}

impl RngCore for Random {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.fill_bytes(&mut bytes);
        u32::from_le_bytes(bytes)
    }

    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.fill_bytes(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    fn fill_bytes(&mut self, dest: &mut [u8]) {
        for chunk in dest.chunks_mut(32) {
            let block =
                Sha256::new().chain_update(self.seed).chain_update(self.counter.to_le_bytes()).finalize();
            chunk.copy_from_slice(&block[..chunk.len()]);
            self.counter += 1;
        }
    }

    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(dest);
        Ok(())
    }
}

impl CryptoRng for Random {}
