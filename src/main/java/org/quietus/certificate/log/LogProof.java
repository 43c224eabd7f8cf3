package org.quietus.certificate.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.evidence.Digest;

/** That an entry is in a log, to be checked without the log; C2SP tlog-proof@v1. */
public final class LogProof {
  private final InclusionProof inclusion;
  private final SignedNote note;

  LogProof(InclusionProof inclusion, SignedNote note) {
    this.inclusion = inclusion;
    this.note = note;
  }

  private static final String FIRST = "c2sp.org/tlog-proof@v1\n";
  private static final int LARGEST = 1 << 20;
  private static final int LONGEST_PATH = 64;
  private static final Pattern HEAD =
      Pattern.compile("(?:extra [A-Za-z0-9+/]+=*\\n)?index (0|[1-9][0-9]{0,17})\\n");

  /**
   * Reads a proof; nothing is checked yet but its form.
   *
   * @throws IllegalArgumentException if it is not one, saying why
   */
  public static LogProof read(byte[] file) {
    String text = new String(file, StandardCharsets.UTF_8);
    if (file.length > LARGEST || !text.startsWith(FIRST)) {
      throw new IllegalArgumentException("it does not begin like a proof");
    }
    Matcher head = HEAD.matcher(text).region(FIRST.length(), text.length());
    if (!head.lookingAt()) {
      throw new IllegalArgumentException("it does not say the place of the entry");
    }
    List<Digest> path = new ArrayList<>();
    int at = head.end();
    for (int end = text.indexOf('\n', at); end > at; end = text.indexOf('\n', at)) {
      path.add(Checkpoint.hash(text.substring(at, end)));
      at = end + 1;
      if (path.size() > LONGEST_PATH) {
        throw new IllegalArgumentException("its path is longer than that of any tree");
      }
    }
    if (at >= text.length() || text.charAt(at) != '\n') {
      throw new IllegalArgumentException("it ends before its checkpoint");
    }
    return new LogProof(
        new InclusionProof(Long.parseLong(head.group(1)), path),
        SignedNote.read(text.substring(at + 1).getBytes(StandardCharsets.UTF_8)));
  }

  byte[] bytes() {
    StringBuilder text = new StringBuilder(FIRST);
    text.append("index ").append(inclusion.index()).append("\n");
    inclusion.path().forEach(hash -> text.append(Checkpoint.text(hash.bytes())).append("\n"));
    text.append("\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
    out.writeBytes(note.bytes());
    return out.toByteArray();
  }

  /** The place of the entry, from 0 on. */
  public long index() {
    return inclusion.index();
  }

  /**
   * The checkpoint that it leads to.
   *
   * @throws IllegalArgumentException if it has none
   */
  Checkpoint checkpoint() {
    return Checkpoint.read(note.text());
  }

  /** Its checkpoint with the signatures. */
  SignedNote note() {
    return note;
  }

  /** Whether enough witnesses cosigned its checkpoint. */
  Witnessed witnessed(TrustPolicy policy, Instant now) {
    return policy.judge(note, now);
  }

  /** What is wrong with it for an entry of the log whose key this is; empty if nothing is. */
  public Optional<String> problem(Digest entry, NoteKey log) {
    if (!note.isSignedBy(log)) {
      return Optional.of("its checkpoint is not signed by the log " + log.name());
    }
    Checkpoint checkpoint;
    try {
      checkpoint = checkpoint();
    } catch (IllegalArgumentException e) {
      return Optional.ofNullable(e.getMessage());
    }
    if (!checkpoint.origin().equals(log.name())) {
      return Optional.of("its checkpoint is that of another log");
    }
    return inclusion.leads(TreeHash.leaf(entry.bytes()), checkpoint.size(), checkpoint.root())
        ? Optional.empty()
        : Optional.of("it does not lead from the certificate to the checkpoint");
  }
}
