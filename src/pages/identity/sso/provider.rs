//! Step 1: the identity provider, what to do there in the words of its screens, and the values to copy into it (R25).

use std::sync::Arc;

use api::sso::Sso;
use domain::Right;
use domain::sso::SsoProvider;

use super::draft::{Draft, Field};
use crate::layout::refusal;
use crate::platform::time;
use crate::text::identity::sso as text;
use crate::ui::{Card, Choice, CopyField, DownloadLink, RadioGroup, fact_list};
use crate::view::prelude::*;

/// What the screens of each provider call Identifier, Reply URL, the address at which a sign-in begins, and that of logout messages.
/// They are not translated; empty: it does not ask for it.
const VALUES: [[&str; 4]; 7] = [
    [
        "Identifier (Entity ID)",
        "Reply URL (Assertion Consumer Service URL)",
        "Sign on URL (Optional)",
        "Logout Url (Optional)",
    ],
    ["Audience URI (SP Entity ID)", "Single sign-on URL", "", ""],
    ["Entity ID", "ACS URL", "Start URL (optional)", ""],
    ["Audience (EntityID)", "ACS (Consumer) URL", "Login URL", "Single Logout URL"],
    ["SP Entity ID", "ACS URL", "Login URL", "Logout URL"],
    ["Entity ID", "ACS URLs", "", "SLO Endpoint"],
    ["Entity ID", "ACS URL", "Login URL", "Logout URL"],
];

/// What the screens of each provider call the sign-in page, the issuer, the sign-out page and the certificate.
const NAMES: [[&str; 4]; 7] = [
    ["Login URL", "Microsoft Entra Identifier", "Logout URL", "Certificate (Base64)"],
    ["Sign on URL", "Issuer", "Sign out URL", "Signing Certificate"],
    ["SSO URL", "Entity ID", "", "Certificate"],
    ["SAML 2.0 Endpoint (HTTP)", "Issuer URL", "SLO Endpoint (HTTP)", "X.509 Certificate"],
    ["IDP URL", "IdP Entity ID", "", "IDP Certificate"],
    ["Single Signon Service", "Issuer ID", "Single Logout Service", "Download Signing Certificate"],
    ["", "", "", ""],
];

/// What the provider calls one of the four fields: 0 sign-in page, 1 issuer, 2 sign-out page, 3 certificate.
pub fn named(provider: SsoProvider, field: usize) -> Option<String> {
    Some(NAMES[provider as usize][field]).filter(|name| !name.is_empty()).map(text::named)
}

/// The card.
#[component]
pub fn Provider(
    /// The settings.
    sso: Signal<Arc<Sso>>,
    /// The form, which the provider is a field of.
    draft: Draft,
) -> View {
    let choices = SsoProvider::ALL.iter().map(|one| Choice::new(one.name(), text::provider(*one))).collect();
    let provider = memo(move || draft.provider());
    let steps = move || {
        let provider = provider.get();
        let step = |words: &'static str| {
            // The step after which the values are pasted ends in a colon, in every language.
            let values = words.ends_with(':').then(|| sso.with_untracked(|sso| values(sso, provider)));
            view! { <li>{words} {values}</li> }
        };
        text::steps(provider as usize).words().split(" + ").map(step).collect_view()
    };
    view! {
        <Card title=text::provider_title()>
            <RadioGroup
                legend=super::draft::label(Field::Provider as usize)
                value=draft.input(Field::Provider).value
                choices
                disabled_reason=refusal(Right::EditIdentity)
            />
            <ol class="provider-steps">{steps}</ol>
            {sso.with_untracked(|sso| own(sso))}
        </Card>
    }
}

/// What is pasted there: each value under the name that the provider's screen has for it.
fn values(sso: &Sso, provider: SsoProvider) -> View {
    let values = [&sso.entity_id, &sso.entity_id, &sso.login_url, &sso.logout_url];
    let pairs = VALUES[provider as usize].into_iter().zip(values).filter(|(label, _)| !label.is_empty());
    let fields = pairs.map(|(label, value)| view! { <CopyField label=label value=value.clone() /> });
    view! {
        <div class="more-body">
            {fields.collect_view()}
            <div><DownloadLink label=text::own_metadata() href=sso.metadata_url.clone() /></div>
        </div>
    }
}

/// Rollcall's own certificate.
fn own(sso: &Sso) -> View {
    let certificate = &sso.certificate;
    let facts = [
        (text::sha_1(), certificate.sha1.clone()),
        (text::sha_256(), certificate.sha256.clone()),
        (text::valid_until(), time::day(certificate.not_after)),
    ];
    let facts = facts.map(|(term, fact)| (term, fact.into_view()));
    view! {
        <details class="more">
            <summary>{text::own_certificate()}</summary>
            <div class="more-body">
                <p class="secondary">{text::own_certificate_hint()}</p>
                {fact_list(facts)}
                <div><a class="button" href=pem(&certificate.base64) download="rollcall.cer">{text::own_download()}</a></div>
            </div>
        </details>
    }
}

/// The certificate as a PEM file, in a link.
fn pem(base64: &str) -> String {
    let mut link = "data:application/x-pem-file,-----BEGIN%20CERTIFICATE-----".to_owned();
    for line in base64.as_bytes().chunks(64) {
        link.extend(["%0A", &String::from_utf8_lossy(line)]);
    }
    link + "%0A-----END%20CERTIFICATE-----%0A"
}
