package org.quietus.format.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quietus.format.Decision;
import org.quietus.format.DumpTableName;
import org.quietus.format.Format;
import org.quietus.format.RewriteReport;
import org.quietus.format.Row;
import org.quietus.format.RowDecider;
import org.quietus.format.RowSource;

/** Records that are known to stay are copied, counted and digested as if they were looked at. */
class KnownToStayTest {
  private static final Format FORMAT =
      new Jsonl(new DumpTableName(null, "records"), List.of("user"));

  private final Random random = new Random(14);
  private final Set<Long> known = new HashSet<>();
  private int asked;

  private String content() {
    StringBuilder lines = new StringBuilder("\ufeff");
    for (int n = 0; n < 400; n++) {
      lines.append(
          switch (random.nextInt(6)) {
            case 0 -> "\r\n";
            case 1 -> "{\"user\": \"ann\", \"n\": %d}\n".formatted(n);
            case 2 -> "{\"n\":%d,\"user\":\"caf\u00e9\"}\r\n".formatted(n);
            default -> "{\"user\":\"bob\",\"note\":\"%s\"}\n".formatted("x".repeat(n));
          });
    }
    return lines.append("{\"user\":\"bob\"}").toString();
  }

  /** Ann's records go; the places of the others are taken down in the first reading. */
  private final RowDecider decider =
      new RowDecider() {
        @Override
        public boolean wants(RowSource source) {
          return true;
        }

        @Override
        public Decision decide(Row row) throws IOException {
          asked++;
          boolean goes = "ann".equals(row.text(0));
          if (!goes) {
            known.add(row.offset());
          }
          return goes ? Decision.DROP : Decision.KEEP;
        }

        @Override
        public boolean isKnownToStay(long offset) {
          return known.contains(offset);
        }
      };

  @Test
  void theyAreCopiedAndCountedAllTheSame() throws Exception {
    byte[] content = content().getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream once = new ByteArrayOutputStream();
    RewriteReport looked = FORMAT.rewrite(new ByteArrayInputStream(content), once, decider);
    int all = asked;
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    RewriteReport copied = FORMAT.rewrite(new ByteArrayInputStream(content), again, decider);

    assertThat(again.toByteArray()).isEqualTo(once.toByteArray());
    assertThat(copied).isEqualTo(looked);
    assertThat(asked - all).isEqualTo(all - known.size()).isPositive();
  }
}
