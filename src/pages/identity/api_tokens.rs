//! The API tokens with which scripts call the REST API (R32): never their secrets.

use api::api_tokens::{ApiToken, ApiTokenParams, Create, List, NewApiToken, Revoke};
use api::{NoParams, NoQuery};
use domain::{ApiTokenId, Right, Role, validation};

use super::new_token::DAYS;
use super::tokens::{expiry, last_use};
use crate::backend::Call;
use crate::forms::{Form, FormFrame, FormSelect, FormText};
use crate::layout::{
    Page, SecretDialog, SecretWords, Words, refusal, use_act, use_filters, use_listing, use_maker,
    use_session,
};
use crate::platform::effect;
use crate::text::{Message, admins, api_tokens as text, common, identity, users};
use crate::ui::{Badge, Button, Choice, ConfirmDialog, Crumb, Glyph, TimeAgo, Tone, Variant};
use crate::view::prelude::*;

/// Where the page is.
pub const PATH: &str = "/identity/api-tokens";

/// The token that is to be revoked, and its name.
type Asked = RwSignal<Option<(ApiTokenId, String)>>;

/// The page `/identity/api-tokens`.
#[component]
pub fn ApiTokensPage() -> View {
    let listing = use_listing::<List, ApiToken>(use_filters(), |_| (NoParams {}, NoQuery {}));
    let columns = [identity::name(), admins::role(), identity::created(), identity::expires()];
    let words = Words {
        label: text::title(),
        columns: columns.into_iter().chain([identity::last_used(), Message::NONE]).collect(),
        none: (identity::no_tokens_title(), text::none_detail()),
        glyph: Glyph::Key,
    };
    let key = |token: &ApiToken| {
        let used = token.last_used_at.map_or(0, |at| at.0);
        [token.id.to_string(), used.to_string(), token.suspended.to_string()].join(" ")
    };
    let (creating, asked) = (RwSignal::new(false), Asked::new(None));
    provide_context(asked);
    let create = move || {
        let press = move |()| creating.set(true);
        let reason = refusal(Right::EditIdentity);
        view! {
            <Button
                label=identity::create_token()
                icon=Glyph::Plus
                variant=Variant::Primary
                disabled_reason=reason
                on_press=press
            />
        }
    };
    view! {
        <Page
            title=text::title()
            crumbs=vec![Crumb::new(identity::title(), "/identity")]
            lead=|| text::lead().into_view()
            actions=create
        >
            {listing.view(words, View::empty, key, row)}
            {dialog(creating)}
            <RevokeDialog asked />
        </Page>
    }
}

fn row(token: &ApiToken) -> View {
    let asked = use_context::<Asked>();
    let (id, name) = (token.id, token.name.clone());
    let label = identity::revoke_name(&name);
    let suspended = token.suspended.then(|| {
        view! { <Badge label=text::suspended() tone=Tone::Warning icon=Glyph::Alert /> <span class="cell-sub">{text::suspended_detail()}</span> }
    });
    view! {
        <tr>
            <th scope="row">
                <span class="clip token-name" title=name.clone()>{name.clone()}</span>
                <span class="cell-sub">{identity::ends_with()} " " <code>{token.last_four.clone()}</code></span>
            </th>
            <td class="cell-secondary">{users::role(token.role)} " " {suspended}</td>
            <td class="cell-secondary">
                <TimeAgo at=token.created_at />
                <span class="cell-sub">{identity::created_by(&token.created_by)}</span>
            </td>
            <td class="cell-secondary">{expiry(token.expires_at)}</td>
            <td class="cell-secondary">{last_use(token.last_used_at, token.last_used_address.as_deref())}</td>
            <td class="cell-actions">
                <Button
                    label=identity::revoke()
                    aria_label=label
                    disabled_reason=refusal(Right::EditIdentity)
                    on_press=move |()| asked.iter().for_each(|asked| asked.set(Some((id, name.clone()))))
                />
            </td>
        </tr>
    }
}

#[component]
fn RevokeDialog(asked: Asked) -> View {
    let (act, open) = (use_act(), RwSignal::new(false));
    effect(move || open.set(asked.with(Option::is_some)));
    let name =
        derive(move || asked.with(|asked| asked.as_ref().map(|(_, name)| name.clone()).unwrap_or_default()));
    let title = derive(move || identity::revoke_title(&name.get()));
    let revoke = Callback::new(move |()| {
        let Some((id, name)) = asked.get_untracked() else { return };
        asked.set(None);
        act.run((Call::<Revoke>::new(ApiTokenParams { id }).into_request(), identity::revoked(&name)));
    });
    view! {
        <ConfirmDialog open title confirm=identity::revoke() on_confirm=revoke>
            <p>{text::revoke_detail()}</p>
        </ConfirmDialog>
    }
}

fn dialog(open: RwSignal<bool>) -> View {
    let made = RwSignal::new(None);
    let words = SecretWords {
        form: identity::create_token(),
        made: identity::token_created(),
        once: identity::token_once(),
        label: text::secret(),
    };
    view! { <SecretDialog open words made form=ViewFn::from(move || view! { <NewForm open made /> }) /> }
}

#[component]
fn NewForm(open: RwSignal<bool>, made: RwSignal<Option<String>>) -> View {
    let form = Form::new();
    let own = use_session().role();
    let name = form.input("name", identity::token_name(), "", |text| validation::label(text).map(drop));
    let role = form.input("role", admins::role(), Role::Auditor.name(), |_| Ok(()));
    let days = form.input("expires_in_days", identity::token_expiry(), "90", |_| Ok(()));
    let maker = use_maker(form, made);
    let chosen = move || Role::from_name(&role.text()).unwrap_or(Role::Auditor);
    let submit = Callback::new(move |()| {
        if form.check() {
            let expires_in_days = days.text().parse().ok().filter(|days| *days > 0);
            let body = NewApiToken { name: name.text(), role: chosen(), expires_in_days };
            maker.send(
                Call::<Create>::new(NoParams {}).body(body).idempotency_key(maker.key()).into_request(),
            );
        }
    });
    let roles = Role::ALL.into_iter().filter(|role| !role.exceeds(own));
    let roles = roles.map(|role| Choice::new(role.name(), users::role(role))).collect::<Vec<_>>();
    let lives = DAYS.map(|days| Choice::new(days.to_string(), identity::token_days(days))).to_vec();
    view! {
        <FormFrame form on_submit=submit>
            <FormText input=name hint=text::name_hint() />
            <FormSelect input=role choices=Signal::stored(roles) />
            <p class="secondary">{move || admins::may(chosen())} " " {text::ends()}</p>
            <FormSelect input=days choices=Signal::stored(lives) />
            <div class="dialog-actions">
                <Button label=common::cancel() on_press=move |()| open.set(false) />
                <Button label=identity::create() variant=Variant::Primary submit=true busy=maker.write.pending />
            </div>
        </FormFrame>
    }
}
