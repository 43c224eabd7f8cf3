package org.quietus.objectstore;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.ObjectStores;
import org.quietus.objectstore.directory.FileFailures;

class DirectoryStoreTest extends ObjectStoreContract {
  @TempDir Path parent;
  private Path directory;

  @Override
  ObjectStore open() throws IOException {
    directory = Files.createDirectory(parent.resolve("root"));
    return reopen();
  }

  @Override
  ObjectStore reopen() {
    return ObjectStores.open(directory, Clock.systemUTC());
  }

  @Test
  void hasOneVersionPerKey() {
    put(KEY, "old");
    Pin pin = put(KEY, "new");
    assertThat(only("").pin()).isEqualTo(pin);
    assertThat(store.probe("").has(Capability.IF_MATCH, Capability.IF_NONE_MATCH)).isTrue();
    assertThat(store.probe("").has(Capability.VERSIONS)).isFalse();
  }

  @Test
  void removesWhatAProbeThatWasKilledLeftADayAgo() throws IOException {
    Path old = Files.write(directory.resolve("quietus-probe-1"), new byte[1]);
    Files.setLastModifiedTime(old, FileTime.from(Clock.systemUTC().instant().minusSeconds(90_000)));
    Files.write(directory.resolve("quietus-probe-2"), new byte[1]);
    store.probe("");
    assertThat(directory).isDirectoryContaining("glob:**/quietus-probe-2");
    assertThat(old).doesNotExist();
    assertThat(keys("")).isEmpty();
  }

  @Test
  void seesAChangeThatKeepsSizeAndTime() throws IOException {
    Pin pin = put(KEY, "content");
    FileTime before = Files.getLastModifiedTime(file());
    Files.writeString(file(), "CONTENT");
    Files.setLastModifiedTime(file(), before);
    assertThatThrownBy(() -> read(pin)).isInstanceOf(StoreException.Changed.class);
    Staged staged = stage(KEY, "new");
    assertThatThrownBy(() -> store.commit(staged, PLAIN, Precondition.replacing(pin)))
        .isInstanceOf(StoreException.Changed.class);
    assertThat(Files.readString(file())).isEqualTo("CONTENT");
  }

  @Test
  void seesAChangeWhileItReads() throws IOException {
    Pin pin = put(KEY, "content");
    try (InputStream in = store.open(pin)) {
      assertThat(in.read()).isEqualTo('c');
      Files.writeString(file(), "CONTENT");
      assertThatThrownBy(in::readAllBytes).isInstanceOf(StoreException.Changed.class);
    }
  }

  @Test
  void refusesKeysThatLeadOut() {
    for (String key : List.of("../x", "a/../../x", "/etc/passwd", "a//b", "a/./b", "a/")) {
      assertThatThrownBy(() -> put(new ObjectKey(key), "x"))
          .as(key)
          .isInstanceOf(StoreException.Refused.class);
    }
    assertThat(parent.resolve("x")).doesNotExist();
  }

  @Test
  void refusesSymbolicLinksAnywhere(@TempDir Path elsewhere) throws IOException {
    Files.createSymbolicLink(directory.resolve("link"), elsewhere);
    Files.writeString(elsewhere.resolve("secret"), "secret");
    assertThatThrownBy(() -> put(new ObjectKey("link/x"), "x"))
        .isInstanceOf(StoreException.Refused.class);
    assertThatThrownBy(() -> store.open(new Pin(new ObjectKey("link/secret"), "null", "x")))
        .isInstanceOf(StoreException.Refused.class);
    assertThat(elsewhere.resolve("x")).doesNotExist();
  }

  @Test
  void listsWhatItDoesNotTouchAndGoesOn(@TempDir Path elsewhere) throws Exception {
    put(new ObjectKey("nightly/z.sql"), "content");
    Files.writeString(elsewhere.resolve("secret.sql"), "secret");
    Files.createSymbolicLink(directory.resolve("nightly/a.sql"), elsewhere.resolve("secret.sql"));
    Files.createSymbolicLink(directory.resolve("nightly/broken.sql"), elsewhere.resolve("none"));
    Files.createSymbolicLink(directory.resolve("nightly/linked"), elsewhere);
    Files.createSymbolicLink(directory.resolve("nightly/up"), directory);
    assertThat(new ProcessBuilder("mkfifo", directory + "/nightly/pipe.sql").start().waitFor())
        .isZero();
    assertThat(keys("nightly/"))
        .containsExactly(
            "nightly/a.sql",
            "nightly/broken.sql",
            "nightly/linked/secret.sql",
            "nightly/pipe.sql",
            "nightly/z.sql");
    for (ObjectVersion version : versions("nightly/")) {
      if (version.key().value().equals("nightly/z.sql")) {
        assertThat(read(version.pin())).isEqualTo("content");
      } else {
        assertThatThrownBy(() -> store.details(version.pin()))
            .as(version.key().value())
            .isInstanceOf(StoreException.Refused.class)
            .hasMessageContaining("take it out");
      }
    }
  }

  /** Else a kill between the two left the old content under the other name, unknown to anybody. */
  @Test
  void replacesTheOtherNamesOfAFileBeforeTheOneItIsKnownBy() throws Exception {
    Pin old = put(new ObjectKey("b.sql"), "old");
    for (String name : List.of("a.sql", "c.sql")) {
      Files.createLink(directory.resolve(name), directory.resolve("b.sql"));
    }
    Pin listed =
        versions("").stream()
            .filter(version -> version.key().equals(old.key()))
            .map(ObjectVersion::pin)
            .findFirst()
            .orElseThrow();
    Staged staged = stage(old.key(), "new");
    try (WatchService watch = directory.getFileSystem().newWatchService()) {
      directory.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      store.commit(staged, PLAIN, Precondition.replacing(listed));
      List<String> given = new ArrayList<>();
      while (!given.contains("b.sql")) {
        WatchKey key = watch.poll(10, TimeUnit.SECONDS);
        assertThat(key).as("given so far: " + given).isNotNull();
        key.pollEvents().stream()
            .map(event -> String.valueOf(event.context()))
            .filter(name -> name.endsWith(".sql"))
            .forEach(given::add);
        key.reset();
      }
      assertThat(given).containsExactlyInAnyOrder("a.sql", "b.sql", "c.sql").endsWith("b.sql");
    }
    for (String name : List.of("a.sql", "b.sql", "c.sql")) {
      assertThat(directory.resolve(name)).hasContent("new");
    }
  }

  @Test
  void passesOverTheFolderThatFileSystemsKeepForThemselves(@TempDir Path elsewhere)
      throws Exception {
    for (String folder : List.of("lost+found", "nightly/lost+found", "secret")) {
      Path store = elsewhere.resolve(folder.replace('/', '-'));
      Files.createDirectories(store.resolve(folder));
      Files.writeString(store.resolve("a.sql"), "content");
      String listed = listedWithout(store, store.resolve(folder));
      if (folder.equals("lost+found")) {
        assertThat(listed).isEqualTo("a.sql");
      } else {
        assertThat(listed).contains("no permission to list a file");
      }
    }
  }

  /** What somebody finds who may not open one folder of a store. */
  private static String listedWithout(Path root, Path closed) throws Exception {
    if (!Integer.valueOf(0).equals(Files.getAttribute(root, "unix:uid"))) {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
      try {
        return Listing.of(root);
      } finally {
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
      }
    }
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    for (Path open = root; !open.equals(open.getRoot()); open = open.getParent()) {
      if (!Files.getPosixFilePermissions(open).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
    Process child =
        new ProcessBuilder(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Listing.class.getName(),
                root.toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(child.getInputStream().readAllBytes(), UTF_8).strip();
    assumeThat(child.waitFor()).as("Java as somebody else: " + printed).isZero();
    return printed;
  }

  /** Lists a store, for a process of its own. */
  static final class Listing {
    private Listing() {}

    public static void main(String[] arguments) {
      System.out.println(of(Path.of(arguments[0])));
    }

    static String of(Path root) {
      try (ObjectStore store = ObjectStores.open(root, Clock.systemUTC())) {
        return store.versions("").map(v -> v.key().value()).collect(Collectors.joining(" "));
      } catch (StoreException e) {
        return String.valueOf(e.getMessage());
      }
    }
  }

  @Test
  void listsAFileWhoseNameIsNoTextAndGoesOn() throws Exception {
    put(new ObjectKey("a.sql"), "content");
    String script = "printf content > \"$1/$(printf 'J\\374rgen').sql\"";
    assertThat(new ProcessBuilder("sh", "-c", script, "sh", directory.toString()).start().waitFor())
        .isZero();
    ObjectVersion named =
        versions("").stream().filter(v -> !v.key().value().equals("a.sql")).findFirst().get();
    assertThat(keys("")).hasSize(2);
    assertThatThrownBy(() -> store.details(named.pin()))
        .isInstanceOf(StoreException.Refused.class)
        .hasMessageContaining("rename it");
  }

  @Test
  void removesAnUploadThatWasKilledAWeekAgoWhateverItsTimeOfModificationSays() throws IOException {
    Path upload =
        Files.writeString(directory.resolve(".quietus-" + UUID.randomUUID() + ".part"), "x");
    Files.setLastModifiedTime(upload, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    store.probe("");
    assertThat(upload).exists();
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(8));
    try (ObjectStore then = ObjectStores.open(directory, later)) {
      then.probe("");
    }
    assertThat(upload).doesNotExist();
  }

  @Test
  void saysThatTheDiskIsFull() {
    assertThatThrownBy(
            () ->
                FileFailures.translated(
                    "write",
                    () -> {
                      throw new FileSystemException("/jo.sql", null, "No space left on device");
                    }))
        .isInstanceOf(StoreException.Unreachable.class)
        .hasMessage("the file system failed to write a file: No space left on device");
  }

  @Test
  void aFileThatNobodyMayChangeIsNoStoreThatIsGone() {
    assertThatThrownBy(
            () ->
                FileFailures.translated(
                    "delete",
                    () -> {
                      throw new FileSystemException("/jo.sql", null, "Operation not permitted");
                    }))
        .isInstanceOf(StoreException.Denied.class)
        .hasMessage("no permission to delete a file: Operation not permitted");
  }

  @Test
  void refusesADirectoryThatIsASymbolicLink(@TempDir Path elsewhere) throws IOException {
    Path link = Files.createSymbolicLink(elsewhere.resolve("link"), directory);
    assertThatThrownBy(() -> ObjectStores.open(link, Clock.systemUTC()))
        .isInstanceOf(StoreException.Refused.class);
  }

  @Test
  void keepsToItsOwnFilesWhenItDiscards() throws IOException {
    put(KEY, "content");
    assertThatThrownBy(() -> store.discard(new Ticket(KEY, KEY.value(), "")))
        .isInstanceOf(StoreException.Refused.class);
    assertThat(file()).exists();
    assertThatThrownBy(() -> put(new ObjectKey("nightly/.quietus-x"), "x"))
        .isInstanceOf(StoreException.Refused.class);
  }

  @Test
  void keepsPermissionsAndTheTimeByWhichOldDumpsAreRemoved() throws IOException {
    put(KEY, "old");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r----x"));
    Instant created = Instant.parse("2021-01-01T00:00:00Z");
    Pin old = only("").pin();
    Attributes carried = store.attributes(old).createdAt(created);
    store.put(KEY, carried, "new".getBytes(UTF_8), Precondition.replacing(old));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-r----x");
    assertThat(Files.getLastModifiedTime(file()).toInstant()).isEqualTo(created);
    assertThat(only("").lastModified()).isEqualTo(created);
  }

  @Test
  void refusesAttributesThatItCannotKeep() {
    Attributes headers =
        new Attributes(
            Map.of(SystemHeader.CONTENT_TYPE, "text/plain"),
            Map.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Lock.NONE);
    assertThatThrownBy(() -> store.put(KEY, headers, new byte[1], NONE))
        .isInstanceOf(StoreException.Unsupported.class);
    assertThat(keys("")).isEmpty();
    assertThat(pending()).isEmpty();
  }

  private Path file() {
    return directory.resolve(KEY.value());
  }
}
