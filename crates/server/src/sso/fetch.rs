//! Fetching the metadata of an identity provider, from an address that an admin has entered: nothing of the inside of the
//! operator's network must be reached or told by it (SSRF).
//!
//! https only, no redirects, ten seconds, one megabyte; every address that the name stands for must be a public one, and the connection
//! goes to those very addresses, whatever the name stands for a moment later. All failures look the same.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use domain::sso::MetadataFault;
use saml::MAX_METADATA;
use tokio::task::spawn_blocking;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

/// The longest that an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Looks names up, and lets only public addresses through.
#[derive(Debug, Default)]
struct PublicOnly {
    resolver: DefaultResolver,
    /// The operator's identity provider is within the network: `--allow-private-metadata`.
    allow_private: bool,
}

/// What [`PublicOnly`] refuses with; it is recognised by these words.
const PRIVATE: &str = "an address of a private network";

impl Resolver for PublicOnly {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.resolver.resolve(uri, config, timeout)?;
        if self.allow_private || found.iter().all(|address| is_public(address.ip())) {
            Ok(found)
        } else {
            Err(Error::Io(std::io::Error::other(PRIVATE)))
        }
    }
}

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
    let config = Agent::config_builder()
        .https_only(!allow_private)
        .max_redirects(0)
        .proxy(None)
        .timeout_global(Some(PATIENCE))
        .user_agent("Rollcall")
        .build();
    let resolver = PublicOnly { resolver: DefaultResolver::default(), allow_private };
    let agent = Agent::with_parts(config, DefaultConnector::default(), resolver);
    let mut answer = agent.get(url).call().map_err(|error| fault(&error))?;
    if answer.status() != 200 {
        return Err(MetadataFault::NotFetched);
    }
    let limit = u64::try_from(MAX_METADATA).unwrap_or(u64::MAX);
    answer.body_mut().with_config().limit(limit).read_to_vec().map_err(|error| fault(&error))
}

fn fault(error: &Error) -> MetadataFault {
    match error {
        Error::Io(error) if error.to_string() == PRIVATE => MetadataFault::PrivateAddress,
        Error::BodyExceedsLimit(_) => MetadataFault::TooLarge,
        _ => MetadataFault::NotFetched,
    }
}

/// Is it an address of the internet, and not of a machine, a private network, or a translation to one (RFC 6890)?
fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = matches!(
        (a, b, c),
        (0 | 127 | 240.., ..) | (100, 64..=127, _) | (192, 0, 0) | (192, 88, 99) | (198, 18 | 19, _)
    );
    !special
        && !address.is_private()
        && !address.is_link_local()
        && !address.is_documentation()
        && !address.is_multicast()
}

/// Only global unicast (2000::/3), without what carries an IPv4 address inside (Teredo, 6to4) and documentation.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    let carries = first == 0x2001 && second < 0x0200 || first == 0x2002;
    let documentation = first == 0x2001 && second == 0x0db8 || first == 0x3fff;
    first & 0xe000 == 0x2000 && !carries && !documentation
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_private_network_is_fetched() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "192.0.0.8",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "203.0.113.5",
            "::1",
            "::",
            "fe80::1",
            "fd00::1",
            "ff02::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::",
            "2001::1",
            "2001:db8::1",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["20.190.160.1", "8.8.8.8", "2603:1026:3000::1", "2a00:1450:4001::1"] {
            assert!(is_public(outside.parse().unwrap()), "{outside}");
        }
    }

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
