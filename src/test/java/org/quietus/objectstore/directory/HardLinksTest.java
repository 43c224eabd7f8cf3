package org.quietus.objectstore.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often a directory is walked to find the names of its files, and what it is told then. */
class HardLinksTest {
  private static final int FILES = 20;

  @TempDir Path directory;
  private Path store;
  private Path outside;
  private int walks;
  private HardLinks links;

  @BeforeEach
  void files() throws Exception {
    store = Files.createDirectory(directory.resolve("store"));
    outside = Files.createDirectory(directory.resolve("outside"));
    links =
        new HardLinks(
            visitor -> {
              walks++;
              Files.walkFileTree(store, visitor);
            });
    for (int n = 0; n < FILES; n++) {
      Files.createFile(file(n));
    }
  }

  private Path file(int n) {
    return store.resolve("file-" + n);
  }

  private Path linkedInside(int n) throws Exception {
    return Files.createLink(store.resolve("other-" + n), file(n));
  }

  private Path linkedOutside(int n) throws Exception {
    return Files.createLink(outside.resolve("other-" + n), file(n));
  }

  @Test
  void walksOnceForFilesWithNamesOutside() throws Exception {
    for (int n = 0; n < FILES; n++) {
      linkedOutside(n);
    }
    for (int n = 0; n < FILES; n++) {
      assertThat(links.leadOut(file(n))).isTrue();
      assertThat(links.others(file(n))).isEmpty();
    }
    assertThat(walks).isEqualTo(1);
  }

  @Test
  void walksOnceWhileNamesAreDeleted() throws Exception {
    List<Path> others = new ArrayList<>();
    for (int n = 0; n < FILES; n++) {
      linkedOutside(n);
      others.add(linkedInside(n));
    }
    for (int n = 0; n < FILES; n++) {
      assertThat(links.others(file(n))).containsExactly(others.get(n));
      Files.delete(file(n));
      assertThat(links.others(others.get(n))).isEmpty();
      assertThat(links.leadOut(others.get(n))).isTrue();
    }
    assertThat(walks).isEqualTo(1);
  }

  @Test
  void walksOnceWhileFilesAreReplacedUnderAllOfTheirNames() throws Exception {
    List<Path> others = new ArrayList<>();
    for (int n = 0; n < FILES; n++) {
      others.add(linkedInside(n));
    }
    for (int n = 0; n < FILES; n++) {
      Path upload = Files.createFile(outside.resolve("new-" + n));
      links.replace(file(n), upload, links.others(file(n)));
      assertThat(links.others(file(n))).containsExactly(others.get(n));
      assertThat(links.leadOut(file(n))).isFalse();
    }
    assertThat(walks).isEqualTo(1);
  }

  @Test
  void walksAgainWhereANameHasComeOrMoved() throws Exception {
    linkedInside(1);
    assertThat(links.leadOut(file(1))).isFalse();
    Path out = linkedOutside(1);
    assertThat(links.leadOut(file(1))).isTrue();
    Path in = Files.move(out, store.resolve("moved"));
    assertThat(links.others(file(1)))
        .as("as many names as before: known by the next store")
        .doesNotContain(out);
    assertThat(new HardLinks(visitor -> Files.walkFileTree(store, visitor)).others(file(1)))
        .contains(in);
    Path third = Files.createLink(store.resolve("third"), file(1));
    assertThat(links.others(file(1))).contains(in, third);
    assertThat(links.leadOut(file(1))).isFalse();
  }

  @Test
  void walksAgainWhereNoneOfTheNamesIsThere() throws Exception {
    linkedOutside(1);
    assertThat(links.leadOut(file(1))).isTrue();
    Path moved = Files.move(file(1), store.resolve("moved"));
    assertThat(links.leadOut(moved)).isTrue();
    Path other = Files.createLink(store.resolve("other"), moved);
    assertThat(links.others(moved)).containsExactly(other);
  }
}
