package org.quietus.backup.version;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.CountLine;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Pin;
import org.quietus.target.NamedObjects.Pending;

/**
 * Objects of a set that rows named which are gone. One that another row still names stays; it goes
 * with the last of them. Where it cannot be told which object was meant, or whether a row means it
 * still, all that may be meant stay, and that is said.
 */
final class NamedKeys {
  private static final String UNMATCHED =
      "which 'objects' does not match; it stays until the job file says where it lies";

  private static final String UNSURE =
      "which may mean several objects or one under another name; it stays until it is removed by"
          + " hand";

  private static final String DOUBTED =
      "which another row may name too, by an address that does not tell; it stays until that row"
          + " has the key as it is, or is gone";

  private static final String ABROAD =
      "an address at which nothing of the store lies; remove what lies there, since it is named"
          + " this once";

  private record Left(Pending pending, String why) {}

  private final SetContext set;
  private final KeySpellings spellings;
  private final Map<String, List<Pending>> going = new HashMap<>();
  private final Map<String, List<Pending>> staying = new HashMap<>();
  private final List<Left> left = new ArrayList<>();
  private final Map<String, Boolean> existing = new HashMap<>();

  private NamedKeys(SetContext set) {
    this.set = set;
    this.spellings = set.spellings();
  }

  /** Looks which objects wait, and who still names them. */
  static NamedKeys of(SetContext set) {
    NamedKeys keys = new NamedKeys(set);
    List<Pending> pending = new ArrayList<>();
    set.task()
        .fenced()
        .transaction(() -> pending.addAll(set.task().named().pending(set.settings().name())));
    pending.forEach(keys::resolve);
    if (!keys.going.isEmpty()) {
      StillNamed named = keys.stillNamed(keys.going.keySet());
      named.surely().forEach(keys::stay);
      named.perhaps().forEach(key -> keys.leave(keys.going.remove(key), DOUBTED));
    }
    return keys;
  }

  private void resolve(Pending pending) {
    String text = pending.object().value();
    Optional<String> found = spellings.plain(text);
    Optional<String> plain = found.filter(this::isOfSet);
    Set<String> others = new HashSet<>(spellings.possible(text));
    others.removeIf(key -> plain.filter(key::equals).isPresent() || !isOfSet(key));
    if (plain.isEmpty()) {
      boolean there = others.stream().anyMatch(this::exists);
      boolean abroad = KeySpellings.isOfTheWeb(text) && found.isEmpty() && !there;
      leave(List.of(pending), abroad ? ABROAD : there ? UNSURE : UNMATCHED);
    } else if (others.stream().anyMatch(this::exists)
        && (KeySpellings.isOfTheWeb(text) || !exists(plain.get()))) {
      leave(List.of(pending), UNSURE);
    } else {
      going.computeIfAbsent(plain.get(), key -> new ArrayList<>()).add(pending);
    }
  }

  private boolean isOfSet(String key) {
    return set.settings().objects().matches(key);
  }

  private boolean exists(String key) {
    return existing.computeIfAbsent(
        key,
        of -> {
          try (Stream<ObjectVersion> versions = set.store().versions(of)) {
            return versions.anyMatch(
                version -> version.key().value().equals(of) && !version.deleteMarker());
          }
        });
  }

  private void leave(@Nullable List<Pending> some, String why) {
    if (some != null) {
      some.forEach(each -> left.add(new Left(each, why)));
    }
  }

  private void stay(String key) {
    Optional.ofNullable(going.remove(key))
        .ifPresent(all -> staying.computeIfAbsent(key, of -> new ArrayList<>()).addAll(all));
  }

  private record StillNamed(Set<String> surely, Set<String> perhaps) {}

  /** Reads every row: a key can be spelled in more ways than a condition could ask for. */
  private StillNamed stillNamed(Set<String> keys) {
    Set<String> surely = new HashSet<>();
    Map<String, Set<String>> perhaps = new HashMap<>();
    set.task()
        .naming()
        .texts(
            set.settings().name(),
            text -> {
              Optional<String> plain = spellings.plain(text);
              plain.filter(keys::contains).ifPresent(surely::add);
              spellings.possible(text).stream()
                  .filter(key -> keys.contains(key) && plain.filter(key::equals).isEmpty())
                  .forEach(
                      key ->
                          perhaps
                              .computeIfAbsent(key, of -> new HashSet<>())
                              .add(plain.orElse("")));
            });
    perhaps.keySet().removeAll(surely);
    perhaps
        .values()
        .removeIf(meant -> meant.stream().allMatch(key -> !key.isEmpty() && exists(key)));
    return new StillNamed(surely, Set.copyOf(perhaps.keySet()));
  }

  /** Whether a row names an object that was to go; it stays from then on. */
  boolean isNamedAgain(ObjectKey key) {
    boolean again =
        isGoing(key)
            && set.task().naming().isNamed(set.settings().name(), spellings.usual(key.value()));
    if (again) {
      stay(key.value());
    }
    return again;
  }

  /** Whether the object has to go. */
  boolean isGoing(ObjectKey key) {
    return going.containsKey(key.value());
  }

  /** For whose sake the object goes, if it does. */
  Optional<Pending> going(ObjectKey key) {
    return Optional.ofNullable(going.get(key.value())).map(all -> all.get(0));
  }

  /** Notes of an object that another row still names for whose sake it would have gone. */
  void keep(JournalEntry entry) {
    List<CountLine> kept =
        staying.getOrDefault(entry.held().pin().key().value(), List.of()).stream()
            .map(
                each ->
                    CountLine.ofShared(
                        each.request().orElse(""),
                        each.request().isPresent() ? each.step() : set.step()))
            .toList();
    if (!kept.isEmpty() && entry.held().latest() && entry.state().isEnd()) {
      new Settling(set).end(entry.counting(kept), entry.state());
    }
  }

  /** Every key that rows named. */
  Set<String> keys() {
    Set<String> keys = new HashSet<>(going.keySet());
    keys.addAll(staying.keySet());
    return keys;
  }

  /**
   * Forgets what is gone, and what stays for another row's sake.
   *
   * @param there which of the keys that rows named are still there
   */
  void settle(Set<String> there) {
    left.forEach(this::say);
    sayWhatIsMissed(there);
    List<Pending> done = new ArrayList<>();
    left.stream().filter(one -> one.why().equals(ABROAD)).map(Left::pending).forEach(done::add);
    staying.values().forEach(done::addAll);
    going.forEach((key, all) -> done.addAll(there.contains(key) ? List.of() : all));
    set.task().fenced().transaction(() -> done.forEach(set.task().named()::done));
  }

  /** A row can begin to name an object at the very moment at which that goes. */
  private void sayWhatIsMissed(Set<String> there) {
    Map<String, JournalEntry> removed = new HashMap<>();
    Set<String> keys = keys();
    keys.removeAll(there);
    if (!keys.isEmpty()) {
      set.pages(
          List.of(VersionState.EXPIRED, VersionState.GONE),
          page ->
              page.stream()
                  .filter(entry -> keys.contains(entry.held().key()))
                  .forEach(entry -> removed.put(entry.held().key(), entry)));
    }
    if (!removed.isEmpty()) {
      StillNamed named = stillNamed(removed.keySet());
      Stream.concat(named.surely().stream(), named.perhaps().stream())
          .map(removed::get)
          .filter(Objects::nonNull)
          .forEach(
              entry ->
                  set.say(
                      entry,
                      "was removed when no row named it, and a row does now; look whether it is"
                          + " needed"));
    }
  }

  /** What is not of the set may be somebody else's: it stays, named, until somebody has looked. */
  private void say(Left one) {
    String token = set.tokens().hex("elsewhere", one.pending().id());
    SealedVersion version =
        SealedVersion.of(
            new Pin(new ObjectKey(one.pending().object().value()), "", ""),
            false,
            0,
            set.clock().instant());
    if (set.entries(List.of(token)).isEmpty()) {
      set.added(
          new JournalEntry(
              0,
              set.settings().name(),
              token,
              token,
              Optional.empty(),
              VersionState.UNSUPPORTED,
              version,
              List.of(),
              Optional.of(JournalEntry.ACCESS_CONTROLLED),
              Optional.empty(),
              List.of()));
    }
    set.task()
        .notes()
        .accept(
            "%s: a row that is gone named %s, %s"
                .formatted(set.settings().label(), set.names().of(version), one.why()));
  }
}
