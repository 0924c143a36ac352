package dev.postern.console;

import dev.postern.api.DeadLetterResource;
import dev.postern.api.RedriveAllRequest;
import dev.postern.api.RedriveRequest;
import dev.postern.message.DeathReason;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The dead letters of a destination. */
@Path(Visitors.ROOT + "/destinations/{name}/dead-letters")
public class DeadLetterPages extends LettersPages {
  private final DeadLetterResource letters;

  DeadLetterPages(DeadLetterResource letters) {
    super(
        new Place(
            "destinations",
            DeathReason.class,
            new Fates(
                "put back to be published",
                Notice.REDRIVEN,
                "Deleted, it can't be redriven any more. That it died can be looked up as long as"
                    + " its record is kept.")));
    this.letters = letters;
  }

  @Override
  CompletionStage<Response> letters(String name, Optional<String> reason, Optional<String> cursor) {
    return letters.list(name, reason, Optional.empty(), cursor);
  }

  @Override
  CompletionStage<Response> redrive(String name, String id, boolean allowReorder) {
    return letters.redrive(name, id, new RedriveRequest(allowReorder));
  }

  @Override
  CompletionStage<Response> redrive(String name, Order order, boolean dryRun) {
    return letters.redriveAll(
        name,
        new RedriveAllRequest(
            order.reason().orElse(null),
            order.allowReorder(),
            dryRun,
            null,
            order.cursor().orElse(null)));
  }

  @Override
  CompletionStage<Response> delete(String name, String id) {
    return letters.delete(name, id);
  }
}
