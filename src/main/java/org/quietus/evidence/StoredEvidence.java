package org.quietus.evidence;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.SmallObjects;
import org.quietus.objectstore.StoreException;

/**
 * An evidence store as the objects of a bucket or the files of a directory. Of a file that is
 * written once the first version counts, so that where versions are kept nobody can put another one
 * in its place, or hide it behind a delete marker; of the checkpoint of a log, and of what
 * witnesses add to, the current one.
 */
final class StoredEvidence implements EvidenceStore {

  /** How often writers may meet before one of them gives up. */
  private static final int MEETINGS = 7;

  private final SmallObjects objects;
  private final URI url;

  /**
   * Evidence below a place; nothing is asked of it yet.
   *
   * @param url of the place, ending in a slash, for people
   */
  StoredEvidence(SmallObjects objects, URI url) {
    this.objects = objects;
    this.url = url;
  }

  @Override
  public boolean putIfAbsent(EvidenceName name, byte[] content) {
    refuseLarge(name, content);
    for (int meeting = 1; ; meeting++) {
      if (isCreated(name, content)) {
        return true;
      }
      Optional<byte[]> first = read(name);
      if (first.isPresent()) {
        requireSame(name, first.get(), content);
        return false;
      }
      // who met at the same moment took back what they wrote
      if (meeting == MEETINGS || !waited(meeting)) {
        throw new EvidenceConflict(name);
      }
    }
  }

  @Override
  public Set<EvidenceName> putAllIfAbsent(Map<EvidenceName, byte[]> files) {
    Map<ObjectKey, byte[]> wanted = new LinkedHashMap<>();
    files.forEach(
        (name, content) -> {
          refuseLarge(name, content);
          wanted.put(key(name), content);
        });
    Set<ObjectKey> created = attempt("write", files.keySet(), () -> objects.createAll(wanted));
    return files.entrySet().stream()
        .filter(
            file ->
                created.contains(key(file.getKey())) || putIfAbsent(file.getKey(), file.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private boolean isCreated(EvidenceName name, byte[] content) {
    return attempt("write", name, () -> objects.create(key(name), content));
  }

  private static void requireSame(EvidenceName name, byte[] first, byte[] content) {
    if (!Arrays.equals(first, content)) {
      throw new EvidenceConflict(name);
    }
  }

  /** A while by chance, so that not all come back at once; false if nobody shall wait any more. */
  private static boolean waited(int meeting) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(20L << meeting));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public boolean replace(EvidenceName name, Optional<byte[]> expected, byte[] content) {
    refuseLarge(name, content);
    return expected
        .map(bytes -> attempt("write", name, () -> isReplaced(name, bytes, content)))
        .orElseGet(() -> isCreated(name, content));
  }

  private boolean isReplaced(EvidenceName name, byte[] expected, byte[] content) {
    return settled(() -> objects.replace(key(name), expected, content));
  }

  private static void refuseLarge(EvidenceName name, byte[] content) {
    if (content.length > MAX_BYTES) {
      throw new IllegalArgumentException(name + " is larger than " + MAX_BYTES + " bytes");
    }
  }

  @Override
  public void discard(EvidenceName name) {
    if (name.folder() != EvidenceName.Folder.LOG) {
      throw new IllegalArgumentException(name + " is evidence, which is not removed");
    }
    try {
      objects.deleteAll(key(name));
    } catch (StoreException e) {
      return; // it takes room, and harms nobody
    }
  }

  @Override
  public boolean isLocked(EvidenceName name, Instant at) {
    return attempt("look at", name, () -> objects.isLocked(key(name), at));
  }

  @Override
  public void remove(EvidenceName name) {
    if (!name.isRemoved()) {
      throw new IllegalArgumentException(name + " is evidence, which is not removed");
    }
    attempt(
        "remove",
        name,
        () -> {
          objects.deleteAll(key(name));
          return name;
        });
  }

  @Override
  public Optional<byte[]> read(EvidenceName name) {
    return attempt("read", name, () -> settled(() -> content(key(name), name.isReplaced())));
  }

  private Optional<byte[]> content(ObjectKey key, boolean replaced) {
    return replaced ? objects.current(key, MAX_BYTES) : objects.first(key, MAX_BYTES);
  }

  /** Looks again where a version was seen that was taken back by whoever wrote it. */
  private static <T> T settled(Supplier<T> attempt) {
    for (int meeting = 1; ; meeting++) {
      try {
        return attempt.get();
      } catch (StoreException.Gone e) {
        if (meeting == MEETINGS || !waited(meeting)) {
          throw e;
        }
      }
    }
  }

  @Override
  public List<EvidenceName> list(EvidenceName.Folder folder) {
    if (folder == EvidenceName.Folder.LOG) {
      throw new IllegalArgumentException("the files of a log are not listed");
    }
    int prefix = folder.directory().length() + 1;
    try (Stream<ObjectKey> keys = objects.keysIn(folder.directory())) {
      return keys.map(key -> key.value().substring(prefix))
          .flatMap(file -> EvidenceName.ofFile(folder, file).stream())
          .sorted(Comparator.comparing(EvidenceName::stem))
          .toList();
    } catch (StoreException e) {
      throw failed("cannot list " + folder.directory() + "/ of the evidence store", e);
    }
  }

  @Override
  public void requireWritable() {
    for (EvidenceName.Folder folder :
        List.of(EvidenceName.Folder.MIRROR, EvidenceName.Folder.CERTIFICATES)) {
      try {
        objects.requireWritable(new ObjectKey(folder.directory() + "/writable"));
      } catch (StoreException e) {
        throw failed("the evidence store cannot be written: " + url + folder.directory(), e);
      }
    }
  }

  @Override
  public URI locate(EvidenceName name) {
    return URI.create(url + name.toString());
  }

  private static ObjectKey key(EvidenceName name) {
    return new ObjectKey(name.toString());
  }

  private static <T> T attempt(String doing, Set<EvidenceName> some, Supplier<T> attempt) {
    try {
      return attempt.get();
    } catch (StoreException e) {
      String which =
          some.stream().findFirst().map(name -> name + " or others beside it").orElse("nothing");
      throw failed("cannot " + doing + " " + which + " of the evidence store", e);
    }
  }

  private static <T> T attempt(String doing, EvidenceName name, Supplier<T> attempt) {
    try {
      return attempt.get();
    } catch (StoreException e) {
      throw failed("cannot " + doing + " " + name + " of the evidence store", e);
    }
  }

  private static EvidenceUnavailable failed(String what, StoreException cause) {
    return new EvidenceUnavailable(
        what + ": " + cause.getMessage(),
        new IOException(cause.getMessage(), cause),
        cause instanceof StoreException.Unreachable);
  }
}
