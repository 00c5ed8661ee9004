//! Components: `<Button label="Save" on_press=save />`, which are functions with `#[component]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use rstml::node::{KeyedAttribute, KeyedAttributeValue, NodeAttribute, NodeElement};
use syn::Expr;
use syn::spanned::Spanned;

/// The call of the component with its properties.
pub fn expand(component: &NodeElement<rstml::Infallible>) -> TokenStream {
    let name = component.name();
    let attributes = || {
        component.attributes().iter().filter_map(|attribute| match attribute {
            NodeAttribute::Attribute(attribute) => Some(attribute),
            NodeAttribute::Block(_) => None,
        })
    };
    let properties = attributes().filter(|attribute| !is_binding(attribute)).map(|attribute| {
        let key = &attribute.key;
        let value = match attribute.value() {
            None => quote!(#key),
            Some(closure) if is_read(closure) && !AS_IT_IS.contains(&key.to_string().as_str()) => {
                quote!(::console::view::boxed(#closure))
            }
            Some(value) => quote!(#value),
        };
        quote_spanned!(key.span()=> .#key(#[allow(unused_braces)] { #value }))
    });
    let bound: Vec<TokenStream> =
        attributes().filter(|attribute| is_binding(attribute)).map(binding).collect();
    let children = (!component.children.is_empty()).then(|| {
        let inside = super::siblings(&component.children);
        if bound.is_empty() {
            quote!(.children(::console::view::ToChildren::to_children(move || #inside)))
        } else {
            quote!(.children(move |#(#bound),*| #inside))
        }
    });
    quote!(#name.props() #(#properties)* #children .make())
}

/// Properties whose closures are called at once, or compiled for each list anyway: not worth a box.
const AS_IT_IS: [&str; 6] = ["each", "actions", "beside", "end", "foot", "lead"];

/// A closure without arguments: it reads signals.
fn is_read(value: &Expr) -> bool {
    matches!(value, Expr::Closure(closure) if closure.inputs.is_empty())
}

/// `let:user`: what the component gives to its children.
fn is_binding(attribute: &KeyedAttribute) -> bool {
    let key = attribute.key.to_string();
    key == "let" || key.starts_with("let:")
}

fn binding(attribute: &KeyedAttribute) -> TokenStream {
    if let KeyedAttributeValue::Binding(binding) = &attribute.possible_value {
        let inputs = &binding.inputs;
        return quote!(#inputs);
    }
    let key = attribute.key.to_string();
    let name = format_ident!("{}", key.trim_start_matches("let:").trim(), span = attribute.key.span());
    quote!(#name)
}
