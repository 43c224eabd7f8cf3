package org.quietus.backup.version;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.quietus.backup.Trouble;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.packed.KnownVersions;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;

/**
 * Which database each version of a set is of. One that cannot be read, such as in an archive, is of
 * the same as others whose keys differ from its own in numbers alone.
 */
final class SaidDatabases {
  private static final Pattern NUMBERS = Pattern.compile("[0-9]+");

  /** Begins what stands for a database that nothing tells. */
  private static final String UNREAD = "\n";

  private final SetContext set;
  private final List<Pin> there;
  private final KnownVersions<Read> read = new KnownVersions<>();
  private final Map<String, Map<String, Set<List<String>>>> series = new HashMap<>();
  private final KnownVersions<Boolean> said = new KnownVersions<>();

  /** What a version says; nothing of one that cannot be read. */
  private record Read(Optional<Contents.SaidDatabase> said, boolean readable) {
    Optional<String> another() {
      return said.flatMap(Contents.SaidDatabase::another);
    }
  }

  /** {@code there} are the versions of the set that are there, the list itself. */
  SaidDatabases(SetContext set, List<Pin> there) {
    this.set = set;
    this.there = there;
  }

  /**
   * The database of a version, in lower case; {@link Generations#OWN} if it is the set's, empty if
   * it says none.
   */
  Optional<String> of(SealedVersion held) {
    if (set.settings().isOpaque()) {
      return Optional.empty();
    }
    Read own = read(held.pin());
    own.another()
        .filter(why -> said.get(held.pin()) == null)
        .ifPresent(
            why -> {
              said.put(held.pin(), true);
              say(held, why);
            });
    return own.readable() ? own.said().map(SaidDatabases::name) : Optional.of(unread(held.pin()));
  }

  private static String name(Contents.SaidDatabase said) {
    return said.another().isPresent() ? said.name().toLowerCase(Locale.ROOT) : Generations.OWN;
  }

  /** How messages call a database. */
  static String called(String database) {
    return database.equals(Generations.OWN)
        ? ""
        : database.startsWith(UNREAD)
            ? " of a database that cannot be read from it"
            : " of the database '" + database + "'";
  }

  private void say(SealedVersion held, String why) {
    set.task()
        .notes()
        .accept(
            "%s: object %s is no backup beside the others: %s"
                .formatted(set.settings().label(), set.names().of(held), why));
  }

  private Read read(Pin pin) {
    Read known = read.get(pin);
    if (known == null) {
      try {
        known = new Read(set.contents().database(pin, there), true);
      } catch (StoreException | Trouble e) {
        known = new Read(Optional.empty(), false);
      }
      read.put(pin, known);
    }
    return known;
  }

  private static String series(Pin pin) {
    return NUMBERS.matcher(pin.key().value()).replaceAll("#");
  }

  private static List<String> numbers(Pin pin) {
    return NUMBERS.matcher(pin.key().value()).results().map(MatchResult::group).toList();
  }

  /**
   * Where all others that can be read are of one database, it is of that, too; else of that of
   * those which have the numbers that tell one from another.
   */
  private String unread(Pin pin) {
    Map<String, Set<List<String>>> known = series.computeIfAbsent(series(pin), this::known);
    if (known.size() > 1) {
      List<Integer> telling = telling(known.values());
      List<String> own = at(telling, numbers(pin));
      List<String> alike =
          known.entrySet().stream()
              .filter(of -> of.getValue().stream().anyMatch(one -> at(telling, one).equals(own)))
              .map(Map.Entry::getKey)
              .toList();
      return alike.size() == 1
          ? alike.get(0)
          : UNREAD + (own.isEmpty() ? pin.key().value() : series(pin) + " " + own);
    }
    return known.keySet().stream()
        .findFirst()
        .orElseGet(() -> mayBeOfSeveral() ? UNREAD + series(pin) : Generations.OWN);
  }

  /** The numbers in the keys of those that can be read, by their databases. */
  private Map<String, Set<List<String>>> known(String name) {
    Map<String, Set<List<String>>> known = new LinkedHashMap<>();
    for (int n = there.size() - 1; n >= 0; n--) { // what is old is in archives first
      Pin pin = there.get(n);
      if (series(pin).equals(name)) {
        read(pin)
            .said()
            .ifPresent(
                said -> known.computeIfAbsent(name(said), of -> new HashSet<>()).add(numbers(pin)));
      }
    }
    return known;
  }

  /** The places of numbers that are one in each database, and not the same in all of them. */
  private static List<Integer> telling(Collection<Set<List<String>>> databases) {
    int numbers = databases.iterator().next().iterator().next().size();
    List<Integer> telling = new ArrayList<>();
    for (int n = 0; n < numbers; n++) {
      int place = n;
      List<Set<String>> each =
          databases.stream()
              .map(keys -> keys.stream().map(key -> key.get(place)).collect(Collectors.toSet()))
              .toList();
      if (each.stream().allMatch(one -> one.size() == 1) && Set.copyOf(each).size() > 1) {
        telling.add(place);
      }
    }
    return telling;
  }

  private static List<String> at(List<Integer> places, List<String> numbers) {
    return places.stream().map(numbers::get).toList();
  }

  /**
   * Whether one that can be read is of another database, or none can be, as where all are in an
   * archive, and not all are called alike.
   */
  private boolean mayBeOfSeveral() {
    boolean any = false;
    Set<String> names = new HashSet<>();
    for (int n = there.size() - 1; n >= 0; n--) {
      Pin pin = there.get(n);
      Read of = read(pin);
      if (of.another().isPresent()) {
        return true;
      }
      any |= of.readable();
      names.add(series(pin));
    }
    return !any && names.size() > 1;
  }
}
