package org.quietus.cli.certificate;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.quietus.certificate.log.LogKeys;
import org.quietus.certificate.log.NoteKey;
import org.quietus.certificate.log.TrustPolicy;
import org.quietus.certificate.stamp.StampAuthority;
import org.quietus.certificate.stamp.StampRefused;
import org.quietus.evidence.EvidenceStore;
import org.quietus.job.Refusal;
import picocli.CommandLine.Option;

/** Which logs are trusted: by a key, or by a policy that asks for witnesses too. */
final class LogTrust {

  @Option(
      names = "--log-key",
      paramLabel = "LOG.vkey",
      description =
          "The key of the log to trust, and with it those that it says took its place, or it theirs."
              + " Default: those in the evidence store.")
  private Optional<Path> logKey = Optional.empty();

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      description =
          "Which logs to trust, and which witnesses must have cosigned them (C2SP tlog-policy).")
  private Optional<Path> policy = Optional.empty();

  @Option(
      names = "--timestamp-authority",
      paramLabel = "PEM",
      description = "The certificate of the CA of the authority that time-stamped the log.")
  private Optional<Path> authority = Optional.empty();

  /** The authority whose time-stamps are to be checked. */
  Optional<StampAuthority> authority() {
    try {
      return authority.map(StampAuthority::load);
    } catch (StampRefused e) {
      throw new Refusal(String.valueOf(e.getMessage()));
    }
  }

  /** The policy that was given, read. */
  Optional<TrustPolicy> policy() {
    return policy.map(TrustPolicy::load);
  }

  /**
   * The keys of the logs to trust: those of the policy, or the one that was given with those that
   * took its place, or whose place it took; those of the store if none was given.
   *
   * @throws Refusal if both a key and the policy name logs
   */
  List<NoteKey> keys(Optional<TrustPolicy> read, Optional<EvidenceStore> store) {
    List<NoteKey> named = read.map(TrustPolicy::logs).orElse(List.of());
    if (!named.isEmpty() && logKey.isPresent()) {
      throw new Refusal("the policy names the logs to trust; leave out --log-key");
    }
    if (!named.isEmpty()) {
      return named;
    }
    if (logKey.isEmpty()) {
      return store.map(LogKeys::in).orElse(List.of());
    }
    List<NoteKey> given = List.of(LogKeys.load(logKey.get()));
    return store.map(one -> LogKeys.related(one, given)).orElse(given);
  }

  /** Whether logs were named, rather than taken from the store. */
  boolean isGiven(Optional<TrustPolicy> read) {
    return logKey.isPresent() || read.map(TrustPolicy::logs).filter(l -> !l.isEmpty()).isPresent();
  }
}
