package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

class ListedInDirectoryTest extends ListedInBackupsContract {
  @TempDir static Path files;
  private final Directory vault = new Directory();

  @Override
  ShopEngine engine() {
    return ShopEngine.h2(files);
  }

  @Override
  Vault vault() {
    return vault;
  }

  /** A service beside it may have tables of the same names, and people of its own. */
  @Test
  void whoIsInADumpOfAnotherDatabaseOfTheSetAloneIsNotFound() throws Exception {
    String own = dump("(3,'other@example.org','415 555 0003','2020-01-01')");
    put("monday.sql", own.replaceFirst("\nCREATE", "\n-- Host: db    Database: crm\nCREATE"));
    put("tuesday.sql", dump(JO).replaceFirst("\nCREATE", "\nUSE `rental`;\nCREATE"));

    CommandRun taken = take();

    assertThat(taken.json().get("inBackups").asInt()).isZero();
    assertThat(taken.out() + taken.err()).contains("says that it is of the database");
  }

  private static final class Directory implements Vault {
    private Path place = Path.of("");

    @Override
    public OpenedJob of(Path directory, ShopEngine engine, String yaml) throws Exception {
      place = Files.createDirectories(directory.resolve("vault"));
      String plain = yaml.replaceAll(", endpoint: .* }", " }");
      return new OpenedJob(directory, engine.server(), SCHEMA, plain)
          .with("VAULT", place.toUri().toString());
    }

    @Override
    public void put(String name, String text) throws Exception {
      Path file = place.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }

    @Override
    public List<String> texts() throws Exception {
      List<String> texts = new ArrayList<>();
      try (var all = Files.walk(place)) {
        for (Path file : all.filter(Files::isRegularFile).toList()) {
          if (!file.getFileName().toString().startsWith(".") && Files.size(file) > 0) {
            texts.add(Files.readString(file));
          }
        }
      }
      return texts;
    }

    @Override
    public void close() {}
  }
}
