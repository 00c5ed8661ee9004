//! Signing in: the username first, then the password. Nothing here says whether a username exists.

mod steps;

use std::sync::Arc;

use api::sessions::{Credentials, Options, OptionsQuery, SignIn, SignInOptions};
use api::{Code, NoParams};
use domain::validation;

use self::steps::{PasswordStep, UsernameStep};
use crate::backend::{Call, Failure, use_mutation, use_query};
use crate::forms::{Form, Input};
use crate::layout::{Loaded, PublicPage};
use crate::platform::{storage, url};
use crate::router::{NavigateOptions, ParamsMap, use_navigate, use_query_map};
use crate::text::sign_in as text;
use crate::ui::{Notice, Tone};
use crate::view::prelude::*;

/// The organization that was signed in to last, so that nobody types its name twice.
const ORGANIZATION: &str = "rollcall.organization";

/// Everything that the two steps share.
#[derive(Clone, Copy)]
struct Attempt {
    form: Form,
    organization: Input,
    username: Input,
    password: Input,
    /// The username is given: the password is next.
    second: RwSignal<bool>,
    /// Why it did not work, in a sentence.
    refused: RwSignal<Option<String>>,
}

impl Attempt {
    /// `asked` is the query of the page: an application may have said who is to sign in, and where.
    fn new(needs_organization: bool, asked: &ParamsMap) -> Self {
        let form = Form::new();
        let remembered = asked.get("organization").or_else(|| storage::get(ORGANIZATION)).unwrap_or_default();
        let check_organization = if needs_organization { given } else { anything };
        Self {
            form,
            organization: form.input("organization", text::organization(), &remembered, check_organization),
            username: form.input(
                "username",
                text::username(),
                &asked.get("username").unwrap_or_default(),
                given,
            ),
            password: Form::new().input("password", text::password(), "", given),
            second: RwSignal::new(false),
            refused: RwSignal::new(None),
        }
    }

    fn credentials(&self) -> Credentials {
        Credentials {
            organization: self.organization.filled(),
            username: self.username.text().trim().to_owned(),
            password: self.password.text(),
        }
    }
}

/// Not empty; nothing more is said before signing in.
fn given(text: &str) -> Result<(), validation::Invalid> {
    if text.trim().is_empty() { Err(validation::Invalid::Empty) } else { Ok(()) }
}

const fn anything(_: &str) -> Result<(), validation::Invalid> {
    Ok(())
}

/// Why signing in did not work. The server does not say which of the two was wrong, and so neither do we.
fn refusal(failure: &Failure) -> String {
    let wait = failure.problem().and_then(|problem| problem.retry_after);
    match (failure.code(), wait) {
        (Some(Code::TooManyAttempts), Some(seconds)) => text::wait(seconds),
        _ => failure.detail(),
    }
}

/// Username, then password; then on to the page that was asked for.
#[component]
pub fn SignInPage() -> View {
    let query = use_query_map();
    let organization =
        move || query.with(|query| query.get("organization")).or_else(|| storage::get(ORGANIZATION));
    let options = use_query::<Options>(move || (NoParams {}, OptionsQuery { organization: organization() }));
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
            if query.get("signed-out").is_some() {
                Some(view! { <Notice tone=Tone::Good text=text::signed_out() /> })
            } else if query.get("next").is_some() {
                Some(view! { <Notice tone=Tone::Info text=text::asked_for() /> })
            } else {
                None
            }
        })
    })
}

fn form(options: Signal<Arc<SignInOptions>>) -> View {
    if options.with_untracked(|options| options.setup_required) {
        return view! { <Notice tone=Tone::Info title=text::setup_title() text=text::setup_detail() /> };
    }
    let needs_organization = options.with_untracked(|options| options.needs_organization);
    let (navigate, query) = (use_navigate(), use_query_map());
    let attempt = query.with_untracked(|query| Attempt::new(needs_organization, query));
    let sign_in = use_mutation::<SignIn>(move |outcome| match outcome {
        Ok(identity) => {
            storage::set(ORGANIZATION, &identity.organization.slug);
            let next = query.try_with_untracked(|query| query.get("next")).flatten();
            let back = url::safe_way_back(next.as_deref());
            if url::is_of_server(&back) {
                // Fails for no path of our own.
                let _ = window().location().assign(&back);
            } else {
                navigate(&back, NavigateOptions::default());
            }
        }
        Err(failure) => drop(attempt.refused.try_set(Some(refusal(&failure)))),
    });
    let submit = Callback::new(move |()| {
        if attempt.password.validate() {
            attempt.refused.set(None);
            sign_in.run(Call::new(NoParams {}).body(attempt.credentials()));
        }
    });
    let step = move || {
        if attempt.second.get() {
            view! { <PasswordStep attempt submit busy=sign_in.pending /> }
        } else {
            view! { <UsernameStep attempt needs_organization /> }
        }
    };
    view! { {move || step()} }
}
