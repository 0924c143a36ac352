package dev.postern.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The embedded services are nowhere in what is shipped. */
class PackageIT {
  private static final Path TARGET = Path.of("target");

  /** Names of files, and of entries of jars, that only the embedded services have. */
  private static final Pattern EMBEDDED =
      Pattern.compile(
          "(?i)dev/postern/local/aws/|software/amazon/dynamodb/services/local/|dynamodb-?local"
              + "|org/elasticmq/|elasticmq|(?<![a-z])scala/|scala-library|org/apache/pekko/|pekko-"
              + "|com/almworks/|sqlite|org/partiql/|partiql-");

  @Test
  void thePackageHasNoneOfTheEmbeddedServices() throws IOException {
    // Given what the build packaged: the application, or the sources of the native image
    List<Path> packages;
    try (Stream<Path> built = Files.list(TARGET)) {
      packages = built.filter(PackageIT::isPackage).toList();
    }
    assertThat(packages).isNotEmpty();
    for (Path directory : packages) {
      Set<String> names = names(directory);
      assertThat(names).contains("dev/postern/local/LocalAws.class");

      // Then nothing in it, to the last entry of the last jar, is theirs
      assertThat(names.stream().filter(name -> EMBEDDED.matcher(name).find())).isEmpty();
    }
  }

  @Test
  void theSearchFindsEachOfThemWhereTheyAre() throws IOException {
    Set<String> found = new TreeSet<>();
    for (String name : names(TARGET.resolve("local-aws"))) {
      Matcher matcher = EMBEDDED.matcher(name);
      if (matcher.find()) {
        found.add(matcher.group());
      }
    }
    assertThat(found)
        .contains(
            "dev/postern/local/aws/",
            "software/amazon/dynamodb/services/local/",
            "DynamoDBLocal",
            "org/elasticmq/",
            "elasticmq",
            "scala/",
            "scala-library",
            "org/apache/pekko/",
            "pekko-",
            "com/almworks/",
            "sqlite",
            "org/partiql/",
            "partiql-");
  }

  private static boolean isPackage(Path path) {
    String name = path.getFileName().toString();
    return name.equals("quarkus-app") || name.endsWith("-native-image-source-jar");
  }

  /** The names of all files under a directory, and of all entries of the jars among them. */
  private static Set<String> names(Path directory) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .filter(Files::isRegularFile)
          .forEach(
              file -> {
                names.add(directory.relativize(file).toString().replace('\\', '/'));
                if (file.toString().endsWith(".jar")) {
                  names.addAll(entries(file));
                }
              });
    }
    return names;
  }

  private static List<String> entries(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(ZipEntry::getName).toList();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
