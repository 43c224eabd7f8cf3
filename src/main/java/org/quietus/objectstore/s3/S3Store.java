package org.quietus.objectstore.s3;

import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.quietus.objectstore.Attributes;
import org.quietus.objectstore.Capabilities;
import org.quietus.objectstore.ObjectDetails;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.ObjectStore;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Outliving;
import org.quietus.objectstore.PendingUpload;
import org.quietus.objectstore.Permit;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.Precondition;
import org.quietus.objectstore.Staged;
import org.quietus.objectstore.Ticket;
import org.quietus.objectstore.Upload;

/** A bucket, or what lies below a prefix of it. */
public final class S3Store implements ObjectStore {
  private final Clock clock;
  private final S3Connection connection;
  private final S3Listing listing;
  private final S3Objects objects;
  private final S3Parts parts;
  private final S3Deletion deletion;
  private final S3Writer writer;
  private final S3Copy copy;
  private volatile Optional<Capabilities> probed = Optional.empty();

  public S3Store(S3Settings settings, Clock clock) {
    this.clock = clock;
    connection = new S3Connection(settings, clock);
    listing = new S3Listing(connection);
    objects = new S3Objects(connection);
    parts = new S3Parts(connection);
    deletion = new S3Deletion(connection, objects, clock);
    writer = new S3Writer(connection, listing, objects, parts, deletion);
    copy = new S3Copy(connection, objects, parts, writer);
  }

  @Override
  public Capabilities probe(String scratchPrefix) {
    Capabilities found = new S3Probe(connection, listing, clock, scratchPrefix).run();
    probed = Optional.of(found);
    return found;
  }

  @Override
  public void requireListable(String prefix) {
    try (Stream<ObjectVersion> versions = new S3Listing(connection.hasty(clock)).versions(prefix)) {
      versions.limit(1).forEach(version -> {});
    }
  }

  @Override
  public List<Outliving> outliving(String prefix) {
    return new S3Outliving(connection).below(prefix);
  }

  @Override
  public Stream<ObjectVersion> versions(String prefix) {
    return listing.versions(prefix).filter(version -> !isProbe(version.key().value()));
  }

  @Override
  public Optional<ObjectVersion> newest(ObjectKey key) {
    return listing.newest(key);
  }

  @Override
  public ObjectDetails details(Pin pin) {
    return objects.details(pin);
  }

  @Override
  public List<String> labels(Pin pin) {
    return objects.labels(pin);
  }

  @Override
  public Attributes attributes(Pin pin) {
    return objects.attributes(pin);
  }

  @Override
  public InputStream open(Pin pin) {
    return new S3Reader(connection, pin);
  }

  @Override
  public byte[] part(Pin pin, long from, int count) {
    return S3Reader.part(connection, pin, from, count);
  }

  @Override
  public Upload begin(ObjectKey key, Attributes attributes, long expectedSize) {
    Ticket ticket = parts.begin(key, attributes, UUID.randomUUID().toString());
    int partSize = connection.settings().limits().partSize();
    return new S3Upload(parts, ticket, attributes, PartSizes.of(partSize, expectedSize));
  }

  @Override
  public Pin commit(
      Staged staged, Attributes attributes, Precondition precondition, Permit permit) {
    Pin pin =
        writer.commit(staged, attributes, precondition, capabilitiesFor(precondition), permit);
    return objects.madeUp(pin, attributes);
  }

  @Override
  public Optional<Pin> committed(Staged staged) {
    return writer.find(staged.ticket().key(), staged.ticket().writeId());
  }

  @Override
  public void discard(Ticket ticket) {
    parts.discard(ticket);
  }

  @Override
  public Stream<PendingUpload> pendingUploads(String prefix) {
    return listing.pendingUploads(prefix);
  }

  @Override
  public Pin put(ObjectKey key, Attributes attributes, byte[] content, Precondition precondition) {
    Pin pin =
        writer.put(
            key,
            UUID.randomUUID().toString(),
            attributes,
            content,
            precondition,
            capabilitiesFor(precondition));
    return objects.madeUp(pin, attributes);
  }

  @Override
  public boolean create(ObjectKey key, byte[] content) {
    probeOnce();
    return ObjectStore.super.create(key, content);
  }

  @Override
  public boolean replace(ObjectKey key, byte[] expected, byte[] content) {
    probeOnce();
    return ObjectStore.super.replace(key, expected, content);
  }

  private synchronized void probeOnce() {
    if (probed.isEmpty()) {
      probe("");
    }
  }

  @Override
  public Pin copy(Pin source, ObjectKey target, Attributes attributes) {
    return objects.madeUp(copy.copy(source, target, attributes, capabilities()), attributes);
  }

  @Override
  public void delete(Pin pin, Permit permit) {
    deletion.delete(pin, capabilities(), permit);
  }

  @Override
  public Optional<String> restore(Pin pin) {
    return new S3Restoring(connection, objects).ask(pin);
  }

  @Override
  public boolean bypassesGovernance() {
    return connection.settings().terms().bypassGovernance();
  }

  @Override
  public void close() {
    connection.close();
  }

  private static boolean isProbe(String key) {
    return key.startsWith(S3Scratch.FOLDER) || key.contains("/" + S3Scratch.FOLDER);
  }

  private Capabilities capabilitiesFor(Precondition precondition) {
    if (probed.isEmpty() && !(precondition instanceof Precondition.None)) {
      throw new IllegalStateException("probe the store before a conditional write");
    }
    return capabilities();
  }

  /** Nothing is taken for granted before the probe. */
  private Capabilities capabilities() {
    return probed.orElseGet(() -> new Capabilities(Set.of(), Optional.empty()));
  }
}
