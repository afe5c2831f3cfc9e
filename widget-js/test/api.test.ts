import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { Api, Failure } from "../src/api";
import { absolute } from "../src/page";

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** Calls an api against a real server that answers once. */
async function against<T>(answer: Answer, call: (api: Api) => Promise<T>): Promise<T> {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    answer(request, response, body);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  try {
    return await call(new Api(`http://127.0.0.1:${(server.address() as AddressInfo).port}/palabre/`, "l s/i"));
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const json =
  (status: number, body: unknown, headers = {}): Answer =>
  (_, response) =>
    void response.writeHead(status, { "Content-Type": "application/json", ...headers }).end(JSON.stringify(body));

const page = { id: null, url: "https://www.example.org/a?b=1&c", title: "Été", lang: "", sort: null };

test("asks for a thread under the server's path, with what is known of the page", async () => {
  let asked: IncomingMessage | undefined;
  await against(
    (request, response, body) => json(200, { count: 0 })((asked = request), response, body),
    (api) => api.thread(page),
  );
  assert.equal(
    asked?.url,
    "/palabre/api/sites/l%20s%2Fi/thread?url=https%3A%2F%2Fwww.example.org%2Fa%3Fb%3D1%26c&title=%C3%89t%C3%A9",
  );
  assert.equal(asked?.headers.accept, "application/vnd.palabre.nodes+json");
});

test("asks for more at its own server, whatever host the address names", async () => {
  let path: string | undefined;
  const answer: Answer = (request, response, body) => json(200, {})(((path = request.url), request), response, body);
  await against(answer, (api) => api.more("https://elsewhere.example.org/x?after=7"));
  assert.equal(path, "/palabre/api/sites/l%20s%2Fi/thread?after=7");
});

test("sends receipts in one header", async () => {
  let header: string | undefined;
  const answer: Answer = (request, response, body) =>
    json(200, {})(((header = request.headers.authorization), request), response, body);
  await against(answer, (api) => api.own(page, ["a", "b"]));
  assert.equal(header, "Receipt a,b");
});

test("submits with the key", async () => {
  const answer: Answer = (request, response, body) =>
    json(201, { key: request.headers["idempotency-key"], type: request.headers["content-type"], body })(
      request,
      response,
      body,
    );
  const sent = await against(answer, (api) => api.submit("{}", "k-1"));
  assert.deepEqual(sent as unknown, { key: "k-1", type: "application/json", body: "{}" });
});

test("tells problems apart", async () => {
  const failure = async (answer: Answer) =>
    against(answer, (api) => api.submit("{}", "k")).then(assert.fail, (thrown: Failure) => thrown);
  const limited = await failure(json(429, { code: "too_many_requests", detail: "Attendez." }, { "Retry-After": "30" }));
  assert.deepEqual([limited.status, limited.body.detail, limited.wait], [429, "Attendez.", 30]);
  const broken = await failure((_, response) => void response.writeHead(502).end("<html>"));
  assert.deepEqual([broken.status, broken.body, broken.wait], [502, {}, 0]);
  const cut = await failure((_, response) => void response.destroy());
  assert.deepEqual([cut.status, cut.body], [0, {}]);
  const garbled = await failure((_, response) => void response.writeHead(201).end("not json"));
  assert.equal(garbled.status, 0);
});

test("takes 204 for nothing to show", async () => {
  assert.equal(
    await against(
      (_, response) => void response.writeHead(204).end(),
      (api) => api.consent("fr"),
    ),
    null,
  );
});

test("leaves absolute addresses as they are written", () => {
  const base = "https://www.example.org/section/";
  assert.equal(absolute("https://WWW.example.org//a/?utm_x=1#f", base), "https://WWW.example.org//a/?utm_x=1#f");
  assert.equal(absolute("/a", base), "https://www.example.org/a");
  assert.equal(absolute("a", base), "https://www.example.org/section/a");
});
