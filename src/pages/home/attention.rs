//! What needs attention, each with its remedy.

use std::sync::Arc;

use api::home::Home;
use domain::provisioning::TokenEnd;

use crate::platform::time;
use crate::text::home as text;
use crate::ui::{ButtonLink, Notice, Tone};
use crate::view::prelude::*;

/// One matter.
struct Matter {
    tone: Tone,
    title: String,
    detail: String,
    action: &'static str,
    href: &'static str,
}

impl Matter {
    fn view(self) -> View {
        let (action, href) = (self.action, self.href);
        let actions = move || view! { <ButtonLink label=action href=href /> };
        view! { <li><Notice tone=self.tone title=self.title text=self.detail actions /></li> }
    }
}

/// Every matter, the gravest first.
fn matters(home: &Home) -> Vec<Matter> {
    let mut matters = Vec::new();
    let provisioning = &home.provisioning;
    if let Some(people) = home.mass_change {
        matters.push(Matter {
            tone: Tone::Bad,
            title: text::mass_change(people),
            detail: text::mass_change_detail().to_owned(),
            action: text::show_mass_change(),
            href: "/provisioning/guard",
        });
    }
    if !provisioning.enabled && home.managed_users > 0 {
        matters.push(Matter {
            tone: Tone::Warning,
            title: text::off_title().to_owned(),
            detail: text::off_detail().to_owned(),
            action: text::switch_on(),
            href: "/identity",
        });
    }
    if provisioning.enabled && provisioning.last_call_at.is_none() && home.managed_users > 0 {
        matters.push(Matter {
            tone: Tone::Warning,
            title: text::no_calls_title().to_owned(),
            detail: text::no_calls_detail().to_owned(),
            action: text::open_settings(),
            href: "/identity/scim",
        });
    }
    matters.extend(tokens(home));
    if home.refused_today > 0 {
        matters.push(Matter {
            tone: Tone::Warning,
            title: text::refused_today(home.refused_today),
            detail: text::refused_detail().to_owned(),
            action: text::show_refused(),
            href: "/provisioning?outcome=refused&since=day",
        });
    }
    if home.unmatched_sites > 0 {
        matters.push(Matter {
            tone: Tone::Warning,
            title: text::unmatched_sites(home.unmatched_sites),
            detail: text::unmatched_sites_detail().to_owned(),
            action: text::show_unmatched_sites(),
            href: "/sites",
        });
    }
    if home.users_without_site > 0 {
        matters.push(Matter {
            tone: Tone::Info,
            title: text::without_site(home.users_without_site),
            detail: text::without_site_detail().to_owned(),
            action: text::show_users(),
            href: "/users?status=active&site=none",
        });
    }
    matters
}

/// Tokens that stop working soon, or have.
fn tokens(home: &Home) -> impl Iterator<Item = Matter> {
    let now = time::now();
    home.expiring_tokens.iter().filter_map(move |token| {
        let at = token.expires_at?;
        let end = TokenEnd::of(at, now)?;
        let gone = end == TokenEnd::Over;
        let name = &token.name;
        Some(Matter {
            tone: match end {
                TokenEnd::Month => Tone::Info,
                TokenEnd::Week => Tone::Warning,
                TokenEnd::Day | TokenEnd::Over => Tone::Bad,
            },
            title: if gone {
                text::token_expired(name)
            } else {
                text::token_expires(name, &time::relative(at, now))
            },
            detail: text::token_detail(&time::day(at), gone),
            action: text::renew_token(),
            href: "/identity/scim",
        })
    })
}

/// Is there something that cannot wait?
pub(super) fn is_grave(home: &Home) -> bool {
    matters(home).iter().any(|matter| matter.tone == Tone::Bad)
}

/// The matters; nothing where there are none.
#[component]
pub(super) fn Attention(
    /// How the organization stands.
    home: Signal<Arc<Home>>,
) -> View {
    let list = move || {
        let matters = home.with(|home| matters(home));
        if matters.is_empty() {
            return None;
        }
        let matters = matters.into_iter().map(Matter::view).collect_view();
        Some(view! {
            <section aria-labelledby="attention" class="attention">
                <h2 id="attention">{text::attention()}</h2>
                <ul class="attention-list">{matters}</ul>
            </section>
        })
    };
    view! { {move || list()} }
}
