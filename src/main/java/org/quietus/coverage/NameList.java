package org.quietus.coverage;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The list of names, {@code coverage/names.txt}, whose head says how it is written. */
final class NameList {
  private static final Pattern HAN = Pattern.compile("\\p{IsHan}");
  private static final String FILE = "/coverage/names.txt";

  /**
   * What a name says.
   *
   * @param elsewhere how surely, where rows are not about a person; empty if not at all
   * @param ofPersons how surely, where they are
   */
  record Meaning(Kind kind, Optional<Level> elsewhere, Level ofPersons, String why) {
    Meaning weaker() {
      return new Meaning(kind, elsewhere.map(Level::weaker), ofPersons.weaker(), why);
    }
  }

  private final Map<String, Meaning> parts = new HashMap<>();
  private final Map<String, Meaning> wholes = new HashMap<>();
  private final Map<String, Meaning> chinese = new HashMap<>();
  private final Map<String, Set<String>> words = new HashMap<>();

  private NameList() {}

  /** Reads the list. */
  static NameList read() {
    NameList list = new NameList();
    try (InputStream in = Objects.requireNonNull(NameList.class.getResourceAsStream(FILE));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          list.add(line.split("\\|", -1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return list;
  }

  private void add(String[] cells) {
    String first = cells[0].strip();
    if (first.startsWith("@")) {
      Set<String> all = words.computeIfAbsent(first.substring(1), kind -> new HashSet<>());
      names(cells[1]).forEach(name -> all.add(NameWords.folded(name).replace(" ", "")));
      return;
    }
    Meaning meaning = meaning(Kind.of(first), cells[1].strip().split("/", -1), cells[2].strip());
    for (String name : names(cells[3])) {
      String joined = NameWords.folded(name).replaceAll("[= ]", "");
      Map<String, Meaning> map =
          HAN.matcher(joined).find() ? chinese : name.startsWith("=") ? wholes : parts;
      map.putIfAbsent(joined, meaning);
    }
  }

  private static Meaning meaning(Kind kind, String[] levels, String why) {
    Level ofPersons = level(levels[levels.length - 1]);
    return new Meaning(
        kind,
        levels[0].equals("-") ? Optional.empty() : Optional.of(level(levels[0])),
        ofPersons,
        why);
  }

  private static Level level(String word) {
    return Level.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static List<String> names(String cell) {
    List<String> names = new ArrayList<>();
    for (String name : cell.split(",", -1)) {
      if (!name.isBlank()) {
        names.add(name.strip());
      }
    }
    return names;
  }

  /** What a whole name says. */
  Optional<Meaning> whole(String joined) {
    return Optional.ofNullable(wholes.get(joined)).or(() -> part(joined));
  }

  /** What successive words of a name say. */
  Optional<Meaning> part(String joined) {
    return Optional.ofNullable(parts.get(joined));
  }

  /** What Chinese characters anywhere in a text say: those of the longest name. */
  Optional<Meaning> characters(String text) {
    return HAN.matcher(text).find()
        ? chinese.keySet().stream()
            .filter(text::contains)
            .max(Comparator.comparingInt(String::length))
            .map(chinese::get)
        : Optional.empty();
  }

  /** Every reason that is given. */
  Set<String> reasons() {
    Set<String> reasons = new HashSet<>();
    parts.values().forEach(meaning -> reasons.add(meaning.why()));
    wholes.values().forEach(meaning -> reasons.add(meaning.why()));
    chinese.values().forEach(meaning -> reasons.add(meaning.why()));
    return reasons;
  }

  /** Whether a word is in one of the further lists, e.g. {@code copy}. */
  boolean has(String list, String word) {
    return words.getOrDefault(list, Set.of()).contains(word);
  }

  /** Whether a name has a word of one of the further lists, in the singular or the plural. */
  boolean hasAny(String list, NameWords name, String written) {
    Set<String> known = words.getOrDefault(list, Set.of());
    for (int from = 0; from < name.size(); from++) {
      for (int to = from + 1; to <= Math.min(name.size(), from + 2); to++) {
        String joined = name.joined(from, to);
        if (known.contains(joined) || known.contains(NameWords.singular(joined))) {
          return true;
        }
      }
    }
    return HAN.matcher(written).find() && known.stream().anyMatch(word -> isHanIn(word, written));
  }

  private static boolean isHanIn(String word, String written) {
    return HAN.matcher(word).find() && written.contains(word);
  }
}
