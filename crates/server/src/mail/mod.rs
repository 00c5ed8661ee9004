//! Mail, where the operator has named a server for it (`--smtp-url`). Without one everything works: links are shown, and given
//! by whoever asked for them.
//!
//! What a message holds is never logged: the secret of a link is in it.

mod letter;

use std::fmt;
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

pub use letter::{Letter, PasswordLetter};

/// How long the mail server may take for each of its answers.
const PATIENCE: Duration = Duration::from_secs(10);

/// The way to the mail server.
#[derive(Clone)]
pub struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Address,
}

/// The URL holds a password.
impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail").field("from", &self.from).finish_non_exhaustive()
    }
}

/// What the operator gave is no way to a mail server: one sentence, with what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotMail {
    /// The URL.
    #[error(
        "The SMTP URL cannot be read. Write it as smtps://user:password@host:465, or smtp://user:password@host:587?tls=required; a character such as @ in the password as %40."
    )]
    Url,
    /// The sender.
    #[error(
        "The sender of mail is not an email address. Write one such as rollcall@contoso.com in --mail-from."
    )]
    From,
}

/// The mail server did not take the message.
#[derive(Debug, thiserror::Error)]
pub enum NotSent {
    /// An address that no mail can go to.
    #[error("the address is not one that mail can go to")]
    Address,
    /// The message cannot be made.
    #[error("the message cannot be made: {0}")]
    Message(#[from] lettre::error::Error),
    /// The server does not answer, or refuses.
    #[error("the mail server did not take it: {0}")]
    Server(#[from] lettre::transport::smtp::Error),
}

impl Mail {
    /// The server that `url` names, with mail from `from`. Connects only when there is something to send.
    ///
    /// # Errors
    /// One sentence for the operator.
    pub fn new(url: &str, from: &str) -> Result<Self, NotMail> {
        let from = from.trim().parse().map_err(|_| NotMail::From)?;
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.trim()).map_err(|_| NotMail::Url)?;
        Ok(Self { transport: builder.timeout(Some(PATIENCE)).build(), from })
    }

    /// Sends the letter, and returns when the server has taken it.
    ///
    /// # Errors
    /// It has not.
    pub async fn send(&self, letter: &Letter) -> Result<(), NotSent> {
        let from = Mailbox::new(Some(letter.organization.clone()), self.from.clone());
        let message = letter.message(from, self.from.domain())?;
        self.transport.send(message).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_url_with_and_without_tls_is_read_and_anything_else_is_refused() {
        for url in [
            "smtps://u:p%40ss@mail.contoso.com",
            "smtp://mail.contoso.com:587?tls=required",
            "smtp://127.0.0.1:2525",
        ] {
            assert!(Mail::new(url, "rollcall@contoso.com").is_ok(), "{url}");
        }
        for url in ["mail.contoso.com", "http://mail.contoso.com", "smtp://", ""] {
            assert_eq!(Mail::new(url, "rollcall@contoso.com").unwrap_err(), NotMail::Url, "{url}");
        }
        assert_eq!(Mail::new("smtp://localhost", "rollcall").unwrap_err(), NotMail::From);
    }

    #[tokio::test]
    async fn the_password_of_the_url_is_not_in_its_debug_form() {
        let mail = Mail::new("smtps://user:hunter2@mail.contoso.com", "rollcall@contoso.com").unwrap();
        assert!(!format!("{mail:?}").contains("hunter2"));
    }
}
