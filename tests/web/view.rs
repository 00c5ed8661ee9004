//! The console's own view: what stays in the page while signals change, and what goes.

use console::view::mount_to;
use console::view::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, HtmlInputElement};

use crate::support::{fill, until};

/// A view in a section of its own.
struct Shown {
    section: Element,
    owner: Owner,
}

impl Shown {
    fn of(make: impl FnOnce() -> View) -> Self {
        let section = document().create_element("section").unwrap();
        document().body().unwrap().append_child(&section).unwrap();
        let owner = mount_to(&section, make);
        Self { section, owner }
    }

    fn find(&self, selector: &str) -> HtmlElement {
        self.section.query_selector(selector).unwrap().unwrap().unchecked_into()
    }

    fn text(&self) -> String {
        self.section.text_content().unwrap()
    }

    async fn says(&self, text: &str) {
        until(text, || (self.text() == text).then_some(())).await;
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.owner.cleanup();
        self.section.remove();
    }
}

/// Something to be counted and to be changed, outside of any owner's life.
fn signal<T: Send + Sync + 'static>(value: T) -> (Owner, RwSignal<T>) {
    let owner = Owner::new();
    let signal = owner.with(|| RwSignal::new(value));
    (owner, signal)
}

#[wasm_bindgen_test]
async fn a_closure_is_made_anew_in_its_place_and_its_siblings_stay() {
    let (_owner, name) = signal("Ada".to_owned());
    let shown = Shown::of(move || {
        view! { <p class="before">"before "</p> {move || view! { <b>{name.get()}</b> }} <p class="after">" after"</p> }
    });
    assert_eq!(shown.text(), "before Ada after");
    let (before, after) = (shown.find(".before"), shown.find(".after"));
    name.set("Bruno".to_owned());
    shown.says("before Bruno after").await;
    assert!(before.is_connected() && after.is_connected());
}

#[wasm_bindgen_test]
async fn a_text_that_follows_a_signal_keeps_its_node() {
    let (_owner, name) = signal("Ada".to_owned());
    let shown = Shown::of(move || view! { <p>{move || name.get()}</p> });
    let node = shown.find("p").first_child().unwrap();
    name.set("Bruno".to_owned());
    shown.says("Bruno").await;
    assert!(node.is_connected());
}

#[wasm_bindgen_test]
async fn an_attribute_without_a_value_is_not_there() {
    let (_owner, busy) = signal(true);
    let shown = Shown::of(move || {
        view! { <p class="a" data-x="1" aria-busy=move || busy.get().then_some("true") hidden=false></p> }
    });
    let p = shown.find("p.a[data-x='1']");
    assert_eq!(p.get_attribute("aria-busy").as_deref(), Some("true"));
    assert!(!p.has_attribute("hidden"));
    busy.set(false);
    until("no attribute", || (!p.has_attribute("aria-busy")).then_some(())).await;
}

#[wasm_bindgen_test]
async fn show_makes_its_children_anew_only_when_the_condition_changes() {
    let (_owner, count) = signal(1);
    let shown = Shown::of(move || {
        view! { <Show when=move || { count.get() > 0 } fallback=|| "none"><b>"some"</b></Show> }
    });
    let some = shown.find("b");
    count.set(2);
    count.set(0);
    shown.says("none").await;
    assert!(!some.is_connected());
    count.set(3);
    shown.says("some").await;
    let again = shown.find("b");
    count.set(4);
    count.set(5);
    assert!(again.is_connected());
}

fn list(names: RwSignal<Vec<&'static str>>, gone: RwSignal<Vec<&'static str>>) -> View {
    let row = move |name: &'static str| {
        on_cleanup(move || {
            gone.try_update(|gone| gone.push(name));
        });
        view! { <li tabindex="-1" id=name>{name}</li> {(name == "two").then(|| view! { <li>"!"</li> })} }
    };
    view! { <ul><For each=move || names.get() key=|name| *name let:name>{row(name)}</For></ul> }
}

#[wasm_bindgen_test]
async fn rows_stay_with_their_focus_while_others_come_go_and_change_places() {
    let (_owner, names) = signal(vec!["one", "two", "three"]);
    let (_other, gone) = signal(Vec::new());
    let shown = Shown::of(move || list(names, gone));
    assert_eq!(shown.text(), "onetwo!three");
    let three = shown.find("#three");
    three.focus().unwrap();
    names.set(vec!["zero", "two", "three", "four"]);
    shown.says("zerotwo!threefour").await;
    assert_eq!(gone.get_untracked(), ["one"]);
    assert_eq!(document().active_element().unwrap(), *three.unchecked_ref::<Element>());
    let two = shown.find("#two");
    names.set(vec!["four", "three", "two", "zero"]);
    shown.says("fourthreetwo!zero").await;
    assert!(two.is_connected() && three.is_connected());
    names.set(Vec::new());
    shown.says("").await;
    assert_eq!(gone.with_untracked(Vec::len), 5);
}

#[wasm_bindgen_test]
async fn what_is_gone_follows_no_signal_any_more() {
    let (_owner, name) = signal(1);
    let (_other, runs) = signal(0);
    let shown = Shown::of(move || {
        view! {
            <p>
                {move || {
                    runs.update(|runs| *runs += 1);
                    name.get().to_string()
                }}
            </p>
        }
    });
    name.set(2);
    shown.says("2").await;
    shown.owner.cleanup();
    let before = runs.get_untracked();
    name.set(3);
    // Another view that follows the same signal has been brought up to date by then.
    let witness = Shown::of(move || view! { <p>{move || name.get().to_string()}</p> });
    name.set(4);
    witness.says("4").await;
    assert_eq!(runs.get_untracked(), before);
}

#[wasm_bindgen_test]
async fn a_bound_field_and_its_signal_are_the_same() {
    let (_owner, name) = signal("Ada".to_owned());
    let shown = Shown::of(move || view! { <input bind:value=name /> });
    let input: HtmlInputElement = shown.find("input").unchecked_into();
    assert_eq!(input.value(), "Ada");
    fill(&input, "Bruno");
    assert_eq!(name.get_untracked(), "Bruno");
    name.set("Chloe".to_owned());
    until("the field", || (input.value() == "Chloe").then_some(())).await;
}
