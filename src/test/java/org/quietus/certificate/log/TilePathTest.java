package org.quietus.certificate.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.quietus.evidence.EvidenceName;

class TilePathTest {

  @Test
  void namesFilesAsTheSpecificationDoes() {
    assertThat(TilePath.ofHashes(0, 1_234_067, 256)).isEqualTo("tile/0/x001/x234/067");
    assertThat(TilePath.ofHashes(2, 0, 1)).isEqualTo("tile/2/000.p/1");
    assertThat(TilePath.ofEntries(273, 112)).isEqualTo("tile/entries/273.p/112");
    assertThat(TilePath.ofEntry(1_000)).isEqualTo("entry/x001/000");
  }

  @Test
  void aTreeOf70000HasTheTilesOfTheSpecification() {
    assertThat(LogTiles.width(0, 273, 70_000)).isEqualTo(112);
    assertThat(LogTiles.width(0, 272, 70_000)).isEqualTo(256);
    assertThat(LogTiles.width(1, 0, 70_000)).isEqualTo(256);
    assertThat(LogTiles.width(1, 1, 70_000)).isEqualTo(17);
    assertThat(LogTiles.width(2, 0, 70_000)).isEqualTo(1);
    assertThat(LogTiles.width(1, 0, 256)).isEqualTo(1);
  }

  @Test
  void anEvidenceStoreTakesThem() {
    String log = "0123456789abcdef0123456789abcdef";
    for (long index : new long[] {0, 999, 1_000, 1_234_067, Long.MAX_VALUE / 256}) {
      assertThat(EvidenceName.ofLog(log, TilePath.ofHashes(63, index, 255)).toString())
          .startsWith("log/" + log + "/tile/63/");
    }
  }
}
