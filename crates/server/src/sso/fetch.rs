//! Fetching the metadata of an identity provider, from an address that an admin has entered: by [`outbound`], ten seconds, one megabyte. All
//! failures look the same.

use std::time::Duration;

use domain::sso::MetadataFault;
use saml::MAX_METADATA;
use tokio::task::spawn_blocking;
use ureq::Error;

use crate::outbound;

/// The longest that an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The bytes at `url`.
///
/// # Errors
/// [`MetadataFault::NotHttps`], [`MetadataFault::PrivateAddress`], [`MetadataFault::TooLarge`], [`MetadataFault::NotFetched`].
pub async fn metadata(url: &str, allow_private: bool) -> Result<Vec<u8>, MetadataFault> {
    if !domain::sso::is_provider_address(url) || !url.starts_with("https://") && !allow_private {
        return Err(MetadataFault::NotHttps);
    }
    let url = url.to_owned();
    let fetched = spawn_blocking(move || fetch(&url, allow_private)).await;
    fetched.map_err(|_| MetadataFault::NotFetched)?
}

fn fetch(url: &str, allow_private: bool) -> Result<Vec<u8>, MetadataFault> {
    let mut answer =
        outbound::agent(allow_private, PATIENCE).get(url).call().map_err(|error| fault(&error))?;
    if answer.status() != 200 {
        return Err(MetadataFault::NotFetched);
    }
    let limit = u64::try_from(MAX_METADATA).unwrap_or(u64::MAX);
    answer.body_mut().with_config().limit(limit).read_to_vec().map_err(|error| fault(&error))
}

fn fault(error: &Error) -> MetadataFault {
    match error {
        error if outbound::is_private(error) => MetadataFault::PrivateAddress,
        Error::BodyExceedsLimit(_) => MetadataFault::TooLarge,
        _ => MetadataFault::NotFetched,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_address_inside_is_refused_before_anything_is_sent() {
        for url in [
            "https://127.0.0.1:1/metadata",
            "https://[::1]/metadata",
            "https://localhost/metadata",
            "https://2130706433/",
        ] {
            assert_eq!(metadata(url, false).await, Err(MetadataFault::PrivateAddress), "{url}");
        }
    }

    #[tokio::test]
    async fn other_schemes_are_refused() {
        for url in [
            "http://idp.example/",
            "http://127.0.0.1/",
            "file:///etc/passwd",
            "ftp://idp.example/",
            "gopher://x",
            "",
        ] {
            assert_eq!(metadata(url, false).await, Err(MetadataFault::NotHttps), "{url}");
        }
    }

    #[tokio::test]
    async fn an_identity_provider_that_does_not_answer_is_told_of() {
        assert_eq!(metadata("http://127.0.0.1:1/metadata", true).await, Err(MetadataFault::NotFetched));
    }
}
