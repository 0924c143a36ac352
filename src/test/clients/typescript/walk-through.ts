// The walk-through with the generated TypeScript client; ends with an exception where it goes wrong.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import {
  Configuration,
  DestinationsApi,
  MessagesApi,
  ProblemFromJSON,
  PublishApi,
  ResponseError,
  type Problem,
  type PublishMessageRequest,
} from "./generated/index.js";

const problems = "https://postern.dev/problems/";

/** So that a slow machine does not answer 202 where a 201 is looked for. */
const prefer = "wait=25";

const run = randomUUID();
const idempotencyKey = `created-${run}`;
const configuration = new Configuration({ basePath: process.argv[2] });
const publish = new PublishApi(configuration);
const messages = new MessagesApi(configuration);
const destinations = new DestinationsApi(configuration);

async function refusalOf(call: Promise<unknown>): Promise<Problem> {
  const refused = await call.then(
    (answer) => assert.fail(`not refused, but answered ${JSON.stringify(answer)}`),
    (error) => error,
  );
  if (!(refused instanceof ResponseError)) {
    throw refused;
  }
  return ProblemFromJSON(await refused.response.json());
}

function order(state: string): PublishMessageRequest {
  return { destination: "orders", idempotencyKey, messageGroupId: `group-${run}`, prefer, body: { state } };
}

async function listsDestinations() {
  const { destinations: all } = await destinations.listDestinations();
  assert.equal(all.find((it) => it.name === "orders")?.fifo, true);
  assert.equal((await destinations.getDestination({ destination: "orders" })).guarantee, "exactly-once");
}

async function publishes(): Promise<string> {
  const answer = await publish.publishMessageRaw(order("created"));
  const message = await answer.value();
  assert.equal(answer.raw.status, 201);
  assert.equal(message.status, "published");
  assert.ok(message.id);
  assert.equal(answer.raw.headers.get("Location"), `/v1/messages/${message.id}`);
  assert.equal(answer.raw.headers.get("Idempotent-Replayed"), null);
  return message.id;
}

async function isAnsweredByTheSameMessage(id: string) {
  const answer = await publish.publishMessageRaw(order("created"));
  assert.equal(answer.raw.status, 201);
  assert.equal(answer.raw.headers.get("Idempotent-Replayed"), "true");
  assert.equal((await answer.value()).id, id);
}

async function isToldThatTheKeyIsTaken(id: string) {
  const problem = await refusalOf(publish.publishMessage(order("paid")));
  assert.equal(problem.status, 422);
  assert.equal(problem.type, `${problems}idempotency-key-reused`);
  assert.equal(problem.messageId, id);
}

async function looksUp(id: string) {
  const byId = await messages.getMessage({ id, prefer });
  assert.equal(byId.status, "published");
  assert.equal(byId.groupId, `group-${run}`);
  const byKey = await messages.lookupMessage({ destination: "orders", messageLookup: { idempotencyKey } });
  assert.deepEqual(byKey, byId);
  const payload = await messages.getMessagePayload({ id });
  assert.deepEqual(JSON.parse(await payload.text()), { state: "created" });
  assert.equal((await refusalOf(messages.getMessage({ id: "none" }))).status, 404);
}

async function publishesABatch() {
  const answer = await publish.publishBatch({
    destination: "orders",
    prefer,
    messageBatch: {
      messages: [
        {
          idempotencyKey: `first-${run}`,
          groupId: `batch-${run}`,
          payload: { n: 1 },
          attributes: { region: "eu", tier: 3, digest: { type: "Binary", value: "aGk=" } },
        },
        { idempotencyKey: `second-${run}`, payload: "two" },
      ],
    },
  });
  const [first, second] = answer.results;
  assert.equal(answer.failed, 1);
  assert.equal(first?.status, 201);
  assert.equal(first?.message?.status, "published");
  assert.equal(second?.problem?.type, `${problems}group-missing`);
}

async function publishesACloudEvent() {
  const answer = await publish.publishCloudEvents({
    destination: "orders",
    prefer,
    cloudEvent: {
      specversion: "1.0",
      id: `event-${run}`,
      source: "/shop",
      type: "order.created",
      partitionkey: `event-${run}`,
      data: { order: 1 },
    },
  });
  assert.equal(answer.status, "published");
  assert.ok(answer.id);
  assert.equal((await messages.getMessage({ id: answer.id })).groupId, `event-${run}`);
}

await listsDestinations();
const id = await publishes();
await isAnsweredByTheSameMessage(id);
await isToldThatTheKeyIsTaken(id);
await looksUp(id);
await publishesABatch();
await publishesACloudEvent();
console.log("walked through");
