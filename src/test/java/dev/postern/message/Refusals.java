package dev.postern.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts that a value is refused with its cause and its field. */
final class Refusals {
  private Refusals() {}

  static InvalidMessage refused(Flaw flaw, String field, ThrowingCallable making) {
    InvalidMessage refusal = catchThrowableOfType(InvalidMessage.class, making);
    assertThat(refusal).isNotNull();
    assertThat(refusal.flaw()).isEqualTo(flaw);
    assertThat(refusal.field()).isEqualTo(field);
    assertThat(refusal).hasMessage(field + " must " + refusal.limit());
    return refusal;
  }
}
