package org.quietus.backup;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.quietus.objectstore.ObjectStore;

/**
 * Lets the runs of one moment share a store, for the first of which it is probed: that takes more
 * calls than a run.
 */
final class ProbedOnce implements AutoCloseable {
  private final Map<Instant, Shared> stores = new HashMap<>();

  ObjectStore at(Clock clock, Supplier<ObjectStore> opening) {
    Shared shared = stores.computeIfAbsent(clock.instant(), now -> new Shared(opening.get()));
    return (ObjectStore)
        Proxy.newProxyInstance(
            ObjectStore.class.getClassLoader(),
            new Class<?>[] {ObjectStore.class},
            (proxy, method, arguments) -> shared.call(method, arguments));
  }

  @Override
  public void close() {
    stores.values().forEach(shared -> shared.store.close());
  }

  private static final class Shared {
    private final ObjectStore store;
    private Optional<Object> probed = Optional.empty();

    Shared(ObjectStore store) {
      this.store = store;
    }

    @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
      if (method.getName().equals("close")) {
        return null;
      }
      if (method.getName().equals("probe") && probed.isPresent()) {
        return probed.get();
      }
      try {
        Object result = method.invoke(store, arguments);
        if (method.getName().equals("probe")) {
          probed = Optional.ofNullable(result);
        }
        return result;
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }
}
