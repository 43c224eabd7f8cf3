package org.quietus.backup.dump;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpoolTest {

  @Test
  void givesBackWhatWasPutDownWhateverItsPlace() throws Exception {
    for (int inMemory : new int[] {0, 1000, 1 << 20}) {
      Random random = new Random(1);
      List<byte[]> pieces = new ArrayList<>();
      List<Long> places = new ArrayList<>();
      try (Spool spool = new Spool(inMemory)) {
        for (int n = 0; n < 200; n++) {
          byte[] piece = new byte[random.nextInt(n % 9 == 0 ? 9_000 : 300)];
          random.nextBytes(piece);
          pieces.add(piece);
          places.add(spool.append(piece, piece.length));
        }
        for (int n = 199; n >= 0; n--) {
          byte[] read = new byte[pieces.get(n).length];
          spool.read(places.get(n), read, read.length);
          assertThat(read).as("piece %d of %d in memory", n, inMemory).isEqualTo(pieces.get(n));
        }
      }
    }
  }
}
