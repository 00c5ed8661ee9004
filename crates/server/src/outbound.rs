//! Calls to addresses that an admin has entered: nothing of the inside of the operator's network must be reached or told by them (SSRF).
//!
//! https only, no redirects, no proxy; every address that the name stands for must be a public one, and the connection goes to those very
//! addresses, whatever the name stands for a moment later.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Error};

/// Looks names up, and lets only public addresses through.
#[derive(Debug, Default)]
struct PublicOnly {
    resolver: DefaultResolver,
    /// What is called is within the operator's network, and they say so.
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

/// Calls, and gives up after `patience`. With `allow_private` also addresses within the operator's network, and http.
#[must_use]
pub fn agent(allow_private: bool, patience: Duration) -> Agent {
    let config = Agent::config_builder()
        .https_only(!allow_private)
        .max_redirects(0)
        .proxy(None)
        .timeout_global(Some(patience))
        .http_status_as_error(false)
        .user_agent("Rollcall")
        .build();
    let resolver = PublicOnly { resolver: DefaultResolver::default(), allow_private };
    Agent::with_parts(config, DefaultConnector::default(), resolver)
}

/// Was it refused for an address that is not a public one?
#[must_use]
pub fn is_private(error: &Error) -> bool {
    matches!(error, Error::Io(error) if error.to_string() == PRIVATE)
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
}
