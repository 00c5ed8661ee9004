//! What is entered of a webhook.

use domain::{Right, WebhookEvent, webhooks as rules};

use crate::forms::{Form, FormFrame, FormText, Input};
use crate::layout::refusal;
use crate::platform::ids;
use crate::text::Message;
use crate::text::webhooks as text;
use crate::ui::{Button, Glyph, Icon, Variant};
use crate::view::prelude::*;

/// The form, and its fields.
#[derive(Clone, Copy)]
pub struct Fields {
    /// The form.
    pub form: Form,
    /// Where it is told.
    pub url: Input,
    /// The names of the events, as [`written`].
    pub events: Input,
}

/// The events whose names are in `text`.
pub fn chosen(text: &str) -> Vec<WebhookEvent> {
    WebhookEvent::CHOICES
        .into_iter()
        .filter(|event| text.split(' ').any(|name| name == event.name()))
        .collect()
}

/// The names of the events, with spaces between them.
pub fn written(events: &[WebhookEvent]) -> String {
    events.iter().map(|event| event.name()).collect::<Vec<_>>().join(" ")
}

impl Fields {
    /// With nothing entered, and everything chosen.
    pub fn new() -> Self {
        let (form, all) = (Form::new(), written(&WebhookEvent::CHOICES));
        Self {
            form,
            url: form.input("url", text::url(), "", |text| rules::address(text).map(drop)),
            events: form.input("events", text::events(), &all, |text| rules::events(&chosen(text)).map(drop)),
        }
    }

    /// The form on the screen; `before` stands before the button.
    pub fn view(self, submit: Callback<()>, (label, busy): (Message, RwSignal<bool>), before: View) -> View {
        let boxes = WebhookEvent::CHOICES.into_iter().map(|event| self.check_box(event)).collect_view();
        let error = self.events.error;
        let error_id = [&self.events.id(), "-error"].concat();
        view! {
            <FormFrame form=self.form on_submit=submit>
                <FormText input=self.url hint=text::url_hint() />
                <fieldset class="radio-group" id=self.events.id() tabindex="-1" aria-describedby=error_id.clone()>
                    <legend>{text::events()}</legend>
                    {boxes}
                    <p class="field-error" id=error_id hidden=move || error.with(Option::is_none)>
                        <Icon glyph=Glyph::Alert /><span>{move || error.get()}</span>
                    </p>
                </fieldset>
                <div class="dialog-actions">
                    {before}
                    <Button label variant=Variant::Primary submit=true busy disabled_reason=refusal(Right::EditIdentity) />
                </div>
            </FormFrame>
        }
    }

    fn check_box(self, event: WebhookEvent) -> View {
        let (id, value) = (ids::unique("check"), self.events.value);
        let on = move || value.with(|text| chosen(text).contains(&event));
        let toggle = move |_: &_| {
            value.update(|text| {
                let was = chosen(text);
                let now = WebhookEvent::CHOICES.into_iter();
                let now: Vec<_> = now.filter(|one| was.contains(one) != (*one == event)).collect();
                *text = written(&now);
            });
        };
        view! {
            <div class="check">
                <input id=id.clone() type="checkbox" prop:checked=on on:change=toggle />
                <label for=id><code>{event.name()}</code></label>
            </div>
        }
    }
}
