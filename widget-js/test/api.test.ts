import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { Api, type Failure } from "../src/api";
import { absolute } from "../src/page";

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** Calls an api against a real server that answers once. */
async function against<T>(answer: Answer, call: (api: Api) => Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    void text(request).then((body) => answer(request, response, body));
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

test("thread requests the path under the server's own, with the known properties of the page", async () => {
  let received: IncomingMessage | undefined;
  await against(
    (request, response, body) => json(200, { count: 0 })((received = request), response, body),
    (api) => api.thread(page),
  );
  assert.equal(
    received?.url,
    "/palabre/api/sites/l%20s%2Fi/thread?url=https%3A%2F%2Fwww.example.org%2Fa%3Fb%3D1%26c&title=%C3%89t%C3%A9",
  );
  assert.equal(received?.headers.accept, "application/vnd.palabre.nodes+json");
});

test("more requests its own server, whatever host the address names", async () => {
  let path: string | undefined;
  const answer: Answer = (request, response, body) => json(200, {})(((path = request.url), request), response, body);
  await against(answer, (api) => api.more("https://elsewhere.example.org/x?after=7"));
  assert.equal(path, "/palabre/api/sites/l%20s%2Fi/thread?after=7");
});

test("own sends all receipts in one header", async () => {
  let header: string | undefined;
  const answer: Answer = (request, response, body) =>
    json(200, {})(((header = request.headers.authorization), request), response, body);
  await against(answer, (api) => api.own(page, ["a", "b"]));
  assert.equal(header, "Receipt a,b");
});

test("submit sends the idempotency key", async () => {
  const answer: Answer = (request, response, body) =>
    json(201, { key: request.headers["idempotency-key"], type: request.headers["content-type"], body })(
      request,
      response,
      body,
    );
  const sent = await against(answer, (api) => api.submit("{}", "k-1"));
  assert.deepEqual(sent, { key: "k-1", type: "application/json", body: "{}" });
});

test("calls reject with the status, the problem and the retry delay", async () => {
  const failure = async (answer: Answer) =>
    against(answer, (api) => api.submit("{}", "k")).then(
      () => assert.fail("accepted"),
      (thrown: Failure) => thrown,
    );
  const limited = await failure(json(429, { code: "too_many_requests", detail: "Attendez." }, { "Retry-After": "30" }));
  assert.deepEqual([limited.status, limited.body.detail, limited.wait], [429, "Attendez.", 30]);
  const invalid = await failure((_, response) => void response.writeHead(502).end("<html>"));
  assert.deepEqual([invalid.status, invalid.body, invalid.wait], [502, {}, 0]);
  const closed = await failure((_, response) => void response.destroy());
  assert.deepEqual([closed.status, closed.body], [0, {}]);
  const truncated = await failure((_, response) => void response.writeHead(201).end("not json"));
  assert.equal(truncated.status, 0);
});

test("consent returns null for 204", async () => {
  assert.equal(
    await against(
      (_, response) => void response.writeHead(204).end(),
      (api) => api.consent("fr"),
    ),
    null,
  );
});

test("absolute leaves absolute addresses unchanged", () => {
  const base = "https://www.example.org/section/";
  assert.equal(absolute("https://WWW.example.org//a/?utm_x=1#f", base), "https://WWW.example.org//a/?utm_x=1#f");
  assert.equal(absolute("/a", base), "https://www.example.org/a");
  assert.equal(absolute("a", base), "https://www.example.org/section/a");
});
