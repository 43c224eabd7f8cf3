package org.quietus.backup.set;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.StoreException;
import org.quietus.objectstore.s3.AssumedRole;
import org.quietus.objectstore.s3.Credentials;
import org.quietus.objectstore.s3.CustomerKey;
import org.quietus.objectstore.s3.Restoration;
import org.quietus.objectstore.s3.RetryPolicy;
import org.quietus.objectstore.s3.S3Settings;
import org.quietus.objectstore.s3.S3Terms;
import org.quietus.policy.BucketTerms;
import org.quietus.policy.ObjectStoreSettings;
import org.quietus.subject.KeyFile;

/** The object stores of a job, each opened when it is first asked for. */
public final class Stores implements AutoCloseable {
  private final Map<String, ObjectStoreSettings> settings;
  private final Function<ObjectStoreSettings, ObjectStore> opening;
  private final Map<String, ObjectStore> open = new LinkedHashMap<>();
  private final Set<String> probed = new HashSet<>();
  private final Set<String> silent = new HashSet<>();

  public Stores(
      Map<String, ObjectStoreSettings> settings,
      Function<ObjectStoreSettings, ObjectStore> opening) {
    this.settings = settings;
    this.opening = opening;
  }

  /**
   * The store of that name.
   *
   * @throws StoreException if it cannot be opened
   */
  ObjectStore named(String name) {
    return open.computeIfAbsent(
        name, n -> opening.apply(Optional.ofNullable(settings.get(n)).orElseThrow()));
  }

  /**
   * The store of that name, with what it honours found out, so that it may be written to. One that
   * was silent is only waited for again if it answers now.
   *
   * @throws StoreException if it does not answer, or refuses
   */
  ObjectStore probed(String name, String prefix) {
    ObjectStore store = named(name);
    if (silent.contains(name)) {
      store.requireListable(prefix);
      silent.remove(name);
    }
    if (!probed.contains(name)) {
      try {
        store.probe("");
        probed.add(name);
      } catch (StoreException.Unreachable e) {
        silent.add(name);
        throw e;
      }
    }
    return store;
  }

  /** The directory or bucket that a job file describes. */
  public static ObjectStore open(ObjectStoreSettings store, Clock clock) {
    return open(store, clock, RetryPolicy.DEFAULT);
  }

  /** The directory or bucket that a job file describes, asked with that patience. */
  public static ObjectStore open(ObjectStoreSettings store, Clock clock, RetryPolicy patience) {
    return store.isDirectory()
        ? ObjectStores.open(store.url(), clock)
        : ObjectStores.open(
            S3Settings.of(
                    store.url(),
                    store.endpoint(),
                    store.region(),
                    store
                        .credential()
                        .map(
                            own ->
                                new Credentials(
                                    own.accessKey().reveal(),
                                    own.secretKey().reveal(),
                                    Optional.empty())))
                .in(store.role().map(Stores::role))
                .on(terms(store.terms()))
                .with(patience),
            clock);
  }

  private static AssumedRole role(ObjectStoreSettings.Role role) {
    return new AssumedRole(role.arn(), role.externalId(), role.session(), role.endpoint());
  }

  private static S3Terms terms(BucketTerms terms) {
    return new S3Terms(
        terms.bypassGovernance().isPresent(),
        terms.requesterPays(),
        terms.customerKey().map(Stores::key),
        terms.restore().map(days -> new Restoration(days, terms.restoreTier())));
  }

  private static CustomerKey key(Path file) {
    try {
      return new CustomerKey(KeyFile.load(file));
    } catch (NoSuchFileException e) {
      throw new StoreException.Denied("the file of its 'customer-key' is missing: " + file);
    } catch (IOException e) {
      throw new StoreException.Denied("its 'customer-key' cannot be used: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    open.values().forEach(ObjectStore::close);
  }
}
