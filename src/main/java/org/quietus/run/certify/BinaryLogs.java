package org.quietus.run.certify;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.control.BinaryLogNotes;
import org.quietus.control.Control;
import org.quietus.ledger.ChangedRows;
import org.quietus.target.BeforeImages;
import org.quietus.target.Target;

/**
 * Whether the server's binary log may still have what runs changed. That lapses when the file that
 * was current after the last change is seen gone, never by a date alone.
 */
final class BinaryLogs {
  private final String job;
  private final Target target;
  private final Control control;
  private final BinaryLogNotes notes;
  private final ChangedRows changed;
  private final Map<Set<String>, Optional<Left>> known = new HashMap<>();
  private @Nullable Look last;

  BinaryLogs(String job, Target target, Control control) {
    this.job = job;
    this.target = target;
    this.control = control;
    this.notes = control.binaryLogs();
    this.changed = new ChangedRows(control.jdbc());
  }

  /** What somebody knows of a log that is left, from the best to the worst. */
  enum Sight {
    /** It is seen when the file goes. */
    ACCESS_CONTROLLED,
    /** The user may not ask which files there are. */
    NOT_LISTABLE,
    /** The server does not write it any more, and its files may lie there still. */
    SWITCHED_OFF,
    /** It lies where the job's URL does not lead, or may do so. */
    OTHER_SERVER;

    /** As the certificate writes it. */
    String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A log that may still have something.
   *
   * @param expiry after which the server removes files, as far as that is known
   */
  record Left(Sight sight, Optional<Duration> expiry) {}

  /** {@code gone} are the runs whose files are seen gone for the first time. */
  private record Look(Optional<BeforeImages> log, Optional<List<String>> files, Set<String> gone) {}

  /** Notes that a run begins; {@code restored} if the database was put back before it. */
  void begin(String run, boolean restored) {
    target
        .beforeImages()
        .ifPresent(
            log ->
                within(
                    () -> {
                      if (restored) {
                        notes.beginRestored(run, log);
                      } else {
                        notes.begin(run, log);
                      }
                      return run;
                    }));
  }

  /** Notes that a run has changed its last row, and looks which files are left. */
  void end(String run) {
    Optional<BeforeImages> log = target.beforeImages();
    within(
        () -> {
          notes.end(run, changed.areIn(run), log);
          log.ifPresent(notes::complete);
          return run;
        });
    last = look(log);
    known.clear();
  }

  private Look look(Optional<BeforeImages> log) {
    if (log.isEmpty()) {
      return new Look(log, Optional.empty(), Set.of());
    }
    List<BinaryLogNotes.Note> waiting = within(() -> notes.waiting(job));
    Optional<List<String>> files = waiting.isEmpty() ? Optional.empty() : target.beforeImageFiles();
    Set<String> gone =
        waiting.stream()
            .filter(note -> note.server().equals(log.map(BeforeImages::server)))
            .filter(
                note ->
                    note.file().isPresent()
                        && files
                            .filter(listed -> BeforeImages.isGone(note.file().get(), listed))
                            .isPresent())
            .map(BinaryLogNotes.Note::run)
            .collect(Collectors.toSet());
    return new Look(log, files, gone);
  }

  private Look looked() {
    if (last == null) {
      last = look(target.beforeImages());
    }
    return Objects.requireNonNull(last);
  }

  /** What is left of what these runs wrote; empty if all of it is gone or went into no log. */
  Optional<Left> left(Collection<String> runs) {
    return known.computeIfAbsent(Set.copyOf(runs), these -> leftOf(these, looked()));
  }

  private Optional<Left> leftOf(Set<String> runs, Look look) {
    Set<String> remaining = new HashSet<>(runs);
    remaining.removeAll(look.gone());
    return within(() -> notes.of(remaining)).values().stream()
        .flatMap(note -> sight(note, look).stream())
        .max(Comparator.naturalOrder())
        .map(
            sight ->
                new Left(
                    sight,
                    sight == Sight.ACCESS_CONTROLLED || sight == Sight.NOT_LISTABLE
                        ? look.log().flatMap(BeforeImages::expiry)
                        : Optional.empty()));
  }

  private static Optional<Sight> sight(BinaryLogNotes.Note note, Look look) {
    if (note.gone() || (note.server().isEmpty() && look.log().isEmpty())) {
      return Optional.empty();
    }
    if (look.log().isEmpty()) {
      return Optional.of(Sight.SWITCHED_OFF);
    }
    if (note.server().filter(server -> !server.equals(look.log().get().server())).isPresent()) {
      return Optional.of(Sight.OTHER_SERVER);
    }
    return Optional.of(
        note.file().isEmpty() || look.files().isEmpty()
            ? Sight.NOT_LISTABLE
            : Sight.ACCESS_CONTROLLED);
  }

  /** The requests of which the last file has just been seen gone. */
  Set<String> requestsGone() {
    Set<String> gone = looked().gone();
    return gone.isEmpty()
        ? Set.of()
        : within(() -> changed.requestsOf(gone)).stream()
            .filter(request -> left(runsFor(request)).isEmpty())
            .collect(Collectors.toSet());
  }

  /** The runs that changed rows of the database for a request. */
  Set<String> runsFor(String request) {
    return changed.runsFor(request);
  }

  /** Keeps what was seen gone, once it is certified; in the caller's transaction. */
  void certified(Instant now) {
    known.clear();
    notes.gone(looked().gone(), now);
  }

  private <T> T within(Supplier<T> work) {
    return Objects.requireNonNull(
        control.transaction().execute(status -> work.get()), "a transaction's result");
  }
}
