package org.quietus.backup;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.quietus.objectstore.Attributes;
import org.quietus.objectstore.Capabilities;
import org.quietus.objectstore.ObjectDetails;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.PendingUpload;
import org.quietus.objectstore.Permit;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.Precondition;
import org.quietus.objectstore.Staged;
import org.quietus.objectstore.Ticket;
import org.quietus.objectstore.Upload;

/**
 * A store in which somebody else may do something just before each call, which is told by name, and
 * before the answer to a commit; of an upload and of a part also how many bytes are expected.
 */
record DisturbedStore(ObjectStore store, Consumer<String> before) implements ObjectStore {
  @Override
  public Capabilities probe(String scratchPrefix) {
    return store.probe(scratchPrefix);
  }

  @Override
  public void requireListable(String prefix) {
    store.requireListable(prefix);
  }

  @Override
  public Stream<ObjectVersion> versions(String prefix) {
    before.accept("versions");
    return store.versions(prefix);
  }

  @Override
  public ObjectDetails details(Pin pin) {
    before.accept("details");
    return store.details(pin);
  }

  @Override
  public Attributes attributes(Pin pin) {
    before.accept("attributes");
    return store.attributes(pin);
  }

  @Override
  public List<String> labels(Pin pin) {
    return store.labels(pin);
  }

  @Override
  public InputStream open(Pin pin) {
    before.accept("open");
    return store.open(pin);
  }

  @Override
  public byte[] part(Pin pin, long from, int count) {
    before.accept("part " + count);
    return store.part(pin, from, count);
  }

  @Override
  public boolean isNear() {
    return store.isNear();
  }

  @Override
  public Upload begin(ObjectKey key, Attributes attributes, long expectedSize) {
    before.accept("begin " + expectedSize);
    return store.begin(key, attributes, expectedSize);
  }

  @Override
  public Pin commit(
      Staged staged, Attributes attributes, Precondition precondition, Permit permit) {
    before.accept("commit");
    Pin pin = store.commit(staged, attributes, precondition, after("committing", permit));
    before.accept("committed");
    return pin;
  }

  @Override
  public Optional<Pin> committed(Staged staged) {
    return store.committed(staged);
  }

  @Override
  public void discard(Ticket ticket) {
    before.accept("discard");
    store.discard(ticket);
  }

  @Override
  public Stream<PendingUpload> pendingUploads(String prefix) {
    return store.pendingUploads(prefix);
  }

  @Override
  public Pin put(ObjectKey key, Attributes attributes, byte[] content, Precondition precondition) {
    before.accept("put");
    return store.put(key, attributes, content, precondition);
  }

  @Override
  public Pin copy(Pin source, ObjectKey target, Attributes attributes) {
    before.accept("copy");
    return store.copy(source, target, attributes);
  }

  @Override
  public void delete(Pin pin, Permit permit) {
    before.accept("delete");
    store.delete(pin, after("deleting", permit));
  }

  /** What comes at the last moment, just before permission is asked for. */
  private Permit after(String step, Permit permit) {
    return work -> {
      before.accept(step);
      return permit.during(work);
    };
  }

  @Override
  public void close() {
    store.close();
  }
}
