package org.quietus.database.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.plan.Action;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.policy.TableName;

class ChunkDraftTest {
  private static final byte[] BLINDING = "only one run".getBytes(StandardCharsets.UTF_8);
  private static final Member VISITS =
      new Member(
          new TableName("d", "visit"),
          new Table("visit", Map.of(), List.of("id"), List.of(), List.of(), List.of(), 0, true),
          List.of(),
          MemberRole.ROOT,
          new Action.Delete(),
          List.of(),
          List.of(),
          Optional.empty(),
          List.of());

  @Test
  void theDigestIsThatOfAllTokensInTheOrderOfUnsignedBytes() throws Exception {
    List<RowValues> keys =
        new ArrayList<>(
            LongStream.range(0, 500).mapToObj(id -> new RowValues(List.of(id))).toList());
    List<byte[]> tokens = new ArrayList<>(new RowTokens(BLINDING).of(VISITS, keys));
    tokens.sort(Arrays::compareUnsigned);
    MessageDigest expected = MessageDigest.getInstance("SHA-256");
    tokens.forEach(expected::update);

    Collections.shuffle(keys, new Random(7));
    ChunkDraft draft = new ChunkDraft(BLINDING);
    draft.changed(VISITS, keys);

    assertThat(draft.digest()).isEqualTo(expected.digest());
  }
}
