//! `/identity/sso`: single sign-on from the choice of the provider to the switch (R23-R28).

use std::sync::Arc;

use api::admins::{self, Admin};
use api::events::Subject;
use api::problem::FieldError;
use api::sign_ins::{Attribute, Method, SignIn, Summary};
use api::sso::{
    AcceptMetadata, Activate, AddEmergency, Certificate, DeleteDraft, DismissMetadata, Edit, EmergencyOwner,
    Get, GetTest, Metadata, MetadataChange, ProveEmergency, PutDraft, ReadCertificate, ReadMetadata,
    RemoveEmergency, Revision, Settings, Sso, StartTest, StartedTest, Test,
};
use api::{Code, Problem, provisioning};
use console::platform::time;
use domain::sso::{
    CertificateFault, Check, CheckResult, MICROSOFT_SIGN_OUT, NameIdFormat, RevisionState, SsoProvider,
};
use domain::timestamp::DAY_MS;
use domain::validation::Invalid;
use domain::{ManagedBy, Reason, RevisionId, Role as Rank, SignInId, Status, Timestamp, UserId};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlInputElement};

use crate::support::{Fake, Role, Stage, described, fill, name, page, until};

const PATH: &str = "/identity/sso";
const ENTITY: &str = "https://rollcall.example/sso/contoso";

fn certificate(name: &str, days: i64) -> Certificate {
    Certificate {
        base64: name.repeat(40),
        subject: ["CN=", name].concat(),
        issuer: "CN=Microsoft Azure Federated SSO Certificate".to_owned(),
        not_before: Timestamp(1_700_000_000_000),
        not_after: time::now().plus_ms(days * DAY_MS + 3_600_000),
        sha1: [name, "5A"].concat(),
        sha256: [name, "25"].concat(),
    }
}

fn settings(certificates: &[Certificate]) -> Settings {
    Settings {
        provider: SsoProvider::Entra,
        sign_in_url: "https://login.microsoftonline.com/1f2e/saml2".to_owned(),
        issuer: "https://sts.windows.net/1f2e/".to_owned(),
        sign_out_url: None,
        logout_url: None,
        saml_logout: false,
        certificates: certificates.iter().map(|one| one.base64.clone()).collect(),
        sign_requests: false,
        require_encryption: false,
        allow_unsolicited: false,
        name_id_format: NameIdFormat::Unspecified,
        metadata_url: None,
    }
}

fn revision(number: u64, state: RevisionState) -> Revision {
    let certificates = vec![certificate("AB", 800)];
    Revision {
        id: RevisionId(u128::from(number)),
        number,
        state,
        settings: settings(&certificates),
        certificates,
        saved_at: Timestamp(1_700_000_000_000),
        saved_by: "Olga Owner".to_owned(),
        tested_at: None,
        activated_at: None,
    }
}

fn nothing() -> Sso {
    Sso {
        enabled: false,
        entity_id: ENTITY.to_owned(),
        metadata_url: [ENTITY, "/metadata"].concat(),
        login_url: [ENTITY, "/login"].concat(),
        logout_url: [ENTITY, "/logout"].concat(),
        certificate: certificate("RC", 3_000),
        active: None,
        draft: None,
        previous: None,
        emergency: Vec::new(),
        can_prove: true,
        metadata_change: None,
        metadata_read_at: None,
        version: 5,
    }
}

fn active() -> Sso {
    Sso { active: Some(revision(2, RevisionState::Active)), ..nothing() }
}

fn drafted(state: RevisionState) -> Sso {
    let mut draft = revision(3, state);
    draft.settings.issuer = "https://sts.windows.net/other/".to_owned();
    Sso { draft: Some(draft), previous: Some(revision(1, RevisionState::Former)), ..active() }
}

fn owner(proven_at: Option<Timestamp>) -> EmergencyOwner {
    EmergencyOwner {
        user_id: UserId(7),
        name: "Olive Oil".to_owned(),
        username: "olive@contoso.com".to_owned(),
        proven_at,
        used_at: None,
    }
}

fn server(sso: &Sso) -> Arc<Fake> {
    let fake = Fake::new();
    answer(&fake, sso);
    fake.answer::<admins::List>(|_| Ok(page(Vec::new())));
    fake
}

/// What is read from now on.
fn answer(fake: &Fake, sso: &Sso) {
    let sso = sso.clone();
    fake.answer::<Get>(move |_| Ok(sso.clone()));
}

async fn open(sso: &Sso) -> (Arc<Fake>, Stage) {
    let fake = server(sso);
    let stage = Stage::open(PATH, &fake).await;
    stage.wait_for(Role::Heading, "4. Activate").await;
    (fake, stage)
}

fn value(element: &HtmlElement) -> String {
    element.dyn_ref::<HtmlInputElement>().unwrap().value()
}

fn drop_on(element: &HtmlElement, content: &str) {
    let content = js_sys::Array::of1(&content.into());
    let file = web_sys::File::new_with_str_sequence(&content, "certificate.cer").unwrap();
    let data = web_sys::DataTransfer::new().unwrap();
    data.items().add_with_file(&file).unwrap();
    let init = web_sys::DragEventInit::new();
    init.set_bubbles(true);
    init.set_data_transfer(Some(&data));
    let event = web_sys::DragEvent::new_with_event_init_dict("drop", &init).unwrap();
    element.dispatch_event(&event).unwrap();
}

/// Says yes to the open question.
fn confirm(stage: &Stage, label: &str) {
    let asked = |button: &HtmlElement| button.closest("dialog[open]").unwrap().is_some();
    stage
        .all(Role::Button)
        .into_iter()
        .find(|button| asked(button) && name(button) == label)
        .unwrap()
        .click();
}

/// Has the browser open that in place of a window: one of its own would take the focus away from the tests after this.
fn opens(what: &str) {
    let opened = js_sys::Function::new_no_args(&format!("return globalThis.opened = {what}"));
    js_sys::Reflect::set(&window(), &"open".into(), &opened).unwrap();
    js_sys::eval("globalThis.opened = null").unwrap();
}

fn opened(expression: &str) -> JsValue {
    js_sys::eval(&format!("globalThis.opened.{expression}")).unwrap()
}

/// A row of the table of what changes.
fn row(stage: &Stage, part: &str) -> String {
    let rows = stage.all(Role::Row);
    let found = rows.iter().find(|row| row.text_content().unwrap_or_default().contains(part));
    found.and_then(|row| row.text_content()).unwrap_or_default()
}

#[wasm_bindgen_test]
async fn r25_the_values_to_copy_have_the_names_of_the_providers_own_screens() {
    let (_, stage) = open(&nothing()).await;
    assert_eq!(value(&stage.wait_for(Role::Textbox, "Identifier (Entity ID)").await), ENTITY);
    let reply = stage.wait_for(Role::Textbox, "Reply URL (Assertion Consumer Service URL)").await;
    assert_eq!(value(&reply), ENTITY);
    assert!(stage.says("Basic SAML Configuration"));
    let metadata = stage.wait_for(Role::Link, "Metadata file of Rollcall").await;
    assert_eq!(metadata.get_attribute("href").unwrap(), [ENTITY, "/metadata"].concat());
    for (provider, reply, issuer) in [
        ("Okta", "Single sign-on URL", "Issuer"),
        ("Google Workspace", "ACS URL", "Entity ID"),
        ("OneLogin", "ACS (Consumer) URL", "Issuer URL"),
        ("JumpCloud", "ACS URL", "IdP Entity ID"),
        ("PingOne", "ACS URLs", "Issuer ID"),
    ] {
        stage.wait_for(Role::Radio, provider).await.click();
        assert_eq!(value(&stage.wait_for(Role::Textbox, reply).await), ENTITY);
        let field = stage.wait_for(Role::Textbox, "IDP Issuer URL/URN").await;
        assert!(described(&field).contains(issuer), "{}", described(&field));
    }
    stage.wait_for(Role::Radio, "Another one with SAML 2.0").await.click();
    stage.wait_for_text("Make an application for SAML 2.0 at the identity provider.").await;
}

#[wasm_bindgen_test]
async fn rollcalls_own_certificate_is_a_pem_file_to_download() {
    let (_, stage) = open(&nothing()).await;
    let link = stage.wait_for(Role::Link, "Download the certificate").await;
    let href = link.get_attribute("href").unwrap();
    assert!(href.contains("-----BEGIN%20CERTIFICATE-----%0ARCRC"), "{href}");
    assert_eq!(link.get_attribute("download").unwrap(), "rollcall.cer");
}

#[wasm_bindgen_test]
async fn r24_what_is_missing_or_no_address_is_named_and_nothing_is_sent() {
    let (fake, stage) = open(&nothing()).await;
    fill(&stage.wait_for(Role::Textbox, "Sign-in page URL").await, "ftp://idp.example");
    stage.wait_for(Role::Button, "Save draft").await.click();
    stage.wait_for(Role::Link, "IDP Issuer URL/URN: Fill this in.").await;
    stage.wait_for(Role::Link, "Certificate in use: Fill this in.").await;
    let field = stage.wait_for(Role::Textbox, "Sign-in page URL").await;
    until("the reason at the field", || described(&field).contains("https://").then_some(())).await;
    assert!(fake.sent::<PutDraft>().is_empty());
}

#[wasm_bindgen_test]
async fn r28_a_saml_address_of_microsoft_as_sign_out_page_is_told_in_its_field_and_replaced() {
    let (_, stage) = open(&active()).await;
    let field = stage.wait_for(Role::Textbox, "Sign-out page URL").await;
    fill(&field, "https://login.microsoftonline.com/1f2e/saml2");
    until("the hint", || described(&field).contains("AADSTS750054").then_some(())).await;
    assert!(described(&field).contains("all Microsoft services"));
    stage.wait_for(Role::Button, "Take Microsoft's sign-out page").await.click();
    stage.wait_without(Role::Button, "Take Microsoft's sign-out page").await;
    assert_eq!(value(&field), MICROSOFT_SIGN_OUT);
    assert!(described(&field).contains("all Microsoft services"));
}

#[wasm_bindgen_test]
async fn r24_a_file_that_is_no_certificate_is_refused_by_name() {
    let (fake, stage) = open(&nothing()).await;
    fake.answer::<ReadCertificate>(|_| {
        let invalid = Invalid::Certificate { fault: CertificateFault::PrivateKey };
        Err(Problem::fields(vec![FieldError::invalid("content", invalid)]))
    });
    drop_on(&stage.wait_for(Role::Button, "Click to attach").await, "key");
    stage.wait_for_text("This is a private key: never hand it out.").await;
    assert_eq!(fake.sent::<ReadCertificate>()[0].body["content"], "a2V5");
}

#[wasm_bindgen_test]
async fn r24_a_certificate_is_shown_and_the_next_is_added_beside_it() {
    let (fake, stage) = open(&active()).await;
    stage.wait_for_text("CN=AB").await;
    assert!(stage.says("AB5A") && stage.says("AB25"));
    fake.answer::<ReadCertificate>(|_| Ok(certificate("CD", 20)));
    drop_on(&stage.wait_for(Role::Button, "Add another certificate").await, "next");
    stage.wait_for_text("CD25").await;
    let attach = stage.wait_for(Role::Button, "Add another certificate").await;
    until("no third", || described(&attach).contains("Two certificates").then_some(())).await;
    assert!(row(&stage, "Certificate in use").contains("CN=CD, SHA-1 CD5A"));
    stage.wait_for(Role::Button, "Remove the certificate CN=AB").await.click();
    stage.wait_without(Role::Button, "Remove the certificate CN=AB").await;
    fake.answer::<PutDraft>(|_| Ok(active()));
    stage.wait_for(Role::Button, "Save draft").await.click();
    stage.wait_for_text("The draft is saved.").await;
    assert_eq!(fake.sent::<PutDraft>()[0].body["certificates"][0], "CD".repeat(40));
}

#[wasm_bindgen_test]
async fn r24_the_end_of_the_last_certificate_is_warned_of() {
    let mut sso = active();
    sso.active.iter_mut().for_each(|active| active.certificates = vec![certificate("AB", 5)]);
    let (_, stage) = open(&sso).await;
    stage.wait_for_text("The certificate of single sign-on ends in 5 days").await;
    sso.active.iter_mut().for_each(|active| active.certificates.push(certificate("CD", 300)));
    drop(stage);
    let (_, stage) = open(&sso).await;
    assert!(!stage.says("The certificate of single sign-on ends"));
}

#[wasm_bindgen_test]
async fn metadata_fills_all_fields_and_what_changes_is_shown_before_it_is_saved() {
    let (fake, stage) = open(&nothing()).await;
    fake.answer::<ReadMetadata>(|_| {
        Ok(Metadata {
            issuer: "https://sts.windows.net/1f2e/".to_owned(),
            sign_in_url: "https://login.microsoftonline.com/1f2e/saml2".to_owned(),
            logout_url: Some("https://login.microsoftonline.com/1f2e/saml2".to_owned()),
            certificates: vec![certificate("AB", 800)],
            sign_requests: true,
        })
    });
    let source = stage.wait_for(Role::Textbox, "Metadata URL, or the XML itself").await;
    fill(&source, "https://login.microsoftonline.com/1f2e/metadata.xml");
    stage.wait_for(Role::Button, "Fetch or read").await.click();
    stage.wait_for_text("The fields are filled.").await;
    assert!(fake.sent::<ReadMetadata>()[0].body["url"].as_str().unwrap().ends_with("metadata.xml"));
    assert!(row(&stage, "Certificate in use").contains("SHA-1 AB5A"));
    assert!(row(&stage, "Sign requests").ends_with("NoYes"));
    assert!(row(&stage, "Sign-out page URL").ends_with(MICROSOFT_SIGN_OUT));
    assert!(fake.sent::<PutDraft>().is_empty());
    fake.answer::<PutDraft>(|_| Ok(drafted(RevisionState::Draft)));
    stage.wait_for(Role::Button, "Save draft").await.click();
    stage.wait_for_text("The draft is saved.").await;
    let sent = &fake.sent::<PutDraft>()[0];
    assert_eq!(sent.body["issuer"], "https://sts.windows.net/1f2e/");
    assert_eq!(sent.body["sign_requests"], true);
    assert!(sent.headers.contains(&("If-Match", "\"5\"".to_owned())));
}

#[wasm_bindgen_test]
async fn a_metadata_file_is_read_and_a_refusal_says_why() {
    let (fake, stage) = open(&nothing()).await;
    fake.answer::<ReadMetadata>(|_| {
        let invalid = Invalid::Metadata { defect: domain::sso::MetadataFault::ServiceProvider };
        Err(Problem::fields(vec![FieldError::invalid("xml", invalid)]))
    });
    drop_on(&stage.wait_for(Role::Button, "Choose the metadata file").await, "<xml/>");
    stage.wait_for_text("This is the metadata of an application").await;
    assert_eq!(fake.sent::<ReadMetadata>()[0].body["xml"], "<xml/>");
}

#[wasm_bindgen_test]
async fn what_the_server_refuses_appears_at_its_field() {
    let (fake, stage) = open(&active()).await;
    fake.answer::<PutDraft>(|_| {
        Err(Problem::fields(vec![FieldError::invalid("metadata_url", Invalid::NotAWebAddress)]))
    });
    fill(&stage.wait_for(Role::Textbox, "IDP Issuer URL/URN").await, "urn:other");
    stage.wait_for(Role::Button, "Save draft").await.click();
    let field = stage.wait_for(Role::Textbox, "Metadata URL, read again every day").await;
    until("the reason", || described(&field).contains("https://idp.example.com").then_some(())).await;
    assert!(field.closest("details[open]").unwrap().is_some(), "what is to be mended is in sight");
}

#[wasm_bindgen_test]
async fn unsaved_changes_are_asked_about_and_not_tested() {
    let (_, stage) = open(&active()).await;
    fill(&stage.wait_for(Role::Textbox, "IDP Issuer URL/URN").await, "urn:other");
    let test = stage.wait_for(Role::Button, "Test sign-in").await;
    until("a reason", || described(&test).contains("Save the draft first").then_some(())).await;
    stage.wait_for(Role::Link, "Identity and Security").await;
    let crumb = document().query_selector(".breadcrumb a").unwrap().unwrap();
    crumb.unchecked_into::<HtmlElement>().click();
    stage.wait_for(Role::AlertDialog, "Discard your changes?").await;
    stage.wait_for(Role::Button, "Keep editing").await.click();
    stage.wait_without(Role::AlertDialog, "Discard your changes?").await;
    stage.wait_for(Role::Button, "Discard changes").await.click();
    until("the saved value", || {
        let field = stage.find(Role::Textbox, "IDP Issuer URL/URN")?;
        (value(&field) == "https://sts.windows.net/1f2e/").then_some(())
    })
    .await;
}

#[wasm_bindgen_test]
async fn advanced_settings_are_saved_as_they_are_checked() {
    let (fake, stage) = open(&active()).await;
    for label in ["Sign requests", "Require encrypted assertions", "Send a SAML logout request"] {
        stage.wait_for(Role::Checkbox, label).await.click();
    }
    fill(&stage.wait_for(Role::Combobox, "NameID format").await, "persistent");
    fake.answer::<PutDraft>(|_| Ok(active()));
    until("something to save", || {
        let button = stage.find(Role::Button, "Save draft")?;
        (!button.has_attribute("aria-disabled")).then(|| button.click())
    })
    .await;
    stage.wait_for_text("The draft is saved.").await;
    let body = &fake.sent::<PutDraft>()[0].body;
    assert_eq!(body["sign_requests"], true);
    assert_eq!(body["require_encryption"], true);
    assert_eq!(body["saml_logout"], true);
    assert_eq!(body["allow_unsolicited"], false);
    assert_eq!(body["name_id_format"], "persistent");
}

fn checked(check: Check, passed: bool) -> CheckResult {
    let (expected, received) = (ENTITY.to_owned(), "https://other.example".to_owned());
    CheckResult { check, passed, expected, received }
}

fn sign_in(failed: Option<Check>) -> SignIn {
    let failed = failed.map(|check| checked(check, false));
    SignIn {
        summary: Summary {
            id: SignInId(9),
            reference: "K7Q2".to_owned(),
            at: Timestamp(1_700_000_000_000),
            method: Method::Test,
            success: failed.is_none(),
            username: Some("ada@contoso.com".to_owned()),
            user_id: failed.is_none().then_some(UserId(1)),
            failed: failed.clone(),
            address: "192.0.2.1".to_owned(),
        },
        provider: Some(SsoProvider::Entra),
        checks: [Some(checked(Check::Issuer, true)), failed].into_iter().flatten().collect(),
        microsoft_error: None,
        attributes: vec![Attribute { name: "displayname".to_owned(), values: vec!["Ada L".to_owned()] }],
        xml: Some("<samlp:Response/>".to_owned()),
        user_agent: String::new(),
    }
}

const WINDOW: &str = "{ location: {}, opener: 1, close() { this.closed = true } }";

#[wasm_bindgen_test]
async fn a_test_opens_a_window_that_does_not_reach_back_and_then_shows_what_came() {
    let (fake, stage) = open(&drafted(RevisionState::Draft)).await;
    opens(WINDOW);
    fake.answer::<StartTest>(|_| {
        Ok(StartedTest { id: SignInId(9), url: "/sso/contoso/login?t=9".to_owned() })
    });
    fake.answer::<GetTest>(|_| Ok(Test { sign_in: None }));
    stage.wait_for(Role::Button, "Test sign-in").await.click();
    stage.wait_for_text("Waiting for the sign-in in the other window").await;
    assert_eq!(opened("location.href"), JsValue::from("/sso/contoso/login?t=9"));
    assert!(opened("opener").is_null());
    let search = window().location().search().unwrap();
    assert_eq!(search, "?test=sin_00000000000000000000000000000009");
    fake.answer::<GetTest>(|_| Ok(Test { sign_in: Some(sign_in(None)) }));
    stage.announce(Subject::SignIn, "sin_00000000000000000000000000000009");
    stage.wait_for_text("The test sign-in came through").await;
    let person = stage.wait_for(Role::Link, "ada@contoso.com").await;
    assert!(person.get_attribute("href").unwrap().starts_with("/users/usr_"));
    assert!(stage.says("displayname") && stage.says("Ada L"));
}

#[wasm_bindgen_test]
async fn where_the_browser_opens_no_window_there_is_a_link() {
    let (fake, stage) = open(&drafted(RevisionState::Draft)).await;
    opens("null");
    fake.answer::<StartTest>(|_| {
        Ok(StartedTest { id: SignInId(9), url: "/sso/contoso/login?t=9".to_owned() })
    });
    fake.answer::<GetTest>(|_| Ok(Test { sign_in: None }));
    stage.wait_for(Role::Button, "Test sign-in").await.click();
    let link = stage.wait_for(Role::Link, "Test sign-in").await;
    assert_eq!(link.get_attribute("href").unwrap(), "/sso/contoso/login?t=9");
    assert_eq!(link.get_attribute("target").unwrap(), "_blank");
}

#[wasm_bindgen_test]
async fn a_test_that_cannot_begin_says_why_and_closes_its_window() {
    let (fake, stage) = open(&active()).await;
    opens(WINDOW);
    fake.answer::<StartTest>(|_| Err(Reason::SsoCertificateExpired.into()));
    stage.wait_for(Role::Button, "Test sign-in").await.click();
    stage.wait_for_text("Every certificate of these settings has expired.").await;
    assert_eq!(opened("closed"), JsValue::TRUE);
}

#[wasm_bindgen_test]
async fn the_page_of_a_test_explains_what_failed_and_where_it_is_mended() {
    let fake = server(&active());
    fake.answer::<GetTest>(|_| {
        let explained = SignIn { microsoft_error: Some(50011), ..sign_in(Some(Check::Audience)) };
        Ok(Test { sign_in: Some(explained) })
    });
    let path = "/identity/sso/tests/sin_00000000000000000000000000000009";
    let stage = Stage::open(path, &fake).await;
    stage.wait_for_text("Failed: Audience").await;
    for words in [
        "You can close this window.",
        "The response was made for another application.",
        "your application › Single sign-on › Basic SAML Configuration",
        "Microsoft reports AADSTS50011",
        "The Reply URL is not among those of the application.",
        "Not looked for",
        "https://other.example",
        "<samlp:Response/>",
    ] {
        stage.wait_for_text(words).await;
    }
    let table = stage.wait_for(Role::Table, "What was checked").await;
    assert_eq!(table.query_selector_all("tbody tr").unwrap().length(), 2);
}

#[wasm_bindgen_test]
async fn r26_a_test_says_when_nobody_has_the_username() {
    let fake = server(&active());
    fake.answer::<GetTest>(|_| Ok(Test { sign_in: Some(sign_in(Some(Check::User))) }));
    let stage = Stage::open("/identity/sso/tests/sin_00000000000000000000000000000009", &fake).await;
    stage.wait_for_text("Nobody has this username").await;
    stage.wait_for_text("Unique User Identifier (Name ID)").await;
}

#[wasm_bindgen_test]
async fn a_tested_draft_is_activated_for_the_version_that_was_seen() {
    let (fake, stage) = open(&drafted(RevisionState::Tested)).await;
    assert!(row(&stage, "IDP Issuer URL/URN").ends_with("https://sts.windows.net/other/"));
    fake.answer::<Activate>(|_| Ok(active()));
    answer(&fake, &active());
    stage.wait_for(Role::Button, "Activate").await.click();
    stage.wait_for_text("The settings are active.").await;
    let sent = &fake.sent::<Activate>()[0];
    assert_eq!(sent.body["revision"], "rev_00000000000000000000000000000003");
    assert_eq!(sent.body["untested"], false);
    assert!(sent.headers.contains(&("If-Match", "\"5\"".to_owned())));
    stage.wait_without(Role::Button, "Activate").await;
}

#[wasm_bindgen_test]
async fn an_untested_draft_is_activated_by_an_owner_after_a_question() {
    let (fake, stage) = open(&drafted(RevisionState::Draft)).await;
    fake.answer::<Activate>(|_| Ok(active()));
    stage.wait_for(Role::Button, "Activate untested").await.click();
    stage.wait_for(Role::AlertDialog, "Activate without a test?").await;
    assert!(fake.sent::<Activate>().is_empty());
    confirm(&stage, "Activate untested");
    stage.wait_for_text("The settings are active, untested.").await;
    assert_eq!(fake.sent::<Activate>()[0].body["untested"], true);
}

#[wasm_bindgen_test]
async fn an_untested_draft_is_not_activated_by_an_admin_and_the_button_says_why() {
    let fake = server(&drafted(RevisionState::Draft));
    fake.sign_in(Rank::Admin);
    let stage = Stage::open(PATH, &fake).await;
    let button = stage.wait_for(Role::Button, "Activate untested").await;
    assert!(described(&button).contains("only an owner may activate it untested"));
}

#[wasm_bindgen_test]
async fn what_was_active_before_is_one_click_and_a_question_away() {
    let (fake, stage) = open(&drafted(RevisionState::Draft)).await;
    fake.answer::<Activate>(|_| Ok(active()));
    stage.wait_for(Role::Button, "Roll back").await.click();
    stage.wait_for(Role::AlertDialog, "Roll back to the settings before?").await;
    confirm(&stage, "Roll back");
    stage.wait_for_text("The settings before are active again.").await;
    assert_eq!(fake.sent::<Activate>()[0].body["revision"], "rev_00000000000000000000000000000001");
}

#[wasm_bindgen_test]
async fn a_draft_is_discarded_after_a_question_and_a_refusal_stays_in_it() {
    let (fake, stage) = open(&drafted(RevisionState::Draft)).await;
    fake.answer::<DeleteDraft>(|_| Err(Reason::SsoNotSetUp.into()));
    stage.wait_for(Role::Button, "Discard the draft").await.click();
    let question = stage.wait_for(Role::AlertDialog, "Discard the draft?").await;
    confirm(&stage, "Discard the draft");
    until("the failure in the question", || question.query_selector(".notice").unwrap()).await;
    fake.answer::<DeleteDraft>(|_| Ok(active()));
    answer(&fake, &active());
    confirm(&stage, "Discard the draft");
    stage.wait_for_text("The draft is discarded.").await;
    stage.wait_without(Role::Button, "Discard the draft").await;
    let issuer = stage.wait_for(Role::Textbox, "IDP Issuer URL/URN").await;
    assert_eq!(value(&issuer), "https://sts.windows.net/1f2e/");
}

#[wasm_bindgen_test]
async fn r27_the_switch_says_what_is_missing_before_passwords_go_off() {
    let (_, stage) = open(&nothing()).await;
    let switch = stage.wait_for(Role::Switch, "Single Sign-On Integration (SSO)").await;
    assert!(described(&switch).contains("no active settings yet"));
    drop(stage);
    let unproven = Sso { emergency: vec![owner(Some(Timestamp(0)))], ..active() };
    let (_, stage) = open(&unproven).await;
    let switch = stage.wait_for(Role::Switch, "Single Sign-On Integration (SSO)").await;
    assert!(described(&switch).contains("password tried within the last hour"));
}

#[wasm_bindgen_test]
async fn r27_on_and_off_are_asked_about_with_what_follows() {
    let ready = Sso { emergency: vec![owner(Some(time::now()))], ..active() };
    let (fake, stage) = open(&ready).await;
    let on = Sso { enabled: true, ..ready };
    answer(&fake, &on);
    let edited = on.clone();
    fake.answer::<Edit>(move |_| Ok(edited.clone()));
    stage.wait_for(Role::Switch, "Single Sign-On Integration (SSO)").await.click();
    stage.wait_for(Role::AlertDialog, "Switch single sign-on on?").await;
    stage.wait_for_text("Passwords stop working at once").await;
    confirm(&stage, "Switch on");
    stage.wait_for_text("Single sign-on is on.").await;
    assert_eq!(fake.sent::<Edit>()[0].body["enabled"], true);
    stage.wait_for(Role::Switch, "Single Sign-On Integration (SSO)").await.click();
    stage.wait_for(Role::AlertDialog, "Switch single sign-on off?").await;
    confirm(&stage, "Switch off");
    until("off is sent", || (fake.sent::<Edit>().len() == 2).then_some(())).await;
    assert_eq!(fake.sent::<Edit>()[1].body["enabled"], false);
}

#[wasm_bindgen_test]
async fn r27_an_owner_confirms_their_password_and_is_named() {
    let (fake, stage) = open(&active()).await;
    stage.wait_for_text("Nobody has emergency access yet.").await;
    assert!(stage.says("rollcall owner reset-link"));
    fake.answer::<ProveEmergency>(|_| {
        Err(Problem::fields(vec![FieldError::invalid("password", Invalid::NotAChoice)]))
    });
    stage.wait_for(Role::Button, "Confirm my password").await.click();
    let field = stage.wait_for(Role::Textbox, "Password").await;
    fill(&field, "wrong");
    confirm(&stage, "Confirm my password");
    until("the refusal", || (!described(&field).is_empty()).then_some(())).await;
    let named = Sso { emergency: vec![owner(Some(time::now()))], ..active() };
    answer(&fake, &named);
    fake.answer::<ProveEmergency>(move |_| Ok(named.clone()));
    fill(&field, "a long password");
    confirm(&stage, "Confirm my password");
    stage.wait_for_text("You have emergency access.").await;
    assert_eq!(fake.sent::<ProveEmergency>()[1].body["password"], "a long password");
    stage.wait_for(Role::RowHeader, "Olive Oil olive@contoso.com").await;
}

#[wasm_bindgen_test]
async fn r27_who_cannot_be_named_is_told_why() {
    let (_, stage) = open(&Sso { can_prove: false, ..active() }).await;
    let button = stage.wait_for(Role::Button, "Confirm my password").await;
    assert!(described(&button).contains("active owners who have a password"));
}

#[wasm_bindgen_test]
async fn r27_another_owner_is_named_and_removed_again() {
    let fake = server(&active());
    let admin = |id: u128, name: &str, role: Rank| Admin {
        id: UserId(id),
        name: name.to_owned(),
        username: [name, "@contoso.com"].concat(),
        role,
        status: Status::Active,
        managed_by: ManagedBy::Local,
        is_last_active_owner: false,
        last_sign_in_at: None,
        version: 1,
    };
    let all = vec![admin(7, "olive", Rank::Owner), admin(8, "anna", Rank::Admin)];
    fake.answer::<admins::List>(move |_| Ok(page(all.clone())));
    let stage = Stage::open(PATH, &fake).await;
    let list = stage.wait_for(Role::Combobox, "Another owner").await;
    until("the owners", || (list.child_element_count() == 2).then_some(())).await;
    let named = Sso { emergency: vec![owner(None)], ..active() };
    answer(&fake, &named);
    fake.answer::<AddEmergency>(move |_| Ok(named.clone()));
    fill(&list, &UserId(7).to_string());
    stage.wait_for(Role::Button, "Add").await.click();
    stage.wait_for_text("has yet to confirm the password").await;
    assert!(fake.sent::<AddEmergency>()[0].url.ends_with(&UserId(7).to_string()));
    let remove = stage.wait_for(Role::Button, "Remove the emergency access of Olive Oil").await;
    fake.answer::<RemoveEmergency>(|_| Err(Reason::EmergencyAccessLast.into()));
    remove.click();
    stage.wait_for(Role::AlertDialog, "Remove emergency access?").await;
    confirm(&stage, "Remove");
    stage.wait_for_text("This is the last owner with emergency access").await;
    answer(&fake, &active());
    fake.answer::<RemoveEmergency>(|_| Ok(active()));
    confirm(&stage, "Remove");
    stage.wait_for_text("The emergency access is removed.").await;
}

#[wasm_bindgen_test]
async fn changed_metadata_is_shown_and_waits_for_a_decision() {
    let metadata = Metadata {
        issuer: "https://sts.windows.net/1f2e/".to_owned(),
        sign_in_url: "https://login.microsoftonline.com/1f2e/saml2".to_owned(),
        logout_url: None,
        certificates: vec![certificate("AB", 800), certificate("CD", 900)],
        sign_requests: false,
    };
    let change = MetadataChange { seen_at: Timestamp(1_700_000_000_000), metadata };
    let (fake, stage) = open(&Sso { metadata_change: Some(change), ..active() }).await;
    stage.wait_for_text("The identity provider's metadata has changed").await;
    assert!(row(&stage, "CD5A").contains("CN=AB, SHA-1 AB5A"));
    fake.answer::<AcceptMetadata>(|_| Err(Reason::SsoNotSetUp.into()));
    stage.wait_for(Role::Button, "Take over as a draft").await.click();
    stage.wait_for_text("Single sign-on has no active settings yet.").await;
    assert_eq!(fake.sent::<AcceptMetadata>().len(), 1);
    answer(&fake, &active());
    fake.answer::<DismissMetadata>(|_| Ok(active()));
    let is_dismiss = |button: &HtmlElement| button.text_content().as_deref() == Some("Dismiss");
    stage.all(Role::Button).into_iter().find(is_dismiss).unwrap().click();
    stage.wait_for_text("The settings stay as they are.").await;
    assert_eq!(fake.sent::<DismissMetadata>().len(), 1);
    stage.wait_without(Role::Button, "Take over as a draft").await;
}

#[wasm_bindgen_test]
async fn r32_an_auditor_reads_everything_and_changes_nothing() {
    let fake = server(&drafted(RevisionState::Tested));
    fake.sign_in(Rank::Auditor);
    let stage = Stage::open(PATH, &fake).await;
    stage.wait_for_text("https://sts.windows.net/other/").await;
    assert!(stage.find(Role::Textbox, "IDP Issuer URL/URN").is_none());
    assert!(stage.find(Role::Button, "Save draft").is_none());
    for label in ["Test sign-in", "Activate", "Discard the draft", "Roll back", "Confirm my password"] {
        let button = stage.wait_for(Role::Button, label).await;
        assert!(described(&button).contains("Your role does not let you"), "{label}");
    }
    let switch = stage.wait_for(Role::Switch, "Single Sign-On Integration (SSO)").await;
    assert_eq!(switch.get_attribute("aria-disabled").as_deref(), Some("true"));
}

#[wasm_bindgen_test]
async fn what_somebody_else_saves_appears_and_does_not_take_away_what_is_typed() {
    let (fake, stage) = open(&active()).await;
    fill(&stage.wait_for(Role::Textbox, "IDP Issuer URL/URN").await, "urn:mine");
    let mut other = active();
    other.active.iter_mut().for_each(|one| one.settings.sign_in_url = "https://idp.example/sso".to_owned());
    answer(&fake, &other);
    stage.announce(Subject::Sso, "");
    until("the new address", || {
        let field = stage.find(Role::Textbox, "Sign-in page URL")?;
        (value(&field) == "https://idp.example/sso").then_some(())
    })
    .await;
    assert_eq!(value(&stage.find(Role::Textbox, "IDP Issuer URL/URN").unwrap()), "urn:mine");
}

#[wasm_bindgen_test]
async fn settings_that_cannot_be_read_are_an_error_with_a_way_to_try_again() {
    let fake = server(&nothing());
    fake.answer::<Get>(|_| Err(Problem::new(Code::Internal, "Broken.")));
    let stage = Stage::open(PATH, &fake).await;
    let again = stage.wait_for(Role::Button, "Try again").await;
    answer(&fake, &nothing());
    again.click();
    stage.wait_for(Role::Heading, "1. Set up the identity provider").await;
}

#[wasm_bindgen_test]
async fn r23_the_card_has_its_own_switch_beside_that_of_provisioning() {
    let fake = server(&Sso { enabled: true, ..active() });
    fake.answer::<provisioning::Get>(|_| Err(Problem::new(Code::Unavailable, "Busy.")));
    let stage = Stage::open("/identity", &fake).await;
    let switch = stage.wait_for(Role::Switch, "Single Sign-On Integration (SSO)").await;
    assert_eq!(switch.get_attribute("aria-checked").as_deref(), Some("true"));
    assert!(stage.says("Microsoft Entra ID (Azure AD)") && stage.says("Valid until"));
    let link = stage.wait_for(Role::Link, "Configure single sign-on").await;
    assert_eq!(link.get_attribute("href").unwrap(), PATH);
}
