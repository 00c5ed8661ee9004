//! What needs attention, each with its remedy.

use std::sync::Arc;

use api::home::Home;
use domain::Right;
use domain::provisioning::TokenEnd;
use domain::sso::CertificateEnd;

use crate::layout::refusal;
use crate::platform::time;
use crate::text::{Message, home as text};
use crate::ui::{Button, ButtonLink, Notice, Tone};
use crate::view::prelude::*;

/// One matter.
struct Matter {
    tone: Tone,
    title: String,
    detail: String,
    action: Message,
    href: &'static str,
    /// What can be done about it here, besides going there.
    here: bool,
}

impl Matter {
    /// `asking` is set when the seats of deactivated people are to be freed.
    fn view(self, asking: RwSignal<bool>) -> View {
        let (action, href, here) = (self.action, self.href, self.here);
        let actions = move || {
            let act = || {
                view! { <Button label=text::free_seats() disabled_reason=refusal(Right::EditUsers) on_press=move |()| asking.set(true) /> }
            };
            view! { <ButtonLink label=action href=href /> {here.then(act)} }
        };
        view! { <li><Notice tone=self.tone title=self.title text=self.detail actions /></li> }
    }
}

/// A matter that is a number, or is there or not: a row of a table, which weighs less than code.
struct Kind {
    tone: Tone,
    /// How many, or 1 where it is there; 0: nothing to say.
    count: fn(&Home) -> u64,
    title: fn(&Home, u64) -> String,
    detail: Message,
    action: Message,
    href: &'static str,
}

/// What comes first.
static URGENT: [Kind; 3] = [
    Kind {
        tone: Tone::Bad,
        count: |home| home.mass_change.unwrap_or_default(),
        title: |_, n| text::mass_change(n),
        detail: text::mass_change_detail(),
        action: text::show_mass_change(),
        href: "/provisioning/guard",
    },
    Kind {
        tone: Tone::Warning,
        count: |home| u64::from(!home.provisioning.enabled && home.managed_users > 0),
        title: |_, _| text::off_title().to_owned(),
        detail: text::off_detail(),
        action: text::switch_on(),
        href: "/identity",
    },
    Kind {
        tone: Tone::Warning,
        count: |home| {
            let waits = home.provisioning.enabled && home.provisioning.last_call_at.is_none();
            u64::from(waits && home.managed_users > 0)
        },
        title: |_, _| text::no_calls_title().to_owned(),
        detail: text::no_calls_detail(),
        action: text::open_settings(),
        href: "/identity/scim",
    },
];

/// What comes after certificates and tokens that end.
static OTHERS: [Kind; 8] = [
    Kind {
        tone: Tone::Warning,
        count: |home| u64::from(home.sso_metadata_changed),
        title: |_, _| text::metadata_changed().to_owned(),
        detail: text::metadata_changed_detail(),
        action: text::open_settings(),
        href: "/identity/sso",
    },
    Kind {
        tone: Tone::Warning,
        count: |home| home.failed_sign_ins_today,
        title: |_, n| text::failed_sign_ins(n),
        detail: text::failed_sign_ins_detail(),
        action: text::show_sign_ins(),
        href: "/identity/sign-ins?success=false",
    },
    Kind {
        tone: Tone::Warning,
        count: |home| home.refused_today,
        title: |_, n| text::refused_today(n),
        detail: text::refused_detail(),
        action: text::show_refused(),
        href: "/provisioning?outcome=refused&since=day",
    },
    Kind {
        tone: Tone::Warning,
        count: |home| home.unmatched_sites,
        title: |_, n| text::unmatched_sites(n),
        detail: text::unmatched_sites_detail(),
        action: text::show_unmatched_sites(),
        href: "/sites",
    },
    Kind {
        tone: Tone::Info,
        count: |home| home.users_without_site,
        title: |_, n| text::without_site(n),
        detail: text::without_site_detail(),
        action: text::show_users(),
        href: "/users?status=active&site=none",
    },
    Kind {
        tone: Tone::Warning,
        count: |home| home.full_plans.len() as u64,
        title: |home, n| {
            let names: Vec<&str> = home.full_plans.iter().map(|plan| plan.name.as_str()).collect();
            text::full_plans(n, &names.join(", "))
        },
        detail: text::full_plans_detail(),
        action: text::show_plans(),
        href: "/licenses",
    },
    Kind {
        tone: Tone::Info,
        count: |home| home.deactivated_license_holders,
        title: |_, n| text::unused_seats(n),
        detail: text::unused_seats_detail(),
        action: text::show_users(),
        href: UNUSED_SEATS,
    },
    Kind {
        tone: Tone::Info,
        count: |home| home.users_without_license.unwrap_or_default(),
        title: |_, n| text::without_license(n),
        detail: text::without_license_detail(),
        action: text::show_users(),
        href: "/users?license=none&status=active",
    },
];

/// The deactivated people who hold a licence: these seats can be freed here.
const UNUSED_SEATS: &str = "/users?license=any&status=deactivated";

/// Adds those of the kinds that there are.
fn add(matters: &mut Vec<Matter>, home: &Home, kinds: &'static [Kind]) {
    for kind in kinds {
        let n = (kind.count)(home);
        if n > 0 {
            matters.push(Matter {
                tone: kind.tone,
                title: (kind.title)(home, n),
                detail: kind.detail.to_owned(),
                action: kind.action,
                href: kind.href,
                here: kind.href == UNUSED_SEATS,
            });
        }
    }
}

/// Every matter, the gravest first.
fn matters(home: &Home) -> Vec<Matter> {
    let mut matters = Vec::new();
    add(&mut matters, home, &URGENT);
    matters.extend(ends(home));
    add(&mut matters, home, &OTHERS);
    matters
}

/// The certificate and the tokens that stop working soon, or have.
fn ends(home: &Home) -> Vec<Matter> {
    let now = time::now();
    let mut matters = Vec::from_iter(certificate(home));
    for token in &home.expiring_tokens {
        let Some((at, end)) = token.expires_at.and_then(|at| Some((at, TokenEnd::of(at, now)?))) else {
            continue;
        };
        let gone = end == TokenEnd::Over;
        let name = &token.name;
        matters.push(Matter {
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
            here: false,
        });
    }
    matters
}

/// The certificate of single sign-on that ends soon, or has (R24).
fn certificate(home: &Home) -> Option<Matter> {
    let (at, now) = (home.sso_certificate_ends?, time::now());
    let end = CertificateEnd::at(at, now)?;
    Some(Matter {
        tone: match end {
            CertificateEnd::TwoMonths => Tone::Info,
            CertificateEnd::Month | CertificateEnd::Week => Tone::Warning,
            CertificateEnd::Day | CertificateEnd::Over => Tone::Bad,
        },
        title: if end == CertificateEnd::Over {
            text::certificate_over().to_owned()
        } else {
            text::certificate_ends(&time::relative(at, now))
        },
        detail: text::certificate_detail(&time::day(at)),
        action: text::open_settings(),
        href: "/identity/sso",
        here: false,
    })
}

/// Is there something that cannot wait?
pub(super) fn is_grave(home: &Home) -> bool {
    home.mass_change.is_some() || ends(home).iter().any(|matter| matter.tone == Tone::Bad)
}

/// The matters; nothing where there are none.
#[component]
pub(super) fn Attention(
    /// How the organization stands.
    home: Signal<Arc<Home>>,
    /// Set when the seats of deactivated people are to be freed.
    asking: RwSignal<bool>,
) -> View {
    let list = move || {
        let matters = home.with(|home| matters(home));
        if matters.is_empty() {
            return None;
        }
        let matters = matters.into_iter().map(|matter| matter.view(asking)).collect_view();
        Some(view! {
            <section aria-labelledby="attention" class="attention">
                <h2 id="attention">{text::attention()}</h2>
                <ul class="attention-list">{matters}</ul>
            </section>
        })
    };
    view! { {move || list()} }
}
