package org.quietus.recipient;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.quietus.policy.JobFile;
import org.quietus.policy.NoticeRoute;
import org.quietus.policy.Problem;
import org.quietus.policy.RecipientSettings;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Opens the ways to recipients, and finds out beforehand whether they can be used. */
public final class Channels {
  private static final String FILE = "file://";
  private static final String TABLE = "table:";

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final Clock clock;

  /** {@code transaction} must begin a new one each time, where outboxes lie. */
  public Channels(JdbcTemplate jdbc, TransactionTemplate transaction, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.clock = clock;
  }

  /**
   * The way to a recipient.
   *
   * @throws ChannelFailed if there is none
   */
  Channel to(RecipientSettings recipient) {
    NoticeRoute route = recipient.route();
    if (route instanceof NoticeRoute.Post post) {
      return new HttpChannel(post.address(), recipient.timeout(), trust(recipient));
    }
    if (route instanceof NoticeRoute.Drop drop) {
      return new DirectoryChannel(drop.directory());
    }
    if (route instanceof NoticeRoute.Outbox outbox) {
      return outbox(recipient, outbox);
    }
    throw ChannelFailed.refused("exempt");
  }

  /** What notes of places call the one that a route leaves notices at; empty if it leaves none. */
  static Optional<String> place(NoticeRoute route) {
    if (route instanceof NoticeRoute.Drop drop) {
      return Optional.of(drop.directory().toAbsolutePath())
          .map(directory -> FILE + rawPath(directory));
    }
    return route instanceof NoticeRoute.Outbox outbox
        ? Optional.of(TABLE + outbox.table().table())
        : Optional.empty();
  }

  /** Percent-encoded, without the slash at the end that depends on whether it is there. */
  private static String rawPath(Path directory) {
    try {
      return new URI(null, null, directory.toString(), null).getRawPath();
    } catch (URISyntaxException e) {
      throw ChannelFailed.unreachable("bad-path");
    }
  }

  /**
   * The way to what was left at a place, also one that the job file does not name any more.
   *
   * @throws ChannelFailed if nothing can be left there
   */
  Channel at(String place) {
    if (place.startsWith(FILE)) {
      return new DirectoryChannel(Path.of(URI.create(place)));
    }
    String table = place.substring(Math.min(place.length(), TABLE.length()));
    if (!place.startsWith(TABLE) || !table.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw ChannelFailed.refused("unknown-place");
    }
    return new TableChannel(jdbc, transaction, table, "", clock);
  }

  private TableChannel outbox(RecipientSettings recipient, NoticeRoute.Outbox outbox) {
    return new TableChannel(jdbc, transaction, outbox.table().table(), recipient.name(), clock);
  }

  private static SSLContext trust(RecipientSettings recipient) {
    try {
      return recipient.trust().isPresent()
          ? trusting(recipient.trust().get())
          : SSLContext.getDefault();
    } catch (IOException | GeneralSecurityException e) {
      throw ChannelFailed.unreachable("trust-unusable");
    }
  }

  private static SSLContext trusting(Path file) throws IOException, GeneralSecurityException {
    Collection<? extends Certificate> certificates;
    try (InputStream in = Files.newInputStream(file)) {
      certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
    if (certificates.isEmpty()) {
      throw new IOException("no certificate in it");
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (Certificate certificate : certificates) {
      store.setCertificateEntry(String.valueOf(store.size()), certificate);
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  /** Everything that stands against telling the recipients of a job. */
  public List<Problem> objections(JobFile job) {
    List<Problem> found = new ArrayList<>();
    job.recipients().forEach((name, to) -> object(job, "/recipients/" + name, to, found));
    job.answering().ifPresent(to -> object(job, "/answers", to, found));
    return found;
  }

  private void object(JobFile job, String pointer, RecipientSettings to, List<Problem> found) {
    to.key()
        .flatMap(Channels::unusableKey)
        .ifPresent(
            why ->
                found.add(
                    job.text()
                        .problem(
                            "BAD-RECIPIENT-KEY",
                            pointer + "/key",
                            "the key of recipient '" + to.name() + "' cannot be used: " + why,
                            "make one with e.g. 'openssl genpkey -algorithm X25519', and name the"
                                + " file of its public half, PEM")));
    try {
      trust(to);
    } catch (ChannelFailed unusable) {
      found.add(
          job.text()
              .problem(
                  "BAD-TRUST",
                  pointer + "/trust",
                  "the certificates of recipient '" + to.name() + "' cannot be read",
                  "name a file of X.509 certificates, PEM"));
    }
    if (to.route() instanceof NoticeRoute.Drop drop && !Files.isWritable(drop.directory())) {
      found.add(
          job.text()
              .problem(
                  "NO-DROP-DIRECTORY",
                  pointer + "/notify",
                  "the directory of recipient '" + to.name() + "' is not there or not writable",
                  "create it, or mount it"));
    }
    if (to.route() instanceof NoticeRoute.Outbox outbox && !outbox(to, outbox).isUsable()) {
      found.add(
          job.text()
              .problem(
                  "NO-OUTBOX",
                  pointer + "/notify",
                  "the table "
                      + outbox.table()
                      + " is not there, lacks a column, or may not be read",
                  "create it as in sql/samples/outbox.sql"));
    }
  }

  private static Optional<String> unusableKey(Path file) {
    try {
      RecipientKey.read(file);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          Files.isReadable(file) ? "it is not a public key of X25519 or EC P-256" : "no such file");
    }
  }
}
