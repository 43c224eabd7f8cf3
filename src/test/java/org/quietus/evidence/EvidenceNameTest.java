package org.quietus.evidence;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"EvidenceName", "EvidenceName$Folder"})
  void namesAndFoldersCanBeUsedInAnyOrder(String first) throws Exception {
    URL classes = EvidenceName.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader fresh =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      assertThatCode(() -> Class.forName("org.quietus.evidence." + first, true, fresh))
          .doesNotThrowAnyException();
    }
  }
}
