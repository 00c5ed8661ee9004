//! What was checked of a sign-in: shared by the test of the settings and by the sign-in log.

use api::sign_ins::{Attribute, SignIn, Summary};
use domain::sso::CheckResult;

use crate::text::{provisioning_log as log, sign_in_log, sign_ins as text};
use crate::ui::{Badge, Fact, Facts, Glyph, Notice, Tone, words_table};
use crate::view::prelude::*;

/// Why it failed and where that is mended, every check with what was expected and what came, the attributes, and the XML.
/// Nothing of it for a sign-in by password.
pub fn checks(sign_in: &SignIn) -> View {
    let row = |check: &CheckResult| {
        let (label, tone, icon) = if check.passed {
            (text::passed(), Tone::Good, Glyph::Check)
        } else {
            (text::not_passed(), Tone::Bad, Glyph::Alert)
        };
        vec![
            view! { {text::name(check.check)} <span class="cell-sub"><Badge label tone icon /></span> },
            check.expected.clone().into_view(),
            check.received.clone().into_view(),
        ]
    };
    let rows: Vec<_> = sign_in.checks.iter().map(row).collect();
    let head = [text::check(), log::expected(), log::received()];
    let table = (!rows.is_empty()).then(|| words_table(Some(text::table()), &head, rows));
    view! {
        {why(sign_in)}
        {sign_in.microsoft_error.map(microsoft)}
        {table}
        {(!sign_in.attributes.is_empty()).then(|| attributes(&sign_in.attributes))}
        {sign_in.xml.clone().map(xml)}
    }
}

/// What came of it, as a badge.
pub(super) fn result(one: &Summary) -> View {
    let (label, tone, icon) = if one.success {
        (sign_in_log::successful(), Tone::Good, Glyph::Check)
    } else {
        (log::failed(), Tone::Bad, Glyph::Alert)
    };
    view! { <Badge label tone icon /> }
}

/// The check that failed, in words.
fn why(sign_in: &SignIn) -> Option<View> {
    let failed = sign_in.summary.failed.as_ref()?.check;
    let place = sign_in.provider.and_then(|provider| text::place(failed, provider));
    let place = place.map(|place| view! { <Facts><Fact term=log::mend()>{place}</Fact></Facts> });
    Some(view! {
        <Notice tone=Tone::Bad title=text::failed(&text::name(failed)) text=text::what_to_do(failed) />
        {place}
    })
}

/// An error that Microsoft has shown or sent.
fn microsoft(number: u32) -> View {
    let number_words = number.to_string();
    let href = ["https://login.microsoftonline.com/error?code=", &number_words].concat();
    let page = move || {
        view! { <a href=href.clone() target="_blank" rel="noreferrer">{text::microsoft_page()}</a> }
    };
    let words = text::microsoft_error(number).unwrap_or_default();
    view! { <Notice tone=Tone::Info title=text::microsoft_says(&number_words) text=words actions=page /> }
}

fn attributes(attributes: &[Attribute]) -> View {
    let row = |one: &Attribute| vec![one.name.clone().into_view(), one.values.join(", ").into_view()];
    let rows = attributes.iter().map(row).collect();
    let table = words_table(Some(text::attributes()), &[text::attribute(), text::values()], rows);
    view! { <details class="more" open=true><summary>{text::attributes()}</summary><div class="more-body">{table}</div></details> }
}

fn xml(xml: String) -> View {
    view! {
        <details class="more">
            <summary>{text::xml()}</summary>
            <div class="more-body"><pre class="raw" tabindex="0">{xml}</pre></div>
        </details>
    }
}
