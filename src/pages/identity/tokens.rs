//! The API tokens: never their secrets.

use std::sync::Arc;

use api::provisioning::{ListTokens, Provisioning, RevokeToken, Token, TokenParams};
use api::{NoParams, NoQuery, Page as List};
use domain::timestamp::DAY_MS;
use domain::{Right, Timestamp, TokenId};

use super::new_token::NewTokenDialog;
use crate::backend::{Call, use_query, use_write};
use crate::layout::{Loaded, refusal};
use crate::platform::effect;
use crate::platform::time;
use crate::text::{identity as text, reasons};
use crate::ui::{Badge, Button, Card, ConfirmDialog, Empty, Glyph, TableFrame, TimeAgo, Tone, use_toasts};
use crate::view::prelude::*;

/// Days before its end from which a token is marked.
const SOON_DAYS: i64 = 30;

/// The card.
#[component]
pub fn Tokens(
    /// The settings.
    settings: Signal<Arc<Provisioning>>,
) -> View {
    let tokens = use_query::<ListTokens>(|| (NoParams {}, NoQuery {}));
    let creating = RwSignal::new(false);
    let role = refusal(Right::EditIdentity);
    let reason = derive(move || {
        let off = settings.with(|settings| !settings.enabled);
        role.get().or_else(|| off.then(|| reasons::provisioning_off().to_owned()))
    });
    let create = move || {
        let press = move |()| creating.set(true);
        view! { <Button label=text::create_token() icon=Glyph::Plus disabled_reason=reason on_press=press /> }
    };
    view! {
        <Card title=text::tokens() detail=text::tokens_detail() actions=create flush=true>
            <Loaded query=tokens let:tokens>{view! { <Table tokens /> }}</Loaded>
        </Card>
        <NewTokenDialog open=creating settings />
    }
}

#[component]
fn Table(tokens: Signal<Arc<List<Token>>>) -> View {
    let none = memo(move || tokens.with(|tokens| tokens.items.is_empty()));
    let asking = RwSignal::new(None::<Token>);
    let ask = Callback::new(move |token: Token| asking.set(Some(token)));
    let empty = || {
        view! { <Empty title=text::no_tokens_title() detail=text::no_tokens_detail() glyph=Glyph::Key /> }
    };
    view! {
        <Show when=move || !none.get() fallback=empty>
            <TableFrame label=text::token_table()>
                <thead>
                    <tr>
                        <th scope="col">{text::name()}</th>
                        <th scope="col" data-column="created">{text::created()}</th>
                        <th scope="col">{text::expires()}</th>
                        <th scope="col">{text::last_used()}</th>
                        <th scope="col"><span class="visually-hidden">{text::revoke()}</span></th>
                    </tr>
                </thead>
                <tbody>
                    <For
                        each=move || tokens.get().items.clone()
                        key=|token| (token.id, token.last_used_at, token.last_used_address.clone())
                        let:token
                    >
                        {row(token, ask)}
                    </For>
                </tbody>
            </TableFrame>
        </Show>
        <RevokeDialog asking tokens />
    }
}

fn row(token: Token, ask: Callback<Token>) -> View {
    let label = text::revoke_name(&token.name);
    let used = last_use(token.last_used_at, token.last_used_address.as_deref());
    view! {
        <tr>
            <th scope="row">
                <span class="clip token-name" title=token.name.clone()>{token.name.clone()}</span>
                <span class="cell-sub">{text::ends_with()} " " <code>{token.last_four.clone()}</code></span>
            </th>
            <td class="cell-secondary" data-column="created">
                <TimeAgo at=token.created_at />
                <span class="cell-sub">{text::created_by(&token.created_by)}</span>
            </td>
            <td class="cell-secondary">{expiry(token.expires_at)}</td>
            <td class="cell-secondary">{used}</td>
            <td class="cell-actions">
                <Button
                    label=text::revoke()
                    aria_label=label
                    disabled_reason=refusal(Right::EditIdentity)
                    on_press=move |()| ask.run(token.clone())
                />
            </td>
        </tr>
    }
}

/// When a token was last used, and from where.
pub(super) fn last_use(at: Option<Timestamp>, address: Option<&str>) -> View {
    match at {
        Some(at) => view! {
            <TimeAgo at />
            <span class="cell-sub">{address.map(text::from_address)}</span>
        },
        None => text::never_used().into_view(),
    }
}

/// When a token stops working: marked when it has, and when it soon will.
pub(super) fn expiry(at: Option<Timestamp>) -> View {
    let Some(at) = at else { return view! { <Badge label=text::never_expires() /> } };
    let left = at.ms_since(time::now());
    if left <= 0 {
        return view! { <Badge label=text::expired() tone=Tone::Bad icon=Glyph::Alert /> };
    }
    if left < SOON_DAYS * DAY_MS {
        return view! { <Badge label=time::day(at) tone=Tone::Warning icon=Glyph::Clock /> };
    }
    time::day(at).into_view()
}

#[component]
fn RevokeDialog(asking: RwSignal<Option<Token>>, tokens: Signal<Arc<List<Token>>>) -> View {
    let toasts = use_toasts();
    let open = RwSignal::new(false);
    // The name stays while the dialog closes.
    let token = RwSignal::new(None::<(TokenId, String, bool)>);
    effect(move || {
        if let Some(asked) = asking.get() {
            token.set(Some((asked.id, asked.name, asked.last_used_at.is_some())));
            asking.set(None);
            open.set(true);
        }
    });
    let name =
        move || token.with(|token| token.as_ref().map(|(_, name, _)| name.clone()).unwrap_or_default());
    let used = move || token.with(|token| token.as_ref().is_some_and(|(_, _, used)| *used));
    let write = use_write();
    let run = Callback::new(move |()| {
        let Some((id, name, _)) = token.get_untracked() else { return };
        write.run(Call::<RevokeToken>::new(TokenParams { id }), move |outcome| {
            if outcome.is_ok() {
                open.try_set(false);
                toasts.success(text::revoked(&name));
            }
        });
    });
    let failure = derive(move || write.failure.get().map(|failure| failure.detail()));
    let title = derive(move || text::revoke_title(&name()));
    view! {
        <ConfirmDialog open title confirm=text::revoke() on_confirm=run busy=write.pending failure>
            <p>{move || if used() { text::revoke_detail() } else { text::revoke_unused() }}</p>
            {move || used().then(|| view! { <p>{token.with(|token| after(token.as_ref(), &tokens.get()))}</p> })}
        </ConfirmDialog>
    }
}

/// What becomes of the identity provider when a token goes: does it use another one already?
fn after(gone: Option<&(TokenId, String, bool)>, tokens: &List<Token>) -> String {
    let others = tokens.items.iter().filter(|token| gone.is_none_or(|(id, ..)| *id != token.id));
    match others.max_by_key(|token| token.last_used_at).filter(|token| token.last_used_at.is_some()) {
        Some(token) => text::revoke_moved(&token.name),
        None => text::revoke_last().to_owned(),
    }
}
