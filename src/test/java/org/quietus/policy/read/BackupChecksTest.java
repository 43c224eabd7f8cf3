package org.quietus.policy.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.quietus.policy.JobFilesTest.ENVIRONMENT;
import static org.quietus.policy.JobFilesTest.FILES;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.policy.BackupSettings;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobFile;
import org.quietus.policy.ObjectGlob;
import org.quietus.policy.ObjectStoreSettings;
import org.quietus.policy.OnErasure;

/** What is refused of backups and where they lie; {@code bad-backups.yaml} has them all at once. */
class BackupChecksTest {
  private static final String BACKUPS =
      """
      object-stores:
        vault: { url: "file:///var/backups/mysql/" }
        bucket: { url: "s3://shop/mysql/", endpoint: "${ENDPOINT:}", access-key: "${SET}", secret-key: "${SET}" }
      backups:
        nightly: { of: crm, in: vault, objects: "nightly/**.sql.gz", format: mysqldump, keep: P90D, on-erasure: rewrite }
        binlogs: { of: crm, in: bucket, objects: "binlog/*", format: opaque, keep: P7D, on-erasure: expire }
      """;

  @TempDir Path dir;

  private Path file(String backups) throws IOException {
    String rest = Files.readString(FILES.resolve("smallest.yaml"));
    return Files.writeString(dir.resolve("job.yaml"), rest + backups);
  }

  @Test
  void evidenceMayLieInABucketOutsideTheBackups() throws IOException {
    JobFile job = JobFiles.load(evidenceIn("s3://shop/evidence", BACKUPS), ENVIRONMENT);
    assertThat(job.evidence().place())
        .returns(false, ObjectStoreSettings::isDirectory)
        .returns(Optional.of("eu-central-1"), ObjectStoreSettings::region);
  }

  @Test
  void noDumpOfPostgreSqlIsTakenForOneByMysqldump() throws IOException {
    Path file = file(BACKUPS);
    String other =
        Files.readString(file).replace("${CRM_URL}", "jdbc:postgresql://db.example.org/crm");
    Files.writeString(file, other);

    assertThat(catchThrowableOfType(InvalidInput.class, () -> JobFiles.load(file, ENVIRONMENT)))
        .hasMessageContaining("backups.nightly")
        .hasMessageContaining("FORMAT-OF-OTHER-PRODUCT")
        .hasMessageNotContaining("backups.binlogs");

    Files.writeString(
        file,
        other.replace(
            "format: mysqldump, keep: P90D, on-erasure: rewrite",
            "format: opaque, keep: P90D, on-erasure: expire"));
    assertThat(JobFiles.load(file, ENVIRONMENT).backups()).containsKey("nightly");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"s3://shop", "s3://shop/", "s3://shop/mysql", "s3://shop/mysql/evidence/"})
  void evidenceInABucketIsNotTakenForBackups(String evidence) throws IOException {
    Path file = evidenceIn(evidence, BACKUPS);
    assertThat(catchThrowableOfType(InvalidInput.class, () -> JobFiles.load(file, ENVIRONMENT)))
        .hasMessageContaining("STORE-HOLDS-EVIDENCE");
  }

  private Path evidenceIn(String bucket, String backups) throws IOException {
    Path file = file(backups);
    String text = Files.readString(file);
    String changed =
        text.replaceFirst("store: \\S+,", "store: \"" + bucket + "\", region: eu-central-1,");
    assertThat(changed).isNotEqualTo(text);
    return Files.writeString(file, changed);
  }

  @Test
  void readsTheRolesThatBucketsAreReachedIn() throws IOException {
    String role = "role: \"arn:aws:iam::111122223333:role/quietus\", external-id: shop-4711, ";
    String backups = BACKUPS.replace("endpoint:", role + "session-name: \"\", endpoint:");
    Path file = evidenceIn("s3://shop/evidence", backups);
    Files.writeString(file, Files.readString(file).replace("region:", role + "region:"));
    JobFile job = JobFiles.load(file, ENVIRONMENT);
    ObjectStoreSettings.Role read =
        new ObjectStoreSettings.Role(
            "arn:aws:iam::111122223333:role/quietus",
            Optional.of("shop-4711"),
            "quietus",
            Optional.empty());
    assertThat(job.objectStores().get("bucket").role()).contains(read);
    assertThat(job.evidence().place().role()).contains(read);
  }

  @Test
  void acceptsADirectoryAndABucket() throws IOException {
    JobFile job = JobFiles.load(file(BACKUPS), ENVIRONMENT);
    assertThat(job.objectStores().get("vault"))
        .returns(true, ObjectStoreSettings::isDirectory)
        .satisfies(vault -> assertThat(vault.credential()).isEmpty());
    assertThat(job.objectStores().get("bucket"))
        .returns(false, ObjectStoreSettings::isDirectory)
        .satisfies(bucket -> assertThat(bucket.endpoint()).isEmpty());
    assertThat(job.backups().get("nightly"))
        .isEqualTo(
            new BackupSettings(
                "nightly",
                "crm",
                "vault",
                new ObjectGlob("nightly/**.sql.gz"),
                "mysqldump",
                Period.ofDays(90),
                OnErasure.REWRITE,
                1,
                List.of(),
                Optional.empty()));
    assertThat(job.backups().get("binlogs").isRewritten()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rewrite, pitr: none | rewrite, pitr: idempotent | true",
        "isolate, pitr: strict | rewrite, pitr: none | true",
        "isolate, pitr: strict | rewrite | true",
        "isolate, pitr: none | rewrite, pitr: idempotent | true",
        "isolate, pitr: strict | isolate, pitr: none | false",
        "rewrite, pitr: none | rewrite | false",
        "rewrite | isolate, pitr: idempotent | false",
        "rewrite, pitr: none | isolate, pitr: none | false"
      })
  void setsThatOverlapSayOneThingOfLogsWhereOneIsRewritten(
      String one, String other, boolean refused) throws IOException {
    String set = ": { of: crm, in: vault, objects: \"a/*\", format: mysqldump, keep: P90D, ";
    String stores = BACKUPS.substring(0, BACKUPS.indexOf("  nightly"));
    String all =
        "  a" + set + "on-erasure: " + one + " }\n  b" + set + "on-erasure: " + other + " }\n";
    Path file = file(stores + all);
    if (refused) {
      assertThat(catchThrowableOfType(InvalidInput.class, () -> JobFiles.load(file, ENVIRONMENT)))
          .hasMessageContaining("'pitr' [OVERLAPPING-SETS]");
    } else {
      assertThat(JobFiles.load(file, ENVIRONMENT).backups()).hasSize(2);
    }
  }

  @Test
  void pgDumpIsOfAPostgresAlone() throws IOException {
    Path file = file(BACKUPS);
    String dumped = Files.readString(file).replace("format: mysqldump", "format: pg_dump");
    Files.writeString(file, dumped);
    assertThat(catchThrowableOfType(InvalidInput.class, () -> JobFiles.load(file, ENVIRONMENT)))
        .hasMessageContaining(
            "'backups.nightly' holds dumps by pg_dump, but database 'crm' is not a PostgreSQL;"
                + " write 'format: mysqldump' [FORMAT-OF-OTHER-PRODUCT]");

    Files.writeString(file, dumped.replace("${CRM_URL}", "jdbc:postgresql://db.example.org/crm"));
    assertThat(JobFiles.load(file, ENVIRONMENT).backups().get("nightly").format())
        .isEqualTo("pg_dump");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "of: crm, in: vault | of: cmr, in: vault | :14: 'backups.nightly.of' is database 'cmr',"
            + " which is not declared; did you mean 'crm'? [UNKNOWN-DATABASE]",
        "in: vault | in: valut | :14: 'backups.nightly.in' is store 'valut', which is not declared;"
            + " did you mean 'vault'? [UNKNOWN-STORE]",
        "in: vault | in: attic | :14: 'backups.nightly.in' is store 'attic', which is not declared;"
            + " declare it under 'object-stores' [UNKNOWN-STORE]",
        "nightly: { | crm: { | :14: 'backups.crm' is called like a database, so that a certificate"
            + " would mix them; give it another name, e.g. nightly [NAME-TAKEN]",
        "on-erasure: expire | on-erasure: rewrite | :15: 'backups.binlogs' is opaque, and what"
            + " cannot be read cannot be rewritten; write 'on-erasure: expire' [CANNOT-REWRITE]",
        "on-erasure: expire | on-erasure: expire, filters: keep | :15: 'backups.binlogs' is not"
            + " rewritten, so that nobody is sought in it and a filter would spare nothing; remove"
            + " 'filters', or write 'on-erasure: rewrite' [NO-USE]",
        "\"binlog/*\" | \"/binlog/*\" | :15: 'backups.binlogs.objects' matches no key: keys begin"
            + " with no '/' and have no empty part; write e.g. nightly/**.sql.gz [BAD-OBJECTS]",
        "/var/backups/mysql/ | /var/lib/quietus/ | :11: 'object-stores.vault.url' and the evidence"
            + " or the keys lie inside each other; keep backups in a directory of their own"
            + " [STORE-HOLDS-EVIDENCE]",
        "file:///var/backups/mysql/ | ftp://backups | :11: 'object-stores.vault.url' is neither a"
            + " directory nor a bucket; write e.g. file:///var/backups/mysql/ or"
            + " s3://shop-backups/mysql/ [BAD-STORE]",
        "${ENDPOINT:} | localhost | :12: 'object-stores.bucket.endpoint' is not an address; write"
            + " e.g. https://s3.example.com:9000 [BAD-ENDPOINT]",
        "s3://shop/mysql/ | file:///var/mysql/ | :12: 'object-stores.bucket.access-key' has no"
            + " meaning for a directory; remove it, or write 'url: s3://bucket/prefix/'"
            + " [NOT-FOR-A-DIRECTORY]",
        "in: bucket, objects: \"binlog/*\" | in: vault, objects: \"**.gz\" | :15: 'backups.binlogs'"
            + " and backup set 'nightly' can hold the same objects, which would go by the shorter"
            + " period; give each set a folder or an ending of its own, or the same 'keep',"
            + " 'keep-generations' and 'folders' [OVERLAPPING-SETS]",
        "rewrite } | rewrite, folders: \"nightly/*\" } | :14: 'backups.nightly' has 'format:"
            + " mysqldump', and what is in the files tells which of them are one backup; remove"
            + " 'folders', or write 'format: opaque' and 'on-erasure: expire' [NO-USE]",
        "expire } | expire, folders: \"binlog/*\" } | :15: 'backups.binlogs.folders' names no"
            + " folder that one of the 'objects' can lie in; write e.g. 'objects: \"physical/**\"'"
            + " and 'folders: \"physical/*\"' [BAD-FOLDERS]",
        "binlog/*\", format: opaque, | **.x\", format: opaque, folders: \"binlog/\", | :15:"
            + " 'backups.binlogs.folders' ends with a slash; write 'folders: \"binlog\"'"
            + " [BAD-FOLDERS]",
        "of: crm, in: bucket, objects: \"binlog/*\", format: opaque, keep: P7D, on-erasure: expire"
            + " | of: crm, in: vault, objects: \"**.gz\", format: opaque, keep: P90D, on-erasure:"
            + " isolate, pitr: strict | :15: 'backups.binlogs' and backup set 'nightly' can hold"
            + " the same objects, which are rewritten, and say of them that binary logs are"
            + " replayed in different ways; give each set a folder or an ending of its own, or the"
            + " same 'pitr' [OVERLAPPING-SETS]",
        "`, secret-key: \"${SET}\"` | `` | :12: 'object-stores.bucket' has only one of 'access-key'"
            + " and 'secret-key'; add the other, or leave both out and let the S3 client look for"
            + " them [HALF-A-CREDENTIAL]",
        "mysql/\" } | mysql/\", restore: P3D } | :11: 'object-stores.vault.restore' has no meaning"
            + " for a directory; remove it, or write 'url: s3://bucket/prefix/'"
            + " [NOT-FOR-A-DIRECTORY]",
        "mysql/\", endpoint: | mysql/\", restore: P1M, endpoint: | :12:"
            + " 'object-stores.bucket.restore' is 'P1M', and stores count days; write days, e.g."
            + " P3D [BAD-RESTORE]",
        "mysql/\", endpoint: | mysql/\", restore-tier: Bulk, endpoint: | :12:"
            + " 'object-stores.bucket.restore-tier' says how, but nothing is restored; add for how"
            + " long, e.g. 'restore: P3D', or leave it out [TIER-WITHOUT-RESTORE]",
        "mysql/\", endpoint: | mysql/\", customer-key: vault.key, endpoint: | :12:"
            + " 'object-stores.bucket.customer-key' is not an absolute path; write e.g."
            + " /etc/quietus/keys/vault.key: jobs are started from various directories"
            + " [BAD-CUSTOMER-KEY]",
        "endpoint: \"${ENDPOINT:}\" | role: quietus, endpoint: \"\" | :12:"
            + " 'object-stores.bucket.role' is not the name (ARN) of a role; write e.g."
            + " arn:aws:iam::111122223333:role/quietus [BAD-ROLE]",
        "endpoint: \"${ENDPOINT:}\" | role: \"arn:aws:iam:::role/q\", endpoint: \"http://s3\" |"
            + " :12: 'object-stores.bucket.role' is assumed at another server than Amazon's, and it"
            + " is not said where; add 'sts-endpoint'; with MinIO and Ceph it is the same address"
            + " as 'endpoint' [NO-STS-ENDPOINT]",
        "endpoint: \"${ENDPOINT:}\" | external-id: shop-1, endpoint: \"\" | :12:"
            + " 'object-stores.bucket.external-id' is about a role, and there is none; add e.g."
            + " 'role: arn:aws:iam::111122223333:role/quietus', or leave it out [NO-ROLE]",
        "endpoint: \"${ENDPOINT:}\" | role: \"arn:aws:iam:::role/q\", session-name: \"a b\" | :12:"
            + " 'object-stores.bucket.session-name' has characters or a length that no token"
            + " service takes; write 2 to 64 letters, digits and signs out of _+=,.@-"
            + " [BAD-ROLE-NAME]",
      })
  void saysWhatWhereAndHowToMend(String part, String replacement, String message)
      throws IOException {
    Path file = file(BACKUPS.replace(part, replacement));
    assertThat(refused(file).getMessage().lines()).contains(file + message);
  }

  @ParameterizedTest
  @CsvSource({
    "a/*, a/b, true",
    "a/*, a/b/c, false",
    "a/**, a/b/c, true",
    "**.sql.gz, nightly/**, true",
    "**.sql.gz, **.sql, false",
    "full-*.gz, inc-*.gz, false",
    "*-full.gz, inc-*, true",
    "a?c, a*b, false",
    "a?c, abc, true",
    "a?c, a/c, false",
    "*/x, ?/*, true",
    "**/full, *, false",
    "*a*, *b*, true",
    "**, z, true"
  })
  void knowsWhichGlobsCanMatchTheSameKey(String one, String other, boolean meet) {
    assertThat(new ObjectGlob(one).meets(new ObjectGlob(other))).isEqualTo(meet);
    assertThat(new ObjectGlob(other).meets(new ObjectGlob(one))).isEqualTo(meet);
  }

  @Test
  void twoSetsMayHoldTheSameObjectsForAsLong() throws IOException {
    String both =
        BACKUPS
            + """
              twice: { of: crm, in: vault, objects: "**.sql.gz", format: mysqldump, keep: P90D, on-erasure: rewrite }
            """;
    assertThat(JobFiles.load(file(both), ENVIRONMENT).backups()).hasSize(3);
  }

  @Test
  void quotesNoSecretThatStandsInTheFile() throws IOException {
    InvalidInput refused = refused(file(BACKUPS.replace("\"${SET}\" }", "geheim }")));
    assertThat(refused.getMessage()).contains("[PASSWORD-IN-FILE]").doesNotContain("geheim");
  }

  private static InvalidInput refused(Path file) {
    return catchThrowableOfType(InvalidInput.class, () -> JobFiles.load(file, ENVIRONMENT));
  }
}
