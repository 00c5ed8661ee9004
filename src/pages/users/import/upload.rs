//! The page `/users/import`: a file is chosen and uploaded.

use api::users_import::{Encoding, FIELDS, MAX_BYTES, Upload, UploadQuery};
use api::{Code, Endpoint, NoParams, users_export};
use domain::Right;
use leptos::prelude::{GetValue, LocalStorage, SetValue, StoredValue as LocalValue};
use web_sys::File;

use super::href;
use crate::backend::{Call, json, use_client, use_mutation};
use crate::layout::{Page, refusal};
use crate::router::{NavigateOptions, use_navigate};
use crate::text::users as users_text;
use crate::text::users::import as text;
use crate::ui::{Button, Card, Choice, Crumb, DownloadLink, FileZone, Notice, SelectInput, Tone, Variant};
use crate::view::prelude::*;

/// The page.
#[component]
pub fn ImportPage() -> View {
    let crumbs = vec![Crumb::new(users_text::title(), "/users")];
    let template = use_client().transport().href(users_export::Get::PATH);
    let template = move || view! { <DownloadLink label=text::template() href=template.clone() /> };
    view! {
        <Page title=text::title() crumbs narrow=true lead=|| text::lead().into_view()>
            {upload()}
            <Card title=text::understood() detail=text::understood_how() actions=template>
                <p>{FIELDS.map(|field| users_text::field(field).words()).join(", ")}</p>
                <p class="secondary">{text::by_username()}</p>
                <p class="secondary">{text::managed()}</p>
            </Card>
        </Page>
    }
}

/// What is not UTF-8, the most frequent first.
fn encodings() -> Vec<Choice> {
    let one = |encoding: Encoding, label: &str| Choice::new(json::name_of(Some(encoding)), label);
    vec![
        one(Encoding::Windows1252, &text::western()),
        one(Encoding::Windows1250, &text::central()),
        one(Encoding::Windows1251, &text::cyrillic()),
        one(Encoding::ShiftJis, &text::japanese()),
        one(Encoding::Gb18030, &text::chinese()),
        one(Encoding::Utf16Le, "UTF-16 LE"),
        one(Encoding::Utf16Be, "UTF-16 BE"),
    ]
}

fn upload() -> View {
    let navigate = use_navigate();
    let kept: LocalValue<Option<File>, LocalStorage> = LocalValue::new_local(None);
    let (name, wrong) = (RwSignal::new(String::new()), RwSignal::new(None::<String>));
    // Asked for once the server does not know it.
    let (asked, encoding) = (RwSignal::new(false), RwSignal::new(json::name_of(Some(Encoding::Windows1252))));
    let send = use_mutation::<Upload>(move |outcome| match outcome {
        // Whoever has left the page meanwhile stays where they are.
        Ok(import) if asked.try_get_untracked().is_some() => {
            navigate(&href(import.id), NavigateOptions::default());
        }
        Ok(_) => {}
        Err(failure)
            if failure.code() == Some(Code::EncodingNeeded) && asked.try_get_untracked() == Some(false) =>
        {
            asked.set(true);
        }
        Err(failure) => drop(wrong.try_set(Some(failure.detail()))),
    });
    let start = move || {
        let Some(file) = kept.get_value() else { return };
        wrong.set(None);
        #[expect(clippy::cast_precision_loss, reason = "200 MB fit the 53 bits of a double")]
        if file.size() > MAX_BYTES as f64 {
            wrong.set(Some(text::too_large().to_owned()));
            return;
        }
        let encoding = if asked.get_untracked() { json::from_name(&encoding.get_untracked()) } else { None };
        send.run(Call::new(NoParams {}).query(UploadQuery { encoding }).file(file.into()));
    };
    let take = Callback::new(move |file: File| {
        name.set(file.name());
        asked.set(false);
        kept.set_value(Some(file));
        start();
    });
    let again = Callback::new(move |()| start());
    let said = move || Some(name.get()).filter(|name| !name.is_empty());
    let said = derive(move || said().unwrap_or_else(|| text::drop_here().to_owned()));
    let busy: Signal<bool> = send.pending.into();
    view! {
        <Card title=text::file() detail=text::limits()>
            <FileZone label=text::choose() accept=".csv,.txt,.tsv,text/csv,text/plain" said on_file=take busy disabled_reason=refusal(Right::EditUsers) />
            <Show when=move || busy.get()>
                <progress class="meter" aria-label=text::uploading()></progress>
            </Show>
            <Show when=move || asked.get()>
                <p role="alert">{text::encoding_needed()}</p>
                <SelectInput label=text::encoding() value=encoding choices=Signal::stored(encodings()) />
                <div class="card-foot">
                    <Button label=text::again() variant=Variant::Primary busy on_press=again />
                </div>
            </Show>
            {move || wrong.get().map(|text| view! { <Notice tone=Tone::Bad text /> })}
        </Card>
    }
}
