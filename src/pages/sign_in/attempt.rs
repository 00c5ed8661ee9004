//! What the steps of signing in share.

use api::sessions::{Credentials, MethodQuestion, SignInMethod};
use domain::sso::way_back;
use domain::validation::Invalid;

use crate::forms::{Form, Input};
use crate::platform::{focus, storage};
use crate::router::use_query_map;
use crate::text::sign_in as text;
use crate::view::prelude::*;

/// The organization that was signed in to last, so that nobody types its name twice.
pub(super) const ORGANIZATION: &str = "rollcall.organization";

/// The organization that the URL names, or else the last one.
pub(super) fn organization() -> Option<String> {
    let named = use_query_map().with_untracked(|query| query.get("organization"));
    named.or_else(|| storage::get(ORGANIZATION)).filter(|slug| !slug.is_empty())
}

/// How far it is.
#[derive(Clone)]
pub(super) enum Step {
    /// Who is it?
    Username,
    /// The proof, given here.
    Password,
    /// The proof, given to the identity provider.
    Provider(SignInMethod),
}

/// One attempt to sign in.
#[derive(Clone, Copy)]
pub(super) struct Attempt {
    pub form: Form,
    pub organization: Input,
    pub username: Input,
    pub password: Input,
    pub step: RwSignal<Step>,
    /// Why it did not work, in a sentence.
    pub refused: RwSignal<Option<String>>,
    /// More than one organization lives on this server.
    needs_organization: bool,
    /// The organization is asked for: there are several, and the username's domain did not tell which.
    pub asks: RwSignal<bool>,
}

impl Attempt {
    pub(super) fn new(needs_organization: bool) -> Self {
        let form = Form::new();
        // Where there is only one, a name that is remembered from before could only be wrong.
        let known = if needs_organization { organization().unwrap_or_default() } else { String::new() };
        // An application may have said who is to sign in.
        let username = use_query_map().with_untracked(|query| query.get("username")).unwrap_or_default();
        Self {
            form,
            organization: form.input("organization", text::organization(), &known, |_| Ok(())),
            username: form.input("username", text::username(), &username, given),
            password: Form::new().input("password", text::password(), "", given),
            step: RwSignal::new(Step::Username),
            refused: RwSignal::new(None),
            needs_organization,
            asks: RwSignal::new(!known.is_empty()),
        }
    }

    /// Is everything given that is asked for?
    pub(super) fn is_given(self) -> bool {
        let asked = self.asks.get_untracked();
        let organization = if asked { given(&self.organization.text()) } else { Ok(()) };
        self.form.check_also(&[(self.organization, organization)])
    }

    /// Who wants to sign in, and where to.
    pub(super) fn question(self, next: Option<String>) -> MethodQuestion {
        let Credentials { organization, username, .. } = self.credentials();
        MethodQuestion { organization, username, next: next.map(|next| way_back(Some(&next)).to_owned()) }
    }

    pub(super) fn credentials(self) -> Credentials {
        Credentials {
            organization: self.organization.filled(),
            username: self.username.text().trim().to_owned(),
            password: self.password.text(),
        }
    }

    /// Goes on as the organization decides. Gives the page that leads to the identity provider, where it is that.
    pub(super) fn choose(self, method: SignInMethod) -> Option<String> {
        // The page may be gone by now.
        let named = self.organization.value.try_get_untracked()?;
        if let Some(slug) = &method.organization {
            storage::set(ORGANIZATION, slug);
            self.organization.value.set(slug.clone());
        } else if self.needs_organization && named.trim().is_empty() {
            self.asks.set(true);
            let id = self.organization.id();
            request_animation_frame(move || focus::to_id(&id));
            return None;
        }
        let leave = method.sso_url.clone();
        self.step.set(if leave.is_some() { Step::Provider(method) } else { Step::Password });
        leave
    }
}

/// Not empty; nothing more is said before signing in.
fn given(text: &str) -> Result<(), Invalid> {
    if text.trim().is_empty() { Err(Invalid::Empty) } else { Ok(()) }
}
