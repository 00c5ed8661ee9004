//! Finding and operating things by role and name, as people and assistive technology do.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{
    HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, KeyboardEvent, KeyboardEventInit,
    Node,
};

/// WAI-ARIA roles, as far as tests ask for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Alert,
    AlertDialog,
    Button,
    Checkbox,
    ColumnHeader,
    Combobox,
    Dialog,
    Group,
    Heading,
    Link,
    MenuItem,
    Option,
    Radio,
    Region,
    Row,
    RowHeader,
    SearchBox,
    Spinbutton,
    Status,
    Switch,
    Table,
    Textbox,
}

impl Role {
    const fn selector(self) -> &'static str {
        match self {
            Self::Alert => "[role=alert]",
            Self::AlertDialog => "dialog[open][role=alertdialog]",
            Self::Button => "button:not([role])",
            Self::Checkbox => "input[type=checkbox]",
            Self::ColumnHeader => "th[scope=col]",
            Self::Combobox => "select",
            Self::Dialog => "dialog[open]",
            Self::Group => "[role=group], fieldset",
            Self::Heading => "h1, h2, h3",
            Self::Link => "a[href]:not([role]), a[role=link]",
            Self::MenuItem => "[role=menuitem], [role=menuitemradio]",
            Self::Option => "[role=option]",
            Self::Radio => "input[type=radio]",
            Self::Region => "[role=region], section[aria-label], section[aria-labelledby]",
            Self::Row => "tbody tr:not([aria-hidden])",
            Self::RowHeader => "th[scope=row]",
            Self::SearchBox => "input[type=search]",
            Self::Spinbutton => "input[type=number]",
            Self::Status => "[role=status]",
            Self::Switch => "[role=switch]",
            Self::Table => "table",
            Self::Textbox => {
                "input:not([type]), input[type=text], input[type=email], input[type=tel], input[type=password], textarea"
            }
        }
    }
}

fn visible(element: &HtmlElement) -> bool {
    let outside = |selector: &str| element.closest(selector).ok().flatten().is_none();
    outside("[hidden]") && outside("dialog:not([open])")
}

/// The visible things of a role below `root`, in the order of the page.
pub fn all(root: &HtmlElement, role: Role) -> Vec<HtmlElement> {
    let found = root.query_selector_all(role.selector()).unwrap();
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).filter(visible).collect()
}

/// The text of an element: its pieces, with single spaces between them.
pub fn text(element: &Node) -> String {
    let mut pieces = Vec::new();
    gather(element, &mut pieces);
    pieces.join(" ")
}

fn gather(node: &Node, pieces: &mut Vec<String>) {
    if node.node_type() == Node::TEXT_NODE {
        pieces.extend(node.text_content().unwrap_or_default().split_whitespace().map(str::to_owned));
    }
    let children = node.child_nodes();
    (0..children.length()).filter_map(|at| children.item(at)).for_each(|child| gather(&child, pieces));
}

fn texts_of(ids: &str) -> String {
    let texts = ids.split_whitespace().filter_map(|id| document().get_element_by_id(id)).map(|e| text(&e));
    texts.collect::<Vec<_>>().join(" ")
}

/// The accessible name: what labels the element, else what it says.
pub fn name(element: &HtmlElement) -> String {
    if let Some(label) = element.get_attribute("aria-label") {
        return label;
    }
    if let Some(ids) = element.get_attribute("aria-labelledby") {
        return texts_of(&ids);
    }
    if matches!(element.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA") {
        let label = document().query_selector(&format!("label[for='{}']", element.id())).unwrap();
        return label
            .map(|label| text(&label).trim_end_matches("optional").trim().to_owned())
            .unwrap_or_default();
    }
    if let Ok(Some(caption)) = element.query_selector("caption") {
        return text(&caption);
    }
    text(element)
}

/// What describes the element.
pub fn described(element: &HtmlElement) -> String {
    element.get_attribute("aria-describedby").map(|ids| texts_of(&ids)).unwrap_or_default()
}

/// Writes into a field, or chooses in a list, and leaves it.
pub fn fill(element: &HtmlElement, value: &str) {
    element.focus().unwrap();
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.set_value(value);
    }
    if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        area.set_value(value);
    }
    if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
        select.set_value(value);
    }
    for kind in ["input", "change"] {
        let init = web_sys::EventInit::new();
        init.set_bubbles(true);
        let event = web_sys::Event::new_with_event_init_dict(kind, &init).unwrap();
        element.dispatch_event(&event).unwrap();
    }
}

/// Presses a key on an element.
pub fn press(element: &HtmlElement, key: &str) {
    press_with(element, key, false);
}

/// Presses a key on an element while Control is held down.
pub fn press_with_control(element: &HtmlElement, key: &str) {
    press_with(element, key, true);
}

fn press_with(element: &HtmlElement, key: &str, control: bool) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_ctrl_key(control);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    element.dispatch_event(&event).unwrap();
}
