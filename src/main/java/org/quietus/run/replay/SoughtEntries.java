package org.quietus.run.replay;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.quietus.control.ErasedSince;
import org.quietus.request.SuppressionEntries;
import org.quietus.request.SuppressionRange;
import org.quietus.subject.SuppressionEntry;
import org.quietus.subject.Token;
import org.quietus.subject.TokenFilter;

/** The suppression entries of those who are sought after a restore. */
final class SoughtEntries {
  private final SuppressionRange all;
  private final List<SuppressionRange> parts;
  private final ErasedSince sought;

  SoughtEntries(SuppressionEntries entries, ErasedSince sought) {
    this.all = entries.all();
    this.parts = entries.after(sought.moment(), sought.besides());
    this.sought = sought;
  }

  /** How many they are, by the epoch of the key that they were made under. */
  SortedMap<Integer, Long> counts() {
    SortedMap<Integer, Long> counts = new TreeMap<>();
    parts.forEach(
        part -> part.counts().forEach((epoch, count) -> counts.merge(epoch, count, Long::sum)));
    return counts;
  }

  /** Lets through the tokens of all of them. */
  TokenFilter filter() {
    TokenFilter filter =
        new TokenFilter(counts().values().stream().mapToLong(count -> count).sum());
    parts.forEach(part -> part.tokens(filter::add));
    return filter;
  }

  /** Those with one of these tokens. */
  List<SuppressionEntry> with(Collection<Token> tokens) {
    return all.with(tokens).stream().filter(sought::has).toList();
  }

  /** The kinds of data subjects that they are of. */
  Set<String> subjects() {
    Set<String> subjects = new TreeSet<>();
    parts.forEach(part -> subjects.addAll(part.subjects()));
    return subjects;
  }

  /** The kinds of identifiers and keys that their tokens are made of, by kind of data subject. */
  Map<String, Set<String>> tokenKinds() {
    Map<String, Set<String>> kinds = new TreeMap<>();
    for (SuppressionRange part : parts) {
      part.tokenKinds()
          .forEach(
              (subject, some) ->
                  kinds.computeIfAbsent(subject, name -> new TreeSet<>()).addAll(some));
    }
    return kinds;
  }

  /** Whose persons they are, where there are tenants, by kind of data subject. */
  Map<String, Set<String>> tenants() {
    Map<String, Set<String>> tenants = new TreeMap<>();
    for (SuppressionRange part : parts) {
      part.tenants()
          .forEach(
              (subject, theirs) ->
                  tenants.computeIfAbsent(subject, name -> new TreeSet<>()).addAll(theirs));
    }
    return tenants;
  }
}
