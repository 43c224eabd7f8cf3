package org.quietus.objectstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes several small files at a time, each as {@link DurableFile} does. */
public final class DurableFiles {
  private DurableFiles() {}

  /**
   * Makes several files that are not there yet, in their order; a disk that is asked to keep many
   * at a time does so in little more time than one takes.
   *
   * @param permissions exactly these, where the file system knows them, e.g. {@code rw-r--r--}
   * @return those that were made; what is there under the name of another is left as it is
   */
  public static Set<Path> createAll(Map<Path, byte[]> files, String permissions)
      throws IOException {
    List<Drafted> drafts =
        files.entrySet().stream()
            .filter(file -> Files.notExists(file.getKey(), LinkOption.NOFOLLOW_LINKS))
            .map(
                file ->
                    new Drafted(file.getKey(), DurableFile.draft(file.getKey()), file.getValue()))
            .toList();
    Set<Path> created = new LinkedHashSet<>();
    try {
      SideBySide.each(
          drafts,
          IOException.class,
          one -> DurableFile.isDrafted(one.draft(), one.target(), one.content(), permissions));
      for (Drafted one : drafts) {
        if (DurableFile.isNamed(one.draft(), one.target())) {
          created.add(one.target());
        }
      }
    } finally {
      for (Drafted one : drafts) {
        Files.deleteIfExists(one.draft());
      }
      for (Path one : onePerDirectory(files.keySet())) {
        DurableFile.forceDirectory(one);
      }
    }
    for (Path target : files.keySet()) {
      DurableFile.LEFTOVERS.remove(target, DurableFile.draftPrefix(target));
    }
    return created;
  }

  private record Drafted(Path target, Path draft, byte[] content) {}

  private static Collection<Path> onePerDirectory(Set<Path> files) {
    Map<Path, Path> one = new LinkedHashMap<>();
    files.forEach(file -> one.put(Durably.parentOf(file), file));
    return one.values();
  }
}
