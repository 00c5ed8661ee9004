//! By somebody else's measure: the crate `openidconnect` as the application.

use openidconnect::core::{
    CoreClient, CoreIdTokenVerifier, CoreProviderMetadata, CoreResponseType, CoreUserInfoClaims,
};
use openidconnect::{
    AccessTokenHash, AuthenticationFlow, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest,
    HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, RedirectUrl, RequestTokenError,
    Scope, TokenResponse,
};

use super::world::{CALLBACK, World, on_both, register, sent_to};

/// What carries the crate's requests.
async fn send(request: HttpRequest) -> Result<HttpResponse, reqwest::Error> {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
    let (parts, body) = request.into_parts();
    let response =
        client.request(parts.method, parts.uri.to_string()).headers(parts.headers).body(body).send().await?;
    let mut answer = openidconnect::http::Response::builder().status(response.status());
    for (name, value) in response.headers() {
        answer = answer.header(name, value);
    }
    Ok(answer.body(response.bytes().await?.to_vec()).unwrap())
}

async fn metadata(w: &World<'_>) -> CoreProviderMetadata {
    let issuer = IssuerUrl::new(w.issuer()).unwrap();
    CoreProviderMetadata::discover_async(issuer, &send).await.unwrap()
}

/// The verifier lives at the time of the test.
fn at_the_time_of_the_test<'a>(w: &World<'_>, verifier: CoreIdTokenVerifier<'a>) -> CoreIdTokenVerifier<'a> {
    let now = w.server.app.now().0 / 1_000;
    verifier.set_time_fn(move || chrono::DateTime::from_timestamp(now, 0).unwrap())
}

async fn signs_in(w: &World<'_>, app: &super::world::Registered) {
    let metadata = metadata(w).await;
    let secret = app.secret.clone().map(ClientSecret::new);
    let client = CoreClient::from_provider_metadata(metadata, ClientId::new(app.id.clone()), secret)
        .set_redirect_uri(RedirectUrl::new(CALLBACK.to_owned()).unwrap());
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state, nonce) = client
        .authorize_url(
            AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
            CsrfToken::new_random,
            Nonce::new_random,
        )
        .add_scope(Scope::new("profile".to_owned()))
        .add_scope(Scope::new("email".to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    let path = url.as_str().strip_prefix(&w.server.url).unwrap();
    let sent = sent_to(&w.ada.get(path).await, CALLBACK);
    assert_eq!(&sent["state"], state.secret());

    let code = AuthorizationCode::new(sent["code"].clone());
    let tokens =
        client.exchange_code(code).unwrap().set_pkce_verifier(verifier).request_async(&send).await.unwrap();
    let verifier = at_the_time_of_the_test(w, client.id_token_verifier());
    let id_token = tokens.id_token().unwrap();
    let claims = id_token.claims(&verifier, &nonce).unwrap();
    assert_eq!(claims.subject().as_str(), w.ada.user.id.to_string());
    assert_eq!(claims.email().unwrap().as_str(), "ada@contoso.com");
    let signed = (id_token.signing_alg().unwrap(), id_token.signing_key(&verifier).unwrap());
    let hash = AccessTokenHash::from_token(tokens.access_token(), signed.0, signed.1).unwrap();
    assert_eq!(claims.access_token_hash(), Some(&hash));

    let userinfo: CoreUserInfoClaims = client
        .user_info(tokens.access_token().clone(), Some(claims.subject().clone()))
        .unwrap()
        .request_async(&send)
        .await
        .unwrap();
    assert_eq!(userinfo.preferred_username().unwrap().as_str(), "ada@contoso.com");

    let refresh = tokens.refresh_token().unwrap();
    let newer = client.exchange_refresh_token(refresh).unwrap().request_async(&send).await.unwrap();
    let verifier = at_the_time_of_the_test(w, client.id_token_verifier());
    let later = newer.id_token().unwrap().claims(&verifier, |_: Option<&Nonce>| Ok(())).unwrap();
    assert_eq!((later.subject(), later.auth_time()), (claims.subject(), claims.auth_time()));
}

on_both! {
    async fn r34_another_hands_client_signs_people_in_and_proves_every_token(w: &World) {
        signs_in(w, &w.app).await;
    }

    async fn r34_and_so_does_one_without_a_secret(w: &World) {
        let public = register(&w.contoso, domain::ApplicationKind::Public).await;
        signs_in(w, &public).await;
    }

    async fn r34_it_understands_what_is_refused(w: &World) {
        let client = CoreClient::from_provider_metadata(metadata(w).await, ClientId::new(w.app.id.clone()), Some(ClientSecret::new("wrong".to_owned())))
            .set_redirect_uri(RedirectUrl::new(CALLBACK.to_owned()).unwrap());
        let refused = client.exchange_code(AuthorizationCode::new("rc_code_x".to_owned())).unwrap().request_async(&send).await;
        let Err(RequestTokenError::ServerResponse(error)) = refused else { panic!("{refused:?}") };
        assert_eq!(error.error().to_string(), "invalid_client");
    }
}
