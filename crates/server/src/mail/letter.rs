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
    /// As it is sent.
    #[must_use]
    pub fn letter(&self) -> Letter {
        let until = self.expires_at.to_string();
        let until = until.get(..16).unwrap_or(&until).replace('T', " ");
        Letter {
            id: self.id,
            at: self.at,
            organization: self.organization.to_owned(),
            name: self.name.to_owned(),
            email: self.email.to_owned(),
            subject: format!("Set your password for {}", self.organization),
            opening: format!(
                "an admin of {} has made a link with which you set your password for Rollcall:",
                self.organization
            ),
            url: self.url.to_owned(),
            closing: vec![
                format!("Your username is {}. The link works once, until {until} UTC.", self.username),
                "If you did not expect this, you need do nothing: without the link nothing changes. Give it to nobody."
                    .to_owned(),
            ],
        }
    }
}

/// A letter: a greeting, a paragraph, a link, and more paragraphs.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Makes the message's own id.
    pub id: u128,
    /// Now.
    pub at: Timestamp,
    /// The name of the organization: the sender's.
    pub organization: String,
    /// First and last name; may be empty.
    pub name: String,
    /// Where it goes.
    pub email: String,
    /// What it is about.
    pub subject: String,
    /// The sentence before the link; it follows "Hello …,".
    pub opening: String,
    /// The link.
    pub url: String,
    /// The paragraphs after it.
    pub closing: Vec<String>,
}

impl Letter {
    /// The message; `host` is what its id ends in.
    pub(super) fn message(&self, from: Mailbox, host: &str) -> Result<Message, NotSent> {
        let to = self.email.parse().map_err(|_| NotSent::Address)?;
        let name = Some(self.name.clone()).filter(|name| !name.is_empty());
        let millis = u64::try_from(self.at.0).unwrap_or_default();
        let message = Message::builder()
            .from(from)
            .to(Mailbox::new(name, to))
            .subject(self.subject.clone())
            .date(UNIX_EPOCH + Duration::from_millis(millis))
            .message_id(Some(format!("<{:032x}@{host}>", self.id)))
            .multipart(MultiPart::alternative_plain_html(self.text(), self.html()))?;
        Ok(message)
    }

    fn greeting(&self) -> String {
        if self.name.is_empty() { "Hello,".to_owned() } else { format!("Hello {},", self.name) }
    }

    fn text(&self) -> String {
        let mut parts = vec![self.greeting(), self.opening.clone(), self.url.clone()];
        parts.extend(self.closing.iter().cloned());
        parts.join("\r\n\r\n") + "\r\n"
    }

    fn html(&self) -> String {
        let paragraph = |text: &str| format!("<p>{}</p>", escaped(text));
        let link = format!("<p><a href=\"{0}\">{0}</a></p>", escaped(&self.url));
        let mut body = vec![paragraph(&self.greeting()), paragraph(&self.opening), link];
        body.extend(self.closing.iter().map(|text| paragraph(text)));
        format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{}</title></head><body>{}</body></html>",
            escaped(&self.subject),
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
