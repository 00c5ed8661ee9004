//! Certificate in use (R24): recognised by content, one beside the other for rotation.

use std::sync::Arc;

use api::NoParams;
use api::sso::{Certificate, CertificateFile, ReadCertificate, Sso};
use domain::sso::CertificateEnd;
use js_sys::Uint8Array;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::acts::{Acts, why};
use super::draft::{CERTIFICATES, Draft, Field, known, label};
use super::provider::named;
use crate::backend::{Call, json};
use crate::platform::{focus, time};
use crate::text::identity::sso as text;
use crate::ui::{Badge, Button, FileZone, Glyph, Notice, Tone, fact_list};
use crate::view::prelude::*;

/// How urgently the end of a certificate is told.
pub fn tone(certificate: &Certificate) -> Option<Tone> {
    CertificateEnd::at(certificate.not_after, time::now()).map(|end| match end {
        CertificateEnd::TwoMonths => Tone::Info,
        CertificateEnd::Month | CertificateEnd::Week => Tone::Warning,
        CertificateEnd::Day | CertificateEnd::Over => Tone::Bad,
    })
}

/// The warning of the last certificate's end; nothing while there is time, or another one beside it.
pub fn warning(sso: &Sso) -> Option<View> {
    let active = sso.active.as_ref()?;
    let last = active.certificates.iter().max_by_key(|certificate| certificate.not_after)?;
    let tone = tone(last)?;
    let when = time::relative(last.not_after, time::now());
    let title = text::ends(&when, &time::day(last.not_after));
    Some(view! { <Notice tone title text=text::ends_detail() /> })
}

/// Everything that identity providers show of it.
fn facts(certificate: &Certificate) -> View {
    let tone = tone(certificate).unwrap_or(Tone::Good);
    let (from, until) = (time::day(certificate.not_before), time::day(certificate.not_after));
    let left = time::relative(certificate.not_after, time::now());
    fact_list([
        (text::subject(), certificate.subject.clone().into_view()),
        (text::issued_by(), certificate.issuer.clone().into_view()),
        (text::valid_from(), from.into_view()),
        (text::valid_until(), view! { <Badge label=until tone icon=Glyph::Clock /> " " {left} }),
        (text::sha_1(), certificate.sha1.clone().into_view()),
        (text::sha_256(), certificate.sha256.clone().into_view()),
    ])
}

/// The certificates of the form, and the way to attach one.
#[component]
pub fn Certificates(
    /// The settings.
    sso: Signal<Arc<Sso>>,
    /// The form.
    draft: Draft,
    /// What can be done.
    acts: Acts,
) -> View {
    let input = draft.input(Field::Certificates);
    let count = move || input.value.with(|lines| lines.lines().count());
    let read = Callback::new(move |file: File| spawn_local(read(file, draft, acts)));
    let attach = move || if count() == 0 { text::attach() } else { text::attach_next() }.to_owned();
    let full = move || (count() >= CERTIFICATES).then(|| text::two_at_most().to_owned());
    let hint = move || {
        named(draft.provider(), 3).map_or_else(
            || text::attach_hint().to_owned(),
            |name| [&name, " ", &text::attach_hint()].concat(),
        )
    };
    let remove = move |base64: &str| {
        let rest =
            |lines: &String| lines.lines().filter(|line| *line != base64).collect::<Vec<_>>().join("\n");
        input.value.set(input.value.with_untracked(rest));
        focus::to_id(&input.id());
    };
    let one = move |certificate: Certificate| {
        let facts = facts(&certificate);
        let name = text::remove_certificate(&certificate.subject);
        view! {
            <div class="more"><div class="more-body">
                {facts}
                <div><Button label=text::remove() aria_label=name on_press=move |()| remove(&certificate.base64) /></div>
            </div></div>
        }
    };
    let list = move || {
        let known = sso.with(|sso| draft.read.with(|read| known(sso, read)));
        let lines = input.value.get();
        let found = lines.lines().filter_map(|line| known.iter().find(|one| one.base64 == line).cloned());
        found.map(one).collect_view()
    };
    let error_id = [&input.id(), "-error"].concat();
    view! {
        <fieldset class="radio-group" id=input.id() tabindex="-1" aria-describedby=error_id.clone()>
            <legend>{label(Field::Certificates as usize)}</legend>
            {list}
            <FileZone
                label=derive(attach)
                accept=".cer,.crt,.pem,.cert"
                said=derive(hint)
                on_file=read
                busy=acts.write.pending
                disabled_reason=derive(full)
            />
            <p class="field-error" id=error_id role="alert">{move || input.error.get()}</p>
        </fieldset>
    }
}

/// Has the server read a file, and takes the certificate that is in it.
async fn read(file: File, draft: Draft, acts: Acts) {
    let Ok(buffer) = JsFuture::from(file.array_buffer()).await else { return };
    let bytes = Uint8Array::new(&buffer).to_vec();
    let binary: String = bytes.into_iter().map(char::from).collect();
    // Each character stands for a byte, as it wants them.
    let Ok(content) = window().btoa(&binary) else { return };
    let input = draft.input(Field::Certificates);
    let done = move |outcome: Result<String, crate::backend::Failure>| match outcome {
        Ok(text) => {
            let Some(read) = json::read::<Certificate>(&text) else { return };
            input.error.try_set(None);
            input.value.try_update(|lines| {
                if !lines.lines().any(|line| line == read.base64) {
                    *lines = [lines.as_str(), &read.base64].join("\n").trim().to_owned();
                }
            });
            draft.read.try_update(|known| known.push(read));
        }
        Err(failure) => drop(input.error.try_set(Some(why(&failure)))),
    };
    acts.write.run(Call::<ReadCertificate>::new(NoParams {}).body(CertificateFile { content }), done);
}
