// Speaks TLS for a Rollcall that listens without, as the proxy before it does in production: so cookies are `Secure`, and a browser
// treats the way from the identity provider (127.0.0.1) to Rollcall (localhost) as one between two sites.
//
//     node tls.mjs
//
// It prints its address, and the one at which it is told, as the body of a POST, where Rollcall listens.
import { execFileSync } from "node:child_process";
import http from "node:http";
import https from "node:https";

const words = "req -x509 -newkey rsa:2048 -nodes -days 1 -keyout - -out - -subj /CN=localhost";
const pem = execFileSync("openssl", words.split(" "), { stdio: ["ignore", "pipe", "ignore"] });
let target;

const front = https.createServer({ key: pem, cert: pem }, (req, res) => {
  const { method, url, headers } = req;
  const onward = http.request(target + url, { method, headers }, (answer) => {
    res.writeHead(answer.statusCode, answer.rawHeaders);
    answer.pipe(res);
  });
  onward.on("error", () => res.destroy());
  res.on("close", () => onward.destroy());
  req.pipe(onward);
});

const told = http.createServer(async (req, res) => {
  target = (await req.toArray()).join("");
  res.end();
});

front.listen(0, "127.0.0.1", () => {
  told.listen(0, "127.0.0.1", () => {
    console.log(`TLS on https://localhost:${front.address().port} told at http://127.0.0.1:${told.address().port}`);
  });
});
