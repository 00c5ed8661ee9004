//! The letters, as MIME: a plain text, and the same as simple HTML without anything that is fetched.

use std::time::{Duration, UNIX_EPOCH};

use domain::Timestamp;
use lettre::Message;
use lettre::message::{Mailbox, MultiPart};

use super::NotSent;

/// The letter with which somebody gets the link to set their password.
#[derive(Debug, Clone, Copy)]
pub struct PasswordLetter<'a> {
    /// Makes the message's own id.
    pub id: u128,
    /// Now.
    pub at: Timestamp,
    /// The name of the organization.
    pub organization: &'a str,
    /// First and last name; may be empty.
    pub name: &'a str,
    /// The username.
    pub username: &'a str,
    /// Where it goes.
    pub email: &'a str,
    /// The link.
    pub url: &'a str,
    /// When the link stops working.
    pub expires_at: Timestamp,
}

impl PasswordLetter<'_> {
    /// The message; `host` is what its id ends in.
    pub(super) fn message(&self, from: Mailbox, host: &str) -> Result<Message, NotSent> {
        let to = self.email.parse().map_err(|_| NotSent::Address)?;
        let name = Some(self.name.to_owned()).filter(|name| !name.is_empty());
        let millis = u64::try_from(self.at.0).unwrap_or_default();
        let message = Message::builder()
            .from(from)
            .to(Mailbox::new(name, to))
            .subject(format!("Set your password for {}", self.organization))
            .date(UNIX_EPOCH + Duration::from_millis(millis))
            .message_id(Some(format!("<{:032x}@{host}>", self.id)))
            .multipart(MultiPart::alternative_plain_html(self.text(), self.html()))?;
        Ok(message)
    }

    fn greeting(&self) -> String {
        if self.name.is_empty() { "Hello,".to_owned() } else { format!("Hello {},", self.name) }
    }

    fn invitation(&self) -> String {
        format!(
            "an admin of {} has made a link with which you set your password for Rollcall:",
            self.organization
        )
    }

    fn conditions(&self) -> String {
        let until = self.expires_at.to_string();
        let until = until.get(..16).unwrap_or(&until).replace('T', " ");
        format!("Your username is {}. The link works once, until {until} UTC.", self.username)
    }

    const fn advice() -> &'static str {
        "If you did not expect this, you need do nothing: without the link nothing changes. Give it to nobody."
    }

    fn text(&self) -> String {
        let (greeting, invitation, conditions) = (self.greeting(), self.invitation(), self.conditions());
        format!(
            "{greeting}\r\n\r\n{invitation}\r\n\r\n{}\r\n\r\n{conditions}\r\n\r\n{}\r\n",
            self.url,
            Self::advice()
        )
    }

    fn html(&self) -> String {
        let paragraph = |text: &str| format!("<p>{}</p>", escaped(text));
        let link = format!("<p><a href=\"{0}\">{0}</a></p>", escaped(self.url));
        let body = [
            paragraph(&self.greeting()),
            paragraph(&self.invitation()),
            link,
            paragraph(&self.conditions()),
            paragraph(Self::advice()),
        ];
        format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{}</title></head><body>{}</body></html>",
            escaped(&format!("Set your password for {}", self.organization)),
            body.concat()
        )
    }
}

/// A text inside of HTML.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}
