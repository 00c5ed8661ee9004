//! A new application.

use api::NoParams;
use api::applications::{Create, NewApplication};
use domain::ApplicationKind;

use super::fields::{Fields, lines};
use super::{PATH, crumbs};
use crate::backend::{Call, use_mutation};
use crate::layout::Page;
use crate::platform::ids;
use crate::router::{NavigateOptions, use_navigate};
use crate::text::applications as text;
use crate::ui::{Choice, RadioGroup};
use crate::view::prelude::*;

/// The page `/identity/applications/new`.
#[component]
pub fn NewApplicationPage() -> View {
    let (fields, navigate) = (Fields::new([""; 3]), use_navigate());
    let kind = RwSignal::new(ApplicationKind::default().name().to_owned());
    let key = StoredValue::new(ids::random());
    let create = use_mutation::<Create>(move |outcome| match outcome {
        Ok(made) => {
            fields.form.saved();
            navigate(&[PATH, "/", &made.id.to_string()].concat(), NavigateOptions::default());
        }
        Err(failure) => {
            // What the server has refused and is then put right is another request.
            if failure.problem().is_some() {
                key.set_value(ids::random());
            }
            fields.form.refuse(&failure);
        }
    });
    let submit = Callback::new(move |()| {
        if fields.form.check() {
            let body = NewApplication {
                name: fields.name.text(),
                kind: ApplicationKind::from_name(&kind.get_untracked()).unwrap_or_default(),
                redirect_uris: lines(fields.redirect_uris),
                post_logout_redirect_uris: lines(fields.post_logout),
            };
            create.run(Call::new(NoParams {}).body(body).idempotency_key(key.get_value()));
        }
    });
    let choices = ApplicationKind::ALL.map(|kind| Choice::new(kind.name(), text::kind_words(kind))).to_vec();
    let kinds = view! { <RadioGroup legend=text::kind() value=kind choices /> };
    view! {
        <Page title=text::add() crumbs=crumbs() narrow=true>{fields.view(submit, (text::add(), create.pending), kinds)}</Page>
    }
}
