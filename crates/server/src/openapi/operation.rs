//! One operation of the document.

use api::{Access, Endpoint};
use utoipa::openapi::path::{OperationBuilder, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{Components, Content, Header, Ref, RefOr, Required, Response, ResponseBuilder, path};

use super::{API_TOKEN, PROBLEM, SESSION, schemas};

/// The operation `E`, whose types are listed in `components`.
pub(super) fn of<E: Endpoint>(components: &mut Components) -> path::Operation {
    let mut operation = OperationBuilder::new()
        .operation_id(Some(E::NAME))
        .summary(Some(E::SUMMARY))
        .description(right::<E>())
        .tag(tag::<E>())
        .response(E::STATUS.to_string(), success::<E>(components))
        .response("default", Ref::from_response_name(PROBLEM));
    for parameter in parameters::<E>(components) {
        operation = operation.parameter(parameter);
    }
    if E::METHOD != api::Method::Get && !is::<E::Body, api::NoBody>() {
        let (media_type, schema) = if is::<E::Body, api::Csv>() {
            ("text/csv", text())
        } else {
            ("application/json", schemas::reference::<E::Body>(components).into())
        };
        let body = RequestBodyBuilder::new().content(media_type, Content::new(Some(schema)));
        let body = body.required(Some(Required::True));
        operation = operation.request_body(Some(body.build()));
    }
    if !matches!(E::ACCESS, Access::Public) {
        operation = operation.security(SecurityRequirement::new::<_, [&str; 0], _>(SESSION, []));
        if !E::PERSON {
            operation = operation.security(SecurityRequirement::new::<_, [&str; 0], _>(API_TOKEN, []));
        }
    }
    operation.build()
}

fn is<A: 'static, B: 'static>() -> bool {
    std::any::TypeId::of::<A>() == std::any::TypeId::of::<B>()
}

/// The resource: what comes after `/api/v1/`.
fn tag<E: Endpoint>() -> &'static str {
    E::PATH.trim_start_matches("/api/v1/").split('/').next().unwrap_or_default()
}

fn right<E: Endpoint>() -> Option<String> {
    match E::ACCESS {
        Access::Public => None,
        Access::SignedIn => Some("For everybody who is signed in.".to_owned()),
        Access::Right(right) => Some(format!("Needs the right to {}.", right.words())),
    }
}

fn text() -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(Type::String).into()
}

fn parameters<E: Endpoint>(components: &mut Components) -> Vec<path::Parameter> {
    let one = |place: ParameterIn, name: &str, schema: RefOr<Schema>, required: bool| {
        let required = if required { Required::True } else { Required::False };
        let parameter = ParameterBuilder::new().name(name).parameter_in(place).required(required);
        parameter.description(description(&schema)).schema(Some(schema))
    };
    let mut all = Vec::new();
    for (name, schema, _) in schemas::fields::<E::Params>(components) {
        all.push(one(ParameterIn::Path, &name, schema, true).build());
    }
    for (name, schema, required) in schemas::fields::<E::Query>(components) {
        all.push(one(ParameterIn::Query, &name, schema, required).build());
    }
    if E::IF_MATCH {
        let words = "The ETag of what was edited: nobody's change is lost. 412 when it is another by now.";
        all.push(one(ParameterIn::Header, "If-Match", text(), true).description(Some(words)).build());
    }
    if E::STATUS == 201 && !matches!(E::ACCESS, Access::Public) && !is::<E::Body, api::Csv>() {
        let words = "A text of your choice: a repeat with the same key makes nothing twice, and gets the same answer.";
        all.push(one(ParameterIn::Header, "Idempotency-Key", text(), false).description(Some(words)).build());
    }
    all
}

fn description(schema: &RefOr<Schema>) -> Option<String> {
    match schema {
        RefOr::T(Schema::Object(object)) => object.description.clone(),
        RefOr::Ref(reference) if !reference.description.is_empty() => Some(reference.description.clone()),
        _ => None,
    }
}

fn success<E: Endpoint>(components: &mut Components) -> Response {
    let response = ResponseBuilder::new().description("Done.");
    if E::STATUS == 204 {
        return response.build();
    }
    if is::<E::Reply, api::Csv>() {
        let words = "The file, sent while it is made.";
        return response.description(words).content("text/csv", Content::new(Some(text()))).build();
    }
    let schema = schemas::reference::<E::Reply>(components);
    let streams = is::<E, api::events::Stream>();
    let media_type = if streams { "text/event-stream" } else { "application/json" };
    let response = response.content(media_type, Content::new(Some(schema)));
    let versioned = schemas::fields::<E::Reply>(components).iter().any(|(name, ..)| name == "version");
    if versioned { response.header("ETag", etag()).build() } else { response.build() }
}

fn etag() -> Header {
    let mut header = Header::new(text());
    header.description = Some("The version, for If-Match.".to_owned());
    header
}
