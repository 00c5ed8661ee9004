//! The identity provider's list: uploaded, dropped or pasted.

use domain::preview::MAX_BYTES;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use crate::platform::ids;
use crate::text::Message;
use crate::text::identity::preview as text;
use crate::ui::{Button, Card, FileZone, Variant};
use crate::view::prelude::*;

/// What was chosen, and what is wrong with it.
#[derive(Clone, Copy)]
struct Chosen {
    file: RwSignal<String>,
    wrong: RwSignal<Option<String>>,
    on_list: Callback<String>,
}

impl Chosen {
    /// Hands a list over, unless the server would refuse it for its size anyway.
    fn take(self, list: String) {
        let wrong = if list.trim().is_empty() {
            Some(text::nothing_pasted())
        } else {
            (list.len() > MAX_BYTES).then(text::too_large)
        };
        self.wrong.set(wrong.map(Message::to_owned));
        if wrong.is_none() {
            self.on_list.run(list);
        }
    }

    /// Reads a file that was uploaded or dropped.
    fn read(self, file: File) {
        self.file.set(file.name());
        #[expect(clippy::cast_precision_loss, reason = "5 MB fit the 53 bits of a double")]
        if file.size() > MAX_BYTES as f64 {
            self.wrong.set(Some(text::too_large().to_owned()));
            return;
        }
        spawn_local(async move { self.decode(&file).await });
    }

    async fn decode(self, file: &File) {
        match JsFuture::from(file.text()).await.ok().and_then(|content| content.as_string()) {
            Some(content) if self.wrong.try_get_untracked().is_some() => self.take(content),
            Some(_) => {}
            None => {
                self.wrong.try_set(Some(text::unreadable().to_owned()));
            }
        }
    }
}

/// The card. A list that is uploaded is compared at once, one that is pasted when the button is pressed.
#[component]
pub fn Input(
    /// A list to be compared.
    on_list: Callback<String>,
    /// One is being compared.
    #[prop(into)]
    busy: Signal<bool>,
) -> View {
    let chosen = Chosen { file: RwSignal::new(String::new()), wrong: RwSignal::new(None), on_list };
    let pasted = RwSignal::new(String::new());
    let id = ids::unique("list");
    let (hint_id, error_id) = ([&id, "-hint"].concat(), [&id, "-error"].concat());
    let described = [&hint_id, " ", &error_id].concat();
    let read = Callback::new(move |file: File| chosen.read(file));
    let said = move || Some(chosen.file.get()).filter(|name| !name.is_empty());
    let said = derive(move || said().unwrap_or_else(|| text::drop_here().to_owned()));
    view! {
        <Card title=text::list() detail=text::list_how()>
            <FileZone label=text::upload() accept=".csv,.txt,text/csv,text/plain" said on_file=read busy />
            <div class="field" data-invalid=move || chosen.wrong.with(Option::is_some).then_some("true")>
                <label for=id.clone()>{text::paste()}</label>
                <div class="field-box">
                    <textarea
                        id=id
                        class="mono"
                        rows="5"
                        spellcheck="false"
                        autocomplete="off"
                        bind:value=pasted
                        aria-invalid=move || chosen.wrong.with(Option::is_some).then_some("true")
                        aria-describedby=described
                    ></textarea>
                </div>
                <p class="field-error" id=error_id role="alert">{move || chosen.wrong.get()}</p>
                <p class="field-hint" id=hint_id>{text::paste_hint()}</p>
            </div>
            <div class="card-foot">
                <Button
                    label=text::run()
                    variant=Variant::Primary
                    busy
                    on_press=move |()| {
                        chosen.file.set(String::new());
                        chosen.take(pasted.get_untracked());
                    }
                />
            </div>
        </Card>
    }
}
