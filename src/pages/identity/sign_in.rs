//! The page `/identity/sign-ins/:id`: one attempt to sign in, explained.

use api::NoQuery;
use api::sign_ins::{self as attempts, SignIn, SignInParams};
use domain::SignInId;

use super::checks::{checks, result};
use super::sign_ins::{PATH, of_person};
use crate::backend::use_query;
use crate::layout::{Loaded, Page};
use crate::platform::{browser, time};
use crate::router::use_params_map;
use crate::text::{identity, jobs, me, provisioning_log as log, sign_in_log as text, users};
use crate::ui::{ButtonLink, Card, CopyField, Crumb, Fact, Facts, Glyph, Notice, Tone};
use crate::view::prelude::*;

/// The page. What is no id of an attempt is asked for as one that nothing has: it is not there.
#[component]
pub fn SignInEntryPage() -> View {
    let params = use_params_map();
    let id = move || params.get().get("id").and_then(|text| text.parse().ok()).unwrap_or(SignInId(0));
    let entry = use_query::<attempts::Get>(move || (SignInParams { id: id() }, NoQuery {}));
    let crumbs = vec![Crumb::new(identity::title(), "/identity"), Crumb::new(text::title(), PATH)];
    view! {
        <Page title=text::entry() crumbs>
            <Loaded query=entry let:entry>{parts(&entry.get_untracked())}</Loaded>
        </Page>
    }
}

/// An entry never changes, so its parts follow nothing.
fn parts(entry: &SignIn) -> View {
    let one = &entry.summary;
    // A password is right or wrong: there are no checks that could say more.
    let wrong = (!one.success && one.failed.is_none()).then(text::wrong_password);
    let facts = [
        (log::whom(), text::who(one)),
        (text::method(), text::method_of(one.method).to_owned()),
        (log::when(), time::exact(one.at)),
        (users::sessions::address(), one.address.clone()),
        (me::browser(), browser::name(&entry.user_agent)),
    ];
    let facts = facts.into_iter().map(|(term, words)| view! { <Fact term>{words}</Fact> }).collect_view();
    let (badge, reference) = (result(one), one.reference.clone());
    let links = one.user_id.map(|id| {
        view! {
            <div class="card-foot">
                <ButtonLink label=text::of_person() href=of_person(id) />
                <ButtonLink label=log::person() href=["/users/", &id.to_string()].concat() icon=Glyph::User />
            </div>
        }
    });
    view! {
        {wrong.map(|words| view! { <Notice tone=Tone::Bad text=words /> })}
        {checks(entry)}
        <Card title=log::details()>
            <Facts><Fact term=jobs::result()>{badge}</Fact>{facts}</Facts>
            <CopyField label=text::reference() value=reference />
            {links}
        </Card>
    }
}
