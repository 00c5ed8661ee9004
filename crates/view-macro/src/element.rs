//! Elements: `<button type="button" on:click=press>`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use rstml::node::{KeyedAttribute, NodeAttribute, NodeElement};
use syn::spanned::Spanned;
use syn::{Expr, Lit};

/// Elements of SVG, as far as the console draws them.
const SVG: [&str; 6] = ["svg", "path", "rect", "g", "circle", "line"];

/// The Rust type of an event, by its name.
fn event_type(name: &str) -> &'static str {
    match name {
        "click" | "dblclick" | "mouseenter" | "mouseleave" => "MouseEvent",
        "keydown" | "keyup" => "KeyboardEvent",
        "focus" | "blur" | "focusin" | "focusout" => "FocusEvent",
        "pointerenter" | "pointerleave" | "pointerdown" => "PointerEvent",
        "submit" => "SubmitEvent",
        "dragover" | "dragleave" | "drop" => "DragEvent",
        _ => "Event",
    }
}

/// What makes the element. What never changes of it is one text: the tag, and its attributes as name and value in turn.
pub fn expand(element: &NodeElement<rstml::Infallible>) -> TokenStream {
    let tag = element.name().to_string();
    let (mut markup, mut calls) = (tag.clone(), Vec::new());
    for attribute in element.attributes() {
        match attribute {
            NodeAttribute::Attribute(attribute) => match constant(attribute) {
                Some(value) => markup.extend(["\0", &attribute.key.to_string(), "\0", &value]),
                None => calls.push(call(attribute)),
            },
            NodeAttribute::Block(block) => {
                calls.push(
                    quote_spanned!(block.span()=> .compile_error("attributes are written as name=value")),
                );
            }
        }
    }
    let make = format_ident!("{}", if SVG.contains(&tag.as_str()) { "svg" } else { "new" });
    let children = element.children.iter().filter_map(super::node).map(|child| quote!(.child(#child)));
    quote!(::console::view::Element::#make(#markup) #(#calls)* #(#children)*)
}

/// The value of an attribute that is a literal, or that has none.
fn constant(attribute: &KeyedAttribute) -> Option<String> {
    if attribute.key.to_string().contains(':') {
        return None;
    }
    match attribute.value() {
        None if attribute.key.to_string() != "node_ref" => Some(String::new()),
        Some(Expr::Lit(literal)) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// The call that sets an attribute, a property, a listener or a reference.
fn call(attribute: &KeyedAttribute) -> TokenStream {
    let key = attribute.key.to_string();
    let value = attribute.value().map_or_else(|| quote!(()), |value| quote!(#value));
    let span = attribute.key.span();
    match key.split_once(':') {
        Some(("on", event)) => {
            let of_type = format_ident!("{}", event_type(event));
            quote_spanned!(span=> .on::<web_sys::#of_type>(#event, #value))
        }
        Some(("prop", name)) => quote_spanned!(span=> .prop(#name, #value)),
        Some(("bind", "value")) => quote_spanned!(span=> .bind_value(#value)),
        Some(("bind", "checked")) => quote_spanned!(span=> .bind_checked(#value)),
        Some(("style", name)) => quote_spanned!(span=> .style(#name, #value)),
        _ if key == "node_ref" => quote_spanned!(span=> .node_ref(#value)),
        _ => quote_spanned!(span=> .attr(#key, #value)),
    }
}
