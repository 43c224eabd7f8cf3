package org.quietus.scenario.pack;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The open-source community's site; chapters are the statement's. */
final class OpenGeminiPromises extends Promises {
  private static final int CLOSING = 30;

  @Override
  List<Breach> breaches() {
    return List.of(
        new Breach("received: [ login ]", "received: [ login, email ]", "@mail.example"));
  }

  @Override
  String pack() {
    return "opengemini";
  }

  @Override
  LocalDate first() {
    return LocalDate.of(2024, 3, 20);
  }

  @Override
  ZoneId zone() {
    return ZoneId.of("Etc/UTC");
  }

  @Override
  String database() {
    return "site";
  }

  @Override
  List<String> tables() {
    return List.of(
        "account", "subscription", "visit", "post", "attachment", "event_registration", "invoice");
  }

  /** 6, with periods of ours but for invoices; 7 c) for who takes consent to letters back. */
  @Override
  List<Rule> rules() {
    return List.of(
        Rule.delete("visit", Period.ofMonths(3)),
        Rule.delete("subscription", Period.ofDays(1)),
        Rule.delete("event_registration", Period.ofMonths(6)),
        Rule.delete("invoice", Period.ofYears(10)));
  }

  @Override
  Fate fate(String table) {
    return switch (table) {
      case "account" -> Fate.ANONYMISED;
      case "invoice" -> Fate.KEPT;
      default -> Fate.DELETED;
    };
  }

  /** 8. */
  @Override
  int age() {
    return 18;
  }

  @Override
  boolean consentCounts() {
    return false;
  }

  /** 6: thirty days after the account was closed. */
  @Override
  int coolingOff() {
    return CLOSING;
  }

  @Override
  boolean settles() {
    return false;
  }

  @Override
  List<Recipient> recipients(Human human) {
    return List.of(
        new Recipient("analytics", "ANALYTICS", Human::handle, Set.of(), Period.ofDays(30)));
  }

  @Override
  List<Backup> backups() {
    return List.of(new Backup("nightly", Period.ofDays(30), Treatment.REWRITTEN, 13));
  }

  @Override
  String identifier(Human human) {
    return "email: " + human.email();
  }

  @Override
  void signUp(Human human, Writing rows) {
    LocalDateTime now = rows.now;
    rows.row(
        "account",
        null,
        human.handle(),
        "Name ~",
        human.email(),
        new byte[] {1},
        "{\"a\": 1}",
        human.born,
        now,
        null,
        null);
    rows.row("subscription", null, human.id, human.email(), "S ~", now, null);
    LocalDate issued = now.toLocalDate().minusYears(10).plusDays(rows.chance.number(300));
    if (rows.chance.of(0.5)) { // moved here from an older system
      rows.row("invoice", issued.atStartOfDay(), human.id, "I-~", "12.50", issued);
    }
    live(human, rows);
  }

  @Override
  void live(Human human, Writing rows) {
    LocalDateTime now = rows.now;
    rows.row("visit", now, human.id, "192.0.2.3", "B ~", null, "/", 5, now);
    Fact post = rows.row("post", null, human.id, "T ~", "Body", now);
    rows.under("attachment", null, post, null, post.id, "~.txt", new byte[] {5});
    rows.row("event_registration", now, human.id, "Meeting", "vegan ~", now);
    rows.row("invoice", now, human.id, "I-~", "7.00", now.toLocalDate());
    rows.ofNobody();
    rows.row("visit", now, null, "192.0.2.4", "B ~", null, "/", 5, now);
    rows.row(
        "subscription",
        null,
        null,
        "reader" + now.toLocalDate() + rows.chance.number(99999) + "@mail.example",
        "R ~",
        now,
        null);
    rows.of(human);
  }

  /** Somebody closes an account, takes consent to letters back, or objects. */
  @Override
  void special(PackStory story) {
    if (story.chance.of(0.02)) {
      story.chance.any(story.free()).ifPresent(one -> story.closeAccount(one, "closed_accounts"));
    }
    if (story.chance.of(0.04)) {
      story
          .chance
          .any(
              story.model.facts.stream()
                  .filter(fact -> fact.table.equals("subscription") && fact.isThere())
                  .filter(fact -> fact.from == null)
                  .toList())
          .ifPresent(
              fact -> {
                story.tell("takes consent to letters back: " + fact);
                story.writing().change(fact, "withdrawn_at = '" + story.now() + "'", story.now());
              });
    }
    if (story.chance.of(0.01)) {
      story.chance.any(story.free()).ifPresent(story::objects);
    }
    if (story.chance.of(0.012)) {
      story.restrictOrLift();
    }
  }

  @Override
  Optional<String> wrongAnonymised(
      String table, Map<String, String> before, Map<String, String> after) {
    return notEmpty(after, "display_name", "email", "avatar", "settings", "born")
        .or(() -> Optional.of("login").filter(n -> Objects.equals(before.get(n), after.get(n))))
        .or(
            () ->
                Optional.of("created_at")
                    .filter(n -> !Objects.equals(before.get(n), after.get(n))));
  }
}
