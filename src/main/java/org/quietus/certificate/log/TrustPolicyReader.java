package org.quietus.certificate.log;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.Problem;

/** Reads a policy file, C2SP tlog-policy, and tells of every line that is wrong. */
final class TrustPolicyReader {

  private static final String NONE = "none";
  private static final Pattern BETWEEN = Pattern.compile("[ \\t]+");
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f]");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private final String file;
  private final List<Problem> problems = new ArrayList<>();
  private final List<NoteKey> logs = new ArrayList<>();
  private final Map<String, WitnessKey> witnesses = new LinkedHashMap<>();

  /** Witnesses and groups by name. */
  private final Map<String, Quorum> named = new LinkedHashMap<>();

  private final Set<String> members = new HashSet<>();
  private Optional<Quorum> quorum = Optional.empty();
  private boolean isQuorumThere;
  private int line;

  /** {@code file} is for messages. */
  TrustPolicyReader(String file) {
    this.file = file;
  }

  /**
   * Reads a policy.
   *
   * @throws InvalidInput with every line that is wrong
   */
  TrustPolicy read(byte[] content) {
    String text = new String(content, StandardCharsets.ISO_8859_1); // names are bytes
    for (String one : text.split("\n", -1)) {
      line++;
      if (CONTROL.matcher(one).find()) {
        wrong(
            "the line has a control character",
            one.endsWith("\r") ? "end lines with LF alone" : "leave it out");
      } else {
        read(one);
      }
    }
    if (!text.endsWith("\n")) {
      wrong("the last line has no end, as if the file were cut off", "end it with a newline");
    }
    if (!isQuorumThere) {
      wrong("there is no quorum", "add a line 'quorum NAME', or 'quorum none'");
    }
    if (!problems.isEmpty()) {
      throw new InvalidInput(problems);
    }
    return new TrustPolicy(logs, witnesses, quorum.orElseThrow());
  }

  private void read(String one) {
    String stripped = one.replaceAll("^[ \\t]+|[ \\t]+$", "");
    if (stripped.isEmpty() || stripped.startsWith("#")) {
      return;
    }
    List<String> words = List.of(BETWEEN.split(stripped));
    switch (words.get(0)) {
      case "log" -> {
        if (has(words, 2, 3, "log VKEY [URL]")) {
          log(words.get(1));
        }
      }
      case "witness" -> {
        if (has(words, 3, 4, "witness NAME VKEY [URL]")) {
          witness(words.get(1), words.get(2));
        }
      }
      case "group" -> {
        if (has(words, 4, Integer.MAX_VALUE, "group NAME all|any|NUMBER MEMBER…")) {
          group(words.get(1), words.get(2), words.subList(3, words.size()));
        }
      }
      case "quorum" -> {
        if (has(words, 2, 2, "quorum NAME")) {
          quorum(words.get(1));
        }
      }
      default ->
          wrong("the line begins with none of log, witness, group and quorum", "correct the line");
    }
  }

  private boolean has(List<String> words, int least, int most, String form) {
    if (words.size() >= least && words.size() <= most) {
      return true;
    }
    isQuorumThere |= words.get(0).equals("quorum");
    wrong("the line has too few words, or too many", "write '" + form + "'");
    return false;
  }

  private void log(String vkey) {
    try {
      NoteKey key = NoteKey.parse(utf8(vkey));
      if (logs.stream().anyMatch(log -> log.key().equals(key.key()))) {
        wrong("the log has the key of an earlier one", "leave one of them out");
      }
      logs.add(key);
    } catch (IllegalArgumentException e) {
      wrong(String.valueOf(e.getMessage()), "take the line of the log's .vkey file");
    }
  }

  private void witness(String name, String vkey) {
    try {
      WitnessKey key = WitnessKey.parse(utf8(vkey));
      if (witnesses.values().stream().anyMatch(key::isSameKeyAs)) {
        wrong("the witness has the key of an earlier one", "leave one of them out");
      }
      witnesses.put(name, key);
    } catch (IllegalArgumentException e) {
      wrong(String.valueOf(e.getMessage()), "take the line of the witness's .vkey file");
    }
    define(name, new Quorum.OneWitness(name));
  }

  private static String utf8(String latin1) {
    try {
      byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the verifier key is not UTF-8", e);
    }
  }

  private void define(String name, Quorum quorumOfName) {
    if (name.equals(NONE)) {
      wrong("'none' stands for no witness at all", "choose another name");
    } else if (named.putIfAbsent(name, quorumOfName) != null) {
      wrong("duplicate name", "give each witness and group a name of its own");
    }
  }

  private void group(String name, String needed, List<String> names) {
    List<Quorum> of = new ArrayList<>();
    for (String member : names) {
      if (!named.containsKey(member)) {
        wrong("a member of the group is not defined on an earlier line", "define it above");
      } else if (!members.add(member)) {
        wrong("a member of the group is in a group already", "list each name once");
      } else {
        of.add(named.get(member));
      }
    }
    long number =
        switch (needed) {
          case "all" -> names.size();
          case "any" -> 1;
          default -> NUMBER.matcher(needed).matches() ? Long.parseLong(needed) : 0;
        };
    if (number < 1 || number > names.size()) {
      wrong(
          "the group needs a number of its members that it cannot have",
          "write all, any, or a number from 1 to " + names.size());
    }
    define(name, new Quorum.Group((int) number, of));
  }

  private void quorum(String name) {
    if (isQuorumThere) {
      wrong("there is a quorum already", "keep one quorum line");
    }
    isQuorumThere = true;
    quorum =
        name.equals(NONE) ? Optional.of(new Quorum.None()) : Optional.ofNullable(named.get(name));
    if (quorum.isEmpty()) {
      wrong("the quorum is not defined on an earlier line", "name a witness or group from above");
    }
  }

  private void wrong(String what, String mend) {
    problems.add(new Problem("TRUST-POLICY", file, line, what, mend));
  }
}
