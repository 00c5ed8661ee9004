// An application that signs people in by OpenID Connect, as its developers would write it: with npm openid-client, which knows nothing of Rollcall.
// OPENID_CLIENT is the path of the library; ISSUER, CLIENT_ID and CLIENT_SECRET are what the console gives out.
import http from 'node:http'
import { randomUUID } from 'node:crypto'
import { pathToFileURL } from 'node:url'

const { OPENID_CLIENT, ISSUER, CLIENT_ID, CLIENT_SECRET } = process.env
const client = await import(pathToFileURL(OPENID_CLIENT).href)
// Over plain HTTP, which a test on one machine speaks.
const options = { execute: [client.allowInsecureRequests] }
const config = await client.discovery(new URL(ISSUER), CLIENT_ID, CLIENT_SECRET, undefined, options)

/** What the application keeps of each browser. */
const browsers = new Map()

function browserOf(request, response) {
  const known = /(?:^|; )app=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]
  if (known && browsers.has(known)) return browsers.get(known)
  const id = randomUUID()
  response.setHeader('set-cookie', `app=${id}; HttpOnly; SameSite=Lax; Path=/`)
  browsers.set(id, {})
  return browsers.get(id)
}

function page(response, title, body) {
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.end(`<!doctype html><html lang="en"><title>${title}</title><link rel="icon" href="data:,"><main><h1>${title}</h1>${body}</main></html>`)
}

function redirect(response, to) {
  response.writeHead(302, { location: to.href ?? to }).end()
}

async function answer(request, response) {
  const url = new URL(request.url, `http://127.0.0.1:${server.address().port}`)
  const browser = browserOf(request, response)
  switch (url.pathname) {
    case '/login': {
      browser.verifier = client.randomPKCECodeVerifier()
      browser.state = client.randomState()
      browser.nonce = client.randomNonce()
      return redirect(response, client.buildAuthorizationUrl(config, {
        redirect_uri: new URL('/callback', url).href,
        scope: 'openid profile email offline_access',
        state: browser.state,
        nonce: browser.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(browser.verifier),
        code_challenge_method: 'S256',
      }))
    }
    case '/callback': {
      browser.tokens = await client.authorizationCodeGrant(config, url, {
        pkceCodeVerifier: browser.verifier,
        expectedState: browser.state,
        expectedNonce: browser.nonce,
        idTokenExpected: true,
      })
      const { sub } = browser.tokens.claims()
      browser.person = await client.fetchUserInfo(config, browser.tokens.access_token, sub)
      browser.tokens = await client.refreshTokenGrant(config, browser.tokens.refresh_token)
      return redirect(response, '/')
    }
    case '/logout': {
      const hint = browser.tokens.id_token
      await client.tokenRevocation(config, browser.tokens.refresh_token)
      browser.person = undefined
      return redirect(response, client.buildEndSessionUrl(config, {
        id_token_hint: hint,
        post_logout_redirect_uri: new URL('/goodbye', url).href,
      }))
    }
    case '/goodbye':
      return page(response, 'Goodbye', '<p><a href="/login">Sign in again</a></p>')
    case '/':
      return browser.person
        ? page(response, 'Payroll', `<p>Signed in as ${browser.person.name}, ${browser.person.email}.</p><p><a href="/logout">Sign out</a></p>`)
        : page(response, 'Payroll', '<p><a href="/login">Sign in with Rollcall</a></p>')
    default:
      response.writeHead(404).end()
  }
}

const server = http.createServer((request, response) => {
  answer(request, response).catch((error) => page(response, 'Failed', `<p>${error.code ?? ''} ${error.error ?? ''} ${error.message}</p>`))
})
server.listen(0, '127.0.0.1', () => console.log(`The application listens on http://127.0.0.1:${server.address().port}`))
