package org.quietus.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import org.junit.jupiter.api.Test;

class ProgramNameTest {
  @Test
  void whoStartedTheJarGoesOnWithTheJarAndOthersWithTheLauncher() {
    assertThat(ProgramName.of("target/quietus.jar")).isEqualTo("java -jar target/quietus.jar");
    assertThat(ProgramName.of("lib/quietus.jar" + File.pathSeparator + "lib/h2.jar"))
        .isEqualTo("quietus");
    assertThat(ProgramName.of("target/classes")).isEqualTo("quietus");
  }
}
