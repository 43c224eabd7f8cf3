package org.quietus.backup.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.quietus.objectstore.Capabilities;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.StoreException;
import org.quietus.policy.ObjectStoreSettings;

/** How often, and how patiently, the sets in one store ask it. */
class StoresTest {
  private final List<String> asked = new ArrayList<>();
  private Optional<StoreException> failure = Optional.empty();
  private final Stores stores =
      new Stores(
          Map.of(
              "vault",
              new ObjectStoreSettings(
                  "vault",
                  URI.create("file:///vault"),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty())),
          settings -> store());

  @Test
  void aStoreIsProbedOnceForAllItsSets() {
    stores.probed("vault", "a/");
    stores.probed("vault", "b/");
    assertThat(asked).containsExactly("probe");
  }

  @Test
  void aSilentStoreIsWaitedForOnceAndWithoutPatienceForItsOtherSets() {
    failure = Optional.of(new StoreException.Unreachable("down"));
    for (String prefix : List.of("a/", "b/", "c/")) {
      assertThatThrownBy(() -> stores.probed("vault", prefix))
          .isInstanceOf(StoreException.Unreachable.class);
    }
    assertThat(asked).containsExactly("probe", "requireListable", "requireListable");
  }

  @Test
  void aStoreThatAnswersAgainIsProbedBeforeItIsWrittenTo() {
    failure = Optional.of(new StoreException.Unreachable("down"));
    assertThatThrownBy(() -> stores.probed("vault", "a/"))
        .isInstanceOf(StoreException.Unreachable.class);
    failure = Optional.empty();
    stores.probed("vault", "b/");
    stores.probed("vault", "c/");
    assertThat(asked).containsExactly("probe", "requireListable", "probe");
  }

  @Test
  void aStoreThatRefusesSaysSoToEachOfItsSets() {
    failure = Optional.of(new StoreException.Denied("no"));
    for (String prefix : List.of("a/", "b/")) {
      assertThatThrownBy(() -> stores.probed("vault", prefix))
          .isInstanceOf(StoreException.Denied.class);
    }
    assertThat(asked).containsExactly("probe", "probe");
  }

  private ObjectStore store() {
    return (ObjectStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> {
              asked.add(method.getName());
              if (failure.isPresent()) {
                throw failure.get();
              }
              return method.getName().equals("probe")
                  ? new Capabilities(Set.of(), Optional.empty())
                  : null;
            });
  }
}
