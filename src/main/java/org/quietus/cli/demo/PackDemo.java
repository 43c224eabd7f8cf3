package org.quietus.cli.demo;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.certificate.CertificateAudit;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.log.LogKeys;
import org.quietus.certificate.log.NoteKey;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;
import org.quietus.job.JobSession;
import org.quietus.job.RunListener;
import org.quietus.pack.Pack;
import org.quietus.pack.Population;
import org.quietus.policy.Language;
import org.quietus.report.Words;
import org.quietus.report.portal.Portal;

/** Plays the story of a pack in its directory; after a kill it goes on where it was. */
final class PackDemo {
  private final PackDirectory demo;
  private final Pack pack;
  private final Story story;
  private final int persons;

  /**
   * A demo with that many persons.
   *
   * @param pack one that has a story
   */
  PackDemo(PackDirectory demo, Pack pack, int persons) {
    this.demo = demo;
    this.pack = pack;
    this.story = Objects.requireNonNull(Story.ALL.get(pack.name()));
    this.persons = persons;
  }

  /** Makes everything that the story needs; its last day is today. */
  void prepare(Clock clock) throws IOException, SQLException {
    LocalDate today = LocalDate.now(clock.withZone(zone()));
    demo.writeOnce(".begins", today.minusDays(story.days() - 1L) + "\n");
    Population population = population();
    demo.prepare(
        persons,
        population.today(),
        story.erased().stream()
            .flatMap(number -> pack.person(population, number).traces().stream())
            .distinct()
            .toList());
  }

  /**
   * Plays the scenes that were not played yet.
   *
   * @return one page: what was promised, what was done, and what remains until when
   */
  String play(Function<Instant, JobSession> opening, RunListener listener)
      throws IOException, SQLException {
    StringBuilder page = new StringBuilder(heading());
    List<Scene> scenes = story.scenes();
    int lastDay = -1;
    for (int number = 0; number < scenes.size(); number++) {
      Scene scene = scenes.get(number);
      Stage stage = stage(scene.day(), opening, listener);
      String note = ".scenes/" + number;
      if (demo.noted(note).isEmpty()) {
        demo.writeOnce(note, scene.act().play(stage));
      }
      if (scene.day() != lastDay) {
        page.append("\nDay %d, %s\n".formatted(scene.day(), stage.day()));
        lastDay = scene.day();
      }
      page.append("  promised  ").append(scene.promise()).append('\n');
      page.append(done(demo.noted(note).orElseThrow()));
    }
    page.append("\nWhat remains, and until when\n");
    Stage end = stage(lastDay, opening, listener);
    try (JobSession session = end.open()) {
      new Remains(end, session, demo).lines().forEach(line -> page.append("  " + line + "\n"));
    }
    page.append(words(page.toString()));
    demo.database().compact();
    page.append("\nFor an auditor\n  ").append(portal(end.day())).append('\n');
    return page.toString();
  }

  /** Makes the pages of what was certified, without single requests, as of the last day. */
  private String portal(LocalDate day) throws IOException {
    EvidenceStore store = EvidenceStores.at(demo.evidence());
    PublicKeys keys = PublicKeys.in(store);
    List<NoteKey> logs = LogKeys.in(store);
    Portal.Made made =
        new Portal(store, keys, logs, Language.EN, false)
            .make(
                demo.portal(),
                new CertificateAudit(store, keys, logs),
                day.atTime(12, 0).atZone(zone()).toInstant());
    return "%s: %d certificates, checked again by your browser; %d of single requests are left out"
        .formatted(made.index(), made.shown(), made.leftOut());
  }

  /** What the outcomes that are on a page mean, as certificates say it. */
  private static String words(String page) {
    Words words = Words.of("certificate", Language.EN);
    return "\nHow runs ended, as their certificates say it\n"
        + Stream.of(Outcome.values())
            .filter(outcome -> page.contains("run: " + outcome + ","))
            .map(of -> "  %s: %s%n".formatted(of, words.text("outcome." + of + ".sentence")))
            .collect(Collectors.joining());
  }

  private static String done(String text) {
    return "  done      "
        + String.join("\n            ", Stream.of(text.split("; ")).toList())
        + "\n";
  }

  private String heading() throws IOException {
    return "%s: %s.\n%d fictional persons; simulated days from %s to %s.\n"
        .formatted(
            pack.name(),
            pack.about(),
            persons,
            population().today(),
            population().today().plusDays(story.days() - 1L));
  }

  private Stage stage(int day, Function<Instant, JobSession> opening, RunListener listener)
      throws IOException {
    Population population = population();
    Stage.ZonedDay then = new Stage.ZonedDay(population.today().plusDays(day), zone());
    return new Stage(demo, pack, population, then, opening, listener);
  }

  private Population population() throws IOException {
    LocalDate begins = LocalDate.parse(demo.noted(".begins").orElseThrow().strip());
    return new Population(PackDatabase.SEED, persons, begins);
  }

  private ZoneId zone() {
    return ZoneId.of(pack.zone());
  }
}
