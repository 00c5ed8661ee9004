//! Licences (R16-R18): plans with their seats, and the rules that give them.

mod plan;
mod rules;

use api::licenses::{List, Plan};
use api::{NoParams, NoQuery};
use domain::Right;

use self::plan::PlanDialog;
use self::rules::Rules;
use crate::layout::{Page, Words, refusal, use_filters, use_listing};
use crate::text::Message;
use crate::text::licenses as text;
use crate::text::number;
use crate::ui::{Button, Glyph, Meter, Variant};
use crate::view::prelude::*;

/// Which plan the dialog is about.
#[derive(Clone, PartialEq)]
enum Asked {
    /// One that is to be made.
    New,
    /// This one.
    Edit(Plan),
}

/// The page `/licenses`.
#[component]
pub fn LicensesPage() -> View {
    let asked = RwSignal::new(None::<Asked>);
    provide_context(asked);
    let listing = use_listing::<List, Plan>(use_filters(), |_| (NoParams {}, NoQuery {}));
    let words = Words {
        label: text::title(),
        columns: vec![
            text::plan(),
            text::seats(),
            text::used(),
            text::free(),
            text::reclaimable(),
            Message::NONE,
        ],
        none: (text::none_title(), text::none_detail()),
        glyph: Glyph::Licence,
    };
    let new = move || {
        view! {
            <Button
                label=text::new_plan()
                icon=Glyph::Plus
                variant=Variant::Primary
                disabled_reason=refusal(Right::EditLicenses)
                on_press=move |()| asked.set(Some(Asked::New))
            />
        }
    };
    view! {
        <Page title=text::title() lead=|| text::lead().into_view() actions=new>
            {listing.view(words, new, key, row)}
            <Rules plans=listing.shown />
            <PlanDialog asked />
        </Page>
    }
}

/// Who holds a plan and which rules give it are no changes of the plan, and are shown.
fn key(plan: &Plan) -> String {
    let Plan { id, version, used, deactivated, rules, .. } = plan;
    [id.to_string(), [*version, *used, *deactivated, *rules].map(|n| n.to_string()).join(" ")].concat()
}

/// The people who hold a plan.
fn holders(plan: &Plan, more: &str) -> String {
    ["/users?license=", &plan.id.to_string(), more].concat()
}

fn row(plan: &Plan) -> View {
    let asked = use_context::<RwSignal<Option<Asked>>>();
    let this = plan.clone();
    let press = move |()| asked.iter().for_each(|asked| asked.set(Some(Asked::Edit(this.clone()))));
    let count = |n: u64, href: String| match n {
        0 => view! { <span class="secondary">{number(0)}</span> },
        n => view! { <a href=href>{number(n)}</a> },
    };
    view! {
        <tr>
            <th scope="row" class="site-name">{plan.name.clone()}</th>
            <td>
                <span class="seats">
                    <Meter label=text::meter(plan.used, plan.seats) value=plan.used max=plan.seats.max(1) />
                    <span>{number(plan.seats)}</span>
                </span>
            </td>
            <td>{count(plan.used, holders(plan, ""))}</td>
            <td>{number(plan.free)}</td>
            <td>{count(plan.deactivated, holders(plan, "&status=deactivated"))}</td>
            <td class="cell-actions">
                <Button label=text::edit() aria_label=text::edit_of(&plan.name) disabled_reason=refusal(Right::EditLicenses) on_press=press />
            </td>
        </tr>
    }
}
