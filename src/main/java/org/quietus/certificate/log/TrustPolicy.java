package org.quietus.certificate.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quietus.policy.InvalidInput;

/** Which logs somebody trusts, and which of their witnesses are enough; C2SP tlog-policy. */
public final class TrustPolicy {

  private static final int LARGEST = 1 << 20;

  private final List<NoteKey> logs;
  private final Map<String, WitnessKey> witnesses;
  private final Quorum quorum;

  /**
   * A policy.
   *
   * @param witnesses by their names in the policy
   */
  TrustPolicy(List<NoteKey> logs, Map<String, WitnessKey> witnesses, Quorum quorum) {
    this.logs = List.copyOf(logs);
    this.witnesses = Collections.unmodifiableMap(new LinkedHashMap<>(witnesses));
    this.quorum = quorum;
  }

  /**
   * The policy in a file.
   *
   * @throws InvalidInput if it is not one, with every line that is wrong
   */
  public static TrustPolicy load(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new TrustPolicyReader(file.toString()).read(in.readNBytes(LARGEST));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the policy " + file, e);
    }
  }

  /** The logs that it names; empty if it leaves them to others. */
  public List<NoteKey> logs() {
    return logs;
  }

  /** The witnesses that it names. */
  List<WitnessKey> witnesses() {
    return List.copyOf(witnesses.values());
  }

  /** Whether enough witnesses cosigned a checkpoint, and no cosignature of them is forged. */
  Witnessed judge(SignedNote checkpoint, Instant now) {
    Map<String, Cosigning> found = new LinkedHashMap<>();
    witnesses.forEach((name, key) -> found.put(name, key.of(checkpoint, now)));
    List<String> others = new ArrayList<>();
    List<String> cosigned = new ArrayList<>();
    found.forEach(
        (name, what) -> {
          if (what == Cosigning.GOOD) {
            cosigned.add(shown(name));
          } else {
            others.add(shown(name) + " " + what);
          }
        });
    boolean isGood =
        !found.containsValue(Cosigning.FORGED)
            && quorum.isReached(name -> found.get(name) == Cosigning.GOOD);
    return new Witnessed(isGood, cosigned, others);
  }

  /** Whose signatures on a checkpoint are not theirs, as a sentence without its full stop. */
  Optional<String> forged(SignedNote checkpoint, Instant now) {
    return witnesses.entrySet().stream()
        .filter(one -> one.getValue().of(checkpoint, now) == Cosigning.FORGED)
        .map(one -> shown(one.getKey()) + " " + Cosigning.FORGED)
        .reduce((one, other) -> one + "; " + other);
  }

  /** Names are bytes to a policy, and most often UTF-8 to people. */
  private static String shown(String name) {
    return new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
