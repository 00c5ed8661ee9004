// A SAML 2.0 identity provider for the browser tests: samlp makes and signs its messages, express serves its pages.
//
//     IDP_MODULES=<folder of node_modules> node idp.mjs '[{"username": …, "password": …}]'
//
// It makes two keys, listens on a free port of the loopback interface, and prints its address. What it does otherwise than a well
// set-up provider is said to it at run time, as JSON for `POST /control` (`state` below).
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";

const require = createRequire(process.env.IDP_MODULES + "/");
const [express, session, samlp] = ["express", "express-session", "samlp"].map((name) => require(name));
const SessionParticipants = require("samlp/lib/sessionParticipants");
const { DOMParser } = require("@auth0/xmldom");

const people = JSON.parse(process.argv[2]);
const keys = ["A", "B"].map(makeKey);
const state = {
  application: null, // metadata of the one application, as XML
  key: 0, // which key signs
  published: [0], // whose certificates the metadata holds
  sign: "assertion", // or "response", or "both"
  encrypt: false, // the assertion, to the application's certificate
  algorithm: "sha256", // or "sha1"
  audience: null, // in place of the application's
  lifetime: 3600, // of an assertion, in seconds
  nameId: null, // in place of the username
  refusal: null, // the words of a failure in place of an assertion
};

function makeKey(name) {
  const words = `req -x509 -newkey rsa:2048 -nodes -days 365 -keyout - -out - -subj /CN=${name}.idp.test`;
  const pem = execFileSync("openssl", words.split(" "), { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const [key, cert] = ["PRIVATE KEY", "CERTIFICATE"].map(
    (label) => pem.match(new RegExp(`-----BEGIN ${label}-----[^]*?-----END ${label}-----`))[0],
  );
  return { key, cert, base64: cert.replace(/-----[A-Z ]+-----|\s/g, "") };
}

const escape = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const page = (title, body) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><link rel="icon" href="data:,"><h1>${title}</h1>${body}`;

/** What the metadata of the application says. */
function application() {
  const xml = new DOMParser().parseFromString(state.application);
  const first = (name, namespace = "urn:oasis:names:tc:SAML:2.0:metadata") => xml.getElementsByTagNameNS(namespace, name)[0];
  const base64 = first("X509Certificate", "http://www.w3.org/2000/09/xmldsig#").textContent.replace(/\s/g, "");
  return {
    entityId: xml.documentElement.getAttribute("entityID"),
    acs: first("AssertionConsumerService").getAttribute("Location"),
    logout: first("SingleLogoutService").getAttribute("Location"),
    cert: `-----BEGIN CERTIFICATE-----\n${base64.match(/.{1,64}/g).join("\n")}\n-----END CERTIFICATE-----\n`,
  };
}

const app = express();
app.use(express.urlencoded({ extended: false }), express.json({ limit: "1mb" }));
app.use(session({ name: "idp", secret: randomUUID(), resave: false, saveUninitialized: false }));

app.post("/control", (req, res) => res.json(Object.assign(state, req.body)));

app.get("/metadata", (req, res) => {
  const certificates = state.published.map(
    (of) => `<KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${keys[of].base64}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>`,
  );
  const service = (name, path) =>
    `<${name} Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${issuer()}${path}"/>`;
  res.type("application/samlmetadata+xml").send(
    `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${issuer()}/">` +
      `<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${certificates.join("")}` +
      `${service("SingleLogoutService", "/logout")}${service("SingleSignOnService", "/sso")}</IDPSSODescriptor></EntityDescriptor>`,
  );
});

/** The person of the session; without one, the browser gets the form, and comes back afterwards. */
function person(req, res, fresh = false) {
  const found = people.find((person) => person.username === req.session.username);
  if (found && !(fresh && req.session.proved !== req.originalUrl)) return found;
  req.session.next = req.method === "GET" ? req.originalUrl : "/";
  const hint = escape(req.query.login_hint ?? "");
  res.send(page("Sign in to the identity provider", form("/login", `
    <p><label for="account">Account</label> <input id="account" name="username" value="${hint}" autocomplete="username"></p>
    <p><label for="secret">Secret</label> <input id="secret" name="password" type="password" autocomplete="current-password"></p>
    <button>Prove who I am</button>`)));
}

const form = (action, body) => `<form method="post" action="${escape(action)}">${body}</form>`;

app.post("/login", (req, res) => {
  const { username, password } = req.body;
  if (!people.some((person) => person.username === username && person.password === password)) {
    return res.status(403).send(page("Wrong account or secret", ""));
  }
  Object.assign(req.session, { username, proved: req.session.next });
  res.redirect(303, req.session.next ?? "/");
});

/** Posts a message to the application, by the browser. */
function post(res, to, xml, relayState) {
  const fields = { SAMLResponse: Buffer.from(xml).toString("base64"), ...(relayState && { RelayState: relayState }) };
  const inputs = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${escape(value)}">`);
  res.send(page("Signing in", form(to, inputs.join("") + "<button>Go on</button>") + "<script>document.forms[0].submit()</script>"));
}

/** The Response to a request, or to none. */
function respond(req, res, next, user, request = {}) {
  const { entityId, acs, logout, cert } = application();
  const relayState = req.query.RelayState;
  if (state.refusal !== null) return post(res, acs, failure(acs, request.id), relayState);
  const [nameId, sessionIndex] = [state.nameId ?? user.username, `_${randomUUID()}`];
  const options = {
    ...keys[state.key],
    issuer: `${issuer()}/`,
    audience: state.audience ?? entityId,
    recipient: acs,
    destination: acs,
    inResponseTo: request.id,
    lifetimeInSeconds: state.lifetime,
    sessionIndex,
    signAssertion: state.sign !== "response",
    signResponse: state.sign !== "assertion",
    signatureAlgorithm: `rsa-${state.algorithm}`,
    digestAlgorithm: state.algorithm,
    ...(state.encrypt && { encryptionCert: cert, encryptionPublicKey: cert }),
    profileMapper: () => ({
      getClaims: () => ({ "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name": user.username }),
      getNameIdentifier: () => ({ nameIdentifier: nameId }),
    }),
  };
  samlp.getSamlResponse(options, user, (error, xml) => {
    if (error) return next(error);
    (req.session.participants ??= []).push({
      serviceProviderId: entityId,
      nameId,
      sessionIndex,
      serviceProviderLogoutURL: logout,
      cert,
      binding: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect",
    });
    post(res, acs, xml, relayState);
  });
}

/** A Response without an assertion, with the words in its status: as Microsoft sends it. */
const failure = (acs, inResponseTo) =>
  `<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_${randomUUID()}" Version="2.0" IssueInstant="${new Date().toISOString()}" ` +
  `Destination="${acs}"${inResponseTo ? ` InResponseTo="${inResponseTo}"` : ""}>` +
  `<Issuer xmlns="urn:oasis:names:tc:SAML:2.0:assertion">${issuer()}/</Issuer><samlp:Status>` +
  `<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Responder"/>` +
  `<samlp:StatusMessage>${escape(state.refusal)}</samlp:StatusMessage></samlp:Status></samlp:Response>`;

app.get("/sso", (req, res, next) => {
  const { entityId, cert } = application();
  // A signature is checked where there is one, as Microsoft does.
  const options = req.query.Signature ? { signingCert: cert } : {};
  samlp.parseRequest(req, options, (error, request) => {
    if (error) return next(error);
    if (request?.issuer !== entityId) return next(new Error(`There is no application ${request?.issuer} here.`));
    const user = person(req, res, request.forceAuthn === "true");
    if (user) respond(req, res, next, user, request);
  });
});

app.get("/", (req, res) => {
  const user = person(req, res);
  if (user) res.send(page("My apps", `<p>${escape(user.username)}</p>${form("/launch", "<button>Rollcall</button>")}<a href="/logout">Sign out everywhere</a>`));
});

app.post("/launch", (req, res, next) => {
  const user = person(req, res);
  if (user) respond(req, res, next, user);
});

app.get("/logout", (req, res, next) => {
  const send = res.send.bind(res);
  // samlp ends a logout that began here with a bare 200.
  res.send = (body) => send(body === 200 ? page("Signed out everywhere", "") : body);
  req.body ??= {};
  samlp.logout({
    ...keys[state.key],
    issuer: `${issuer()}/`,
    deflate: true,
    protocolBinding: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect",
    sessionParticipants: new SessionParticipants((req.session.participants ??= [])),
    clearIdPSession: (done) => {
      delete req.session.username;
      done();
    },
  })(req, res, next);
});

app.use((error, req, res, next) => {
  console.error(error);
  res.status(400).send(page("The identity provider refuses this", `<p>${escape(error.message)}</p>`));
});

const server = app.listen(0, "127.0.0.1", () => console.log(`The identity provider listens on ${issuer()}`));
function issuer() {
  return `http://127.0.0.1:${server.address().port}`;
}
