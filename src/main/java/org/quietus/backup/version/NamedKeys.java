package org.quietus.backup.version;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.backup.VersionState;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Pin;
import org.quietus.policy.ObjectSet;
import org.quietus.target.BackupTask;
import org.quietus.target.NamedObjects.Pending;

/**
 * Objects of a set that rows named which are gone. One that another row still names stays; it goes
 * with the last of them.
 */
final class NamedKeys {
  private final Map<String, List<Pending>> going = new HashMap<>();
  private final Map<String, List<Pending>> staying = new HashMap<>();
  private final List<Pending> elsewhere = new ArrayList<>();

  private NamedKeys() {}

  /**
   * Looks who still names the objects that wait.
   *
   * @param url of the store, with which a column may spell its keys
   */
  static NamedKeys of(ObjectSet set, String url, BackupTask task) {
    NamedKeys keys = new NamedKeys();
    List<Pending> pending = new ArrayList<>();
    task.fenced().transaction(() -> pending.addAll(task.named().pending(set.name())));
    Map<String, Boolean> named = new HashMap<>();
    for (Pending each : pending) {
      String key = key(each.object().value(), url);
      if (!set.objects().matches(key)) {
        keys.elsewhere.add(each);
      } else {
        boolean stays =
            named.computeIfAbsent(key, of -> task.naming().isNamed(set.name(), spellings(of, url)));
        (stays ? keys.staying : keys.going).computeIfAbsent(key, of -> new ArrayList<>()).add(each);
      }
    }
    return keys;
  }

  private static String key(String value, String url) {
    String text = value.strip();
    return text.startsWith(url)
        ? text.substring(url.length())
        : text.startsWith("/") ? text.substring(1) : text;
  }

  private static List<String> spellings(String key, String url) {
    return List.of(key, "/" + key, url + key);
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
  void keep(SetContext set, JournalEntry entry) {
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
   * @param left what is still there
   */
  void settle(SetContext set, Collection<ObjectVersion> left) {
    leaveElsewhere(set);
    Set<String> there = new HashSet<>();
    left.forEach(version -> there.add(version.key().value()));
    List<Pending> done = new ArrayList<>();
    staying.values().forEach(done::addAll);
    going.forEach((key, all) -> done.addAll(there.contains(key) ? List.of() : all));
    set.task().fenced().transaction(() -> done.forEach(set.task().named()::done));
  }

  /** What is not of the set may be somebody else's: it stays, named, until the job file says so. */
  private void leaveElsewhere(SetContext set) {
    Set<String> known = new HashSet<>();
    set.entries().forEach(entry -> known.add(entry.version()));
    for (Pending each : elsewhere) {
      String token = set.tokens().hex("elsewhere", each.id());
      SealedVersion version =
          SealedVersion.of(
              new Pin(new ObjectKey(each.object().value()), "", ""),
              false,
              0,
              set.clock().instant());
      if (!known.contains(token)) {
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
                Optional.of(VersionInventory.ACCESS_CONTROLLED),
                Optional.empty(),
                List.of()));
      }
      set.task()
          .notes()
          .accept(
              "%s: a row that is gone named %s, which 'objects' does not match; it stays until the job file says where it lies"
                  .formatted(set.settings().label(), set.names().of(version)));
    }
  }
}
