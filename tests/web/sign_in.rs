//! `/sign-in`.

use std::sync::Arc;

use api::home;
use api::sessions::{
    ChooseMethod, Credentials, Me, MethodQuestion, Options, SignIn, SignInMethod, SignInOptions, SignOut,
    SignedOut,
};
use api::{Code, Problem};
use domain::Role as Right;
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;

use crate::support::{Fake, Role, Stage, fill, overview, page, until};

fn server(needs_organization: bool) -> Arc<Fake> {
    let fake = Fake::new();
    fake.answer::<Options>(move |_| {
        let organization_name = (!needs_organization).then(|| "Contoso".to_owned());
        Ok(SignInOptions { setup_required: false, needs_organization, organization_name })
    });
    fake.answer::<ChooseMethod>(|_| Ok(with_password()));
    fake.answer::<home::Get>(|_| Ok(overview()));
    fake.answer::<api::users::List>(|_| Ok(page(Vec::new())));
    fake
}

/// People sign in with a password; nothing is told of the organization.
fn with_password() -> SignInMethod {
    SignInMethod { organization: None, sso_url: None, provider: None }
}

/// People of Contoso sign in with the identity provider.
fn with_provider() -> SignInMethod {
    SignInMethod {
        organization: Some("contoso".to_owned()),
        sso_url: Some("/saml/contoso/login?next=%2Fusers".to_owned()),
        provider: Some("Microsoft Entra ID".to_owned()),
    }
}

/// Nothing is remembered from the test before.
fn forget() {
    window().local_storage().unwrap().unwrap().clear().unwrap();
}

/// Nobody is signed in until the password is given.
fn closed(fake: &Arc<Fake>) {
    fake.answer::<Me>(|_| Err(Problem::new(Code::NotSignedIn, "Sign in first.")));
    let opened = Arc::clone(fake);
    fake.answer::<SignIn>(move |sent| {
        let given: Credentials = serde_json::from_value(sent.body.clone()).unwrap();
        if given.password != "correct horse battery" {
            return Err(Problem::new(Code::SignInFailed, "The username or the password is wrong."));
        }
        opened.sign_in(Right::Owner);
        Ok(opened.identity())
    });
}

async fn first_step(stage: &Stage, username: &str) {
    fill(&stage.wait_for(Role::Textbox, "Username").await, username);
    stage.wait_for(Role::Button, "Continue").await.click();
}

async fn second_step(stage: &Stage, password: &str) {
    fill(&stage.wait_for(Role::Textbox, "Password").await, password);
    stage.wait_for(Role::Button, "Sign in").await.click();
}

#[wasm_bindgen_test]
async fn a_link_to_a_page_survives_signing_in() {
    let fake = server(false);
    closed(&fake);
    let stage = Stage::open("/users?status=active", &fake).await;
    stage.wait_for(Role::Heading, "Sign in").await;
    stage.wait_for_text("Sign in to see the page that you asked for.").await;
    first_step(&stage, "ada@contoso.com").await;
    second_step(&stage, "correct horse battery").await;
    stage.wait_for(Role::Heading, "Users").await;
    let location = window().location();
    assert_eq!(location.pathname().unwrap() + &location.search().unwrap(), "/users?status=active");
}

#[wasm_bindgen_test]
async fn a_wrong_password_is_said_calmly_and_nothing_typed_is_lost() {
    let fake = server(false);
    closed(&fake);
    let stage = Stage::open("/sign-in", &fake).await;
    first_step(&stage, "ada@contoso.com").await;
    second_step(&stage, "wrong").await;
    stage.wait_for_text("The username or the password is wrong").await;
    assert!(stage.says("Signing in as ada@contoso.com"));
    let field = stage.wait_for(Role::Textbox, "Password").await;
    until("the focus on the password", || field.matches(":focus").unwrap().then_some(())).await;
}

#[wasm_bindgen_test]
async fn too_many_attempts_say_how_long_to_wait() {
    let fake = server(false);
    fake.answer::<SignIn>(|_| {
        Err(Problem { retry_after: Some(90), ..Problem::new(Code::TooManyAttempts, "Wait.") })
    });
    let stage = Stage::open("/sign-in", &fake).await;
    first_step(&stage, "ada@contoso.com").await;
    second_step(&stage, "whatever").await;
    stage.wait_for_text("Try again in 2 minutes.").await;
}

#[wasm_bindgen_test]
async fn the_organization_is_asked_for_only_where_there_are_several_and_the_username_does_not_tell() {
    forget();
    let stage = Stage::open("/sign-in", &server(false)).await;
    first_step(&stage, "ada@contoso.com").await;
    stage.wait_for(Role::Textbox, "Password").await;
    drop(stage);
    let fake = server(true);
    let stage = Stage::open("/sign-in", &fake).await;
    stage.wait_for(Role::Textbox, "Username").await;
    assert!(stage.find(Role::Textbox, "Organization").is_none());
    first_step(&stage, "ada").await;
    let field = stage.wait_for(Role::Textbox, "Organization").await;
    until("the focus on the organization", || field.matches(":focus").unwrap().then_some(())).await;
    stage.wait_for(Role::Button, "Continue").await.click();
    stage.wait_for(Role::Alert, "Some values need to be put right Organization: Fill this in.").await;
    fill(&field, "contoso");
    stage.wait_for(Role::Button, "Continue").await.click();
    stage.wait_for(Role::Textbox, "Password").await;
    let asked: Vec<MethodQuestion> = fake
        .sent::<ChooseMethod>()
        .into_iter()
        .map(|sent| serde_json::from_value(sent.body).unwrap())
        .collect();
    let organizations: Vec<Option<&str>> = asked.iter().map(|asked| asked.organization.as_deref()).collect();
    assert_eq!(organizations, [None, Some("contoso")]);
}

#[wasm_bindgen_test]
async fn the_url_may_name_the_organization() {
    forget();
    let fake = server(true);
    let stage = Stage::open("/sign-in?organization=fabrikam", &fake).await;
    let field = stage.wait_for(Role::Textbox, "Organization").await;
    assert_eq!(field.unchecked_ref::<HtmlInputElement>().value(), "fabrikam");
    assert!(fake.sent::<Options>()[0].url.ends_with("?organization=fabrikam"));
}

#[wasm_bindgen_test]
async fn r26_the_organization_that_the_domain_of_a_username_tells_is_remembered() {
    forget();
    let fake = server(true);
    fake.answer::<ChooseMethod>(|_| {
        Ok(SignInMethod { organization: Some("contoso".to_owned()), ..with_password() })
    });
    fake.answer::<SignIn>(|_| Err(Problem::new(Code::SignInFailed, "The password is wrong.")));
    let stage = Stage::open("/sign-in", &fake).await;
    first_step(&stage, "ada@contoso.com").await;
    second_step(&stage, "whatever").await;
    stage.wait_for_text("The username or the password is wrong").await;
    let given: Credentials = serde_json::from_value(fake.sent::<SignIn>().remove(0).body).unwrap();
    assert_eq!(given.organization.as_deref(), Some("contoso"));
    drop(stage);
    let stage = Stage::open("/sign-in", &fake).await;
    let field = stage.wait_for(Role::Textbox, "Organization").await;
    assert_eq!(field.unchecked_ref::<HtmlInputElement>().value(), "contoso");
    forget();
}

#[wasm_bindgen_test]
async fn r27_with_single_sign_on_the_browser_goes_to_the_identity_provider_and_the_link_survives() {
    forget();
    let fake = server(false);
    closed(&fake);
    fake.answer::<ChooseMethod>(|_| Ok(with_provider()));
    let stage = Stage::open("/users?status=active", &fake).await;
    first_step(&stage, "ada@contoso.com").await;
    stage.wait_for_text("Taking you to Microsoft Entra ID…").await;
    assert_eq!(fake.visited(), ["/saml/contoso/login?next=%2Fusers"]);
    let asked: MethodQuestion = serde_json::from_value(fake.sent::<ChooseMethod>().remove(0).body).unwrap();
    assert_eq!(asked.next.as_deref(), Some("/users?status=active"));
    assert!(stage.find(Role::Textbox, "Password").is_none());
    // Whoever comes back with Back goes there again.
    stage.wait_for(Role::Button, "Continue").await.click();
    assert_eq!(fake.visited().len(), 2);
    let search = window().location().search().unwrap();
    assert_eq!(search, "?next=%2Fusers%3Fstatus%3Dactive&sso=1");
}

#[wasm_bindgen_test]
async fn r27_an_owner_with_emergency_access_finds_the_password_on_the_way_there_and_after_coming_back() {
    forget();
    let fake = server(false);
    fake.answer::<ChooseMethod>(|_| Ok(with_provider()));
    let stage = Stage::open("/sign-in", &fake).await;
    stage.wait_for(Role::Textbox, "Username").await;
    assert!(stage.find(Role::Button, "Sign in with a password").is_none());
    first_step(&stage, "olga@contoso.com").await;
    stage.wait_for_text("For owners with emergency access.").await;
    stage.wait_for(Role::Button, "Sign in with a password").await.click();
    stage.wait_for(Role::Textbox, "Password").await;
    drop(stage);
    let stage = Stage::open("/sign-in?sso=1", &fake).await;
    stage.wait_for(Role::Button, "Sign in with a password").await.click();
    stage.wait_for(Role::Alert, "Some values need to be put right Username: Fill this in.").await;
    fill(&stage.wait_for(Role::Textbox, "Username").await, "olga@contoso.com");
    stage.wait_for(Role::Button, "Sign in with a password").await.click();
    stage.wait_for(Role::Textbox, "Password").await;
}

#[wasm_bindgen_test]
async fn a_sign_in_that_failed_elsewhere_is_told_with_a_reference_and_no_words_of_the_link() {
    let stage = Stage::open("/sign-in?failed=R7KQ-2M", &server(false)).await;
    stage.wait_for_text("Signing in did not work. Tell your admin this reference: R7KQ-2M").await;
    assert!(stage.find(Role::Button, "Copy Reference").is_some());
    stage.wait_for(Role::Button, "Sign in with a password").await;
    drop(stage);
    let stage = Stage::open("/sign-in?failed=1.%20Call%20us%20at%20evil.example", &server(false)).await;
    stage.wait_for_text("this reference: ?").await;
}

#[wasm_bindgen_test]
async fn a_page_of_the_open_id_connect_provider_is_gone_to_by_a_full_load() {
    let fake = server(false);
    closed(&fake);
    let stage = Stage::open("/sign-in?next=%2Foidc%2Fcontoso%2Fauthorize%3Fstate%3Dx", &fake).await;
    first_step(&stage, "ada@contoso.com").await;
    second_step(&stage, "correct horse battery").await;
    until("the page of the provider", || fake.visited().pop()).await;
    assert_eq!(fake.visited(), ["/oidc/contoso/authorize?state=x"]);
}

#[wasm_bindgen_test]
async fn the_username_can_be_put_right_before_the_password_is_given() {
    let stage = Stage::open("/sign-in", &server(false)).await;
    first_step(&stage, "adda").await;
    stage.wait_for(Role::Button, "Change").await.click();
    stage.wait_for(Role::Textbox, "Username").await;
}

#[wasm_bindgen_test]
async fn a_server_that_is_not_set_up_says_where_the_link_is() {
    let fake = Fake::new();
    fake.answer::<Options>(|_| {
        Ok(SignInOptions { setup_required: true, needs_organization: false, organization_name: None })
    });
    let stage = Stage::open("/sign-in", &fake).await;
    stage.wait_for_text("it prints a one-time set-up link").await;
    assert!(stage.find(Role::Textbox, "Username").is_none());
}

#[wasm_bindgen_test]
async fn signing_out_leads_to_the_sign_in_page() {
    let fake = server(false);
    fake.answer::<SignOut>(|_| Ok(SignedOut { url: None }));
    let stage = Stage::open("/", &fake).await;
    stage.wait_for(Role::Button, "Your account, Olga Owner").await.click();
    stage.wait_for(Role::MenuItem, "Sign out").await.click();
    stage.wait_for_text("You are signed out.").await;
}

#[wasm_bindgen_test]
async fn signing_out_goes_on_to_the_identity_provider_where_it_has_a_page_for_that() {
    let fake = server(false);
    let url = "https://login.microsoftonline.com/common/wsfederation?wa=wsignout1.0";
    fake.answer::<SignOut>(move |_| Ok(SignedOut { url: Some(url.to_owned()) }));
    let stage = Stage::open("/", &fake).await;
    stage.wait_for(Role::Button, "Your account, Olga Owner").await.click();
    stage.wait_for(Role::MenuItem, "Sign out").await.click();
    stage.wait_for_text("You are signed out.").await;
    assert_eq!(fake.visited(), [url]);
}
