//! `POST /sso/{org}`: the Reply URL (Assertion Consumer Service), where the identity provider's answer arrives.

use std::sync::Arc;

use api::history::Action;
use api::sign_ins::Method;
use api::sso::Settings;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, Request, State};
use axum::http::HeaderValue;
use axum::response::{IntoResponse, Response};
use domain::sso::{Check, CheckResult};
use domain::{RevisionId, SignInId};
use saml::{Identity, MAX_FORM, Pending, Report};
use store::{Organization, SamlRequest, SamlSession, SignIn, User};
use uuid::Uuid;

use super::browser::Browser;
use super::door::Question;
use super::parties::{self, identity_provider, service_provider};
use super::requests::saml_id;
use super::{organization, record, see_other};
use crate::app::{App, AppState};
use crate::audit::{self, Origin, Thing};
use crate::http::{Client, Failure, client, observe};
use crate::session::{self, Beginning};

/// Whatever goes wrong, the person gets one message with a reference; why is in the sign-in log.
pub(super) async fn handle(
    State(app): State<AppState>,
    Path(slug): Path<String>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let arrival =
        Arrival { client: client::of(&parts, &app.config), browser: Browser::read(&app, &parts.headers) };
    // A task of its own: who hangs up keeps no attempt from the log.
    let answering = async move { answer(&app, &slug, arrival, body).await };
    let answered = observe::spawn(answering).await;
    let answered = answered.unwrap_or_else(|error| Err(Failure::internal(&error)));
    answered.unwrap_or_else(IntoResponse::into_response)
}

/// Where an answer comes from.
struct Arrival {
    client: Client,
    browser: Option<Browser>,
}

async fn answer(app: &AppState, slug: &str, arrival: Arrival, body: Body) -> Result<Response, Failure> {
    app.sso.enter(&arrival.client.address)?;
    let organization = organization(app, slug).await?;
    let form = to_bytes(body, MAX_FORM).await.map_err(|_| {
        Failure::new(
            api::Code::TooLarge,
            format!("An answer of an identity provider has at most {MAX_FORM} bytes."),
        )
    })?;
    let relay_state = saml::relay_state(&form).and_then(|text| Uuid::try_parse(&text).ok());
    let request = match relay_state {
        Some(id) => app.store.read(organization.id).saml_requests().get(id).await?,
        None => None,
    };
    let request = request.filter(|request| app.now() < request.expires_at);
    let settings = parties::settings(app, &organization).await?;
    let is_test = request.as_ref().is_some_and(|request| request.test.is_some());
    let active = settings.active.filter(|_| settings.enabled);
    let revision = request.as_ref().filter(|_| is_test).map(|request| request.revision).or(active);
    let Some(revision) = revision else {
        // Nobody signs in this way here: nothing to verify, and nothing that an admin could mend.
        let page = format!("{}/sign-in?organization={}", app.config.public_url, organization.slug);
        return Ok(see_other(&page, Vec::new()));
    };
    let entered = parties::revision(app, &organization, revision).await?;
    let attempt = Attempt { app, organization, entered, revision, request, arrival };
    attempt.decide(form).await
}

/// An answer, and what it is looked at with.
struct Attempt<'a> {
    app: &'a Arc<App>,
    organization: Organization,
    entered: Settings,
    revision: RevisionId,
    request: Option<SamlRequest>,
    arrival: Arrival,
}

/// The checks so far, and who came.
struct Verdict {
    checks: Vec<CheckResult>,
    user: Option<User>,
}

impl Verdict {
    fn check(&mut self, check: Check, passed: bool, expected: &str, received: &str) -> bool {
        self.checks.push(CheckResult {
            check,
            passed,
            expected: expected.to_owned(),
            received: received.chars().take(300).collect(),
        });
        passed
    }

    fn passed(&self) -> bool {
        self.checks.iter().all(|result| result.passed)
    }
}

impl Attempt<'_> {
    const fn test(&self) -> Option<SignInId> {
        match &self.request {
            Some(request) => request.test,
            None => None,
        }
    }

    async fn decide(self, form: axum::body::Bytes) -> Result<Response, Failure> {
        let pending = self.request.as_ref().map(|request| Pending { request_id: saml_id(request.id) });
        let question = Question {
            sp: service_provider(self.app, &self.organization).await?,
            idp: identity_provider(&self.entered),
            pending,
            form,
            now: self.app.now(),
        };
        let report = self.app.sso.verify(question).await?;
        let verdict = self.verdict(&report).await?;
        let log = self.log_entry(&report, &verdict);
        match (&report.identity, &verdict.user) {
            (Some(identity), Some(user)) if verdict.passed() => {
                self.accept(identity, user, log, &report).await
            }
            _ => self.refuse(&log).await,
        }
    }

    /// What the Response itself does not tell: the browser, the user.
    async fn verdict(&self, report: &Report) -> Result<Verdict, Failure> {
        let mut verdict = Verdict { checks: report.checks.clone(), user: None };
        let Some(identity) = &report.identity else { return Ok(verdict) };
        if let Some(request) = &self.request {
            let same =
                self.arrival.browser.as_ref().is_some_and(|browser| browser.matches(&request.browser_hash));
            let received =
                if same { "The same browser." } else { "Another browser, or one that keeps no cookies." };
            let current = request.test.is_some() || request.revision == self.revision;
            let settings = "The settings that the sign-in began with.";
            if !verdict.check(Check::Browser, same, "The browser in which the sign-in began.", received)
                || !current
                    && !verdict.check(Check::Request, false, settings, "Others were made active meanwhile.")
            {
                return Ok(verdict);
            }
        }
        let user = self.app.store.read(self.organization.id).users().by_username(&identity.name_id).await?;
        let expected = "A user with this username.";
        let Some(user) = user else {
            verdict.check(Check::User, false, expected, &identity.name_id);
            return Ok(verdict);
        };
        verdict.check(Check::User, true, expected, &user.username);
        let active = user.status.is_active();
        let received = if active { "Active." } else { "Deactivated." };
        verdict.check(Check::Active, active, "An active user.", received);
        verdict.user = Some(user);
        Ok(verdict)
    }

    fn log_entry(&self, report: &Report, verdict: &Verdict) -> SignIn {
        let method = if self.test().is_some() { Method::Test } else { Method::Sso };
        let attempt = record::attempt(self.app, method, &self.arrival.client);
        let attempt = SignIn { id: self.test().unwrap_or(attempt.id), ..attempt };
        let attempt = record::verified(attempt, self.entered.provider, report, &verdict.checks);
        let Some(identity) = &report.identity else { return attempt };
        record::named(attempt, &identity.name_id, verdict.user.as_ref().map(|user| user.id), verdict.passed())
    }

    /// The page that the browser goes on with when it did not work, or when it was a test.
    fn page(&self, log: &SignIn) -> String {
        let (url, slug, reference) = (&self.app.config.public_url, &self.organization.slug, &log.reference);
        match self.test() {
            Some(id) => format!("{url}/identity/sso/tests/{id}"),
            None => format!("{url}/sign-in?organization={slug}&failed={reference}"),
        }
    }

    async fn refuse(&self, log: &SignIn) -> Result<Response, Failure> {
        self.app.metrics.sign_in(&log.method, false);
        let org = self.organization.id;
        if self.request.is_some() || self.app.sso.writes_down(org) {
            if let (Some(_), Some(request)) = (self.test(), &self.request) {
                let id = request.id;
                let taken = self.app.store.write(org, |tx| async move {
                    tx.saml_requests().take(id).await?;
                    record::add(&tx, log).await
                });
                taken.await.or_else(gone)?;
            } else {
                record::add_alone(self.app, org, log).await;
            }
        }
        Ok(see_other(&self.page(log), Vec::new()))
    }

    async fn accept(
        &self,
        identity: &Identity,
        user: &User,
        log: SignIn,
        report: &Report,
    ) -> Result<Response, Failure> {
        if self.test().is_some() {
            return self.accept_test(identity, log, report).await;
        }
        let begin = Beginning::within_limits(self.app, self.organization.id, Method::Sso).await?;
        let proven_ms = self.app.now().ms_since(identity.authn_instant);
        if proven_ms >= begin.longest_ms {
            return self.ask_again(log, report).await;
        }
        let begin = Beginning {
            not_after: earlier(
                Some(identity.authn_instant.plus_ms(begin.longest_ms)),
                identity.session_not_on_or_after,
            ),
            saml: Some(SamlSession {
                issuer: self.entered.issuer.clone(),
                name_id: identity.name_id.clone(),
                session_index: identity.session_index.clone(),
            }),
            ..begin
        };
        self.begin(identity, user, log, begin).await
    }

    async fn begin(
        &self,
        identity: &Identity,
        user: &User,
        log: SignIn,
        begin: Beginning,
    ) -> Result<Response, Failure> {
        let (app, org, now) = (self.app, self.organization.id, self.app.now());
        let (secret, row) = session::start(app, org, user.id, &self.arrival.client, begin);
        let name = user.full_name();
        let origin = Origin::stranger(user.id, &name, &self.arrival.client);
        let entry = &origin.entry(app, Action::SignedIn, Thing::user(user.id, &name), Vec::new());
        let (assertion, until) =
            (&self.assertion(identity), identity.not_on_or_after.plus_ms(saml::CLOCK_SKEW_MS));
        let (request, session, added) = (self.request.as_ref().map(|request| request.id), &row, &log);
        let begun = app.store.write(org, |tx| async move {
            if let Some(id) = request {
                tx.saml_requests().take(id).await?;
            }
            if !tx.saml_requests().use_assertion(assertion, until).await? {
                return Err(store::Error::Stale);
            }
            // R7: whoever was deactivated since they were looked up gets no session that outlives it.
            let current = tx.users().lock(user.id).await?;
            if !current.is_some_and(|user| user.status.is_active()) {
                return Err(store::Error::Stale);
            }
            tx.sessions().insert(session).await?;
            tx.users().record_sign_in(user.id, now).await?;
            record::add(&tx, added).await?;
            audit::record(&tx, entry, api::events::Subject::Session).await
        });
        match begun.await {
            Ok(()) => {
                app.metrics.sign_in(&log.method, true);
                let former = self.request.as_ref().and_then(|request| request.former);
                session::former::end(app, former, (org, &row), &self.arrival.client).await;
                let way_back = self.request.as_ref().map_or("/", |request| request.way_back.as_str());
                let page = format!("{}{way_back}", app.config.public_url);
                let cookie = session::cookie::of(&app.config, &secret, &row);
                let known = session::device::cookie(app, org, &user.username);
                Ok(see_other(&page, [cookie].into_iter().chain(known).collect()))
            }
            Err(store::Error::Stale) => self.refuse(&self.replayed(log)).await,
            Err(error) => Err(error.into()),
        }
    }

    /// Names an assertion and who made it, in 64 characters.
    fn assertion(&self, identity: &Identity) -> String {
        let name = format!("{}\n{}", self.entered.issuer, identity.assertion_id);
        hex::encode(crate::secret::digest(name.as_bytes()))
    }

    fn replayed(&self, log: SignIn) -> SignIn {
        let mut checks: Vec<CheckResult> = serde_json::from_str(&log.checks).unwrap_or_default();
        checks.push(CheckResult {
            check: Check::Replay,
            passed: false,
            expected: "An answer that was not used before, for somebody who is active.".to_owned(),
            received: "It was used already, or the person was deactivated at this moment.".to_owned(),
        });
        let checks = serde_json::to_string(&checks).unwrap_or_else(|_| log.checks.clone());
        SignIn { checks, success: false, id: SignInId(self.app.new_id()), ..log }
    }

    /// A test begins no session. It marks the revision as tested, where it was saved as it still is.
    async fn accept_test(&self, identity: &Identity, log: SignIn, _: &Report) -> Result<Response, Failure> {
        let (app, org, now) = (self.app, self.organization.id, self.app.now());
        let Some(request) = &self.request else { return self.refuse(&log).await };
        let (id, revision, added) = (request.id, self.revision, &log);
        let (assertion, until) =
            (&self.assertion(identity), identity.not_on_or_after.plus_ms(saml::CLOCK_SKEW_MS));
        let tested = app.store.write(org, |tx| async move {
            tx.saml_requests().take(id).await?;
            if !tx.saml_requests().use_assertion(assertion, until).await? {
                return Err(store::Error::Stale);
            }
            let of = tx.sso().revision(revision).await?.ok_or(store::Error::Stale)?;
            tx.sso().mark_revision(revision, Some(now), of.activated_at).await?;
            tx.announce(&audit::name(api::events::Subject::Sso), &revision.to_string(), now);
            record::add(&tx, added).await
        });
        match tested.await {
            Ok(()) => {
                app.metrics.sign_in(&log.method, true);
                Ok(see_other(&self.page(&log), Vec::new()))
            }
            Err(store::Error::Stale) => self.refuse(&self.replayed(log)).await,
            Err(error) => Err(error.into()),
        }
    }

    /// The proof of who it is is older than a session may be. Once more, with a fresh one; an identity provider that gives none is
    /// not asked for ever.
    async fn ask_again(&self, log: SignIn, _: &Report) -> Result<Response, Failure> {
        let forced = self.request.as_ref().is_some_and(|request| request.forced);
        if !forced {
            let way_back = self.request.as_ref().map_or("/", |request| request.way_back.as_str());
            let next: String = form_urlencoded(way_back);
            let page = format!(
                "{}/sso/{}/login?fresh=true&next={next}",
                self.app.config.public_url, self.organization.slug
            );
            return Ok(see_other(&page, Vec::<HeaderValue>::new()));
        }
        let mut checks: Vec<CheckResult> = serde_json::from_str(&log.checks).unwrap_or_default();
        checks.push(CheckResult {
            check: Check::Time,
            passed: false,
            expected: "A proof of who the person is that is younger than the longest session (AuthnInstant)."
                .to_owned(),
            received: "An older one, although a fresh one was asked for (ForceAuthn).".to_owned(),
        });
        let checks = serde_json::to_string(&checks).unwrap_or_else(|_| log.checks.clone());
        self.refuse(&SignIn { checks, success: false, ..log }).await
    }
}

fn form_urlencoded(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~' | b'/');
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn earlier(one: Option<domain::Timestamp>, other: Option<domain::Timestamp>) -> Option<domain::Timestamp> {
    one.into_iter().chain(other).min()
}

/// Another answer to the same request was faster.
fn gone(error: store::Error) -> Result<(), Failure> {
    match error {
        store::Error::Stale => Ok(()),
        other => Err(other.into()),
    }
}
