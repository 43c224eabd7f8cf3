package org.quietus.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OpaqueIdsTest {

  @Test
  void everyIdCanBeAReferenceOnACertificate() {
    assertThat(Stream.generate(OpaqueIds::next).limit(2_000))
        .allMatch(id -> id.matches("(?=.*[2-9])(?=.*[a-z])[2-9a-z]{12}"));
  }
}
