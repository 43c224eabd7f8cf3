package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.quietus.testing.CephServer;
import software.amazon.awssdk.core.sync.RequestBody;

@EnabledIf(
    value = "org.quietus.testing.CephServer#isInstalled",
    disabledReason = CephServer.NOT_INSTALLED)
@Tag("long")
class CephFileTest extends S3FileContract {
  @Test
  void namesObjectsWhoseTagsNameThePerson() throws Exception {
    String ben = "{\"at\":1700000001,\"user\":{\"id\":2}}\n";
    BucketVault bucket = (BucketVault) vault();
    bucket
        .client()
        .putObject(
            r -> r.bucket(bucket.bucket()).key("events/a.jsonl").tagging("who=ann@example.org"),
            RequestBody.fromString(ben));
    put("events/b.jsonl", ben);
    bucket
        .client()
        .putObject(
            r -> r.bucket(bucket.bucket()).key("events/c.jsonl").tagging("who=ann@example.org"),
            RequestBody.fromString("{\"at\":1700000001,\"user\":{\"id\":1}}\n" + ben));
    shop().erase();
    assertThat(shop().ends()).containsExactly("events clean 1", "events unread-rows 2");
    assertThat(shop().notes())
        .anyMatch(note -> note.contains("its tags or its user metadata name somebody"))
        .noneMatch(note -> note.contains("ann@example"));
  }

  @Override
  BucketVault newBucket() {
    return BucketVault.locking(CephServer.shared());
  }

  @Override
  int killsEvery() {
    return 60;
  }
}
