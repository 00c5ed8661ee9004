//! What needs attention, each with its remedy.

use std::sync::Arc;

use api::home::Home;
use domain::Right;
use domain::provisioning::TokenEnd;
use domain::sso::CertificateEnd;

use crate::layout::refusal;
use crate::platform::time;
use crate::text::home as text;
use crate::ui::{Button, ButtonLink, Notice, Tone};
use crate::view::prelude::*;

/// One matter.
struct Matter {
    tone: Tone,
    title: String,
    detail: String,
    action: &'static str,
    href: &'static str,
    /// What can be done about it here, besides going there: in words, and what asks for it.
    here: Option<(&'static str, RwSignal<bool>)>,
}

impl Matter {
    fn view(self) -> View {
        let (action, href, here) = (self.action, self.href, self.here);
        let actions = move || {
            let act = |(label, asking): (&'static str, RwSignal<bool>)| {
                view! { <Button label=label disabled_reason=refusal(Right::EditUsers) on_press=move |()| asking.set(true) /> }
            };
            view! { <ButtonLink label=action href=href /> {here.map(act)} }
        };
        view! { <li><Notice tone=self.tone title=self.title text=self.detail actions /></li> }
    }
}

/// Every matter, the gravest first.
fn matters(home: &Home, asking: RwSignal<bool>) -> Vec<Matter> {
    let mut matters = Vec::new();
    let provisioning = &home.provisioning;
    if let Some(people) = home.mass_change {
        matters.push(Matter {
            tone: Tone::Bad,
            title: text::mass_change(people),
            detail: text::mass_change_detail().to_owned(),
            action: text::show_mass_change(),
            href: "/provisioning/guard",
            here: None,
        });
    }
    if !provisioning.enabled && home.managed_users > 0 {
        matters.push(Matter {
            tone: Tone::Warning,
            title: text::off_title().to_owned(),
            detail: text::off_detail().to_owned(),
            action: text::switch_on(),
            href: "/identity",
            here: None,
        });
    }
    if provisioning.enabled && provisioning.last_call_at.is_none() && home.managed_users > 0 {
        matters.push(Matter {
            tone: Tone::Warning,
            title: text::no_calls_title().to_owned(),
            detail: text::no_calls_detail().to_owned(),
            action: text::open_settings(),
            href: "/identity/scim",
            here: None,
        });
    }
    matters.extend(tokens(home));
    matters.extend(sign_on(home));
    if home.refused_today > 0 {
        matters.push(Matter {
            tone: Tone::Warning,
            title: text::refused_today(home.refused_today),
            detail: text::refused_detail().to_owned(),
            action: text::show_refused(),
            href: "/provisioning?outcome=refused&since=day",
            here: None,
        });
    }
    if home.unmatched_sites > 0 {
        matters.push(Matter {
            tone: Tone::Warning,
            title: text::unmatched_sites(home.unmatched_sites),
            detail: text::unmatched_sites_detail().to_owned(),
            action: text::show_unmatched_sites(),
            href: "/sites",
            here: None,
        });
    }
    if home.users_without_site > 0 {
        matters.push(Matter {
            tone: Tone::Info,
            title: text::without_site(home.users_without_site),
            detail: text::without_site_detail().to_owned(),
            action: text::show_users(),
            href: "/users?status=active&site=none",
            here: None,
        });
    }
    matters.extend(licenses(home, asking));
    matters
}

/// Seats that are missing, and seats that nobody uses.
fn licenses(home: &Home, asking: RwSignal<bool>) -> impl Iterator<Item = Matter> {
    let (full, unused) = (home.full_plans.len() as u64, home.deactivated_license_holders);
    let without = home.users_without_license.unwrap_or_default();
    let names: Vec<&str> = home.full_plans.iter().map(|plan| plan.name.as_str()).collect();
    let full = (full > 0).then(|| Matter {
        tone: Tone::Warning,
        title: text::full_plans(full, &names.join(", ")),
        detail: text::full_plans_detail().to_owned(),
        action: text::show_plans(),
        href: "/licenses",
        here: None,
    });
    let unused = (unused > 0).then(|| Matter {
        tone: Tone::Info,
        title: text::unused_seats(unused),
        detail: text::unused_seats_detail().to_owned(),
        action: text::show_users(),
        href: "/users?license=any&status=deactivated",
        here: Some((text::free_seats(), asking)),
    });
    let without = (without > 0).then(|| Matter {
        tone: Tone::Info,
        title: text::without_license(without),
        detail: text::without_license_detail().to_owned(),
        action: text::show_users(),
        href: "/users?license=none&status=active",
        here: None,
    });
    [full, unused, without].into_iter().flatten()
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
            here: None,
        })
    })
}

/// Single sign-on: a certificate that ends soon, or has (R24), metadata that has changed, and sign-ins that failed.
fn sign_on(home: &Home) -> impl Iterator<Item = Matter> {
    let now = time::now();
    let certificate = home.sso_certificate_ends.and_then(|at| {
        let end = CertificateEnd::at(at, now)?;
        let over = end == CertificateEnd::Over;
        Some(Matter {
            tone: match end {
                CertificateEnd::TwoMonths => Tone::Info,
                CertificateEnd::Month | CertificateEnd::Week => Tone::Warning,
                CertificateEnd::Day | CertificateEnd::Over => Tone::Bad,
            },
            title: if over {
                text::certificate_over().to_owned()
            } else {
                text::certificate_ends(&time::relative(at, now))
            },
            detail: text::certificate_detail(&time::day(at)),
            action: text::open_settings(),
            href: "/identity/sso",
            here: None,
        })
    });
    let changed = home.sso_metadata_changed.then(|| Matter {
        tone: Tone::Warning,
        title: text::metadata_changed().to_owned(),
        detail: text::metadata_changed_detail().to_owned(),
        action: text::open_settings(),
        href: "/identity/sso",
        here: None,
    });
    let failed = (home.failed_sign_ins_today > 0).then(|| Matter {
        tone: Tone::Warning,
        title: text::failed_sign_ins(home.failed_sign_ins_today),
        detail: text::failed_sign_ins_detail().to_owned(),
        action: text::show_sign_ins(),
        href: "/identity/sign-ins?success=false",
        here: None,
    });
    [certificate, changed, failed].into_iter().flatten()
}

/// Is there something that cannot wait?
pub(super) fn is_grave(home: &Home) -> bool {
    tokens(home).chain(sign_on(home)).any(|matter| matter.tone == Tone::Bad) || home.mass_change.is_some()
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
        let matters = home.with(|home| matters(home, asking));
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
