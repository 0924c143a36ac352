package dev.postern.api;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says what is wrong with a JSON body in the words of the contract, not of the parser. */
final class BodyFault {
  private BodyFault() {}

  /** Is the body at fault, and not what Postern makes of it or answers? */
  static boolean isCallers(JsonProcessingException fault) {
    return !(fault instanceof JsonGenerationException)
        && !(fault instanceof InvalidDefinitionException);
  }

  /** Of an empty body and of {@code null}, which the framework both reads as nothing. */
  static Problem empty() {
    return malformed("The body must be an object");
  }

  /** Of bytes that are not text. */
  static Problem notUtf8() {
    return malformed("The body must be well-formed UTF-8");
  }

  /** Of a member that must be there. */
  static Problem missing(String member) {
    return malformed(member + " must be given").field(member);
  }

  static Problem problem(JsonProcessingException fault) {
    if (fault instanceof UnrecognizedPropertyException unknown) {
      String known =
          unknown.getKnownPropertyIds() == null
              ? ""
              : new TreeSet<>(unknown.getKnownPropertyIds())
                  .stream().map(Objects::toString).collect(Collectors.joining(", "));
      return named("The body has the unknown member ", unknown, "; known is " + known);
    }
    if (fault instanceof MismatchedInputException wrong && wrong.getTargetType() != null) {
      String expected = " must be " + expected(wrong.getTargetType());
      return wrong.getPath().isEmpty()
          ? malformed("The body" + expected)
          : named("In the body, ", wrong, expected);
    }
    if (fault instanceof JsonMappingException mapping
        && mapping.getCause() instanceof JsonProcessingException cause) {
      return problem(cause);
    }
    return malformed("The body is not JSON, or has a member twice" + place(fault.getLocation()));
  }

  private static Problem named(String before, JsonMappingException fault, String after) {
    String path = path(fault);
    return malformed(before + path + after).field(path);
  }

  private static Problem malformed(String detail) {
    return Problem.of(ProblemType.BODY_MALFORMED, detail + ".");
  }

  private static String path(JsonMappingException fault) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : fault.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }

  private static String place(JsonLocation location) {
    return location == null
        ? ""
        : ", at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static String expected(Class<?> type) {
    if (CharSequence.class.isAssignableFrom(type)) {
      return "a string";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number that is not too large";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return "a number";
    }
    if (type.isArray() || Collection.class.isAssignableFrom(type)) {
      return "an array";
    }
    return type.isRecord() || Map.class.isAssignableFrom(type) ? "an object" : "of another form";
  }
}
