//! The preview before the first synchronization: the list goes in, and what will happen to each person comes out.

use std::sync::Arc;

use api::NoParams;
use api::provisioning_preview::{Preview, PreviewList, Run};

use super::preview_input::Input;
use super::preview_result::Outcome;
use crate::backend::{Call, use_mutation};
use crate::layout::Page;
use crate::text::identity;
use crate::text::identity::preview as text;
use crate::ui::{Crumb, Empty, Glyph, Notice, Skeleton, Tone};
use crate::view::prelude::*;

/// The page `/identity/scim/preview`.
#[component]
pub fn PreviewPage() -> View {
    let result = RwSignal::new(None::<Arc<Preview>>);
    // Kept for "Preview again": what was uploaded is in no field.
    let sent = StoredValue::new(String::new());
    let run = use_mutation::<Run>(move |outcome| {
        if let Ok(preview) = outcome {
            result.try_set(Some(Arc::new(preview)));
        }
    });
    let send = Callback::new(move |csv: String| {
        sent.set_value(csv.clone());
        run.run(Call::new(NoParams {}).body(PreviewList { csv }));
    });
    let again = Callback::new(move |()| send.run(sent.get_value()));
    let failure = move || {
        run.failure.get().map(|failure| {
            view! { <Notice tone=Tone::Bad title=text::failed() text=failure.detail() /> }
        })
    };
    let said = move || result.with(|result| result.as_ref().map(|preview| text::compared(preview.people)));
    // What is shown stays, with what was chosen in it, until the next answer is there.
    let shown = move || match result.get() {
        Some(preview) => view! { <Outcome preview again busy=run.pending /> },
        None if run.pending.get() => view! { <Skeleton lines=5 /> },
        None => view! { <Empty title=text::none_title() detail=text::none_detail() glyph=Glyph::Users /> },
    };
    view! {
        <Page
            title=text::title()
            crumbs=vec![
                Crumb::new(identity::title(), "/identity"),
                Crumb::new(identity::scim_title(), "/identity/scim"),
            ]
            lead=|| text::lead().into_view()
        >
            <Input on_list=send busy=run.pending />
            <p class="visually-hidden" role="status">{said}</p>
            {failure}
            {shown}
        </Page>
    }
}
