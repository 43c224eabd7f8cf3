package org.quietus.backup.journal;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.objectstore.Pin;

/**
 * Versions of backups out of which rows may have been taken that told whose theirs are: they came
 * later than others, or what could not be read in them may be read by now.
 */
public record LateVersions(ScreenedVersions screened) {

  /** Tells of those of one backup. */
  public Predicate<Pin> in(Collection<Pin> backup) {
    long most = backup.stream().mapToLong(screened::upTo).max().orElse(0);
    long mostRead = backup.stream().mapToLong(screened::readUpTo).max().orElse(0);
    return version ->
        screened.isLeftLate(version)
            || screened.upTo(version) < most
            || screened.readUpTo(version) < mostRead;
  }

  /** Those that a run found, and that are late still unless it searched them to their end. */
  Set<Pin> left(List<JournalEntry> entries) {
    Map<String, Predicate<Pin>> byUnit =
        entries.stream()
            .collect(
                Collectors.groupingBy(
                    JournalEntry::unit,
                    Collectors.collectingAndThen(
                        Collectors.mapping(entry -> entry.held().pin(), Collectors.toList()),
                        this::in)));
    return entries.stream()
        .filter(
            entry ->
                !entry.state().isSearched()
                    || seen(entry).allMatch(Objects.requireNonNull(byUnit.get(entry.unit()))))
        .map(entry -> entry.held().pin())
        .collect(Collectors.toSet());
  }

  /** One that a round of the run has written already is known as it stands now. */
  private static Stream<Pin> seen(JournalEntry entry) {
    return Stream.concat(
        Stream.of(entry.held().pin()), entry.standing().map(SealedVersion::pin).stream());
  }
}
