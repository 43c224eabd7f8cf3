package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.quietus.objectstore.Attributes;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;
import org.quietus.policy.ObjectStoreSettings;
import org.quietus.target.HeldBackups;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** What becomes of backups in a bucket that keeps versions, beyond {@link BackupLifeContract}. */
abstract class S3BackupContract extends BackupLifeContract {
  @SuppressWarnings("NullAway.Init") // by whoever opens a place
  private BucketVault bucket;

  private boolean unfaithful;
  private String denied = "";
  private StoreException refusal =
      new StoreException.Denied("no permission to delete that version");

  /** Makes an empty bucket. */
  abstract BucketVault newBucket();

  @Override
  final Vault newVault(Path parent) {
    bucket = newBucket();
    return bucket;
  }

  @Override
  int killsEvery() {
    return 5;
  }

  final S3Client client() {
    return bucket.client();
  }

  final String bucket() {
    return bucket.bucket();
  }

  /** Every version with content, by key and from new to old. */
  final List<ObjectVersion> versions() {
    return bucket.versions();
  }

  /** All that the server says of an object beside its content. */
  final Map<String, String> beside(String key) {
    return bucket.beside(key);
  }

  @Test
  void leavesNoVersionThatHoldsThePerson() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    dump(DUMP, ShopDump.ofTheDatabase().withoutAnn().row("address", "(8,'older, without her')"));
    dump(DUMP, ShopDump.ofTheDatabase());
    shop().erase();
    assertThat(bucket.contents())
        .hasSize(2)
        .allSatisfy(content -> assertThat(ShopDump.gunzip(content)).doesNotContain("Ann"));
    assertThat(shop().ends()).containsExactly("nightly clean 1", "nightly verified 2");
  }

  @Test
  void namesObjectsWhoseMetadataOrKeyNamesThePerson() throws Exception {
    client()
        .putObject(
            r -> r.bucket(bucket()).key(DUMP).metadata(Map.of("made-for", "Ann@Example.org")),
            RequestBody.fromBytes(ShopDump.gzip(ShopDump.ofTheDatabase().text())));
    dump("nightly/49-1555-1/a.sql.gz", ShopDump.ofTheDatabase().withoutAnn());
    dump("nightly/b.sql.gz", ShopDump.ofTheDatabase().withoutAnn());
    shop().erase();
    assertThat(shop().ends()).containsExactly("nightly clean 1", "nightly unread-rows 2");
    assertThat(ShopDump.gunzip(get(DUMP))).doesNotContain("Ann");
    assertThat(shop().notes())
        .anyMatch(note -> note.contains("its tags or its user metadata name somebody"))
        .anyMatch(note -> note.contains("its key names somebody"))
        .noneMatch(note -> note.toLowerCase(Locale.ROOT).contains("ann@example"))
        .noneMatch(note -> note.contains("1555"));
  }

  @Test
  void keepsOfAFolderThatIsOverwrittenTheNewestVersionOfEachFileAlone() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase();
    for (int night = 1; night <= 2; night++) {
      for (String table : dump.tables()) {
        put("monthly/" + table + ".sql.gz", ShopDump.gzip(dump.text(List.of(table))));
      }
    }
    List<ObjectVersion> newest = versions().stream().filter(ObjectVersion::isLatest).toList();
    shop().at(Instant.now().plus(Duration.ofDays(100)));
    shop().expire();
    assertThat(versions()).containsExactlyElementsOf(newest);
  }

  @Test
  void keepsOfAPhysicalBackupThatIsOverwrittenTheNewestVersionOfEachFileAlone() throws Exception {
    for (int night = 1; night <= 3; night++) {
      for (String name : List.of("base.tar", "pg_wal.tar", "backup_manifest")) {
        put("weekly/latest/" + name, ("night " + night).getBytes(UTF_8));
      }
    }
    List<ObjectVersion> newest = versions().stream().filter(ObjectVersion::isLatest).toList();
    shop().at(Instant.now().plus(Duration.ofDays(10)));
    shop().expire();
    assertThat(versions()).containsExactlyElementsOf(newest);
    assertThat(shop().ends()).containsExactly("weekly expired 6", "weekly unexpired 3");
    assertThat(shop().backupEnds()).noneMatch(end -> end.partial());
  }

  @Test
  void removesAllVersionsOfAPhysicalBackupWithIt() throws Exception {
    for (String folder : List.of("1", "1", "2")) {
      for (String name : List.of("base.tar", "pg_wal.tar", "backup_manifest")) {
        put("weekly/" + folder + "/" + name, "opaque".getBytes(UTF_8));
      }
    }
    shop().at(Instant.now().plus(Duration.ofDays(10)));
    shop().expire();
    assertThat(versions()).hasSize(3).allMatch(one -> one.key().startsWith("weekly/2/"));
    assertThat(shop().ends()).containsExactly("weekly expired 6", "weekly unexpired 3");
  }

  @Test
  void refreshesAFolderThatIsOverwrittenFileByFile() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase();
    for (int days : new int[] {-3, 3}) {
      String created = Shop.ERASED.plus(Duration.ofDays(days)).toString();
      for (String table : dump.tables()) {
        client()
            .putObject(
                r ->
                    r.bucket(bucket())
                        .key("refreshed/" + table + ".sql.gz")
                        .metadata(Map.of(Attributes.CREATED, created)),
                RequestBody.fromBytes(ShopDump.gzip(dump.text(List.of(table)))));
      }
    }
    List<ObjectVersion> newest = versions().stream().filter(ObjectVersion::isLatest).toList();
    shop().annErasedEarlier();
    shop().at(Shop.ERASED.plus(Duration.ofDays(5)));
    shop().expire();
    assertThat(versions()).containsExactlyElementsOf(newest);
  }

  @Test
  void removesWhatLiesUnderADeleteMarkerAndTheMarker() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    bucket.delete(DUMP);
    shop().erase();
    assertThat(versions()).isEmpty();
    assertThat(bucket.markers()).isEmpty();
  }

  /** The run stopped at it. */
  @Test
  void whatLiesUnderADeleteMarkerIsNoNewestBackupAndKeepsNone() throws Exception {
    dump("monthly/1.sql.gz", ShopDump.ofTheDatabase());
    bucket.delete("monthly/1.sql.gz");
    dump("monthly/2.sql.gz", ShopDump.ofTheDatabase());
    shop().at(Instant.now().plus(Duration.ofDays(100)));
    shop().expire();
    assertThat(versions()).singleElement().matches(version -> version.key().endsWith("/2.sql.gz"));
    assertThat(bucket.markers()).isEmpty();
  }

  @Test
  void leavesTheLastVersionThatIsWholeAndSaysSo() throws Exception {
    byte[] good = ShopDump.gzip(ShopDump.ofTheDatabase().text());
    byte[] half = Arrays.copyOf(good, good.length / 2);
    for (byte[] content : List.of(good, good, half)) {
      put(DUMP, content);
    }
    shop().erase();
    assertThat(bucket.contents()).containsExactlyInAnyOrder(half, good);
    assertThat(shop().ends())
        .containsExactly("nightly damaged 1", "nightly incomplete 1", "nightly verified 1");
    assertThat(shop().notes()).anyMatch(note -> note.contains("no newer version of it is whole"));
    shop().nextRun();
    dump(DUMP, ShopDump.ofTheDatabase());
    shop().erase();
    assertThat(bucket.contents())
        .filteredOn(content -> content.length != half.length)
        .singleElement()
        .satisfies(content -> assertThat(ShopDump.gunzip(content)).doesNotContain("Ann"));
  }

  @Test
  void leavesTheLastVersionThatHasTheRowsOfAllTables() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase();
    dump(DUMP, dump);
    put(DUMP, ShopDump.gzip(dump.text(List.of("address", "customer"))));
    shop().erase();
    assertThat(bucket.contents()).hasSize(2);
    assertThat(shop().ends()).containsExactly("nightly incomplete 1", "nightly verified 1");
    shop().nextRun();
    dump(DUMP, dump);
    shop().erase();
    assertThat(bucket.contents())
        .hasSize(2)
        .allSatisfy(content -> assertThat(ShopDump.gunzip(content)).doesNotContain("Ann"));
  }

  /** What is read first after a commit is something else, if so. */
  @Override
  final ObjectStore opened(ObjectStoreSettings settings, Clock clock) {
    ObjectStore store = super.opened(settings, clock);
    boolean[] committed = {false};
    return (ObjectStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              try {
                if (method.getName().equals("open") && unfaithful && committed[0]) {
                  committed[0] = false;
                  return new ByteArrayInputStream("something else".getBytes(UTF_8));
                }
                if (method.getName().equals("delete") && !denied.isEmpty() && arguments != null) {
                  if (((Pin) arguments[0]).key().value().startsWith(denied)) {
                    denied = "";
                    throw refusal;
                  }
                }
                committed[0] |= method.getName().equals("commit");
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void leavesWhatWouldMakeAnOlderVersionCurrentThatCannotBeRemoved() throws Exception {
    put("logs/1", "older".getBytes(UTF_8));
    put("logs/1", "newer".getBytes(UTF_8));
    shop().at(Instant.now().plus(Duration.ofDays(10)));
    denied = "logs/";
    shop().expire();
    assertThat(bucket.contents()).hasSize(2);
    assertThat(shop().ends()).containsExactly("logs unreachable 2");
    assertThat(shop().notes()).anyMatch(note -> note.contains("stays with its older version"));
    shop().nextRun();
    shop().expire();
    assertThat(bucket.contents()).isEmpty();
  }

  @Test
  void aVersionThatIsNotCurrentGoesThoughAnOlderOneCannotBeRemoved() throws Exception {
    for (String content : List.of("oldest", "older", "current")) {
      put("logs/1", content.getBytes(UTF_8));
    }
    shop().at(Instant.now().plus(Duration.ofDays(10)));
    denied = "logs/";
    shop().expire();
    assertThat(bucket.contents())
        .containsExactlyInAnyOrder("oldest".getBytes(UTF_8), "current".getBytes(UTF_8));
    assertThat(shop().ends()).containsExactly("logs expired 1", "logs unreachable 2");
  }

  @Test
  void oneObjectThatCannotBeRemovedKeepsNoOther() throws Exception {
    for (String key : List.of("logs/1", "logs/2", "logs/3")) {
      put(key, key.getBytes(UTF_8));
    }
    shop().at(Instant.now().plus(Duration.ofDays(10)));
    denied = "logs/2";
    refusal = new StoreException.Unreachable("no answer");
    shop().expire();
    assertThat(bucket.contents()).singleElement().isEqualTo("logs/2".getBytes(UTF_8));
    assertThat(shop().ends()).containsExactly("logs expired 2", "logs unreachable 1");
    assertThat(shop().notes()).anyMatch(note -> note.contains("could not be removed: no answer"));
  }

  @Test
  void takesBackWhatIsNotAsItWasWritten() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    unfaithful = true;
    shop().erase();
    assertThat(bucket.contents())
        .singleElement()
        .satisfies(content -> assertThat(ShopDump.gunzip(content)).contains("Ann"));
    assertThat(shop().ends()).containsExactly("nightly not-faithful 1");
    assertThat(shop().notes()).anyMatch(note -> note.contains("is the current one again"));
    assertThat(shop().ledger()).isEmpty();
    unfaithful = false;
    shop().nextRun();
    shop().erase();
    assertThat(shop().ends()).containsExactly("nightly verified 1");
  }

  @Test
  void keepsTheNewestVersionThatHoldsAnything() throws Exception {
    byte[] good = "good".getBytes(UTF_8);
    for (byte[] content : List.of("older".getBytes(UTF_8), good, new byte[0])) {
      put("weekly/1", content);
    }
    shop().at(Instant.now().plus(Duration.ofDays(10)));
    shop().expire();
    assertThat(bucket.contents()).containsExactly(good);
  }

  @Test
  void remembersWhenTheContentWasFirstCreated() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    // the headers of an object tell it in whole seconds
    Instant created = versions().get(0).lastModified().truncatedTo(ChronoUnit.SECONDS);
    shop().erase();
    assertThat(client().headObject(r -> r.bucket(bucket()).key(DUMP)).metadata())
        .containsEntry("quietus-created", created.toString());
  }

  @Test
  void aKillBeforeTheOldVersionGoesIsNoHoldOnARowOfWhichSomebodySaidWhoseItIs() throws Exception {
    String other = "(8,'Ann A','ann@example.org','+49 1555 1',NULL,'2019-01-01 00:00:00')";
    dump(DUMP, ShopDump.ofTheDatabase().row("customer", other));
    shop().erase();
    shop().say("request-1", true);
    shop().nextRun();
    AtomicInteger steps = new AtomicInteger();
    shop()
        .hold(
            new HeldBackups(
                false,
                false,
                work -> {
                  work.run();
                  if (steps.incrementAndGet() == 2) { // the first but asks
                    throw new Shop.Killed();
                  }
                }));
    assertThatThrownBy(shop()::erase).isInstanceOf(Shop.Killed.class);

    shop().hold(HeldBackups.NONE);
    shop().erase();

    assertThat(shop().ends()).containsExactly("nightly verified 1");
    assertThat(bucket.versions()).hasSize(1);
    assertOutOf(DUMP, ShopDump.ofTheDatabase().withoutAnn());
  }
}
