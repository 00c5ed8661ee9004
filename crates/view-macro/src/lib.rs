//! `view!` and `#[component]`: the markup of Leptos, expanded to calls of `console::view`, which has no type parameters for an element.
//!
//! Leptos's own macro makes a type of each element, compiled anew for each place in which it stands: that costs the bundle
//! about a kilobyte for each `view!` (docs/decisions/view.md). The markup is the same: elements, components, `on:event`,
//! `prop:name`, `bind:value`, `node_ref`, `let:name`, text in quotes and `{expressions}`.

mod component;
mod declare;
mod element;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use rstml::node::{Node, NodeElement};
use syn::{Error, LitStr};

/// Markup, as a `View`.
#[proc_macro]
pub fn view(markup: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let expanded = match rstml::parse2(markup.into()) {
        Ok(nodes) => siblings(&nodes),
        Err(error) => error.to_compile_error(),
    };
    expanded.into()
}

/// A function as a component: `<Button label="Save" />` calls `fn Button(label: …)`.
#[proc_macro_attribute]
pub fn component(_: proc_macro::TokenStream, function: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let function = syn::parse_macro_input!(function as syn::ItemFn);
    declare::component(&function).unwrap_or_else(Error::into_compile_error).into()
}

/// Nodes beside each other, as one `View`.
fn siblings(nodes: &[Node]) -> TokenStream {
    let views: Vec<TokenStream> = nodes.iter().filter_map(node).collect();
    match views.as_slice() {
        [] => quote!(::console::view::View::empty()),
        [one] => quote!(::console::view::IntoView::into_view(#one)),
        many => quote!(::console::view::View::of([#(::console::view::IntoView::into_view(#many)),*])),
    }
}

/// One node, as something that can become a `View`; a comment is nothing.
fn node(node: &Node) -> Option<TokenStream> {
    match node {
        Node::Comment(_) | Node::Doctype(_) => None,
        Node::Fragment(fragment) => Some(siblings(&fragment.children)),
        Node::Element(node) if is_component(node) => Some(component::expand(node)),
        Node::Element(node) => Some(element::expand(node)),
        Node::Block(block) => Some(quote!(#[allow(unused_braces)] #block)),
        Node::Text(text) => Some(text.value.to_token_stream()),
        Node::RawText(text) => {
            Some(LitStr::new(&text.to_string_best(), proc_macro2::Span::call_site()).to_token_stream())
        }
        Node::Custom(custom) => Some(custom.to_token_stream()),
    }
}

/// Components are written with a capital letter, as types are.
fn is_component(element: &NodeElement<rstml::Infallible>) -> bool {
    element
        .name()
        .to_string()
        .rsplit("::")
        .next()
        .and_then(|name| name.trim().chars().next())
        .is_some_and(char::is_uppercase)
}
