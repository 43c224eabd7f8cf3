package org.quietus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.demo.DemoShop;

class InitCommandTest {
  @TempDir Path directory;

  private final CommandRun quietus = new CommandRun(new FakeSession());
  private String draft = "";

  @BeforeEach
  void draftFromTheShop() throws Exception {
    DemoShop shop = new DemoShop(directory);
    shop.prepare(LocalDate.now(CommandRun.CLOCK));
    quietus.with("DB_PASSWORD", "");
    draft = quietus.run("init", "--url", shop.url(), "--user", "shop").out();
    assertThat(quietus.exitCode()).as(quietus.err()).isZero();
  }

  @Test
  void theDraftIsValidAsItStandsAndRemovesNothingByItself() throws Exception {
    Path file = Files.writeString(directory.resolve("draft.yaml"), draft);
    assertThat(quietus.run("validate", file.toString()).exitCode()).as(quietus.out()).isZero();
    quietus.run("plan", file.toString(), "--json");
    assertThat(quietus.json().get("steps").valueStream())
        .isNotEmpty()
        .allMatch(step -> step.get("part").asString().equals("erasure"));
  }

  @Test
  void theDraftIsValidWithEverythingUncommented() throws Exception {
    String used =
        draft.lines().map(line -> line.replaceFirst("^# ", "")).collect(Collectors.joining("\n"));
    Path file = Files.writeString(directory.resolve("draft.yaml"), used);
    assertThat(quietus.run("validate", file.toString()).exitCode()).as(quietus.out()).isZero();
    quietus.run("plan", file.toString(), "--json");
    assertThat(quietus.json().get("steps")).hasSizeGreaterThan(4);
  }

  @Test
  void findsPersonsTheirGraphAndDates() {
    assertThat(draft)
        .contains(
            "identifiers: { email: email, phone: phone }",
            "full_name: redact",
            "birth_date: year",
            "old-visit: { records: shop.visit, keep: P10Y, from: visited_at",
            "shop.payment: { then: delete }   # payment.order_id -> orders.customer_id -> customer",
            "No foreign key leads from these to a person: chat_message");
  }

  @Test
  void refersToThePasswordByItsVariable() {
    assertThat(draft).contains("password: \"${DB_PASSWORD}\"");
  }

  @Test
  void asksForThePasswordByItsVariable() {
    quietus.with("OTHER", "x").run("init", "--url", new DemoShop(directory).url());
    assertThat(quietus.exitCode()).isEqualTo(2);
    assertThat(quietus.err()).contains("DB_PASSWORD");
  }
}
