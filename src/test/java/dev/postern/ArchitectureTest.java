package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.postern.architecture.HouseRules;
import dev.postern.message.MessageId;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The house keeps its rules (that each of them bites is shown beside them). */
class ArchitectureTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.postern");

  @TestFactory
  Stream<DynamicTest> everyRuleIsKept() {
    return new HouseRules("dev.postern")
        .byName().entrySet().stream()
            .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> check(entry.getValue())));
  }

  @Test
  void theHouseIsNotEmpty() {
    assertThat(HOUSE.contain(MessageId.class)).isTrue();
    assertThat(HOUSE.contain(ArchitectureTest.class)).isFalse();
  }

  private static void check(ArchRule rule) {
    rule.check(HOUSE);
  }
}
