//! A new application.

use api::NoParams;
use api::applications::{Create, NewApplication};
use domain::{ApplicationKind, Right};

use super::PATH;
use super::fields::{Fields, lines};
use crate::backend::{Call, use_mutation};
use crate::forms::{FormFrame, UnsavedGuard};
use crate::layout::{Page, refusal};
use crate::platform::ids;
use crate::router::{NavigateOptions, use_navigate};
use crate::text::{applications as text, common, identity};
use crate::ui::{Button, ButtonLink, Choice, Crumb, RadioGroup, Variant};
use crate::view::prelude::*;

/// The page `/identity/applications/new`.
#[component]
pub fn NewApplicationPage() -> View {
    let (fields, navigate) = (Fields::new("", &[], &[]), use_navigate());
    let (kind, done) = (RwSignal::new(ApplicationKind::default().name().to_owned()), RwSignal::new(false));
    let key = StoredValue::new(ids::random());
    let create = use_mutation::<Create>(move |outcome| match outcome {
        Ok(made) => {
            done.try_set(true);
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
    let crumbs = vec![Crumb::new(identity::title(), "/identity"), Crumb::new(text::title(), PATH)];
    view! {
        <Page title=text::add() crumbs narrow=true>
            <FormFrame form=fields.form on_submit=submit>
                {fields.view()}
                <RadioGroup legend=text::kind() value=kind choices />
                <div class="form-actions">
                    <Button
                        label=text::add()
                        variant=Variant::Primary
                        submit=true
                        busy=create.pending
                        disabled_reason=refusal(Right::EditIdentity)
                    />
                    <ButtonLink label=common::cancel() href=PATH />
                </div>
            </FormFrame>
            <UnsavedGuard dirty=derive(move || !done.get() && fields.form.is_dirty()) />
        </Page>
    }
}
