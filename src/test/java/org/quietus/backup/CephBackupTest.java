package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.quietus.target.BackupEnd;
import org.quietus.testing.CephServer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** On a bucket whose Object Lock the server enforces. */
@EnabledIf(
    value = "org.quietus.testing.CephServer#isInstalled",
    disabledReason = CephServer.NOT_INSTALLED)
@Tag("long")
class CephBackupTest extends S3BackupContract {
  private static final Instant NOW = Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS);
  private static final Instant UNTIL = NOW.plus(Duration.ofDays(200));

  @Override
  BucketVault newBucket() {
    return BucketVault.locking(CephServer.shared());
  }

  @Override
  int killsEvery() {
    return 37;
  }

  @Override
  int killsEveryOfFew() {
    return 15;
  }

  private String lock(String key, ShopDump dump, ObjectLockMode mode, Instant until) {
    return client()
        .putObject(
            r -> r.bucket(bucket()).key(key).objectLockMode(mode).objectLockRetainUntilDate(until),
            RequestBody.fromBytes(ShopDump.gzip(dump.text())))
        .versionId();
  }

  private void hold(ObjectVersion version, ObjectLockLegalHoldStatus status) {
    client()
        .putObjectLegalHold(
            r ->
                r.bucket(bucket())
                    .key(version.key())
                    .versionId(version.versionId())
                    .legalHold(h -> h.status(status)));
  }

  private byte[] get(ObjectVersion version) {
    return client()
        .getObjectAsBytes(r -> r.bucket(bucket()).key(version.key()).versionId(version.versionId()))
        .asByteArray();
  }

  private BackupEnd locked() {
    return shop().backupEnds().stream()
        .filter(end -> end.state().equals("locked"))
        .findFirst()
        .orElseThrow();
  }

  private static LocalDate day(Instant moment) {
    return moment.atZone(ZoneId.of("Europe/Berlin")).toLocalDate();
  }

  @Test
  void leavesALockedVersionWithItsDateAndTakesThePersonOutOfTheOthers() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    String locked = lock(DUMP, ShopDump.ofTheDatabase(), ObjectLockMode.COMPLIANCE, UNTIL);
    dump(DUMP, ShopDump.ofTheDatabase());
    shop().erase();
    assertThat(shop().ends()).containsExactly("nightly locked 1", "nightly verified 2");
    assertThat(locked())
        .isEqualTo(
            new BackupEnd(
                "nightly",
                "locked",
                1,
                false,
                false,
                false,
                Optional.of("locked-compliance"),
                Optional.of(day(UNTIL).plusDays(1))));
    List<ObjectVersion> left = versions();
    assertThat(left).hasSize(2);
    assertThat(ShopDump.gunzip(get(left.get(0)))).doesNotContain("Ann");
    assertThat(left.get(1).versionId()).isEqualTo(locked);
    assertThat(ShopDump.gunzip(get(left.get(1)))).isEqualTo(ShopDump.ofTheDatabase().text());
    assertThat(shop().ledger()).contains("nightly.customer delete 1", "nightly.customer delete 1");
  }

  @Test
  void leavesAnObjectUnderItsOwnersKeyAndTakesThePersonOutOfAllOthers() throws Exception {
    byte[] key = new byte[32];
    String inBase64 = Base64.getEncoder().encodeToString(key);
    String digest =
        Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(key));
    byte[] content = ShopDump.gzip(ShopDump.ofTheDatabase().text());
    String secret = "nightly/secret.sql.gz";
    client()
        .putObject(
            r ->
                r.bucket(bucket())
                    .key(secret)
                    .sseCustomerAlgorithm("AES256")
                    .sseCustomerKey(inBase64)
                    .sseCustomerKeyMD5(digest),
            RequestBody.fromBytes(content));
    dump(DUMP, ShopDump.ofTheDatabase());
    shop().erase();
    assertThat(
            ShopDump.gunzip(
                client().getObjectAsBytes(r -> r.bucket(bucket()).key(DUMP)).asByteArray()))
        .doesNotContain("Ann");
    assertThat(shop().ends()).hasSize(2).contains("nightly verified 1");
    assertThat(shop().backupEnds()).filteredOn(end -> end.partial()).hasSize(1);
    assertThat(shop().notes()).anyMatch(note -> note.contains("SSE-C"));
    byte[] left =
        client()
            .getObjectAsBytes(
                r ->
                    r.bucket(bucket())
                        .key(secret)
                        .sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(inBase64)
                        .sseCustomerKeyMD5(digest))
            .asByteArray();
    assertThat(left).isEqualTo(content);
  }

  @Test
  void readsAndWritesUnderTheOwnersKeyWhatIsEncryptedWithItAndNamesWhatIsNot() throws Exception {
    byte[] own = new byte[32];
    own[0] = 1;
    byte[] other = new byte[32];
    byte[] content = ShopDump.gzip(ShopDump.ofTheDatabase().text());
    for (byte[] key : List.of(own, other)) {
      client()
          .putObject(
              r ->
                  r.bucket(bucket())
                      .key("nightly/" + key[0] + ".sql.gz")
                      .sseCustomerAlgorithm("AES256")
                      .sseCustomerKey(Base64.getEncoder().encodeToString(key))
                      .sseCustomerKeyMD5(md5(key)),
              RequestBody.fromBytes(content));
    }
    dump("nightly/plain.sql.gz", ShopDump.ofTheDatabase());
    Path file = directory.resolve("vault.key");
    Files.writeString(file, HexFormat.of().formatHex(own));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    try (Shop keyed =
        shop(job -> job.replace("secret-key:", "customer-key: " + file + ", secret-key:"))) {
      keyed.erase();
      assertThat(keyed.ends()).containsExactly("nightly unreachable 1", "nightly verified 2");
      assertThat(keyed.notes())
          .anyMatch(note -> note.contains("another key (SSE-C) than that of 'customer-key'"))
          .noneMatch(note -> note.contains(Base64.getEncoder().encodeToString(own)))
          .noneMatch(note -> note.contains(HexFormat.of().formatHex(own)));
    }
    assertThat(versions()).hasSize(3);
    assertThat(ShopDump.gunzip(get("nightly/plain.sql.gz"))).doesNotContain("Ann");
    assertThatThrownBy(() -> get("nightly/1.sql.gz")).isInstanceOf(S3Exception.class);
    assertThat(ShopDump.gunzip(get("nightly/1.sql.gz", own))).doesNotContain("Ann");
    assertThat(get("nightly/0.sql.gz", other)).isEqualTo(content);
  }

  private byte[] get(String name, byte[] key) {
    return client()
        .getObjectAsBytes(
            r ->
                r.bucket(bucket())
                    .key(name)
                    .sseCustomerAlgorithm("AES256")
                    .sseCustomerKey(Base64.getEncoder().encodeToString(key))
                    .sseCustomerKeyMD5(md5(key)))
        .asByteArray();
  }

  private static String md5(byte[] key) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(key));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void writesNothingOverALockedCurrentVersionAndRemovesOlderOnes() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    String locked = lock(DUMP, ShopDump.ofTheDatabase(), ObjectLockMode.GOVERNANCE, UNTIL);
    shop().erase();
    assertThat(shop().ends()).containsExactly("nightly locked 1", "nightly verified 1");
    assertThat(locked().protection()).contains("locked-governance");
    assertThat(versions()).extracting(ObjectVersion::versionId).containsExactly(locked);
  }

  @Test
  void bypassesGovernanceIfTheJobFileSaysSoAndNeverCompliance() throws Exception {
    String other = "nightly/other.sql.gz";
    lock(DUMP, ShopDump.ofTheDatabase(), ObjectLockMode.GOVERNANCE, UNTIL);
    lock(DUMP, ShopDump.ofTheDatabase(), ObjectLockMode.GOVERNANCE, UNTIL);
    String strict = lock(other, ShopDump.ofTheDatabase(), ObjectLockMode.COMPLIANCE, UNTIL);
    dump("nightly/held.sql.gz", ShopDump.ofTheDatabase());
    ObjectVersion held =
        versions().stream().filter(v -> v.key().contains("held")).findFirst().orElseThrow();
    hold(held, ObjectLockLegalHoldStatus.ON);
    try (Shop bypassing =
        shop(
            job ->
                job.replace(
                    "secret-key:", "bypass-governance: { because: erasure }, secret-key:"))) {
      bypassing.erase();
      assertThat(bypassing.ends())
          .containsExactly("nightly locked 1", "nightly locked 1", "nightly verified 2");
      Map<String, Long> two = Map.of("nightly", 2L);
      assertThat(bypassing.bypassed(Optional.empty())).isEqualTo(two);
      assertThat(bypassing.bypassed(Optional.of("request-1"))).isEqualTo(two);
      assertThat(bypassing.bypassed(Optional.of("request-2"))).isEmpty();
    }
    List<ObjectVersion> left = versions();
    assertThat(left).extracting(ObjectVersion::versionId).contains(strict, held.versionId());
    assertThat(left).hasSize(3);
    ObjectVersion clean =
        left.stream().filter(version -> version.key().equals(DUMP)).findFirst().orElseThrow();
    assertThat(ShopDump.gunzip(get(clean))).doesNotContain("Ann");
    var head = client().headObject(r -> r.bucket(bucket()).key(DUMP).versionId(clean.versionId()));
    assertThat(head.objectLockMode()).isEqualTo(ObjectLockMode.GOVERNANCE);
    assertThat(head.objectLockRetainUntilDate()).isEqualTo(UNTIL);
    hold(held, ObjectLockLegalHoldStatus.OFF);
  }

  @Test
  void carriesOverWhatTheServerKeepsOfAnObjectBesideItsContent() throws Exception {
    client()
        .putObject(
            r -> {
              CarriedOverTest.everywhere(r.bucket(bucket()).key(DUMP));
              r.acl(ObjectCannedACL.PUBLIC_READ)
                  .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                  .ssekmsKeyId("testkey");
            },
            RequestBody.fromBytes(ShopDump.gzip(ShopDump.ofTheDatabase().text())));
    Map<String, String> before = beside(DUMP);
    assertThat(before)
        .containsKeys("expires", "x-amz-server-side-encryption")
        .hasEntrySatisfying("grants", grants -> assertThat(grants).contains("AllUsers"));
    shop().erase();
    assertThat(shop().ends()).containsExactly("nightly verified 1");
    assertThat(ShopDump.gunzip(get(DUMP))).doesNotContain("Ann");
    assertThat(beside(DUMP)).isEqualTo(before);
    assertThat(shop().notes()).noneMatch(note -> note.contains("beside its content"));
  }

  @Test
  void namesTheEndOfTheLockAlsoWhereThePeriodEndsLater() throws Exception {
    Instant end = NOW.plus(Duration.ofDays(2));
    lock(DUMP, ShopDump.ofTheDatabase(), ObjectLockMode.COMPLIANCE, end);
    shop().erase();
    assertThat(locked().latestExpiry()).contains(day(end).plusDays(1));
  }

  @Test
  void namesNoDateForALegalHold() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    hold(versions().get(0), ObjectLockLegalHoldStatus.ON);
    shop().erase();
    assertThat(shop().ends()).containsExactly("nightly locked 1");
    assertThat(locked().protection()).contains("legal-hold");
    assertThat(locked().latestExpiry()).isEmpty();
    hold(versions().get(0), ObjectLockLegalHoldStatus.OFF);
    shop().nextRun();
    shop().erase();
    assertThat(shop().ends()).containsExactly("nightly verified 1");
  }

  @Test
  void readsALockedFileOfAFolderForTheKeysOfTheOthers() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase();
    for (String table : dump.tables()) {
      put("nightly/sunday/" + table + ".sql.gz", ShopDump.gzip(dump.text(List.of(table))));
    }
    ObjectVersion customers =
        versions().stream().filter(v -> v.key().contains("customer")).findFirst().orElseThrow();
    hold(customers, ObjectLockLegalHoldStatus.ON);
    shop().erase();
    assertThat(shop().ends()).containsExactly("nightly locked 1", "nightly verified 5");
    ShopDump expected = ShopDump.ofTheDatabase().withoutAnn();
    for (ObjectVersion version : versions()) {
      String table = version.key().replaceAll(".*/|\\.sql.*", "");
      ShopDump wanted = table.equals("customer") ? ShopDump.ofTheDatabase() : expected;
      assertThat(ShopDump.lines(ShopDump.gunzip(get(version))))
          .isEqualTo(ShopDump.lines(wanted.text(List.of(table))));
    }
  }

  @Test
  void bringsNoLockedVersionBackByRemovingTheOneAboveIt() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    ObjectVersion older = versions().get(0);
    hold(older, ObjectLockLegalHoldStatus.ON);
    dump(DUMP, ShopDump.ofTheDatabase().withoutAnn());
    shop().at(NOW.plus(Duration.ofDays(100)));
    shop().expire();
    assertThat(shop().ends()).containsExactly("nightly locked 2");
    assertThat(ShopDump.gunzip(get(versions().get(0)))).doesNotContain("Ann");
    hold(older, ObjectLockLegalHoldStatus.OFF);
    shop().nextRun();
    shop().expire();
    assertThat(versions()).isEmpty();
  }

  @Test
  void whatStaysAboveALockedVersionIsSaidToStayUntilTheLockEnds() throws Exception {
    lock(DUMP, ShopDump.ofTheDatabase(), ObjectLockMode.COMPLIANCE, UNTIL);
    dump(DUMP, ShopDump.ofTheDatabase().withoutAnn());
    shop().at(UNTIL.minusSeconds(60));
    shop().expire();
    assertThat(versions()).hasSize(2);
    assertThat(shop().backupEnds())
        .containsExactly(
            new BackupEnd(
                "nightly",
                "locked",
                2,
                false,
                false,
                false,
                Optional.of("locked-compliance"),
                Optional.of(day(UNTIL).plusDays(1))));
    assertThat(shop().notes()).anyMatch(note -> note.contains("stays with its locked version"));
  }

  @Test
  void keepsTheRowsThatLeadToThoseOfALockedFile() throws Exception {
    ShopDump dump = ShopDump.ofTheDatabase();
    for (String table : dump.tables()) {
      put("nightly/sunday/" + table + ".sql.gz", ShopDump.gzip(dump.text(List.of(table))));
    }
    ObjectVersion chat =
        versions().stream().filter(v -> v.key().contains("chat")).findFirst().orElseThrow();
    hold(chat, ObjectLockLegalHoldStatus.ON);
    shop().erase();
    assertThat(shop().ends()).containsExactly("nightly locked 2", "nightly verified 4");
    hold(chat, ObjectLockLegalHoldStatus.OFF);
    shop().annErasedEarlier();
    shop().nextRun();
    shop().screen();
    assertThat(versions())
        .hasSize(6)
        .allSatisfy(version -> assertThat(ShopDump.gunzip(get(version))).doesNotContain("Ann"));
  }

  @Test
  void keepsWhatIsLockedBeyondItsPeriodThoughItsOwnClockBeFast() throws Exception {
    lock(DUMP, ShopDump.ofTheDatabase(), ObjectLockMode.COMPLIANCE, UNTIL);
    for (Instant moment : List.of(UNTIL.minusSeconds(60), UNTIL.plusSeconds(60))) {
      shop().nextRun();
      shop().at(moment);
      shop().expire();
      assertThat(shop().ends()).as("at %s", moment).containsExactly("nightly locked 1");
      assertThat(versions()).hasSize(1);
    }
  }

  @Test
  void namesWhatItMayNotRemoveAndGoesOnWithTheRest() throws Exception {
    lock(DUMP, ShopDump.ofTheDatabase(), ObjectLockMode.COMPLIANCE, UNTIL);
    dump("nightly/other.sql.gz", ShopDump.ofTheDatabase());
    // to the store the lock still holds, though to all that we know it has ended
    shop().at(UNTIL.plus(Duration.ofDays(1)));
    shop().expire();
    assertThat(shop().ends()).containsExactly("nightly expired 1", "nightly unreachable 1");
    assertThat(versions()).extracting(ObjectVersion::key).containsExactly(DUMP);
  }

  @Test
  void rewritesAlthoughTheBucketLocksWhatIsNew() throws Exception {
    dump(DUMP, ShopDump.ofTheDatabase());
    client()
        .putObjectLockConfiguration(
            r ->
                r.bucket(bucket())
                    .objectLockConfiguration(
                        c ->
                            c.objectLockEnabled(ObjectLockEnabled.ENABLED)
                                .rule(
                                    u ->
                                        u.defaultRetention(
                                            d ->
                                                d.mode(ObjectLockRetentionMode.COMPLIANCE)
                                                    .days(1)))));
    shop().erase();
    assertThat(shop().ends()).containsExactly("nightly verified 1");
    assertThat(versions())
        .singleElement()
        .satisfies(v -> assertThat(ShopDump.gunzip(get(v))).doesNotContain("Ann"));
  }

  @Test
  void bearsAHoldThatSomebodyPutsAtAnyMoment() throws Exception {
    int held = 0;
    for (int n = 1; n < 40; n += 9) {
      clear();
      dump(DUMP, ShopDump.ofTheDatabase());
      ObjectVersion original = versions().get(0);
      shop().nextRun();
      shop().beforeTransaction(n, () -> holdIfThere(original));
      shop().erase();
      boolean stands = versions().stream().anyMatch(v -> isSame(v, original));
      held += stands ? 1 : 0;
      assertThat(shop().ends())
          .as("held before transaction " + n)
          .contains(stands ? "nightly locked 1" : "nightly verified 1")
          .noneMatch(end -> end.contains("not-gone"));
      assertThat(shop().backupEnds()).noneMatch(BackupEnd::partial);
      for (ObjectVersion version : versions()) {
        String text = ShopDump.gunzip(get(version));
        assertThat(text.contains("Ann")).isEqualTo(isSame(version, original));
      }
      if (stands) {
        hold(original, ObjectLockLegalHoldStatus.OFF);
      }
    }
    assertThat(held).isPositive();
  }

  private static boolean isSame(ObjectVersion one, ObjectVersion other) {
    return one.versionId().equals(other.versionId());
  }

  private void holdIfThere(ObjectVersion version) {
    try {
      hold(version, ObjectLockLegalHoldStatus.ON);
    } catch (S3Exception e) {
      assertThat(e.statusCode()).isEqualTo(404);
    }
  }
}
