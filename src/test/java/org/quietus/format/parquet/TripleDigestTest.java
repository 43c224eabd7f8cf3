package org.quietus.format.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Random;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.quietus.format.Sha256;

class TripleDigestTest {

  /** What somebody said of a row is kept under its digest. */
  @Test
  void isThatOfTheLevelsAndValuesInTheirOrderHoweverLongTheyAre() throws IOException {
    Random random = new Random(5);
    TripleDigest digest = new TripleDigest();
    for (int round = 0; round < 2; round++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream plain = new DataOutputStream(bytes);
      for (int n = 0; n < 500; n++) {
        byte[] text = new byte[n % 50 == 0 ? random.nextInt(20_000) : random.nextInt(60)];
        random.nextBytes(text);
        digest.add(n, 2, Binary.fromConstantByteArray(text));
        levels(plain, n, 2, text.length);
        plain.write(text);
        digest.add(0, n, (long) n);
        levels(plain, 0, n, n);
        digest.add(0, 1, null);
        levels(plain, 0, 1, 0);
        digest.add(1, 1, 0.1 * n);
        levels(plain, 1, 1, Double.doubleToRawLongBits(0.1 * n));
      }
      MessageDigest expected = Sha256.begin();
      assertThat(digest.next()).isEqualTo(expected.digest(bytes.toByteArray()));
    }
  }

  private static void levels(DataOutputStream to, int repetition, int definition, long value)
      throws IOException {
    to.writeInt(repetition);
    to.writeInt(definition);
    to.writeLong(value);
  }
}
