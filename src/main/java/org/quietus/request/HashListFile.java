package org.quietus.request;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.ListFormat;
import org.quietus.policy.Problem;
import org.quietus.subject.IdentifierHash;
import org.quietus.subject.IdentifierHash.Writing;

/**
 * Reads a list of hashed identifiers: CSV with two columns in any order, line by line. Messages
 * name the line and never what stands in it.
 */
public final class HashListFile {
  private static final int MOST_ENTRIES = 1_000_000;
  private static final int MOST_PROBLEMS = 100;

  /** Opaque: nothing that addresses have, and short enough to stand in a reference. */
  private static final Pattern OPAQUE =
      Pattern.compile("[A-Za-z0-9_-]{1," + EntryIds.LONGEST + "}");

  private final String file;
  private final ListFormat format;
  private final HashList list;
  private final List<Problem> problems = new ArrayList<>();
  private List<String> header = List.of();
  private Optional<Writing> writing = Optional.empty();
  private long unnamed;

  private HashListFile(Path file, Hashed hashed, ListFormat format) {
    this.file = file.toString();
    this.format = format;
    this.list = new HashList(hashed);
  }

  /**
   * Reads all of it; one that has a header alone has no entry.
   *
   * @throws InvalidInput with the problems of the file, if there is any; beyond a hundred they are
   *     counted
   */
  public static HashList read(Path file, Hashed hashed, ListFormat format) throws IOException {
    HashListFile reading = new HashListFile(file, hashed, format);
    reading.readAll(file);
    if (!reading.problems.isEmpty()) {
      throw new InvalidInput(reading.problems);
    }
    return reading.list;
  }

  private void readAll(Path path) throws IOException {
    int last = 1;
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .allowExtraFields(true)
            .allowMissingFields(true)
            .skipEmptyLines(true)
            .ofCsvRecord(path)) {
      for (CsvRecord line : reader) {
        last = (int) line.getStartingLineNumber();
        if (header.isEmpty()) {
          header(last, line.getFields());
          if (!problems.isEmpty()) {
            return; // nothing can be said of lines whose columns are not known
          }
        } else if (list.ids().size() == MOST_ENTRIES) {
          problem(last, "LIST-TOO-LONG", "more than a million entries", "split the list");
          break;
        } else {
          read(last, line.getFields());
        }
      }
    } catch (CsvParseException e) {
      problem(last, "BAD-CSV", "invalid CSV after this line", "close every double quote");
    }
    if (header.isEmpty() && problems.isEmpty()) {
      problem(1, "EMPTY-LIST", "the file is empty", "a list without entries has a header");
    }
    if (unnamed > 0) {
      problems.add(
          new Problem(
              "MORE-PROBLEMS",
              file,
              last,
              "problems after the first " + MOST_PROBLEMS + ": " + unnamed,
              "correct those first"));
    }
  }

  private void header(int line, List<String> fields) {
    header =
        fields.stream()
            .map(name -> name.startsWith("\ufeff") ? name.substring(1) : name)
            .map(String::strip)
            .toList();
    Set<String> seen = new HashSet<>();
    String both = String.join(" and ", columns());
    for (int n = 0; n < header.size(); n++) {
      String name = header.get(n);
      if (!columns().contains(name)) {
        problem(
            line,
            "UNKNOWN-COLUMN",
            "column " + (n + 1) + " has an unknown name",
            "a list has the columns " + both + "; one of removed identifiers is not taken in");
      } else if (!seen.add(name)) {
        problem(line, "COLUMN-TWICE", "duplicate column " + name, "name each column once");
      }
    }
    for (String name : columns()) {
      if (!header.contains(name)) {
        problem(
            line,
            "MISSING-COLUMN",
            "column " + name + " is missing",
            "a list has the columns " + both);
      }
    }
  }

  private List<String> columns() {
    return List.of(format.id(), format.hash());
  }

  private void read(int line, List<String> fields) {
    if (fields.size() != header.size()) {
      problem(
          line,
          "WRONG-FIELD-COUNT",
          "the line has " + fields.size() + " fields, the first one " + header.size(),
          "give both columns on each line");
      return;
    }
    String id = fields.get(header.indexOf(format.id())).strip();
    Optional<IdentifierHash> hash = hash(line, fields.get(header.indexOf(format.hash())).strip());
    if (!OPAQUE.matcher(id).matches()) {
      problem(
          line,
          "BAD-ID",
          "the ID is not opaque",
          "use 1 to 36 letters, digits, _ and -, as the list's maker gave them");
    } else if (hash.isPresent() && !list.add(id, hash.get())) {
      problem(line, "DUPLICATE-ENTRY", "an earlier line has the same ID", "keep one of them");
    }
  }

  private Optional<IdentifierHash> hash(int line, String text) {
    Optional<Writing> here = IdentifierHash.writing(text);
    if (here.isEmpty()) {
      problem(
          line,
          "BAD-HASH",
          "the hash is not a SHA-256: it has " + text.length() + " characters" + looksLike(text),
          "a list holds SHA-256 in Base64 (44 characters) or hexadecimal (64) alone");
      return Optional.empty();
    }
    if (writing.isPresent() && !writing.equals(here)) {
      problem(
          line,
          "MIXED-HASHES",
          "the hash is in " + here.get() + ", earlier ones are in " + writing.get(),
          "write all of them in the same way");
      return Optional.empty();
    }
    writing = here;
    return IdentifierHash.read(text, here.get());
  }

  private static String looksLike(String text) {
    return switch (text.length()) {
      case 24, 32 -> ", as MD5 does";
      case 28, 40 -> ", as SHA-1 does";
      case 88, 128 -> ", as SHA-512 does";
      default -> "";
    };
  }

  private void problem(int line, String id, String what, String mend) {
    if (problems.size() == MOST_PROBLEMS) {
      unnamed++;
    } else {
      problems.add(new Problem(id, file, line, what, mend));
    }
  }
}
