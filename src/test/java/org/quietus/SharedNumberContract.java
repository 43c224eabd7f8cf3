package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A recipient is told nothing that somebody else has, whom it would erase by that. */
abstract class SharedNumberContract {
  @TempDir Path directory;
  private Household household;
  private OpenedJob job;
  private Path calls;
  private Path all;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    household = Household.fresh(engine());
    calls = Files.createDirectories(directory.resolve("calls"));
    all = Files.createDirectories(directory.resolve("all"));
    job =
        household.job(
            directory,
            Household.DELETING
                + """
                recipients:
                  calls: { notify: "%s", received: [phone] }
                  all: { notify: "%s", received: [phone, email] }
                """
                    .formatted(calls.toUri(), all.toUri()));
  }

  @Test
  void theNumberOfAHouseholdIsNotNamedAlsoWhereNobodyHadToLook() throws Exception {
    job.request("email: ann@example.org");

    job.command("run", "--only", "erasure");

    assertThat(told(calls)).isEmpty();
    assertThat(told(all))
        .singleElement()
        .satisfies(one -> assertThat(one).contains("ann@example.org").doesNotContain("+49301000"));
    assertThat(recipients()).contains("calls failed shared-identifier");
  }

  @Test
  void theNumberIsNamedOnceItIsNobodysElse() throws Exception {
    household.execute("UPDATE person SET phone = NULL WHERE id = 2");
    job.request("email: ann@example.org");

    job.command("run", "--only", "erasure");

    assertThat(told(calls)).singleElement().satisfies(one -> assertThat(one).contains("+49301000"));
  }

  private List<String> recipients() {
    CommandRun list = job.command("recipient list", "--json");
    List<String> found = new ArrayList<>();
    for (JsonNode one : list.json()) {
      found.add(
          String.join(
              " ",
              one.get("recipient").asString(),
              one.get("state").asString(),
              one.get("reason").asString()));
    }
    return found;
  }

  private static List<String> told(Path drop) throws Exception {
    List<String> told = new ArrayList<>();
    try (Stream<Path> left = Files.list(drop)) {
      for (Path file : left.toList()) {
        JsonNode envelope = JsonMapper.shared().readTree(Files.readAllBytes(file));
        byte[] payload = Base64.getDecoder().decode(envelope.get("payload").asString());
        told.add(new String(payload, StandardCharsets.UTF_8));
      }
    }
    return told;
  }
}
