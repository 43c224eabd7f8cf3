package org.quietus.backup.version;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.quietus.backup.Trouble;
import org.quietus.backup.journal.SealedVersion;
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
  private final Collection<Pin> there;
  private final Map<Pin, Optional<Contents.SaidDatabase>> read = new HashMap<>();
  private final Set<Pin> unreadable = new HashSet<>();
  private final Map<String, String> series = new HashMap<>();
  private final Set<Pin> said = new HashSet<>();

  /** {@code there} are the versions of the set that are there, the collection itself. */
  SaidDatabases(SetContext set, Collection<Pin> there) {
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
    Optional<Contents.SaidDatabase> own = read(held.pin());
    own.flatMap(Contents.SaidDatabase::another)
        .filter(why -> said.add(held.pin()))
        .ifPresent(why -> say(held, why));
    return unreadable.contains(held.pin())
        ? Optional.of(series(series(held.pin())))
        : own.map(SaidDatabases::name);
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

  private Optional<Contents.SaidDatabase> read(Pin pin) {
    if (!read.containsKey(pin)) {
      try {
        read.put(pin, set.contents().database(pin, List.copyOf(there)));
      } catch (StoreException | Trouble e) {
        unreadable.add(pin);
        read.put(pin, Optional.empty());
      }
    }
    return Objects.requireNonNull(read.get(pin));
  }

  private static String series(Pin pin) {
    return NUMBERS.matcher(pin.key().value()).replaceAll("#");
  }

  /** Where all others that can be read are of one database, it is of that, too. */
  private String series(String name) {
    if (!series.containsKey(name)) {
      series.put(
          name,
          newestFirst().stream()
              .filter(pin -> series(pin).equals(name))
              .flatMap(pin -> read(pin).stream())
              .findFirst()
              .map(SaidDatabases::name)
              .orElseGet(() -> isOfSeveral() ? UNREAD + name : Generations.OWN));
    }
    return Objects.requireNonNull(series.get(name));
  }

  private boolean isOfSeveral() {
    return newestFirst().stream()
        .flatMap(pin -> read(pin).stream())
        .anyMatch(said -> said.another().isPresent());
  }

  /** What is old is in archives first. */
  private List<Pin> newestFirst() {
    List<Pin> pins = new ArrayList<>(there);
    Collections.reverse(pins);
    return pins;
  }
}
