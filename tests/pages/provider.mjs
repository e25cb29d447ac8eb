// A real OpenID provider (npm oidc-provider) that signs people in without a password, and misbehaves when told to.
//
//   node provider.mjs <node_modules> <configuration as JSON>      prints its issuer, ends with its standard input
//
// The request for sign-in names the person (login_hint) and what the token says of them (test_claims, as JSON);
// one that names nobody is answered with a form that asks for both.
// POST /misbehave with {"claims": …, "header": …, "algorithm": "none" | "HS256" | …} changes the next ID tokens;
// {} makes the provider honest again. GET /issued tells the newest ID token as it was before that, and GET /frames
// shows an address within a page of the provider.

import { createServer } from 'node:http';
import { createHmac, createPublicKey, generateKeyPairSync, sign as signature } from 'node:crypto';
import { pathToFileURL } from 'node:url';

const [modules, given] = process.argv.slice(2);
const configuration = JSON.parse(given);
console.warn = console.info = () => {};
const { Provider } = await import(pathToFileURL(`${modules}/oidc-provider/lib/index.js`));

const key = (kid) => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' };
};
const [own, foreign] = [key('own'), key('foreign')];
const people = new Map(); // what the token says of each, by identifier
let misbehaviour = {};
let issued = ''; // the newest ID token
let provider;

const encoded = (part) => Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');

function tampered(token) {
  const [header, payload] = token.split('.').slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url')));
  const algorithm = misbehaviour.algorithm ?? header.alg;
  Object.assign(header, { alg: algorithm }, misbehaviour.header);
  Object.assign(payload, misbehaviour.claims);
  for (const name of misbehaviour.without ?? []) delete payload[name];
  const text = `${encoded(header)}.${encoded(payload)}`;
  const jwk = misbehaviour.foreign ? foreign : own;
  if (algorithm === 'none') return `${text}.`;
  if (algorithm === 'HS256') { // with the public key as if it were a secret that both know
    const pem = createPublicKey({ key: { kty: own.kty, n: own.n, e: own.e }, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    return `${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`;
  }
  return `${text}.${signature('sha256', Buffer.from(text), { key: jwk, format: 'jwk' }).toString('base64url')}`;
}

const form = `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Provider</title><form method="post">
<label>Person <input name="person"></label> <label>Claims <input name="claims"></label> <button>Sign in</button></form>`;

async function received(request) {
  let body = '';
  for await (const part of request) body += part;
  return body;
}

async function signIn(request, response) {
  const { prompt, params } = await provider.interactionDetails(request, response);
  if (prompt.name !== 'login') throw new Error(`no ${prompt.name} is expected`);
  let [person, said] = [params.login_hint, params.test_claims];
  if (person === undefined && request.method === 'GET') {
    response.setHeader('Content-Type', 'text/html');
    response.end(form);
    return;
  }
  if (person === undefined) {
    const fields = new URLSearchParams(await received(request));
    [person, said] = [fields.get('person'), fields.get('claims')];
  }
  if (person === 'nobody') {
    await provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'pid 13097248022' });
    return;
  }
  const { acr, amr, ...claims } = JSON.parse(said || '{"acr": "idporten-loa-high"}');
  people.set(person, claims);
  await provider.interactionFinished(request, response, { login: { accountId: person, acr, amr, remember: true } });
}

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname === '/frames') {
    response.setHeader('Content-Type', 'text/html');
    response.end(`<!DOCTYPE html><title>Provider</title><iframe src="${new URL(request.url, 'http://localhost').searchParams.get('address')}"></iframe>`);
  } else if (pathname === '/issued') {
    response.end(issued);
  } else if (pathname === '/misbehave') {
    received(request).then((body) => { misbehaviour = JSON.parse(body); response.end(); });
  } else if (pathname.startsWith('/interaction/')) {
    signIn(request, response).catch((error) => { response.statusCode = 500; response.end(String(error)); });
  } else {
    provider.callback()(request, response);
  }
});

server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  provider = new Provider(issuer, {
    acrValues: ['idporten-loa-substantial', 'idporten-loa-high'],
    claims: { acr: null, auth_time: null, iss: null, sid: null, openid: ['sub', 'amr', 'tid', 'pid', 'name'] },
    clients: configuration.clients,
    conformIdTokenClaims: false,
    cookies: { keys: ['tests'] },
    extraParams: ['test_claims'],
    features: { backchannelLogout: { enabled: true }, devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people.get(id) }) }),
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    jwks: { keys: [own] },
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ accountId: ctx.oidc.session.accountId, clientId: ctx.oidc.client.clientId });
      grant.addOIDCScope([...ctx.oidc.requestParamScopes].join(' '));
      grant.addOIDCClaims([...ctx.oidc.requestParamClaims]);
      await grant.save();
      return grant;
    },
    pkce: { required: () => true },
    scopes: ['openid', 'no_pid', 'profile'],
  });
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.oidc?.route === 'token') issued = ctx.body?.id_token ?? '';
    if (ctx.oidc?.route === 'token' && ctx.body?.id_token && Object.keys(misbehaviour).length) {
      ctx.body.id_token = misbehaviour.token ?? tampered(ctx.body.id_token);
    }
  });
  console.log(JSON.stringify({ issuer }));
});
process.stdin.resume();
process.stdin.on('end', () => process.exit());
