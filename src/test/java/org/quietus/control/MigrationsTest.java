package org.quietus.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationsTest {
  private static final Path FOLDER = Path.of("sql/control");

  @Test
  void everyEngineHasEveryMigration() throws IOException {
    List<String> listed = Files.readAllLines(FOLDER.resolve("migrations.txt"));
    try (Stream<Path> engines = Files.list(FOLDER).filter(Files::isDirectory)) {
      List<Path> all = engines.toList();
      assertThat(all).hasSizeGreaterThan(1);
      for (Path engine : all) {
        try (Stream<Path> files = Files.list(engine)) {
          assertThat(files.map(file -> file.getFileName().toString()))
              .as(engine.toString())
              .containsExactlyInAnyOrderElementsOf(listed);
        }
      }
    }
  }
}
