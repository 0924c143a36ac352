package dev.postern.aws;

import dev.postern.destination.Section;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.OptionalInt;

/** {@code postern.compression.…}: whether what messages say is compressed before it is stored. */
@ConfigMapping(prefix = "postern.compression")
public interface CompressionConfig {
  /** The most that {@link #from()} may be: no message has more, so beyond it nothing would be. */
  int MOST_FROM = 1024 * 1024;

  /**
   * Whether it is, where that saves write units: {@code true} or {@code false}. Either way what is
   * compressed is read.
   */
  @WithDefault("true")
  String enabled();

  /** From how many bytes of payload and attributes together, 0 to 1 MiB. */
  @WithDefault("2048")
  MemorySize from();

  /**
   * From how many bytes; nothing where none is compressed.
   *
   * @throws IllegalArgumentException naming the property, its value and what is allowed
   */
  default OptionalInt checked() {
    Section section = new Section("postern.compression");
    int least = (int) section.within("from", from().asLongValue(), 0, MOST_FROM, " bytes");
    return section.isTrue("enabled", enabled()) ? OptionalInt.of(least) : OptionalInt.empty();
  }
}
