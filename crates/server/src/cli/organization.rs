//! `rollcall org …`

use clap::{Args, Subcommand};

use super::owner::{PublicUrl, password_link};
use super::{Database, Error, print};
use crate::organization::{self, New, Owner};

/// What can be done to organizations.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Create an organization and its owner; prints id, slug, and a link with which the owner sets a password.
    Create(Create),
}

/// The options of `org create`.
#[derive(Debug, Args)]
pub struct Create {
    /// Short name in URLs: small letters, digits and hyphens.
    #[arg(long)]
    slug: String,
    /// The name that people read.
    #[arg(long)]
    name: String,
    /// The owner's username: an email address.
    #[arg(long, value_name = "EMAIL")]
    owner: String,
    /// The owner's first name; taken from the username when left out.
    #[arg(long, value_name = "NAME")]
    first_name: Option<String>,
    /// The owner's last name; taken from the username when left out.
    #[arg(long, value_name = "NAME")]
    last_name: Option<String>,
    /// Read the owner's password from standard input (one line), instead of printing a link.
    #[arg(long)]
    password_stdin: bool,
    #[command(flatten)]
    public_url: PublicUrl,
}

/// Does it.
pub(super) async fn run(database: &Database, command: Command) -> Result<(), Error> {
    let Command::Create(create) = command;
    let password = create.password_stdin.then(read_password).transpose()?;
    let (first, last) = names(&create.owner);
    let owner = Owner {
        username: create.owner.clone(),
        first_name: create.first_name.unwrap_or(first),
        last_name: create.last_name.unwrap_or(last),
        email: create.owner,
        password,
    };
    let app = database.app(create.public_url.config()).await?;
    let created = organization::create(
        &app,
        New::check(&app.passwords, &create.name, &create.slug, owner).await?,
        None,
    )
    .await?;
    print(&format!("{} {}", created.organization.id, created.organization.slug));
    if !create.password_stdin {
        print(&password_link(&app, created.organization.id, &created.owner).await?);
    }
    Ok(())
}

fn read_password() -> Result<String, Error> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).map_err(|error| {
        Error::new(format!("The password cannot be read from standard input: {error}. Pass one line."))
    })?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// A first and a last name from `ada.lovelace@contoso.com`.
fn names(username: &str) -> (String, String) {
    let local = username.split('@').next().unwrap_or_default();
    let mut words = local.split(['.', '_', '-']).filter(|word| !word.is_empty()).map(capitalized);
    let first = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    (first, if rest.is_empty() { "Owner".to_owned() } else { rest.join(" ") })
}

fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_owner_without_names_gets_them_from_the_username() {
        assert_eq!(names("ada.lovelace@contoso.com"), ("Ada".to_owned(), "Lovelace".to_owned()));
        assert_eq!(names("admin@contoso.com"), ("Admin".to_owned(), "Owner".to_owned()));
    }
}
