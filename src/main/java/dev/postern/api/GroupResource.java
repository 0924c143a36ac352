package dev.postern.api;

import dev.postern.destination.Destination;
import dev.postern.lane.Group;
import dev.postern.lane.Groups;
import dev.postern.lane.WaitingGroups;
import dev.postern.message.GroupId;
import dev.postern.message.MessageId;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The groups whose messages wait, and what a person can do about it. */
@Path("/v1/destinations/{destination}/groups")
@Produces(MediaType.APPLICATION_JSON)
public class GroupResource {
  /** One strong entity tag: RFC 9110 compares If-Match strongly. */
  private static final Pattern ENTITY_TAG = Pattern.compile("\"([\\x21\\x23-\\x7e]*)\"");

  private final Groups groups;
  private final WaitingGroups waiting;
  private final Tenancy tenancy;

  GroupResource(Groups groups, WaitingGroups waiting, Tenancy tenancy) {
    this.groups = groups;
    this.waiting = waiting;
    this.tenancy = tenancy;
  }

  @GET
  @NonBlocking
  public CompletionStage<Response> list(
      @PathParam("destination") String name,
      @QueryParam("state") Optional<String> state,
      @QueryParam("limit") Optional<String> limit,
      @QueryParam("cursor") Optional<String> cursor) {
    Destination destination = tenancy.destination(Permission.READ_STATUS, name);
    Optional<Group.State> wanted = Paging.word("state", Group.State.class, state);
    if (wanted.filter(Group.State.CLEAR::equals).isPresent()) {
      throw Paging.malformed("state", "be one of blocked, backlogged");
    }
    return waiting
        .list(
            destination, wanted, Paging.groupMark(cursor, destination.name()), Paging.limit(limit))
        .thenApply(
            page -> {
              Map<String, Object> view = new LinkedHashMap<>();
              view.put("groups", page.groups().stream().map(GroupView::of).toList());
              page.next().ifPresent(next -> view.put("next", Paging.cursor(next)));
              return answer(Response.Status.OK, view);
            });
  }

  @GET
  @Path("/{groupRef}")
  @NonBlocking
  public CompletionStage<Response> get(
      @PathParam("destination") String name, @PathParam("groupRef") String ref) {
    Destination destination = tenancy.destination(Permission.READ_STATUS, name);
    return show(Response.Status.OK, destination, group(destination, ref));
  }

  @POST
  @Path("/{groupRef}/skip")
  @NonBlocking
  public CompletionStage<Response> skip(
      @PathParam("destination") String name,
      @PathParam("groupRef") String ref,
      @Context HttpHeaders headers) {
    Destination destination = tenancy.destination(Permission.OPERATE, name);
    GroupId group = group(destination, ref);
    return skip(destination, group, ifMatch(headers.getRequestHeader(HttpHeaders.IF_MATCH)));
  }

  /** The same, of the message that is named. */
  public CompletionStage<Response> skip(String name, String ref, String message) {
    Destination destination = tenancy.destination(Permission.OPERATE, name);
    return skip(destination, group(destination, ref), message);
  }

  private CompletionStage<Response> skip(Destination destination, GroupId group, String tag) {
    MessageId message = MessageId.parse(tag).orElseThrow(() -> anotherHead(Optional.empty()));
    tenancy.audit("skip-group-head", destination, Optional.of(message.toString()));
    return groups
        .skip(destination, group, message)
        .thenCompose(
            skip ->
                skip.fold(
                    () -> show(Response.Status.OK, destination, group),
                    () -> show(Response.Status.ACCEPTED, destination, group),
                    first -> {
                      throw anotherHead(first);
                    }));
  }

  @POST
  @Path("/{groupRef}/resume")
  @NonBlocking
  public CompletionStage<Response> resume(
      @PathParam("destination") String name, @PathParam("groupRef") String ref) {
    Destination destination = tenancy.destination(Permission.OPERATE, name);
    GroupId group = group(destination, ref);
    tenancy.audit("resume-group", destination, Optional.empty());
    return groups
        .resume(destination, group)
        .thenCompose(
            resumed ->
                switch (resumed) {
                  case DONE -> show(Response.Status.ACCEPTED, destination, group);
                  case NOT_BLOCKED ->
                      throw new RefusedRequest(
                          Problem.of(
                              ProblemType.GROUP_NOT_BLOCKED,
                              "The group waits for no person; there is nothing to resume."));
                  case ERASED -> throw new RefusedRequest(DeadLetterResource.erased());
                });
  }

  private CompletionStage<Response> show(
      Response.Status status, Destination destination, GroupId group) {
    return groups
        .find(destination, group)
        .thenCombine(
            groups.lastNumber(destination, group),
            (found, number) -> {
              Map<String, Object> view = GroupView.of(found);
              number.ifPresent(last -> view.put("lastSequence", last));
              return answer(status, view);
            });
  }

  private static Response answer(Response.Status status, Map<String, Object> view) {
    return Response.status(status)
        .entity(view)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private static GroupId group(Destination destination, String ref) {
    return GroupRef.parse(ref)
        .filter(group -> destination.isOrdered())
        .orElseThrow(
            () ->
                new RefusedRequest(
                    Problem.of(
                            ProblemType.GROUP_UNKNOWN,
                            destination.isOrdered()
                                ? "No group has this reference: a groupRef is the group in"
                                    + " base64url without padding."
                                : destination.name() + " keeps no order, so no group waits here.")
                        .field("groupRef")));
  }

  private static String ifMatch(List<String> lines) {
    if (lines == null || lines.isEmpty()) {
      throw new RefusedRequest(
          Problem.of(
                  ProblemType.IF_MATCH_MISSING,
                  "If-Match must name the message to be skipped: the group's headMessageId, in"
                      + " quotes.")
              .field(HttpHeaders.IF_MATCH)
              .limit("a message id in quotes"));
    }
    Matcher tag = ENTITY_TAG.matcher(lines.get(0).strip());
    if (lines.size() > 1 || !tag.matches()) {
      throw Paging.malformed(HttpHeaders.IF_MATCH, "be one message id in quotes");
    }
    return tag.group(1);
  }

  private static RefusedRequest anotherHead(Optional<MessageId> first) {
    Problem problem =
        Problem.of(
                ProblemType.GROUP_HEAD_CHANGED,
                "The group does not wait for that message, or no longer. Nothing was skipped.")
            .field(HttpHeaders.IF_MATCH);
    return new RefusedRequest(first.map(problem::messageId).orElse(problem));
  }
}
