package org.quietus.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

class EvidenceNameTest {

  /** Which of the two classes a program meets first is nothing to rely on. */
  @Test
  void doesNotMindThatItsFoldersAreLoadedBeforeItself() throws Exception {
    URL classes = EvidenceName.class.getProtectionDomain().getCodeSource().getLocation();
    try (URLClassLoader fresh =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      Class<?> folder = Class.forName(EvidenceName.Folder.class.getName(), true, fresh);
      assertThat(folder.getEnumConstants()).hasSameSizeAs(EvidenceName.Folder.values());
    }
  }
}
