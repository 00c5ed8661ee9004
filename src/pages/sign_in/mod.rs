//! Signing in: the username first, then the identity provider or the password, as the organization decides (R27). Nothing
//! here says whether a username exists.

mod attempt;
mod steps;

use std::sync::Arc;

use api::NoParams;
use api::sessions::{ChooseMethod, Options, OptionsQuery, SignIn, SignInOptions};
use domain::sso::way_back;

use self::attempt::{Attempt, ORGANIZATION, Step};
use self::steps::{PasswordStep, ProviderStep, UsernameStep};
use crate::backend::{Call, use_client, use_mutation, use_query};
use crate::layout::{Loaded, PublicPage};
use crate::platform::{storage, url};
use crate::router::{NavigateOptions, use_navigate, use_query_map};
use crate::text::{sign_in as text, sign_in_log};
use crate::ui::{CopyButton, Notice, Tone};
use crate::view::prelude::*;

/// Username, then the identity provider or the password; then on to the page that was asked for.
#[component]
pub fn SignInPage() -> View {
    let named = attempt::organization();
    let options = use_query::<Options>(move || (NoParams {}, OptionsQuery { organization: named.clone() }));
    let lead = move || {
        let name = options.data.get().and_then(|options| options.organization_name.clone());
        name.map(|name| text::at(&name))
    };
    view! {
        <PublicPage title=text::title() lead=derive(lead) foot=text::forgot>
            <Greeting />
            <Loaded query=options let:options>{form(options)}</Loaded>
        </PublicPage>
    }
}

/// Why this page is shown, when the person did not ask for it.
#[component]
fn Greeting() -> View {
    let query = use_query_map();
    live(move || {
        query.with(|query| {
            if let Some(reference) = query.get("failed") {
                Some(failed(&reference))
            } else if query.get("signed-out").is_some() {
                Some(view! { <Notice tone=Tone::Good text=text::signed_out() /> })
            } else if query.get("next").is_some() {
                Some(view! { <Notice tone=Tone::Info text=text::asked_for() /> })
            } else {
                None
            }
        })
    })
}

/// The identity provider led back here, and nobody was signed in. What it was is in the log, under that reference; a link
/// cannot put sentences of its own here.
fn failed(reference: &str) -> View {
    let plain =
        reference.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') && reference.len() <= 40;
    let reference = if plain { reference } else { "?" }.to_owned();
    let words = text::failed(&reference);
    let copy =
        move || view! { <CopyButton label=sign_in_log::reference() value=reference.clone() wide=true /> };
    view! { <Notice tone=Tone::Bad text=words actions=copy /> }
}

fn form(options: Signal<Arc<SignInOptions>>) -> View {
    if options.with_untracked(|options| options.setup_required) {
        return view! { <Notice tone=Tone::Info title=text::setup_title() text=text::setup_detail() /> };
    }
    let attempt = Attempt::new(options.with_untracked(|options| options.needs_organization));
    let (next, submit) = (use_choice(attempt), use_password(attempt));
    let step = move || match attempt.step.get() {
        Step::Username => view! { <UsernameStep attempt submit=next.0 busy=next.1 /> },
        Step::Password => view! { <PasswordStep attempt submit=submit.0 busy=submit.1 /> },
        Step::Provider(method) => view! { <ProviderStep attempt method /> },
    };
    view! { {move || step()} }
}

/// A step's submission, and whether it is on its way.
type Submission = (Callback<()>, RwSignal<bool>);

/// Asks with what people sign in there.
fn use_choice(attempt: Attempt) -> Submission {
    let (client, navigate, query) = (use_client(), use_navigate(), use_query_map());
    let choose = use_mutation::<ChooseMethod>(move |outcome| {
        let method = match outcome {
            Ok(method) => method,
            Err(failure) => return attempt.form.refuse(&failure),
        };
        if let Some(leave) = attempt.choose(method) {
            // Whoever comes back from there finds the other way in, for when the identity provider does not answer.
            let changes = [("sso", Some("1".to_owned())), ("failed", None)];
            let here = url::with_query("/sign-in", &query.get_untracked(), &changes);
            navigate(&here, NavigateOptions { replace: true, scroll: false });
            client.transport().visit(&leave);
        }
    });
    let submit = Callback::new(move |()| {
        if attempt.is_given() {
            choose.run(Call::new(NoParams {}).body(attempt.question(query.get_untracked().get("next"))));
        }
    });
    (submit, choose.pending)
}

/// Signs in with the password.
fn use_password(attempt: Attempt) -> Submission {
    let (client, navigate, query) = (use_client(), use_navigate(), use_query_map());
    let sign_in = use_mutation::<SignIn>(move |outcome| match outcome {
        Ok(identity) => {
            storage::set(ORGANIZATION, &identity.organization.slug);
            let next = query.try_with_untracked(|query| query.get("next")).flatten();
            let next = way_back(next.as_deref());
            if url::is_of_server(next) {
                client.transport().visit(next);
            } else {
                navigate(next, NavigateOptions::default());
            }
        }
        Err(failure) => drop(attempt.refused.try_set(Some(failure.detail()))),
    });
    let submit = Callback::new(move |()| {
        if attempt.password.validate() {
            attempt.refused.set(None);
            sign_in.run(Call::new(NoParams {}).body(attempt.credentials()));
        }
    });
    (submit, sign_in.pending)
}
