package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What becomes of files in a bucket that keeps versions, beyond {@link NamedFileContract}. */
abstract class S3FileContract extends NamedFileContract {

  /** Makes an empty bucket. */
  abstract BucketVault newBucket();

  @Override
  final Vault newVault(Path parent) {
    return newBucket();
  }

  @Override
  int killsEvery() {
    return 29;
  }

  @Test
  void leavesNoVersionWithARecordOfThePersonOrOnePastItsPeriod() throws Exception {
    String ann = "{\"at\":1700000001,\"user\":{\"id\":1}}\n";
    String ben = "{\"at\":1700000001,\"user\":{\"id\":2}}\n";
    put("events/a.jsonl", ann + ben);
    put("events/a.jsonl", ben);
    put("events/a.jsonl", ben + ann);
    put("access/b.jsonl", "{\"ts\":1500000000}\n");
    vault().delete("access/b.jsonl");
    shop().erase();
    assertThat(vault().contents())
        .hasSize(2)
        .allSatisfy(content -> assertThat(new String(content, UTF_8)).isEqualTo(ben));
    assertThat(shop().ledger())
        .containsExactly(
            "access.(records) delete 1", "events.(records) delete 1", "events.(records) delete 1");
    assertThat(shop().ends())
        .containsExactly(
            "access marker 1", "access verified 1", "events clean 1", "events verified 2");
  }

  @Test
  void anOlderVersionThatCannotBeReadAndShowsNobodyIsNamedUntilSomebodyRemovesIt()
      throws Exception {
    String ben = "{\"at\":1700000001,\"user\":{\"id\":2}}\n";
    put("events/a.jsonl", ben + "{\"at\":\n");
    put("events/a.jsonl", ben);
    shop().erase();
    assertThat(vault().contents()).hasSize(2);
    assertThat(shop().ends()).containsExactly("events clean 1", "events unread-rows 1");
    assertThat(shop().notes())
        .anyMatch(note -> note.endsWith("line 2: not valid JSON; remove this older version"));
  }

  @Test
  void anAddressOfTheBucketOutsideTheSetWaitsUntilTheJobFileSaysWhereItLies() throws Exception {
    put("elsewhere/a.ogg", "whose?");
    shop()
        .named(
            "calls",
            vault().settings().get("ENDPOINT")
                + vault().settings().get("STORE").substring("s3:/".length())
                + "elsewhere/a.ogg?v=2",
            false);
    shop().erase();
    shop().nextRun();
    shop().erase();
    assertThat(vault().keys()).containsExactly("elsewhere/a.ogg");
    assertThat(shop().backupEnds()).singleElement().matches(end -> end.partial());
    assertThat(shop().notes()).anyMatch(note -> note.contains("which 'objects' does not match"));
    assertThat(shop().waiting()).isOne();
  }
}
