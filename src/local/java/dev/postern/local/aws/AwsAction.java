package dev.postern.local.aws;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which action a call asks for. */
final class AwsAction {
  private static final Pattern QUERY = Pattern.compile("(?:^|&)Action=([A-Za-z]+)");

  /** The action is among the first parameters; a long message may follow. */
  private static final int LOOKED_AT = 4_096;

  private AwsAction() {}

  /**
   * {@code PutItem} of {@code X-Amz-Target: DynamoDB_20120810.PutItem}, or {@code Publish} of a
   * form with {@code Action=Publish}; {@code unknown} where there is neither.
   */
  static String of(HttpServerRequest request, Buffer body) {
    String target = request.getHeader("X-Amz-Target");
    if (target != null) {
      return target.substring(target.lastIndexOf('.') + 1);
    }
    String start =
        body.getString(0, Math.min(body.length(), LOOKED_AT), StandardCharsets.UTF_8.name());
    Matcher matcher = QUERY.matcher(start);
    return matcher.find() ? matcher.group(1) : "unknown";
  }
}
