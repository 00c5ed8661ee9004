//! Schemas of the types of `api`, each once under `components`.

use utoipa::ToSchema;
use utoipa::openapi::schema::{Components, Object, Schema, SchemaType, Type};
use utoipa::openapi::{Ref, RefOr};

/// The name under which `T` is listed: `User`, and `UserPage` for `Page<User>`.
fn name<T: ToSchema>() -> String {
    let full = std::any::type_name::<T>();
    let last = |path: &str| path.rsplit("::").next().unwrap_or(path).to_owned();
    match full.split_once('<') {
        Some((generic, argument)) => last(argument.trim_end_matches('>')) + &last(generic),
        None => T::name().into_owned(),
    }
}

/// A reference to `T`, which is listed if it is not yet.
pub(super) fn reference<T: ToSchema>(components: &mut Components) -> Ref {
    let mut inner = Vec::new();
    T::schemas(&mut inner);
    components.schemas.extend(inner);
    let name = name::<T>();
    let schema = T::schema();
    let listed = components.schemas.entry(name.clone()).or_insert_with(|| schema.clone());
    debug_assert!(
        *listed == schema,
        "two types of the API have the name {name}: the document shows one for both"
    );
    Ref::from_schema_name(name)
}

/// The fields of `T`, for parameters: name, schema, and whether it must be there. What they refer to is listed.
pub(super) fn fields<T: ToSchema>(components: &mut Components) -> Vec<(String, RefOr<Schema>, bool)> {
    let mut inner = Vec::new();
    T::schemas(&mut inner);
    components.schemas.extend(inner);
    let RefOr::T(Schema::Object(Object { properties, required, .. })) = T::schema() else {
        return Vec::new();
    };
    let field = |(name, schema): (String, _)| (name.clone(), present(schema), required.contains(&name));
    properties.into_iter().map(field).collect()
}

/// The schema of a parameter that is there: one that is left out is no `null`.
fn present(schema: RefOr<Schema>) -> RefOr<Schema> {
    match schema {
        RefOr::T(Schema::Object(mut object)) => {
            if let SchemaType::Array(types) = &object.schema_type
                && let [one] = types.iter().filter(|kind| **kind != Type::Null).collect::<Vec<_>>()[..]
            {
                object.schema_type = SchemaType::Type(one.clone());
            }
            RefOr::T(Schema::Object(object))
        }
        RefOr::T(Schema::OneOf(one_of)) => {
            let is_reference = |item: &&RefOr<Schema>| matches!(item, RefOr::Ref(_));
            let reference = one_of.items.iter().find(is_reference).cloned();
            reference.unwrap_or(RefOr::T(Schema::OneOf(one_of)))
        }
        other => other,
    }
}
