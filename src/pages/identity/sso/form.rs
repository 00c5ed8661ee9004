//! Step 2: what the identity provider gives, from its metadata or field by field; saved as a draft that nobody signs in with yet.

use std::sync::Arc;

use api::NoParams;
use api::sso::{MAX_METADATA, Metadata, MetadataSource, PutDraft, ReadMetadata, Sso};
use domain::sso::{MICROSOFT_SIGN_OUT, NameIdFormat, needs_saml_request};
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::acts::{Acts, why};
use super::certificates::Certificates;
use super::draft::{Draft, Field, base, differences, known, label, values, with_metadata, words, yes};
use super::provider::named;
use crate::backend::{Call, Failure, json};
use crate::forms::{FormFrame, FormSelect, FormText, Input, UnsavedGuard};
use crate::platform::effect;
use crate::text::Message;
use crate::text::identity::sso as text;
use crate::text::{common, sso_faults, users};
use crate::ui::{Button, Card, Checkbox, Choice, FileZone, InputKind, TextInput, Variant, fact_list};
use crate::view::prelude::*;

/// The card with the form.
#[component]
pub fn Values(
    /// The settings.
    sso: Signal<Arc<Sso>>,
    /// The form.
    draft: Draft,
    /// What can be done.
    acts: Acts,
) -> View {
    let dirty = memo(move || draft.form.is_dirty());
    let save = Callback::new(move |()| {
        if draft.form.check() {
            let call = Call::<PutDraft>::new(NoParams {}).body(draft.settings());
            let version = sso.with_untracked(|sso| sso.version);
            acts.write.run(call.if_match(version), move |outcome| match outcome {
                Ok(_) => {
                    draft.form.saved();
                    acts.said(outcome, text::draft_saved());
                }
                Err(failure) => draft.form.refuse(&failure),
            });
        }
    });
    let nothing = move || (!dirty.get()).then(|| users::profile::nothing_to_save().to_owned());
    let changed = move || {
        let (before, screen) = (sso.with(|sso| base(sso)), draft.screen());
        sso.with(|sso| draft.read.with(|read| differences(&before, &screen, &known(sso, read))))
    };
    let text_field = move |field: Field, at: usize| {
        view! { <FormText input=draft.input(field) hint=derive(move || named(draft.provider(), at)) /> }
    };
    view! {
        <Card title=text::values_title() detail=text::values_detail()>
            <Import sso draft acts />
            <FormFrame form=draft.form on_submit=save>
                {text_field(Field::SignIn, 0)}
                {text_field(Field::Issuer, 1)}
                <SignOut draft />
                <Certificates sso draft acts />
                <Advanced draft sso />
                {changed}
                <div class="form-actions">
                    <Button label=text::save() variant=Variant::Primary submit=true busy=acts.write.pending disabled_reason=derive(nothing) />
                    <Show when=move || dirty.get()>
                        <Button label=common::discard() on_press=move |()| draft.form.discard() />
                    </Show>
                </div>
            </FormFrame>
            <UnsavedGuard dirty />
        </Card>
    }
}

/// For those who may only read: what the draft or the active settings hold.
pub fn read_only(sso: &Sso) -> View {
    let (values, known) = (base(sso), known(sso, &[]));
    let fact = |(at, value): (usize, &String)| (label(at), words(at, value, &known).into_view());
    let facts = fact_list(values.iter().enumerate().map(fact));
    view! { <Card title=text::values_title()>{facts}</Card> }
}

/// The sign-out page, with what has to be known of Microsoft's (R28).
#[component]
fn SignOut(draft: Draft) -> View {
    let input = draft.input(Field::SignOut);
    let wrong = memo(move || input.value.with(|url| needs_saml_request(url)));
    let hint = move || {
        if wrong.get() {
            Some(text::needs_request().to_owned())
        } else if input.value.with(|url| url == MICROSOFT_SIGN_OUT) {
            Some(text::signs_out_everywhere().to_owned())
        } else {
            named(draft.provider(), 2)
        }
    };
    let fill = move |()| input.value.set(MICROSOFT_SIGN_OUT.to_owned());
    view! {
        <FormText input hint=derive(hint) optional=true />
        <Show when=move || wrong.get()>
            <div><Button label=text::take_page() on_press=fill /></div>
        </Show>
    }
}

/// A field that is yes or no.
fn check(input: Input, hint: Message) -> View {
    let checked = RwSignal::new(!input.text().is_empty());
    // Each follows the other, and is left alone where it says the same already.
    effect(move || {
        let on = input.value.with(|value| !value.is_empty());
        if checked.get_untracked() != on {
            checked.set(on);
        }
    });
    effect(move || {
        let on = yes(checked.get());
        if input.text() != on {
            input.value.set(on);
        }
    });
    view! { <Checkbox label=input.label checked hint=hint /> }
}

/// What most organizations leave as it is. Open once something in it is not accepted.
#[component]
fn Advanced(draft: Draft, sso: Signal<Arc<Sso>>) -> View {
    let addresses = [Field::Logout, Field::Metadata].map(|field| draft.input(field));
    let open = Memo::new(move |open: Option<&bool>| {
        open == Some(&true) || addresses.iter().any(|input| input.error.with(Option::is_some))
    });
    let checks = [Field::SignRequests, Field::Encryption, Field::Unsolicited, Field::SamlLogout];
    let [sign, encrypt, unsolicited, logout] =
        [0, 1, 2, 3].map(|at| check(draft.input(checks[at]), text::hints(at)));
    let formats =
        NameIdFormat::ALL.iter().map(|one| Choice::new(one.name(), text::format(*one))).collect::<Vec<_>>();
    let read_at = move || {
        let at = sso.with(|sso| sso.metadata_read_at);
        Some(at.map_or_else(
            || text::metadata_hint().to_owned(),
            |at| text::metadata_read(&crate::platform::time::exact(at)),
        ))
    };
    view! {
        <details class="more" open=open>
            <summary>{crate::text::identity::advanced()}</summary>
            <div class="more-body">
                {sign} {encrypt} {unsolicited}
                <FormSelect input=draft.input(Field::NameId) choices=Signal::stored(formats) />
                {logout}
                <FormText input=draft.input(Field::Logout) optional=true />
                <FormText input=draft.input(Field::Metadata) hint=derive(read_at) optional=true />
            </div>
        </details>
    }
}

/// Metadata fills all fields; what it changes is shown before it is saved.
#[component]
fn Import(sso: Signal<Arc<Sso>>, draft: Draft, acts: Acts) -> View {
    let source = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let said = RwSignal::new(text::drop_here());
    let first = sso.with_untracked(|sso| sso.active.is_none() && sso.draft.is_none());
    let take = move |text: String| {
        let text = text.trim().to_owned();
        let url = Some(text.clone()).filter(|text| text.starts_with("http"));
        if text.is_empty() || text.len() > MAX_METADATA {
            error.set(Some(
                if text.is_empty() { crate::text::reasons::empty() } else { sso_faults::too_large() }
                    .to_owned(),
            ));
            return;
        }
        let body = MetadataSource { xml: url.is_none().then_some(text), url: url.clone() };
        acts.write.run(
            Call::<ReadMetadata>::new(NoParams {}).body(body),
            move |outcome: Result<String, Failure>| {
                error.try_set(outcome.as_ref().err().map(why));
                let Some(metadata) = outcome.ok().and_then(|text| json::read::<Metadata>(&text)) else {
                    return;
                };
                let mut filled = with_metadata(untrack(|| draft.screen()), &metadata);
                if let Some(url) = url {
                    filled[Field::Metadata as usize] = url;
                }
                draft.read.try_update(|known| known.extend(metadata.certificates));
                draft.form.fill(&filled);
                said.try_set(text::imported());
            },
        );
    };
    let file = Callback::new(move |file: File| {
        spawn_local(async move {
            let content = JsFuture::from(file.text()).await.ok().and_then(|content| content.as_string());
            if error.try_set(None) {
                take(content.unwrap_or_default());
            }
        });
    });
    let busy: Signal<bool> = acts.write.pending.into();
    view! {
        <details class="more" open=first>
            <summary>{text::import()}</summary>
            <div class="more-body">
                <FileZone label=text::import_file() accept=".xml,text/xml" said=derive(move || said.get().to_owned()) on_file=file busy />
                <TextInput label=text::import_source() value=source hint=text::import_hint() error kind=InputKind::Lines optional=true />
                <div><Button label=text::import_read() busy on_press=move |()| take(source.get_untracked()) /></div>
            </div>
        </details>
    }
}

/// What the provider's metadata says now, and the active settings do not: held until somebody decides.
pub fn held(sso: &Sso) -> Option<View> {
    let change = sso.metadata_change.as_ref()?;
    let before = values(sso.active.as_ref().map(|revision| &revision.settings));
    let after = with_metadata(before.clone(), &change.metadata);
    differences(&before, &after, &known(sso, &[]))
}
