package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.set.Stores;
import org.quietus.objectstore.ObjectStore;

/** Files of which it is noted what tells persons in them, in a store that has labels of them. */
class FilteredFilesTest {
  private static final String CID = "{\"at\":1700000001,\"user\":{\"id\":3}}\n";

  @TempDir Path directory;
  private final List<String> labels = new ArrayList<>();
  private DirectoryVault vault;
  private Shop shop;
  private int opened;

  @BeforeEach
  void open() throws Exception {
    vault = new DirectoryVault(Files.createDirectory(directory.resolve("store")));
    shop =
        new Shop(
            directory,
            vault.settings(),
            (settings, clock) -> labelled(Stores.open(settings, clock)),
            FileContract.JOB.replaceFirst("format: jsonl", "format: jsonl\n    filters: keep"));
  }

  private ObjectStore labelled(ObjectStore store) {
    return (ObjectStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              opened += method.getName().equals("open") ? 1 : 0;
              if (method.getName().equals("labels")) {
                return List.copyOf(labels);
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @AfterEach
  void close() {
    shop.close();
    vault.close();
  }

  /** Tags of a version can be written after it was read. */
  @Test
  void aTagThatNamesAPersonIsSeenAlsoIfItCameWhenTheFileHadBeenRead() throws Exception {
    vault.put("events/a.jsonl", CID.getBytes(UTF_8));
    shop.erase();
    shop.nextRun();
    opened = 0;
    shop.erase("request-3", "ben@example.org");
    assertThat(opened).isZero();
    assertThat(shop.ends()).containsExactly("events clean 1");
    shop.nextRun();
    labels.addAll(List.of("made-for", "Ben@Example.org"));
    shop.erase("request-3", "ben@example.org");
    assertThat(shop.ends()).containsExactly("events unread-rows 1");
  }
}
