package org.quietus.certificate.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.evidence.Digest;

/**
 * What a witness is asked: to cosign a checkpoint that continues one that it knows; the body of
 * add-checkpoint in C2SP tlog-witness.
 *
 * @param old how many entries the log had when the witness cosigned it last
 */
record CheckpointRequest(long old, ConsistencyProof proof, SignedNote note) {

  private static final Pattern OLD = Pattern.compile("old (0|[1-9][0-9]{0,17})\\n");
  private static final int LONGEST_PROOF = 63;

  /** Whether a file begins like a request, which the checkpoint of some log might do too. */
  static boolean isLike(byte[] file) {
    return OLD.matcher(new String(file, StandardCharsets.UTF_8)).lookingAt();
  }

  /**
   * Reads a request; nothing is checked yet but its form.
   *
   * @throws IllegalArgumentException if it is not one, saying why
   */
  static CheckpointRequest read(byte[] file) {
    String text = new String(file, StandardCharsets.UTF_8);
    Matcher old = OLD.matcher(text);
    if (!old.lookingAt()) {
      throw new IllegalArgumentException("it does not begin with 'old' and a number of entries");
    }
    List<Digest> path = new ArrayList<>();
    int at = old.end();
    for (int end = text.indexOf('\n', at); end > at; end = text.indexOf('\n', at)) {
      path.add(Checkpoint.hash(text.substring(at, end)));
      at = end + 1;
      if (path.size() > LONGEST_PROOF) {
        throw new IllegalArgumentException("its proof is longer than that of any tree");
      }
    }
    if (at >= text.length() || text.charAt(at) != '\n') {
      throw new IllegalArgumentException("it ends before its checkpoint");
    }
    return new CheckpointRequest(
        Long.parseLong(old.group(1)),
        new ConsistencyProof(path),
        SignedNote.read(text.substring(at + 1).getBytes(StandardCharsets.UTF_8)));
  }

  byte[] bytes() {
    StringBuilder text = new StringBuilder("old ").append(old).append("\n");
    proof.path().forEach(hash -> text.append(Checkpoint.text(hash.bytes())).append("\n"));
    text.append("\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
    out.writeBytes(note.bytes());
    return out.toByteArray();
  }
}
