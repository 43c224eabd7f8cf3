package org.quietus.backup.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.format.Truncated;
import org.quietus.format.UnsupportedDump;
import org.quietus.format.mysqldump.MydumperDump;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Pin;

class FolderFilesTest {
  private static final String FOLDER = "nightly/1/";
  private static final String METADATA = "# Finished dump at: 2026-03-01 01:00:00\n";

  private static ObjectVersion version(String name, boolean latest) {
    Pin pin = new Pin(new ObjectKey(FOLDER + name), "1", "e");
    return new ObjectVersion(pin, 1, Instant.EPOCH, latest, Optional.empty());
  }

  private static FolderFiles files(ObjectVersion... versions) {
    ObjectStore store =
        (ObjectStore)
            Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (proxy, method, arguments) ->
                    method.getName().equals("versions")
                        ? Stream.of(versions)
                        : new ByteArrayInputStream(METADATA.getBytes(UTF_8)));
    return FolderFiles.of(store, FOLDER, List.of());
  }

  /** In a bucket that keeps versions, a file that was removed is there as an older version. */
  @ParameterizedTest
  @ValueSource(strings = {"metadata.partial", "SHA256SUMS", "metadata.asc"})
  void whatWasRemovedStandsInTheWayOfNothing(String name) throws Exception {
    FolderFiles removed = files(version("metadata", true), version(name, false));
    assertThat(new MydumperDump(Optional.of("shop")).file("metadata", removed).counts())
        .isPresent();
    FolderFiles there = files(version("metadata", true), version(name, true));
    assertThatThrownBy(() -> new MydumperDump(Optional.of("shop")).file("metadata", there))
        .isInstanceOfAny(UnsupportedDump.class, Truncated.class);
  }
}
