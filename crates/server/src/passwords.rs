//! Hashing and checking passwords: Argon2id, 19 MiB, two passes (OWASP), beside the threads that serve requests.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::validation::{self, Invalid};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::ids::Ids;

/// Memory of one hash, in KiB.
const MEMORY_KIB: u32 = 19_456;
/// Passes over it.
const PASSES: u32 = 2;
/// Bytes of salt.
const SALT_BYTES: usize = 16;

/// A hash of the same cost that no password has: checked when there is none, so that a stranger's username takes
/// as long as a real one.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn argon2() -> Argon2<'static> {
    let params =
        Params::new(MEMORY_KIB, PASSES, 1, None).expect("these costs are within the limits of Argon2");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// Hashes and checks as many passwords at once as there are processors; the others wait their turn.
#[derive(Debug)]
pub struct Passwords {
    turns: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, Into::into);
        Self { turns: Arc::new(Semaphore::new(processors)) }
    }
}

impl Passwords {
    /// May it be a password of `username`? Guessing takes as long as hashing, and so has its turn.
    ///
    /// # Errors
    /// Why not.
    pub async fn check(&self, password: &str, username: &str) -> Result<(), Invalid> {
        let (password, username) = (password.to_owned(), username.to_owned());
        self.in_turn(move || validation::password(&password, &username)).await
    }

    /// The hash to be stored, in PHC format.
    ///
    /// # Panics
    /// Never: costs and salt are constants that Argon2 accepts.
    pub async fn hash(&self, password: &str, ids: &dyn Ids) -> String {
        let salt = ids.secret_bytes();
        let password = password.to_owned();
        self.in_turn(move || {
            let hash = argon2().hash_password_with_salt(password.as_bytes(), &salt[..SALT_BYTES]);
            hash.expect("a password of at most 128 characters and a salt of 16 bytes are hashed").to_string()
        })
        .await
    }

    /// Is it the password with the hash `stored`? Without one the answer is no, after the same time.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> bool {
        let exists = stored.is_some();
        let stored = stored.unwrap_or(NOBODY).to_owned();
        let password = password.to_owned();
        self.in_turn(move || {
            let hash = PasswordHash::new(&stored);
            hash.is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok()) && exists
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let turn = self.turns.clone().acquire_owned().await.expect("the semaphore is never closed");
        let done = spawn_blocking(move || {
            let result = work();
            drop(turn);
            result
        });
        done.await.expect("hashing does not panic, and nobody cancels it")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::SystemIds;

    #[tokio::test]
    async fn a_password_matches_its_own_hash_only() {
        let passwords = Passwords::default();
        let hash = passwords.hash("correct horse battery", &SystemIds::default()).await;
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(passwords.verify("correct horse battery", Some(&hash)).await);
        assert!(!passwords.verify("correct horse batterY", Some(&hash)).await);
    }

    #[tokio::test]
    async fn nobody_has_no_password_and_its_hash_can_be_read() {
        assert!(PasswordHash::new(NOBODY).is_ok());
        assert!(!Passwords::default().verify("", None).await);
    }
}
