package org.quietus.backup.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.format.OutOfShare;
import org.quietus.format.Share;

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

  @Test
  void spoolsOfOneRoomPutNoMoreAsideThanItHas() throws Exception {
    Share.Room room = new Share.Room(10_000);
    byte[] piece = new byte[4_000];
    try (Spool one = shared(room);
        Spool other = shared(room)) {
      one.append(piece, piece.length);
      other.append(piece, piece.length);
      assertThatThrownBy(() -> other.append(piece, piece.length)).isInstanceOf(OutOfShare.class);
      one.close();
      other.append(piece, piece.length);
      other.read(0, piece, piece.length);
      assertThat(room.taken()).isEqualTo(8_000);
    }
    assertThat(room.taken()).isZero();
  }

  private static Spool shared(Share.Room room) {
    List<Spool> made = new ArrayList<>();
    new Share(1 << 20, room).within(() -> made.add(new Spool(0)));
    return made.get(0);
  }

  /** The device of Linux on which there is never any room. */
  @Test
  void saysWhereThereIsNoSpaceLeft() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full));
    Spool.Place nowhere = () -> FileChannel.open(full, StandardOpenOption.WRITE);
    byte[] piece = new byte[3_000];
    try (Spool spool = new Spool(8_000, nowhere)) {
      spool.append(piece, piece.length);
      spool.append(piece, piece.length);
      assertThatThrownBy(() -> spool.append(piece, piece.length))
          .isInstanceOfSatisfying(
              Trouble.class, it -> assertThat(it.end()).isEqualTo(VersionState.UNREACHABLE))
          .hasMessageContaining(
              "put aside in %s: No space left on device; make room there"
                  .formatted(System.getProperty("java.io.tmpdir")));
    }
    Share.Room room = new Share.Room(1 << 20);
    new Share(1 << 20, room)
        .within(
            () -> {
              try (Spool spool = new Spool(0, nowhere)) {
                assertThatThrownBy(() -> spool.append(piece, piece.length))
                    .as("others may have filled it")
                    .isInstanceOf(OutOfShare.class);
              }
            });
    assertThat(room.taken()).isZero();
  }

  @Test
  void whoeverWorksAloneIsNotBoundByTheShareOfAnother() {
    new Share(10, new Share.Room(0))
        .within(() -> assertThatThrownBy(() -> Share.require(11)).isInstanceOf(OutOfShare.class));
    Share.require(Long.MAX_VALUE);
    assertThat(Share.ofThread()).isEmpty();
  }

  @Test
  void aThreadHasTheShareOfTheOneThatBeganIt() throws Exception {
    List<Boolean> shared = new ArrayList<>();
    Runnable asking = () -> shared.add(Share.ofThread().isPresent());
    List<Thread> threads = new ArrayList<>();
    new Share(10, new Share.Room(0)).within(() -> threads.add(new Thread(asking)));
    threads.add(new Thread(asking));
    for (Thread thread : threads) {
      thread.start();
      thread.join();
    }
    assertThat(shared).containsExactly(true, false);
  }
}
