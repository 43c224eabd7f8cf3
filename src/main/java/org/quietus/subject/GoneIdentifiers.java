package org.quietus.subject;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.quietus.policy.JobFile;
import org.quietus.policy.Purpose;
import org.quietus.policy.SubjectType;

/**
 * Types of identifiers that persons are known by and of which the job file names no column any
 * more: by these nobody is found. Each is called as {@code former-subjects} does, e.g. {@code
 * customer.email}.
 */
public final class GoneIdentifiers {
  private static final String SEPARATOR = ".";

  private GoneIdentifiers() {}

  /** Those that a person of a kind was sought by. */
  public static SortedSet<String> of(SubjectType kind, Collection<Identifier> given) {
    Set<IdentifierType> named = named(kind);
    return given.stream()
        .map(Identifier::type)
        .filter(type -> !named.contains(type))
        .map(type -> name(kind.name(), TokenKind.of(type).name()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Those that erased persons are known by, but for names, which tell nobody by themselves.
   *
   * @param tokenKinds as the control schema has them
   */
  public static SortedSet<String> of(
      Map<String, Set<String>> tokenKinds, Collection<SubjectType> kinds) {
    SortedSet<String> gone = new TreeSet<>();
    for (SubjectType kind : kinds) {
      Set<String> named =
          named(kind).stream().map(type -> TokenKind.of(type).name()).collect(Collectors.toSet());
      tokenKinds.getOrDefault(kind.name(), Set.of()).stream()
          .filter(token -> !named.contains(token) && !token.equals(TokenKind.ROW_KEY.name()))
          .filter(token -> new TokenKind(token, 1).isStrong())
          .forEach(token -> gone.add(name(kind.name(), token)));
    }
    return gone;
  }

  /** Those of which the job file does not say why nobody is sought by them. */
  public static SortedSet<String> missed(SortedSet<String> gone, JobFile job) {
    return gone.stream()
        .filter(name -> !job.isFormerSubject(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether none of what a person was sought by is there. */
  public static boolean areAll(SubjectType kind, Collection<Identifier> given) {
    Set<IdentifierType> named = named(kind);
    return !given.isEmpty() && given.stream().map(Identifier::type).noneMatch(named::contains);
  }

  /** The type of such a name; empty if it is the name of something else. */
  public static Optional<String> type(String name) {
    int dot = name.lastIndexOf(SEPARATOR);
    return Optional.of(name.substring(dot + 1))
        .filter(type -> dot > 0 && IdentifierType.named(type).isPresent());
  }

  /** The kind of person in such a name. */
  public static String kind(String name) {
    return name.substring(0, name.lastIndexOf(SEPARATOR));
  }

  private static String name(String kind, String type) {
    return Purpose.kind(kind) + SEPARATOR + type;
  }

  private static Set<IdentifierType> named(SubjectType kind) {
    return kind.identifiers().values().stream()
        .flatMap(name -> IdentifierType.named(name).stream())
        .collect(Collectors.toSet());
  }
}
