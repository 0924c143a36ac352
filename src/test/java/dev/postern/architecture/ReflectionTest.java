package dev.postern.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A native executable knows by reflection only what was registered: JSON bodies are, and nothing
 * else asks.
 */
class ReflectionTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.postern");

  @Test
  void whateverIsReadFromJsonIsRegisteredWithAllThatItHolds() {
    Set<Class<?>> read =
        HOUSE.stream()
            .flatMap(type -> Stream.concat(readByHand(type), bodies(type)))
            .filter(type -> type.isRecord() && type.getPackageName().startsWith("dev.postern"))
            .map(JavaClass::reflect)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Set<Class<?>> whole = new LinkedHashSet<>();
    read.forEach(type -> addAll(type, whole));

    assertThat(read).hasSizeGreaterThan(5);
    assertThat(whole).hasSizeGreaterThan(read.size());
    assertThat(whole).allMatch(type -> type.isAnnotationPresent(RegisterForReflection.class));
  }

  @Test
  void nothingAsksForClassesOrMembersByName() {
    DescribedPredicate<JavaAccess<?>> byName =
        describe(
            "a look-up by name",
            access ->
                access.getTargetOwner().isEquivalentTo(Class.class)
                    && (access.getName().equals("forName")
                        || access.getName().startsWith("getDeclared")
                        || access.getName().matches("getMethods?|getFields?|getConstructors?")));

    noClasses()
        .that(resideInAPackage("dev.postern.."))
        .should()
        .accessTargetWhere(byName)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.lang.reflect..", "java.lang.invoke..")
        .check(HOUSE);
  }

  private static Stream<JavaClass> readByHand(JavaClass type) {
    boolean reads =
        type.getMethodCallsFromSelf().stream()
            .anyMatch(
                call ->
                    call.getTargetOwner().getSimpleName().equals("JsonBody")
                        && call.getName().equals("read"));
    return reads
        ? type.getReferencedClassObjects().stream().map(ReferencedClassObject::getRawType)
        : Stream.empty();
  }

  /** What JAX-RS hands to a method: what no annotation says to be anything else is the body. */
  private static Stream<JavaClass> bodies(JavaClass type) {
    return type.getMethods().stream()
        .filter(method -> method.isAnnotatedWith(POST.class) || method.isAnnotatedWith(PUT.class))
        .flatMap(method -> method.getParameters().stream())
        .filter(parameter -> parameter.getAnnotations().isEmpty())
        .map(JavaParameter::getRawType);
  }

  private static void addAll(Class<?> type, Set<Class<?>> whole) {
    if (type.isRecord() && type.getName().startsWith("dev.postern") && whole.add(type)) {
      for (RecordComponent component : type.getRecordComponents()) {
        addAll(component.getGenericType(), whole);
      }
    }
  }

  private static void addAll(Type type, Set<Class<?>> whole) {
    if (type instanceof Class<?> simple) {
      addAll(simple, whole);
    } else if (type instanceof ParameterizedType generic) {
      for (Type argument : generic.getActualTypeArguments()) {
        addAll(argument, whole);
      }
    }
  }
}
