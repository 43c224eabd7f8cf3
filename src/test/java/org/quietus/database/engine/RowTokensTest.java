package org.quietus.database.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowTokensTest {

  @Test
  void ordersByUnsignedBytesHoweverManyThereAreAndWhatTheyHaveInCommon() {
    for (int bytes : new int[] {4, 32}) {
      for (int number : new int[] {0, 1, 2, 3, 500}) {
        for (int alike : new int[] {0, 1, bytes - 1, bytes}) {
          Random random = new Random(7);
          List<byte[]> tokens =
              new ArrayList<>(
                  IntStream.range(0, number)
                      .mapToObj(
                          n -> {
                            byte[] token = new byte[bytes];
                            random.nextBytes(token);
                            Arrays.fill(token, 0, alike, (byte) 0xff);
                            return token;
                          })
                      .toList());
          byte[][] ordered = RowTokens.inOrder(tokens);
          tokens.sort(Arrays::compareUnsigned);
          assertThat(ordered).isEqualTo(tokens.toArray(byte[][]::new));
        }
      }
    }
  }
}
