//! Single sign-on (R23-R28): from the choice of the provider to the switch, in steps.

mod activation;
mod acts;
mod certificates;
mod draft;
mod emergency;
mod form;
mod provider;
mod test;

pub use acts::{Acts, SsoSwitch, use_acts, use_sso};
pub use test::SsoTestPage;

use std::sync::Arc;

use api::sso::Sso;
use domain::Right;

use self::activation::Activation;
use self::acts::Act;
use self::draft::Draft;
use self::emergency::Emergency;
use self::form::Values;
use self::provider::Provider;
use self::test::TestSignIn;
use crate::layout::{Loaded, Page, refusal};
use crate::text::identity::{self, sso as text};
use crate::ui::{Button, Crumb, Notice, Tone, Variant};
use crate::view::prelude::*;

/// The page `/identity/sso`.
#[component]
pub fn SsoPage() -> View {
    let sso = use_sso();
    let acts = use_acts(sso);
    let switch = move || {
        view! { <Show when=move || sso.data.with(Option::is_some)><SsoSwitch acts /></Show> }
    };
    view! {
        <Page
            title=identity::sso_title()
            crumbs=vec![Crumb::new(identity::title(), "/identity")]
            lead=|| text::lead().into_view()
            actions=switch
            narrow=true
        >
            <Loaded query=sso let:sso>{view! { <Content sso acts /> }}</Loaded>
        </Page>
    }
}

#[component]
fn Content(sso: Signal<Arc<Sso>>, acts: Acts) -> View {
    let draft = Draft::new(sso);
    let role = refusal(Right::EditIdentity);
    let edits = memo(move || role.get().is_none());
    let values = move || {
        if edits.get() {
            view! { <Values sso draft acts /> }
        } else {
            view! { {move || sso.with(|sso| form::read_only(sso))} }
        }
    };
    let dirty = derive(move || draft.form.is_dirty());
    view! {
        {move || sso.with(|sso| certificates::warning(sso))}
        {move || sso.with(|sso| held(sso, acts, role))}
        <Provider sso draft />
        {values}
        <TestSignIn sso dirty acts />
        <Activation sso acts />
        <Emergency sso acts />
    }
}

/// A change of the provider's metadata, which waits for somebody to decide.
fn held(sso: &Sso, acts: Acts, role: Signal<Option<String>>) -> Option<View> {
    let differences = form::held(sso)?;
    let button = move |act: Act, variant: Variant| {
        view! { <Button label=act.label() variant disabled_reason=role busy=acts.write.pending on_press=acts.press(act) /> }
    };
    let actions = move || {
        view! { {button(Act::Accept, Variant::Primary)} {button(Act::Dismiss, Variant::Secondary)} }
    };
    Some(view! {
        <Notice tone=Tone::Warning title=text::metadata_changed() text=text::metadata_changed_detail() actions />
        {differences}
    })
}
