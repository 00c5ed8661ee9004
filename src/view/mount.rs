//! Putting the console into the page.

use any_spawner::Executor;
use leptos::prelude::Owner;
use web_sys::Node;

use super::views::View;

/// Makes a view and puts it into a node. What it has made lives as long as the owner that is returned.
pub fn mount_to(parent: &Node, make: impl FnOnce() -> View) -> Owner {
    // Fails when it is done already, by a test before this one.
    let _ = Executor::init_wasm_bindgen();
    let owner = Owner::new();
    owner.with(make).append_to(parent);
    owner
}
