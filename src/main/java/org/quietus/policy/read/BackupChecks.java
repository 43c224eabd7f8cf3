package org.quietus.policy.read;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.quietus.policy.BackupSettings;
import org.quietus.policy.DatabaseSettings;
import org.quietus.policy.JobFile;
import org.quietus.policy.LogReplay;
import org.quietus.policy.Nearest;
import org.quietus.policy.ObjectGlob;
import org.quietus.policy.ObjectSet;
import org.quietus.policy.ObjectStoreSettings;
import org.quietus.policy.OnErasure;

/** Checks that backup sets fit the databases and stores that they name. */
final class BackupChecks {
  private final JobFile job;
  private final Problems problems;

  private BackupChecks(JobFile job, Problems problems) {
    this.job = job;
    this.problems = problems;
  }

  private static final List<String> STREAMED =
      List.of("mysqldump", "pg_dump", "jsonl", "csv", "tsv");

  static void check(JobFile job, Problems problems) {
    BackupChecks checks = new BackupChecks(job, problems);
    job.backups().values().forEach(checks::set);
    List<BackupSettings> sets = List.copyOf(job.backups().values());
    for (int n = 0; n < sets.size(); n++) {
      for (BackupSettings earlier : sets.subList(0, n)) {
        checks.apart(earlier, sets.get(n));
        checks.replayedAlike(earlier, sets.get(n));
      }
    }
    job.objectStores().values().forEach(checks::store);
  }

  /** Folders have parts that tell of each other, and Parquet is read in places. */
  static void encryption(ObjectSet set, String pointer, Problems problems) {
    if (set.encryption().isPresent() && !STREAMED.contains(set.format())) {
      problems.add(
          "ENCRYPTION-OF-FORMAT",
          pointer + "/encryption",
          "%s has 'format: %s', and objects that commands decrypt are read from end to end"
              .formatted(JobTree.path(pointer), set.format()),
          set.isOpaque()
              ? "remove 'encryption': what is opaque is never looked into"
              : "this goes with " + String.join(", ", STREAMED) + "; write 'format: opaque'");
    }
  }

  private void set(BackupSettings set) {
    String pointer = JobTree.child("/backups", set.name());
    encryption(set.set(), pointer, problems);
    declaredDatabase(job, set.database(), pointer + "/of", problems);
    declaredStore(job, set.store(), pointer + "/in", problems);
    if (job.databases().containsKey(set.name())) {
      problems.add(
          "NAME-TAKEN",
          pointer,
          JobTree.path(pointer)
              + " is called like a database, so that a certificate would mix them",
          "give it another name, e.g. nightly");
    }
    dumpedByTheProduct(set, pointer);
    if (set.filters() && !set.isRewritten()) {
      problems.add(
          "NO-USE",
          pointer + "/filters",
          JobTree.path(pointer)
              + " is not rewritten, so that nobody is sought in it and a filter would spare"
              + " nothing",
          "remove 'filters', or write 'on-erasure: rewrite'");
    }
    if (set.isRewritten()) {
      conditionsCannotBeTold(set);
    }
    replayable(set, pointer);
    BackupFolderChecks.check(set, pointer, problems);
    if (set.format().equals("opaque") && set.isRewritten()) {
      problems.add(
          "CANNOT-REWRITE",
          pointer + "/on-erasure",
          JobTree.path(pointer) + " is opaque, and what cannot be read cannot be rewritten",
          "write 'on-erasure: expire'");
    }
  }

  /**
   * Binary logs go on from dumps of MySQL and MariaDB alone, and only from those that are whole.
   */
  private void replayable(BackupSettings set, String pointer) {
    Optional<LogReplay> replay = set.pitr().filter(how -> how != LogReplay.NONE);
    if (replay.isPresent() && set.format().equals("pg_dump")) {
      problems.add(
          "NO-USE",
          pointer + "/pitr",
          JobTree.path(pointer) + " holds dumps by pg_dump, on which no log can be replayed",
          "remove 'pitr', or write 'pitr: none'");
    } else if (replay.filter(LogReplay.STRICT::equals).isPresent() && set.isRewritten()) {
      problems.add(
          "LOGS-NEED-ALL-ROWS",
          pointer + "/pitr",
          JobTree.path(pointer)
              + " is rewritten, and a strict replay of binary logs ends at the first change of a"
              + " row that was taken out",
          "write 'on-erasure: at-refresh', 'isolate' or 'expire', or replay the logs so that such"
              + " changes are passed over, and write 'pitr: idempotent'");
    }
  }

  /** No tool of one product writes a dump of another one. */
  private void dumpedByTheProduct(BackupSettings set, String pointer) {
    DatabaseSettings database = job.databases().get(set.database());
    if (database == null || set.format().equals("opaque")) {
      return;
    }
    boolean postgres = database.url().startsWith("jdbc:postgresql:");
    if (postgres != set.format().equals("pg_dump")) {
      problems.add(
          "FORMAT-OF-OTHER-PRODUCT",
          pointer + "/format",
          "%s holds dumps by %s, but database '%s' is %s PostgreSQL"
              .formatted(
                  JobTree.path(pointer), set.format(), database.name(), postgres ? "a" : "not a"),
          "write 'format: %s'".formatted(postgres ? "pg_dump" : "mysqldump"));
    }
  }

  /** Rows of a dump are not asked SQL conditions. */
  private void conditionsCannotBeTold(BackupSettings set) {
    job.erasure().values().stream()
        .filter(rule -> rule.keep().isPresent() && rule.where().isPresent())
        .filter(rule -> rule.records().database().equals(set.database()))
        .forEach(
            rule -> {
              String at = JobTree.child("/erasure/records", rule.records().toString()) + "/where";
              problems.add(
                  "CONDITION-IN-BACKUPS",
                  at,
                  JobTree.path(at)
                      + " cannot be told of rows in the backups of set '"
                      + set.name()
                      + "', which are rewritten",
                  "leave 'where' out, or write 'on-erasure: at-refresh', 'isolate' or 'expire' for"
                      + " the set");
            });
  }

  /** What is in two sets goes when the first of them lets it go. */
  private void apart(BackupSettings one, BackupSettings other) {
    boolean alike =
        one.keep().equals(other.keep())
            && one.keepGenerations() == other.keepGenerations()
            && one.folders().equals(other.folders())
            && (one.onErasure() == OnErasure.AT_REFRESH)
                == (other.onErasure() == OnErasure.AT_REFRESH);
    if (!alike && meet(job, one.set(), other.set())) {
      String pointer = JobTree.child("/backups", other.name());
      problems.add(
          "OVERLAPPING-SETS",
          pointer + "/objects",
          "%s and backup set '%s' can hold the same objects, which would go by the shorter period"
              .formatted(JobTree.path(pointer), one.name()),
          "give each set a folder or an ending of its own, or the same 'keep', 'keep-generations'"
              + " and 'folders'");
    }
  }

  /** What one set rewrites is rewritten in the other one, too, whatever that says of logs. */
  private void replayedAlike(BackupSettings one, BackupSettings other) {
    boolean contradict =
        (one.isRewritten() && isContradicted(one, other))
            || (other.isRewritten() && isContradicted(other, one));
    if (contradict && meet(job, one.set(), other.set())) {
      String pointer = JobTree.child("/backups", other.name());
      problems.add(
          "OVERLAPPING-SETS",
          pointer + "/objects",
          "%s and backup set '%s' can hold the same objects, which are rewritten, and say of them that binary logs are replayed in different ways"
              .formatted(JobTree.path(pointer), one.name()),
          "give each set a folder or an ending of its own, or the same 'pitr'");
    }
  }

  private static boolean isContradicted(BackupSettings rewritten, BackupSettings other) {
    return other
        .pitr()
        .filter(how -> how == LogReplay.STRICT || rewritten.pitr().isPresent())
        .filter(how -> !rewritten.pitr().equals(Optional.of(how)))
        .isPresent();
  }

  /** Whether an object can belong to both. */
  static boolean meet(JobFile job, ObjectSet one, ObjectSet other) {
    return place(job, one).flatMap(at -> place(job, other).map(at::meets)).orElse(false);
  }

  /** Its objects under the address of its store, which other stores may have too. */
  private static Optional<ObjectGlob> place(JobFile job, ObjectSet set) {
    return Optional.ofNullable(job.objectStores().get(set.store()))
        .map(ObjectStoreSettings::url)
        .map(url -> url.getScheme() + ":" + url.getHost() + url.getPath() + "/")
        .map(store -> new ObjectGlob((store + set.objects().text()).replaceAll("/+", "/")));
  }

  static void declaredDatabase(JobFile job, String name, String pointer, Problems problems) {
    declared(name, job.databases().keySet(), "databases", "database", pointer, problems);
  }

  static void declaredStore(JobFile job, String name, String pointer, Problems problems) {
    declared(name, job.objectStores().keySet(), "object-stores", "store", pointer, problems);
  }

  private static void declared(
      String name,
      Collection<String> known,
      String key,
      String what,
      String pointer,
      Problems problems) {
    if (name.isEmpty() || known.contains(name)) {
      return;
    }
    problems.add(
        "UNKNOWN-" + what.toUpperCase(Locale.ROOT),
        pointer,
        JobTree.path(pointer) + " is " + what + " '" + name + "', which is not declared",
        Nearest.to(name, known)
            .map(nearest -> "did you mean '" + nearest + "'?")
            .orElse("declare it under '" + key + "'"));
  }

  /** Evidence inside a store would be taken for backups, and expire with them. */
  private void store(ObjectStoreSettings store) {
    ObjectStoreSettings evidence = job.evidence().place();
    boolean holds =
        store.isDirectory()
            ? holdsOne(store, evidence)
            : !evidence.isDirectory() && isInside(store, evidence);
    if (holds) {
      String pointer = JobTree.child("/object-stores", store.name()) + "/url";
      problems.add(
          "STORE-HOLDS-EVIDENCE",
          pointer,
          JobTree.path(pointer) + " and the evidence or the keys lie inside each other",
          store.isDirectory()
              ? "keep backups in a directory of their own"
              : "give backups and evidence prefixes of their own, or better buckets");
    }
  }

  /** Whether two prefixes of one bucket lie inside each other. */
  private static boolean isInside(ObjectStoreSettings store, ObjectStoreSettings evidence) {
    String one = address(store);
    String other = address(evidence);
    return store.endpoint().equals(evidence.endpoint())
        && (one.startsWith(other) || other.startsWith(one));
  }

  private static String address(ObjectStoreSettings bucket) {
    return (bucket.url() + "/").replaceAll("/+$", "/");
  }

  private boolean holdsOne(ObjectStoreSettings store, ObjectStoreSettings evidence) {
    if (isRoot(store.url())) {
      return false;
    }
    Path directory = Path.of(store.url()).normalize();
    Stream<Path> others =
        Stream.concat(
            evidence.isDirectory() ? Stream.of(Path.of(evidence.url())) : Stream.empty(),
            Stream.of(job.evidence().keys()));
    return others
        .map(Path::normalize)
        .filter(other -> !isRoot(other.toUri()))
        .anyMatch(other -> directory.startsWith(other) || other.startsWith(directory));
  }

  private static boolean isRoot(URI directory) {
    return directory.getPath() == null || directory.getPath().equals("/");
  }
}
