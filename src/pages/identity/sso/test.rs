//! Step 3: a test sign-in in a window of its own, and what came of it. The page on which that window ends.

use std::sync::Arc;

use api::sign_ins::SignIn;
use api::sso::{GetTest, Sso, StartTest, Test, TestParams};
use api::{NoParams, NoQuery};
use domain::sso::Check;
use domain::{Right, SignInId};
use wasm_bindgen::JsValue;

use super::acts::{Acts, why};
use crate::backend::{Call, json, use_query};
use crate::layout::{Loaded, Page, refusal};
use crate::pages::identity::checks::checks;
use crate::platform::time;
use crate::platform::url::with_query;
use crate::router::{NavigateOptions, use_navigate, use_params_map, use_query_map};
use crate::text::Message;
use crate::text::common;
use crate::text::identity::{self, sso as text};
use crate::ui::{Button, Card, Crumb, Empty, Glyph, Notice, Tone, Variant, fact_list, use_toasts};
use crate::view::prelude::*;

/// Where the settings are.
pub const PATH: &str = "/identity/sso";

/// The page `/identity/sso/tests/:id`.
#[component]
pub fn SsoTestPage() -> View {
    let params = use_params_map();
    let id = memo(move || params.with(|params| params.get("id")).and_then(|id| id.parse().ok()));
    let crumbs = vec![Crumb::new(identity::title(), "/identity"), Crumb::new(identity::sso_title(), PATH)];
    let shown = move || match id.get() {
        Some(id) => view! { <Outcome id /> },
        None => {
            view! { <Empty title=common::not_found() detail=common::not_found_detail() glyph=Glyph::Search /> }
        }
    };
    view! {
        <Page title=text::test() crumbs lead=|| text::close_window().into_view()>
            {shown}
        </Page>
    }
}

/// What came of a test, as soon as it has come.
#[component]
fn Outcome(id: SignInId) -> View {
    let test = use_query::<GetTest>(move || (TestParams { id }, NoQuery {}));
    view! { <Loaded query=test let:test>{outcome(test)}</Loaded> }
}

fn outcome(test: Signal<Arc<Test>>) -> View {
    // A failure is an alert already.
    let said = move || {
        test.with(|test| match &test.sign_in {
            None => text::waiting(),
            Some(sign_in) if sign_in.summary.success => text::came_through(),
            Some(_) => Message::NONE,
        })
    };
    let shown = move || test.with(|test| test.sign_in.as_ref().map_or_else(waiting, came));
    view! { <p class="visually-hidden" role="status">{said}</p> {shown} }
}

fn waiting() -> View {
    view! { <div class="calls"><span class="pulse" aria-hidden="true"></span><p>{text::waiting()}</p></div> }
}

/// Whom the provider named, who that is here, and every check.
fn came(sign_in: &SignIn) -> View {
    let summary = &sign_in.summary;
    let failed = summary.failed.as_ref().map(|failed| failed.check);
    let person = match summary.user_id {
        Some(id) => {
            let href = ["/users/", &id.to_string()].concat();
            view! { <a href=href>{summary.username.clone()}</a> }
        }
        None if failed == Some(Check::User) => text::nobody().into_view(),
        None => text::not_looked_for().into_view(),
    };
    let name = summary.username.clone().unwrap_or_else(|| common::none().to_owned());
    let facts = fact_list([
        (text::name_id(), name.into_view()),
        (text::person(), person),
        (text::at(), time::exact(summary.at).into_view()),
    ]);
    let good = summary.success.then(
        || view! { <Notice tone=Tone::Good title=text::came_through() text=text::came_through_detail() /> },
    );
    let checks = checks(sign_in);
    view! {
        <div class="form">
            {good}
            {facts}
            {checks}
        </div>
    }
}

/// The card.
#[component]
pub fn TestSignIn(
    /// The settings.
    sso: Signal<Arc<Sso>>,
    /// The form holds what is not saved.
    #[prop(into)]
    dirty: Signal<bool>,
    /// What can be done.
    acts: Acts,
) -> View {
    let (params, navigate, toasts) = (use_query_map(), use_navigate(), use_toasts());
    let id =
        memo(move || params.with(|params| params.get("test")).and_then(|id| id.parse::<SignInId>().ok()));
    // Of the test that was started here, for a browser that opens no windows.
    let link = RwSignal::new(None::<String>);
    let start = Callback::new(move |()| {
        // Opened in the click itself: later the browser would take it for an advertisement.
        let opened = window().open_with_url_and_target("about:blank", "_blank").ok().flatten();
        if let Some(opened) = &opened {
            // The identity provider's page must not reach this one.
            let _ = opened.set_opener(&JsValue::NULL);
        }
        acts.write.run(Call::<StartTest>::new(NoParams {}), move |outcome| match outcome {
            Ok(text) => {
                let at = |name| json::text_at(&text, name);
                let url = at("url").unwrap_or_default();
                if let Some(opened) = &opened {
                    let _ = opened.location().set_href(&url);
                }
                if link.try_set(Some(url)) {
                    let to = with_query(PATH, &params.get_untracked(), &[("test", at("id"))]);
                    navigate(&to, NavigateOptions { replace: true, scroll: false });
                }
            }
            Err(failure) => {
                let _ = opened.map(|opened| opened.close());
                toasts.failure(why(&failure));
            }
        });
    });
    let role = refusal(Right::EditIdentity);
    let reason = move || {
        let none = sso.with(|sso| sso.draft.is_none() && sso.active.is_none());
        role.get().or_else(|| (none || dirty.get()).then(|| text::save_first().to_owned()))
    };
    let shown = move || {
        id.get().map(|id| {
            let link = link.get().map(|url| {
                view! { <p class="secondary">{text::no_window()} " " <a href=url target="_blank" rel="noopener">{text::test()}</a></p> }
            });
            view! { <Outcome id /> {link} }
        })
    };
    let button = move || {
        view! { <Button label=text::test() variant=Variant::Primary busy=acts.write.pending disabled_reason=derive(reason) on_press=start /> }
    };
    view! { <Card title=text::test_title() detail=text::test_detail() actions=button>{shown}</Card> }
}
