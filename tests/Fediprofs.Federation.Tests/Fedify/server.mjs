// A server built on Fedify, with one person, ines, who does what the story says and keeps what comes to her inbox.
// usage: node server.mjs DOMAIN PORT
import dns from "node:dns";
import http from "node:http";
import { createFederation, generateCryptoKeyPair, MemoryKvStore } from "@fedify/fedify";
import {
  Accept, Announce, Create, Delete, Endpoints, Follow, Like, Mention, Note, Person, PUBLIC_COLLECTION, Update,
} from "@fedify/vocab";
import { Temporal } from "@js-temporal/polyfill";

const [domain, port] = process.argv.slice(2);

// Names under .localhost are loopback (RFC 6761 §6.3); not every resolver knows.
const lookup = dns.lookup;
dns.lookup = (name, options, callback) =>
  String(name).endsWith(".localhost")
    ? lookup("127.0.0.1", options, callback)
    : lookup(name, options, callback);

const keys = [await generateCryptoKeyPair("RSASSA-PKCS1-v1_5"), await generateCryptoKeyPair("Ed25519")];
const seen = [];
const notes = new Map();

const federation = createFederation({ kv: new MemoryKvStore(), allowPrivateAddress: true, origin: `http://${domain}` });

federation
  .setActorDispatcher("/users/{identifier}", async (context, identifier) => {
    if (identifier !== "ines") return null;
    const pairs = await context.getActorKeyPairs(identifier);
    return new Person({
      id: context.getActorUri(identifier),
      preferredUsername: identifier,
      name: "Inès",
      inbox: context.getInboxUri(identifier),
      endpoints: new Endpoints({ sharedInbox: context.getInboxUri() }),
      url: context.getActorUri(identifier),
      publicKey: pairs[0].cryptographicKey,
      assertionMethods: pairs.map((pair) => pair.multikey),
    });
  })
  .setKeyPairsDispatcher((_, identifier) => (identifier === "ines" ? keys : []));

federation.setObjectDispatcher(Note, "/notes/{id}", (_, { id }) => notes.get(id) ?? null);

const listeners = federation.setInboxListeners("/users/{identifier}/inbox", "/inbox");
for (const type of [Accept, Announce, Create, Delete, Follow, Like, Update]) {
  listeners.on(type, async (_, activity) => {
    const object = await activity.getObject({ suppressError: true });
    seen.push({
      type: type.name,
      actor: activity.actorId?.href,
      object: activity.objectId?.href ?? object?.id?.href,
      content: object?.content?.toString() ?? null,
    });
  });
}

let count = 0;

// What ines can be told to do; each is sent by Fedify as any application on it would send it.
const acts = {
  async follow(context, actor, target) {
    await send(context, actor, new Follow({ id: id("follows"), actor: me(context), object: target }));
  },
  async like(context, actor, target) {
    await send(context, actor, new Like({ id: id("likes"), actor: me(context), object: target }));
  },
  async boost(context, actor, target) {
    await send(context, actor, new Announce({
      id: id("boosts"), actor: me(context), object: target, published: Temporal.Now.instant(), to: PUBLIC_COLLECTION, cc: actor.id,
    }));
  },
  async answer(context, actor, target, text) {
    const key = String(++count);
    const note = new Note({
      id: context.getObjectUri(Note, { id: key }),
      attribution: me(context),
      content: `<p>${text}</p>`,
      replyTarget: target,
      published: Temporal.Now.instant(),
      to: PUBLIC_COLLECTION,
      cc: actor.id,
      tags: [new Mention({ href: actor.id, name: actor.preferredUsername })],
    });
    notes.set(key, note);
    await send(context, actor, new Create({ id: new URL("#create", note.id), actor: me(context), object: note, to: PUBLIC_COLLECTION, cc: actor.id }));
    return note.id.href;
  },
};

const me = (context) => context.getActorUri("ines");
const id = (kind) => new URL(`http://${domain}/${kind}/${++count}`);
const send = (context, actor, activity) => context.sendActivity({ identifier: "ines" }, actor, activity, { immediate: true });

async function command(context, path, body) {
  if (path === "/story/seen") return { seen };
  const { act, actor, target, text } = JSON.parse(body);
  const recipient = await context.lookupObject(new URL(actor));
  if (recipient === null) throw new Error(`${actor} cannot be looked up`);
  return { id: (await acts[act](context, recipient, new URL(target), text)) ?? null };
}

http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const url = new URL(request.url, `http://${request.headers.host}`);
  try {
    if (url.pathname.startsWith("/story/")) {
      const context = federation.createContext(new URL(`http://${domain}`), undefined);
      response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify(await command(context, url.pathname, body.toString())));
      return;
    }

    const answer = await federation.fetch(
      new Request(url, { method: request.method, headers: request.headers, body: request.method === "POST" ? body : undefined }),
      { contextData: undefined },
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
  } catch (error) {
    response.writeHead(500, { "Content-Type": "application/json" }).end(JSON.stringify({ error: String(error?.stack ?? error) }));
  }
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));

// Whoever started this server ends it by closing its standard input, or by ending.
process.stdin.on("end", () => process.exit(0)).resume();
