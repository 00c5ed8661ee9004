//! Whether the identity provider calls, and how it fares.

use std::sync::Arc;

use api::provisioning_log::{Day, GetHealth, Health};
use api::{NoParams, NoQuery};

use crate::backend::use_query;
use crate::layout::Loaded;
use crate::platform::time;
use crate::text::provisioning_log as text;
use crate::ui::{Card, Fact, Facts, TimeAgo};
use crate::view::prelude::*;

/// Height of the chart, in its own units.
const HEIGHT: u64 = 32;

/// The card above the log.
#[component]
pub fn HealthCard() -> View {
    let health = use_query::<GetHealth>(|| (NoParams {}, NoQuery {}));
    view! {
        <Card title=text::health()>
            <Loaded query=health let:health>{view! { <Figures health /> }}</Loaded>
        </Card>
    }
}

#[component]
fn Figures(health: Signal<Arc<Health>>) -> View {
    let last = move || match health.with(|health| health.last_call_at) {
        Some(at) => view! { <TimeAgo at /> },
        None => text::no_call().into_view(),
    };
    let next = move || {
        health.with(|health| next_call(health)).map(|words| {
            view! { <Fact term=text::next_call()>{words}</Fact> }
        })
    };
    let today = move || {
        health.with(|health| {
            let day = health.days.last();
            day.map_or_else(String::new, |day| text::calls(day.calls, day.changed, day.refused))
        })
    };
    view! {
        <div class="health">
            <Facts>
                <Fact term=text::last_call()>{last}</Fact>
                {move || next()}
                <Fact term=text::today()>{move || today()}</Fact>
            </Facts>
            {move || health.with(|health| chart(&health.days))}
        </div>
    }
}

/// When the next call is due, where that can be known.
fn next_call(health: &Health) -> Option<String> {
    if !health.enabled {
        return Some(text::provisioning_off().to_owned());
    }
    let at = health.next_expected_at?;
    if at > time::now() {
        return Some(text::expected_before(&time::of_day(at)));
    }
    Some(text::overdue(&time::exact(at)))
}

/// A bar a day; what was refused stands dark at its foot.
fn chart(days: &[Day]) -> View {
    let most = days.iter().map(|day| day.calls).max().unwrap_or_default();
    let sum = |count: fn(&Day) -> u64| days.iter().map(count).sum::<u64>();
    let label = text::chart(sum(|day| day.calls), sum(|day| day.refused), most);
    let bars = |count: fn(&Day) -> u64| {
        let bar = |(at, day): (usize, &Day)| {
            // At least one unit: a single call among thousands is still one.
            let height = (count(day) * HEIGHT).div_ceil(most.max(1)).to_string();
            ["M", &(at * 6).to_string(), " ", &HEIGHT.to_string(), "v-", &height, "h4v", &height, "z"]
                .concat()
        };
        days.iter().enumerate().filter(|(_, day)| count(day) > 0).map(bar).collect::<String>()
    };
    view! {
        <svg class="chart" viewBox="0 0 180 32" width="180" height="32" role="img" aria-label=label>
            <path class="chart-calls" d=bars(|day| day.calls) />
            <path class="chart-refused" d=bars(|day| day.refused) />
        </svg>
    }
}
