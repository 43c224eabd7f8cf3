package org.quietus.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttributesTest {
  private static final Attributes ALL =
      new Attributes(
          Map.of(
              SystemHeader.EXPIRES, "Mon, 03 Feb 2031 04:05:06 GMT",
              SystemHeader.CACHE_CONTROL, "no-store",
              SystemHeader.ENCRYPTION, "aws:kms"),
          Map.of("origin", "jane.roe@example.org"),
          Map.of("team", "a"),
          Optional.of("STANDARD_IA"),
          Optional.of("SHA256"),
          List.of(new Grant("id", "owner", "FULL_CONTROL"), new Grant("uri", "everybody", "READ")),
          new Lock(
              Optional.of(Lock.Mode.GOVERNANCE),
              Optional.of(Instant.parse("2031-02-03T04:05:06Z")),
              false));

  @Test
  void namesWhatIsLackingWithoutItsValues() {
    assertThat(ALL.lackedBy(Attributes.DEFAULTS))
        .containsExactly(
            "Cache-Control",
            "Expires",
            "x-amz-server-side-encryption",
            "user metadata",
            "tags",
            "storage class",
            "checksum algorithm",
            "access control list",
            "retention");
  }

  @Test
  void lackNothingWhereAStoreAddsSomething() {
    assertThat(ALL.lackedBy(ALL.createdAt(Instant.EPOCH))).isEmpty();
    assertThat(ALL.createdAt(Instant.EPOCH).lackedBy(ALL)).containsExactly("user metadata");
    Attributes checked =
        new Attributes(
            Map.of(SystemHeader.ENCRYPTION, "AES256"),
            Map.of(),
            Map.of(),
            Optional.empty(),
            Optional.of("CRC64NVME"),
            List.of(),
            Lock.NONE);
    assertThat(Attributes.DEFAULTS.lackedBy(checked)).isEmpty();
  }
}
