package org.quietus.certificate.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/**
 * How much of a log witnesses cosigned.
 *
 * @param entries how many of its first entries enough witnesses vouch for; 0 without a policy
 * @param problems each as a sentence without its full stop
 */
public record CosignedPart(long entries, List<String> problems) {

  public CosignedPart {
    problems = List.copyOf(problems);
  }

  /**
   * Reads every checkpoint that was cosigned: the log has to continue each, and with a policy
   * enough witnesses have to vouch for all of it.
   */
  public static CosignedPart of(
      LogContents log,
      NoteKey key,
      EvidenceStore store,
      Optional<TrustPolicy> policy,
      Instant now) {
    List<String> problems = new ArrayList<>();
    long entries = 0;
    for (EvidenceName name : store.list(EvidenceName.Folder.COSIGNED)) {
      if (!name.stem().startsWith(PublicKeys.idOf(key.key()) + "-")) {
        continue;
      }
      byte[] file = store.read(name).orElse(new byte[0]);
      Optional<String> objection = log.since(file);
      if (objection.isPresent()) {
        problems.add("the cosigned checkpoint " + name + ": " + objection.get());
      } else if (policy.isPresent()) {
        SignedNote note = SignedNote.read(file);
        policy
            .get()
            .forged(note, now)
            .ifPresent(who -> problems.add("the cosigned checkpoint " + name + ": " + who));
        entries = Math.max(entries, vouched(note, policy.get(), now));
      }
    }
    if (policy.isPresent() && log.isRead()) {
      SignedNote published = log.published();
      policy
          .get()
          .forged(published, now)
          .ifPresent(who -> problems.add("the checkpoint of log " + log.name() + ": " + who));
      entries = Math.max(entries, vouched(published, policy.get(), now));
      if (entries < log.size()) {
        problems.add(
            "log %s: of its %,d entries the first %,d are cosigned by enough witnesses; of all: %s"
                .formatted(
                    log.name(), log.size(), entries, policy.get().judge(published, now).finding()));
      }
    }
    return new CosignedPart(entries, problems);
  }

  private static long vouched(SignedNote note, TrustPolicy policy, Instant now) {
    return policy.judge(note, now).isGood() ? Checkpoint.read(note.text()).size() : 0;
  }
}
