//! `#[component]`: what `view!` makes of a function with a capital letter. Names and meanings are Leptos's, but that what has type
//! parameters is declared by hand (`For`, `Loaded`), and that properties are handed over one by one: each that is left out is one
//! number, and what stands for it is made in the component, in one place for all who use it.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::{
    Attribute, Error, Expr, FnArg, GenericArgument, ItemFn, Pat, PathArguments, Result, Token, Type,
    parse::{Parse, ParseStream},
};

/// A property of a component.
struct Property {
    name: Ident,
    /// Bound as `mut`.
    mutable: Option<Token![mut]>,
    of_type: Type,
    docs: Vec<Attribute>,
    options: Options,
}

/// What `#[prop(…)]` says.
#[derive(Default)]
struct Options {
    /// Anything that becomes the type may be given.
    into: bool,
    /// It may be left out.
    optional: bool,
    /// An `Option` that is given as such.
    no_strip: bool,
    /// What stands for it when it is left out; without this, its type's own default.
    default: Option<Expr>,
}

impl Parse for Options {
    fn parse(input: ParseStream) -> Result<Self> {
        let mut options = Self::default();
        while !input.is_empty() {
            let word: Ident = input.parse()?;
            match word.to_string().as_str() {
                "into" => options.into = true,
                "optional" => options.optional = true,
                "optional_no_strip" => (options.optional, options.no_strip) = (true, true),
                "default" => {
                    input.parse::<Token![=]>()?;
                    (options.optional, options.default) = (true, Some(input.parse()?));
                }
                _ => {
                    return Err(Error::new(
                        word.span(),
                        "a property is `into`, `optional`, or has a `default = …`",
                    ));
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(options)
    }
}

impl Property {
    fn of(argument: &FnArg) -> Result<Self> {
        let FnArg::Typed(argument) = argument else {
            return Err(Error::new_spanned(argument, "a component has no `self`"));
        };
        let Pat::Ident(name) = &*argument.pat else {
            return Err(Error::new_spanned(&argument.pat, "a property has a name"));
        };
        let mut options = Options::default();
        let mut docs = Vec::new();
        for attribute in &argument.attrs {
            if attribute.path().is_ident("prop") {
                options = attribute.parse_args()?;
            } else {
                docs.push(attribute.clone());
            }
        }
        Ok(Self {
            name: name.ident.clone(),
            mutable: name.mutability,
            of_type: (*argument.ty).clone(),
            docs,
            options,
        })
    }

    const fn is_required(&self) -> bool {
        !self.options.optional
    }

    /// What an `Option` is of.
    fn inside(&self) -> Option<&Type> {
        let Type::Path(path) = &self.of_type else { return None };
        let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
        let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
        arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::Type(inside) => Some(inside),
            _ => None,
        })
    }

    /// The type in which an optional property is kept: an `Option`, which it may be already.
    fn kept(&self) -> TokenStream {
        let of_type = &self.of_type;
        if self.inside().is_some() { quote!(#of_type) } else { quote!(Option<#of_type>) }
    }

    /// The method that sets the property.
    fn setter(&self, props: &Ident, properties: &[Self]) -> TokenStream {
        let (name, docs, of_type) = (&self.name, &self.docs, &self.of_type);
        let given = match self.inside().filter(|_| self.options.optional && !self.options.no_strip) {
            Some(inside) => quote!(#inside),
            None => quote!(#of_type),
        };
        let (argument, value) = if self.options.into {
            (quote!(impl Into<#given>), quote!(value.into()))
        } else {
            (quote!(#given), quote!(value))
        };
        if self.is_required() {
            let required = || properties.iter().filter(|property| property.is_required());
            let result = required().map(|property| {
                let other = &property.name;
                if property.name == self.name { quote!(#of_type) } else { quote!(#other) }
            });
            let fields = properties.iter().map(|property| {
                let other = &property.name;
                if property.name == self.name { quote!(#other: #value) } else { quote!(#other: self.#other) }
            });
            return quote! {
                #(#docs)*
                #[inline(always)]
                pub fn #name(self, value: #argument) -> #props<#(#result),*> {
                    #props { #(#fields),* }
                }
            };
        }
        let kept = if self.options.no_strip { quote!(#value) } else { quote!(Some(#value)) };
        quote! {
            #(#docs)*
            #[inline(always)]
            pub fn #name(mut self, value: #argument) -> Self {
                self.#name = #kept;
                self
            }
        }
    }
}

/// The function as a component.
pub fn component(function: &ItemFn) -> Result<TokenStream> {
    if !function.sig.generics.params.is_empty() {
        return Err(Error::new_spanned(
            &function.sig.generics,
            "a component has no type parameters: declare it by hand",
        ));
    }
    let properties = function.sig.inputs.iter().map(Property::of).collect::<Result<Vec<_>>>()?;
    let (name, visible, body) = (&function.sig.ident, &function.vis, &function.block);
    let (attributes, output) = (&function.attrs, &function.sig.output);
    let (maker, props) = (format_ident!("{name}Component"), format_ident!("{name}Props"));
    let make = format_ident!("make_{}", snake(&name.to_string()));
    let names: Vec<&Ident> = properties.iter().map(|property| &property.name).collect();
    let required: Vec<&Property> = properties.iter().filter(|property| property.is_required()).collect();
    let (parameters, types): (Vec<_>, Vec<_>) =
        required.iter().map(|property| (&property.name, &property.of_type)).unzip();
    let unset = parameters.iter().map(|_| quote!(()));
    let fields = properties.iter().map(|property| {
        let (name, kept) = (&property.name, property.kept());
        if property.is_required() { quote!(#name: #name) } else { quote!(#name: #kept) }
    });
    let blank = properties.iter().map(|property| {
        let name = &property.name;
        if property.is_required() { quote!(#name: ()) } else { quote!(#name: None) }
    });
    let setters = properties.iter().map(|property| property.setter(&props, &properties));
    let arguments = properties.iter().map(|property| {
        let (name, of_type, kept, mutable) =
            (&property.name, &property.of_type, property.kept(), property.mutable);
        if property.is_required() { quote!(#mutable #name: #of_type) } else { quote!(#mutable #name: #kept) }
    });
    // What was left out is made here, and not by each who leaves it out.
    let defaults = properties.iter().filter(|property| !property.is_required()).map(|property| {
        let (name, mutable) = (&property.name, property.mutable);
        match &property.options.default {
            Some(default) => quote!(let #mutable #name = #name.unwrap_or_else(|| #default);),
            None if property.inside().is_some() => TokenStream::new(),
            None => quote!(let #mutable #name = #name.unwrap_or_default();),
        }
    });
    Ok(quote! {
        #(#attributes)*
        #[allow(non_upper_case_globals)]
        #visible const #name: #maker = #maker;

        #[doc(hidden)]
        #[allow(missing_docs)]
        #[derive(Debug, Clone, Copy)]
        #visible struct #maker;

        #[doc(hidden)]
        #[allow(non_camel_case_types, missing_docs, missing_debug_implementations)]
        #visible struct #props<#(#parameters),*> { #(#fields),* }

        #[doc(hidden)]
        #[allow(missing_docs, clippy::must_use_candidate, clippy::unused_self, clippy::inline_always)]
        impl #maker {
            #[inline(always)]
            pub fn props(self) -> #props<#(#unset),*> {
                #props { #(#blank),* }
            }
        }

        #[allow(
            non_camel_case_types, missing_docs, clippy::must_use_candidate, clippy::return_self_not_must_use,
            clippy::inline_always
        )]
        impl<#(#parameters),*> #props<#(#parameters),*> {
            #(#setters)*
        }

        #[doc(hidden)]
        #[allow(missing_docs, clippy::must_use_candidate, clippy::inline_always, clippy::unused_self)]
        impl #props<#(#types),*> {
            #[inline(always)]
            pub fn make(self) #output {
                #make(#(self.#names),*)
            }
        }

        #[allow(clippy::too_many_arguments, clippy::needless_pass_by_value)]
        fn #make(#(#arguments),*) #output {
            #(#defaults)*
            let _quiet = ::console::view::quiet();
            #body
        }
    })
}

/// `PersonMenu` as `person_menu`.
fn snake(name: &str) -> String {
    let mut text = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push('_');
        }
        text.extend(letter.to_lowercase());
    }
    text
}
