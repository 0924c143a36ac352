"""The walk-through with the generated Python client; ends with an exception where it goes wrong."""

import json
import sys
import uuid

from postern_client import (
    ApiClient,
    ApiException,
    AttributeValue,
    CloudEvent,
    Configuration,
    DestinationsApi,
    MessageBatch,
    MessageLookup,
    MessagesApi,
    MessageToPublish,
    PublishApi,
    TypedAttribute,
)

PROBLEMS = "https://postern.dev/problems/"

# So that a slow machine does not answer 202 where a 201 is looked for.
PATIENTLY = "wait=25"

run = str(uuid.uuid4())
key = f"created-{run}"
client = ApiClient(Configuration(host=sys.argv[1]))
publish = PublishApi(client)
messages = MessagesApi(client)
destinations = DestinationsApi(client)


def equal(actual, expected):
    if actual != expected:
        raise AssertionError(f"expected {expected!r}, but was {actual!r}")


def refusal_of(call, *arguments, **named):
    try:
        answer = call(*arguments, **named)
    except ApiException as refused:
        return refused
    raise AssertionError(f"not refused, but answered {answer!r}")


def order(state):
    return {
        "destination": "orders",
        "idempotency_key": key,
        "message_group_id": f"group-{run}",
        "prefer": PATIENTLY,
        "body": {"state": state},
    }


def lists_destinations():
    names = {it.name: it for it in destinations.list_destinations().destinations}
    equal(names["orders"].fifo, True)
    equal(destinations.get_destination("orders").guarantee, "exactly-once")


def publishes():
    answer = publish.publish_message_with_http_info(**order("created"))
    equal(answer.status_code, 201)
    equal(answer.data.status, "published")
    equal(answer.headers["Location"], f"/v1/messages/{answer.data.id}")
    equal(answer.headers.get("Idempotent-Replayed"), None)
    return answer.data.id


def is_answered_by_the_same_message(message_id):
    answer = publish.publish_message_with_http_info(**order("created"))
    equal(answer.status_code, 201)
    equal(answer.data.id, message_id)
    equal(answer.headers["Idempotent-Replayed"], "true")


def is_told_that_the_key_is_taken(message_id):
    refused = refusal_of(publish.publish_message, **order("paid"))
    equal(refused.status, 422)
    equal(refused.data.type, PROBLEMS + "idempotency-key-reused")
    equal(refused.data.message_id, message_id)


def looks_up(message_id):
    by_id = messages.get_message(message_id, prefer=PATIENTLY)
    equal(by_id.status, "published")
    equal(by_id.group_id, f"group-{run}")
    equal(messages.lookup_message("orders", MessageLookup(idempotency_key=key)), by_id)
    equal(json.loads(messages.get_message_payload(message_id)), {"state": "created"})
    equal(refusal_of(messages.get_message, "none").status, 404)


def publishes_a_batch():
    first = MessageToPublish(
        idempotency_key=f"first-{run}",
        group_id=f"batch-{run}",
        payload={"n": 1},
        attributes={
            "region": AttributeValue("eu"),
            "tier": AttributeValue(3),
            "digest": AttributeValue(TypedAttribute(type="Binary", value="aGk=")),
        },
    )
    second = MessageToPublish(idempotency_key=f"second-{run}", payload="two")

    answer = publish.publish_batch(
        "orders", MessageBatch(messages=[first, second]), prefer=PATIENTLY
    )

    equal(answer.failed, 1)
    equal(answer.results[0].status, 201)
    equal(answer.results[0].message.status, "published")
    equal(answer.results[1].problem.type, PROBLEMS + "group-missing")


def publishes_a_cloud_event():
    event = CloudEvent(
        specversion="1.0",
        id=f"event-{run}",
        source="/shop",
        type="order.created",
        additional_properties={"partitionkey": f"event-{run}", "data": {"order": 1}},
    )

    answer = publish.publish_cloud_events("orders", cloud_event=event, prefer=PATIENTLY)

    equal(answer.status, "published")
    equal(messages.get_message(answer.id).group_id, f"event-{run}")


lists_destinations()
published = publishes()
is_answered_by_the_same_message(published)
is_told_that_the_key_is_taken(published)
looks_up(published)
publishes_a_batch()
publishes_a_cloud_event()
print("walked through")
