package org.quietus.backup.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Pin;

class TableFoldersTest {

  private static ObjectVersion version(String key, boolean latest) {
    Pin pin = new Pin(new ObjectKey(key), latest ? "2" : "1", "e");
    return new ObjectVersion(pin, 1, Instant.EPOCH, latest, Optional.empty());
  }

  private static ObjectStore store(List<ObjectVersion> all) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("versions");
              String prefix = (String) arguments[0];
              return all.stream().filter(each -> each.key().value().startsWith(prefix));
            });
  }

  /** In a bucket that keeps versions, what a table's own tool has removed is listed still. */
  @ParameterizedTest
  @CsvSource({
    "t/_delta_log/, 00000000000000030000.json",
    "t/.hoodie/, hoodie.properties",
    "t/metadata/, v3.metadata.json",
  })
  void aTableIsKnownByWhatIsLeftBehindManyFilesThatWereRemoved(String folder, String name) {
    List<ObjectVersion> all =
        Stream.concat(
                IntStream.range(0, 12_000).mapToObj(n -> version(folder + n + ".json", false)),
                Stream.of(version(folder + name, true)))
            .toList();
    assertThat(new TableFolders(store(all)).around(new ObjectKey("t/p=1/a.parquet"))).isPresent();
    assertThat(
            new TableFolders(store(all.subList(0, 12_000)))
                .around(new ObjectKey("t/p=1/a.parquet")))
        .isEmpty();
  }
}
