//! Starts the console in the browser.

// Without the start and the end of a program for a terminal, which bring the standard output along: docs/decisions/view.md.
#![cfg_attr(target_arch = "wasm32", no_main)]

#[cfg(target_arch = "wasm32")]
use wasm_bindgen::prelude::wasm_bindgen;

/// What the browser runs once the module is there.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen(start)]
pub fn start() {
    console::app::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
